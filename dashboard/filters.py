"""The filters in the sidebar. What they choose is an IncidentQuery; what passes is decided there."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date

import streamlit as st

from geodata.query import Casualties, IncidentQuery
from geodata.records import Incident
from geodata.vocabulary import IncidentType, Role

NAMES = ("types", "dates", "casualties", "roles", "text")


def key_of(name: str, report_id: str) -> str:
    return f"filter_{name}_{report_id}"


def reset(report_id: str) -> None:
    """Forget what was chosen for a report."""
    defaults = {"types": [], "roles": [], "casualties": Casualties.ANY, "text": ""}
    for name in NAMES:
        key = key_of(name, report_id)
        if name in defaults:
            st.session_state[key] = defaults[name]
        elif key in st.session_state:
            st.session_state[key] = st.session_state[f"{key}_span"]


def sidebar(incidents: Sequence[Incident], report_id: str) -> IncidentQuery:
    """Draw the filters for a report's incidents and return what they choose."""
    if not incidents:
        return IncidentQuery()
    kinds = Counter(i.type for i in incidents)
    types = st.pills(
        "Type",
        sorted(kinds, key=lambda kind: (-kinds[kind], kind.label)),
        selection_mode="multi",
        format_func=lambda kind: f"{IncidentType(kind).label} {kinds[kind]}",
        key=key_of("types", report_id),
    )
    start, end = date_range(incidents, report_id)
    casualties = st.selectbox(
        "Casualties", list(Casualties), format_func=lambda c: Casualties(c).label, key=key_of("casualties", report_id)
    )
    uses = Counter(i.role for i in incidents)
    roles = st.pills(
        "Role",
        [role for role in Role if uses[role]],
        selection_mode="multi",
        format_func=lambda role: f"{Role(role).label} {uses[role]}",
        key=key_of("roles", report_id),
        help="New: what the report newly tells. Earlier: told for comparison. Total: over several places, never added.",
    )
    text = st.text_input("Search", key=key_of("text", report_id), placeholder="Place, claimant or words")
    query = IncidentQuery(
        types=tuple(sorted(types)),
        roles=tuple(sorted(roles)),
        start=start,
        end=end,
        casualties=casualties or Casualties.ANY,
        text=text,
    )
    st.button(
        "Reset the filter", on_click=reset, args=(report_id,), disabled=query.is_empty, key="reset_filter", width="stretch"
    )
    return query


def date_range(incidents: Sequence[Incident], report_id: str) -> tuple[date | None, date | None]:
    """A slider over the days of the incidents; None, None where it stands on the whole span."""
    days = sorted({day for i in incidents for day in (i.start, i.end) if day})
    if len(days) < 2:
        return None, None
    key = key_of("dates", report_id)
    span = (days[0], days[-1])
    st.session_state[f"{key}_span"] = span
    low, high = st.slider("When", days[0], days[-1], span, format="D MMM YYYY", key=key)
    undated = sum(i.start is None for i in incidents)
    if undated:
        st.caption(f"{undated} without a date {'is' if undated == 1 else 'are'} always shown.")
    return (None, None) if (low, high) == span else (low, high)
