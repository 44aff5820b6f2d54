"""Which of several statements of an incident counts, and which are added up. The words are marked in the texts."""

from __future__ import annotations

from datetime import date

import pytest

from geodata.gazetteer.lookup import Gazetteer
from geodata.reading import phrases
from geodata.reading.figures import PLUS, PLUS_NO, PLUS_YES, UPDATE, UPDATE_NO, UPDATE_YES
from geodata.vocabulary import FigureKind
from tests.marked import read_marked

ATTACK = "A bomb [event=shooting/main:exploded] in [where:Mosul]. "
# texts with marked words, and what was killed and injured: low and high
CASES = (
    ("[killed:Six Americans were killed], including a diplomat, and [killed:an Afghan doctor].", (7, 7), None),
    ("[killed:Two women were killed] along with [killed:three Egyptians].", (5, 5), None),
    ("[killed:214 teachers were killed], as well as [killed:at least 20 pupils].", (234, None), None),
    ("[killed:Ten people were killed]. [killed:Ten people died] and said to be soldiers.", (10, 10), None),
    ("[killed:Five killed]. [killed:Five people, including the bomber, died]. [killed:Five people were killed].", (4, 4), None),
    ("[killed:Five killed]. [killed:Six people, including the bomber, died].", (5, 5), None),
    ("[killed:Omar Said's death] shocked them. The bomb [killed:killed six other people].", (7, 7), None),
    ("The bomb [killed:killed six other people]. [killed:Omar Said was shot].", (6, 6), None),
    ("[killed:Omar Said's death] shocked them. [killed:Six people were killed].", (6, 6), None),
    ("The bomb [killed:killed another brother, Omar Said, and [killed:three of his children]].", (4, 4), None),
    ("[injured:31 were wounded]. A shell [injured:injured another 15].", None, (46, 46)),
    ("[injured:Two were in hospital]. [injured:About 15 passengers were also hurt].", None, (17, 17)),
    ("He fired, [killed:killing the minister], six others and wounding four.", (7, 7), None),
    ("He fired, [killed:killing the minister], and six others were hurt.", (1, 1), None),
    ("He fired, [killed:killing twelve and a] teacher.", (13, 13), None),
    ("He [killed:[injured:shot eleven people]], four of them fatally.", (4, 4), (7, 7)),
    # "more" than the dead, not than others who were injured
    ("The blast [killed:killed seven] and [injured:injured 17 more]. [injured:Five were injured].", (7, 7), (17, 17)),
    ("The blast [killed:killed seven] and [injured:injured another 17]. [injured:Five were injured].", (7, 7), (22, 22)),
    ("[injured:Omar Said was hurt]. The blast [killed:killed one], and [injured:two others were hurt].", (1, 1), (3, 3)),
    ("[injured:Five were hurt]. Later [injured:17 more were hurt]. [killed:Seven died].", (7, 7), (22, 22)),
    ("[injured:Five were hurt] and [killed:two more were killed]. [killed:Nine were killed].", (11, 11), (5, 5)),
    ("[killed:At least four children died]. [killed:A woman and ten men also died].", (15, None), None),
    ("[injured:At least four people were hurt]. [injured:11 others were hurt].", None, (4, None)),
    ("[killed:More than 12 died]. [killed:Another 30 died].", (12, None), None),
    ("[killed:Several soldiers were killed]. [killed:Two civilians are also killed].", (5, None), None),
    ("[killed:Several soldiers were killed]. [killed:Two civilians are killed].", (2, 2), None),
    ("The crash [injured:injured dozens]. [injured:44 others were taken to hospitals].", None, (44, 44)),
    ("[killed:Two civilians are also killed]. [killed:Several soldiers were killed].", (2, 2), None),
    ("[killed:Five died]. Later he [killed:killed] another two people.", (7, 7), None),
    ("[says:Police] said [killed:58 died]. [says:The army] said [killed:the toll has risen to 82].", (82, 82), None),
    # one person in addition, without a number
    ("[injured:One officer was injured]. [injured:Another was injured].", None, (2, 2)),
    ("[injured:One officer was injured]. " + 40 * "It rained. " + "[injured:Another was injured].", None, (1, 1)),
    ("[injured:Two were hurt]. [injured:A girl also was hurt]. [injured:Two were hurt].", None, (2, 2)),
    ("[injured:At least two were hurt]. [injured:A girl also was hurt].", None, (2, None)),
    # an updated toll replaces the older one, however often the text has that
    ("[killed:58 died]. [killed:58 were killed]. [killed:The toll has risen from 58 to 82].", (82, 82), None),
    ("[killed:At least 12 died]. [killed:The number of dead rose to 12].", (12, None), None),
    ("[killed:Seven more people died], [killed:bringing the toll to 738].", (738, 738), None),
    ("[killed:58 died]. [killed:58 were killed]. Experts rose to speak. [killed:82 were killed].", (58, 58), None),
    # an exact number counts before a rounded one
    ("[killed:Nearly 3,000 died]. [killed:Nearly 3,000 died]. A study found [killed:2,975 deaths].", (2975, 2975), None),
    ("[killed:More than 1,400 died]. [killed:1,427 died].", (1427, 1427), None),
    ("[killed:More than 1,400 died]. [killed:2,000 died].", (1400, None), None),
    ("[killed:Nearly 1,400 died]. [killed:1,427 died].", (None, 1400), None),
    ("[killed:Nearly 13 died]. [killed:Nearly 13 died]. [killed:12 died].", (None, 13), None),
    # a total of its parts
    ("[killed:51 people died]. He [killed:killed 44 there]; [killed:44 died]. [killed:Seven died] elsewhere.", (51, 51), None),
    ("[killed:52 people died]. He [killed:killed 44 there]; [killed:44 died]. [killed:Seven died] elsewhere.", (44, 44), None),
    (
        "[injured:Seven others were hurt]. [injured:Two civilians were also hurt]. [injured:Seven others were hurt].",
        None,
        (9, 9),
    ),
)


