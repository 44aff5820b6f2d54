"""Find place names and their places: recognition and resolution together."""

from __future__ import annotations

from collections.abc import Sequence

from geodata.gazetteer.lookup import Gazetteer
from geodata.geocoding.resolver import Query, resolve
from geodata.reading.coordinates import with_coordinates
from geodata.reading.distances import with_distances, with_quarters
from geodata.reading.language import Sentence
from geodata.reading.place_mentions import PlaceMention
from geodata.reading.toponyms import find_toponyms
from geodata.records import Geocode, Place

CONTAINERS = frozenset({"COUNTRY", "ADM1", "ADM2", "REGION"})


def place_mentions(
    sentences: Sequence[Sentence], gazetteer: Gazetteer, home: Place | None = None
) -> list[tuple[PlaceMention, Geocode | None]]:
    """Return every place name in the sentences with its geocode, in order."""
    mentions = with_coordinates(find_toponyms(sentences, gazetteer), sentences)
    return with_quarters(with_distances(list(zip(mentions, resolve(queries_of(mentions), home), strict=True))))


def queries_of(mentions: Sequence[PlaceMention]) -> list[Query]:
    """Return the resolver's query for each mention."""
    return [
        Query(
            name=mention.name,
            candidates=mention.candidates,
            adjective=mention.adjective,
            division=mention.division,
            settlement=mention.settlement,
            near=mention.near,
            container=container_of(mentions, i),
        )
        for i, mention in enumerate(mentions)
    ]


def container_of(mentions: Sequence[PlaceMention], i: int) -> int | None:
    """Return the position of the mention that the text gives as container of `i` ("Waco, Texas", "Waco (Texas)"), else None."""
    if i + 1 >= len(mentions):
        return None
    inner, outer = mentions[i], mentions[i + 1]
    if inner.doc is not outer.doc or outer.adjective or inner.adjective or outer.first - inner.last != 1:
        return None
    if inner.doc[inner.last].text not in (",", "("):
        return None
    return i + 1 if any(c.place.feature in CONTAINERS for c in outer.candidates) else None
