"""Tables from someone who had not seen the importers: each was misread silently, or lost good rows."""

from __future__ import annotations

import json
from io import BytesIO
from pathlib import Path

import openpyxl
import pandas as pd
import pytest

from geodata.errors import ImportRefused
from geodata.fields import Told, exported
from geodata.importing import loading
from geodata.importing.looking_up import GazetteerLookUp
from geodata.tables.files.text import encoding_of
from geodata.tables.files.text import read as read_text
from geodata.tables.layout import OTHER, columns_of, layouts
from geodata.tables.table import open_table
from geodata.vocabulary import IncidentType
from geodata.workspace import Workspace
from tests.geodata.test_other_tables import acled
from tests.loading import Load, killed


def starts(load: Load, body: str, name: str = "t.csv") -> list[str]:
    _, found = load(name, body)
    return [str(i.start) for i in found]


def test_an_iso_date_does_not_say_which_of_day_and_month_comes_first(load: Load) -> None:
    outcome, _ = load("a.csv", "date,place,killed\n03/04/2022,Kyiv,1\n2022-03-24,Lviv,2\n")
    assert outcome.table is not None
    assert "Nothing in this file says" in outcome.table.asks
    body = "date,end_date,place\n03/04/2022,2022-03-05,Kyiv\n03/24/2022,2022-03-25,Lviv\n05/06/2022,2022-05-07,Odesa\n"
    outcome, found = load("b.csv", body)
    assert outcome.refused == 0
    assert [str(i.start) for i in found[-3:]] == ["2022-03-04", "2022-03-24", "2022-05-06"]


def test_dates_of_a_known_layout_that_excel_has_rewritten(load: Load) -> None:
    rows = [acled(event_id_cnty=f"UKR{day}", event_date=f"3/{day}/2024") for day in (5, 6, 24)]
    outcome, found = load("a.csv", pd.DataFrame(rows).to_csv(index=False))
    assert outcome.format == "acled"
    assert outcome.refused == 0
    assert [str(i.start) for i in found] == ["2024-03-05", "2024-03-06", "2024-03-24"]
    assert outcome.table is not None
    assert any("month comes first" in guess for guess in outcome.table.guesses)


def test_a_state_is_a_part_of_a_country(load: Load) -> None:
    body = "date,city,state,killed\n2022-03-24,Springfield,Illinois,3\n2022-03-25,Portland,Maine,1\n"
    _, found = load("a.csv", body, look_up=GazetteerLookUp())
    places = [i.geocode.place for i in found if i.geocode]
    assert [(round(p.latitude), round(p.longitude)) for p in places] == [(40, -90), (44, -70)]


def test_events_of_gdacs_are_known_by_kind_and_number(load: Load) -> None:
    def event(kind: str, name: str) -> dict[str, object]:
        properties = {"eventtype": kind, "eventid": 1000123, "fromdate": "2024-01-01", "name": name}
        return {"type": "Feature", "geometry": {"type": "Point", "coordinates": [1, 2]}, "properties": properties}

    features = [event("TC", "Cyclone A"), event("VO", "Eruption B")]
    outcome, _ = load("q.geojson", {"type": "FeatureCollection", "features": features})
    assert (outcome.format, outcome.new) == ("gdacs", 2)


@pytest.mark.parametrize(
    "properties", [{"latitude": None, "longitude": None}, {"lat": "", "longitude": ""}, {"latitude": 1.5, "longitude": 2.5}]
)
def test_a_geometry_comes_before_properties(load: Load, properties: dict[str, object]) -> None:
    point = {"type": "Point", "coordinates": [30.5, 50.4]}
    feature = {"type": "Feature", "geometry": point, "properties": {"name": "Kyiv", "killed": 3, **properties}}
    outcome, found = load("a.geojson", {"type": "FeatureCollection", "features": [feature]})
    assert outcome.refused == 0
    assert [(i.geocode.latitude, i.geocode.longitude) for i in found if i.geocode] == [(50.4, 30.5)]


