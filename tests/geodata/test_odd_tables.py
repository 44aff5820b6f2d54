"""Tables that were once imported wrongly without a warning: what each means now, or what the preview says about it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import shapely

from geodata.errors import ImportRefused
from geodata.importing.looking_up import GazetteerLookUp
from geodata.records import Incident
from geodata.tables.cells.order import Order
from geodata.tables.cells.spans import WITH_YEAR, with_year
from geodata.tables.table import open_table
from tests.loading import Load, killed

HEAD = "date,city,country,killed\n"


def at(incident: Incident) -> tuple[float, float] | None:
    return (incident.geocode.latitude, incident.geocode.longitude) if incident.geocode else None


@pytest.mark.parametrize(
    ("body", "wanted"),
    [
        ("Date,Place,Killed,,\n,,Civilians,Soldiers,Total\n2022-03-24,Kharkiv,5,10,15\n", (15, 15)),
        ("Date,Place,Killed,Killed,\n,,Min,Max,\n2022-03-24,Kharkiv,5,10,x\n", (5, 10)),
        ("Date,Place,Casualties,\n,,Killed,Injured\n2022-03-24,Kharkiv,5,10\n", (5, 5)),
        ("Date,Place,Killed,,\n,,Civilians,Soldiers,\n2022-03-24,Kharkiv,5,10,\n", (15, 15)),
    ],
)
def test_a_header_with_parts_below_it(load: Load, body: str, wanted: tuple[int, int] | None) -> None:
    outcome, (found,) = load("a.csv", body)
    assert outcome.refused == 0
    assert (found.killed and killed(found)) == wanted


def test_the_first_line_of_words_is_data_and_no_part_of_the_header(load: Load) -> None:
    _, found = load("a.csv", "Place,,Notes\nKharkiv,foo,bar\nSumy,foo,bar\n")
    assert [i.place for i in found] == ["Kharkiv", "Sumy"]


@pytest.mark.parametrize(
    ("tags", "wanted"),
    [
        ("#affected+killed+all,#affected+f+killed,#affected+killed+m", (7, 7)),
        ("#meta,#affected+f+killed,#affected+killed+m", None),
    ],
)
def test_a_part_of_the_people_is_not_all_of_them(load: Load, tags: str, wanted: tuple[int, int] | None) -> None:
    _, (found,) = load("a.csv", f"Date,Loc,All,Women,Men\n#date,#loc+name,{tags}\n2022-03-24,Bukavu,7,3,4\n")
    assert (found.killed and killed(found)) == wanted


def test_the_day_of_the_report_is_not_the_day_of_the_incident(load: Load) -> None:
    _, (found,) = load("a.csv", "Date,Loc,n\n#date+reported,#loc+name,#affected+killed\n2022-03-24,Bukavu,7\n")
    assert found.start is None


def test_lines_within_quotation_marks_that_close_are_one_cell(load: Load) -> None:
    body = 'place;notes\nKyiv;"First line\nhe said; then left"\nLviv;b\n'
    _, found = load("a.csv", body)
    assert [(i.place, i.evidence.quote) for i in found] == [("Kyiv", "First line\nhe said; then left"), ("Lviv", "b")]


def test_days_of_a_known_layout_that_nothing_orders_are_asked_about(tmp_path: Path) -> None:
    head = "event_id_cnty,event_date,sub_event_type,country,location,latitude,longitude,fatalities\n"
    rows = [f"SDN{n},3/{1 + n % 12}/2024,Armed clash,Sudan,Khartoum,15.5,32.5,1\n" for n in range(2_100)]
    (tmp_path / "a.csv").write_text(head + "".join(rows), "utf-8")
    assert "Nothing in this file says whether" in open_table(tmp_path / "a.csv").asks
    late = "SDN9999,3/22/2024,Armed clash,Sudan,Khartoum,15.5,32.5,1\n"
    (tmp_path / "b.csv").write_text(head + "".join(rows) + late, "utf-8")
    table = open_table(tmp_path / "b.csv")
    assert (table.order, table.asks) == (Order.MDY, "")
    assert "the month comes first in its dates, unlike in ACLED" in table.guesses
    (tmp_path / "c.csv").write_text(head + "".join(rows) + late + late.replace("3/22", "22/3"), "utf-8")
    assert "This file has both" in open_table(tmp_path / "c.csv").asks


def test_a_newer_row_whose_stamp_a_spreadsheet_saved(load: Load) -> None:
    row = "event_id_cnty,event_date,sub_event_type,country,location,latitude,longitude,fatalities,timestamp\nSDN1,2025-03-02,Armed clash,Sudan,Khartoum,15.5,32.5,{n},{stamp}\n"
    load("a.csv", row.format(n=2, stamp=1741000000))
    outcome, (found,) = load("b.csv", row.format(n=5, stamp="1.742E+09"))
    assert (outcome.revised, killed(found)) == (1, (5, None))


@pytest.mark.parametrize(
    ("row", "wanted"),
    [("2023,marzo,12,Tumaco", "2023-03-12"), ("2023,3,2nd,Cali", "2023-03-02"), ("2023,03-Mar,12,Cali", "2023-03-12")],
)
def test_parts_of_a_day_in_other_words(load: Load, row: str, wanted: str) -> None:
    _, (found,) = load("a.csv", f"Year,Month,Day,City\n{row}\n")
    assert str(found.start) == wanted


@pytest.mark.parametrize("header", ["Year,City\n2023,Cali\n", "Año,Mes,City\n2023,3,Cali\n", "Month,City\n2023-03,Cali\n"])
def test_a_year_or_month_is_a_date(load: Load, header: str) -> None:
    _, (found,) = load("a.csv", header)
    assert str(found.start)[:4] == "2023"


def test_a_country_that_is_not_known_is_said_and_its_places_are_not_looked_for_abroad(load: Load) -> None:
    outcome, found = load("a.csv", HEAD + "2022-03-24,Tripoli,Lebnaon,3\n2022-03-24,Cairo,مصر,3\n", look_up=GazetteerLookUp())
    assert at(found[0]) is None
    assert found[1].geocode is not None
    assert found[1].geocode.place.country == "EG"
    assert outcome.doubts == ["1 name of a country is not known: Lebnaon. The places in its rows are not looked up."]


@pytest.mark.parametrize(
    ("city", "province", "country", "precision", "doubt"),
    [
        ("San Fernando", "La Union", "Philippines", "settlement", ""),
        ("Kharkiv", "Lviv Oblast", "Ukraine", "adm1", "not known in the area"),
        ("Kharkiv", "Kharkiv Oblast", "Ukraine", "settlement", ""),
        ("Springfield", "", "", "settlement", "belongs to several places"),
        ("Kharkiv and Sumy", "", "Ukraine", "country", "names several places"),
        ("Chuhuiv; Izium", "", "Ukraine", "adm1", "names several places"),
        ("Paris, Texas", "", "", "settlement", ""),
        ("15 km north of Kharkiv", "", "Ukraine", "near_settlement", ""),
        ("Kabul Province", "", "Afghanistan", "adm1", ""),
    ],
)
def test_where_a_row_without_a_point_lies(
    load: Load, city: str, province: str, country: str, precision: str, doubt: str
) -> None:
    body = f'date,city,province,country\n2022-03-24,"{city}",{province},{country}\n'
    outcome, (found,) = load("a.csv", body, look_up=GazetteerLookUp())
    assert found.geocode is not None
    assert found.geocode.precision.value == precision
    assert [doubt in said for said in outcome.doubts] == ([True] if doubt else [])


def test_the_city_comes_before_the_site_and_the_province_before_the_region(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(
        "date,location,city,region,province\n2022-03-24,Market,Kharkiv,Americas,Alajuela\n", "utf-8"
    )
    columns = open_table(tmp_path / "a.csv").columns
    assert (columns["city"], columns["province"]) == ("place", "admin1")


@pytest.mark.parametrize(
    ("words", "kind"),
    [("Coal mine collapse", "structure_collapse"), ("Road blockade", "other"), ("Wet market fire", "fire"),
     ("Drug trafficking", "other"), ("Ambush on road", "attack_other"), ("Naval bombardment", "shelling"),
     ("Mine", "explosion_device"), ("Landmine", "explosion_device"), ("Mine accident", "other"),
     ("Attack on fire station", "attack_other"), ("Road accident", "transport_accident"), ("Road", "transport_accident")],
)  # fmt: skip
def test_words_for_kinds(load: Load, words: str, kind: str) -> None:
    _, (found,) = load("a.csv", f"place,type\nKyiv,{words}\n")
    assert found.type.value == kind


@pytest.mark.parametrize(
    "row", ["Sum,,5", "Итого,,5", "Kharkiv total:,,5", "Source: UN OCHA,,", "* includes one who died later,,"]
)
def test_sums_and_notes_are_not_incidents(load: Load, row: str) -> None:
    outcome, found = load("a.csv", f"Place,Date,Killed\nKharkiv,2022-03-24,3\n{row}\n")
    assert [i.place for i in found] == ["Kharkiv"]
    assert outcome.refused == 1


def kml(body: str) -> str:
    return f'<kml xmlns="http://www.opengis.net/kml/2.2" xmlns:gx="http://www.google.com/kml/ext/2.2"><Document>{body}</Document></kml>'


POINT = "<Point><coordinates>36.23,49.99</coordinates></Point>"


@pytest.mark.parametrize(
    ("body", "wanted"),
    [
        (f"<Placemark><name>A</name><LookAt><gx:TimeStamp><when>2010-01-01</when></gx:TimeStamp></LookAt><TimeStamp><when>2022-03-24</when></TimeStamp>{POINT}</Placemark>", "2022-03-24"),
        (f"<Folder><TimeSpan><begin>2022-03-24</begin></TimeSpan><Placemark><name>A</name>{POINT}</Placemark></Folder>", "2022-03-24"),
        (f'<Placemark><name>A</name><TimeStamp><when>2022-04-01</when></TimeStamp><ExtendedData><Data name="Date"><value>24/03/2022</value></Data></ExtendedData>{POINT}</Placemark>', "2022-03-24"),
        (f"<Folder><TimeSpan><begin>2020-01-01</begin></TimeSpan><Placemark><name>A</name><TimeStamp><when>2022-03-24</when></TimeStamp>{POINT}</Placemark></Folder>", "2022-03-24"),
    ],
)  # fmt: skip
def test_the_day_of_a_placemark(load: Load, body: str, wanted: str) -> None:
    _, (found,) = load("a.kml", kml(body))
    assert str(found.start) == wanted


def test_a_track_is_a_line(load: Load) -> None:
    track = "<gx:Track><gx:coord>36 50 0</gx:coord><gx:coord>36.2 50 0</gx:coord></gx:Track>"
    _, (found,) = load("a.kml", kml(f"<Placemark><name>A</name>{track}</Placemark>"))
    assert at(found) is not None


@pytest.mark.parametrize(
    ("body", "wanted"),
    [
        ([{"date": "2022-03-24", "place": "Kyiv", "killed": {"min": 3, "max": 5}}], (3, 5)),
        ({"UA1": {"date": "2022-03-24", "place": "Kyiv", "killed": 3}, "UA2": {"place": "Kyiv", "killed": 3}}, (3, 3)),
        ({"events": [{"place": "Kyiv", "killed": 3}], "data": []}, (3, 3)),
        ({"response": {"docs": [{"place": "Kyiv", "killed": {"$numberInt": "3"}}]}}, (3, 3)),
    ],
)
def test_forms_of_json(load: Load, body: Any, wanted: tuple[int, int]) -> None:
    _, found = load("a.json", json.dumps(body))
    assert killed(found[0]) == wanted


def test_a_feature_without_a_geometry_is_where_its_properties_say(load: Load) -> None:
    geometry = {"type": "Point", "coordinates": [30.5, 50.4]}
    features = [
        {"type": "Feature", "geometry": geometry, "properties": {"name": "A"}},
        {"type": "Feature", "geometry": None, "properties": {"name": "B", "latitude": 49.9, "longitude": 36.2}},
    ]
    _, found = load("a.geojson", json.dumps({"type": "FeatureCollection", "features": features}))
    assert [at(i) for i in found] == [(50.4, 30.5), (49.9, 36.2)]


def test_bare_pairs_of_numbers_are_named(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text(json.dumps([{"place": "Kyiv", "coordinates": [30.52, 50.45]}]), "utf-8")
    assert "coordinates holds longitude and latitude, in this order" in open_table(tmp_path / "a.json").guesses


@pytest.mark.slow
def test_groups_lists_and_geometries_of_parquet(load: Load, tmp_path: Path) -> None:
    rows = {
        "city": [["Kyiv"]], "casualties": [{"killed": 3, "injured": 5}], "picture": [b"x"],
        "geometry": [shapely.to_wkb(shapely.Point(30.52, 50.45))],
    }  # fmt: skip
    pq.write_table(pa.table(rows), tmp_path / "t.parquet")
    _, (found,) = load("a.parquet", (tmp_path / "t.parquet").read_bytes())
    assert (found.place, at(found), killed(found)) == ("Kyiv", (50.45, 30.52), (3, 3))
    assert "binary columns are not read: picture" in open_table(tmp_path / "t.parquet").guesses


def test_a_point_in_the_neighbour_is_named(load: Load) -> None:
    body = "place,latitude,longitude,country\nBaghdad,33.31,44.36,Iran\nDamascus,33.51,36.29,Lebanon\nKharkiv,49.99,36.23,Ukraine\n"
    outcome, _ = load("a.csv", body)
    assert outcome.elsewhere == [1, 2]


def test_a_contested_point_is_not_named(load: Load) -> None:
    outcome, _ = load(
        "a.csv", "place,latitude,longitude,country\nSimferopol,44.95,34.1,Ukraine\nSimferopol,44.95,34.1,Russia\n"
    )
    assert outcome.elsewhere == []


@pytest.mark.parametrize(
    ("cell", "country", "precision"),
    [
        ("Palma, Mozambique", "MZ", "country"), ("Lamu County, Kenya", "KE", ""), ("El Baraf, Somalia", "SO", "country"),
        ("Moose Creek, ID", "US", "adm1"), ("Turkey, Gaziantep", "TR", "settlement"), ("Iraq - Mosul", "IQ", "settlement"),
        ("Mali: Gao", "ML", "settlement"), ("Kidal, Mali", "ML", "settlement"), ("Kherson, Ukraine", "UA", "settlement"),
        ("Springfield, Ohio, United States", "US", "settlement"), ("Jordan, Montana", "US", "settlement"),
    ],
)  # fmt: skip
def test_a_place_lies_in_what_its_cell_names(load: Load, cell: str, country: str, precision: str) -> None:
    outcome, (found,) = load("a.csv", f'date,location\n2024-01-05,"{cell}"\n', look_up=GazetteerLookUp())
    assert found.geocode is not None
    assert found.geocode.place.country == country
    assert precision in ("", found.geocode.precision.value)
    assert (precision not in ("country", "adm1")) or "not known in the area" in outcome.doubts[0]


def test_a_link_is_no_name(load: Load) -> None:
    _, found = load("a.csv", "place\nJenin (https://www.notion.so/Jenin-55)\n")
    assert [i.place for i in found] == ["Jenin"]


def test_the_dead_of_an_aviation_table(load: Load) -> None:
    _, (found,) = load("a.csv", "Event.Date,Location,Total.Fatal.Injuries,Total.Serious.Injuries\n2021-10-24,Bridgeport,4,1\n")
    assert killed(found) == (4, 4)


def test_the_point_of_the_action_comes_before_that_of_the_actor(tmp_path: Path) -> None:
    body = "SQLDATE,Actor1Geo_Lat,Actor1Geo_Long,ActionGeo_Lat,ActionGeo_Long\n20240308,55.75,37.62,49.99,36.23\n"
    (tmp_path / "a.csv").write_text(body, "utf-8")
    columns = open_table(tmp_path / "a.csv").columns
    assert columns == {"SQLDATE": "date_start", "ActionGeo_Lat": "lat", "ActionGeo_Long": "lon"}
    (tmp_path / "b.csv").write_text("place,hospital_lat,hospital_lon\nKyiv,50,30\n", "utf-8")
    assert "hospital_lat" not in open_table(tmp_path / "b.csv").columns


@pytest.mark.parametrize(
    "header", ["Date de l'incident", "When did it happen?", "incident_date", "CRASH DATE", "Date of occurrence"]
)
def test_the_start_of_a_form_is_not_the_day_of_the_incident(load: Load, header: str) -> None:
    _, (found,) = load("a.csv", f"start,end,{header},Village\n2024-03-10T08:12:00,2024-03-10T08:30:00,2024-03-08,Gao\n")
    assert str(found.start) == "2024-03-08"


@pytest.mark.parametrize("header", ["report_date", "date_created", "publication date", "Date updated"])
def test_other_days_are_not_the_day_of_the_incident(load: Load, header: str) -> None:
    _, (found,) = load("a.csv", f"{header},Village\n2024-03-08,Gao\n")
    assert found.start is None


@pytest.mark.parametrize(
    ("head", "row"),
    [
        ("Lat,NS,Lon,EW", "12.05,S,77.03,W"), ("Lat (S),Long (W)", "12.05,77.03"), ("Latitude,Longitude", "12:03.0S,077:01.8W"),
        ("Latitude,Longitude", "-12.05,-77.03"), ("Lat (S),Long (W)", "-12.05,-77.03"),
    ],
)  # fmt: skip
def test_the_side_of_the_equator(load: Load, head: str, row: str) -> None:
    _, (found,) = load("a.csv", f"Place,{head}\nLima,{row}\n")
    assert at(found) == pytest.approx((-12.05, -77.03))


def test_a_province_of_any_country_is_doubtful_and_a_number_is_no_province(load: Load) -> None:
    outcome, _ = load("a.csv", "Date,State,Killed\n2024-04-15,Plateau,12\n", look_up=GazetteerLookUp())
    assert any("belongs to several places" in doubt or "Plateau" in doubt for doubt in outcome.doubts)
    _, found = load("b.csv", "Date,State,City,Killed\n2024-04-15,48,Paris,1\n")
    assert found[-1].place == "Paris"
    assert found[-1].toponym is not None
    assert found[-1].toponym.geocode is None


@pytest.mark.parametrize(
    ("region", "country"), [("Africa", "Mali"), ("Nowhereland", "Mali"), ("", "Moçambique"), ("", "Líbano")]
)
def test_a_row_that_names_its_country_alone(load: Load, region: str, country: str) -> None:
    _, (found,) = load("a.csv", f"Date,Region,Country,Killed\n2024-01-05,{region},{country},3\n", look_up=GazetteerLookUp())
    assert found.geocode is not None
    assert found.geocode.precision.value == "country"


def test_a_header_of_which_the_line_above_has_the_rest(tmp_path: Path) -> None:
    body = "Date,Location,,Casualties,\n,Country,Town,Killed,Injured\n2024-01-05,Mali,Gao,3,7\n"
    (tmp_path / "a.csv").write_text(body, "utf-8")
    columns = open_table(tmp_path / "a.csv").columns
    assert columns == {"Date": "date_start", "Country": "in_country", "Town": "place", "Killed": "killed", "Injured": "injured"}


def test_parts_of_a_place_and_the_dead_of_others(tmp_path: Path) -> None:
    body = (
        "Date,Location,,Casualties,,Perpetrators,\n,Country,Town,Killed,Injured,Killed,Injured\n2024-01-05,Mali,Gao,3,7,1,1\n"
    )
    (tmp_path / "a.csv").write_text(body, "utf-8")
    columns = open_table(tmp_path / "a.csv").columns
    assert columns == {
        "Date": "date_start", "Country": "in_country", "Town": "place", "Casualties Killed": "killed",
        "Casualties Injured": "injured",
    }  # fmt: skip


def test_a_number_that_stands_for_no_latitude(load: Load) -> None:
    outcome, (found,) = load("a.csv", "Place,Latitude,Longitude,Killed\nGao,-99,-99,3\n", look_up=GazetteerLookUp())
    assert outcome.refused == 0
    assert found.geocode is not None
    assert found.geocode.geocoder == "gazetteer"


def test_a_row_with_a_point_needs_no_known_country(load: Load) -> None:
    outcome, _ = load("a.csv", "place,latitude,longitude,country\nRed Sea,20,38.5,Red Sea\n", look_up=GazetteerLookUp())
    assert outcome.doubts == []


@pytest.mark.parametrize(("day", "year", "wanted"), WITH_YEAR)
def test_a_date_without_a_year_is_of_the_year_next_to_it(day: str, year: str, wanted: str) -> None:
    assert with_year(day, year) == wanted


def test_the_year_of_another_column_completes_dates(load: Load, tmp_path: Path) -> None:
    body = "Date,Year,Place,Killed\n24 March,2022,Kharkiv,3\n5 May 2021,2022,Sumy,1\n"
    _, found = load("a.csv", body)
    assert [str(i.start) for i in found] == ["2022-03-24", "2021-05-05"]
    assert "a date without a year takes it from the column of years" in open_table(tmp_path / "a.csv").guesses


@pytest.mark.parametrize(
    "answer",
    [
        {"took": 3, "hits": {"total": {"value": 1}, "hits": [{"_id": "7", "_source": {"place": "Kharkiv", "killed": 3}}]}},
        {"head": {}, "results": {"bindings": [{"place": {"type": "literal", "value": "Kharkiv"}, "killed": {"type": "literal", "datatype": "x", "value": "3"}}]}},
        {"range": "A1:Z", "majorDimension": "ROWS", "values": [["place", "killed", "notes"], ["Kharkiv", "3"]]},
        [["place", "killed"], ["Kharkiv", "3"]],
    ],
)  # fmt: skip
def test_answers_of_search_engines_and_sheets(load: Load, answer: Any) -> None:
    outcome, found = load("a.json", json.dumps(answer))
    assert [(i.place, killed(i)) for i in found] == [("Kharkiv", (3, 3))]
    assert outcome.refused == 0


def test_lists_without_a_row_of_names_are_refused(load: Load) -> None:
    with pytest.raises(ImportRefused, match="not of objects with names"):
        load("a.json", '[["Kharkiv", 3], ["Sumy", 4]]')


def test_an_object_with_a_type_and_a_value_keeps_both(load: Load) -> None:
    _, (found,) = load("a.json", [{"place": "Kharkiv", "killed": {"type": "civilians", "value": 3}, "type": "Fire"}])
    assert found.killed is None  # "killed.value" stays an unknown column, so that the type of the people is not silently lost
