"""Which place an incident gets: words that point back, places that contain others, and words only named after a place."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from geodata.gazetteer.lookup import Gazetteer
from geodata.reading import containers, language, named, unnamed, whereabouts
from geodata.reading.findings import Findings, find
from geodata.reading.linked import Mention
from geodata.records import Geocode, Incident, Report
from geodata.vocabulary import GeoPrecision, Role
from tests.marked import read_marked


@pytest.mark.parametrize(("words", "feature"), unnamed.YES)
def test_words_that_point_back(words: str, feature: str) -> None:
    match = unnamed.POINTS_BACK.search(words)
    assert match is not None
    assert feature in unnamed.KINDS[match[1].lower()]


@pytest.mark.parametrize("words", unnamed.NO)
def test_words_that_do_not_point_back(words: str) -> None:
    assert unnamed.POINTS_BACK.search(words) is None


def test_what_is_stripped_of_a_name_and_what_is_part_of_it() -> None:
    assert all(named.PART_OF_NAME.search(words) for words in named.PART_YES)
    assert not any(named.PART_OF_NAME.search(words) for words in named.PART_NO)


def test_names_lent_to_buildings() -> None:
    assert all(named.LENT.match(words) for words in named.LENT_YES)
    assert not any(named.LENT.match(words) for words in named.LENT_NO)


def test_numbers_of_highways() -> None:
    assert all(named.HIGHWAY.match(words) for words in named.HIGHWAY_YES)
    assert not any(named.HIGHWAY.match(words) for words in named.HIGHWAY_NO)


def test_words_before_there() -> None:
    assert all(unnamed.THERE.match(words) for words in unnamed.THERE_YES)
    assert not any(unnamed.THERE.match(words) for words in unnamed.THERE_NO)


def incident_of(gazetteer: Gazetteer, marked: str, role: Role = Role.MAIN) -> Incident:
    text = marked.replace("[event:", f"[event=shooting/{role.value}:")
    (incident,) = read_marked(text, gazetteer, published=date(2022, 6, 27)).incidents
    return incident


def country(incident: Incident) -> str | None:
    return incident.geocode.place.country if incident.geocode else None


def test_a_word_that_leads_to_a_place_is_none(gazetteer: Gazetteer) -> None:
    incident = incident_of(gazetteer, "Rebels hold Borno state. [where:Across] the state, men [event:shot] two in Borno.")
    assert (incident.place, country(incident)) == ("Borno", "NG")


def test_what_is_called_by_the_name_of_its_town(gazetteer: Gazetteer) -> None:
    assert all(containers.NAMED_AFTER_A_TOWN.match(words) for words in containers.NAMED_AFTER_YES)
    assert not any(containers.NAMED_AFTER_A_TOWN.match(words) for words in containers.NAMED_AFTER_NO)
    incident = incident_of(
        gazetteer, "A plane [event:crashed] at [where:Telluride Regional Airport] in western [where:Colorado]."
    )
    assert incident.geocode is not None
    assert (incident.geocode.place.name, incident.geocode.precision) == ("Telluride", GeoPrecision.NEAR_SETTLEMENT)


def test_a_great_city_is_not_lost_to_a_province_elsewhere(gazetteer: Gazetteer) -> None:
    text = "Jets [event:struck] the [where:Castello] road and [where:Aleppo] in Syria."
    incident = incident_of(gazetteer, text)
    assert (incident.place, country(incident)) == ("Aleppo", "SY")
    assert country(incident_of(gazetteer, "Jets [event:struck] [where:Aleppo], [where:Texas].")) == "US"


def test_a_village_far_from_the_division_that_the_text_names_is_not_meant(gazetteer: Gazetteer) -> None:
    incident = incident_of(gazetteer, "Troops [event:shelled] [where:Novomlynsk] in [where:Kharkiv Oblast], Ukraine.")
    assert incident.geocode is not None
    assert (incident.place, incident.geocode.place.name, incident.geocode.precision.is_area) == ("Novomlynsk", "Kharkiv", True)


def test_what_is_unknown_near_a_town_is_another_place_than_the_town(gazetteer: Gazetteer) -> None:
    text = "Troops [event=shelling:shelled] [where:Mosul]. They [event2=shelling:fired] at [where2:Qwxbarra] near Mosul."
    assert len(read_marked(text, gazetteer, published=date(2022, 6, 27)).incidents) == 2


def test_a_flood_is_not_the_epidemic_of_its_town(gazetteer: Gazetteer) -> None:
    text = "A [event=storm_flood:flood] hit [where:Mosul]. [where2:Mosul] also has [event2=epidemic:cholera]."
    assert len(read_marked(text, gazetteer, published=date(2022, 6, 27)).incidents) == 2


def test_the_country_is_the_one_named_last(gazetteer: Gazetteer) -> None:
    text = "Burkina Faso mourns. Fighters of a Russian company [event:shot nine people] [where:across the country]."
    assert incident_of(gazetteer, text).place == "Burkina Faso"
    assert incident_of(gazetteer, text.replace("Burkina Faso mourns", "Mali and Burkina Faso mourn")).place == "Burkina Faso"


def test_an_adjective_of_others_is_not_where_it_happened(gazetteer: Gazetteer) -> None:
    assert (
        incident_of(gazetteer, "Israeli soldiers [event:fired] at cars. Nablus and Tubas are closed. Nablus is quiet.").place
        == "Nablus"
    )
    assert incident_of(gazetteer, "Gunmen [event:fired] on [where:a Syrian beach]. He flew to Paris.").place == "Syrian beach"


def test_a_consulate_is_not_in_the_country_that_it_is_of(gazetteer: Gazetteer) -> None:
    incident = incident_of(gazetteer, "Gunmen [event:fired] at [where:the Indian consulate] in [where:Mazar-i-Sharif].")
    assert country(incident) == "AF"


def test_what_has_a_city_in_its_name_is_in_the_city(gazetteer: Gazetteer) -> None:
    incident = incident_of(
        gazetteer, "Iran protested. A man [event:shot] a guard at [where:Seoul Western District Court]. He left."
    )
    assert country(incident) == "KR"


def test_divisions_side_by_side_do_not_hold_each_other(gazetteer: Gazetteer) -> None:
    known = {name: geocodes(gazetteer, f"Storms hit {name} in the United States.")[name] for name in ("Alabama", "Texas")}
    assert all(known.values())
    names = [named.Named(name, n, n + 1, geocode, 1.0) for n, (name, geocode) in enumerate(known.items())]
    for name in names:
        kept = named.bound(name, names, gazetteer).geocode
        assert kept is not None
        assert kept.precision is GeoPrecision.ADM1


def test_a_county_of_another_country_than_the_province_behind_it_is_not_meant(gazetteer: Gazetteer) -> None:
    assert country(incident_of(gazetteer, "A bus [event:crashed] in [where:Durham, Ontario]. He left.")) == "CA"
    assert country(incident_of(gazetteer, "Shots were [event:fired] in [where:Borno, Adamawa]. He left.")) == "NG"


def test_the_only_place_of_a_name_in_a_country_is_meant(gazetteer: Gazetteer) -> None:
    """The gazetteer lists Kolwezi in a province that has since been divided."""
    text = "Gunmen [event:fired] in [where:Kolwezi] in [where:Lualaba Province], [where:Democratic Republic of the Congo]."
    incident = incident_of(gazetteer, text)
    assert incident.geocode is not None
    assert (incident.place, incident.geocode.precision) == ("Kolwezi", GeoPrecision.SETTLEMENT)


def test_a_total_is_at_the_widest_place_but_what_holds_it(gazetteer: Gazetteer) -> None:
    one = "So far nine were [event:shot] in [where:Borno, Nigeria]."
    assert incident_of(gazetteer, one, Role.AGGREGATE).place == "Borno"
    other = "So far nine were [event:shot] in [where:Borno] and elsewhere in [where:Nigeria]."
    assert incident_of(gazetteer, other, Role.AGGREGATE).place == "Nigeria"


def test_a_side_of_the_world_can_be_part_of_a_name(gazetteer: Gazetteer) -> None:
    """The name is found even if the place-name finder missed it."""
    text = "Storms hit towns in West Virginia, officials said in the United States."
    findings = findings_of(gazetteer, text)
    start = findings.full.index("in West")
    mention = Mention("where", start, start + len("in West Virginia"))
    (found,) = named.names_in(replace(findings, places=()), mention, gazetteer)
    assert found.name == "West Virginia"
    assert found.geocode is not None
    assert found.geocode.precision is GeoPrecision.ADM1


def test_a_name_of_none_of_the_countries_named_is_not_a_village_elsewhere(gazetteer: Gazetteer) -> None:
    findings = findings_of(gazetteer, "Israel said that gunmen fired at the Nova festival. Israel mourns.")
    assert named.look_up("Nova", findings, gazetteer) is None
    assert named.look_up("Santiago", findings, gazetteer) is not None


def findings_of(gazetteer: Gazetteer, text: str) -> Findings:
    report = Report(text=text, title="")
    return find(report, language.sentences(report), gazetteer, None)


def geocodes(gazetteer: Gazetteer, text: str) -> dict[str, Geocode | None]:
    return {p.name: p.geocode for p in findings_of(gazetteer, text).places}


def test_a_state_is_meant_before_a_small_town_of_its_name(gazetteer: Gazetteer) -> None:
    found = geocodes(gazetteer, "Storms killed two in Ballwin, Missouri, one in St. Louis, and three in Louisiana.")[
        "Louisiana"
    ]
    assert found is not None
    assert found.precision is GeoPrecision.ADM1


def test_a_town_apart_from_all_others_is_not_taken(gazetteer: Gazetteer) -> None:
    """The gazetteer's only Banat is in India."""
    found = geocodes(gazetteer, "Israel bombed Gaza and Rafah. Israel also struck Banat and Nablus.")
    assert found["Banat"] is None
    assert found["Nablus"] is not None
    alone = geocodes(gazetteer, "A bus crashed near Banat in India on Monday.")["Banat"]
    assert alone is not None
    assert alone.place.country == "IN"


