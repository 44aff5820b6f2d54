"""What a total names as included and as left out: "including Kyiv", "excluding Kremenchuk"."""

from __future__ import annotations

from collections.abc import Sequence

from spacy.tokens import Span

from geodata.reading.locations import Located, is_plural_of_places


def set_apart(span: Span, places: Sequence[Located]) -> tuple[list[Located], list[Located], list[Located]]:
    """Places behind "including" and "excluding", and the others."""
    including: list[Located] = []
    excluding: list[Located] = []
    others: list[Located] = []
    plural = is_plural_of_places(span)
    for place in places:
        chain = [place.token.lower_, *(t.lower_ for t in place.token.ancestors)]
        before = [t.lower_ for t in span.doc[max(span.start, place.token.i - 12) : place.token.i]]
        left_out = (
            {"excluding", "except", "excepting"} & {*chain, *before}
            or {"not", "include"} <= {*before}
            or {"not", "including"} <= {*before}
        )
        if left_out and plural:
            excluding.append(place)
        elif plural and ("including" in (*chain, *before) or "among them" in " ".join(before)):
            including.append(place)
        else:
            others.append(place)
    return including, excluding, others
