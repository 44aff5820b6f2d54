"""The panel on the left: the totals and list of incidents, the article, the charts; or the differences between two maps."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import streamlit as st

from dashboard.parts.charts import charts_data
from dashboard.parts.incident_list import PAGE, UNREAD_ROW, Part, counts_of, to_look_at, where_is
from dashboard.parts.incident_table import table, table_rows
from dashboard.parts.theme import colours, type_looks
from dashboard.serving.routes import KEY
from dashboard.state.library import Library
from dashboard.state.link import Tab
from dashboard.views import components, desk
from dashboard.views.article_view import show_article, show_words
from dashboard.views.compare import versus_panel
from dashboard.views.page_style import is_dark
from dashboard.views.places import unfound_places
from dashboard.views.reports_list import show_reports
from dashboard.views.settings import careful
from dashboard.words.escape import plain, safe
from dashboard.words.headline import aside, sums
from geodata.columns.masks import Chosen
from geodata.look import tones
from geodata.query import IncidentQuery
from geodata.records import Incident
from geodata.summary.checks import unfound_names, unread_at, unread_figures
from geodata.summary.chronology import Chronology
from geodata.summary.figures import counted
from geodata.totals import not_added
from geodata.vocabulary import ENGLISH, IncidentType, Role
from geodata.words.catalogue import say, section

MOST_NOT_ADDED = 3
LINE, MOST_LINES = 35, 15  # height of a table row in pixels, and the number of visible rows
SHUT = "panel_shut"
Times = Callable[[], Chronology | None]  # called only if the charts are open


def is_shut() -> bool:
    return bool(st.session_state.get(SHUT))


def fold() -> None:
    st.session_state[SHUT] = not is_shut()


def side_panel(found: Library, chosen: Chosen, selected: Incident | None, times: Times) -> None:
    with st.container(key="panel", gap=None):
        components.sheet(section("sheet"), selected.id if selected else "")
        st.button(
            say("panel.open" if is_shut() else "panel.shut"), key="fold", on_click=fold, type="tertiary",
            icon=":material/chevron_right:" if is_shut() else ":material/chevron_left:",
        )  # fmt: skip
        if is_shut():
            return
        with st.container(key="faults", gap="small"):
            say_what_was_wrong()
            if refused := st.session_state.pop("refused_filter", ""):
                st.error(plain(refused))
        other = desk.screen().versus
        if other is not None:
            versus_panel(found, chosen, found.chosen(other))
            return
        shown: list[Tab] = [tab for tab in Tab if tab is not Tab.REPORTS]
        now = desk.screen().tab if desk.screen().tab in shown else Tab.ARTICLE
        labels = {say(f"tab.{tab}"): tab for tab in shown}
        st.session_state["tabs"] = say(f"tab.{now}")
        opened = st.tabs(list(labels), key="tabs", on_change=lambda: desk.change(tab=labels[st.session_state["tabs"]]))
        with opened[shown.index(now)]:  # only the open tab is drawn
            show_tab(now, found, chosen, selected, times)


def show_tab(tab: Tab, found: Library, chosen: Chosen, selected: Incident | None, times: Times) -> None:
    if tab is Tab.INCIDENTS:
        show_sums(found, chosen)
        show_list(found, chosen, selected)
        below_list(found, chosen)
    elif tab is Tab.CHARTS:
        show_charts(found, chosen, times())
    elif found.reading is not None:
        inside = {chosen.snapshot.ids[row] for row in chosen.mask.nonzero()[0].tolist()}
        show_article(found, found.reading, [i for i in found.reading.incidents if i.id in inside], selected)
    elif found.current in found.datasets:
        st.info(say("article.of_table", name=plain(found.source_name(found.current))))
    else:
        show_reports(found)


def say_what_was_wrong() -> None:
    """Show what is wrong with a link, until the user closes the message."""
    faults = st.session_state.get("link_faults", ())
    if faults:
        st.warning(say("link.ignored", faults=plain("; ".join(faults))))
        st.button(say("link.close"), on_click=desk.forget_faults, key="close_faults", width="stretch")


def show_sums(found: Library, chosen: Chosen) -> None:
    counts = counted(chosen, found.atlas.places())
    everything = found.chosen(desk.EMPTY).count
    killed, injured = sums(counts)
    shown = say("map.showing", count=counts.incidents, every=everything) if counts.incidents != everything else ""
    lines = [" · ".join(filter(None, (aside(counts) if counts.incidents else say("timeline.empty"), shown)))]
    if found.report is not None and found.report.published is None:
        lines.append(say("map.no_date"))
    if found.report is not None and found.report.note:
        lines.append(found.report.note)
    text = "".join(f"<p>{safe(line)}</p>" for line in lines)
    totals = totals_html(found, chosen)
    numbers = f'<p class="atlas-numbers">{f"{killed} {injured}" if counts.incidents else ""}</p>'
    st.html(f'<div class="atlas-sums" role="status">{numbers}{text}</div>{totals}')
    with st.container(key="empty", gap="small"):
        if not everything:
            foreign = found.report is not None and found.report.language != ENGLISH
            st.info(say("map.other_language") if foreign else say("map.nothing_found"))
        elif not counts.incidents:
            st.info(say("map.nothing_passes"))
            st.button(say("filter.reset"), on_click=desk.reset, key="reset_empty")


def totals_html(found: Library, chosen: Chosen) -> str:
    """Return the totals that reports give, which are not added to the sums, collapsed behind their number."""
    totals = chosen.snapshot.roles.among([Role.AGGREGATE])
    rows = (chosen.mask & totals).nonzero()[0].tolist()
    if not rows:  # an empty space, so that a filter that hides them moves nothing
        return '<div class="atlas-why"></div>' if (found.chosen(desk.EMPTY).mask & totals).any() else ""
    kept = found.workspace.kept([chosen.snapshot.ids[row] for row in rows[:MOST_NOT_ADDED]])
    lines = [say("map.not_added", what=not_added(k.incident)) for k in kept]
    if len(rows) > MOST_NOT_ADDED:
        lines.append(say("map.more_totals", n=len(rows) - MOST_NOT_ADDED))
    text = "".join(f'<p class="atlas-aside">{safe(line)}</p>' for line in lines)
    return f'<details class="atlas-why"><summary>{safe(say("map.totals_why", n=len(rows)))}</summary>{text}</details>'


def show_list(found: Library, chosen: Chosen, selected: Incident | None) -> None:
    dark = st.context.theme.type == "dark"
    counts = counts_of(chosen)
    more = to_look_at(found.reading, chosen, careful()) if found.reading is not None else []
    counts[Part.LOOK.value] += len(more)
    data = {
        "key": KEY,
        "query": chosen.query.encoded(),
        "stamp": chosen.snapshot.stamp,
        "selected": selected.id if selected else "",
        "at": where_is(found.atlas, chosen, selected.id) if selected else None,
        "counts": counts,
        "number": {name: f"{count:,}" for name, count in counts.items()},
        "more": more,
        "page": PAGE,
        "rim": colours(dark).rim,
        "types": type_looks(dark),
        "words": section("list_part"),
        "channel": desk.channel(),
    }
    components.incidents(data, "incidents", lambda said: pick_row(found, str(said.get("id", ""))[:80]))


def pick_row(found: Library, ident: str) -> None:
    """Select an incident, or show the words of a figure that was not read in the article, where the user can add it."""
    number = ident.removeprefix(UNREAD_ROW)
    if found.reading is None or number == ident or not number.isdecimal():
        desk.select(ident)
        return
    words = unread_figures(found.reading)[int(number) : int(number) + 1]
    show_words(found.reading.report, unread_at(found.reading.report, words[0]) if words else None)
    desk.change(tab=Tab.ARTICLE, selected="")


def below_list(found: Library, chosen: Chosen) -> None:
    with st.container(key="below", horizontal=True, vertical_alignment="center", gap="small"):
        if st.button(say("table.open"), key="open_table", type="tertiary", icon=":material/table:", disabled=not chosen.count):
            show_table(found, chosen)
        if found.reading is not None and (names := unfound_names(found.reading)):
            with st.popover(say("pick.unfound", n=len(names)), key="unfound", type="tertiary"):
                unfound_places(found, found.reading)


@st.dialog(say("table.title"), width="large")
def show_table(found: Library, chosen: Chosen) -> None:
    """Show the filtered incidents as a table to sort and search."""
    rows = table_rows(chosen, latest=not found.is_report)
    lines = min(len(rows), MOST_LINES) + 1  # plus the header
    if len(rows) < chosen.count:
        st.caption(say("table.first_rows", count=len(rows), every=chosen.count))
    confidence = say("table.confidence")
    st.dataframe(
        table(chosen.snapshot, rows),
        key="table",
        hide_index=True,
        height=LINE * lines + 2,
        column_config={confidence: st.column_config.ProgressColumn(confidence, min_value=0.0, max_value=1.0, format="percent")},
    )


def show_charts(found: Library, chosen: Chosen, times: Chronology | None) -> None:
    key = (chosen.query, "charts")
    made = found.atlas.remembered("charts", chosen.snapshot, key, lambda: charts_data(chosen, times))

    def on_pick(value: Mapping[str, Any]) -> None:
        pick_bar(str(value.get("chart")), value.get("key"), times)

    quiet = tones(is_dark())
    stamp = f"{chosen.snapshot.stamp}{hash(chosen.query)}{quiet['muted']}"
    data = {"charts": made, "words": section("charts_words"), "stamp": stamp, "muted": quiet["muted"], "faint": quiet["line"]}
    data["columns"] = [say(f"charts_columns.{name}") for name in ("label", "incidents", "most", "killed", "injured")]
    with st.container(key="charts_box"):
        components.charts(data, "charts", on_pick)


def pick_bar(chart: str, key: Any, times: Chronology | None) -> None:
    """Filter by a bar of a chart. A second click removes the filter."""
    query: IncidentQuery = desk.screen().query
    if chart == "time" and times is not None and isinstance(key, int) and 0 <= key < len(times.starts):
        first, last = times.span(key)
        same = (query.start, query.end) == (first, last)
        desk.change_query(start=None if same else first, end=None if same else last)
        return
    name = {"type": "types", "place": "places", "claimant": "claimants"}.get(chart)
    if name is None or not isinstance(key, str):
        return
    before = set(getattr(query, name))
    word = IncidentType(key) if name == "types" else key
    desk.change_query(**{name: tuple(sorted(before ^ {word}))})
