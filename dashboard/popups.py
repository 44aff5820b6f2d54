"""What markers say: a tooltip on hover, a popup on click. Everything from the text is escaped."""

from __future__ import annotations

from collections.abc import Sequence

from dashboard.escape import safe
from dashboard.wording import casualty_line, date_words, figure_words, place_words
from geodata.records import Figure, Incident
from geodata.vocabulary import Role

LONGEST_QUOTE = 220


def tooltip_html(incidents: Sequence[Incident]) -> str:
    first = incidents[0]
    more = f" and {len(incidents) - 1} more" if len(incidents) > 1 else ""
    area = " (a total for the area)" if first.role is Role.AGGREGATE else ""
    return f"<b>{safe(place_words(first))}</b><br>{safe(first.type.label)}{more}{area}<br>{safe(casualty_line(first))}"


def popup_html(incidents: Sequence[Incident]) -> str:
    return "<hr>".join(part_html(incident) for incident in incidents)


def part_html(incident: Incident) -> str:
    earlier = " · earlier event" if incident.role is Role.BACKGROUND else ""
    rows = "".join(figure_row(name, figure) for name, figure in (("Killed", incident.killed), ("Injured", incident.injured)))
    if incident.missing:
        rows += figure_row("Missing", incident.missing)
    says = f"<tr><th>Says</th><td>{safe(incident.attribution or 'the report itself')}</td></tr>"
    return (
        f'<div class="atlas-popup"><h4>{safe(place_words(incident))}</h4>'
        f"<p>{safe(incident.type.label)} · {safe(date_words(incident))}{earlier}</p>"
        f"<table>{rows}{says}</table><blockquote>“{safe(telling_words(incident))}”</blockquote></div>"
    )


def figure_row(name: str, figure: Figure | None) -> str:
    return f"<tr><th>{name}</th><td>{safe(figure_words(figure))}</td></tr>"


def telling_words(incident: Incident) -> str:
    """The incident's sentence, cut around its first figure (or its place) where it is long."""
    sentence = incident.evidence
    spans = [f.evidence for f in incident.figures] + ([incident.toponym.evidence] if incident.toponym else [])
    inside = [e.start for e in spans if e.field == sentence.field and sentence.start <= e.start < sentence.end]
    if len(sentence.quote) <= LONGEST_QUOTE:
        return " ".join(sentence.quote.split())
    at = inside[0] - sentence.start if inside else 0
    first = max(0, min(at - LONGEST_QUOTE // 2, len(sentence.quote) - LONGEST_QUOTE))
    words = sentence.quote[first : first + LONGEST_QUOTE].split()
    before = first > 0
    after = first + LONGEST_QUOTE < len(sentence.quote)
    return " ".join((["…", *words[1:]] if before else words)[: None if not after else -1] + (["…"] if after else []))