@pytest.mark.parametrize("header", ["Coordinates (lon lat)", "lonlat", "lng_lat"])
def test_a_header_that_says_longitude_first(load: Load, header: str) -> None:
    _, found = load("a.csv", f'date,place,{header},killed\n2022-03-24,Kyiv,"30.52 50.45",3\n', choices=None)
    assert [(i.geocode.latitude, i.geocode.longitude) for i in found if i.geocode] == [(50.45, 30.52)]


def test_coordinates_in_json_are_as_in_geojson(load: Load) -> None:
    _, found = load("a.json", [{"date": "2022-03-24", "place": "Kyiv", "where": {"coordinates": [30.5, 50.4]}, "killed": 3}])
    assert [(i.geocode.latitude, i.geocode.longitude) for i in found if i.geocode] == [(50.4, 30.5)]


@pytest.mark.parametrize(
    ("latitude", "longitude"), [("50°75'N", "30.5"), ("50.45 E", "30.52"), ("50.4 5", "30.5"), ("50.4", "30.52 N")]
)
def test_impossible_degrees_are_rejected(load: Load, latitude: str, longitude: str) -> None:
    outcome, found = load("a.csv", f"date,place,latitude,longitude\n2022-03-24,Kyiv,{latitude},{longitude}\n")
    assert (outcome.refused, found) == (1, [])


def test_a_number_outside_its_own_bounds_is_rejected(load: Load) -> None:
    outcome, _ = load("a.csv", "date,place,killed,killed_min,killed_max\n2022-03-24,Kyiv,12,3,8\n2022-03-24,Lviv,5,3,8\n")
    assert [reason for _, reason, _ in outcome.rejected] == ["killed: the number is not between its low and high"]
    assert outcome.new == 1


@pytest.mark.parametrize("words", ["unknown", "N/A", "-"])
def test_a_blank_word_in_a_column_of_points_says_nothing(load: Load, words: str) -> None:
    body = f'date,coordinates,city,killed\n2022-03-24,"50.45, 30.52",Kyiv,3\n2022-03-25,{words},Kyiv,1\n'
    outcome, _ = load("a.csv", body)
    assert (outcome.new, outcome.refused) == (2, 0)


def test_a_row_without_a_place_lies_in_its_country(load: Load) -> None:
    body = "date,location,country,killed\n2022-03-24,,Iraq,3\n2022-03-25,Unknown,Iraq,2\n2022-03-26,Mosul,Iraq,1\n"
    outcome, found = load("a.csv", body, look_up=GazetteerLookUp())
    assert outcome.refused == 0
    assert [i.place for i in found] == ["Iraq", "Iraq", "Mosul"]


def test_a_quotation_mark_that_never_closes_swallows_no_rows(load: Load) -> None:
    body = 'date,place,killed,injured\n2014-06-13,"Mosul,5,10\n2014-06-14,Baghdad,1,1\n2014-06-15,Basra,2,2\n'
    _, found = load("a.csv", body)
    assert [(i.place, killed(i)[0]) for i in found] == [("Mosul", 5), ("Baghdad", 1), ("Basra", 2)]
    body = 'date\tplace\tkilled\n2022-03-24\t"Kyiv\t5\n2022-03-25\t"Lviv\t6\n'
    _, found = load("b.tsv", body)
    assert [(i.place, killed(i)[0]) for i in found[-2:]] == [("Kyiv", 5), ("Lviv", 6)]
    _, found = load("c.csv", 'date,place,killed,notes\n2022-03-24,Kyiv,5,"First, this.\nThen, that."\n')
    assert found[-1].evidence.quote == "First, this.\nThen, that."


