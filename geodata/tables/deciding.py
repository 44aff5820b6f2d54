"""Decide once for a file whether the day, month or year comes first, from all of its dates and from its headers."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

import pycountry

from geodata.tables.cells.countries import country_of
from geodata.tables.cells.days import ISO
from geodata.tables.cells.order import NUMBERS, Order, is_mixed, is_open, order_of, year_or_day
from geodata.tables.cells.spans import ANY, month_of, with_year
from geodata.tables.filling import Texts
from geodata.tables.layout import Layout, key_of

if TYPE_CHECKING:
    from geodata.tables.table import Table

MONTHS = frozenset(["month", "month_name", "event_month", "mes", "mois", "monat", "mese"])
DATES = ("date_start", "date_end")
STATES = frozenset(["state", "us_state", "state_name", "state_code", "state_or_province", "province_or_state"])

# The order of dates that a header gives.
IN_HEADER = (
    (re.compile(r"yyyy_?dd_?mm"), Order.YDM), (re.compile(r"m_?d_?y|mm_?dd_?yy|month_day"), Order.MDY),
    (re.compile(
        r"d_?m_?y|(?:dd|jj|tt|gg)_?(?:mm|aa)_?(?:yy|aa|jj|rr|gg)|day_month|jour_mois|dia_mes|giorno_mese|tag_monat|gun_ay"
    ), Order.DMY), (re.compile(r"(?<!yy)yy_?mm_?dd"), Order.YMD),
)  # fmt: skip
WHEN = re.compile(
    r"(?:^|_)(?:dates?|timestamp)(?:_|$)|date$|modified|created|updated|submi(?:tted|ssion)|^reported(?:_(?:on|at))?$"
)  # headers of days, but not of the incident's day


class Decision(NamedTuple):
    """The order; a question if it is uncertain, with the order if the answer is no; and what was guessed, in words."""

    order: Order
    asks: str = ""
    other: Order | None = None
    guess: str = ""


def dated_headers(columns: Mapping[str, str], headers: Iterable[str], fields: Sequence[str]) -> list[str]:
    """The columns whose days can decide the order: those of the incident, and others whose headers name a date."""
    return [h for h in headers if columns.get(h) in fields or (h not in columns and WHEN.search(key_of(h)))]


def of_header(headers: Iterable[str]) -> tuple[str, Order] | None:
    """The first header that gives an order, "Date (MM/DD/YYYY)", with that order; None if there is none."""
    found = ((header, order) for header in headers for pattern, order in IN_HEADER if pattern.search(key_of(header)))
    return next(found, None)


def of_dates(layout: Layout, headers: Sequence[str], own: set[str], every: set[str], here: Order = Order.DMY) -> Decision:
    """Decide how to read the dates of a file. `headers`: those of the incident's dates; `own`: their cells; `every`: these and
    the cells of other date columns; `here`: the usual order in the table's country."""
    usual, found = layout.order, order_of(own) or order_of(every)
    undecided = next((cell for cell in sorted(own) if is_open(cell)), None)
    if found is None and undecided and (named := of_header(headers)):
        return Decision(named[1], guess=f"{named[0]} says that {named[1].said}")
    if usual is not None and found not in (None, usual):
        return Decision(found, guess=f"{found.said} in its dates, unlike in {layout.title}")
    if found is None and usual is not None and layout.order_sure and undecided:
        return Decision(usual, guess=f"in dates like {undecided}, {usual.said}, as {layout.title} writes them")
    if found is None and usual is None and (either := year_or_day(own)):
        why = f"Nothing in this file says whether {either} has the day or the year first."
        return Decision(Order.DMY, f"{why} It is read with the day first.", Order.YMD)
    if found is not None or undecided is None or (usual is not None and layout.order_sure):
        guess = half_converted(own)
        if usual is None and found is not None and (undecided or found in (Order.YMD, Order.YDM)):
            guess = f"in dates like {undecided or min(own)}, {found.said}"
        return Decision(found or usual or Order.DMY, guess=guess)
    order = usual or here
    if mixed := is_mixed(sorted(own)):
        why = f"This file has both {mixed[0]} and {mixed[1]}: some of its dates have the day first, others the month."
    else:
        why = f"Nothing in this file says whether {undecided} has the day or the month first."
    other = Order.DMY if order is Order.MDY else Order.MDY
    return Decision(order, f"{why} It is read with the {order.first} first.", other)


