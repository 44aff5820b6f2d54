"""Review: the doubtful first; confirm, correct, reject, split, join, add what was missed, undo."""

from __future__ import annotations

from datetime import date
from typing import Any

import pandas as pd
import streamlit as st

from dashboard.incident_card import card_html
from dashboard.incident_map import base_map, kit, mark
from dashboard.library import Library, name_of
from dashboard.phrases import label, say, section
from dashboard.review_queue import HEDGES, changes, dates_value, figure_value, form_of, sentences
from dashboard.theme import colours
from dashboard.views.page_style import page_style
from dashboard.views.places import pick_place
from dashboard.views.session import library, sentence, who
from dashboard.views.settings import apply_style, careful
from dashboard.wording import casualty_line, date_words, place_words
from geodata.errors import GeodataError
from geodata.records import Figure, Incident
from geodata.serial import to_plain
from geodata.vocabulary import IncidentType, Qualifier, ReviewState, Role
from geodata.workspace.corrections import value_of
from geodata.workspace.filing import Kept
from geodata.workspace.store import chosen_point

MOST_QUEUED = 500
MOST_FOUND = 50
HISTORY = ("when", "who", "act", "field", "before", "after", "reason")


def show() -> None:
    page_style()
    apply_style()
    found = library()
    counts = found.workspace.states()
    with st.sidebar:
        st.markdown(f"### {say('pages.review')}")
        name = who(found)
        states = st.pills(
            say("review.state"),
            list(ReviewState),
            selection_mode="multi",
            default=[ReviewState.UNREVIEWED],
            format_func=lambda s: f"{label(ReviewState(s))} {counts.get(s, 0):,}",
            key="review_states",
        )
        st.caption(say("review.keys"))
    items = found.workspace.doubtful(states, MOST_QUEUED)
    every = sum(counts.values())
    done = every - counts.get(ReviewState.UNREVIEWED, 0)
    st.progress(done / every if every else 0.0, text=say("review.progress", done=done, every=every))
    tabs = st.tabs([say(f"review.{name}") for name in ("queue", "pairs", "adding")])
    with tabs[0]:
        show_queue(found, items, name)
    with tabs[1]:
        show_pairs(found, name)
    with tabs[2]:
        show_adding(found, name)


def show_queue(found: Library, items: list[Kept], name: str) -> None:
    if not items:
        st.info(say("review.nothing_left"))
        return
    ids = [k.incident.id for k in items]
    position = ids.index(st.session_state["reviewing"]) if st.session_state.get("reviewing") in ids else 0
    st.session_state["reviewing"] = ids[position]
    kept = items[position]

    def go(step: int) -> None:
        st.session_state["reviewing"] = ids[(position + step) % len(ids)]

    left, right = st.columns([0.5, 0.5], gap="medium")
    with left:
        state = label(kept.state).lower()
        st.caption(say("review.position", position=position + 1, count=len(items), state=state, source=kept.source))
        st.html(card_html(kept.incident, careful=careful()))
        buttons(found, kept, name, go)
        show_history(found, kept)
    with right:
        edit_form(found, kept, name)
        split_form(found, kept, name)
        join_form(found, kept, name)


def act(found: Library, what: str, *arguments: Any) -> bool:
    """Do one act on the workspace; a refusal is shown and changes nothing."""
    try:
        getattr(found.workspace, what)(*arguments)
    except GeodataError as error:
        st.session_state["refused"] = sentence(error)
        return False
    st.session_state["refused"] = ""
    return True


def do(found: Library, what: str, *arguments: Any) -> None:
    """`act` for a button, which takes no answer."""
    act(found, what, *arguments)


