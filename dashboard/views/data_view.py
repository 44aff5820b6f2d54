"""The data page: stored reports, imported files, feeds, exports, and the workspace itself."""

from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import date
from pathlib import Path

import pandas as pd
import streamlit as st

from dashboard.state.library import ALL, Library, name_of
from dashboard.views import desk
from dashboard.views.acting import message, tell_done
from dashboard.views.feeds_view import show_feeds
from dashboard.views.import_view import show_import
from dashboard.views.placing import gazetteer, home_field
from dashboard.views.reader_choice import choose_again
from dashboard.views.reading_progress import read_by_one
from dashboard.views.session import library, sentence
from dashboard.views.settings import rounding
from dashboard.views.top_bar import plain_page
from dashboard.words.escape import plain, safe
from dashboard.words.file_names import file_name
from dashboard.words.filter_words import described_in
from geodata.columns.selecting import selection
from geodata.errors import Cancelled, GeodataError
from geodata.exporting.exports import FORMATS, metadata, write
from geodata.leftovers import temporary_folder
from geodata.llm.model import is_model
from geodata.query import IncidentQuery
from geodata.records import Report
from geodata.sources.text import make_report
from geodata.visible import visible
from geodata.vocabulary import IncidentType, ReviewState
from geodata.words.catalogue import label, say
from geodata.workspace import database, rereading
from geodata.workspace.base import WorkspaceFile
from geodata.workspace.database import free_name


def show() -> None:
    found = library()
    plain_page(found, say("pages.data"))
    message(found, desk.select)
    info = found.workspace.info()
    counts = ", ".join(say(f"data.{what}", n=info[what]) for what in ("reports", "incidents", "reviews"))
    st.caption(f"{counts} · {say('data.kept_in', path=plain(info['path']))}")
    tabs = st.tabs([say(f"data.tab_{name}") for name in ("reports", "import", "feeds", "export", "file")])
    for tab, draw in zip(tabs, (show_reports, show_import, show_feeds, show_export, show_file), strict=True):
        with tab:
            try:
                draw(found)
            except GeodataError as error:
                st.error(sentence(error))


def show_reports(found: Library) -> None:
    reports = found.workspace.reports()
    if not reports:
        st.info(say("data_reports.none"))
        return
    rows = []
    for report in reports:
        incidents = found.workspace.read_of(report.id).incidents
        doubt = f"{min(i.confidence for i in incidents):.0%}" if incidents else ""
        rows.append((name_of(report), visible(report.source), len(incidents), doubt))
    columns = [say(f"data_reports.{name}") for name in ("report", "source", "incidents", "doubt")]
    st.dataframe(pd.DataFrame(rows, columns=columns), hide_index=True)
    read_all_again(found)
    known = {r.id: r for r in reports}
    chosen = st.selectbox(say("data_reports.change"), list(known), format_func=lambda r: name_of(known[r]), key="change_report")
    edit_report(found, known[chosen])


def read_all_again(found: Library) -> None:
    """Reread the reports that an older reader read. A click on "Cancel" stops it; finished reports are kept."""
    older = rereading.read_by_another(found.workspace, gazetteer().fingerprint)
    if not older:
        return
    st.caption(say("data_reports.older", n=len(older)))
    if not st.button(say("data_reports.read_all"), key="read_all_again"):
        return
    st.button(say("read.cancel"), key="cancel_reading")
    bar = st.progress(0.0, text=say("read.loading"))
    done = 0

    def still_wanted(share: float) -> bool:
        bar.progress((done + share) / len(older), text=say("data_reports.reading", done=done, total=len(older)))
        return False  # after a click on "Cancel", the line above ends this run

    for _ in rereading.read_again(found.workspace, older, rereading.by_built_in(gazetteer(), still_wanted)):
        done += 1
        still_wanted(0.0)
    st.rerun()


def edit_report(found: Library, report: Report) -> None:
    """Show a report's fields. If its text, title, date or home changes, it is read again; an outlet or URL is only saved."""
    key = f"change_{report.id}"
    title = st.text_input(say("data_reports.title"), report.title, key=f"{key}_title")
    published = st.date_input(
        say("data_reports.published"), value=report.published, format="YYYY-MM-DD", min_value=date(1800, 1, 1), key=f"{key}_day"
    )
    home = home_field(f"{key}_home", report.home)
    source = st.text_input(say("read.source"), report.source, key=f"{key}_source")
    url = st.text_input(say("read.url"), report.url or "", key=f"{key}_url")
    text = st.text_area(say("data_reports.text"), report.text, height=220, key=f"{key}_text")
    day = published if isinstance(published, date) else None
    try:
        changed = make_report(text, title=title, published=day, source=source, note=report.note, home=home, url=url)
    except GeodataError as error:
        st.error(sentence(error))
    else:
        save_report(found, report, changed)
    delete_report(found, report)


def save_report(found: Library, report: Report, changed: Report) -> None:
    if changed.same_words(report) and changed != report:
        st.caption(say("data_reports.keeps"))
        if st.button(say("data_reports.save"), type="primary", key=f"save_{report.id}"):
            found.workspace.change_details(report.id, changed)
            desk.change(report=changed.id, selected="")
            st.rerun()
        return
    made = found.workspace.read_of(report.id).provenance
    at = made.at[:16].replace("T", " ") if made.at else ""
    st.caption(say("data_reports.read_by_at" if at else "data_reports.read_by", part=plain(made.part), at=at))
    reader = choose_again(report.id, is_model(made.settings_hash))
    st.caption(say("data_reports.again"))
    words = say("data_reports.read_again") if changed == report else say("data_reports.save_and_read")
    if st.button(words, type="primary", disabled=not reader.ready, key=f"read_{report.id}"):
        try:
            reading = read_by_one(changed, reader)
        except Cancelled as error:
            st.info(str(error))
            return
        found.workspace.replace_report(report.id, reading)
        desk.change(report=reading.report.id, selected="")
        st.rerun()