def test_a_great_city_is_meant_where_nothing_speaks_for_its_small_namesake(gazetteer: Gazetteer) -> None:
    """Little here supports Paris in Texas or the small Nagasaki near Tokyo."""
    text = "WASHINGTON — The Pentagon said on Monday that the U.S. struck Yemen. The attack in Paris killed twelve."
    paris, washington = geocodes(gazetteer, text)["Paris"], geocodes(gazetteer, text)["WASHINGTON"]
    assert paris is not None
    assert washington is not None
    assert (paris.place.country, washington.place.country) == ("FR", "US")
    found = geocodes(gazetteer, "Mourners met in Nagasaki. Others came to Hiroshima, the mayor of Nagasaki said in Japan.")
    nagasaki = found["Nagasaki"]
    assert nagasaki is not None
    assert nagasaki.place.population > 300_000
    texan = geocodes(
        gazetteer, "Police in Dallas, Texas, seek a man. He was seen in Paris, north of Dallas, Texas troopers said."
    )["Paris"]
    assert texan is not None
    assert texan.place.country == "US"


def test_sides_of_the_world_months_organisations_and_broadcasters_are_not_places(gazetteer: Gazetteer) -> None:
    text = (
        "Western officials met on Nov. 3 in Gaza. Hamas denied it. A spokesman of Hamas told Al Jazeera that Hamas had left. "
        "Al Jazeera reported from Cairo that Israel blamed Hamas."
    )
    assert not {"Western", "Nov.", "Hamas", "Al Jazeera"} & set(geocodes(gazetteer, text))
    assert {"Gaza", "Cairo"} <= set(geocodes(gazetteer, text))
    fire = "Police said the fire broke out in the early morning hours of Nov. 14, hours after learning of the Nov. 13 attacks."
    assert "Nov." not in geocodes(gazetteer, fire)
    assert "Western Province" in geocodes(gazetteer, "A bus crashed in Western Province in Zambia on Monday.")


