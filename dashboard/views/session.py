"""The session's library, and who is at work."""

from __future__ import annotations

import streamlit as st

from dashboard.state.library import Library
from dashboard.words.escape import plain
from geodata.errors import GeodataError

WHO = "who"


def library() -> Library:
    """The session's library, looked up again; a workspace that cannot be opened stops the page with what to do."""
    try:
        if "library" not in st.session_state:
            st.session_state["library"] = Library.open()
        found: Library = st.session_state["library"]
        found.refresh()
    except GeodataError as error:
        st.error(sentence(error))
        st.stop()
    return found


def sentence(error: Exception) -> str:
    """An error for a place where Streamlit reads Markdown."""
    return plain(words_of(error))


def words_of(error: Exception) -> str:
    """An error as a sentence; the name of a file keeps its letters."""
    text = str(error)
    is_file = any(c in "._/" or c.isdigit() for c in text.partition(" ")[0].rstrip(".:"))
    return text if is_file else text[:1].upper() + text[1:]