def half_converted(cells: Iterable[str]) -> str:
    """Describe dates that a spreadsheet converted in part, month first, leaving "25/03/2022" as text; "" if there are no such
    dates."""
    converted, left = [], []
    for cell in cells:
        if iso := ISO.fullmatch(cell.strip()):
            converted.append(int(iso["day"]))
        elif numbers := NUMBERS.match(cell.strip()):
            left.append((int(numbers["a"]), cell))
    if len(converted) < 2 or not left or max(converted) > 12 or min(left)[0] <= 12:
        return ""
    return f"some days are spreadsheet dates, others text like {min(left)[1]}: the spreadsheet may have swapped day and month"


def decision(table: Table, first: Texts, chosen: Order | None) -> Decision:
    """Decide once for the whole file whether the day or month comes first, from all of its dates; ask if nothing decides it. A
    known layout keeps its order, unless the dates show that someone saved them in another form. `chosen`: a person's choice."""
    if chosen is not None:
        return Decision(chosen)
    own = [header for header, our in table.columns.items() if our in DATES]
    every = dated_headers(table.columns, table.headers, DATES)
    usual = table.layout.order
    shortened = table.composed.get("date_start", ())

    def whole(header: str, cells: Iterable[str]) -> set[str]:
        """The dates of a column. Next to a column of years, a day and month get a placeholder year."""
        is_short = len(shortened) == 2 and key_of(header) == shortened[1]
        return {with_year(cell, ANY) for cell in set(cells)} if is_short else set(cells)

    shown = set().union(*(whole(header, first.columns.get(header, ())) for header in own))
    if usual is not None and order_of(shown) is None and not any(map(is_open, shown)):
        return Decision(usual)  # its dates are words or ISO: checking all of them would take as long as reading them
    cells: dict[str, set[str]] = {header: set() for header in every}
    for chunk in table.chunks(20_000) if own else ():
        for header, known in cells.items():
            known |= {cell for cell in whole(header, chunk.columns.get(header, ())) if any(mark in cell for mark in "/-.")}
    of_incident = set().union(*(cells[header] for header in own))
    here = Order.MDY if of_united_states(table.columns, first.columns) else Order.DMY
    found = of_dates(table.layout, own, of_incident, set().union(*cells.values()), here)
    if found.asks and (told := by_months(own, first.columns)):
        found = told
    return found._replace(asks=without_any(found.asks), guess=without_any(found.guess)) if shortened else found


def of_united_states(columns: Mapping[str, str], cells: Mapping[str, Sequence[str]]) -> bool:
    """Whether all rows are in the United States, where the month comes first: by their country, else by their states."""
    named = {our: {c.strip() for c in cells.get(header, ()) if c.strip()} for header, our in columns.items()}
    if countries := named.get("in_country"):
        return all(country_of(country) == "US" for country in countries)
    header = next((key_of(h) for h, our in columns.items() if our == "admin1"), "")
    states = named.get("admin1", set())
    return header in STATES and bool(states) and {state.casefold() for state in states} <= states_of_us()


@cache
def states_of_us() -> frozenset[str]:
    """The names and two-letter codes of the states of the United States."""
    found = [one for one in pycountry.subdivisions if one.country_code == "US"]
    return frozenset(word.casefold() for one in found for word in (one.name, one.code.removeprefix("US-")))


def without_any(words: str) -> str:
    """Remove the placeholder year from words about a day and month."""
    return re.sub(rf"(\d{{1,2}}[./-]\d{{1,2}})[./-]{ANY}\b", r"\1", words)


def by_months(dated: Sequence[str], columns: Mapping[str, Sequence[str]]) -> Decision | None:
    """The order that a column of months next to the dates gives; None if there is none or it does not decide."""
    header = next((h for h in columns if key_of(h) in MONTHS), "")
    counts = dict.fromkeys((Order.DMY, Order.MDY), 0)
    for name in dated if header else ():
        for cell, month in zip(columns[name], columns[header], strict=True):
            match, number = NUMBERS.match(cell.strip()), number_of(month)
            if match and number and match["a"] != match["b"]:
                counts[Order.DMY] += int(match["b"]) == number
                counts[Order.MDY] += int(match["a"]) == number
    order = max(counts, key=lambda one: counts[one])
    return (
        Decision(order, guess=f"{header} says that {order.said} in the dates")
        if counts[order] and not min(counts.values())
        else None
    )


def number_of(month: str) -> int | None:
    month = month.strip()
    return int(month) if month.isascii() and month.isdigit() and len(month) <= 2 else month_of(month)
