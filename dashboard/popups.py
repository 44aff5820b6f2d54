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
        f"<table>{rows}{says}</table><blockquote>“{safe(shortened(incident.evidence.quote))}”</blockquote></div>"
    )


def figure_row(name: str, figure: Figure | None) -> str:
    return f"<tr><th>{name}</th><td>{safe(figure_words(figure))}</td></tr>"


def shortened(quote: str) -> str:
    text = " ".join(quote.split())
    return text if len(text) <= LONGEST_QUOTE else text[: text.rfind(" ", 0, LONGEST_QUOTE)] + " …"
