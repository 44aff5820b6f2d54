"""What several reports say about one incident, and how its toll grew."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from dashboard.state.library import Library
from dashboard.views.settings import careful
from dashboard.words.escape import safe
from dashboard.words.wording import casualty_line, day
from geodata.errors import ReviewError
from geodata.records import Incident
from geodata.vocabulary import FigureKind
from geodata.words.catalogue import label, say
from geodata.workspace.merging import Claim, growth


def claims_of(found: Library, incident: Incident) -> None:
    """Show the claims about an incident in order of time. Show nothing if there is only one."""
    try:
        claims = found.workspace.claims_of(incident.id)
    except ReviewError:
        return
    if len(claims) > 1:
        with st.expander(say("claims.title", n=len(claims)), expanded=True):
            st.html("".join(claim_html(claim, careful()) for claim in claims))
            draw_growth(claims)


def claim_html(claim: Claim, hidden: bool) -> str:
    when = day(claim.told) if claim.told else say("claims.no_date")
    told = "" if hidden else claim.incident.evidence.quote
    quote = f"<blockquote>“{safe(told)}”</blockquote>" if told else ""
    return (
        f'<p class="card-who"><strong>{safe(claim.source or say("claims.report"))}</strong>, {safe(when)}: '
        f"{safe(casualty_line(claim.incident))}</p>{quote}"
    )


def draw_growth(claims: list[Claim]) -> None:
    """Draw the killed and injured on the days on which reports changed them, if there is more than one."""
    at, what, people = (say(f"claims.{name}") for name in ("day", "figure", "people"))
    rows = [
        (told, label(kind), figure.best if figure.best is not None else figure.low or figure.high)
        for kind in (FigureKind.KILLED, FigureKind.INJURED)
        for told, figure, _ in growth(claims, kind)
    ]
    frame = pd.DataFrame(rows, columns=[at, what, people])
    if frame[at].nunique() > 1:
        st.line_chart(frame.groupby([at, what], as_index=False)[people].max(), x=at, y=people, color=what, height=180)
