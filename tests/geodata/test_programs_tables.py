"""Tables as other programs write them, and in other languages: each was once imported wrongly without a warning."""

from __future__ import annotations

import re
import tomllib
from datetime import datetime
from pathlib import Path

import openpyxl
import pytest

from geodata.gazetteer.names import fold
from geodata.importing import loading
from geodata.importing.looking_up import GazetteerLookUp
from geodata.tables.files.grid import Sheet
from geodata.tables.files.open import contents
from geodata.tables.layout import FOLDER, layouts
from geodata.tables.table import open_table
from geodata.workspace.store import Workspace
from tests.loading import Load, hurt, killed


def test_words_for_nothing_are_no_quotation_actor_or_source(load: Load) -> None:
    body = "date,place,killed,actor,source,notes\n2024-03-01,Kharkiv,1,NA,nan,N/A\n2024-03-02,Kyiv,2,Group A,Paper,Shots were heard.\n"
    _, found = load("a.csv", body)
    nothing, told = found
    assert (nothing.actor, nothing.attribution) == (None, None)
    assert {sentence.quote for sentence in nothing.sentences} <= {""}
    assert told.actor is not None
    assert [sentence.quote for sentence in told.sentences] == ["Shots were heard."]


@pytest.mark.parametrize(
    ("place", "country"),
    [("Asbest, Líbano", "LB"), ("Springfield, Egipto", "EG"), ("Синай, Египет", "EG"), ("Asbest, Deutschland", "DE")],
)
def test_a_country_in_another_language_behind_a_place_binds_it(load: Load, place: str, country: str) -> None:
    _, found = load("a.csv", f'date,place,killed\n2024-03-01,"{place}",1\n', look_up=GazetteerLookUp())
    geocode = found[0].geocode
    assert geocode is not None
    assert geocode.place.country == country


@pytest.mark.parametrize(
    ("place", "wanted"), [("м. Харків", (50, 36)), ("смт. Чорнобай", (50, 32)), ("Kota Kinabalu", (6, 116))]
)
def test_words_for_a_kind_of_town_in_front_of_its_name(load: Load, place: str, wanted: tuple[int, int]) -> None:
    country = "Malaysia" if place.startswith("Kota") else "Ukraine"
    _, found = load("a.csv", f"date,place,country,killed\n2024-03-01,{place},{country},1\n", look_up=GazetteerLookUp())
    geocode = found[0].geocode
    assert geocode is not None
    assert (round(geocode.latitude), round(geocode.longitude)) == wanted


@pytest.mark.parametrize(
    ("rows", "wanted", "said"),
    [
        ("19790,2024\n19800,2024\n", ["2024-03-08", "2024-03-18"], "since 1970: 19790 is 2024-03-08"),
        ("23443,2024\n", ["2024-03-08"], "since 1960: 23443 is 2024-03-08"),
        ("19790,\n", ["2024-03-08"], "since 1970"),
        ("45359,\n", ["2024-03-08"], "since 1900, as in a spreadsheet"),
        ("19790,1954\n", ["1954-03-07"], "since 1900"),
    ],
)
def test_day_numbers_of_other_programs(load: Load, rows: str, wanted: list[str], said: str) -> None:
    body = "date,year,place,killed\n" + "".join(f"{row},Kharkiv,1\n" for row in rows.split())
    outcome, found = load("a.csv", body)
    assert [str(i.start) for i in found] == wanted
    assert outcome.table is not None
    assert any(said in guess for guess in outcome.table.guesses)


