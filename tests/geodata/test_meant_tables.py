"""Tables in which the obvious column, order, country or row is not the one that is meant."""

from __future__ import annotations

import zipfile
from pathlib import Path

import openpyxl
import pytest

from geodata.importing.looking_up import GazetteerLookUp
from geodata.importing.sums import sums_above
from geodata.tables.cells import east_asian, weekdays
from geodata.tables.cells.order import Order, order_of
from geodata.tables.table import open_table
from tests.loading import Load, hurt, spans

LOOK_UP = GazetteerLookUp()


@pytest.mark.parametrize(("cell", "first"), weekdays.YES)
def test_a_weekday_says_which_number_is_the_day(cell: str, first: bool) -> None:
    assert order_of([cell]) is (Order.DMY if first else Order.MDY)


@pytest.mark.parametrize("cell", weekdays.NO)
def test_what_no_weekday_decides(cell: str) -> None:
    assert order_of([cell]) is None


def test_dates_with_weekdays_are_not_asked_about(tmp_path: Path) -> None:
    file = tmp_path / "t.csv"
    file.write_text('Date,City,Killed\n"Mon, 01/06/2014",Tucson,1\n"Sun, 01/12/2014",Tucson,2\n', "utf-8")
    table = open_table(file)
    assert (table.order, table.asks) == (Order.MDY, "")
    file.write_text('Date,City,Killed\n"Mon, 01/06/2014",Tucson,1\n"Sun, 01/06/2014",Tucson,2\n', "utf-8")
    assert open_table(file).asks, "the weekdays contradict each other"


@pytest.mark.parametrize(("cell", "wanted"), east_asian.YES)
def test_dates_of_east_asia(cell: str, wanted: str) -> None:
    assert east_asian.in_digits(cell) == wanted


@pytest.mark.parametrize("cell", east_asian.NO)
def test_what_is_no_date_of_east_asia(cell: str) -> None:
    assert east_asian.in_digits(cell) == cell


@pytest.mark.parametrize(
    ("head", "row"),
    [
        ("Date,Date of attack,City,Killed", "2023-05-10,2023-05-01,Mosul,3"),
        ("Approval date,Event day,City,Killed", "2023-05-10,2023-05-01,Mosul,3"),
        ("Start Date,End Date,When did the incident happen?,City,Killed", "2023-05-10,2023-05-10,2023-05-01,Mosul,3"),
        ("Fecha de registro,Fecha de los hechos,Municipio,Muertos", "2023-05-10,2023-05-01,Mosul,3"),
        ("Erfassungsdatum,Tatzeit,Ort,Tote", "2023-05-10,2023-05-01,Mosul,3"),
        ("Дата внесения,Дата происшествия,Город,Погибло", "2023-05-10,2023-05-01,Mosul,3"),
        ("Date (E.C.),Date (G.C.),City,Killed", "23/08/2015,2023-05-01,Mosul,3"),
        ("Report date,Date,City,Killed", "2023-05-10,2023-05-01,Mosul,3"),
        ("timestamp,City,Killed", "1682942400,Mosul,3"),
        ("time,City,Killed", "1682942400000,Mosul,3"),
        ("Year,Month,Day,City,Killed\n#date+year,#date+month,#date+day,#loc,#affected+killed", "2023,5,1,Mosul,3"),
    ],
)
def test_the_day_of_the_incident_is_meant(load: Load, head: str, row: str) -> None:
    _, (found,) = load("t.csv", f"{head}\n{row}\n")
    assert spans([found]) == ["2023-05-01"]
    assert hurt(found) == (3, None)


@pytest.mark.parametrize(
    ("head", "row"),
    [
        ("Date,Occurred,City,Killed", "2023-05-10,Yes,Mosul,3"),
        ("Date,Incident Day,City,Killed", "2023-05-10,Wednesday,Mosul,3"),
        ("Date,Event Day,City,Killed", "2023-05-10,10,Mosul,3"),
        ("Date (reported),Incident start,City,Killed", "2023-05-13,2023-05-10,Mosul,3"),
    ],
)
def test_a_column_without_days_is_no_date(load: Load, head: str, row: str) -> None:
    outcome, (found,) = load("t.csv", f"{head}\n{row}\n")
    assert spans([found]) == ["2023-05-10"]
    assert outcome.refused == 0


def test_an_end_is_the_incidents_where_no_form_asks(load: Load) -> None:
    _, (found,) = load("t.csv", "Incident Date,Start Date,End Date,City,Killed\n2023-05-10,2023-05-10,2023-05-12,Mosul,3\n")
    assert spans([found]) == ["2023-05-10..2023-05-12"]
    _, found_too = load("u.csv", "Year,Month (number),City,Killed\n2023,5,Mosul,4\n")
    assert "2023-01-01..2023-12-31" in spans(found_too)


