"""Import a file: how it is read, what was guessed, and what would be imported or refused, before anything changes."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from dashboard.state.library import Library
from dashboard.views import desk, frame
from dashboard.views.session import sentence
from dashboard.words.escape import plain, safe
from geodata.errors import GeodataError
from geodata.importing import datasets, loading
from geodata.importing.looking_up import GazetteerLookUp
from geodata.importing.outcome import Outcome
from geodata.importing.own import own_export
from geodata.importing.usual_country import LookUp
from geodata.leftovers import temporary_folder
from geodata.tables.cells.order import Order
from geodata.tables.layout import FIELDS, present_name
from geodata.tables.table import Choices, Table
from geodata.visible import all_visible, visible
from geodata.vocabulary import IncidentType
from geodata.words.catalogue import say
from geodata.workspace import Workspace

MOST_EXAMINED = 6
MOST_SHOWN = 200
RUNNING = "import_running"
SHOWING = "import_showing"  # session key: whether to show a table on the map
AGAIN = "import_again_pressed"  # session key: whether to repeat an import that failed
KINDS = """
    csv tsv txt json geojson geojsonl jsonl xlsx xlsm xls xlsb ods html htm xml rss kml kmz gpx parquet dta gz zip
""".split()


@st.cache_resource(show_spinner=False)
def look_up() -> LookUp:
    return GazetteerLookUp()


def show_import(found: Library) -> None:
    if st.session_state.pop(SHOWING, False):
        frame.go_to("map")
    st.caption(say("import.kinds"))
    if name := st.session_state.pop(RUNNING, ""):
        st.info(say("import.cancelled", name=plain(name)))
    upload = st.file_uploader(say("import.file"), type=KINDS, key="import_file")
    if upload is not None:
        with temporary_folder() as folder:
            path = Path(folder) / Path(upload.name).name
            with path.open("wb") as file:
                shutil.copyfileobj(upload, file)
            try:
                show_file(found, path, upload.file_id)
            except GeodataError as error:
                st.error(sentence(error))
    show_datasets(found)


def bring_again() -> None:
    """Handle a click on the button that appears after a failure, which is not the original button."""
    st.session_state[AGAIN] = True


def show_file(found: Library, path: Path, file_id: str) -> None:
    if own_export(path) is not None:
        if st.button(say("import.own"), type="primary", key="import_own"):
            tell(loading.load(found.workspace, path), st.empty())
        return
    remembered = f"mapping:{path.name}"
    guess = examined(found.workspace, path, file_id, Choices(), lookup=False)
    if guess.table is None:
        return
    choices = chosen(guess.table)
    if choices != Choices():
        guess = examined(found.workspace, path, file_id, choices, lookup=False)
    st.markdown(say("import.read_as", format=guess.table.layout.title if guess.table else ""))
    st.caption("  \n".join(plain(guess_said) for guess_said in (guess.table.guesses if guess.table else ())))
    columns = mapped_by_person(guess, found.workspace.setting(remembered))
    names = st.toggle(say("import.look_up"), value=True, key="import_look_up", help=say("import.look_up_help"))
    replacing = st.toggle(say("import.replace"), value=False, key="import_replace", help=say("import.replace_help"))
    choices = replace(choices, columns=columns)
    outcome = examined(found.workspace, path, file_id, choices, lookup=names)
    show_outcome(outcome, path)
    ready = bool(outcome.new) or bool(outcome.table and outcome.table.layout.deletes)
    spot = st.empty()  # the result replaces the button
    pressed = spot.button(say("import.bring", n=outcome.new), type="primary", disabled=not ready, key="import_now")
    if pressed or st.session_state.pop(AGAIN, False):
        found.workspace.set_setting(remembered, "\n".join(f"{c}\t{f}" for c, f in columns.items()))
        with spot.container():
            st.button(say("import.cancel"), key="cancel_import", help=say("import.cancel_help"))
            bar = st.progress(0.0, text=say("import.bringing"))
        total = max(1, outcome.rows)

        def advance(rows: int) -> None:
            bar.progress(min(1.0, rows / total), text=say("import.progress", rows=rows, total=total))

        st.session_state[RUNNING] = path.name  # a click on "Cancel" ends this run in `advance`
        try:
            outcome = loading.load(found.workspace, path, choices, advance, look_up() if names else None, replacing)
        except GeodataError:
            del st.session_state[RUNNING]  # it failed and was not cancelled
            spot.button(say("import.bring", n=outcome.new), type="primary", key="import_again", on_click=bring_again)
            raise
        del st.session_state[RUNNING]
        tell(outcome, spot)
        idents = {name: ident for ident, name in found.workspace.datasets().items()}
        if path.stem in idents:
            show_button("imported", idents[path.stem], type="primary")


def show_button(key: str, ident: str, **look: Any) -> None:
    st.button(say("import.show"), key=f"show_{key}", on_click=show_on_map, args=(ident,), icon=":material/map:", **look)


def show_on_map(ident: str) -> None:
    desk.reset()
    desk.change(report=ident, selected="")
    st.session_state[SHOWING] = True


def chosen(table: Table) -> Choices:
    """Ask for the sheet, header line, order of day and month, type and gaps, if the user has to or may want to choose."""
    if table.asks:
        st.warning(plain(table.asks))
    untyped = not (table.says_type or table.layout.deletes)
    wanted = [len(table.sheets) > 1, bool(table.asks), bool(table.line), untyped]
    places = iter(st.columns(max(2, sum(wanted))))
    sheet = None
    if len(table.sheets) > 1:
        picked = next(places).selectbox(
            say("import.sheet"), table.sheets, index=table.sheets.index(table.sheet), key="import_sheet"
        )
        sheet = picked if picked != table.sheet else None
    order = None
    if table.asks:
        names = {
            Order.DMY: say("import.day_first"), Order.MDY: say("import.month_first"), Order.YMD: say("import.year_first"),
        }  # fmt: skip
        orders = [one for one in (table.order, table.other_order) if one in names]
        order = next(places).radio(say("import.order"), orders, format_func=lambda o: names[Order(o)], key="import_order")
    line = None
    if table.line:
        label = say("import.line")
        number = next(places).number_input(label, 1, 1_000, table.line, key="import_line", help=say("import.line_help"))
        line = int(number) if number != table.line else None
    kind = None
    if untyped:
        label, types = say("import.type"), sorted(IncidentType, key=lambda t: (t is not IncidentType.OTHER, t.label))
        named = next(places).selectbox(label, types, format_func=lambda t: IncidentType(t).label, key="import_type")
        kind = IncidentType(named) if named and named != IncidentType.OTHER else None
    fill: tuple[str, ...] = ()
    if table.gaps:
        fill = tuple(st.multiselect(say("import.fill"), list(table.gaps), key="import_fill", help=say("import.fill_help")))
    return Choices(sheet=sheet, line=line, order=Order(order) if order else None, kind=kind, fill=fill)


def examined(workspace: Workspace, path: Path, file_id: str, choices: Choices, lookup: bool) -> Outcome:
    """Return what an import would do. Each file is examined once per choice, because a large one takes seconds."""
    done: dict[str, Outcome] = st.session_state.setdefault("examined", {})
    key = f"{file_id}|{choices}|{lookup}|{workspace.stamp()}"
    if key not in done:
        with st.spinner(say("import.checking")):
            outcome = loading.examine(path, choices, look_up() if lookup else None, workspace)
        if len(done) > MOST_EXAMINED:
            done.clear()
        done[key] = outcome
    return done[key]


def mapped_by_person(guess: Outcome, remembered: str) -> dict[str, str]:
    """Show the columns with their meanings, remembered or guessed, and return them as the user changes them."""
    lines = (line.split("\t", 1) for line in remembered.splitlines() if "\t" in line)
    before = {header: present_name(field) for header, field in lines}
    guessed, found = (dict(guess.table.columns), guess.table.samples) if guess.table else ({}, {})
    kept = say("import.kept")
    uses = {
        h: say(f"import.{use}") for use in ("by_layout", "links") for h in (getattr(guess.table, use) if guess.table else ())
    }
    meanings = {h: before.get(h) or guessed.get(h) or uses.get(h) or kept for h in guess.headers}
    name, means, values = say("import.column"), say("import.means"), say("import.samples")
    rows = [(header, field, ", ".join(found.get(header, ()))) for header, field in meanings.items()]
    options = [kept, *dict.fromkeys(uses.values()), *FIELDS]
    table: Any = st.data_editor(
        pd.DataFrame(rows, columns=[name, means, values]),
        hide_index=True,
        disabled=[name, values],
        column_config={means: st.column_config.SelectboxColumn(means, options=options, required=True, format_func=field_words)},
        key="mapping",
    )
    pairs = zip(table[name], table[means], strict=True)
    return {str(column): str(field) for column, field in pairs if field in FIELDS}


def field_words(name: object) -> str:
    return say(f"import_field.{name}") if name in FIELDS else str(name)


def show_outcome(outcome: Outcome, path: Path) -> None:
    st.markdown(say("import.found", rows=outcome.rows, new=outcome.new, refused=outcome.refused))
    if outcome.looked_up:
        st.caption(say("import.looked_up", n=outcome.looked_up))
    if outcome.unplaced:
        st.caption(say("import.unplaced", n=outcome.unplaced))
    for doubt in outcome.doubts:
        st.warning(plain(doubt), icon=":material/help:")
    if outcome.rejected:
        rejected = [(n, why) for n, why, _ in outcome.rejected[:MOST_SHOWN]]
        st.dataframe(pd.DataFrame(all_visible(rejected), columns=[say("import.row"), say("import.why")]), hide_index=True)
        name = f"rejected-{path.stem}.csv"
        st.download_button(
            say("import.download_rejected"), outcome.rejected_csv(), name, "text/csv", on_click="ignore", key="rejected"
        )


def tell(outcome: Outcome, spot: DeltaGenerator) -> None:
    spot.success(
        say("import.done", new=outcome.new, known=outcome.known, refused=outcome.refused)
        + (
            " " + say("import.changed", revised=outcome.revised, deleted=outcome.deleted)
            if outcome.revised + outcome.deleted
            else ""
        )
    )


def show_datasets(found: Library) -> None:
    """Show the imported tables, with ways to undo the places that were looked up or to remove a table."""
    kept = {one.id: one for one in datasets.datasets(found.workspace)}
    if not kept:
        return
    st.html(f'<h2 class="part-title">{safe(say("import.before"))}</h2>')
    columns = [say(f"import.{name}") for name in ("name", "layout", "rows", "looked_up_rows")]
    rows = [(visible(one.name), one.layout, one.rows, one.looked_up) for one in kept.values()]
    st.dataframe(pd.DataFrame(rows, columns=columns), hide_index=True)
    ident = st.selectbox(say("import.change"), list(kept), format_func=lambda i: visible(kept[i].name), key="dataset")
    one = kept[ident]
    show_button("dataset", ident)
    left, right = st.columns(2, vertical_alignment="top")
    if left.button(say("import.undo"), key="undo_look_up", disabled=not one.looked_up, help=say("import.undo_help")):
        undone = datasets.forget_look_ups(found.workspace, ident)
        st.success(say("import.undone", n=undone))
    sure = right.checkbox(say("import.sure", n=one.rows), key=f"sure_{ident}")
    if right.button(say("import.remove"), disabled=not sure, key="remove_dataset"):
        with st.spinner(say("import.removing")):
            datasets.remove(found.workspace, ident)
        st.rerun()