def test_days_that_a_workbook_shows_as_months_or_years(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (["date", "place", "killed"], *([datetime(2024, month, day), "Kharkiv", n] for n, (month, day) in enumerate([(3, 1), (1, 1), (3, 5), (3, 1)], 1))):  # fmt: skip
        sheet.append(row)
    for cell, form in zip(("A2", "A3", "A4", "A5"), ("mmm-yy", "yyyy", "mmm-yy", "dd/mm/yyyy"), strict=True):
        sheet[cell].number_format = form
    book.save(tmp_path / "a.xlsx")
    (rows,) = contents(tmp_path / "a.xlsx")
    assert isinstance(rows, Sheet)
    assert [row[0] for row in rows.rows()][1:] == ["2024-03", "2024", "2024-03-05", "2024-03-01"]


def test_rows_that_are_the_same_are_counted(load: Load) -> None:
    outcome, found = load(
        "a.csv", "date,place,name,killed\n2024-03-01,Kharkiv,NN,1\n2024-03-01,Kharkiv,NN,1\n2024-03-01,Kharkiv,AB,1\n"
    )
    assert (outcome.new, outcome.known, outcome.repeated, len(found)) == (2, 1, 1, 2)
    assert any("comes in once" in doubt for doubt in outcome.doubts)
    outcome, _ = load("a.csv", "date,place,name,killed\n2024-03-01,Kharkiv,NN,1\n")
    assert (outcome.known, outcome.repeated) == (1, 0)


@pytest.mark.parametrize(
    "word", ["Всього", "УСЬОГО ПО УКРАЇНІ", "Razem", "Jumlah", "Totales", "Sous-total Nord-Kivu", "All", "Promedio"]
)
def test_totals_in_other_languages(load: Load, word: str) -> None:
    outcome, found = load("a.csv", f"date,place,killed\n2024-03-01,Kharkiv,1\n2024-03-02,Kyiv,2\n,{word},3\n")
    assert len(found) == 2
    assert outcome.refused == 1


def test_the_start_and_the_end_of_a_day_in_three_columns_each(load: Load) -> None:
    body = "Start Day,Start Month,Start Year,End Day,End Month,End Year,place,killed\n3,August,2014,15,August,2014,Kharkiv,1\n"
    _, found = load("a.csv", body)
    assert (str(found[0].start), str(found[0].end)) == ("2014-08-03", "2014-08-15")


def test_other_columns_of_days_decide_the_order(load: Load) -> None:
    outcome, found = load(
        "a.csv", "date,place,CreationDate\n03/12/2024,Kharkiv,3/13/2024 5:00:00 PM\n03/11/2024,Kyiv,3/14/2024 5:00:00 PM\n"
    )
    assert [str(i.start) for i in found] == ["2024-03-12", "2024-03-11"]
    assert outcome.table is not None
    assert not outcome.table.asks


@pytest.mark.parametrize(
    ("header", "row", "wanted"),
    [
        ("killed", "7 killed (3 injured)", (7, 3)), ("killed,injured", '"5 killed, 3 injured",', (5, 3)),
        ("killed", "2 children (and 3 injured)", (2, 3)), ("killed,injured", '"5 killed, 3 injured",4', (5, 4)),
        ("killed,injured", '"5 (2 children)",', (5, None)),
    ],
)  # fmt: skip
def test_the_injured_in_a_cell_of_the_killed(load: Load, header: str, row: str, wanted: tuple[int, int | None]) -> None:
    _, found = load("a.csv", f"date,place,{header}\n2024-03-01,Kharkiv,{row}\n")
    assert hurt(found[0]) == wanted


ARCGIS = """<?xml version="1.0" encoding="UTF-8"?><kml xmlns="http://www.opengis.net/kml/2.2"><Document><Placemark><name>Gao</name>
<description><![CDATA[<html><body><table><tr><td>Gao</td></tr><tr><td><table><tr><td>OBJECTID</td><td>1</td></tr>
<tr><td>Event_Date</td><td>3/28/2024</td></tr><tr><td>Killed</td><td>12</td></tr><tr><td>Injured</td><td>3</td></tr></table></td></tr>
</table></body></html>]]></description><Point><coordinates>-0.04,16.27</coordinates></Point></Placemark></Document></kml>"""


def test_the_table_in_a_description_of_arcgis(load: Load) -> None:
    _, found = load("a.kml", ARCGIS)
    assert (str(found[0].start), *hurt(found[0])) == ("2024-03-28", 12, 3)
    assert {sentence.quote for sentence in found[0].sentences} <= {""}


@pytest.mark.parametrize("header", ["Fecha (YMD)", "Tanggal", "التاريخ", "日期", "Datetime UTC"])
def test_more_headers_of_dates(load: Load, header: str) -> None:
    _, found = load("a.csv", f"{header},place,killed\n2024-03-28,Kharkiv,1\n")
    assert str(found[0].start) == "2024-03-28"


PROVINCES = [
    ("San Miguel", "Bohol", "Philippines", (10, 124)), ("San Miguel", "Bulacan", "Philippines", (15, 121)),
    ("Bangued", "Abra", "Philippines", (18, 121)), ("Limoux", "Aude", "France", (43, 2)),
    ("Desenzano del Garda", "Brescia", "Italy", (45, 11)), ("Long Xuyên", "An Giang", "Vietnam", (10, 105)),
]  # fmt: skip


@pytest.mark.parametrize(("place", "province", "country", "wanted"), PROVINCES)
def test_provinces_whose_codes_the_gazetteer_has_for_others(
    load: Load, place: str, province: str, country: str, wanted: tuple[int, int]
) -> None:
    body = f"date,place,province,country,killed\n2024-03-01,{place},{province},{country},1\n"
    _, found = load("a.csv", body, look_up=GazetteerLookUp())
    geocode = found[0].geocode
    assert geocode is not None
    assert geocode.precision.value == "settlement"
    assert (round(geocode.latitude), round(geocode.longitude)) == wanted


LISTED = "ref,date,place,killed\nA1,2024-03-08,Gao,12\nA2,2024-03-09,Mopti,3\n"
REVISED = LISTED.replace("Gao,12", "Gao,15") + "A3,2024-03-10,Segou,1\n"


def test_a_revised_list_of_another_name_replaces_its_rows_if_the_user_says_so(
    load: Load, workspace: Workspace, tmp_path: Path
) -> None:
    load("list_0308.csv", LISTED)
    (tmp_path / "list_0315.csv").write_text(REVISED)
    preview = loading.examine(tmp_path / "list_0315.csv", workspace=workspace)
    assert (preview.new, preview.known, preview.older) == (2, 1, 1)
    assert any("1 row is in the workspace with other content" in doubt for doubt in preview.doubts)
    outcome = loading.load(workspace, tmp_path / "list_0315.csv", replace_known=True)
    assert (outcome.new, outcome.known, outcome.revised, outcome.older) == (1, 1, 1, 0)
    again = loading.load(workspace, tmp_path / "list_0315.csv")
    assert (again.new, again.known, again.older) == (0, 3, 0)
    assert sorted(killed(k.incident)[0] or 0 for k in workspace.kept()) == [1, 3, 15]


def test_lists_that_all_count_from_one_are_kept_apart(load: Load, workspace: Workspace, tmp_path: Path) -> None:
    load("march.csv", LISTED)
    (tmp_path / "april.csv").write_text("ref,date,place,killed\nA1,2024-04-08,Gao,2\nA2,2024-04-08,Tessalit,4\n")
    outcome = loading.load(workspace, tmp_path / "april.csv", replace_known=True)
    assert (outcome.new, outcome.revised, outcome.older) == (2, 0, 0)


@pytest.mark.parametrize(
    ("before", "after", "new"),
    [
        (
            "ref,place,killed\nA1,Gao,12\n",
            "ref,place,killed\nA1,Gao,2\n",
            1,
        ),  # without a day, an id from another file proves nothing
        (LISTED + "A1,2024-03-08,Gao,7\n", LISTED.replace("Gao,12", "Gao,15"), 1),  # two rows have this id, so it is ambiguous
        (LISTED, LISTED.replace("Gao,12", "Gao,15") + "A1,2024-03-08,Gao,16\n", 2),
    ],
)
def test_ids_that_do_not_tell(load: Load, workspace: Workspace, tmp_path: Path, before: str, after: str, new: int) -> None:
    load("list_0308.csv", before)
    (tmp_path / "list_0315.csv").write_text(after)
    outcome = loading.load(workspace, tmp_path / "list_0315.csv", replace_known=True)
    assert (outcome.new, outcome.revised) == (new, 0)


def test_coordinates_that_mean_nothing_are_named(load: Load) -> None:
    body = "date,place,latitude,longitude\n2024-03-08,Gao,999,999\n2024-03-08,Gao,0,0\n2024-03-08,Gao,,\n2024-03-08,Gao,16.27,-0.04\n"
    outcome, _ = load("a.csv", body)
    assert any("999, 999, 0, 0" in doubt for doubt in outcome.doubts)
    body = "date,place,latitude,longitude\n2024-03-08,Gao,,\n2024-03-08,Gao,NA,NA\n2024-03-08,Gao,91.5,10\n"
    outcome, _ = load("b.csv", body)  # the last row is rejected, with its reason
    assert not any("coordinates" in doubt and "mean" in doubt for doubt in outcome.doubts)


def test_swapped_points_that_only_their_places_show(load: Load) -> None:
    rows = [("Kharkiv", 49.99, 36.23), ("Lviv", 49.84, 24.02), ("Gao", 16.27, -0.04), ("Lima", -12.05, -77.04)]
    body = "date,place,latitude,longitude\n"
    swapped = body + "".join(f"2024-03-08,{place},{lon},{lat}\n" for place, lat, lon in rows)
    outcome, _ = load("a.csv", swapped, look_up=GazetteerLookUp())
    assert any("4 places lie where" in doubt and "Kharkiv" in doubt for doubt in outcome.doubts)
    right = body + "".join(f"2024-03-08,{place},{lat},{lon}\n" for place, lat, lon in rows)
    outcome, _ = load("b.csv", right, look_up=GazetteerLookUp())
    assert not any("swapped" in doubt for doubt in outcome.doubts)
    two = body + "2024-03-08,Kharkiv,36.23,49.99\n2024-03-08,Lviv,49.84,24.02\n"
    outcome, _ = load("c.csv", two, look_up=GazetteerLookUp())
    assert not any("lie where" in doubt for doubt in outcome.doubts), "one is right"
    more = [("Sumy", 50.91, 34.80), ("Poltava", 49.59, 34.55), ("Zagreb", 45.81, 15.98), ("Niamey", 13.51, 2.12)]
    mixed = swapped + "".join(f"2024-03-08,{place},{lat},{lon}\n" for place, lat, lon in more)
    outcome, _ = load("d.csv", mixed, look_up=GazetteerLookUp())
    assert not any("lie where" in doubt for doubt in outcome.doubts), "as many are right"


def test_points_that_r_writes_in_headers_are_spaces(load: Load) -> None:
    head = "DisNo.,Disaster.Type,Country,Location,Start.Year,Start.Month,Start.Day,Total.Deaths,No..Injured\n"
    outcome, (found,) = load("r.csv", head + "2021-1-X,Flood,Germany,Ahrweiler,2021,7,14,190,800\n")
    assert (outcome.format, str(found.start), killed(found)[0]) == ("emdat", "2021-07-14", 190)
    outcome, _ = load("p.csv", "date,place,casualties.killed\n2024-03-08,Gao,3\n")
    assert outcome.headers[2] == "casualties.killed"


def test_the_day_of_an_event_comes_before_the_day_of_its_report(load: Load) -> None:
    _, (found,) = load("lapd.csv", "Date Rptd,DATE OCC,LAT,LON\n2024-03-09,2024-03-08,34.05,-118.24\n")
    assert str(found.start) == "2024-03-08"


KINDS = tomllib.loads((FOLDER / "words.toml").read_text("utf-8"))


@pytest.mark.parametrize(("words", "kind"), [(words, kind) for kind, many in KINDS["examples"].items() for words in many])
def test_kinds_in_other_languages(words: str, kind: str) -> None:
    assert layouts()["table"].type_of(words) == kind


def test_the_terms_of_a_codebook_are_whole() -> None:
    assert layouts()["acled"].type_of("Non-state actor overtakes territory") == "armed_clash"


@pytest.mark.parametrize(("pattern", "kind"), KINDS["foreign"].items())
def test_each_word_of_another_language_has_an_example_that_needs_it(pattern: str, kind: str) -> None:
    every = re.split(r"\|(?![^()]*\))", pattern)
    for n, word in enumerate(every):
        others = re.compile("|".join([*every[:n], *every[n + 1 :]]))
        mine = [words for words in KINDS["examples"][kind] if re.search(word, fold(words)) and not others.search(fold(words))]
        assert mine, word


def test_several_places_of_a_row_of_em_dat_are_the_area_around_them(load: Load) -> None:
    head = "DisNo.,Disaster Type,ISO,Country,Location,Start Year,Start Month,Start Day,Total Deaths\n"
    outcome, (found, none) = load(
        "e.csv",
        head + '2023-1-LBY,Flood,LBY,Libya,"Derna, Soussa, Al Bayda",2023,9,10,5900\n2023-2-LBY,Flood,LBY,Libya,,2023,9,11,1\n',
        look_up=GazetteerLookUp(),
    )
    assert any("names several places" in doubt for doubt in outcome.doubts)
    assert found.geocode is not None
    assert found.geocode.radius_km > 50
    assert none.place == "Libya"
    assert none.geocode is not None
    assert none.geocode.place.country == "LY"


def test_a_description_that_repeats_the_columns_is_no_quotation(load: Load) -> None:
    data = "".join(f'<Data name="{name}"><value>{value}</value></Data>' for name, value in (("Killed", 3), ("Seen", "twice")))
    point = "<Point><coordinates>36.23,49.99</coordinates></Point>"
    pin = (
        "<Placemark><name>Spot {}</name><description>{}</description><ExtendedData>"
        + data
        + f"</ExtendedData>{point}</Placemark>"
    )
    told = ("Killed: 3<br>Seen: twice", "Killed: 3", "Two houses: burnt", "Killed: 4")
    _, (repeated, shorter, own, other) = load(
        "m.kml",
        f"<kml><Document>{''.join(pin.format(n, one.replace('<', '&lt;')) for n, one in enumerate(told))}</Document></kml>",
    )
    assert not any(sentence.quote for one in (repeated, shorter) for sentence in one.sentences)
    assert [sentence.quote for sentence in other.sentences] == ["Killed: 4"], "it says something else"
    assert [sentence.quote for sentence in own.sentences] == ["Two houses: burnt"]


def test_words_that_name_several_types_are_named(load: Load) -> None:
    head = "code,date,location_name,latitude,longitude,strike_type_name,civilian_non_combatants_killed_min\n"
    outcome, _ = load("a.csv", head + "1,2024-03-08,Raqqa,35.9,39,Airstrike and/or Artillery,1\n")
    assert any("names several types" in doubt for doubt in outcome.doubts)
    outcome, _ = load(
        "b.csv", 'date,place,type\n2024-03-08,Raqqa,Shelling/artillery/missile attack\n2024-03-08,Raqqa,"Fire, large"\n'
    )
    assert not any("several types" in doubt for doubt in outcome.doubts)


def test_points_among_the_names_of_places(load: Load) -> None:
    body = 'date,place\n2024-03-08,Kharkiv\n2024-03-08,Lviv\n2024-03-08,Sumy\n2024-03-08,POINT (37.2665 48.2919)\n2024-03-08,"48.2919, 37.2665"\n'
    outcome, found = load("a.csv", body, look_up=GazetteerLookUp())
    assert outcome.refused == 0
    spots = [(round(i.geocode.latitude), round(i.geocode.longitude)) for i in found if i.geocode]
    assert spots == [(50, 36), (50, 24), (51, 35), (48, 37), (48, 37)]


def test_a_known_layout_with_a_line_of_tags(load: Load) -> None:
    head = "id,relid,year,type_of_violence,conflict_name,side_a,side_b,where_prec,latitude,longitude,country,date_start,date_end,date_prec,best,high,low,where_coordinates"
    row = "7,X,2023,1,A,B,C,1,49.99,36.23,Ukraine,2023-03-08,2023-03-08,1,4,6,3,Kharkiv"
    tags = "#event+id" + "," * 7 + "#geo+lat,#geo+lon" + "," * 8
    outcome, (found,) = load("u.csv", f"{head}\n{tags}\n{row}\n")
    assert outcome.format == "ucdp"
    assert killed(found) == (3, 6)


@pytest.mark.parametrize(
    ("header", "values", "is_kind"),
    [("Event", "Shelling|Air strike", True), ("Hazard", "Flood|Earthquake", True), ("Event", "Shop|School", False), ("Event", "Shelling|Shop|School", False),
     ("Event", f"Shelling|In the morning there was shelling {'of the town ' * 5}", False),
     ("Owner", "Shelling|Flood", False), ("Вид происшествия", "Пожар|ДТП", True), ("Incident", "Fire|Flood", True), ("Types", "Fire|Flood", True), ("Tipi", "Fire|Flood", True),
     ("Disaster", "Flood|Storm", True), ("Cause", "Shelling|Gunfire", True), ("Primary accident", "Collision|Capsized", True),
     ("Nature", "Incendie|Explosion", True), ("Injury type", "Gunfire|Shelling", True), ("Tipo de delito", "Tiroteo|Incendio", True),
     ("Olay türü", "Deprem|Yangın", True), ("类型", "Fire|Flood", True), ("사고유형", "Fire|Flood", True),
     ("Unfallart", "Fire|Flood", True), ("Categoría", "Incendio|Explosión", True), ("Kategorie", "Fire|Flood", True), ("What happened", "Shelling|Clash", True)],
)  # fmt: skip
def test_a_column_that_may_hold_types(load: Load, header: str, values: str, is_kind: bool) -> None:
    rows = "".join(f"2024-03-08,Kharkiv,{value}\n" for value in values.split("|"))
    outcome, found = load("a.csv", f"date,place,{header}\n{rows}")
    assert outcome.table is not None
    assert (outcome.table.columns.get(header) == "type") is is_kind
    assert any("holds types of incidents" in guess for guess in outcome.table.guesses) is is_kind
    assert all((incident.type.value != "other") is is_kind for incident in found)


@pytest.mark.parametrize(
    ("headers", "cells", "wanted"),
    [("Civilians killed", "4", 4), ("Staff killed", "4", 4), ("Staff killed,Patients killed", "4,1", None), ("Civilian deaths", "4", 4), ("Fatalities (civilian)", "4", 4),
     ("Civilians killed,Soldiers killed", "4,11", 15), ("Civilians killed,Guests killed", "4,11", None), ("Civilians killed,KIA", "0,11", 11)],
)  # fmt: skip
def test_civilians_are_the_killed_where_no_others_are_counted(load: Load, headers: str, cells: str, wanted: int | None) -> None:
    outcome, (found,) = load("a.csv", f"date,place,{headers}\n2024-03-08,Kharkiv,{cells}\n")
    assert (found.killed.best if found.killed else None) == wanted
    assert outcome.table is not None
    assert any("no other column does" in guess for guess in outcome.table.guesses) is (wanted == 4)


def test_round_figures_with_words_are_no_decimals(load: Load) -> None:
    rows = "".join(f'2024-03-0{n},Kharkiv,"ca. {n}0.000"\n' for n in range(1, 8))
    _, found = load("a.csv", f"date,place,killed\n{rows}")
    assert [killed(incident)[0] for incident in found] == [n * 10_000 for n in range(1, 8)]


@pytest.mark.parametrize(
    ("header", "cell", "field"),
    [
        ("Дата и время", "2024-03-08", "date_start"), ("Fecha del suceso", "2024-03-08", "date_start"),
        ("Einsatzdatum", "2024-03-08", "date_start"), ("تاريخ الحادث", "2024-03-08", "date_start"),
        ("Period", "March 2024", "date_start"), ("nb_morts", "3", "killed"), ("of which killed", "3", "killed"),
        ("Загиблі", "3", "killed"), ("Вбито", "3", "killed"), ("Погибли", "3", "killed"),
        ("Nature de l'incident", "x", "type"), ("Tipo de ataque", "x", "type"), ("Тип атаки", "x", "type"),
        ("Saldırı türü", "x", "type"), ("Kaza Türü", "x", "type"), ("Вид ДТП", "x", "type"),
        ("Latitude (°N)", "50.1", "lat"), ("Owner", "3", ""),
    ],
)  # fmt: skip
def test_headers_of_other_lists(tmp_path: Path, header: str, cell: str, field: str) -> None:
    rest = {"date_start": "place", "lat": "date,place,lon"}.get(field, "date,place")
    row = ",".join({"place": "Kharkiv", "date": "2024-03-08", "lon": "36.2"}[name] for name in rest.split(","))
    (tmp_path / "t.csv").write_text(f"{rest},{header}\n{row},{cell}\n", "utf-8")
    assert open_table(tmp_path / "t.csv").columns.get(header, "") == field


@pytest.mark.parametrize("word", ["невідомо", "неизвестно", "неизв.", "k. A.", "bilinmiyor", "sem informação", "sconosciuto"])
def test_words_for_unknown_in_other_languages(load: Load, word: str) -> None:
    outcome, (found,) = load("a.csv", f"date,place,killed\n2024-03-08,Kharkiv,{word}\n")
    assert outcome.refused == 0
    assert found.killed is None
