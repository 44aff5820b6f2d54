"""The choice of reader for an article: the built-in one or the user's language model, with where the text goes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import streamlit as st

from dashboard.words.escape import plain
from geodata.llm import client
from geodata.llm.model import Model
from geodata.visible import visible
from geodata.words.catalogue import say

BUILT_IN, LANGUAGE_MODEL, BOTH = "builtin", "llm", "both"
SERVERS = "llm_servers"  # session key: the servers found
ELSEWHERE = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """A reader. `model` is None for the built-in one. `ready`: whether it can read now."""

    model: Model | None = None
    url: str = ""
    ready: bool = True
    both: bool = False  # compare with the built-in reader


def choose_reader() -> Choice:
    """Show the choice for a new article in a dialog."""
    return chosen_of((BUILT_IN, LANGUAGE_MODEL, BOTH), "new", look_again=lambda: st.rerun(scope="fragment"))


def choose_again(report: str, is_model: bool) -> Choice:
    """Show the choice for rereading a report. The default is the kind of reader that read it last."""
    return chosen_of((BUILT_IN, LANGUAGE_MODEL), f"again_{report}", look_again=st.rerun, index=int(is_model))


def chosen_of(offered: tuple[str, ...], name: str, look_again: Callable[[], None], index: int = 0) -> Choice:
    """Show the choice. Search for servers on this computer only if the user chooses a language model."""
    chosen = st.radio(
        say("reader.label"), offered, index=index, format_func=lambda which: say(f"reader.{which}"), horizontal=True,
        key=f"{name}_reader", help=say("reader.help"),
    )  # fmt: skip
    if chosen == BUILT_IN:
        st.caption(say("reader.builtin_where"))
        return Choice()
    return replace(choose_model(name, look_again), both=chosen == BOTH)


def choose_model(widget: str, look_again: Callable[[], None]) -> Choice:
    """Ask for a model on a local server, or for a server's address."""
    if SERVERS not in st.session_state:
        with st.spinner(say("reader.looking")):
            st.session_state[SERVERS] = client.local_servers()
    servers: list[client.Server] = st.session_state[SERVERS]
    offered = {f"{server.url}|{model}": (server, model) for server in servers for model in server.models}
    left, right = st.columns([3, 1], vertical_alignment="bottom")
    key = left.selectbox(
        say("reader.model"), [*offered, ELSEWHERE], key=f"{widget}_model",
        format_func=lambda k: visible(f"{offered[k][1]} ({offered[k][0].name})") if k in offered else say("reader.elsewhere"),
    )  # fmt: skip
    if right.button(say("reader.again"), key=f"{widget}_look_again", help=say("reader.again_help")):
        st.session_state.pop(SERVERS)
        look_again()
    if key in offered:
        server, name = offered[key]
        st.caption(say("reader.local", name=plain(server.name)))
        return Choice(model=Model(name=name, where=client.where(server.url)), url=server.url)
    if not offered:
        st.caption(say("reader.none"))
    return choose_elsewhere(widget)


def choose_elsewhere(widget: str) -> Choice:
    """Ask for a server's address and model. A server that is not on this computer needs explicit consent."""
    one, two = st.columns(2)
    url = one.text_input(say("reader.url"), key=f"{widget}_llm_url", placeholder=say("reader.url_hint")).strip()
    name = two.text_input(say("reader.name"), key=f"{widget}_llm_model").strip()
    if not url:
        return Choice(model=Model(name=name, where=""), ready=False)
    where = client.where(url)
    allowed = True
    if client.is_local(url):
        st.caption(say("reader.stays"))
    else:
        st.caption(say("reader.key", variable=client.KEY))
        allowed = st.checkbox(say("reader.send", where=plain(where)), key=f"{widget}_send_{where}")
    return Choice(model=Model(name=name, where=where), url=url, ready=bool(name) and allowed)
