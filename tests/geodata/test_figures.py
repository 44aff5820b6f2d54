"""Casualty figures in newspaper language of our own."""

from __future__ import annotations

import pytest

from geodata.reading import language
from geodata.reading.figures import FigureMention, find_figures
from geodata.records import Report
from geodata.vocabulary import FigureKind

K, I, M = FigureKind.KILLED, FigureKind.INJURED, FigureKind.MISSING


def figures(text: str) -> list[FigureMention]:
    return [f for s in language.sentences(Report(text=text)) for f in find_figures(s)]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("At least twelve people were killed and over 30 were hurt.", [(K, 12, None), (I, 30, None)]),
        ("Two men died and seven were wounded in the market.", [(K, 2, 2), (I, 7, 7)]),
        ("At least 21 dead in ferry fire", [(K, 21, None)]),
        ("The flood claimed 14 lives.", [(K, 14, 14)]),
        ("The death toll rose from 10 to 13.", [(K, 13, 13)]),
        ("The death toll stood at 47 on Friday.", [(K, 47, 47)]),
        ("Two officers and three civilians died in the fire.", [(K, 5, 5)]),
        ("Thirteen people, including two children, were wounded.", [(I, 13, 13)]),
        ("Between 30 and 40 people died.", [(K, 30, 40)]),
        ("Dozens were injured and several are missing.", [(I, 24, None), (M, 3, None)]),
        ("No casualties were reported.", [(K, 0, 0), (I, 0, 0)]),
        ("Nobody was hurt.", [(I, 0, 0)]),
        ("The quake killed an estimated 600 people.", [(K, 600, 600)]),
        ("Up to 30 people died.", [(K, None, 30)]),
        ("Nine people were taken to hospital with burns.", [(I, 9, 9)]),
        ("An 8-year-old boy drowned.", [(K, 1, 1)]),
        ("The crash killed seven and injured another 16 people.", [(K, 7, 7), (I, 16, 16)]),
        ("The fire killed five children in a bus and two drivers.", [(K, 7, 7)]),
    ],
)
def test_figure(text: str, wanted: list[tuple[FigureKind, int | None, int | None]]) -> None:
    assert [(f.kind, f.low, f.high) for f in figures(text)] == wanted


@pytest.mark.parametrize(
    "text",
    [
        "More than 1,000 people were inside the mall.",
        "Police arrested 12 people.",
        "Some 4,000 residents were evacuated.",
        "The attack could kill hundreds.",
        "The town has 100,000 inhabitants.",
        "The shop lost 300 dollars.",
        "Flight 610 was 20 minutes late.",
        "About 60 firefighters fought the blaze.",
    ],
)
def test_no_figure(text: str) -> None:
    assert figures(text) == []


def test_attackers_are_told_apart() -> None:
    (figure,) = figures("Police killed the gunman.")
    assert figure.attackers


def test_a_part_is_no_figure_of_its_own() -> None:
    assert [f.low for f in figures("Thirteen people died, including two children who were killed at school.") if not f.part] == [13]
