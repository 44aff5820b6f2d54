"""Casualty figures in newspaper language of our own."""

from __future__ import annotations

import pytest

from geodata.reading import language
from geodata.reading.figures import FigureMention, find_figures
from geodata.records import Report
from geodata.vocabulary import FigureKind

KILLED, INJURED, MISSING = FigureKind.KILLED, FigureKind.INJURED, FigureKind.MISSING


def figures(text: str) -> list[FigureMention]:
    return [f for s in language.sentences(Report(text=text)) for f in find_figures(s)]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("At least twelve people were killed and over 30 were hurt.", [(KILLED, 12, None), (INJURED, 30, None)]),
        ("Two men died and seven were wounded in the market.", [(KILLED, 2, 2), (INJURED, 7, 7)]),
        ("At least 21 dead in ferry fire", [(KILLED, 21, None)]),
        ("The flood claimed 14 lives.", [(KILLED, 14, 14)]),
        ("The death toll rose from 10 to 13.", [(KILLED, 13, 13)]),
        ("The death toll stood at 47 on Friday.", [(KILLED, 47, 47)]),
        ("Two officers and three civilians died in the fire.", [(KILLED, 5, 5)]),
        ("Thirteen people, including two children, were wounded.", [(INJURED, 13, 13)]),
        ("Between 30 and 40 people died.", [(KILLED, 30, 40)]),
        ("Dozens were injured and several are missing.", [(INJURED, 24, None), (MISSING, 3, None)]),
        ("No casualties were reported.", [(KILLED, 0, 0), (INJURED, 0, 0)]),
        ("Nobody was hurt.", [(INJURED, 0, 0)]),
        ("The quake killed an estimated 600 people.", [(KILLED, 600, 600)]),
        ("Up to 30 people died.", [(KILLED, None, 30)]),
        ("Nine people were taken to hospital with burns.", [(INJURED, 9, 9)]),
        ("An 8-year-old boy drowned.", [(KILLED, 1, 1)]),
        ("The crash killed seven and injured another 16 people.", [(KILLED, 7, 7), (INJURED, 16, 16)]),
        ("The fire killed five children in a bus and two truck drivers.", [(KILLED, 7, 7)]),
        ("Two bus passengers died.", [(KILLED, 2, 2)]),
        ("The mayor was riddled with bullets.", [(KILLED, 1, 1)]),
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
    assert [
        f.low for f in figures("Thirteen people died, including two children who were killed at school.") if not f.part
    ] == [13]
