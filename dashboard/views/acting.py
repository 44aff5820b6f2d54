"""Acts on incidents: done in the user's name, confirmed by a message with an Undo, and undone from the latest backwards."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

import streamlit as st

from dashboard.state.library import Library
from dashboard.views import components, desk
from dashboard.views.session import WHO, sentence, words_of
from dashboard.words.escape import safe
from dashboard.words.wording import place_words
from geodata.errors import GeodataError
from geodata.words.catalogue import say
from geodata.workspace.corrections import ADD
from geodata.workspace.filing import Kept

DONE, REFUSED, PENDING, SAID, ACTED = "acts_done", "act_refused", "act_pending", "act_said", "act_incident"
SECONDS = 10  # how long an act's message stays
Act = Callable[[str], object]


@dataclass(frozen=True, slots=True)
class Done:
    """An act that can be undone: the id of its incident, its message, its number of steps, whether it adds the incident (then
    undoing removes it), its number in the record, and, for an act without an incident, the function that undoes it."""

    incident: str
    words: str
    steps: int = 1
    adds: bool = False
    act: int = 0
    back: Callable[[], object] | None = None


def attempt(
    found: Library,
    incident: str,
    act: Act,
    words: str,
    then: Callable[[], None] | None = None,
    steps: int = 1,
    adds: bool = False,
) -> bool:
    """Do an act. `act` receives the user's name, which the page asks for first if it is unknown. `words` say what was done.

    `steps`: how many acts in the record it makes, 0 if it cannot be undone. `adds`: whether it adds an incident. Return
    False if it was refused.
    """
    name = str(perform(incident, lambda _: found.workspace.setting(WHO), ""))
    if st.session_state[REFUSED]:
        return False
    if not name:
        st.session_state[PENDING] = (incident, act, words, then, steps, adds)
        return True
    result = perform(incident, act, name)
    if st.session_state[REFUSED]:
        return False
    now = result.incident.id if isinstance(result, Kept) else incident  # a merge may keep either incident
    st.session_state[ACTED] = now
    if steps:
        st.session_state.setdefault(DONE, []).append(Done(now, words, steps, adds, latest(found, name)))
    if now != incident and desk.screen().selected == incident:
        desk.select(now)
    tell(words)
    if then is not None:
        then()
    return True


def perform(incident: str, act: Act, name: str) -> object:
    """Return the result of an act. A refusal changes nothing and is kept with its incident."""
    st.session_state[REFUSED] = None
    try:
        return act(name)
    except GeodataError as error:
        st.session_state[REFUSED] = (incident, sentence(error), words_of(error))
        return None


def tell_done(found: Library, words: str, back: Callable[[], object]) -> None:
    """Confirm an act that has no incident. `back` undoes it."""
    act = latest(found, found.workspace.setting(WHO))
    st.session_state.setdefault(DONE, []).append(Done("", words, act=act, back=back))
    tell(words)


def tell(words: str) -> None:
    st.session_state[SAID] = (words, time.monotonic())


def undo(found: Library, go: Callable[[str], None]) -> None:
    """Undo the last act of this session, or of an earlier one, and go to its incident."""
    perform("", lambda _: take_back(found, go), "")
    if refused := st.session_state[REFUSED]:
        tell(refused[2])  # plain text: the message is not Markdown


def take_back(found: Library, go: Callable[[str], None]) -> None:
    """Do what `undo` does, but let errors of the workspace through."""
    who = found.workspace.setting(WHO)
    done: list[Done] = st.session_state.get(DONE, [])
    is_ours = bool(done) and done[-1].act == latest(found, who)  # otherwise another tab has acted since
    last = done.pop() if is_ours else earlier(found) or (done.pop() if done else None)
    if last is None:
        tell(say("act.nothing"))
        return
    if last.back is not None:
        last.back()
    elif last.adds:
        found.workspace.withdraw(last.incident)
    else:
        for _ in range(last.steps):
            found.workspace.undo(last.incident, who)
    tell(say("act.undone", what=last.words))
    go("" if last.adds else last.incident)


def latest(found: Library, who: str) -> int:
    """Return the number of a person's last act that is not undone, or 0 if there is none."""
    acts = found.workspace.last_acts(who)
    return acts[-1].id if acts else 0


def earlier(found: Library) -> Done | None:
    """Return the user's last act from an earlier session or another tab, or None if nothing is left to undo."""
    acts = found.workspace.last_acts(found.workspace.setting(WHO))
    if not acts:
        return None
    kept = found.workspace.get(acts[-1].incident)
    words = say("act.earlier", place=place_words(kept.incident))
    return Done(acts[-1].incident, words, len(acts), adds=acts[0].action == ADD)


def message(found: Library, go: Callable[[str], None]) -> None:
    """Show the last act with an Undo for some seconds. The key U works as long as there is something to undo."""
    if st.session_state.get(PENDING):
        ask_name(found)
    done: list[Done] = st.session_state.get(DONE, [])
    words, at = st.session_state.get(SAID, ("", 0.0))
    fresh = time.monotonic() - at < SECONDS
    can_undo = bool(done) or has_acts(found, fresh)
    if not can_undo and not fresh:
        return
    with st.container(key=f"said_{int(at * 1000)}" if fresh else "unsaid", horizontal=True, vertical_alignment="center"):
        st.html(f'<p role="status">{safe(words) if fresh else ""}</p>')
        if can_undo:
            st.button(say("act.undo"), key="undo_last", on_click=undo, args=(found, go), shortcut="u", type="tertiary")


def has_acts(found: Library, fresh: bool) -> bool:
    """Whether there may be something to undo: without a message, a guess is good enough, since only the key U is active. While
    a message shows, the answer is exact."""
    try:
        who = found.workspace.setting(WHO)
        return bool(who and (not fresh or found.workspace.last_acts(who)))
    except GeodataError:  # the page reports it elsewhere
        return False


def refusal(incident: str) -> None:
    """Show why the last act on an incident was refused."""
    refused = st.session_state.get(REFUSED)
    if refused and refused[0] == incident:
        st.error(refused[1])


def forget_pending() -> None:
    st.session_state.pop(PENDING, None)


@st.dialog(say("who.title"), on_dismiss=forget_pending)
def ask_name(found: Library) -> None:
    """Ask for the name to record with acts. This happens once, at the first act."""
    st.caption(say("who.name_help"))
    with st.container(key="ask_name"), st.form("name_form", border=False):
        components.focus("ask_name")
        name = st.text_input(say("who.name"), key="ask_who").strip()
        is_given = st.form_submit_button(say("who.go_on"), type="primary")
    if is_given and name:
        try:
            found.workspace.set_setting(WHO, name)
        except GeodataError as error:
            st.error(sentence(error))
            return
        incident, act, words, then, steps, adds = st.session_state.pop(PENDING)
        attempt(found, incident, act, words, then, steps, adds)
        st.rerun()
    elif is_given:
        st.error(say("who.empty"))
