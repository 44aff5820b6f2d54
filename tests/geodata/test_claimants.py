"""Which of several claimants is named. The words are marked in the texts."""

from __future__ import annotations

from dataclasses import replace

import pytest

from geodata.gazetteer.lookup import Gazetteer
from geodata.reading import claimants
from geodata.reading.linked import Mention
from geodata.vocabulary import Role
from tests.marked import linked_marks, read_marked

BOMB = "A bomb [event=explosion_device:exploded] in [where:Mosul]. "


@pytest.mark.parametrize(
    ("text", "best"),
    [
        ("[says:A witness] saw it. [killed:Two died], [says:residents] said.", "residents"),
        ("[killed:Two died], [says:locals] said. [injured:Six were hurt], [says:people] said.", "locals"),
        ("[killed:Some died], [says:locals] said. [killed:Two died], [says:people] said.", "people"),
        ("[says:Locals] heard it. [says:Police] came.", "Police"),
        ("[says:Locals] heard it. [says:Ann Lee] saw it.", "Ann Lee"),
        ("[says:Locals] heard it. [says:Neighbours] saw it. So did [says:the neighbours].", "Locals"),
        ("It is not known [killed:how many died], [says:people] said. [says:Police] came.", "Police"),
        ("[says:Locals] heard it. [says:Neighbours] saw it.", "Locals"),
        (
            "[says:Locals] heard it. [says:Neighbours] saw it. [says:Neighbours] fled. So did [says:the neighbours].",
            "Neighbours",
        ),
    ],
)
def test_the_likeliest_of_several_claimants(text: str, best: str, gazetteer: Gazetteer) -> None:
    (incident,) = read_marked(BOMB + text, gazetteer).incidents
    assert incident.attribution == best


def test_without_figures_who_says_that_it_happened(gazetteer: Gazetteer) -> None:
    text = "[says:Locals] came. A bomb [event=explosion_device:exploded] in [where:Mosul], [says:people] said."
    (incident,) = read_marked(text, gazetteer).incidents
    assert incident.attribution == "people"
    (incident,) = read_marked(f"{text} [killed:Two died].", gazetteer).incidents
    assert incident.attribution == "Locals"


def test_the_likelier_claimant_is_not_the_one_of_the_title(gazetteer: Gazetteer) -> None:
    findings, (linked,) = linked_marks(BOMB + "[says:Locals] came.", gazetteer, "Neighbours heard a bomb")
    linked = replace(linked, mentions=(Mention("says", 0, 10, 0.95), *linked.mentions))
    assert claimants.claimant(findings, linked, {}, Role.MAIN) == "Locals"
    (other,) = linked.of("says")[1:]
    linked = replace(linked, mentions=tuple(replace(m, score=0.4) if m == other else m for m in linked.mentions))
    assert claimants.claimant(findings, linked, {}, Role.MAIN) == "Neighbours"


def test_who_is_an_official() -> None:
    assert all(claimants.OFFICIAL.search(words) for words in claimants.OFFICIAL_YES)
    assert not any(claimants.OFFICIAL.search(words) for words in claimants.OFFICIAL_NO)