def test_a_state_named_often_does_not_hide_its_county(gazetteer: Gazetteer) -> None:
    text = (
        "A fire burned in [where:Alabama]. Pilots [event:crashed] in [where:Alabama]. It was hot in [where:Alabama]. "
        "Two lived in [where:Coffee County], officials said."
    )
    assert incident_of(gazetteer, text).place == "Coffee County"


def test_the_city_of_a_name_is_not_its_province(gazetteer: Gazetteer) -> None:
    text = "Kherson Oblast was calm. Shells [event:hit] [where:the city of Kherson] in Ukraine."
    findings = findings_of(gazetteer, text.replace("[event:", "").replace("[where:", "").replace("]", ""))
    start = findings.full.index("the city of")
    mention = Mention("where", start, start + len("the city of Kherson"))
    found = named.names_in(
        replace(findings, places=tuple(p for p in findings.places if p.name != "Kherson")), mention, gazetteer
    )
    assert [n.geocode.precision for n in found if n.geocode] == [GeoPrecision.SETTLEMENT]


def test_a_side_of_a_country_is_not_its_capital_of_the_same_name(gazetteer: Gazetteer) -> None:
    findings = findings_of(gazetteer, "Troops were killed in clashes in Western Mexico. Mexico mourns.")
    found = named.look_up("Mexico", findings, gazetteer)
    assert found is not None
    assert found.place.feature == "COUNTRY"


