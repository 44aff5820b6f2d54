"""Totals and what they leave out."""

from __future__ import annotations

from datetime import date

from geodata.gazetteer.lookup import Gazetteer
from tests.marked import read_marked

Found = tuple[str | None, str, int | None]
TOTAL = (
    "[killed2:Six were [event2=shelling/aggregate:killed]] in [where2:Ukraine], excluding [event3:the attack] in [where3:{}]."
)
STRUCK = "A missile [event=missile_strike:struck] [where:Kremenchuk], and [killed:ten were killed]. "


def read(text: str, gazetteer: Gazetteer) -> list[Found]:
    """Return place, role and killed of each incident."""
    incidents = read_marked(text, gazetteer, published=date(2022, 6, 27)).incidents
    return sorted(((i.place, i.role.value, i.killed.best if i.killed else None) for i in incidents), key=str)


def test_an_excluded_attack_is_where_the_total_is_not(gazetteer: Gazetteer) -> None:
    both = TOTAL.replace("[killed2:Six", "[killed3:[killed2:Six").replace("killed]]", "killed]]]").format("Kremenchuk")
    assert read(both, gazetteer) == [("Kremenchuk", "main", None), ("Ukraine", "aggregate", 6)]


def test_an_excluded_attack_that_the_report_already_gave_is_not_a_second_one(gazetteer: Gazetteer) -> None:
    both = STRUCK + TOTAL.format("Kremenchuk")
    assert read(both, gazetteer) == [("Kremenchuk", "main", 10), ("Ukraine", "aggregate", 6)]
    other = STRUCK + TOTAL.format("Mosul")
    assert read(other, gazetteer) == [("Kremenchuk", "main", 10), ("Mosul", "main", None), ("Ukraine", "aggregate", 6)]
    again = STRUCK + TOTAL.format("Kremenchuk").replace("excluding", "and in")
    assert len(read(again, gazetteer)) == 3


def test_an_excluded_place_and_its_figure_are_not_those_of_the_total(gazetteer: Gazetteer) -> None:
    text = "[killed:Six were [event=shelling/aggregate:killed]] in [where:Odesa], not including [killed:ten killed] in [where:Kremenchuk]."
    assert read(text, gazetteer) == [("Odesa", "aggregate", 6)]
    aside = "Not including the wounded, [killed:six were [event=shelling/aggregate:killed]] in [where:Odesa]."
    assert read(aside, gazetteer) == [("Odesa", "aggregate", 6)]


def test_who_gives_a_total_may_come_after_what_it_leaves_out(gazetteer: Gazetteer) -> None:
    text = "[killed:Six were [event=shelling/aggregate:killed]] in [where:Ukraine], not including soldiers [says:police] said."
    (incident,) = read_marked(text, gazetteer, published=date(2022, 6, 27)).incidents
    assert incident.killed is not None
    assert incident.killed.attribution == "police"


def test_a_clause_ends_what_is_left_out(gazetteer: Gazetteer) -> None:
    for words in ("They exclude Israel due to", "without evidence other than a video of"):
        text = f"{words} the [event=shelling/aggregate:bombing] of [where:Mosul], where [killed:ten were killed]."
        assert read(text, gazetteer) == [("Mosul", "aggregate", 10)]
