"""The forms to correct an incident, merge it with another, or split it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import streamlit as st

from dashboard.state.library import Library
from dashboard.state.review_queue import HEDGES, changes, dates_value, figure_value, form_of
from dashboard.views.acting import attempt, refusal
from dashboard.views.session import sentence
from dashboard.words.escape import plain
from dashboard.words.wording import casualty_line, date_words, place_words
from geodata.errors import GeodataError
from geodata.records import Figure, Incident
from geodata.vocabulary import IncidentType, Qualifier, Role
from geodata.words.catalogue import label, say
from geodata.workspace.corrections import value_of
from geodata.workspace.filing import Kept

MOST_FOUND = 50
MOST_ALIKE = 9
OLDEST, LATEST = date(1800, 1, 1), date(2200, 1, 1)


def figure_inputs(what: str, figure: Figure | None, key: str) -> dict[str, Any] | None:
    number, upper, hedge = form_of(figure)
    left, middle, right = st.columns([0.4, 0.3, 0.3])
    chosen = left.selectbox(
        say("correct.how", figure=what),
        HEDGES,
        index=HEDGES.index(hedge),
        format_func=lambda q: label(Qualifier(q)),
        key=f"{key}_hedge",
    )
    low = middle.number_input(what, min_value=0, value=number, step=1, key=f"{key}_low", help=say("correct.empty"))
    high = None
    if chosen is Qualifier.RANGE:
        high = right.number_input(say("correct.upper"), min_value=0, value=upper, step=1, key=f"{key}_high")
    return figure_value(low, high, chosen)


def type_label(value: str) -> str:
    return label(IncidentType(value))


def role_label(value: str) -> str:
    return label(Role(value))


def edit_form(found: Library, incident: Incident, then: Callable[[], None] | None = None) -> None:
    """Show type, role, dates, figures, claimant and actor. Nothing is stored until the user clicks "Save"."""
    key = f"edit_{incident.id}"
    types, roles = list(IncidentType), list(Role)
    one, two = st.columns(2)
    form: dict[str, Any] = {
        "type": one.selectbox(
            say("correct.type"), types, index=types.index(incident.type), format_func=type_label, key=f"{key}_type"
        ).value,
        "role": two.selectbox(
            say("correct.role"), roles, index=roles.index(incident.role), format_func=role_label, key=f"{key}_role"
        ).value,
    }
    one, two = st.columns(2)  # row by row, so that the fields keep their order on a phone and for the keyboard
    ends = [
        column.date_input(
            say(f"correct.{name}"), value=getattr(incident, name), format="YYYY-MM-DD", key=f"{key}_{name}",
            min_value=OLDEST, max_value=LATEST,
        )
        for column, name in ((one, "start"), (two, "end"))
    ]  # fmt: skip
    form["dates"] = dates_value(*(end if isinstance(end, date) else None for end in ends))
    form["killed"] = figure_inputs(say("correct.killed"), incident.killed, f"{key}_killed")
    form["injured"] = figure_inputs(say("correct.injured"), incident.injured, f"{key}_injured")
    one, two = st.columns(2, vertical_alignment="bottom")
    form["combatants"] = (
        one.number_input(
            say("correct.combatants"), min_value=0, value=value_of(incident, "combatants"), step=1, key=f"{key}_combatants",
            help=say("correct.combatants_help"), disabled=form["killed"] is None,
        ) or None
    )  # fmt: skip
    form["unverified"] = two.checkbox(say("correct.unverified"), value_of(incident, "unverified"), key=f"{key}_unverified")
    one, two = st.columns(2)
    says = one.text_input(say("correct.attribution"), incident.attribution or "", key=f"{key}_says")
    actor = two.text_input(say("correct.actor"), incident.actor.name if incident.actor else "", key=f"{key}_actor")
    form["attribution"], form["actor"] = says.strip() or None, actor.strip() or None
    old = {field: value_of(incident, field) for field in form}
    old |= {k: figure_value(*form_of(getattr(incident, k))) for k in ("killed", "injured")}
    differing = changes(form, old)

    def save(name: str) -> object:
        return found.workspace.edit_many(incident.id, name, differing)

    told = say("act.corrected", place=place_words(incident))
    # never disabled: text that is still being typed only arrives with the click
    pressed = st.button(say("correct.save"), key=f"{key}_save", type="primary")
    if pressed and not differing:
        st.caption(say("correct.nothing_changed"))
    elif pressed and attempt(found, incident.id, save, told, then, len(differing)):
        st.rerun()
    refusal(incident.id)


def line_of(kept: Kept) -> str:
    incident = kept.incident
    what = f"{label(incident.type)}, {place_words(incident)}, {date_words(incident)}"
    return f"{what}: {casualty_line(incident)}" + (f" [{kept.source}]" if kept.source else "")


def split_form(found: Library, kept: Kept) -> None:
    """Show the form that splits claims off an incident, if it has more than one."""
    if kept.claims < 2:
        return
    ident = kept.incident.id
    claims = {c.id: c for c in found.workspace.claims_of(ident)}
    with st.expander(say("split.title", n=len(claims))):
        chosen = st.multiselect(
            say("split.claims"),
            list(claims),
            format_func=lambda c: f"{claims[c].source}: {claims[c].incident.evidence.quote[:80]}",
            key=f"split_{ident}",
        )
        words = say("act.split", place=place_words(kept.incident))
        pressed = st.button(say("split.split"), disabled=not chosen, key=f"do_split_{ident}")
        if pressed and attempt(found, ident, lambda name: found.workspace.split(ident, chosen, name), words):
            st.rerun()


def merge_preview(found: Library, one: str, other: str) -> None:
    """Show what the merged incident would be."""
    try:
        st.caption(say("join.result", line=plain(line_of(found.workspace.merged_with(one, other)))))
    except GeodataError as error:
        st.caption(sentence(error))


def join_form(found: Library, incident: Incident) -> None:
    """Show the form that merges an incident with another: one that may be the same event, or one found by a search."""
    ident = incident.id
    words = st.text_input(say("join.find"), key=f"find_{ident}", placeholder=say("join.find_hint"), live=True)
    asked = bool(words.strip())
    kept = found.workspace
    matching = kept.numbered(kept.search(words), MOST_FOUND) if asked else kept.alike(ident, MOST_ALIKE)
    others = {k.incident.id: k for k in matching if k.incident.id != ident}
    if not others:
        st.caption(say("join.none") if asked else say("join.hint"))
        return
    other = st.radio(
        say("join.incident") if asked else say("join.alike"), list(others), index=None, key=f"other_{ident}_{words}",
        format_func=lambda i: plain(line_of(others[i])),
    )  # fmt: skip
    if other is not None:
        merge_preview(found, ident, other)
    if st.button(say("join.merge"), key=f"do_join_{ident}", type="primary", disabled=other is None) and other is not None:
        told = say("act.joined", one=place_words(incident), two=place_words(others[other].incident))
        if attempt(found, ident, lambda name: found.workspace.merge(ident, other, name), told):
            st.rerun()
    refusal(ident)
