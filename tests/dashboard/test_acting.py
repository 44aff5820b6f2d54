"""Actions on a workspace that is gone or cannot be written to: the page shows a message, not a traceback."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.views.session import WHO
from geodata.errors import WorkspaceError
from geodata.workspace import Workspace


def page(path: str) -> None:
    from types import SimpleNamespace
    from typing import Any

    import streamlit as st

    from dashboard.views import acting
    from geodata.workspace import Workspace

    if "w" not in st.session_state:
        st.session_state["w"] = Workspace.open(path)
    found: Any = SimpleNamespace(workspace=st.session_state["w"])
    acting.message(found, lambda _: None)
    acting.refusal("i1")
    st.button("act", on_click=acting.attempt, args=(found, "i1", lambda _: found.workspace.save_view("a", "b"), "Done."))
    st.button("back", on_click=acting.undo, args=(found, lambda _: None))


def told(at: AppTest) -> str:
    return " ".join(str(one.proto.body) for one in at.main if one.type == "html") + " ".join(one.value for one in at.error)


def press(at: AppTest, label: str) -> AppTest:
    return next(button for button in at.button if button.label == label).click().run()


@pytest.fixture
def at(tmp_path: Path) -> AppTest:
    with Workspace.open(tmp_path / "w.sqlite") as workspace:
        workspace.set_setting(WHO, "Ann")
    return AppTest.from_function(page, default_timeout=60, args=(str(tmp_path / "w.sqlite"),)).run()


def test_an_act_and_an_undo_in_a_file_that_is_gone(at: AppTest, tmp_path: Path) -> None:
    for file in tmp_path.glob("w.sqlite*"):
        file.unlink()
    press(at, "act")
    assert not at.exception
    assert any("is gone, so nothing was saved" in error.value for error in at.error)
    press(at, "back")
    assert not at.exception
    assert "/w.sqlite is gone" in told(at)  # as text, not as Markdown


def test_a_name_that_cannot_be_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise WorkspaceError("w.sqlite cannot be written to")

    at = AppTest.from_function(page, default_timeout=60, args=(str(tmp_path / "n.sqlite"),)).run()
    press(at, "act")
    at.text_input[0].set_value("Ann")
    monkeypatch.setattr(Workspace, "set_setting", refuse)
    press(at, next(button.label for button in at.button if button.label not in ("act", "back")))
    assert not at.exception
    assert any("cannot be written to" in error.value for error in at.error)
