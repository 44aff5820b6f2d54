"""Tables as statistical offices and newsrooms publish them: people by sex and age, days next to years, Stata, quoted lines."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from geodata.errors import ImportRefused
from geodata.importing import loading
from geodata.records import Incident
from geodata.tables import parts_of_people
from geodata.tables.cells.days import span_of
from geodata.tables.cells.points import degrees_of, point_of
from geodata.tables.files import stata
from geodata.tables.layout import key_of
from tests.loading import Load

ROW = "date,place,lat,lon"
AT = "2022-02-24,Kharkiv,50,36.2"


def killed(incident: Incident) -> tuple[int | None, int | None] | None:
    return (incident.killed.low, incident.killed.high) if incident.killed else None


@pytest.mark.parametrize("headers", parts_of_people.YES)
def test_columns_that_share_people_out(headers: tuple[str, ...]) -> None:
    keys = [key_of(header) for header in headers]
    assert set(keys) in (set(parts_of_people.shared_out(["date", *keys], kind)) for kind in ("killed", "injured"))


@pytest.mark.parametrize("headers", parts_of_people.NO)
def test_columns_that_may_count_the_same_people(headers: tuple[str, ...]) -> None:
    keys = [key_of(header) for header in headers]
    assert [parts_of_people.shared_out(keys, kind) for kind in ("killed", "injured")] == [(), ()]


def test_men_women_and_children_are_added_up(load: Load) -> None:
    outcome, (first, second) = load(
        "t.csv", f"{ROW},Men killed,Women killed,Children killed,Injured\n{AT},3,2,1,9\n2022-02-25,Odesa,46.5,30.7,0,,4,2\n"
    )
    assert (killed(first), killed(second)) == ((6, 6), (4, 4))
    assert any("Men killed, Women killed, Children killed are added up" in guess for guess in outcome.table.guesses)  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("men", "women", "wanted"),
    [("3", "2", (5, 5)), ("3", "", (3, 3)), ("3", "unknown", (3, None)), ("3", "?", (3, None))],
)
def test_a_part_that_is_not_known_leaves_the_sum_open(load: Load, men: str, women: str, wanted: tuple[int, int | None]) -> None:
    _, (found,) = load("t.csv", f"{ROW},Men killed,Women killed\n{AT},{men},{women}\n")
    assert killed(found) == wanted


def test_parts_that_are_about_a_number_are_not_added(load: Load) -> None:
    outcome, found = load("t.csv", f"{ROW},Men killed,Women killed\n{AT},about 10,200\n")
    assert (found, outcome.refused) == ([], 1)


def test_a_column_of_all_wins_over_its_parts(load: Load) -> None:
    _, (found,) = load("t.csv", f"{ROW},killed,men killed,women killed\n{AT},7,3,2\n")
    assert killed(found) == (7, 7)


@pytest.mark.parametrize(
    ("dates", "wanted"),
    [
        (("24/02", "03/05"), ("2022-02-24", "2022-05-03")),
        (("02/24", "05/03"), ("2022-02-24", "2022-05-03")),
        (("24.02.", "3.5."), ("2022-02-24", "2022-05-03")),
        (("24-02", "03-05"), ("2022-02-24", "2022-05-03")),
    ],
)
def test_a_day_and_month_next_to_a_year(load: Load, dates: tuple[str, str], wanted: tuple[str, str]) -> None:
    rows = "".join(f"2022,{day},Kharkiv,50,36.2\n" for day in dates)
    outcome, found = load("t.csv", f"Year,Date,Place,Lat,Lon\n{rows}")
    assert sorted(str(one.start) for one in found) == sorted(wanted)
    assert not any("2000" in guess for guess in outcome.table.guesses)  # type: ignore[union-attr]


def test_a_day_and_month_that_can_be_either_are_asked_about(load: Load) -> None:
    outcome, _ = load("t.csv", "Year,Date,Place,Lat,Lon\n2022,03/05,Kharkiv,50,36.2\n2022,04/05,Kharkiv,50,36.2\n")
    assert "whether 03/05 has the day or the month first" in outcome.table.asks  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("cell", "day"),
    [("24 شباط 2022", "2022-02-24"), ("١٢ تشرين الثاني ٢٠٢٣", "2023-11-12"), ("5 كانون الأول 2021", "2021-12-05"),
     ("1 آب 2020", "2020-08-01"), ("24 فبراير 2022", "2022-02-24")],
)  # fmt: skip
def test_months_of_the_levant(cell: str, day: str) -> None:
    found = span_of(cell)
    assert found is not None
    assert (found.start, found.end) == (day, day)


@pytest.mark.parametrize(("cell", "degrees"), [("٣٦٫٢", 36.2), ("۳۶.۲", 36.2), ("३६.२", 36.2), ("-٣٦.٢", -36.2)])
def test_degrees_in_other_digits(cell: str, degrees: float) -> None:
    assert degrees_of(cell) == degrees


def test_a_point_in_other_digits() -> None:
    found = point_of("٣٦.٢, ٣٧.١٦")
    assert found is not None
    assert (found.latitude, found.longitude) == (36.2, 37.16)


def test_columns_of_json_as_lists(load: Load) -> None:
    _, found = load(
        "t.json", {"date": ["2022-02-24"] * 2, "place": ["A", "B"], "lat": [50, 46], "lon": [36, 30], "killed": [3, 4]}
    )
    assert [(one.place, killed(one)) for one in found] == [("A", (3, 3)), ("B", (4, 4))]


def test_columns_of_different_lengths_are_refused(load: Load) -> None:
    with pytest.raises(ImportRefused, match="neither GeoJSON nor a list of events"):
        load("t.json", {"date": ["2022-02-24"], "place": ["A", "B"]})


def test_lines_in_quotation_marks(load: Load) -> None:
    body = f'"{ROW},killed,notes"\n"{AT},3,""He said, loudly"""\n"{AT},4,x"\n'
    outcome, (first, second) = load("t.csv", body)
    assert (killed(first), killed(second)) == ((3, 3), (4, 4))
    assert first.evidence.quote == "He said, loudly"
    assert "each line is in quotation marks, which are removed" in outcome.table.guesses  # type: ignore[union-attr]


