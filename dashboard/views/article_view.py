"""The article with its evidence marked; a click selects the incident, a selection scrolls to its sentence."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from dashboard.article_text import KEY, article_runs
from dashboard.escape import safe
from dashboard.phrases import say
from dashboard.views import article_component, desk
from dashboard.views.settings import careful
from geodata.records import Incident, Reading


def show_article(reading: Reading, shown: Sequence[Incident], selected: Incident | None) -> None:
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
        on_pick=desk.select,
    )
    day = report.published.isoformat() if report.published else say("article.no_date")
    words = say("article.words", n=len(report.text.split()))
    st.caption(" · ".join(part for part in (report.source, day, words) if part))
