"""The layouts of known tables, each a file in `layouts/`, and a guess for any other table.

A layout says which header fills which of our fields, what its words and codes mean, and how to recognise it. `LAYOUTS.md` lists
the fields of each.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from geodata.fields import FORMER, IMPORTED
from geodata.gazetteer.names import fold
from geodata.tables.cells.order import Order
from geodata.tables.headers import meant as headers_meant
from geodata.tables.headers import other_languages
from geodata.tables.parts_of_people import HARM, plain, shared_out
from geodata.vocabulary import IncidentType

FOLDER = Path(__file__).with_name("layouts")
POINT = "point"  # a column that holds latitude and longitude
FIELDS = [*(one.imports for one in IMPORTED), POINT]
POINTS = (
    r"lat_?lon(?:g|gitude)?|lat_?lng|coordinates?|coords?|geo_?(?:point|location)|gps(?:_coordinates)?|wkt"
    r"|geom(?:etry)?(?:_wkt)?"
)
# Patterns for the headers of a field, in order of preference.
GUESSES = {
    name: [re.compile(pattern) for pattern in ((guess,) if isinstance(guess, str) else guess)]
    for name, guess in [*((one.imports, one.guess) for one in IMPORTED if one.guess), (POINT, POINTS)]
}
# "Deaths[a]" of Wikipedia, but not "Killed [min]"
FOOTNOTE = re.compile(r"(?<=\w)\s?\[(?:\d{1,3}|[a-z]|(?:note|nb|n) ?\d{1,2})\]$", re.IGNORECASE)
LONGEST_EXPLAINED = 200  # characters
# A note that only explains a header: "Place (village/town)", "Погибло (чел.)"; but "Deaths (children)" is not all "Deaths".
EXPLAINED = re.compile(
    r"\s*\((?:(?:village|town|city|district|place|area|site|from \w+|people|persons?|чел(?:овек)?|осіб|confirmed|total"
    r"|number|no|local(?: time)?|g\.?c|wgs ?84|if known|required|optional|personnes|personas|personen|pessoas|persone)"
    r"\.?(?:[/, ]+|(?=\))))+\)$",
    re.IGNORECASE,
)
SURVEY = re.compile(r"^_\d{1,3}_+(?=\w)")  # the number of a question: "_5_Killed"


@lru_cache(10_000)
def key_of(header: str) -> str:
    """Normalise a header as in layouts: lower-case words joined by "_". A JSON path keeps its dots."""
    header = SURVEY.sub("", FOOTNOTE.sub("", header.strip())).replace("’", "'")
    plain = header.lower() if header.isascii() else fold(header)
    return re.sub(r"\.?_+\.?", "_", re.sub(r"[^a-z0-9.]+", "_", plain)).strip("_.")


OWN_NAMES = {name: one.imports for one in IMPORTED for name in (one.name, one.imports, one.formerly) if name}
CODEBOOKS: dict[str, dict[str, str]] = {
    "acled": {one.acled: one.imports for one in IMPORTED if one.acled},
    "ucdp": {one.ucdp: one.imports for one in IMPORTED if one.ucdp},
    "atlas": OWN_NAMES | {key_of(one.heading): one.imports for one in IMPORTED},
}
WORDS_OF_TYPES = "words"  # the layout whose types every other layout falls back to
OTHER = "table"
SERIOUS, SLIGHT = re.compile(r"(?:^|_)(?:serious|severe)_inj"), re.compile(r"(?:^|_)(?:minor|slight|light)_inj")
YEARS = ("year", "annee", "ano", "jahr", "anno", "god", "rik", "rok", "tahun", "yil", "ar", "vuosi")  # headers of years
COUNTY = "county"  # the largest part of a country or, next to a column of states, a part of a state
ENDS = ("end_", "last_", "to_", "finish_", "until_")
# Headers of a day in parts, in several languages.
DAY_PARTS = (
    ("year", "month", "day"),
    ("year", "mo", "dy"),
    ("ano", "mes", "dia"),
    ("rik", "misyats", "den"),
    ("god", "mesyats", "den"),
    ("startyear", "startmonth", "startday"),
    ("annee", "mois", "jour"),
    ("an", "mois", "jour"),
    ("jahr", "monat", "tag"),
    ("anno", "mese", "giorno"),
    ("lsnh", "lshhr", "lywm"),
    ("yyyy", "mm", "dd"),
)
GUESSED = (OTHER, "geojson", "kml")  # layouts whose columns are identified by their names
IN_PARTS = (*GUESSED, "hxl")  # layouts whose days and people can be in several columns


# "Not a terrorist attack - gas leak": a gas leak. "Non-combat event".
DENIED = re.compile(
    r"\bnot an? (?!isolated|single|first|only)(?:(?!\bbut\b)[^,.;:()–—-])*|\bnon[- ]?(?:combat|battle|hostile|violent)\w*",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Layout:
    """One kind of table.

    `needs`: sets of headers, one of which must be complete. `columns`: the headers that can fill each of our fields; the first
    that is present is used. `parts`: the columns of year, month and day. `joined`: fields made of several columns; `added`:
    figures that are the sum of several columns. `constants`: values that hold for every row. `types`: regular expressions over
    the folded words of `type_from`. `blanks`: cells without a value. `order_sure`: whether the dates of the original are
    numbers in that order; False if only a spreadsheet writes them so. `revision`: the column that shows which of two rows with
    one id is newer. `own_ids`: whether an id always means the same event, in all layouts of one `family`. `deletes`: whether
    its rows name deleted events. `weeks`: whether its days are the first of a week. `fractions`: whether it divides the people
    of several events among them: "11.5".
    """

    name: str
    title: str
    needs: tuple[frozenset[str], ...] = ()
    columns: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    parts: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    joined: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    added: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    constants: Mapping[str, str] = field(default_factory=dict)
    type_from: tuple[str, ...] = ()
    types: tuple[tuple[re.Pattern[str], str], ...] = ()
    order: Order | None = None
    order_sure: bool = True
    blanks: frozenset[str] = frozenset()
    geo_precision: Mapping[str, str] = field(default_factory=dict)
    date_precision: Mapping[str, str] = field(default_factory=dict)
    at_least: bool = False
    own_ids: bool = False
    family: str = ""
    numeric_countries: bool = False
    revision: str = ""
    deletes: bool = False
    weeks: bool = False
    fractions: bool = False
    headerless: tuple[str, ...] = ()
    checks: Mapping[str, str] = field(default_factory=dict)
    note: str = ""

    def type_of(self, words: str) -> str:
        """Our type for the words of a row; "other" if no word is known."""
        plain = words.strip().lower().replace(" ", "_")
        if plain in set(IncidentType):
            return plain
        key = fold(DENIED.sub(" ", words))
        if named := next((one.value for one in IncidentType if fold(one.label) == key), None):
            return named
        for pattern, kind in self.types if self.name == WORDS_OF_TYPES else (*self.types, *layouts()[WORDS_OF_TYPES].types):
            if pattern.search(key):
                return kind
        return IncidentType.OTHER.value

    @property
    def default_type(self) -> str:
        return self.constants.get("type", IncidentType.OTHER.value)


def present_name(field: str) -> str:
    """The current name of a field in a mapping that an earlier version saved."""
    return FORMER.get(field, field)


@cache
def layouts() -> dict[str, Layout]:
    """All layouts by name."""
    return {path.stem: of_toml(path.stem, tomllib.loads(path.read_text("utf-8"))) for path in sorted(FOLDER.glob("*.toml"))}


def of_toml(name: str, body: dict[str, Any]) -> Layout:
    columns: dict[str, tuple[str, ...]] = {}
    types = body.pop("types", {}) | body.pop("foreign", {})
    body.pop("examples", None)  # used only by a test
    for header, our in CODEBOOKS.get(body.pop("codebook", ""), {}).items():
        columns[our] = (*columns.get(our, ()), header)
    for our, headers in body.pop("columns", {}).items():
        columns[our] = tuple(headers)
    return Layout(
        name=name,
        title=body.pop("title"),
        needs=tuple(frozenset(one) for one in body.pop("needs", [])),
        columns=columns,
        parts={our: tuple(headers) for our, headers in body.pop("parts", {}).items()},
        joined={our: tuple(headers) for our, headers in body.pop("joined", {}).items()},
        added={our: tuple(headers) for our, headers in body.pop("added", {}).items()},
        type_from=tuple(body.pop("type_from", ())),
        types=tuple((re.compile(pattern), kind) for pattern, kind in types.items()),
        order=Order(body.pop("dates")) if "dates" in body else None,
        blanks=frozenset(body.pop("blanks", ())),
        headerless=tuple(body.pop("headerless", ())),
        **body,
    )


def recognised(headers: Sequence[str]) -> Layout:
    """The layout with the largest complete set of `needs` in the headers; the guess for any other table if none is complete."""
    present = {key_of(header) for header in headers}
    fitting = [(len(needs), layout) for layout in layouts().values() for needs in layout.needs if needs <= present]
    return max(fitting, key=lambda pair: pair[0], default=(0, layouts()[OTHER]))[1]


def columns_of(layout: Layout, headers: Sequence[str]) -> dict[str, str]:
    """Our field by header: as in the layout or, for a table without a layout, by the meaning of the headers."""
    return dict(_columns_of(layout, tuple(headers)))


@lru_cache(32)  # called a dozen times with the same headers while a file is opened
def _columns_of(layout: Layout, headers: tuple[str, ...]) -> Mapping[str, str]:
    by_key: dict[str, str] = {}
    counting = [header for header in headers if "%" not in header]  # a percentage of people is not a count
    for header in counting:
        by_key.setdefault(key_of(header), header)
    real = set(by_key)
    for header in counting:  # "Place (village/town)" is "Place", unless another column is
        if len(header) <= LONGEST_EXPLAINED:
            by_key.setdefault(key_of(EXPLAINED.sub("", header)), header)
    found: dict[str, str] = {}
    for our, keys in layout.columns.items():
        named = next((by_key[key] for key in keys if key in by_key and by_key[key] not in found), "")
        if named:
            found[named] = our
    if layout.name not in GUESSED:
        return found
    for our in FIELDS:
        if our in found.values() or our == "state":  # only our own tables hold the review state of a row
            continue
        free = {key: header for key, header in by_key.items() if header not in found}
        exact = (header for key, header in free.items() if OWN_NAMES.get(key) == our)
        meant = (header for pattern in GUESSES.get(our, ()) for key, header in free.items() if is_meant(pattern, key))
        if header := next(exact, "") or next(meant, "") or next(headers_meant(our, free), ""):
            found[header] = our
    if "admin1" not in found.values() and (
        county := next((h for h, our in found.items() if our == "place" and key_of(h) == COUNTY), "")
    ):
        found[county] = "admin1"  # counties are the largest parts of Kenya, Liberia, Croatia
    for header in [h for h, our in found.items() if our == "injured" and SERIOUS.search(plain(key_of(h)))]:
        if any(SLIGHT.search(plain(key)) for key in by_key):
            del found[header]  # serious and slight injuries are added up
    parts = day_parts(real)
    for part in (*parts, *(day_parts(real, ENDS) or ())) if parts else ():
        if found.get(by_key.get(part, "")) in ("date_start", "date_end"):
            del found[by_key[part]]
    if not parts and "date_start" not in found.values() and (whole := next((k for k in ("month", *YEARS) if k in real), None)):
        found[by_key[whole]] = "date_start"
    if found.get(by_key.get("from", "")) == "date_start" and "to" in by_key and "date_end" not in found.values():
        found[by_key["to"]] = "date_end"
    first, last = by_key.get("start_date", ""), by_key.get("end_date", "")
    asked = any(our == "date_start" and key_of(h).startswith("when_") for h, our in found.items())
    if asked and first and found.get(last) == "date_end":
        del found[last]  # these two are the times when the form was filled in
    if found.get(by_key.get("start", "")) == "date_start" and (named := other_start(by_key, found)):
        found = {h: our for h, our in found.items() if our not in ("date_start", "date_end")} | {named: "date_start"}
    sides = [header for header, our in found.items() if our in ("lat", "lon")]
    # "x" alone is not a longitude
    return {header: our for header, our in found.items() if len(sides) != 1 or header not in sides}


@lru_cache(100_000)
def is_meant(pattern: re.Pattern[str], key: str) -> bool:
    """Whether a pattern matches a header, or the last part of a JSON path, or all of it: "killed.min"."""
    return any(pattern.fullmatch(one) for one in (key.rpartition(".")[2], key.replace(".", "_")))


def day_parts(keys: Collection[str], ends: Collection[str] = ()) -> tuple[str, ...] | None:
    """The headers of year, month and day, if a table has the first two: "year", or "event_date_year" and so on; else None.
    `ends`: prefixes that the headers must have; without it, headers with a prefix of ENDS are ignored."""
    stems = ("", *(key.removesuffix("year") for key in keys if key.endswith("_year")))
    stems = tuple(stem for stem in stems if stem.startswith(tuple(ends or ENDS)) == bool(ends))
    named = ((stem + year, stem + month, stem + day) for stem in stems for year, month, day in DAY_PARTS)
    return next((parts for parts in named if parts[0] in keys and parts[1] in keys), None)


def other_start(by_key: Mapping[str, str], found: Mapping[str, str]) -> str:
    """The column of the incident's date next to a "start" that is the time when a form was filled in; "" if there is none."""
    *sure, _ = GUESSES["date_start"]
    named = {*other_languages()["date_start"], "when_did_it_happen"}
    meant = ((key, h) for key, h in by_key.items() if key != "start" and h not in found)
    return next((h for key, h in meant if key in named or any(pattern.fullmatch(key) for pattern in sure)), "")


