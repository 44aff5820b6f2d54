"""Add an incident that the reader missed, from a sentence of a report or from selected words."""

from __future__ import annotations

from datetime import date
from typing import Any

import streamlit as st

from dashboard.state.library import Library
from dashboard.state.review_queue import alike, dates_value
from dashboard.views import desk
from dashboard.views.acting import ACTED, attempt, refusal
from dashboard.views.forms import LATEST, OLDEST, figure_inputs, role_label, type_label
from dashboard.views.placing import gazetteer, pick_place
from geodata.errors import GeodataError
from geodata.records import Evidence, Incident, Report
from geodata.vocabulary import IncidentType, Role
from geodata.words.catalogue import say
from geodata.workspace.begun import Told, filled_in, told_by
from geodata.workspace.store import chosen_point


def add_form(found: Library, report: Report, span: Evidence, read: Incident | None, key: str) -> None:
    """Show the fields of a new incident, filled in with what the reader found in the words (`read`). An incident without a
    place needs the user's consent."""
    begun = told_by(read, span, found.reading.toponyms if found.reading else (), report.published)
    one, two = st.columns(2)
    types, roles = list(IncidentType), list(Role)
    kind = one.selectbox(
        say("correct.type"),
        types,
        index=types.index(begun.kind) if begun.kind else None,
        format_func=type_label,
        key=f"{key}_type",
    )
    role = two.selectbox(
        say("correct.role"), roles, index=roles.index(read.role) if read else 0, format_func=role_label, key=f"{key}_role"
    )
    place = pick_place(key, begun.place or "")
    without = place is None and st.checkbox(say("add.without_place"), key=f"{key}_without")
    start, end = (
        column.date_input(
            say(f"correct.{name}"), value=getattr(begun, name), format="YYYY-MM-DD", key=f"{key}_{name}",
            min_value=OLDEST, max_value=LATEST,
        )
        for column, name in zip(st.columns(2), ("start", "end"), strict=True)
    )  # fmt: skip
    values: dict[str, Any] = {
        "killed": figure_inputs(say("correct.killed"), begun.killed, f"{key}_killed"),
        "injured": figure_inputs(say("correct.injured"), begun.injured, f"{key}_injured"),
        "dates": dates_value(*(day if isinstance(day, date) else None for day in (start, end))),
        "attribution": st.text_input(say("correct.attribution"), value=begun.attribution or "", key=f"{key}_says").strip()
        or None,
    }

    values |= remarks_inputs(key, values["killed"] is not None, begun)

    def add(name: str) -> object:
        if kind is None or role is None:
            return None
        geocode = chosen_point(place.name, place) if place else None
        told = filled_in(begun, values)
        return found.workspace.add_by_hand(report.id, name, span, kind, role, place.name if place else None, geocode, told)

    ready = kind is not None and role is not None and (place is not None or without)
    if not ready:
        st.caption(say("add.lacks"))
    elif place and kind and (n := len(alike(found.workspace.read_of(report.id).incidents, kind, place, values["dates"]))):
        st.warning(say("add.known", n=n))
    if st.button(say("add.add"), type="primary", disabled=not ready, key=f"{key}_add"):
        words = say("add.added" if place else "add.added_without", place=place.name if place else "")
        if attempt(found, key, add, words, select_it, adds=True):
            st.rerun()
    refusal(key)


def remarks_inputs(key: str, has_killed: bool, begun: Told) -> dict[str, Any]:
    """Show inputs for the number of combatants among the killed, and for whether the incident is unverified."""
    one, two = st.columns(2, vertical_alignment="bottom")
    combatants = one.number_input(
        say("correct.combatants"), min_value=0, value=begun.combatants, step=1, key=f"{key}_combatants",
        help=say("correct.combatants_help"), disabled=not has_killed,
    )  # fmt: skip
    unverified = two.checkbox(say("correct.unverified"), value=begun.unverified, key=f"{key}_unverified")
    return {"combatants": combatants if has_killed else None, "unverified": unverified}


def select_it() -> None:
    """Select the incident that was added last."""
    desk.select(str(st.session_state.get(ACTED, "")))


def sentence_of(report: Report, field: str, start: int, end: int, spans: list[Evidence]) -> Evidence | None:
    """Return the sentences around selected words as one span, or None if the words are not in the report."""
    inside = [s for s in spans if s.field == field and s.start < end and start < s.end]
    return report.quote(inside[0].field, inside[0].start, inside[-1].end) if inside else None


def read_words(report: Report, span: Evidence) -> Incident | None:
    """Return the incident that the reader finds in these words alone, or None."""
    from geodata.reading import pipeline
    from geodata.sources.text import make_report

    try:
        alone = make_report(span.quote, published=report.published, home=report.home)
        reading = pipeline.read_report(alone, gazetteer())
    except GeodataError:
        return None
    return reading.incidents[0] if reading.incidents else None


@st.dialog(say("add.title"), width="large")
def add_dialog(found: Library, report: Report, span: Evidence) -> None:
    st.text(f"“{span.quote}”")
    key = f"add_{report.id}_{span.field}{span.start}_{span.end}"
    if key not in st.session_state:
        with st.spinner(say("add.reading")):
            st.session_state[key] = read_words(report, span)
    add_form(found, report, span, st.session_state[key], key)
