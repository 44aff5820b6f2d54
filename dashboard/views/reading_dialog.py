"""Reading an article: paste or upload it, watch it being read, see its map."""

from __future__ import annotations

from datetime import date

import streamlit as st

from dashboard.library import Library
from dashboard.views.session import sentence
from geodata.errors import GeodataError
from geodata.records import Reading, Report
from geodata.sources.text import decode, make_report


def read_with_progress(report: Report) -> Reading:
    """Read a report and say what is being done."""
    with st.status("Reading the report", expanded=True) as status:
        bar = st.progress(0.0, text="Opening the gazetteer")

        def advance(done: int, total: int, what: str) -> None:
            bar.progress(0.6 * done / total, text=f"Building the gazetteer, once: {what} ({done:,} of {total:,})")

        from geodata.gazetteer.lookup import Gazetteer

        gazetteer = Gazetteer.open(progress=advance)
        bar.progress(0.65, text="Loading the language model")
        from geodata.reading import language, pipeline

        language.pipeline()
        bar.progress(0.8, text=f"Reading {len(report.text.split()):,} words")
        reading = pipeline.read_report(report, gazetteer)
        bar.progress(1.0, text="Done")
        status.update(label="The report is read", state="complete", expanded=False)
    return reading


@st.dialog("Read an article", width="large")
def read_article(library: Library) -> None:
    st.caption("The text stays on this machine. English only, for now.")
    title = st.text_input("Title", key="new_title", placeholder="Optional; figures and places are read from it too")
    text = st.text_area("Text", key="new_text", height=220, placeholder="Paste the article here")
    upload = st.file_uploader("or a text file", type=["txt"], key="new_file")
    published = st.date_input(
        "Published on",
        value=None,
        key="new_published",
        max_value=None,
        format="YYYY-MM-DD",
        help='"Monday" and "yesterday" are resolved against this day. Without it such dates stay open.',
    )
    home = st.text_input(
        "Home of the paper",
        key="new_home",
        placeholder="Optional, like Glasgow, Kentucky",
        help="A local paper names its towns without their state. Places near its home are preferred.",
    )
    without = st.checkbox("I don't know the date; leave relative dates open", key="new_undated") if published is None else False
    if not st.button("Read", type="primary", key="new_read"):
        return
    if published is None and not without:
        st.error('Give the publication date, so that "Monday" can be told, or tick the box above.')
        return
    try:
        body = decode(upload.getvalue(), upload.name) if upload is not None else text
        report = make_report(
            body,
            title=title,
            published=published if isinstance(published, date) else None,
            source=upload.name if upload else "pasted",
            home=home,
        )
        library.add(read_with_progress(report))
    except GeodataError as error:
        st.error(sentence(error))
        return
    st.session_state["selected"] = ""
    st.rerun()
