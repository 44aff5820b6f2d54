"""The script under Streamlit's own test runner: it draws, filters and recovers."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from geodata.errors import ImportRefused
from geodata.importing import loading
from geodata.importing.outcome import Outcome
from geodata.records import Reading
from geodata.workspace import Workspace
from geodata.workspace.database import VARIABLE

APP = Path(__file__).parents[2] / "dashboard" / "app.py"
# Streamlit and its drawing libraries warn about their own deprecations, which we can't fix.
pytestmark = [
    pytest.mark.slow,  # loads Streamlit and the whole page
    pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::FutureWarning"),
]


def test_plain_streamlit_run_says_what_to_start(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("INCIDENT_ATLAS_SERVER", raising=False)
    at = AppTest.from_file(APP, default_timeout=30).run()
    assert [e.value for e in at.error] == ["Start the dashboard with:  python -m dashboard"]


def test_the_example_is_shown_and_filtered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("INCIDENT_ATLAS_SERVER", "1")
    at = AppTest.from_file(APP, default_timeout=60).run()
    assert not at.exception
    assert sums(at) == "13+ killed 51+ injured"
    search = next(t for t in at.text_input if t.label == "Search")
    search.set_value("cluster munitions").run()
    assert "showing 1 of 10" in panel(at)
    next(b for b in at.button if b.label == "Reset filters").click().run()
    assert "showing" not in panel(at)


def test_a_damaged_workspace_is_said_in_words(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, example: Reading) -> None:
    with Workspace.open(tmp_path / "w.sqlite") as workspace:
        workspace.add(example)
        with workspace.writing() as db:
            db.exec_driver_sql("UPDATE incidents SET type = 'nonsense' WHERE number = 1")
    monkeypatch.setenv("INCIDENT_ATLAS_SERVER", "1")
    monkeypatch.setenv(VARIABLE, str(tmp_path / "w.sqlite"))
    at = AppTest.from_file(APP, default_timeout=60).run()
    assert not at.exception
    assert any("nonsense" in e.value and "workspace check" in e.value for e in at.error)


def panel(at: AppTest) -> str:
    return next(html for html in (str(element.value) for element in at.get("html")) if "atlas-sums" in html)


def sums(at: AppTest) -> str:
    numbers = re.search('class="atlas-numbers">(.*?)</p>', panel(at))
    assert numbers
    return re.sub("<[^>]*>", "", numbers[1])


def test_an_import_that_broke_off_is_pressed_again(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("Date,City,Latitude,Longitude,Killed\n2022-03-24,Kharkiv,49.99,36.23,3\n")
    load, broken = loading.load, [ImportRefused("the disk is full")]

    def breaks_once(*args: Any, **more: Any) -> Outcome:
        if broken:
            raise broken.pop()
        return load(*args, **more)

    def page(path: str) -> None:
        from pathlib import Path

        import streamlit as st

        from dashboard.views.import_view import show_file
        from dashboard.views.session import library
        from geodata.errors import GeodataError

        try:
            show_file(library(), Path(path), "f")
        except GeodataError as error:
            st.error(str(error))

    monkeypatch.setenv(VARIABLE, str(tmp_path / "w.sqlite"))
    monkeypatch.setattr(loading, "load", breaks_once)
    at = AppTest.from_function(page, default_timeout=60, args=(str(tmp_path / "a.csv"),)).run()
    at.button(key="import_now").click().run()
    assert [e.value for e in at.error] == ["the disk is full"]
    at.button(key="import_again").click().run()
    assert not at.error
    assert any("1" in s.value for s in at.success)