def buttons(found: Library, kept: Kept, name: str, go: Any) -> None:
    ident = kept.incident.id

    def confirm() -> None:
        go(1)
        if not act(found, "confirm", ident, name):
            st.session_state["reviewing"] = ident

    def undo() -> None:
        act(found, "undo", ident, name)

    one, two, three, four = st.columns(4)
    one.button(say("review.confirm"), on_click=confirm, shortcut="y", type="primary", width="stretch", key="confirm")
    two.button(say("review.previous"), on_click=go, args=(-1,), shortcut="p", width="stretch", key="previous")
    three.button(say("review.next"), on_click=go, args=(1,), shortcut="n", width="stretch", key="next")
    four.button(say("review.undo"), on_click=undo, shortcut="u", width="stretch", key="undo")
    if kept.state is ReviewState.REJECTED:
        st.button(say("review.reopen"), on_click=do, args=(found, "reopen", ident, name), width="stretch", key="reopen")
    else:
        reason, button = st.columns([0.7, 0.3], vertical_alignment="bottom")
        why = reason.text_input(say("review.why"), key=f"why_{ident}", placeholder=say("review.why_hint"))
        button.button(
            say("review.reject"), on_click=do, args=(found, "reject", ident, name, why), shortcut="x", width="stretch",
            key="reject",
        )  # fmt: skip
    if st.session_state.get("refused"):
        st.error(st.session_state["refused"])


def show_history(found: Library, kept: Kept) -> None:
    acts = found.workspace.history(kept.incident.id)
    if not acts:
        return
    with st.expander(say("history.title", n=len(acts))):
        rows = [
            (
                r.at.replace("T", " ")[:16],
                r.who,
                say("history.undone", act=r.action) if r.undone else r.action,
                r.field or "",
                r.before or "",
                r.after or "",
                r.reason,
            )
            for r in acts
        ]
        st.dataframe(pd.DataFrame(rows, columns=[say(f"history.{name}") for name in HISTORY]), hide_index=True)


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


def edit_form(found: Library, kept: Kept, name: str) -> None:
    incident = kept.incident
    key = f"edit_{incident.id}"
    with st.expander(say("correct.title"), expanded=True):
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
        start = one.date_input(
            say("correct.start"), value=incident.start, format="YYYY-MM-DD", key=f"{key}_start", min_value=date(1800, 1, 1)
        )
        end = two.date_input(
            say("correct.end"), value=incident.end, format="YYYY-MM-DD", key=f"{key}_end", min_value=date(1800, 1, 1)
        )
        form["dates"] = dates_value(start if isinstance(start, date) else None, end if isinstance(end, date) else None)
        form["killed"] = figure_inputs(say("correct.killed"), incident.killed, f"{key}_killed")
        form["injured"] = figure_inputs(say("correct.injured"), incident.injured, f"{key}_injured")
        says = one.text_input(say("correct.attribution"), incident.attribution or "", key=f"{key}_says")
        actor = two.text_input(say("correct.actor"), incident.actor.name if incident.actor else "", key=f"{key}_actor")
        form["attribution"], form["actor"] = says.strip() or None, actor.strip() or None
        old = {field: value_of(incident, field) for field in form}
        old |= {k: figure_value(*form_of(getattr(incident, k))) for k in ("killed", "injured")}
        differing = changes(form, old)
        if st.button(say("correct.save"), key=f"{key}_save", disabled=not differing) and all(
            act(found, "edit", incident.id, name, field, value) for field, value in differing.items()
        ):
            st.rerun()
        place_form(found, incident, name, key)


def place_form(found: Library, incident: Incident, name: str, key: str) -> None:
    with st.popover(say("correct.place"), width="stretch"):
        st.caption(say("correct.now", place=place_words(incident)))
        point = click_on_map(incident, key)
        place = pick_place(key, incident.place or "", point)
        if st.button(say("pick.use"), key=f"{key}_use", disabled=place is None) and place is not None:
            chosen = chosen_point(place.name, place)
            if act(
                found, "edit", incident.id, name, "place", {"name": incident.place or place.name, "geocode": to_plain(chosen)}
            ):
                st.rerun()


def click_on_map(incident: Incident, key: str) -> tuple[float, float] | None:
    """A small map to click on: the point, once there is one."""
    from streamlit_folium import st_folium

    palette, words = colours(st.context.theme.type == "dark"), section("on_map")
    base = base_map(palette, kit(palette, words, name=key), words)
    if incident.geocode is not None:
        mark(base, incident.geocode.latitude, incident.geocode.longitude, palette)
    seen = st_folium(base, key=f"{key}_map", height=260, use_container_width=True, returned_objects=["last_clicked"])
    clicked = (seen or {}).get("last_clicked")
    return (round(clicked["lat"], 5), round(clicked["lng"], 5)) if clicked else None


