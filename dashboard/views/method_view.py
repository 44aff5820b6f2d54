"""The method page: how incidents are read, counted, placed and coded, the limits of the program, and the settings."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from dashboard.parts.theme import symbol_image
from dashboard.views.session import library
from dashboard.views.settings import apply_style, show_settings
from dashboard.views.top_bar import plain_page
from dashboard.words.escape import safe
from geodata import codes
from geodata.vocabulary import GeoPrecision, IncidentType
from geodata.words.catalogue import label, say, section

PARTS = ("counted", "figures", "places", "times", "merging", "confidence", "limits", "care")


def show() -> None:
    apply_style()
    plain_page(library(), say("method.title"))
    text, settings = st.columns([0.7, 0.3], gap="large")
    with settings, st.container(border=True):
        st.markdown(f"### {say('method.settings')}")
        show_settings()
    with text:
        for part in PARTS:
            part_title(say(f"method.{part}_title"))
            st.markdown(say(f"method.{part}"))
        part_title(say("method.codes_title"))
        st.html(types_html())
        part_title(say("method.precision_title"))
        st.dataframe(precisions(), hide_index=True, key="precisions")


def part_title(words: str) -> None:
    st.html(f'<h3 class="part-title">{safe(words)}</h3>')


def types_html() -> str:
    """Return a table of every type with its symbol and its equivalents in the codebooks."""

    head = "".join(
        f'<th scope="col">{safe(say(f"method.{name}"))}</th>' for name in ("type", "family", "acled", "ucdp", "plover")
    )
    rows = []
    for kind in IncidentType:
        found = codes.usual(kind)
        theirs = (
            (f"{found.acled_event}: {found.acled_sub_event}", ", ".join(map(str, found.ucdp_violence)), found.plover_event)
            if found
            else (say("method.none"),) * 3
        )
        cells = "".join(f"<td>{safe(text)}</td>" for text in (label(kind.family), *theirs))
        rows.append(f"<tr><td>{symbol_image(kind, 16)} {safe(label(kind))}</td>{cells}</tr>")
    table = f'<table class="atlas-codes"><thead><tr>{head}</tr></thead><tbody>{"".join(rows)}</tbody></table>'
    return f'<div class="atlas-wide" tabindex="0" role="region" aria-label="{safe(say("method.codes_title"))}">{table}</div>'


def precisions() -> pd.DataFrame:

    names = section("method_table")
    rows = [(label(p), codes.acled_geo_precision(p) or say("method.none"), codes.ucdp_where_prec(p)) for p in GeoPrecision]
    return pd.DataFrame(
        [tuple(map(str, row)) for row in rows], columns=[names["precision"], "ACLED geo_precision", "UCDP where_prec"]
    )