def test_quoted_cells_of_one_column_stay_cells(load: Load) -> None:
    _, found = load("t.csv", '"notes"\n"Shots, in Kharkiv"\n"A blast, later, in Odesa"\n')
    assert [one.evidence.quote for one in found] == ["Shots, in Kharkiv", "A blast, later, in Odesa"]


XML = """<?xml version="1.0"?>
<response xmlns="urn:x"><row><row _id="1"><date>2022-02-24</date><place>Kharkiv</place><geo lat="50" lon="36.2"/><killed>3</killed></row>
<row _id="2"><date>2022-02-25</date><place>Odesa</place><geo lat="46.5" lon="30.7"/><killed>4</killed><note>a</note></row></row></response>
"""


def test_xml_of_a_portal(load: Load) -> None:
    _, found = load("t.xml", XML)
    assert [(one.place, str(one.start), killed(one)) for one in found] == [
        ("Kharkiv", "2022-02-24", (3, 3)),
        ("Odesa", "2022-02-25", (4, 4)),
    ]
    assert [one.geocode and one.geocode.latitude for one in found] == [50, 46.5]


def test_the_outermost_elements_are_the_rows(load: Load) -> None:
    event = "<event><date>2022-02-24</date><place>Kharkiv</place><killed>3</killed>{victims}</event>"
    victims = "<victims>" + "<v><place>Lviv</place><name>x</name></v>" * 3 + "</victims>"
    _, found = load("t.xml", f'<?xml version="1.0"?><all>{event.format(victims=victims)}{event.format(victims="")}</all>')
    assert [one.place for one in found] == ["Kharkiv", "Kharkiv"]


@pytest.mark.parametrize("body", ['<?xml version="1.0"?><a/>', '<?xml version="1.0"?><a><b>1</b></a>'])
def test_xml_without_rows_is_refused(load: Load, body: str) -> None:
    with pytest.raises(ImportRefused, match="holds no rows"):
        load("t.xml", body)


def of_stata(path: Path, version: int = 118) -> None:
    frame = pd.DataFrame(
        {
            "id": [1, 2],
            "date": pd.to_datetime(["2022-02-24", None]),
            "place": ["Харків", ""],
            "lat": [50.0, 46.5],
            "lon": [36.2, 30.7],
            "killed": [3.0, None],
            "kind": pd.Categorical(["Air strike", "Shooting"]),
        }
    )
    if version < 118:
        frame["place"] = ["Kharkiv", ""]
    frame.to_stata(path, write_index=False, version=version, convert_dates={"date": "td"})


@pytest.mark.slow
@pytest.mark.parametrize(("version", "place"), [(114, "Kharkiv"), (117, "Kharkiv"), (118, "Харків")])
def test_a_file_of_stata(load: Load, tmp_path: Path, version: int, place: str) -> None:
    of_stata(tmp_path / "u.dta", version)
    outcome, (first, second) = load("t.dta", (tmp_path / "u.dta").read_bytes())
    assert (first.place, str(first.start), killed(first), first.type.value) == (place, "2022-02-24", (3, 3), "air_strike")
    assert (second.start, second.killed, second.type.value) == (None, None, "shooting")
    assert outcome.refused == 0


@pytest.mark.slow
def test_a_broken_file_of_stata_is_refused(tmp_path: Path) -> None:
    of_stata(tmp_path / "u.dta")
    whole = (tmp_path / "u.dta").read_bytes()
    for size in (20, 400, len(whole) - 300):
        (tmp_path / "b.dta").write_bytes(whole[:size])
        with pytest.raises(ImportRefused, match=r"b\.dta"):
            loading.examine(tmp_path / "b.dta")


@pytest.mark.slow
def test_a_large_file_of_stata_comes_in_parts(tmp_path: Path) -> None:
    rows = 2 * stata.ROWS + 7
    pd.DataFrame({"n": range(rows), "x": [0.5] * rows}).to_stata(tmp_path / "u.dta", write_index=False)
    (sheet,) = stata.read(tmp_path / "u.dta")
    assert list(sheet.rows()) == (found := list(sheet.rows()))
    assert (found[0], found[1], found[-1], len(found)) == (["n", "x"], ["0", "0.5"], [str(rows - 1), "0.5"], rows + 1)