def line_of(kept: Kept) -> str:
    incident = kept.incident
    what = f"{label(incident.type)}, {place_words(incident)}, {date_words(incident)}"
    return f"{what}: {casualty_line(incident)} [{kept.source}]"


def split_form(found: Library, kept: Kept, name: str) -> None:
    if kept.claims < 2:
        return
    claims = {c.id: c for c in found.workspace.claims_of(kept.incident.id)}
    with st.expander(say("split.title", n=len(claims))):
        chosen = st.multiselect(
            say("split.claims"),
            list(claims),
            format_func=lambda c: f"{claims[c].source}: {claims[c].incident.evidence.quote[:80]}",
            key=f"split_{kept.incident.id}",
        )
        if st.button(say("split.split"), disabled=not chosen, key=f"do_split_{kept.incident.id}"):
            act(found, "split", kept.incident.id, chosen, name)
            st.rerun()


def join_form(found: Library, kept: Kept, name: str) -> None:
    with st.expander(say("join.title")):
        words = st.text_input(say("join.find"), key=f"find_{kept.incident.id}", placeholder=say("join.find_hint"))
        numbers = [n for n in found.workspace.search(words) if n != kept.number]
        others = {k.incident.id: k for k in found.workspace.numbered(numbers, MOST_FOUND)}
        other = st.selectbox(
            say("join.incident"), list(others), format_func=lambda i: line_of(others[i]), key=f"other_{kept.incident.id}"
        )
        if st.button(say("join.one"), disabled=other is None, key=f"do_join_{kept.incident.id}"):
            act(found, "merge", kept.incident.id, other, name)
            st.rerun()


def show_pairs(found: Library, name: str) -> None:
    pairs = found.workspace.proposals()
    if not pairs:
        st.info(say("join.no_pairs"))
    for n, (one, two, score, reasons) in enumerate(pairs[:30]):
        with st.container(border=True):
            st.markdown(say("join.likely", score=round(100 * score), reasons="; ".join(reasons)))
            for kept in (one, two):
                st.text(line_of(kept))
                st.caption(f"“{kept.incident.evidence.quote}”")
            left, right = st.columns(2)
            if left.button(say("join.one"), key=f"pair_one_{n}", width="stretch"):
                act(found, "merge", one.incident.id, two.incident.id, name)
                st.rerun()
            if right.button(say("join.two"), key=f"pair_two_{n}", width="stretch"):
                act(found, "refuse", one.incident.id, two.incident.id, name)
                st.rerun()


def show_adding(found: Library, name: str) -> None:
    reports = {r.id: r for r in found.workspace.reports()}
    if not reports:
        st.info(say("add.no_report"))
        return
    ident = st.selectbox(say("add.report"), list(reports), format_func=lambda r: name_of(reports[r]), key="add_report")
    spans = sentences(reports[ident])
    span = st.selectbox(say("add.sentence"), spans, format_func=lambda e: e.quote[:160], key=f"add_sentence_{ident}")
    one, two = st.columns(2)
    kind = one.selectbox(say("correct.type"), list(IncidentType), format_func=type_label, key="add_type")
    role = two.selectbox(say("correct.role"), list(Role), format_func=role_label, key="add_role")
    place = pick_place("add", "")
    killed = figure_inputs(say("correct.killed"), None, "add_killed")
    injured = figure_inputs(say("correct.injured"), None, "add_injured")
    if st.button(say("add.add"), type="primary", disabled=span is None, key="add_incident") and kind and role:
        geocode = chosen_point(place.name, place) if place else None
        try:
            added = found.workspace.add_by_hand(ident, name, span, kind, role, place.name if place else None, geocode)
            for field, value in (("killed", killed), ("injured", injured)):
                if value is not None:
                    found.workspace.edit(added.incident.id, name, field, value)
        except GeodataError as error:
            st.error(sentence(error))
            return
        st.success(say("add.added"))
