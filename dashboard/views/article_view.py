"""The article with its evidence marked. A click selects the incident; selecting an incident scrolls to its sentence."""

from __future__ import annotations

import time
from collections.abc import Sequence

import streamlit as st

from dashboard.map.map_feed import key_of_incident
from dashboard.parts.article_text import KEY, article_runs
from dashboard.state.library import Library
from dashboard.state.review_queue import sentences
from dashboard.views import article_component, desk
from dashboard.views.adding import add_dialog, sentence_of
from dashboard.views.settings import careful
from dashboard.words.escape import plain, safe
from dashboard.words.wording import day
from geodata.records import Evidence, Incident, Reading, Report
from geodata.words.catalogue import say

MARKED = "article_marked"  # session key: the selected words to add as an incident
SOUGHT = "article_sought"  # session key: the words to scroll to


def mark(ident: str, field: str, start: int, end: int) -> None:
    """Remember words to add as an incident. The dialog opens in the next run."""
    st.session_state[MARKED] = (ident, field, start, end)


def show_words(report: Report, words: Evidence | None) -> None:
    """Select these words in the next run that shows the article."""
    if words is not None:
        st.session_state[SOUGHT] = (report.id, words.field, words.start, words.end, time.time())


def show_article(found: Library, reading: Reading, shown: Sequence[Incident], selected: Incident | None) -> None:
    with st.container(key="article_box"):
        show_text(found, reading, shown, selected)


def show_text(found: Library, reading: Reading, shown: Sequence[Incident], selected: Incident | None) -> None:
    report = reading.report
    if careful() and not st.toggle(say("article.show_anyway"), key=f"show_article_{report.id}"):
        st.caption(say("article.careful"))
        return
    key = "".join(f'<span class="k-{kind}">{safe(say(f"article.key_{kind}"))}</span>' for kind in KEY)
    st.html(f'<div class="atlas-key" role="note" aria-label="{safe(say("article.key"))}">{key}</div>')
    article_component.article(
        title=article_runs(reading, shown, "title"),
        text=article_runs(reading, shown, "text"),
        stamp=f"{report.id}-{hash(tuple(i.id for i in shown))}",
        selected=selected.id if selected else "",
        sought=sought[1:] if (sought := st.session_state.get(SOUGHT)) and sought[0] == report.id else None,
        channel=desk.channel(),
        keys={i.id: key_of_incident(i) for i in shown},
        on_pick=desk.select,
        on_mark=lambda field, start, end: mark(report.id, field, start, end),
    )
    span = st.session_state.pop(MARKED, None)
    if span and span[0] == report.id:
        _, field, start, end = span
        told = sentence_of(report, field, start, end, sentences(report))
        if told is not None:
            add_dialog(found, report, told)
    when = day(report.published) if report.published else say("article.no_date")
    words = say("article.words", n=len(report.text.split()))
    st.caption(" · ".join(part for part in (plain(report.source), when, words) if part))
