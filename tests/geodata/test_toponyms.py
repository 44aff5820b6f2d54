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
        # a large city of that name, though its country is not named, but not a town that only also has the name
        (
            "Talks in Geneva failed. Syria and Russia met. Aleppo was bombed, U.S. officials said.",
            [("Geneva", "Geneva"), ("Syria", "Syria"), ("Russia", "Russia"), ("Aleppo", "Aleppo"), ("U.S.", "United States")],
        ),
        (
            "Police in Rajshahi, Bangladesh, said so. He is from Paba.",
            [("Rajshahi", "Rajshahi"), ("Bangladesh", "Bangladesh"), ("Paba", None)],
        ),
        ("In Halle, two people died. Germany mourns.", [("Halle", "Halle (Saale)"), ("Germany", "Germany")]),
        ("In Newtown, 26 people died. Connecticut mourns.", [("Newtown", "Newtown"), ("Connecticut", "Connecticut")]),
        (
            "Thousand Oaks and Ventura mourn, as do Los Angeles and San Bernardino in California. Pittsburgh was attacked.",
            [
                ("Thousand Oaks", "Thousand Oaks"),
                ("Ventura", "Ventura"),
                ("Los Angeles", "Los Angeles"),
                ("San Bernardino", "San Bernardino"),
                ("California", "California"),
                ("Pittsburgh", "Pittsburgh"),
            ],
        ),
        ("Jewish people in Germany celebrate Earth Day.", [("Germany", "Germany")]),
        ("He lives in the Jewish Autonomous Oblast in Russia.", [("Jewish Autonomous Oblast", "Jewish"), ("Russia", "Russia")]),
    ],
)
def test_places(text: str, expected: list[tuple[str, str | None]], gazetteer: Gazetteer) -> None:
    assert places(text, gazetteer) == expected


def test_geneva_is_in_switzerland(gazetteer: Gazetteer) -> None:
    text = "Talks in Geneva failed. Syria and Russia met. Aleppo was bombed, U.S. officials said."
    report = Report(text=text)
    (geneva,) = [p for p in find(report, language.sentences(report), gazetteer, None).places if p.name == "Geneva"]
    assert geneva.geocode is not None
    assert geneva.geocode.place.country == "CH"


def test_an_area_of_a_town_is_near_it_wherever_it_is_named(gazetteer: Gazetteer) -> None:
    text = "Bombs killed 37 in Iraq. One hit the Alpine area of Baghdad. It was in the Alpine market."
    assert [found for name, found in places(text, gazetteer) if name == "Alpine"] == ["Baghdad", "Baghdad"]
    often = "He was in Westwood on Monday, in the Westwood area of Baghdad. He left Westwood."
    assert [found for name, found in places(often, gazetteer) if name.startswith("Westwood")][:2] == ["Baghdad", "Baghdad"]
    far = "He lives in Kabanjahe district of Karo. The plane left Atlanta."
    assert ("Kabanjahe", "Atlanta") not in places(far, gazetteer)


def test_a_town_is_in_the_only_country_that_the_words_of_its_incident_name(gazetteer: Gazetteer) -> None:
    text = "Wales mourns. Cardiff and England pray after men [event=shooting:shot] 50 in [where:Christchurch]. [where:New Zealand] is far."

    def country(text: str) -> str | None:
        (incident,) = read_marked(text, gazetteer, published=date(2022, 6, 27)).incidents
        return incident.geocode.place.country if incident.geocode else None

    assert country(text) == "NZ"
    assert country(text.replace("[where:New Zealand]", "New Zealand")) == "GB"
    assert country(text.replace("[where:New Zealand]", "[where:France]")) == "GB"
    assert country(f"{text} [where:France] mourns.") == "GB"


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