def delete_report(found: Library, report: Report) -> None:
    sure = st.checkbox(say("data_reports.sure"), key=f"sure_{report.id}")
    if st.button(say("data_reports.delete"), disabled=not sure, key=f"delete_{report.id}"):
        gone = found.workspace.delete_report(report.id)
        tell_done(found, say("act.deleted", title=name_of(report)), lambda: found.workspace.put_back(gone))
        st.rerun()


def show_export(found: Library) -> None:
    st.caption(say("export.exactly"))
    zero, one, two, three = st.columns(4)
    source = zero.selectbox(
        say("map.report"), [ALL, *(report.id for report in found.reports), *found.datasets], key="export_source",
        format_func=lambda ident: say("map.all_reports") if ident == ALL else found.source_name(ident),
    )  # fmt: skip
    types = one.multiselect(
        say("export.types"), list(IncidentType), format_func=lambda t: label(IncidentType(t)), key="export_types"
    )
    states = two.multiselect(
        say("export.states"), list(ReviewState), format_func=lambda s: label(ReviewState(s)), key="export_states"
    )
    words = three.text_input(say("export.words"), key="export_words")
    sources = () if source == ALL else (source,)
    query = IncidentQuery(types=tuple(sorted(types)), states=tuple(sorted(states)), text=words, sources=sources)
    shown = desk.screen().query
    if not shown.is_empty and st.toggle(say("export.as_map"), value=True, key="export_as_map"):
        query = found.scoped(shown)
        st.caption(say("export.as_map_is", filter=plain(described_in(found, query))))
    own = query.without("sources") if len(query.sources) == 1 else query  # the title already names a single report
    chosen = replace(selection(found.workspace, query), in_words=described_in(found, own))
    if rounding():
        chosen = chosen.rounded(rounding())
        st.caption(say("export.rounded", degrees=f"{rounding():g}"))
    st.markdown(say("export.chosen", count=len(chosen.items), total=chosen.total))
    name = st.selectbox(say("export.format"), list(FORMATS), format_func=lambda f: say(f"format.{f}"), key="export_format")
    if name == "acled":
        st.caption(say("export.acled_leaves_out"))
    if st.button(say("export.make"), key="make_export", disabled=not chosen.items):
        with st.spinner(say("export.writing")):
            file = file_name(found, query, FORMATS[name][0])
            about = metadata(chosen, file) if name == "csv" else ""
            st.session_state["export"] = (file, write(chosen, name), about, name, query)
    ready = st.session_state.get("export")
    if ready and ready[3:] == (name, query):
        file, body, about = ready[:3]
        st.download_button(say("export.download"), body, file, on_click="ignore", type="primary", key="download_export")
        if about:
            st.download_button(
                say("export.metadata"), about, f"{file}-metadata.json", "application/json", on_click="ignore",
                key="download_about", help=say("export.metadata_help"),
            )  # fmt: skip


def show_file(found: Library) -> None:
    info = found.workspace.info()
    info["bytes"] = say("file.size", n=-(-info["bytes"] // 1024))
    lines = [(say(f"file.{name}"), value if isinstance(value, str) else f"{value:,}") for name, value in info.items()]
    rows = "".join(f'<tr><th scope="row">{safe(name)}</th><td>{safe(visible(value))}</td></tr>' for name, value in lines)
    st.html(f'<div class="atlas-wide"><table class="atlas-codes">{rows}</table></div>')
    if st.button(say("file.check"), key="check"):
        faults = found.workspace.check()
        if faults:
            st.error(plain("; ".join(faults)))
        else:
            st.success(say("file.sound"))
    if st.button(say("file.backup"), key="backup"):
        target = free_name(found.workspace.path, "backup")
        st.success(say("file.saved", path=plain(found.workspace.backup(target))))
    show_restore(found)


def show_restore(found: Library) -> None:
    """Replace the workspace with a backup from its folder, or with a file from elsewhere."""
    st.html(f'<h2 class="part-title">{safe(say("file.restore_title"))}</h2>')
    if name := st.session_state.pop("restored", ""):
        st.success(say("file.restored", name=plain(name)))
    copies = {copy.name: copy for copy in database.saved_copies(found.workspace.path)}
    one, two = st.columns(2)
    chosen = (
        one.selectbox(say("file.restore_which"), list(copies), format_func=visible, key="restore_which") if copies else None
    )
    if not copies:
        one.caption(say("file.restore_none"))
    upload = two.file_uploader(say("file.restore_upload"), type=["sqlite", "db"], key="restore_upload")
    nothing = chosen is None and upload is None
    sure = st.checkbox(say("file.restore_sure"), disabled=nothing, key="restore_sure")
    if not st.button(say("file.restore"), disabled=nothing or not sure, key="restore"):
        return
    with temporary_folder() as folder:
        saved = copies.get(chosen or "", Path())
        if upload is not None:
            saved = Path(folder) / "upload.sqlite"
            with saved.open("wb") as file:
                shutil.copyfileobj(upload, file)
        database.restore(saved, found.workspace.path)
    WorkspaceFile.open(found.workspace.path).close()  # opening it migrates a backup from an earlier version
    st.session_state["restored"] = upload.name if upload is not None else chosen
    st.rerun()
