"""The card of one incident with everything that the workspace and the gazetteer know about it."""

from __future__ import annotations

from dashboard.parts.incident_card import card_html
from dashboard.state.library import Library
from dashboard.views.placing import gazetteer
from dashboard.views.settings import careful
from geodata.columns.selecting import address_of
from geodata.geocoding.search import full_names
from geodata.workspace.filing import Kept


def whole_card(found: Library, kept: Kept) -> str:
    incident, report = kept.incident, found.report_of(kept.incident)
    place = incident.geocode.place if incident.geocode else None
    return card_html(
        incident,
        careful=careful(),
        written=gazetteer().written(place.id) if place else (),
        full_name=full_names([place])[0] if place else "",
        report=report,
        source=kept.source,
        url=None if report else address_of(found.workspace, kept),
        state=kept.state,
    )
