"""The review page: incidents, the most doubtful first, with acts by button and key; likely duplicates; missed incidents."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from dashboard.state.library import ALL, Library, name_of
from dashboard.state.review_queue import queue, sentences
from dashboard.views import desk, frame
from dashboard.views.acting import attempt, message, refusal
from dashboard.views.adding import add_form
from dashboard.views.forms import line_of, split_form
from dashboard.views.review_card import acts, opened
from dashboard.views.session import library
from dashboard.views.settings import apply_style
from dashboard.views.top_bar import plain_page
from dashboard.views.whole_card import whole_card
from dashboard.words.escape import plain
from dashboard.words.wording import place_words
from geodata.query import IncidentQuery
from geodata.vocabulary import ReviewState
from geodata.words.catalogue import label, say
from geodata.workspace.filing import Kept

MOST_QUEUED = 500
NOW, AT = "reviewing", "reviewing_at"  # session keys: the shown incident, and its position in the queue
HISTORY = ("when", "who", "act", "field", "before", "after", "reason")


def show() -> None:
    apply_style()
    found = library()
    plain_page(found, say("pages.review"))
    message(found, go_to)
    counts = found.workspace.states()
    every = sum(counts.values())
    done = every - counts.get(ReviewState.UNREVIEWED, 0)
    st.progress(done / every if every else 0.0, text=say("review.progress", done=done, every=every))
    tabs = st.tabs([say(f"review.{name}") for name in ("queue", "pairs", "adding")])
    with tabs[0]:
        show_queue(found, asked_for(found))
    with tabs[1]:
        show_pairs(found)
    with tabs[2]:
        show_adding(found)


def go_to(ident: str) -> None:
    st.session_state[NOW] = ident


def asked_for(found: Library) -> IncidentQuery:
    """Show the filters of the queue (state, report, words) and return them."""
    counts = found.workspace.states()
    left, middle, right = st.columns([0.4, 0.3, 0.3], vertical_alignment="bottom")
    states = left.pills(
        say("review.state"),
        list(ReviewState),
        selection_mode="multi",
        default=[ReviewState.UNREVIEWED],
        format_func=lambda s: f"{label(ReviewState(s))} {counts.get(s, 0):,}",
        key="review_states",
    )
    sources = {report.id: name_of(report) for report in found.reports} | found.datasets
    source = middle.selectbox(
        say("review.source"),
        ["", *sources],
        format_func=lambda i: sources.get(i, say("review.every_source")),
        key="review_source",
    )
    words = right.text_input(say("filter.text"), key="review_words", placeholder=say("filter.text_hint"), max_chars=200)
    return IncidentQuery(states=tuple(sorted(states)), sources=(source,) if source else (), text=words.strip())


def show_queue(found: Library, query: IncidentQuery) -> None:
    wanted = found.atlas.chosen(query)
    ids = queue(wanted, MOST_QUEUED) if query.states else []
    if not ids:
        st.info(say("review.nothing_left" if found.atlas.chosen(IncidentQuery()).count else "review.nothing_yet"))
        return
    # an act may have removed the incident from the queue: show the one now at its position
    position = ids.index(st.session_state[NOW]) if st.session_state.get(NOW) in ids else st.session_state.get(AT, 0)
    position = min(position, len(ids) - 1)
    st.session_state[NOW], st.session_state[AT] = ids[position], position
    kept = found.workspace.get(ids[position])

    def step(by: int) -> None:
        st.session_state[NOW] = ids[(position + by) % len(ids)]

    def on_after() -> None:
        if len(ids) > 1 and kept.state in query.states:
            st.session_state[NOW] = ""  # show the next incident if this one leaves the queue

    left, right = st.columns([0.55, 0.45], gap="large")
    with left:
        state = label(kept.state).lower()
        count = f"{len(ids)}" if len(ids) == wanted.count else say("review.of_first", count=len(ids), every=f"{wanted.count:,}")
        where = say("review.position", position=position + 1, count=count, state=state)
        st.caption(" · ".join(filter(None, (where, plain(kept.source)))))
        with st.container(border=True):
            at = kept.incident.geocode
            desk.look_near((at and at.place.country) or "")
            st.html(whole_card(found, kept))
    with right:
        acts(found, kept, on_after)
        opened(found, kept, on_after)
        one, two = st.columns(2)
        one.button(say("review.previous"), on_click=step, args=(-1,), shortcut="p", width="stretch", key="previous")
        two.button(say("review.next"), on_click=step, args=(1,), shortcut="n", width="stretch", key="next")
        if st.button(say("review.on_map"), key="on_map", icon=":material/map:", width="stretch"):
            desk.reset()
            report = found.report_of(kept.incident)
            desk.change(report=report.id if report else ALL, selected=kept.incident.id)
            frame.go_to("map")
        st.caption(say("review.keys"))
        split_form(found, kept)
        show_history(found, kept)


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


def show_pairs(found: Library) -> None:
    pairs = found.workspace.proposals()
    if not pairs:
        st.info(say("join.no_pairs"))
    for n, (one, two, score, reasons) in enumerate(pairs[:30]):
        first, second = one.incident.id, two.incident.id
        told = say("act.joined", one=place_words(one.incident), two=place_words(two.incident))

        def join(first: str = first, second: str = second, told: str = told) -> None:
            attempt(found, first, lambda name: found.workspace.merge(first, second, name), told)

        def refuse(first: str = first, second: str = second) -> None:
            attempt(found, first, lambda name: found.workspace.refuse(first, second, name), say("act.two"), steps=0)

        with st.container(border=True):
            st.markdown(say("join.likely", score=round(100 * score), reasons=plain("; ".join(reasons))))
            for kept in (one, two):
                st.text(line_of(kept))
                st.text(f"“{kept.incident.evidence.quote}”" if kept.incident.evidence.quote else say("incident.no_words"))
            left, right = st.columns(2)
            left.button(say("join.one"), key=f"pair_one_{n}", width="stretch", on_click=join)
            right.button(say("join.two"), key=f"pair_two_{n}", width="stretch", on_click=refuse)
            refusal(first)


def show_adding(found: Library) -> None:
    if not found.reports:
        st.info(say("add.no_report"))
        return
    reports = {r.id: r for r in found.reports}
    ident = st.selectbox(say("add.report"), list(reports), format_func=lambda r: name_of(reports[r]), key="add_report")
    spans = sentences(reports[ident])
    span = st.selectbox(say("add.sentence"), spans, format_func=lambda e: e.quote[:160], key=f"add_sentence_{ident}")
    if span is not None:
        add_form(found, reports[ident], span, None, f"add_{ident}_{span.field}{span.start}")