@pytest.mark.parametrize(("text", "killed", "injured"), CASES)
def test_statements_are_added_up_only_if_they_count_different_people(
    text: str, killed: tuple[int | None, int | None] | None, injured: tuple[int | None, int | None] | None, gazetteer: Gazetteer
) -> None:
    (incident,) = read_marked(ATTACK + text, gazetteer, published=date(2022, 6, 27)).incidents
    for kind, expected in ((FigureKind.KILLED, killed), (FigureKind.INJURED, injured)):
        figure = incident.figure(kind)
        assert (figure and (figure.low, figure.high)) == expected


def test_the_words_that_name_the_attacker_are_the_evidence(gazetteer: Gazetteer) -> None:
    text = f"{ATTACK}[killed:Five killed]. [killed:Five people, including the bomber, died]. [killed:Five people were killed]."
    (incident,) = read_marked(text, gazetteer, published=date(2022, 6, 27)).incidents
    assert incident.killed is not None
    assert incident.killed.evidence.quote == "Five people, including the bomber, died"


def test_attackers_are_among_the_dead_of_a_clash(gazetteer: Gazetteer) -> None:
    text = "[killed:Six people, including three attackers, were killed] in [event={}/main:clashes] in [where:Mosul]."
    for kind, dead in (("armed_clash", 6), ("shooting", 3)):
        (incident,) = read_marked(text.format(kind), gazetteer, published=date(2022, 6, 27)).incidents
        assert incident.killed is not None
        assert incident.killed.best == dead


def test_words_before_the_number_of_an_update() -> None:
    assert all(UPDATE.search(words) for words in UPDATE_YES)
    assert not any(UPDATE.search(words) for words in UPDATE_NO)


def test_a_rounded_number_is_no_rival(gazetteer: Gazetteer) -> None:
    claims = "[says:Doctors] said [killed:257 died]. [killed:257 died]. [says:The UN] said [killed:{} died]."
    assert figures_in(claims.format("more than 250"), gazetteer)[FigureKind.KILLED] == (257, 257)
    assert figures_in(claims.format("at least 250"), gazetteer)[FigureKind.KILLED] == (250, None)
    assert figures_in(claims.format("more than 260"), gazetteer)[FigureKind.KILLED] == (257, None)


def test_where_a_phrase_ends() -> None:
    assert all(phrases.LISTED.match(words) for words in phrases.LISTED_YES)
    assert not any(phrases.LISTED.match(words) for words in phrases.LISTED_NO)
    assert all(phrases.FATALLY.match(words) for words in phrases.FATALLY_YES)
    assert not any(phrases.FATALLY.match(words) for words in phrases.FATALLY_NO)


def test_words_between_two_counts_of_one_sentence() -> None:
    assert all(PLUS.fullmatch(words) for words in PLUS_YES)
    assert not any(PLUS.fullmatch(words) for words in PLUS_NO)


def test_a_count_goes_on_where_the_parser_ends_a_sentence_too_early(gazetteer: Gazetteer) -> None:
    text = "A bomb [event=shooting/main:exploded] in [where:Mosul].\nLaw and crime\n[killed:Seven people, including the gunman, are killed]."
    (incident,) = read_marked(text, gazetteer, published=date(2022, 6, 27)).incidents
    assert incident.killed is not None
    assert incident.killed.low == 6


def figures_in(text: str, gazetteer: Gazetteer) -> dict[FigureKind, tuple[int | None, int | None]]:
    (incident,) = read_marked(ATTACK + text, gazetteer, published=date(2022, 6, 27)).incidents
    return {f.kind: (f.low, f.high) for f in incident.figures}


def test_also_before_another_claimants_figure_adds_nothing(gazetteer: Gazetteer) -> None:
    army = "[says:The army] said [injured:14 were wounded]."
    rivals = figures_in(f"[says:Doctors] said [injured:35 people also were wounded]. {army}", gazetteer)
    assert rivals[FigureKind.INJURED] == (14, 35)
    one = figures_in("[injured:35 people also were wounded]. [injured:14 were wounded].", gazetteer)
    assert one[FigureKind.INJURED] == (49, 49)
    age = figures_in("[injured:A girl was wounded]. [injured:The victim, also 14, suffered cuts].", gazetteer)
    assert age[FigureKind.INJURED] == (1, 1)


def test_one_of_the_dead_is_a_victim_or_an_attacker(gazetteer: Gazetteer) -> None:
    victim = figures_in("Police [attackers_killed:[killed:killed a man]] there.", gazetteer)
    assert victim == {FigureKind.KILLED: (1, 1)}
    both = figures_in("[killed:Sixteen soldiers and [attackers_killed:the bomber] died].", gazetteer)
    assert both == {FigureKind.KILLED: (16, 16), FigureKind.ATTACKERS_KILLED: (1, 1)}


@pytest.mark.parametrize("words", ["from Mosul", "Mosul", "in Mosul, Iraq"])
def test_a_place_is_not_a_victim(words: str, gazetteer: Gazetteer) -> None:
    assert figures_in(f"He was [injured:{words}].", gazetteer) == {}
    assert figures_in(f"[injured:A man {words}] was hurt.", gazetteer) == {FigureKind.INJURED: (1, 1)}
