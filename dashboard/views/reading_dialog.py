"""Reading an article: paste or upload it, watch it being read, see its map."""

from __future__ import annotations

from datetime import date

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from dashboard.library import Library
from dashboard.phrases import say
from dashboard.views import desk
from dashboard.views.session import sentence
from geodata.errors import GeodataError
from geodata.gazetteer.lookup import Gazetteer
from geodata.records import Reading, Report
from geodata.sources.text import decode, make_report, with_headline


def opened_gazetteer() -> tuple[DeltaGenerator, Gazetteer]:
    """A progress bar, and the gazetteer, built first where it is absent."""
    bar = st.progress(0.0, text=say("read.opening"))

    def advance(done: int, total: int, what: str) -> None:
        bar.progress(0.6 * done / total, text=say("read.building", what=what, done=done, total=total))

    gazetteer = Gazetteer.open(progress=advance)
    bar.progress(0.65, text=say("read.loading"))
    return bar, gazetteer


def example_with_progress() -> Reading:
    """The example, from its words marked by hand."""
    with st.status(say("read.reading"), expanded=True) as status:
        bar, gazetteer = opened_gazetteer()
        from geodata.evaluation import oracle

        reading = oracle.read_example(gazetteer)
        bar.progress(1.0, text=say("read.done"))
        status.update(label=say("read.finished"), state="complete", expanded=False)
    return reading


def read_with_progress(report: Report) -> Reading:
    """Read a report and say what is being done. A press on "Cancel" ends it; nothing is kept then."""
    st.button(say("read.cancel"), key="cancel_read")
    with st.status(say("read.reading"), expanded=True) as status:
        bar, gazetteer = opened_gazetteer()
        from geodata.reading import language, networks, pipeline

        language.pipeline()
        networks.networks()
        words = len(report.text.split())

        def still_wanted() -> bool:
            bar.progress(0.8, text=say("read.words", n=words))
            return False  # where somebody pressed "Cancel", the line above ends this run

        still_wanted()
        reading = pipeline.read_report(report, gazetteer, still_wanted)
        bar.progress(1.0, text=say("read.done"))
        status.update(label=say("read.finished"), state="complete", expanded=False)
    return reading


@st.dialog(say("map.read_article"), width="large")
def read_article(library: Library) -> None:
    st.caption(say("read.private"))
    text = st.text_area(say("read.text"), key="new_text", height=180, placeholder=say("read.text_hint"))
    upload = st.file_uploader(say("read.file"), type=["txt"], key="new_file")
    headline, _ = with_headline(text)
    title = st.text_input(say("read.title"), key="new_title", placeholder=headline or say("read.title_hint"))
    left, right = st.columns(2)
    published = right.date_input(
        say("read.published"), value=None, key="new_published", max_value=None, format="YYYY-MM-DD",
        help=say("read.published_help"),
    )  # fmt: skip
    outlet = left.text_input(say("read.source"), key="new_source", placeholder=say("read.source_hint"))
    home = left.text_input(say("read.home"), key="new_home", placeholder=say("read.home_hint"), help=say("read.home_help"))
    url = right.text_input(say("read.url"), key="new_url", placeholder=say("read.url_hint"))
    without = st.checkbox(say("read.undated"), key="new_undated") if published is None else False
    told = st.container()  # beside the button, where one looks after pressing it
    if not st.button(say("read.read"), type="primary", key="new_read"):
        return
    with told:
        if published is None and not without:
            st.error(say("read.ask_date"))
            return
        try:
            body = decode(upload.getvalue(), upload.name) if upload is not None else text
            if not title.strip():
                title, body = with_headline(body)
            day = published if isinstance(published, date) else None
            report = make_report(body, title=title, published=day, source=outlet, home=home, url=url)
            library.add(read_with_progress(report))
        except GeodataError as error:
            st.error(sentence(error))
            return
    desk.change(report=library.current, selected="")
    st.rerun()