def test_a_title_does_not_decide_the_separator(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("A title, of May\n\n\n\ndate;place;killed\n24.03.2022;Kyiv;3\n25.03.2022;Lviv;1\n")
    assert open_table(tmp_path / "a.csv").headers == ("date", "place", "killed")


def test_rows_that_are_lists_have_the_names_of_their_columns(load: Load) -> None:
    body = {"columns": ["date", "place", "lat", "lon", "killed"], "data": [["2022-03-24", "Kyiv", 50.4, 30.5, 3]]}
    _, found = load("a.json", body)
    assert [(i.place, killed(i)[0], str(i.start)) for i in found] == [("Kyiv", 3, "2022-03-24")]
    with pytest.raises(ImportRefused, match="not of objects with names"):
        load("b.json", [1, 2, 3])


def test_json_has_as_many_columns_as_a_table_may(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text(json.dumps([{f"key{n}": 1} for n in range(4_000)]))
    with pytest.raises(ImportRefused, match="up to 2,000 can be imported"):
        open_table(tmp_path / "a.json")


def test_json_may_be_utf_16(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_bytes(json.dumps([{"date": "2022-03-24", "place": "Kyiv", "killed": 3}]).encode("utf-16"))
    assert open_table(tmp_path / "a.json").headers == ("date", "place", "killed")


def test_a_damaged_workbook_is_called_one(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for _ in range(200):
        book.active.append(["date", "place", 1])  # type: ignore[union-attr]
    whole = BytesIO()
    book.save(whole)
    (tmp_path / "a.xlsx").write_bytes(whole.getvalue()[:3001])
    with pytest.raises(ImportRefused, match="damaged workbook"):
        open_table(tmp_path / "a.xlsx")


def test_a_figure_over_several_rows_belongs_to_none_of_them(load: Load) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (["date", "place", "killed"], ["2022-03-24", "Kyiv", 3], ["2022-03-24", "Lviv", None]):
        sheet.append(row)  # type: ignore[attr-defined]
    sheet.merge_cells("C2:C3")  # type: ignore[attr-defined]
    sheet.merge_cells("A2:A3")  # type: ignore[attr-defined]
    whole = BytesIO()
    book.save(whole)
    outcome, found = load("a.xlsx", whole.getvalue())
    assert "1 figure is merged over several rows and belongs to them together: 3. It is left out." in outcome.doubts
    assert [(i.place, i.killed and i.killed.low, str(i.start)) for i in found] == [
        ("Kyiv", None, "2022-03-24"),
        ("Lviv", None, "2022-03-24"),
    ]


KML = """<kml xmlns="http://www.opengis.net/kml/2.2"><Document><Folder><name>March</name>
<Placemark><name>Kyiv</name><TimeSpan><begin>2022-03-01</begin></TimeSpan><Point><coordinates>30.5,50.4</coordinates></Point>
</Placemark><Placemark><name>School</name><ExtendedData><Data name="date"><value>24/03/2022</value></Data></ExtendedData>
<MultiGeometry><Point><coordinates>30,50</coordinates></Point><Point><coordinates>31,50</coordinates></Point></MultiGeometry>
</Placemark></Folder></Document></kml>"""


def test_placemarks_keep_their_dates_folders_and_all_points(load: Load) -> None:
    outcome, found = load("a.kml", KML)
    assert [str(i.start) for i in found] == ["2022-03-01", "2022-03-24"]
    assert outcome.table is not None
    assert "folder" in outcome.table.headers
    (wide,) = [i.geocode for i in found if i.place == "School"]
    assert wide is not None
    assert wide.radius_km > 30


def test_an_area_over_the_date_line_is_small(load: Load) -> None:
    ring = [[179, -17], [-179, -17], [-179, -16], [179, -16], [179, -17]]
    geometry = {"type": "Polygon", "coordinates": [ring]}
    _, found = load("a.geojson", {"type": "Feature", "geometry": geometry, "properties": {"name": "Fiji", "killed": 1}})
    (place,) = [i.geocode for i in found if i.geocode]
    assert abs(place.longitude) > 179
    assert place.radius_km < 200


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("police constable", IncidentType.OTHER),
        ("unstable building collapse", IncidentType.STRUCTURE_COLLAPSE),
        ("Ceasefire violation", IncidentType.OTHER),
        ("Ceasefire violation: shelling", IncidentType.SHELLING),
        ("Small arms fire", IncidentType.SHOOTING),
        ("Sniper fire", IncidentType.SHOOTING),
        ("Tank fire", IncidentType.SHELLING),
        ("Storming of a building", IncidentType.OTHER),
        ("Thunderstorm", IncidentType.STORM_FLOOD),
        ("Skilled workers strike", IncidentType.OTHER),
        ("World Food Programme convoy attacked", IncidentType.ATTACK_OTHER),
        ("Stabbing", IncidentType.STABBING),
        ("Vehicle ramming", IncidentType.VEHICLE_RAMMING),
        ("House fire", IncidentType.FIRE),
    ],
)
def test_words_of_types_are_whole_words(words: str, kind: IncidentType) -> None:
    assert layouts()["table"].type_of(words) == kind


def test_a_quarry_blast_is_not_an_earthquake(load: Load) -> None:
    body = "time,latitude,longitude,mag,magType,place,id,type\n2024-01-01T10:00:00Z,1,2,3,ml,X,a,earthquake\n"
    _, found = load("a.csv", body + "2024-01-01T11:00:00Z,1,2,3,ml,X,b,quarry blast\n")
    assert [i.type for i in found] == [IncidentType.EARTHQUAKE, IncidentType.EXPLOSION_ACCIDENT]


def test_what_goes_on_has_no_end(load: Load) -> None:
    outcome, found = load("a.csv", "start_date,end_date,place\n2022-03-24,ongoing,Kyiv\n")
    assert outcome.refused == 0
    assert [str(i.start) for i in found] == ["2022-03-24"]


def test_a_revised_table_replaces_its_rows_if_the_user_says_so(load: Load, workspace: Workspace, tmp_path: Path) -> None:
    head = "id,date,place,killed\n"
    load("rev.csv", head + "1,2022-03-24,Kyiv,3\n2,2022-03-25,Lviv,1\n")
    (tmp_path / "rev.csv").write_text(head + "1,2022-03-24,Kyiv,5\n2,2022-03-25,Lviv,1\n3,2022-03-26,Odesa,1\n")
    preview = loading.examine(tmp_path / "rev.csv", workspace=workspace)
    assert (preview.new, preview.known) == (2, 1)
    outcome = loading.load(workspace, tmp_path / "rev.csv", replace_known=True)
    assert (outcome.new, outcome.known, outcome.revised) == (1, 1, 1)
    assert sorted((k.incident.place, killed(k.incident)[0]) for k in workspace.kept()) == [
        ("Kyiv", 5),
        ("Lviv", 1),
        ("Odesa", 1),
    ]


def test_a_preview_counts_the_same_row_twice_as_known(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("date,place,killed\n" + "2022-03-24,Kyiv,3\n" * 3)
    preview = loading.examine(tmp_path / "a.csv")
    assert (preview.rows, preview.new, preview.known) == (3, 1, 2)


def test_a_nul_in_a_row_is_named(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(b"date,place,killed\n2022-03-24,Ky\x00iv,3\n2022-03-25,Lviv,1\n")
    with pytest.raises(ImportRefused, match="is neither text"):
        open_table(tmp_path / "a.csv")


def test_a_cell_is_as_long_as_limits_say(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(f"date,place,notes\n2022-03-24,Kyiv,{'x' * 200_000}\n")
    assert open_table(tmp_path / "a.csv").headers == ("date", "place", "notes")


def test_a_common_noun_is_not_looked_up_as_a_village() -> None:
    look_up = GazetteerLookUp()
    assert [look_up(name, "", "") for name in ("Hospital", "Checkpoint", "North", "B", "Market")] == [None] * 5
    found = look_up("Kharkiv", "", "")
    assert found is not None
    assert found.place.name == "Kharkiv"


def test_a_group_of_a_header_goes_on_over_its_columns(tmp_path: Path) -> None:
    head = "Date,Place,Civilians,,Combatants,\n,,Killed,Wounded,Killed,Wounded\n"
    (tmp_path / "a.csv").write_text(head + "2022-03-24,Kyiv,5,10,50,100\n2022-03-25,Lviv,1,2,3,4\n")
    names = open_table(tmp_path / "a.csv").headers
    assert names[2:] == ("Civilians Killed", "Civilians Wounded", "Combatants Killed", "Combatants Wounded")


def test_lines_and_areas_in_one_column_have_their_extent(load: Load) -> None:
    body = 'date,geom\n2022-03-24,"POLYGON ((36 49, 38 49, 38 51, 36 51, 36 49))"\n2022-03-25,POINT Z (36.2 49.9 120)\n'
    outcome, found = load("a.csv", body)
    assert outcome.refused == 0
    area, point = (i.geocode for i in found)
    assert area is not None
    assert point is not None
    assert (area.latitude, area.longitude, area.precision.value) == (50, 37, "region")
    assert area.radius_km > 100
    assert (point.latitude, point.longitude, point.radius_km) == (49.9, 36.2, 5.0)


@pytest.mark.parametrize(
    ("pairs", "said", "first"),
    [
        ("[[120.5, 23.9], [36.2, 49.9]]", "longitude", (23.9, 120.5)),  # a number above 90 can't be a latitude
        ("[[36.2, 49.9], [30.5, 50.4]]", "latitude", (36.2, 49.9)),  # undecided, so assumed and reported
    ],
)
def test_which_of_two_numbers_is_the_latitude(load: Load, pairs: str, said: str, first: tuple[float, float]) -> None:
    rows = [{"date": "2022-03-24", "where": pair, "killed": 1} for pair in json.loads(pairs)]
    outcome, found = load("a.json", json.dumps(rows))
    assert outcome.table is not None
    assert f"the first of the two numbers of where is the {said}" in outcome.table.guesses
    assert outcome.refused == 0
    geocode = found[0].geocode
    assert geocode is not None
    assert (geocode.latitude, geocode.longitude) == first


def test_formulas_without_a_saved_value_are_named(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (["date", "place", "killed"], ["2022-03-24", "Kyiv", "=1+2"], ["2022-03-25", "Lviv", 3]):
        sheet.append(row)
    sheet.merge_cells("A5:B6")
    book.save(tmp_path / "a.xlsx")
    table = open_table(tmp_path / "a.xlsx")
    assert any(guess.startswith("1 formulas have no saved value") for guess in table.guesses)


def test_the_country_of_a_place_without_a_point_goes_out_again(load: Load) -> None:
    _, found = load("a.csv", "date,place,country,province,killed\n2022-03-24,Nowhere-at-all,Ukraine,Kharkiv Oblast,2\n")
    told = exported(Told(incident=found[0]))
    assert (told["lat"], told["in_country"], told["admin1"]) == (None, "UA", "Kharkiv Oblast")


ENCODED = {  # encoding to write: (table, encoding to detect)
    "gb18030": ("日期,地点,死亡,受伤\n2024-03-01,北京市朝阳区,3,5\n2024-03-02,上海市浦东新区,1,2\n", "gb18030"),
    "shift_jis": ("日付,場所,死者,負傷者\n2024-03-01,東京都新宿区,3,5\n2024-03-02,大阪市北区,1,2\n", "cp932"),
    "euc_kr": ("날짜,장소,사망,부상\n2024-03-01,서울특별시 강남구,3,5\n2024-03-02,부산광역시,1,2\n", "cp949"),
    "big5": ("日期,地點,死亡,受傷\n2024-03-01,臺北市信義區,3,5\n2024-03-02,高雄市三民區,1,2\n", "big5"),
    "cp1251": ("дата,место,убито\n2024-03-01,Харьков,3\n2024-03-02,Краматорск,1\n", "cp1251"),
    "koi8_r": ("дата,место,убито\n2024-03-01,Харьков,3\n2024-03-02,Краматорск,1\n", "koi8_r"),
    "cp1254": ("tarih,yer,ölü\n2024-03-01,İstanbul Şişli,3\n2024-03-02,Diyarbakır,1\n", "cp1254"),
    "cp1250": ("datum,místo,mrtvých\n2024-03-01,Ústí nad Labem,3\n2024-03-02,Plzeň,1\n2024-03-02,Žďár,1\n", "cp1250"),
    "mac_roman": ("fecha,lugar,muertos\n2024-03-01,Bogotá,3\n2024-03-02,Itagüé,1\n2024-03-04,Medellín – centro,2\n", "mac_roman"),
    "cp1252": ("fecha,lugar,muertos\n2024-03-01,Bogotá,3\n2024-03-02,Medellín,1\n2024-03-04,Cúcuta – “el centro”,2\n", "cp1252"),
    "cp1250, by its headers": ("Datum,Miejscowość,Zabici\n2024-03-05,Łódź,3\n2024-03-17,Poznań,1\n", "cp1250"),
    "cp850": ("Fecha,Lugar,País\n2024-03-05,Bogotá,Colombia\n2024-03-17,Cali,Colombia\n", "cp850"),
    "cp1252, no letters": ("date,place,killed\n2024-03-01,Clichy‡,3\n2024-03-02,Lyon — “centre”,1\n2024-03-04,l’Isle,2\n", "cp1252"),
}  # fmt: skip


@pytest.mark.parametrize("name", ENCODED)
def test_a_table_in_another_encoding(tmp_path: Path, name: str) -> None:
    body, wanted = ENCODED[name]
    path = tmp_path / "a.csv"
    path.write_bytes(body.encode(name.split(",")[0]))
    assert encoding_of(path) == wanted
    (sheet,) = read_text(path)
    assert [row[1] for row in sheet.rows()] == [line.split(",")[1] for line in body.splitlines()]
    assert sheet.notes == (f"the text looks like {wanted}; if names look wrong, save it as UTF-8",)


# Day, place, killed, injured and country; some languages have only the first four.
HEADERS = (
    "Datum,Obec,Mrtví,Zranění", "Dátum,Település,Halottak,Sérültek,Ország", "Data,Localitate,Morți,Răniți,Țara",
    "Dato,Sted,Døde,Sårede,Land", "Dato,Sted,Drepte,Skadde,Land", "Päivämäärä,Paikka,Kuolleet,Loukkaantuneet,Maa",
    "Datum,Mjesto,Poginuli,Ranjeni,Zemlja", "Датум,Место,Погинули,Рањени,Држава", "Дата,Място,Загинали,Ранени,Държава",
    "Ημερομηνία,Τοποθεσία,Νεκροί,Τραυματίες,Χώρα", "Ngày,Địa điểm,Số người chết,Bị thương,Quốc gia", "दिनांक,स्थान,मृतक,घायल,देश",
    "تاریخ,مکان,کشته,زخمی,کشور", "תאריך,מקום,הרוגים,פצועים,מדינה", "วันที่,สถานที่,เสียชีวิต,บาดเจ็บ", "তারিখ,স্থান,নিহত,আহত",
    "تاریخ,مقام,ہلاک,زخمی", "Tarehe,Mahali,Waliofariki,Waliojeruhiwa,Nchi", "日付,場所,死者,負傷者", "날짜,장소,사망,부상",
    "თარიღი,ადგილი,დაღუპული,დაშავებული", "Data,Vieta,Žuvo,Sužeista,Šalis", "Datums,Vieta,Bojāgājušie,Ievainotie,Valsts",
    "発生日,発生場所,死亡者数,負傷者", "날짜,장소,사망자수,부상자", "दिनांक,स्थान,मृत,घायल,देश", "Dato,Sted,Omkomne,Skadde,Land",
    "Ngày,Địa điểm,Số người chết,Số người bị thương,Quốc gia", "Tarehe,Mahali,Waliofariki,Majeruhi,Nchi", "発生年月日,場所,死者,負傷者,国",
    "Kuupäev,Koht,Hukkunud,Vigastatud,Riik", "Data,Vendi,Të vrarë,Të plagosur,Shteti", "Data,Lloc,Morts,Ferits,País",
)  # fmt: skip


@pytest.mark.parametrize("headers", HEADERS)
def test_headers_in_many_languages(headers: str) -> None:
    named = headers.split(",")
    wanted = ("date_start", "place", "killed", "injured", "in_country")
    assert columns_of(layouts()[OTHER], named) == dict(zip(named, wanted, strict=False))
