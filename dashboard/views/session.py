"""The session's library, the setting for the user's name, and error messages."""

from __future__ import annotations

import streamlit as st

from dashboard.state.library import Library
from dashboard.words.escape import plain
from geodata.errors import GeodataError

WHO = "who"


def library() -> Library:
    """Return the session's library, up to date. If the workspace cannot be opened, stop the page with a message."""
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
    """Return an error message, escaped for Markdown."""
    return plain(words_of(error))


def words_of(error: Exception) -> str:
    """Return an error message as a sentence. A file name at its start keeps its case."""
    text = str(error)
    is_file = any(c in "._/" or c.isdigit() for c in text.partition(" ")[0].rstrip(".:"))
    return text if is_file else text[:1].upper() + text[1:]
