"""Datelines and the home that they set; the examples are next to the rule, in `datelines`."""

from __future__ import annotations

import pytest

from geodata.gazetteer.lookup import Gazetteer
from geodata.reading import datelines
from geodata.reading.pipeline import home_of
from geodata.records import Report


@pytest.mark.parametrize(("text", "place"), datelines.YES)
def test_a_dateline(text: str, place: str) -> None:
    assert datelines.dateline(text) == place


@pytest.mark.parametrize("text", datelines.NO)
def test_no_dateline(text: str) -> None:
    assert datelines.dateline(text) is None


@pytest.mark.parametrize(
    ("text", "given", "home"),
    [
        ("GLASGOW, Ky. (AP) — Gunmen opened fire.", "", ("Glasgow", "US")),
        ("GLASGOW, Ky. (AP) — Gunmen opened fire.", "Kharkiv, Ukraine", ("Kharkiv", "UA")),
        ("KABUL, Oct. 2 (Xinhua) -- A bomb went off.", "", ("Kabul", "AF")),
        ("AUBURN — A fire burned a house.", "", None),
        ("Gunmen opened fire in Glasgow.", "", None),
    ],
)
def test_the_home_of_a_report(gazetteer: Gazetteer, text: str, given: str, home: tuple[str, str] | None) -> None:
    found = home_of(Report(text=text, home=given), gazetteer)
    assert (found and (found.name, found.country)) == home
