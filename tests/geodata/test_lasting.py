"""Times that last until the report, which is dated 27 June 2022, a Monday."""

from __future__ import annotations

from datetime import date

import pytest

from geodata.gazetteer.lookup import Gazetteer
from geodata.reading import lasting
from tests.marked import read_marked


@pytest.mark.parametrize(
    ("pattern", "yes", "no"),
    [
        (lasting.SINCE_IT_BEGAN.search, lasting.SINCE_IT_BEGAN_YES, lasting.SINCE_IT_BEGAN_NO),
        (lasting.FOR_SOME_TIME.match, lasting.FOR_SOME_TIME_YES, lasting.FOR_SOME_TIME_NO),
        (lasting.AS_OF.search, lasting.AS_OF_YES, lasting.AS_OF_NO),
        (lasting.PAST_DAY.search, lasting.PAST_DAY_YES, lasting.PAST_DAY_NO),
        (lasting.HOW_LONG.match, lasting.HOW_LONG_YES, lasting.HOW_LONG_NO),
        (lasting.UNTIL_NOW.search, lasting.UNTIL_NOW_YES, lasting.UNTIL_NOW_NO),
        (lasting.OF_SOMETHING.match, lasting.OF_SOMETHING_YES, lasting.OF_SOMETHING_NO),
        (lasting.BURNS_ON.search, lasting.BURNS_ON_YES, lasting.BURNS_ON_NO),
    ],
)  # fmt: skip
def test_words_of_what_lasts(pattern: object, yes: tuple[str, ...], no: tuple[str, ...]) -> None:
    assert callable(pattern)
    assert all(pattern(words) for words in yes)
    assert not any(pattern(words) for words in no)


@pytest.mark.parametrize(
    ("text", "days"),
    [
        # since it began
        ("Nine died in [event=protest_riot:clashes] in [where:Mosul] since protests erupted [when:on 20 June].", "20-27"),
        ("Nine died in [event=protest_riot:clashes] in [where:Mosul], which erupted [when:on 20 June].", "20-20"),
        ("The worst [event=protest_riot:clashes] since the war began, nine died in [where:Mosul] [when:on 20 June].", "20-20"),
        # a number of days
        ("After [when:three days] of [event=armed_clash:fighting] in [where:Mosul], nine are dead.", "24-27"),
        ("After [when:three days] there was [event=armed_clash:fighting] in [where:Mosul].", ""),
        # a fire that is still burning
        ("A wildfire [event=fire:burned] homes near [where:Mosul] [when:on Friday]; it was 49% contained.", "24-27"),
        ("A wildfire [event=fire:burned] homes near [where:Mosul] [when:on Friday]; it was 100% contained.", "24-24"),
        (
            "A wildfire [event=fire:burned] homes near [where:Mosul] [when:on Friday]; it was not contained until Sunday.",
            "24-24",
        ),
        ("A bomb [event=explosion_device:burned] homes in [where:Mosul] [when:on Friday]; a fire was 9% contained.", "24-24"),
        # until the day of a count
        ("A flood [event=storm_flood:hit] [where:Mosul] [when:on 20 June] and had killed nine [when:as of Saturday].", "20-25"),
        (
            "A bomb [event=explosion_device:hit] [where:Mosul] [when:on 20 June] and had killed nine [when:as of Saturday].",
            "20-20",
        ),
        (
            "A flood [event=storm_flood/background:hit] [where:Mosul] [when:on 1 May]; [when:as of 8 May] nine were dead.",
            "01-01",
        ),
        ("A flood [event=storm_flood:hit] [where:Mosul] and had killed nine [when:as of Saturday].", "25-25"),
    ],
)
def test_how_long_it_lasts(text: str, days: str, gazetteer: Gazetteer) -> None:
    (incident,) = read_marked(text, gazetteer, published=date(2022, 6, 27)).incidents
    assert (f"{incident.start:%d}-{incident.end:%d}" if incident.start and incident.end else "") == days
