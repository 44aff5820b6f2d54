"""Events told apart, placed and joined, in newspaper language of our own."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from geodata.records import Reading
from geodata.vocabulary import IncidentType, Role

Read = Callable[..., Reading]


def told(reading: Reading) -> list[tuple[str | None, str, str]]:
    return [(i.place, i.type.value, i.role.value) for i in reading.incidents]


def test_one_event_told_three_times_is_one(read: Read) -> None:
    reading = read(
        "A car bomb exploded outside a bank in Mosul on Sunday, killing nine people.\n"
        "The blast broke windows in the whole street. Police said the attack also wounded at least 20."
    )
    assert told(reading) == [("Mosul", "explosion_device", "main")]
    (incident,) = reading.incidents
    assert incident.killed is not None
    assert incident.killed.low == 9
    assert incident.injured is not None
    assert (incident.injured.low, incident.injured.high, incident.injured.attribution) == (20, None, "Police")


def test_two_towns_are_two_events(read: Read) -> None:
    reading = read(
        "A bus crashed near Puebla on Friday, killing eight. In a separate accident, a train derailed in Toluca and five people died."
    )
    assert [i.place for i in reading.incidents] == ["Puebla", "Toluca"]
    assert [i.killed.low for i in reading.incidents if i.killed] == [8, 5]


def test_another_attack_in_the_same_town_is_one_more(read: Read) -> None:
    reading = read(
        "Gunmen attacked a bank in Tripoli on Sunday and killed two guards. In another attack, gunmen fired on a patrol in Tripoli and wounded one soldier."
    )
    assert [i.place for i in reading.incidents] == ["Tripoli", "Tripoli"]


def test_a_building_says_where(read: Read) -> None:
    (first,) = read("Two bombs went off at the Jolo Cathedral in Mindanao on Sunday and killed 20 people.").incidents
    (second,) = read(
        "A bomber crashed at Bradley International Airport in Windsor Locks on Sunday, killing seven people."
    ).incidents
    assert (first.place, second.place) == ("Jolo", "Windsor Locks")


def test_a_later_toll_belongs_to_the_event(read: Read) -> None:
    reading = read(
        "A gas tank exploded in a market in Recife on Thursday and hurt many people.\nOn Sunday, two of the victims died."
    )
    (incident,) = reading.incidents
    assert incident.killed is not None
    assert incident.killed.low == 2
    assert str(incident.start) == "2022-06-23"


def test_an_older_toll_is_history(read: Read) -> None:
    reading = read(
        "An explosion in a mine in Donetsk killed at least 20 miners on Sunday. The ministry corrected an earlier toll of 27 dead."
    )
    (incident,) = reading.incidents
    assert incident.killed is not None
    assert (incident.killed.low, incident.killed.high) == (20, None)
    assert [f.low for f in incident.history] == [27]


def test_a_place_that_the_gazetteer_lacks_lies_in_the_area_named(read: Read) -> None:
    reading = read(
        "A boat burned near Qwertzuiop Island off the coast of California on Monday, killing all 33 passengers.",
        title="Dozens dead in California boat fire",
    )
    (incident,) = reading.incidents
    assert incident.geocode is not None
    assert incident.geocode.place.name == "California"
    if incident.place != "California":
        assert "somewhere in California" in incident.geocode.reason


def test_an_earlier_event_is_background(read: Read) -> None:
    reading = read(
        "An earthquake shook Izmir on Sunday and killed four people. In 1999, an earthquake in Izmit killed more than 17,000 people."
    )
    assert [(i.place, i.role) for i in reading.incidents] == [("Izmir", Role.MAIN), ("Izmit", Role.BACKGROUND)]


@pytest.mark.parametrize(
    "text",
    [
        "Workers at the port of Hamburg went on strike on Monday for higher pay.",
        "The company fired 300 people in Detroit on Friday.",
        "A blast of cold air reached Chicago on Monday.",
        "The army held a drill in Busan on Monday in which a missile strike was simulated.",
        "Militants threatened to bomb the embassy in Nairobi.",
        "The court in Lyon will hear the case in March.",
        "Leaders met in Vienna on Monday and signed a treaty.",
        "The mayor of Naples opened a new bridge on Sunday.",
    ],
)
def test_what_is_no_incident(read: Read, text: str) -> None:
    assert told(read(text)) == []


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Rockets fired from launchers fell on Stepanakert on Monday, and two people were wounded.", "shelling"),
        ("An air strike on a market in Idlib killed seven people on Monday.", "air_strike"),
        ("A man with a knife stabbed three people in Lyon on Monday.", "stabbing"),
        ("A gunman opened fire in a bar in Tulsa on Monday, killing two people.", "shooting"),
        ("Soldiers clashed with rebels in Goma on Monday, and ten people died.", "armed_clash"),
        ("A fire in a factory in Dhaka killed 11 workers on Monday.", "fire"),
        ("A gas explosion in a bakery in Porto injured four people on Monday.", "explosion_accident"),
        ("A stampede at a stadium in Lima left 12 dead on Monday.", "crowd_crush"),
        ("A landslide in Manizales killed six people on Monday.", "storm_flood"),
        ("A building collapsed in Mumbai on Monday, killing three.", "structure_collapse"),
    ],
)
def test_type(read: Read, text: str, kind: str) -> None:
    assert [i.type for i in read(text).incidents] == [IncidentType(kind)]


def test_the_title_is_read(read: Read) -> None:
    reading = read("The flames spread at night, the police said.", title="Hotel fire in Bucharest kills three")
    (incident,) = reading.incidents
    assert incident.place == "Bucharest"
    assert incident.killed is not None
    assert incident.killed.evidence.field == "title"


def test_a_town_nobody_knows_is_kept_and_not_placed_at_zero(read: Read) -> None:
    reading = read("A bomb exploded in the village of Qwertzuiopa on Monday, killing two people.")
    assert [i.place for i in reading.incidents] == ["Qwertzuiopa"]
    for incident in reading.incidents:
        assert incident.geocode is None or (incident.geocode.latitude, incident.geocode.longitude) != (0, 0)
    assert all(t.geocode is None for t in reading.toponyms if t.name == "Qwertzuiopa")


@pytest.mark.parametrize(
    "text", ["Were people killed? The answer is no", "without", "In all no", "at least", "between 3 and", "Kyiv,"]
)
def test_a_text_that_breaks_off_is_read(read: Read, text: str) -> None:
    assert read(text).incidents == ()


def test_reading_is_deterministic(read: Read) -> None:
    text = "Two bombs went off in Quetta on Sunday and killed 13 people. Another blast in Karachi wounded five, police said."
    assert read(text) == read(text)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.text(max_size=120),
    st.lists(
        st.sampled_from(
            [
                "At least ten people were killed",
                " in Kharkiv",
                " on Monday",
                "\n",
                ", police said",
                ". ",
                "“",
                "”",
                " and 1,000 injured",
                "; ",
            ]
        ),
        max_size=12,
    ),
)
def test_any_text_is_read_and_every_quote_stands(read: Read, noise: str, words: list[str]) -> None:
    reading = read("".join(words) + noise)
    report = reading.report
    for evidence in [e for i in reading.incidents for e in (i.evidence, *i.sentences, *(f.evidence for f in i.figures))]:
        assert report.part(evidence.field)[evidence.start : evidence.end] == evidence.quote
