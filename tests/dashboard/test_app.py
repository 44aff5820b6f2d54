"""The script under Streamlit's own test runner: it draws, filters and recovers."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

APP = Path(__file__).parents[2] / "dashboard" / "app.py"
# Streamlit and the libraries it draws with warn of their own futures, which are not ours to mend.
pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::FutureWarning")


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


def panel(at: AppTest) -> str:
    return next(html for html in (str(element.value) for element in at.get("html")) if "atlas-sums" in html)


def sums(at: AppTest) -> str:
    numbers = re.search('class="atlas-numbers">(.*?)</p>', panel(at))
    assert numbers
    return re.sub("<[^>]*>", "", numbers[1])
