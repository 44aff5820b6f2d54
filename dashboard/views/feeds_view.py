"""Feeds: which are watched, when each last answered, and its last error; add, check and stop feeds."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pandas as pd
import streamlit as st

from dashboard.serving import online
from dashboard.state.library import Library
from dashboard.views.placing import gazetteer
from dashboard.views.session import sentence
from dashboard.words.escape import plain
from geodata.errors import GeodataError
from geodata.feeds import kept
from geodata.sources.links import parsed
from geodata.visible import visible
from geodata.words.catalogue import say

if TYPE_CHECKING:
    from geodata.records import Reading, Report

EVERY = timedelta(minutes=15)
ERRORS = "feed_errors"  # session key: errors of the latest check


def show_feeds(found: Library) -> None:
    st.caption(say("feeds.what"))
    if not online.is_on():
        st.info(say("read.offline"))
        if st.button(say("read.go_online"), key="feeds_online"):
            online.turn(True)
            st.rerun()
        return
    with st.form("add_feed", clear_on_submit=True):
        url = st.text_input(say("feeds.address"), placeholder=say("feeds.hint")).strip()
        if st.form_submit_button(say("feeds.add")) and url:
            try:
                parsed(url)
                kept.add(found.workspace, url)
            except GeodataError as error:
                st.error(sentence(error))
    watched = {feed.url: feed for feed in kept.watched(found.workspace)}
    if not watched:
        st.info(say("feeds.none"))
        return
    if news := found.news():
        st.success(say("feeds.fresh", n=news))
        found.news_seen()
    for trouble in st.session_state.pop(ERRORS, ()):
        st.warning(plain(trouble))
    columns = [say(f"feeds.{name}") for name in ("title", "address", "articles", "last_success", "last_error", "due")]
    rows = [
        (visible(feed.title), visible(feed.url), feed.articles, moment(feed.last_success), feed.last_error, moment(feed.due))
        for feed in watched.values()
    ]
    st.dataframe(pd.DataFrame(rows, columns=columns), hide_index=True)
    if st.button(say("feeds.check"), key="check_feeds", type="primary"):
        check_all(found, list(watched.values()))
    st.caption(say("feeds.command"))
    one, two = st.columns([3, 1], vertical_alignment="bottom")
    chosen = one.selectbox(say("feeds.stop_which"), list(watched), format_func=visible, key="feed_to_stop")
    if two.button(say("feeds.stop"), key="stop_feed"):
        kept.remove(found.workspace, chosen)
        st.rerun()


def moment(iso: str | None) -> str:
    """Format a time for a table."""
    return iso[:16].replace("T", " ") if iso else ""


def check_all(found: Library, feeds: list[kept.Watched]) -> None:
    """Check each feed now. A click on "Cancel" stops it; reports read by then are kept."""
    from geodata.feeds.watching import check
    from geodata.reading import pipeline

    st.button(say("read.cancel"), key="cancel_feeds")
    bar = st.progress(0.0, text=say("feeds.asking"))

    def read(report: Report) -> Reading:
        bar.progress(done / len(feeds), text=say("feeds.reading", title=plain(report.title)))
        return pipeline.read_report(report, gazetteer())

    errors: list[str] = []
    for done, feed in enumerate(feeds):
        bar.progress(done / len(feeds), text=say("feeds.asking_one", url=plain(feed.url)))
        errors += [news.error for news in check(found.workspace, feed, read, EVERY) if news.error]
    errors += [feed.last_error for feed in kept.watched(found.workspace) if feed.last_error]
    st.session_state[ERRORS] = errors
    st.rerun()