def test_the_last_word_of_a_road_is_no_place(gazetteer: Gazetteer) -> None:
    findings = findings_of(gazetteer, "A car crashed on the Southern State Parkway in New York.")
    assert named.look_up("Parkway", findings, gazetteer) is None


def test_there_is_the_last_place_named_before(gazetteer: Gazetteer) -> None:
    later = " Officials in [where:Lviv] condemned it."
    there = "Ships left the port of Odesa. A missile [event:attack] there hurt six."
    away = "Ships left the port of Odesa. A missile [event:attack] hurt six, and there were fears of more."
    assert incident_of(gazetteer, there + later).place == "Odesa"
    assert incident_of(gazetteer, away + later).place == "Lviv"
    assert incident_of(gazetteer, "An [event:attack] there hurt six in [where:Lviv].").place == "Lviv"


def test_marks_behind_a_name_are_no_part_of_it(gazetteer: Gazetteer) -> None:
    assert incident_of(gazetteer, "[where:QORXTALEH -] Men [event:shot] two in Iraq.").place == "QORXTALEH"


def test_pieces_of_an_unknown_name_are_one_name(gazetteer: Gazetteer) -> None:
    village = incident_of(gazetteer, "Shells [event:fell] on [where:Busra al-Sham], in Syria.")
    assert (village.place, country(village)) == ("Busra al-Sham", "SY")
    province = incident_of(gazetteer, "Men [event:shot] two in [where:Highland Papua].")
    assert (province.place, country(province)) == ("Highland Papua", "ID")
    assert incident_of(gazetteer, "Men [event:shot] two in [where:Idlib Syria].").place == "Idlib"


def test_a_highway_is_not_the_country(gazetteer: Gazetteer) -> None:
    assert incident_of(gazetteer, "A car [event:crashed] on [where:U.S. 27A], as many in [where:France] do.").place != "U.S."


def test_an_unlikely_place_elsewhere_is_not_better_than_a_sure_one(gazetteer: Gazetteer) -> None:
    places = geocodes(gazetteer, "He died in Tennessee. She died in Traverse City, Michigan. Nashville mourns.")
    names = [named.Named(name, n, n + 1, places[name], 0.95) for n, name in enumerate(("Tennessee", "Traverse City"))]
    sure, other = names
    unlikely = replace(other, score=0.6)
    assert whereabouts.without_unlikely([sure, unlikely]) == [sure]
    assert whereabouts.without_unlikely([sure, other]) == [sure, other]
    assert whereabouts.without_unlikely([replace(sure, score=0.85), unlikely]) == [replace(sure, score=0.85), unlikely]
    inside = named.Named("Nashville", 3, 4, places["Nashville"], 0.6)
    assert whereabouts.without_unlikely([sure, inside]) == [sure, inside]
    unknown = named.Named("Qwxbarra", 3, 4, None, 0.6)
    assert whereabouts.without_unlikely([sure, unknown]) == [sure, unknown]


def test_an_adjective_with_a_common_noun_names_the_country(gazetteer: Gazetteer) -> None:
    text = "Men [event:shot] two in [where:Rwandan prisons], in [where:Qwxbarra district]."
    incident = incident_of(gazetteer, text)
    assert (incident.place, country(incident)) == ("Qwxbarra district", "RW")
    bases = incident_of(gazetteer, "Rockets [event:hit] [where:Iraqi military bases]. The US protested in the US.")
    assert (bases.place, country(bases)) == ("Iraqi military bases", "IQ")


def test_the_seat_of_a_district_is_not_a_name(gazetteer: Gazetteer) -> None:
    assert all(named.SEAT.fullmatch(words) for words in named.SEAT_YES)
    assert not any(named.SEAT.fullmatch(words) for words in named.SEAT_NO)
    text = "Bogura mourns. A truck [event:overturned] in [where:Baghorpara area] of the [where:Sadar upazila]."
    assert incident_of(gazetteer, text).place == "Baghorpara"
