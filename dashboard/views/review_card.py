"""The acts on one incident, next to its card on the map and in the review queue."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from dashboard.state.library import Library
from dashboard.views import components, desk
from dashboard.views.acting import PENDING, attempt, refusal
from dashboard.views.forms import edit_form, join_form, line_of
from dashboard.views.placing import gazetteer, pick_place, picked
from dashboard.words.escape import plain
from dashboard.words.wording import place_words
from geodata.geocoding.search import name_after
from geodata.records import Incident
from geodata.serial import to_plain
from geodata.vocabulary import ReviewState
from geodata.words.catalogue import say
from geodata.workspace.filing import Kept
from geodata.workspace.store import chosen_point

REASONS = ("no_incident", "duplicate", "misplaced", "other")
REJECTING, PLACING, MOVED = "rejecting", "placing", "pin_moved"


def open_part(name: str, ident: str) -> None:
    """Toggle the reasons for rejection or the place search of an incident."""
    st.session_state[name] = "" if st.session_state.get(name) == ident else ident
    st.session_state[MOVED] = None


def part_open(ident: str) -> str:
    """Return which of the two is open for an incident, or ""."""
    return next((part for part in (REJECTING, PLACING) if ident and st.session_state.get(part) == ident), "")


def step_back() -> None:
    """Handle Escape: close the open question of an act, or else the card."""
    ident = desk.screen().selected
    if part := part_open(ident):
        open_part(part, ident)
    else:
        desk.select("")


def acts(found: Library, kept: Kept, then: Callable[[], None] | None = None, reject: str = "") -> None:
    """Show buttons to confirm, edit, relocate, reject and merge. `then` runs after an act that takes the incident out of a
    queue. `reject` is another label for rejecting."""
    incident, ident = kept.incident, kept.incident.id
    place = place_words(incident)

    def confirm() -> None:
        attempt(found, ident, lambda name: found.workspace.confirm(ident, name), say("act.confirmed", place=place), then)

    def reopen() -> None:
        attempt(found, ident, lambda name: found.workspace.reopen(ident, name), say("act.reopened", place=place))

    with st.container(key="acts", horizontal=True, gap="small"):
        if kept.state is ReviewState.REJECTED:
            st.button(say("review.reopen"), on_click=reopen, key="reopen", type="primary")
            return
        is_confirmed = kept.state is ReviewState.CONFIRMED
        st.button(
            say("review.confirm"), on_click=confirm, shortcut="y", key="confirm",
            type="secondary" if is_confirmed or part_open(ident) else "primary", disabled=is_confirmed,
        )  # fmt: skip
        if st.button(say("review.edit"), key="edit", shortcut="e") and not st.session_state.get(PENDING):
            edit_dialog(found, kept, then)
        st.button(say("review.place"), key="wrong_place", on_click=open_part, args=(PLACING, ident))
        st.button(reject or say("review.reject"), key="reject", shortcut="x", on_click=open_part, args=(REJECTING, ident))
        if st.button(say("review.join"), key="join"):
            join_dialog(found, kept)


def opened(found: Library, kept: Kept, then: Callable[[], None] | None = None) -> None:
    """Ask for the reason or place that an act needs, and show why the last act was refused."""
    ident = kept.incident.id
    part = part_open(ident)
    if part == REJECTING:
        reasons(found, kept.incident, then)
    if part == PLACING:
        other_place(found, kept.incident, then)
    if part:
        st.button(
            say("correct.cancel"), key="cancel_act", on_click=open_part, args=(part, ident), shortcut="Escape", width="stretch"
        )
    refusal(ident)


def reasons(found: Library, incident: Incident, then: Callable[[], None] | None) -> None:
    """Show the reasons for rejection: one click or one key."""
    st.caption(say("reject.why"))
    with st.container(key="reasons", gap="small"):
        for n, reason in enumerate(REASONS, 1):

            def reject(reason: str = reason) -> None:
                st.session_state[REJECTING] = ""
                act = lambda name: found.workspace.reject(incident.id, name, say(f"reject.{reason}"))  # noqa: E731
                attempt(found, incident.id, act, say("act.rejected", place=place_words(incident)), then)

            words = f"{n} · {say(f'reject.{reason}')}"
            st.button(words, key=f"reason_{reason}", shortcut=str(n), on_click=reject, width="stretch")


def other_place(found: Library, incident: Incident, then: Callable[[], None] | None) -> None:
    """Show the search for the right place. On the map, the user can drag the pin to it."""
    with st.container(key="placing", border=True, gap="small"):
        components.focus("placing")
        key, words = f"place_{incident.id}", incident.place or ""
        now = pick_place(key, words, st.session_state.get(MOVED), numbered=True)

        def use() -> None:
            place = picked(key, words, st.session_state.get(MOVED), numbered=True)
            if place is None:
                return
            value = {
                "name": name_after(incident.place, place, gazetteer()),
                "geocode": to_plain(chosen_point(place.name, place)),
            }
            st.session_state[PLACING] = ""
            act = lambda name: found.workspace.edit(incident.id, name, "place", value)  # noqa: E731
            there = place.name if place.name != incident.place else f"{place.latitude:.3f}, {place.longitude:.3f}"
            attempt(found, incident.id, act, say("act.placed", place=place_words(incident), there=there), then)

        st.button(say("pick.use"), key="use_place", on_click=use, disabled=now is None, type="primary", width="stretch")


@st.dialog(say("correct.title"), width="large")
def edit_dialog(found: Library, kept: Kept, then: Callable[[], None] | None) -> None:
    st.caption(plain(line_of(kept)))
    edit_form(found, kept.incident, then)


@st.dialog(say("join.title"), width="large")
def join_dialog(found: Library, kept: Kept) -> None:
    st.caption(plain(line_of(kept)))
    join_form(found, kept.incident)
