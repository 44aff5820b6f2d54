"""Readers of single cells: the precision of a day, the reason why a cell is bad, and the limits of what they accept."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from geodata.tables.cells import days, figures, number_words, order, points, precision, spans
from geodata.tables.cells.order import Order
from geodata.tables.cells.spans import NoDate
from geodata.vocabulary import DatePrecision, GeoPrecision, Qualifier, Role

TODAY = date.today()


@pytest.mark.parametrize(
    ("cell", "wanted"),
    [
        ("2022-03-24", DatePrecision.DAY),
        ("24-Mar-22", DatePrecision.DAY),
        ("2022-03", DatePrecision.MONTH),
        ("March 2022", DatePrecision.MONTH),
        ("2016-01-00", DatePrecision.MONTH),
        ("2022", DatePrecision.YEAR),
        ("24-26 March 2022", DatePrecision.DAYS),
        ("March 24, 25 2022", DatePrecision.DAYS),
        ("2022-03-24/2022-03-26", DatePrecision.DAYS),
        ("2022-03-24/2022-03-24", DatePrecision.DAY),
        ("24 mars 2022", DatePrecision.DAY),
    ],
)
def test_how_sharp_a_day_is(cell: str, wanted: DatePrecision) -> None:
    span = days.span_of(cell)
    assert span is not None
    assert span.precision is wanted


@pytest.mark.parametrize(
    ("cell", "why"),
    [
        ("2022-02-30", "there is no day 30 of month 2 in 2022"),
        ("2022-13-00", "there is no day 0 of month 13 in 2022"),
        ("0025-03-02", "the year 25 is too early for the Gregorian calendar"),
        ("1582", "the year 1582 is too early for the Gregorian calendar"),
        ("2022-03-26/2022-03-24", "the end is before the start"),
        ("y" * 50, f"{'y' * 40!r} is not a date"),
        ("09999", "'09999' is not a date"),
        ("80001", "'80001' is not a date"),
        ("80000", "2119-01-11 is in the future"),
        (f"{TODAY + days.LATEST + timedelta(days=2)}", f"{TODAY + days.LATEST + timedelta(days=2)} is in the future"),
        ("Marc 2", "'Marc 2' is not a date"),
        ("24 Marchy 2022", "'24 Marchy 2022' is not a date"),
        ("Foo 24, 25 2022", "'Foo 24, 25 2022' is not a date"),
        ("a train 2100 m long", "'a train 2100 m long' is not a date"),
    ],
)
def test_why_a_cell_is_not_a_date(cell: str, why: str) -> None:
    with pytest.raises(NoDate) as caught:
        days.span_of(cell)
    assert str(caught.value) == why


@pytest.mark.parametrize(
    ("cell", "order", "start"),
    [
        ("03/04/2022", Order.DMY, "2022-04-03"),
        ("03/04/2022", Order.MDY, "2022-03-04"),
        ("03.04.2022", Order.MDY, "2022-04-03"),
        ("03-04-2022", Order.MDY, "2022-03-04"),
        ("1583", Order.DMY, "1583-01-01"),
        ("10000", Order.DMY, "1927-05-18"),
        ("44644.75", Order.DMY, "2022-03-24"),
        ("2022.0", Order.DMY, "2022-01-01"),
        ("1648166399", Order.DMY, "2022-03-24"),
        ("1648166399999", Order.DMY, "2022-03-24"),
        ("24 March - 26 March 2022", Order.DMY, "2022-03-24"),
        ("Sept 5, 2021", Order.DMY, "2021-09-05"),
        ("5 sep ’21", Order.DMY, "2021-09-05"),
        ("March 24 & 26, 2022", Order.DMY, "2022-03-24"),
        (f"{TODAY}", Order.DMY, f"{TODAY}"),
    ],
)
def test_which_day_a_cell_is(cell: str, order: Order, start: str) -> None:
    span = days.span_of(cell, order)
    assert span is not None
    assert span.start == start


def test_two_digits_are_the_last_such_year_that_is_not_in_the_future() -> None:
    assert spans.year_of(f"{TODAY.year % 100:02}") == TODAY.year
    assert spans.year_of(f"{(TODAY.year + 1) % 100:02}") == TODAY.year + 1
    assert spans.year_of("45") == 1945
    assert spans.year_of("1899") == 1899
    with pytest.raises(NoDate, match="two-digit"):
        spans.year_of(f"{(TODAY.year + 2) % 100:02}")


@pytest.mark.parametrize(
    ("cells", "wanted"),
    [
        (["13/01/2022"], Order.DMY),
        (["01/13/2022"], Order.MDY),
        (["12/12/2022", "12/01/2022"], None),
        (["13/01/2022", "01/13/2022"], None),
        (["24.03.2022", "01/13/2022"], Order.MDY),
        (["13/01/2022 - 14/01/2022", "01/13/2022"], Order.DMY),
        (["22/03/24", "22/03/28", "22/04/02"], Order.YMD),
        (["22/03/24", "28/03/24"], Order.DMY),
        (["22-03-24", "21-12-25"], None),
        (["2022-24-03", "2022-05-04"], Order.YDM),
        (["2022-24-03", "2022-05-14"], None),
        ([], None),
    ],
)
def test_the_order_of_day_and_month(cells: list[str], wanted: Order | None) -> None:
    assert order.order_of(cells) is wanted


@pytest.mark.parametrize(
    ("cell", "wanted"),
    [("03/04/2022", True), (" 12/11/2022", True), ("03/03/2022", False), ("13/04/2022", False), ("04/13/2022", False),
     ("03.04.2022", False), ("2022-03-04", False)],
)  # fmt: skip
def test_what_the_order_decides(cell: str, wanted: bool) -> None:
    assert order.is_open(cell) is wanted


@pytest.mark.parametrize(
    ("cells", "wanted"),
    [
        (["13/01/2022", "01/14/2022", "05/06/2022"], ("13/01/2022", "01/14/2022")), (["13/01/2022", "25/12/2022"], None),
        (["13.01.2022", "01/14/2022"], None), (["12/01/2022", "01/13/2022"], None), (["01/12/2022", "13/12/2022"], None), ([], None),
    ],
)  # fmt: skip
def test_dates_that_contradict_each_other(cells: list[str], wanted: tuple[str, str] | None) -> None:
    assert order.is_mixed(cells) == wanted


@pytest.mark.parametrize(
    ("cell", "order_of_file", "wanted"),
    [
        ("3/24-3/26/2022", Order.MDY, ("2022-03-24", "2022-03-26")), ("24/03-26/03/2022", Order.DMY, ("2022-03-24", "2022-03-26")),
        ("24.03-26.03.2022", Order.MDY, ("2022-03-24", "2022-03-26")), ("24-26 December 2021", Order.DMY, ("2021-12-24", "2021-12-26")),
        ("24-24 March 2022", Order.DMY, ("2022-03-24", "2022-03-24")), ("12/03/2022 - 12/04/2022", Order.MDY, ("2022-12-03", "2022-12-04")),
    ],
)  # fmt: skip
def test_ranges_in_either_order(cell: str, order_of_file: Order, wanted: tuple[str, str]) -> None:
    span = days.span_of(cell, order_of_file)
    assert span is not None
    assert span[:2] == wanted


def test_a_range_that_runs_backwards_is_none() -> None:
    for cell in ("26-24 March 2022", "26 March 2022 - 24 March 2022"):
        with pytest.raises(NoDate):
            days.span_of(cell)


@pytest.mark.parametrize(
    ("parts", "wanted"),
    [(("2016", "1", "0"), "2016-01-00"), (("2016.0", " 11.0 ", "5"), "2016-11-05"), (("2016", "", ""), "2016-00-00"), (("2023", "marzo", "12"), "12 marzo 2023"),
     (("2023", "3", "2nd"), "2023-03-02"), (("2023", "3", "12-14"), "12-14 March 2023"), (("2016", "-9", "-9"), "2016-00-00"),
     (("", "1", "2"), ""), (("0", "1", "2"), "")],
)  # fmt: skip
def test_three_columns_are_one_day(parts: tuple[str, str, str], wanted: str) -> None:
    assert spans.from_parts(*parts) == wanted


def test_a_day_known_to_the_month_is_the_whole_month() -> None:
    day = days.span_of("2022-02-24")
    assert day is not None
    assert spans.month_around(day) == ("2022-02-01", "2022-02-28", DatePrecision.MONTH)


@pytest.mark.parametrize(
    ("word", "wanted"),
    [("10km", 10.0), (" 2.5 KM ", 2.5), ("250", 250.0), ("Exact", 0.3), ("10 miles", None), ("", None), ("km", None)],
)
def test_a_radius(word: str, wanted: float | None) -> None:
    assert precision.kilometres(word) == wanted


def test_our_words_are_known_by_code_and_by_name() -> None:
    assert precision.coded(" adm1 ", GeoPrecision) == "adm1"
    assert precision.coded(GeoPrecision.ADM1.label, GeoPrecision) == "adm1"
    assert precision.coded("adm1", Role) is None
    assert precision.whole(" 1.0 ") == "1"


@pytest.mark.parametrize(
    ("cell", "wanted"),
    [("90,180", (90, 180)), ("-90,-180", (-90, -180)), ("90.1,0", None), ("0,180.1", None), ("−4,5; 1,5", (-4.5, 1.5)),
     ("POINT Z (1 2 3)", (2, 1)), ("49.5 N, 36.25 E and 1 N, 2 E", None)],
)  # fmt: skip
def test_the_edges_of_the_earth(cell: str, wanted: tuple[float, float] | None) -> None:
    found = points.point_of(cell)
    assert (found and found[:2]) == wanted


@pytest.mark.parametrize(
    ("cells", "wanted"),
    [(["1.5,2.5", ""], True), (["1.5,2.5", "x"], False), (["1.5,2.5", "2.5,1", "x"], True), (["1,000", "2,000"], False), ([], False),
     (["", "-"], False)],
)  # fmt: skip
def test_a_column_of_points(cells: list[str], wanted: bool) -> None:
    assert points.looks_like_points(cells) is wanted


def test_a_bare_number_is_exact_and_nought_is_no_one() -> None:
    assert figures.count_of("13") == (13, 13, 13, Qualifier.EXACT, None)
    assert figures.count_of("0") == (0, 0, 0, Qualifier.NONE, None)
    assert figures.count_of("1 200") == (1200, 1200, 1200, Qualifier.EXACT, None)
    assert figures.count_of("123456789") == (123_456_789, 123_456_789, 123_456_789, Qualifier.EXACT, None)


@pytest.mark.parametrize(("words", "wanted"), precision.SHARPNESS_EXAMPLES)
def test_how_sharp_others_call_a_place(words: str, wanted: GeoPrecision | None) -> None:
    found = next((sharp for pattern, sharp in precision.SHARPNESS if pattern.search(words)), None)
    assert found is wanted


@pytest.mark.parametrize(("cell", "wanted"), number_words.YES)
def test_words_of_other_languages_in_digits(cell: str, wanted: str) -> None:
    assert number_words.in_digits(cell) == wanted


@pytest.mark.parametrize("cell", number_words.NO)
def test_words_that_are_no_small_number(cell: str) -> None:
    assert number_words.in_digits(cell) == cell


def test_a_figure_that_a_table_repeats_is_read_once() -> None:
    figures.count_of("about 4,711 people")
    before = figures.count_of.cache_info().hits
    figures.count_of("about 4,711 people")
    assert figures.count_of.cache_info().hits == before + 1
