"""Which words of a text are place names, and which only look like one."""

from __future__ import annotations

from datetime import date

import pytest

from geodata.gazetteer.lookup import Gazetteer
from geodata.reading import language
from geodata.reading.findings import find
from geodata.records import Report
from tests.marked import read_marked


def places(text: str, gazetteer: Gazetteer) -> list[tuple[str, str | None]]:
    """Return each name and the place that it means."""
    report = Report(text=text)
    found = find(report, language.sentences(report), gazetteer, None).places
    return [(p.name, p.geocode.place.name if p.geocode else None) for p in found]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Russian soldiers fired on the city of Kherson 4 times.", [("Russian", "Russia"), ("Kherson", "Kherson")]),
        ("He was killed by French troops in Northern Mali.", [("French", "France"), ("Mali", "Mali")]),
        ("He was killed in Northern Qwxbarra in Mali.", [("Northern Qwxbarra", None), ("Mali", "Mali")]),
        ("A fire broke out on a platform in the Bay of Campeche.", []),
        ("Rebels hold the towns of Bay region in Somalia.", [("Bay", "Bay"), ("Somalia", "Somalia")]),
        ("They attacked the Westgate shopping mall in Nairobi.", [("Nairobi", "Nairobi")]),
        ("A Kabul hotel was hit.", [("Kabul", "Kabul")]),
        ("They opened fire at Ataturk international airport in Istanbul.", [("Ataturk", None), ("Istanbul", "Istanbul")]),
        ("He was held at Domodedovo airport.", [("Domodedovo", "Domodedovo")]),
        (
            "A wildfire in northwestern Oklahoma spread. It is 170 miles northwest of Oklahoma City, near Kansas.",
            [("Oklahoma", "Oklahoma"), ("Oklahoma City", "Oklahoma City"), ("Kansas", "Kansas")],
        ),
        (
            "Police in New York and New York City officials met.",
            [("New York", "New York City"), ("New York City", "New York City")],
        ),
    ],
)
def test_places(text: str, expected: list[tuple[str, str | None]], gazetteer: Gazetteer) -> None:
    assert places(text, gazetteer) == expected


def test_shelling_and_battles_without_figures_are_one_incident(gazetteer: Gazetteer) -> None:
    text = (
        "Troops [event=shelling:shelled] [where:Lysychansk]. The [event2=armed_clash:battles] for [where2:Lysychansk] continue."
    )

    def count(text: str) -> int:
        return len(read_marked(text, gazetteer, published=date(2022, 6, 27)).incidents)

    assert count(text) == 1
    assert count(text.replace(" continue", " [killed2:killed two]")) == 2
    assert count(text.replace("armed_clash", "fire")) == 2
    assert count(text.replace("[where2:Lysychansk]", "[where2:Mosul]")) == 2
