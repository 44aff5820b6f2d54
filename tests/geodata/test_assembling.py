"""What is made of the words that belong to an incident: place, time, figures, claimant. The words are marked in the texts."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from geodata.gazetteer.lookup import Gazetteer
from geodata.reading import assembling, language, times
from geodata.reading.findings import Findings, find
from geodata.reading.linked import Linked, Mention
from geodata.records import Incident, Report
from geodata.vocabulary import DatePrecision, GeoPrecision, IncidentType, Qualifier, Role
from tests.marked import SURE, read_marked

Told = Callable[..., Incident]


@pytest.fixture(scope="module")
def told(gazetteer: Gazetteer) -> Told:
    """The incident of a text in which its words are marked: "A bomb [event:exploded] in [where:Mosul]"."""

    def assembled(marked: str, role: Role = Role.MAIN) -> Incident:
        (incident,) = read_marked(
            marked.replace("[event:", f"[event=shooting/{role.value}:"), gazetteer, published=date(2022, 6, 27)
        ).incidents
        return incident

    return assembled


def test_every_value_comes_from_its_words(told: Told) -> None:
    incident = told(
        "Gunmen [event:opened fire] in [where:Mosul] on [when:Sunday], [killed:killing at least nine people], [says:police] said. "
        "[actor:The group] fled. The [event:attack] also [injured:wounded 20]."
    )
    assert (incident.place, str(incident.start), incident.date_precision) == ("Mosul", "2022-06-26", DatePrecision.DAY)
    assert incident.killed is not None
    assert (incident.killed.low, incident.killed.high, incident.killed.qualifier) == (9, None, Qualifier.AT_LEAST)
    assert incident.killed.evidence.quote == "killing at least nine people"
    assert incident.injured is not None
    assert incident.injured.low == 20
    assert (incident.attribution, incident.killed.attribution) == ("police", "police")
    assert incident.actor is not None
    assert incident.actor.name == "The group"
    assert [e.quote[:6] for e in incident.sentences] == ["Gunmen", "The at"]


def test_the_sharpest_place_counts(told: Told) -> None:
    assert told("A [event:crash] in [where:France], near [where:Lyon], hurt many.").place == "Lyon"


def test_a_time_that_is_only_likely_counts_where_no_other_does(told: Told) -> None:
    incident = told("[likely:On Sunday] the mayor spoke. Gunmen [event:opened fire] in [where:Mosul].")
    assert str(incident.start) == "2022-06-26"
    incident = told("[likely:On Sunday] the mayor spoke. Gunmen [event:opened fire] in [where:Mosul] [when:on Saturday].")
    assert str(incident.start) == "2022-06-25"
    incident = told("[likely:On Sunday] the mayor spoke. Gunmen [event:opened fire] in [where:Mosul] [when:around noon].")
    assert incident.start == date(2022, 6, 26)
    incident = told("Gunmen [event:opened fire] in [where:Mosul] [when:around noon].")
    assert incident.start == date(2022, 6, 27)
    incident = told("Gunmen [event:opened fire] in [where:Mosul], his home [likely:since 2013].")
    assert incident.start is None, "what is new did not happen in 2013"
    incident = told("Gunmen [event:opened fire] [likely:on] the road in [where:Mosul].")
    assert incident.start is None, "the rules find no time in these words"


def test_who_says_it_in_the_sentence_of_the_incident_comes_first(told: Told) -> None:
    incident = told(
        "[says:The army] is there. Gunmen [event:opened fire] in [where:Mosul], [says:a doctor] said. [says:It] denied it."
    )
    assert incident.attribution == "a doctor"


def test_it_said_is_the_claimant_named_before(told: Told) -> None:
    incident = told("[says:The Red Cross] is there. Gunmen [event:opened fire] in [where:Mosul], [says:it said].")
    assert incident.attribution == "The Red Cross"


SOURCED = "A bomb [event:fell] on [where:Mosul].\nSource: Ann Lee, mayor, on Telegram\nDetails: A house burned."


def test_the_source_line_says_what_has_no_other_claimant(told: Told) -> None:
    assert told(SOURCED).attribution == "Ann Lee, mayor"
    assert told(SOURCED, role=Role.BACKGROUND).attribution is None
    assert told(SOURCED.replace("A house", "A house, [says:police] said,")).attribution == "police"


def test_the_year_of_a_war_is_no_time_of_what_is_new(told: Told) -> None:
    text = "[when:2022] Mosul offensive: gunmen [event:opened fire] in [where:Mosul]."
    assert told(text).start is None
    assert str(told(text, role=Role.BACKGROUND).start) == "2022-01-01"
    assert str(told(text.replace("offensive", "attacks")).start) == "2022-01-01"


def test_counts_with_only_an_and_between_them_are_one(told: Told) -> None:
    text = "Gunmen [event:opened fire] in [where:Mosul]: [killed:26 civilians] and [killed:23 soldiers were killed]."
    incident = told(text)
    assert incident.killed is not None
    assert (incident.killed.best, incident.killed.evidence.quote) == (49, "26 civilians and 23 soldiers were killed")
    apart = told(text.replace("] and [", "]. Later we heard: ["))
    assert apart.killed is not None
    assert apart.killed.best == 26


def test_words_that_end_with_and_go_on_to_the_next_person(told: Told) -> None:
    text = "A [event:bomb] in [where:Mosul] went off, [killed:killing a police officer and] a state bomb disposal technician."
    killed = told(text).killed
    assert killed is not None
    assert (killed.best, killed.evidence.quote[-10:]) == (2, "technician")
    killed = told(text.replace("a state bomb disposal technician", "the search ended with a technician")).killed
    assert killed is not None
    assert killed.best == 1


def test_who_was_also_hurt_comes_on_top_of_others(told: Told) -> None:
    incident = told(
        "Gunmen [event:opened fire] in [where:Mosul]. [injured:Seven other officers were wounded]. "
        "[injured:Two civilians were also hurt]."
    )
    assert incident.injured is not None
    assert (incident.injured.low, incident.injured.high) == (9, 9)
    incident = told(
        "Gunmen [event:opened fire] in [where:Mosul]. [injured:Two civilians were also hurt]. [injured:Seven others were wounded]."
    )
    assert incident.injured is not None
    assert incident.injured.low != 9, "the seven may include the two"


def test_others_within_a_count_do_not_come_on_top_of_it(told: Told) -> None:
    incident = told(
        "Gunmen [event:opened fire] in [where:Mosul], [killed:killing Omar Said and six others]. [killed:Six others died]."
    )
    assert incident.killed is not None
    assert incident.killed.best == 7


def test_what_a_daily_report_newly_reports_is_of_the_day_it_covers(told: Told) -> None:
    text = "Over the past day, the army was busy. Gunmen [event:opened fire] in [where:Mosul]."
    assert (str(told(text).start), str(told(text).end)) == ("2022-06-26", "2022-06-27")
    assert told(text, Role.BACKGROUND).start is None
    assert told(text.replace("Over the past day", "Over the past days")).start is None
    assert told("The army was busy. " * 20 + text).start is None, "only where the report begins with it"


def test_what_a_bulletin_newly_reports_is_of_the_first_day_it_names(told: Told) -> None:
    text = "The army shelled towns on 25 June.\nSource: police on Facebook\nGunmen [event:opened fire] in [where:Mosul]."
    assert str(told(text).start) == "2022-06-25"
    assert str(told(text.replace("Gunmen", "[when:On 24 June], gunmen")).start) == "2022-06-24"
    assert told(text, Role.BACKGROUND).start is None
    assert told(text.replace("Source: ", "")).start is None
    assert told(text.replace("on 25 June", "in June")).start is None
    assert told(text.replace("25 June", "5 June")).start is None, "longer ago than a week"


def test_a_toll_that_goes_on_is_counted_until_publication(told: Told) -> None:
    text = (
        "The [event:war] in [where:Iraq] after the attack [when:on 7 March 2021] [killed:has killed more than 40,000 people]."
    )
    assert str(told(text, Role.AGGREGATE).end) == "2022-06-27"
    assert str(told(text.replace("has killed", "killed"), Role.AGGREGATE).end) == "2021-03-07"


def test_how_long_it_lasted_is_not_when(told: Told) -> None:
    text = "The [event:operation] in [where:Mosul] killed many [when:over 50 days] [when:in 2014]."
    assert str(told(text, Role.BACKGROUND).start) == "2014-01-01"


def test_attackers_who_die_are_not_victims(told: Told) -> None:
    incident = told(
        "Gunmen [event:opened fire] in [where:Mosul]. Police [killed:killed two attackers]. [killed:Four people died]."
    )
    assert incident.killed is not None
    assert incident.killed.best == 4
    assert incident.attackers_killed is not None
    assert incident.attackers_killed.best == 2


def test_a_place_that_no_gazetteer_knows_is_near_what_its_sentence_names(told: Told) -> None:
    incident = told(
        "Gunmen [event:opened fire] in [where:Qwxbarra], not far from Mosul. The war in Syria and in Syria goes on."
    )
    assert incident.place == "Qwxbarra"
    assert incident.geocode is not None
    assert (incident.geocode.place.name, incident.geocode.precision) == ("Mosul", GeoPrecision.NEAR_SETTLEMENT)
    digest = "Ukraine: a fire. Ukraine: a flood. Ukraine: a strike. In Iraq, tension rose. Gunmen [event:opened fire] in [where:Qwxbarra]."
    incident = told(digest)
    assert incident.geocode is not None
    assert (incident.geocode.place.country, incident.geocode.precision) == ("IQ", GeoPrecision.COUNTRY)


def test_a_place_that_no_gazetteer_knows_is_in_the_part_of_a_country_that_the_text_names(told: Told) -> None:
    incident = told("Shells [event:fell] on [where:Qwertabad] in southern [where:Lebanon].")
    assert incident.toponym is not None
    geocode = incident.toponym.geocode
    assert geocode is not None
    assert (incident.place, geocode.precision) == ("Qwertabad", GeoPrecision.REGION)
    assert geocode.place.latitude < 33.5


def test_what_the_text_names_around_a_place_binds_it(told: Told) -> None:
    incident = told("The [event:quake] struck [where:Christchurch] in [where:New Zealand].")
    assert incident.geocode is not None
    assert incident.geocode.place.country == "NZ"


def test_a_place_that_lies_nowhere_in_what_holds_it_is_shown_as_what_holds_it(told: Told) -> None:
    incident = told("A [event:landslide] hit [where:Qwertzuiopa], a village in [where:Nepal].")
    assert incident.place == "Qwertzuiopa"
    assert incident.geocode is not None
    assert (incident.geocode.place.country, incident.geocode.precision) == ("NP", GeoPrecision.COUNTRY)
    assert "the place is shown where its surroundings are" in incident.reasons


def test_a_city_that_bears_its_provinces_name_is_the_province_beside_another_city(told: Told) -> None:
    assert told("Gunmen [event:attacked] a bar in [where:Celaya], [where:Guanajuato].").place == "Celaya"


def test_a_total_is_put_at_its_country(told: Told) -> None:
    incident = told(
        "[event:Shelling] of several [where:Ukrainian] cities, among them [where:Kyiv], [killed:killed six people]. Ukraine asked for help.",
        role=Role.AGGREGATE,
    )
    assert incident.place == "Ukraine"


@pytest.mark.parametrize(
    ("words", "days"),
    [
        ("[when:between 5 and 7 March]", ("2022-03-05", "2022-03-07")),
        ("in [when:2015], on [when:August 9]", ("2015-08-09", "2015-08-09")),
        ("[when:last week], on [when:Tuesday]", ("2022-06-21", "2022-06-21")),
        ("[when:at 04:00]", ("2022-06-27", "2022-06-27")),
        ("[when:recently]", ("None", "None")),
        ("[when:a day after] the attack of 6 June", ("2022-06-07", "2022-06-07")),
        ("after a vote on 2 May, [when:three days later], and not on 6 June", ("2022-05-05", "2022-05-05")),
        ("after a vote in May 1990, [when:later that year]", ("1990-01-01", "1990-12-31")),
        ("after a vote on 2 May, [when:the month before]", ("2022-04-01", "2022-04-30")),
        ("after a vote, [when:that night]", ("None", "None")),
        ("which comes [when:two weeks after] a vote", ("2022-06-13", "2022-06-19")),
        ("[when:in December and January]", ("2021-12-01", "2022-01-31")),
        ("[when:around February]", ("2022-02-01", "2022-02-28")),
    ],
)
def test_when(told: Told, words: str, days: tuple[str, str]) -> None:
    incident = told(f"A bomb [event:exploded] in [where:Mosul] {words}.")
    assert (str(incident.start), str(incident.end)) == days


def test_the_year_of_a_war() -> None:
    assert all(times.year_of_war(*example) for example in times.WAR_OF_A_YEAR_YES)
    assert not any(times.year_of_war(*example) for example in times.WAR_OF_A_YEAR_NO)


@pytest.mark.parametrize(("words", "start"), [("few", None), ("several", None), ("three", date(2022, 3, 27))])
def test_the_past_few_months_are_no_known_number(told: Told, words: str, start: date | None) -> None:
    assert told(f"[when:Over the past {words} months] gunmen [event:opened fire] in [where:Mosul].").start == start


def test_a_few_days_after_something_leave_the_day_that_is_named(told: Told) -> None:
    assert (
        str(told("[when:On 25 June, a few days after the parade,] gunmen [event:fired] in [where:Mosul].").start)
        == "2022-06-25"
    )


def test_since_is_a_span_for_a_total_and_a_day_for_an_earlier_event(told: Told) -> None:
    text = "It was the worst [event:attack] in [where:Mosul] since [when:6 May]."
    assert str(told(text, role=Role.BACKGROUND).end) == "2022-05-06"
    assert str(told(text, role=Role.AGGREGATE).end) == "2022-06-27"


@pytest.mark.parametrize(
    ("text", "bounds"),
    [
        ("[killed:kills 26]. [killed:At least 26 people were killed]", (26, None)),
        ("[killed:dozens dead]. Police counted [killed:20 dead]", (20, 20)),
        ("[killed:Four people were killed]. [killed:Another three died] later", (7, 7)),
        ("[killed:five died]. [killed:five were killed]. [killed:six died]", (5, 5)),
        ("[killed:No one was killed]", (0, 0)),
        ("[killed:children were killed]", None),
    ],
)
def test_how_many(told: Told, text: str, bounds: tuple[int | None, int | None] | None) -> None:
    incident = told(f"A bomb [event:exploded] in [where:Mosul]. {text}.")
    assert ((incident.killed.low, incident.killed.high) if incident.killed else None) == bounds


def test_rival_claims_are_a_range_and_kept(told: Told) -> None:
    incident = told(
        "A bomb [event:exploded] in [where:Mosul]. [says:The army] said [killed:five people died]. "
        "[says:A doctor] said [killed:eight people died]."
    )
    assert incident.killed is not None
    assert (incident.killed.low, incident.killed.high, incident.killed.best) == (5, 8, 5)
    assert [(f.low, f.attribution) for f in incident.history] == [(8, "A doctor")]


def test_a_replaced_figure_is_history(told: Told) -> None:
    incident = told("A mine [event:exploded] in [where:Donetsk], [killed:killing 20]. An earlier toll was [old:27 dead].")
    assert incident.killed is not None
    assert incident.killed.low == 20
    assert [f.low for f in incident.history] == [27]


def test_what_a_total_includes_and_leaves_out(told: Told) -> None:
    incident = told(
        "[event:Attacks] on towns in [where:Ukraine], including Kharkiv, [killed:killed six], not including the strike on Odesa.",
        role=Role.AGGREGATE,
    )
    assert (incident.covers, incident.excludes) == (("Kharkiv",), ("Odesa",))


def test_without_words_for_its_place_an_incident_is_at_the_place_of_its_sentence(told: Told) -> None:
    incident = told("A bomb [event:exploded] in Mosul and [killed:killed two].")
    assert incident.place == "Mosul"
    assert "the place is taken from the sentences around it" in incident.reasons


@pytest.mark.parametrize(
    ("when", "role", "decided"),
    [
        ("on [when:13 December 2021]", Role.MAIN, Role.BACKGROUND),
        ("on [when:Sunday]", Role.BACKGROUND, Role.MAIN),
        ("on [when:20 June]", Role.BACKGROUND, Role.BACKGROUND),
        ("", Role.MAIN, Role.MAIN),
        ("since [when:March]", Role.AGGREGATE, Role.AGGREGATE),
    ],
)
def test_the_role_is_decided_with_the_date(told: Told, when: str, role: Role, decided: Role) -> None:
    assert told(f"A bomb [event:exploded] in [where:Mosul] {when}.", role=role).role is decided


def test_a_text_that_repeats_itself_is_put_together_a_few_times_only(
    gazetteer: Gazetteer, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, times = "Gunmen killed nine in Mosul on Sunday. ", 64
    report = Report(text=one * times, published=date(2022, 6, 27))
    findings = find(report, language.sentences(report), gazetteer, None)
    starts = [findings.body + k * len(one) for k in range(times)]

    def said(kind: str, words: str, start: int) -> Mention:
        first = start + one.index(words)
        return Mention(kind, first, first + len(words), SURE)

    linked = [
        Linked(
            (said("event", "killed", s),),
            (said("where", "Mosul", s), said("killed", "nine", s), said("when", "Sunday", s)),
            {IncidentType.SHOOTING: SURE},
            {Role.MAIN: SURE},
        )
        for s in starts
    ]
    calls: list[Linked] = []
    assemble = assembling.assemble

    def counted(findings: Findings, linked: Linked, gazetteer: Gazetteer) -> Incident | None:
        calls.append(linked)
        return assemble(findings, linked, gazetteer)

    monkeypatch.setattr(assembling, "assemble", counted)
    (incident,) = assembling.incidents_of(findings, linked, gazetteer)
    assert len(incident.sentences) == times
    assert len(calls) == times + 6, "each one, and the whole at each doubling"
    assert len(assembling.incidents_of(findings, linked[:3], gazetteer)[0].sentences) == 3, "the last one too"


@pytest.mark.parametrize(
    ("text", "borrowed"),
    [
        ("Gunmen [event:opened fire] in [where:the district]. In Mosul it was quiet.", True),
        ("Gunmen [event:opened fire]. In Mosul it was quiet.", True),
        ("Gunmen [event:opened fire] in [where:Mosul].", False),
        ("Iraq is large. [where:Iraqi] gunmen [event:opened fire].", False),  # the country's noun is elsewhere
        ("Gunmen [event:opened fire] in [where:Qwxbarra]. In Mosul it was quiet.", False),
    ],
)
def test_a_place_from_other_words_is_doubtful(told: Told, text: str, borrowed: bool) -> None:
    assert ("the place is taken from the sentences around it" in told(text).reasons) is borrowed
