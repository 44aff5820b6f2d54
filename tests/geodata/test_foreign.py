"""Texts in other languages: the reader finds places and nothing else."""

from __future__ import annotations

import pytest

from geodata.gazetteer.lookup import Gazetteer
from geodata.reading import foreign, pipeline
from geodata.sources.text import make_report

TEXTS = (
    (
        "Bei einem Brand in einem Wohnhaus in München sind am Montag drei Menschen gestorben, wie die Polizei in Deutschland mitteilte, "
        "und viele wurden verletzt.",
        [("München", "DE"), ("Deutschland", "DE")],
    ),
    (
        "Au moins vingt-trois personnes ont été tuées lundi dans un incendie à Lyon, selon la police. La France est en deuil.",
        [("Lyon", "FR"), ("France", "FR")],
    ),
    ("У понеділок у Харкові загинули двадцять людей, повідомила поліція. Україна оголосила жалобу.", [("Харкові", "UA"), ("Україна", "UA")]),
    ("قتل عشرة أشخاص في انفجار في القاهرة يوم الاثنين وقالت الشرطة في مصر ان السبب غير معروف", [("القاهرة", "EG"), ("مصر", "EG")]),
    ("周一北京发生爆炸，造成十人死亡。日本也发生火灾。", [("北京", "CN"), ("日本", "JP")]),
)  # fmt: skip


@pytest.mark.parametrize(("text", "wanted"), TEXTS)
def test_places_by_their_names_in_that_script(text: str, wanted: list[tuple[str, str]], gazetteer: Gazetteer) -> None:
    report = make_report(text)
    assert report.language != "en"
    found = foreign.places_of(report, gazetteer)
    assert [(place.name, place.geocode.place.country) for place in found if place.geocode] == wanted
    for place in found:
        assert report.text[place.evidence.start : place.evidence.end] == place.name


def test_the_reader_says_that_it_reads_no_more(gazetteer: Gazetteer) -> None:
    reading = pipeline.read_report(make_report(TEXTS[0][0]), gazetteer)
    assert reading.incidents == ()
    assert [toponym.name for toponym in reading.toponyms] == ["München", "Deutschland"]
    assert reading.notes == ("the built-in reader reads only English; in this text (language: de) it finds only places",)