def composed(layout: Layout, mapped: Mapping[str, str], headers: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """The fields that the layout makes of several columns, by their keys. Fields whose column a person changed are left out."""
    usual = columns_of(layout, headers)
    theirs = {our for _, our in mapped.items() ^ usual.items()}
    parts = {**layout.parts, **layout.joined, **layout.added}
    keys = list(dict.fromkeys(map(key_of, headers)))
    named, last = day_parts(keys), day_parts(keys, ENDS)
    if named and layout.name in IN_PARTS and "date_start" not in mapped.values():
        parts["date_start"] = named
        if last and "date_end" not in mapped.values():
            parts["date_end"] = last
    dated = next((key_of(h) for h, our in mapped.items() if our == "date_start"), None)
    if dated and layout.name in GUESSED and not named and "year" in {key_of(h) for h in headers if h not in mapped}:
        parts["date_start"] = ("year", dated)  # "24 March" next to 2022
    parts |= of_people(layout, mapped, headers)
    return {our: keys for our, keys in parts.items() if our not in theirs}


def of_people(layout: Layout, mapped: Mapping[str, str], headers: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """The columns that divide the killed or injured into groups, in a table without a layout, if no column counts them all."""
    free = [key_of(h) for h in headers if h not in mapped] if layout.name in IN_PARTS else []
    kinds = (kind for kind in HARM if not any(our.startswith(kind) for our in mapped.values()))
    return {kind: keys for kind in kinds if (keys := shared_out(free, kind))}


def means_something(header: str) -> bool:
    """Whether some layout or guess knows a header."""
    key = key_of(header)
    return key in known_keys() or any(pattern.fullmatch(key) for patterns in GUESSES.values() for pattern in patterns)


def tells_where_or_when(header: str) -> bool:
    """Whether a header means a place, a day or a kind, not a number of people."""
    key = key_of(header)
    fields = ("place", "in_country", "admin1", "lat", "lon", "date_start", "date_end", "type")
    return any(pattern.fullmatch(key) for name in fields for pattern in GUESSES.get(name, ()))


@cache
def known_keys() -> frozenset[str]:
    named = (
        keys
        for layout in layouts().values()
        for group in (layout.columns, layout.parts, layout.joined, layout.added)
        for keys in group.values()
    )
    foreign = (key for keys in other_languages().values() for key in keys)
    return frozenset(key for keys in named for key in keys) | frozenset(OWN_NAMES) | frozenset(foreign)