@pytest.mark.parametrize(("blanks", "days"), [(3, [14, 15, 16, 17]), (1, [18, 19, 20])])
def test_a_column_that_is_mostly_blank_gives_no_days(load: Load, blanks: int, days: list[int]) -> None:
    rows = "".join(f"{'' if n < blanks else f'2021-03-{17 + n}'},2021-03-{14 + n},Kharkiv,Ukraine,{n}\n" for n in range(4))
    _, kept = load("t.csv", "Day of the incident,Date,City,Country,Killed\n" + rows)
    assert sorted(one.start.day for one in kept if one.start) == days


def test_a_day_of_another_calendar_is_no_day(load: Load) -> None:
    _, (found,) = load("t.csv", "Date (E.C.),City,Killed\n23/08/2015,Bulen,3\n")
    assert found.start is None


@pytest.mark.parametrize(
    ("head", "row", "wanted"),
    [
        ("Date,City,Fatal,Fatalities", "2023-05-13,Leeds,Yes,2", (2, None)),
        ("Date,City,Killed,Fatalities", "2023-05-13,Leeds,yes,2", (2, None)),
        ("Date,City,Killed,Injured", "2023-05-13,Leeds,No,2", (0, 2)),  # "no" without any "yes" is a count of 0
        ("Date,City,Deaths (confirmed),Injured (people)", "2023-05-13,Leeds,4,2", (4, 2)),
        ("Дата,Город,Погибло (чел.),Ранено (чел.)", "2023-05-13,Курск,4,2", (4, 2)),
        ("Date,Location (village/town),Deaths,Deaths (children)", "2023-05-13,Leeds,4,2", (4, None)),
        ("Date,City,Deaths (children)", "2023-05-13,Leeds,4", (None, None)),
        ("Date,City,Killed (name),Killed (number)", "2023-05-13,Leeds,Ann Lee,4", (4, None)),
        ("Date,City,Civilian Fatalities,Civilian Injuries,Children killed", "2023-05-13,Leeds,4,2,1", (4, 2)),
        ("Date,City,Male killed,Female killed,Unknown killed", "2023-05-13,Leeds,4,2,1", (7, None)),
        ("Date,City,Killed m,Killed f\n#date,#loc,#affected+killed+m,#affected+killed+f", "2023-05-13,Leeds,4,2", (6, None)),
    ],
)
def test_the_figures_that_are_meant(load: Load, head: str, row: str, wanted: tuple[int | None, int | None]) -> None:
    _, (found,) = load("t.csv", f"{head}\n{row}\n")
    assert hurt(found) == wanted


def test_a_table_whose_dead_are_not_read_says_so(tmp_path: Path) -> None:
    file = tmp_path / "t.csv"
    file.write_text("Date,City,Injured,Lost\n2023-05-13,Leeds,4,2\n", "utf-8")
    assert any("number of killed: the rows have only the injured" in guess for guess in open_table(file).guesses)
    file.write_text("Date,City,Killed\n2023-05-13,Leeds,4\n", "utf-8")
    assert not any("no column was recognised as the number" in guess for guess in open_table(file).guesses)


def test_yes_and_no_name_no_one_and_words_are_no_confidence(load: Load) -> None:
    _, found = load("t.csv", "Date,City,Suspect,Confidence\n2023-05-13,Leeds,Yes,Low\n2023-05-14,Leeds,No,85\n")
    assert [i.actor for i in found] == [None, None]
    *_, sure = load("u.csv", "Date,City,Suspect,Confidence\n2023-05-13,Leeds,A man,0.4\n")[1]
    assert sure.actor is not None
    assert sure.confidence == 0.4


@pytest.mark.parametrize(
    ("cell", "country", "latitude"),
    [
        ("Atlanta, Georgia", "US", 33.75),
        ("Batumi, Georgia", "GE", 41.64),
        ("Minna, Niger", "NG", 9.62),
        ("Mumbai, IN", "IN", 19.07),
        ("Gary, IN", "US", 41.59),
        ("Baga, Borno State, Nigeria", "NG", 12.0),
        ("Kharkiv city, Kharkiv region", "UA", 49.98),
        ("Qwertyville, Georgia", "GE", 42.0),
    ],
)
def test_a_place_in_what_its_cell_names(load: Load, cell: str, country: str, latitude: float) -> None:
    _, (found,) = load("t.csv", f'Date,Location,Killed\n2023-05-13,"{cell}",1\n', look_up=LOOK_UP)
    assert found.geocode is not None
    assert (found.geocode.place.country, round(found.geocode.latitude, 2)) == (country, latitude)


def test_a_place_that_is_not_known_is_in_the_tables_own_state_of_that_name(load: Load) -> None:
    towns = ("Houston, Texas", "Albuquerque, New Mexico", "Minneapolis, Minnesota", "Cheyenne, Wyoming", "Qwertyville, Georgia")
    rows = "".join(f'2023-05-1{n},"{town}",1\n' for n, town in enumerate(towns))
    _, found = load("t.csv", f"Date,Location,Killed\n{rows}", look_up=LOOK_UP)
    assert [i.geocode.place.country for i in found if i.geocode] == ["US"] * len(towns)


def test_a_department_comes_before_a_region(tmp_path: Path) -> None:
    file = tmp_path / "t.csv"
    file.write_text("Fecha,Municipio,Región,Departamento,Muertos\n2000-02-18,El Salado,Montes,Bolívar,60\n", "utf-8")
    assert open_table(file).columns["Departamento"] == "admin1"


def test_a_point_that_names_its_order_is_not_turned_round(load: Load) -> None:
    rows = "".join(f'2023-02-{n:02},"{95 + n}.05, 35.07",{n}\n' for n in range(1, 13))
    _, found = load("u.csv", f'Date,Coordinates,Killed\n{rows}2023-02-13,"lat: 36.5, lon: 99.1",1\n')
    assert {i.geocode.latitude for i in found if i.geocode} == {35.07, 36.5}


def test_the_sides_of_a_point_in_words(load: Load) -> None:
    _, (found,) = load("t.csv", "Date,Latitude North,Longitude West,Deaths\n2023-02-01,25.76,80.19,3\n")
    assert found.geocode is not None
    assert (found.geocode.latitude, found.geocode.longitude) == (25.76, -80.19)


@pytest.mark.parametrize(
    ("others", "kind"),
    [(("Shelling", "Air strike"), "explosion_device"), (("Fire", "Collapse"), "explosion_accident"),
     (("Shelling", "Fire"), "explosion_accident"), ((), "explosion_accident")],
)  # fmt: skip
def test_an_explosion_among_attacks_is_none_of_gas(load: Load, others: tuple[str, ...], kind: str) -> None:
    rows = "".join(f"2023-02-0{n},Mosul,{words},{n}\n" for n, words in enumerate(("Explosion", *others), 1))
    _, found = load("t.csv", f"Date,City,Type,Killed\n{rows}")
    assert [i.type.value for i in found if i.start and i.start.day == 1] == [kind]


@pytest.mark.parametrize(("words", "kind"), [("Столкновение", "transport_accident"), ("Поджог", "other")])
def test_a_clash_among_accidents_is_a_collision(load: Load, words: str, kind: str) -> None:
    _, (accident,) = load("t.csv", f"Дата;Город;Вид ДТП;Погибло\n05.03.2022;Махачкала;{words};2\n")
    assert accident.type == kind
    _, found = load("u.csv", "Дата;Город;Тип;Погибло\n05.03.2022;Махачкала;Столкновение;3\n")
    assert {i.type.value for i in found} == {kind, "armed_clash"}


def test_a_row_that_is_the_sum_of_those_above_it_is_no_incident(load: Load) -> None:
    head = "City,Country,Date,Killed,Injured\nDnipro,Ukraine,2023-01-14,46,80\nKherson,Ukraine,2023-01-15,3,4\n"
    outcome, found = load("t.csv", f"{head},Ukraine,,49,84\n")
    assert [i.place for i in found] == ["Dnipro", "Kherson"]
    assert "total" in outcome.rejected[0][1]
    _, found = load("u.csv", f"{head},Ukraine,,49,85\n")  # not their sum
    assert len(found) == 3


def test_sums() -> None:
    def found(killed: list[int | None], injured: list[int | None], bare: list[int], taken: tuple[int, ...] = ()) -> list[int]:
        rows = range(len(killed))
        figures = {"killed_best": killed, "injured_best": injured}
        are = sums_above(figures, [i in bare for i in rows], [i in taken for i in rows])
        return [i for i in rows if are[i]]

    none: list[int | None] = [None] * 6
    assert found([10, 2, 12, 4, 50, 54], none, [2, 5]) == [2, 5], "each part of a table has its own sum"
    assert found([10, 2, 3, 4, 5, 24], none, [5]) == [5]
    assert found([30, 30, None, None, None, None], none, [1]) == [], "one row more of the same"
    assert found([10, 2, 12, None, None, None], [None, None, 4, None, None, None], [2]) == [], "the injured are no sum"
    assert found([10, 2, 9, 12, None, None], none, [3], (2,)) == [3], "what does not come in is not added"
    assert found([10, 2, 12, None, None, None], none, []) == []
    assert found([1, 1, 2, None, None, None], none, [2]) == [], "so few can be chance"


def test_raised_marks_of_words_in_the_cell_itself(load: Load, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for row in (("Date", "City", "Killed"), ("2023-01-14", "Dnipro", "46")):
        book.active.append(row)  # type: ignore[union-attr]
    book.save(tmp_path / "plain.xlsx")
    raised = '<r><t>46</t></r><r><rPr><vertAlign val="superscript"/></rPr><t>1</t></r>'
    with zipfile.ZipFile(tmp_path / "plain.xlsx") as plain, zipfile.ZipFile(tmp_path / "t.xlsx", "w") as made:
        for name in plain.namelist():
            body = plain.read(name).decode()
            if name.endswith("sheet1.xml"):
                start = body.index('<c r="C2"')
                end = body.index("</c>", start) + len("</c>")
                body = f'{body[:start]}<c r="C2" t="inlineStr"><is>{raised}</is></c>{body[end:]}'
            made.writestr(name, body)
    _, (found,) = load("t.xlsx", (tmp_path / "t.xlsx").read_bytes())
    assert hurt(found) == (46, None)
