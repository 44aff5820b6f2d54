"""Find the columns that only their values identify: types, civilians alone, two figures in one cell, days."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta

from geodata.fields import NOT_WHEN
from geodata.gazetteer.names import fold
from geodata.tables.cells.blanks import is_blank
from geodata.tables.cells.countries import SHORT, country_of
from geodata.tables.cells.days import known_span
from geodata.tables.cells.figures import Unreadable, count_of
from geodata.tables.cells.harm import part_of, says_kind
from geodata.tables.cells.spans import ANY_YEAR
from geodata.tables.headers import NUMBER, other_languages, over_kinds
from geodata.tables.layout import OTHER, composed, key_of, layouts
from geodata.tables.telling import Values
from geodata.vocabulary import DatePrecision, IncidentType

Columns = dict[str, str]  # our field by header
MOST = 0.5  # share of a column's cells that must be of one kind
NEARLY_ALL = 0.8
COUNTED = frozenset(f"{kind}{end}" for kind in ("killed", "injured") for end in ("", "_low", "_high", "_words"))
DEATHS = r"(?:killed|deaths?|dead|fatalities)"
HURT = r"(?:injured|wounded|injuries|hurt)"
# Groups that can be all the people that a table counts.
ALONE = "(?:civilians?|staff|workers?|crew|students?|miners?|passengers?)"
# Headers that count such a group, or give bounds of the count.
OF_CIVILIANS = {
    kind: re.compile(
        rf"(?P<least>min|low)?(?P<most>max|high)?_?(?:{ALONE}_(?:reported_)?{words}|{words}_(?:of_)?{ALONE})"
        r"(?:_(?:(?P<least2>min|low)|(?P<most2>max|high)))?"
    )
    for kind, words in (("killed", DEATHS), ("injured", HURT))
}
ANY_HARM = {
    "killed": re.compile(r"kill|dead|death|died|fatal|kia|slain|tues|mort|muert"),
    "injured": re.compile(r"injur|wound|hurt|wia|bless|herid|ferid|verletz"),
}
SOME_OF_THEM = re.compile(r"(?:child(?:ren)?|wom[ae]n|girls?|boys?|minors|infants)_")  # who are included in the civilians
# Headers of columns that hold only kinds: one known word is enough.
SURE_KIND = re.compile(r"(?:^|_)(?:event|incident|attack|hazard|disaster|accident|crash|emergency)_(?:types?|category|kind)$")
UNIVERSAL = re.compile(r"(?:^|_)(?:utc|gmt|zulu)(?:_|$)")  # a time in UTC, next to the local time
A_YEAR = timedelta(days=366)
LONGEST_KIND, LONGEST_HEADER = 60, 200  # characters
LONGEST_PAIR = 100
LONGEST_DAY = 60
KILLED, INJURED = r"(?:killed|dead|deaths?|fatalities|kia|k)", r"(?:wounded|injured|injuries|hurt|wia|w|i)"
EVENTS = (
    "(?:events|incidents|attacks|accidents|crashes|strikes|airstrikes|raids|fires|protests|riots|clashes|massacres|cases|killings)"
    "(?:_of_[a-z]+)?"
)
FOREIGN_EVENTS = (
    "incidents?|accidents?(?:_corporels)?|attaques|cas|incidentes|accidentes|acidentes|ocorrencias|masacres|casos|ataques|vorfalle|unfalle"
    "(?:_mit_personenschaden)?|angriffe|kejadian|kecelakaan|intsidentov|intsydentiv|dtp|kaza|olay|saldiri"
)
# Headers of columns that count the incidents of each row.
OF_EVENTS = re.compile(
    rf"(?:(?:number|no|num|count|total|nr|n)_(?:of_)?|of_)?(?:{EVENTS})|(?:{EVENTS}|event|incident|attack|accident)_(?:count|total)"
    rf"|(?:(?:{NUMBER})_(?:de_|d_)?)?(?:{FOREIGN_EVENTS})(?:_sayisi)?"
)
FEW_DIGITS = re.compile(r"[0-9]{1,6}")
# Headers of columns that hold two figures in each cell: "Killed/Wounded" over "3/5".
PAIR_HEADER = re.compile(
    rf"(?:casualties_)?(?:(?P<killed>{KILLED})_(?:and_)?{INJURED}|(?P<injured>{INJURED})_(?:and_)?{KILLED})(?:_casualties)?"
)
PAIR = re.compile(r"\s*(?P<a>[^/|;]{1,20}?)\s*[/|;]\s*(?P<b>[^/|;]{1,20}?)\s*")
# "Dead (min/max)" over "20/22": one figure with its bounds.
BOUNDS_HEADER = re.compile(rf"(?:(?:no|number)_(?:of_)?)?(?:{KILLED}|{INJURED})_(?:min_(?:and_)?max|low_(?:and_)?high|range)")
BOUNDS = re.compile(r"\s*(?P<a>\d{1,7})\s*/\s*(?P<b>\d{1,7})\s*")
# "Casualties" over "21 killed, 59 injured": the cell says what it counts.
HARM_HEADER = re.compile(
    r"(?:total_|reported_|human_)?(?:casualt(?:y|ies)|victims?|toll|losses|harm|human_cost|impact)(?:_(?:total|reported|count|number|figures?|and_losses))?"
)
# Headers of days: FIRST_DAY is most likely the incident's, A_DAY can be any, OTHER_DAY is the day of something else.
FIRST_DAY = re.compile(r"begin|start|onset|occur|initial|incident|event")
A_DAY = re.compile(
    rf"{FIRST_DAY.pattern}|date|dat[aeu](?:_|$|m)|day|when|time|fecha|jour|(?:^|_)tag(?:_|$)|giorno|(?:^|_)dia(?:_|$)|tarih|dzien|gun(?:_|$)"
)
OTHER_DAY = re.compile(
    r"birth|naiss|nacim|nascim|nascit|geburt|rozhd|narodz|dogum|urodz|lmyld|dob|extinguish|contain|declarat|declared|close|final|finish|expir|completed|completion|resol|announc|signed|arrest|trial|court"
    r"|enlist|inspect|marriage|built|contract|informe|zayavl|tqryr|rapport|bericht"
    r"|notific|diagnos|release|next|join|hire|death|last|recover|arriv|sentenc"
)
WHEN_FREE = re.compile(rf"{NOT_WHEN}.*")
EPOCH = re.compile(r"1\d{9}(?:\d{3}|\.\d+)?")  # seconds or milliseconds since 1970, from 2001 on
# What people write in a column "State" about the progress of their work on a row.
HOW_FAR = frozenset(
    """
    approved archived assigned checked closed complete completed confirmed disputed done draft duplicate final incomplete new
    open pending published rejected resolved reviewed submitted unchecked unconfirmed unreviewed unverified valid verified
    """.split()
)
SEPARATED = re.compile(r"\d\D+\d|\d\D*[^\W\d_]{3}|[^\W\d_]{3}\D*\d")  # a day with several parts, not a bare number
LONE = "{cell!r} does not give one number for the killed and one for the injured"
UNSAID = "{cell!r} does not say whether it counts the killed or the injured"


def added_by_values(
    headers: Sequence[str], columns: Mapping[str, str], values: Values, free: Callable[[str], bool], guessed: bool
) -> tuple[Columns, list[str]]:
    """Add the columns that only their values identify; also return what was found, in words. `free`: whether no person has
    assigned a column; `guessed`: whether the layout is unknown, and columns are guessed."""
    found, said = dict(columns), list[str]()
    left = {h: cells for h, cells in values.items() if h not in found and free(h)}
    if "killed" not in found.values():
        if pairs := next((h for h, cells in left.items() if holds_pairs(h, cells)), ""):
            found[pairs] = "killed"
            said.append(f"{pairs} holds the killed and the injured of each row")
        elif guessed and (worded := next((h for h, cells in left.items() if says_harm(h, cells)), "")):
            found[worded] = "killed"
            said.append(f"{worded} says in words how many were killed and injured")
    if not guessed:
        return found, said
    for header in [h for h, our in found.items() if our == "admin1" and says_how_far(h, values.get(h, ()))]:
        del found[header]
        said.append(f"{header} holds the status of each row, not provinces")
    if "in_country" not in found.values():
        for header in [h for h, our in found.items() if our == "admin1" and names_countries(h, values.get(h, ()))]:
            found[header] = "in_country"
            said.append(f"{header} holds countries")
    for header in [h for h, our in found.items() if our == "in_country" and names_no_countries(h, values.get(h, ()))]:
        del found[header]
        if "admin1" not in found.values():
            found[header] = "admin1"
            said.append(f"{header} holds provinces, not countries")
    for header, our in civilians_alone([h for h in headers if free(h)], found).items():
        found[header] = our
        said.append(f"{header} counts the {our.partition('_')[0]}: no other column does")
    kinds = (h for h, cells in left.items() if h not in found and holds_kinds(h, cells))
    if "type" not in found.values() and (kind := next(kinds, "")):
        found[kind] = "type"
        said.append(f"{kind} holds types of incidents")
    dated = {*found.values(), *composed(layouts()[OTHER], found, headers)}
    days = [h for h, cells in left.items() if h not in found and "date_start" not in dated and holds_days(h, cells)]
    days = [h for h in days if not UNIVERSAL.search(key_of(h))] or days
    if day := next((h for h in days if FIRST_DAY.search(key_of(h))), "") or earliest({h: left[h] for h in days}):
        found[day] = "date_start"
        later = ", ".join(h for h in days if h != day)
        said.append(f"{day} holds dates: they are used as the dates of the incidents" + (f", not {later}" if later else ""))
    mostly = next((h for h, our in found.items() if our == "date_start" and h in values and free(h)), "")
    if mostly and sum(map(is_blank, values[mostly])) > MOST * len(values[mostly]):
        others = [h for h, cells in left.items() if h not in found and holds_days(h, cells)]
        if other := next((h for h in others if not any(map(is_blank, values[h]))), ""):
            del found[mostly]
            found[other] = "date_start"
            said.append(f"{mostly} is blank in most rows: the dates of {other} are used")
    return found, said


def says_how_far(header: str, cells: Sequence[str]) -> bool:
    """Whether a column "State" or "Status" gives the progress of people's work on its rows."""
    words = [fold(cell) for cell in cells if cell.strip()]
    return key_of(header) in ("state", "status") and bool(words) and all(word in HOW_FAR for word in words)


def names_countries(header: str, cells: Sequence[str]) -> bool:
    """Whether a column "State" holds nothing but countries, and several of them."""
    words = {cell.strip() for cell in cells if not is_blank(cell)}
    is_code = all(len(word) <= SHORT for word in words)  # "CO", "IN" and "GA" are also states of the United States
    return key_of(header) == "state" and len(words) > 1 and not is_code and all(map(country_of, words))


def names_no_countries(header: str, cells: Sequence[str]) -> bool:
    """Whether no cell under a header in another language is a country: "Kraj" is a country in Polish, and a region in Czech."""
    words = {cell.strip() for cell in cells if not is_blank(cell)}
    return key_of(header) in other_languages()["in_country"] and bool(words) and not any(map(country_of, words))


def civilians_alone(headers: Sequence[str], columns: Mapping[str, str]) -> Columns:
    """Our field by header for the civilians, staff or the like killed or injured, if the table counts no one else."""
    found: Columns = {}
    for kind, civilians in OF_CIVILIANS.items():
        harmed = [
            header
            for header in headers
            if header not in columns and ANY_HARM[kind].search(key := key_of(header)) and not SOME_OF_THEM.match(key)
        ]
        named = [(header, civilians.fullmatch(key_of(header))) for header in harmed]
        if any(our.startswith(kind) for our in columns.values()):
            continue
        fields = [f"{kind}{bound_of(match)}" if match else "" for _, match in named]
        if fields and all(fields) and len(set(fields)) == len(fields):
            found |= dict(zip(harmed, fields, strict=True))
    return found


def bound_of(match: re.Match[str]) -> str:
    if match["least"] or match["least2"]:
        return "_low"
    return "_high" if match["most"] or match["most2"] else ""


def counts_events(columns: Mapping[str, str], values: Values) -> str:
    """The header of a column that counts the incidents of each row; "" if there is none, or if each row is one incident."""
    dated = next((values.get(h, ()) for h, our in columns.items() if our == "date_start"), ())
    if any(map(is_day, dated)):
        return ""  # rows with days are single incidents: the column is something else, such as their numbers
    for header, cells in values.items():
        said = [cell.strip() for cell in cells if not is_blank(cell)]
        if header in columns or not OF_EVENTS.fullmatch(key_of(header)) or not said or not all(map(FEW_DIGITS.fullmatch, said)):
            continue
        numbers = sorted(map(int, said))
        is_numbered = len(numbers) > 1 and numbers == list(
            range(numbers[0], numbers[0] + len(numbers))
        )  # the rows' own numbers
        if numbers[-1] > 1 and not is_numbered:
            return header
    return ""


def holds_kinds(header: str, cells: Sequence[str]) -> bool:
    """Whether a column with an ambiguous header such as "Event" holds types of incidents: short words, most of them known
    types."""
    said = {cell.strip() for cell in cells if not is_blank(cell)}
    if not said or max(map(len, said)) > LONGEST_KIND or len(header) > LONGEST_HEADER:
        return False
    if not over_kinds().search(key_of(header)):
        return False
    known = [layouts()[OTHER].type_of(words) != IncidentType.OTHER for words in said]
    return sum(known) > MOST * len(known) or (any(known) and SURE_KIND.search(key_of(header)) is not None)


def holds_days(header: str, cells: Sequence[str]) -> bool:
    """Whether nearly all cells of a column are days, and its header does not name the day of something else."""
    said, key = [cell for cell in cells if not is_blank(cell)], key_of(header)
    named = A_DAY.search(key) or not header.isascii()  # our words for days are in Latin letters
    is_free = named and WHEN_FREE.fullmatch(key) and not OTHER_DAY.search(key)
    return bool(said and is_free) and sum(map(is_day, said)) >= NEARLY_ALL * len(said)


def earliest(days: Values) -> str:
    """Of several columns of days, the one with the earliest days in the rows, since reports follow incidents. The first column
    if there is none, or if it is more than a year earlier, like a birth."""
    known = {header: [first_day(cell) for cell in cells] for header, cells in days.items()}
    for header, own in known.items():
        pairs = [(a, b) for other in known.values() if other is not own for a, b in zip(own, other, strict=True) if a and b]
        if all(timedelta() <= b - a <= A_YEAR for a, b in pairs) and any(a < b for a, b in pairs):
            return header
    return next(iter(days), "")


def first_day(cell: str) -> date | None:
    span = known_span(cell)
    return date.fromisoformat(span.start) if span else None


def is_day(cell: str) -> bool:
    is_whole = len(cell) <= LONGEST_DAY and (
        (ANY_YEAR.search(cell) and SEPARATED.search(cell)) or EPOCH.fullmatch(cell.strip())
    )
    span = known_span(cell) if is_whole else None
    return span is not None and span.precision is DatePrecision.DAY


def reads_well(columns: Mapping[str, str], values: Values) -> bool:
    """Whether a transposed table has dates or figures, and places that are not numbers."""
    of = {our: [c for c in values.get(header, ()) if not is_blank(c)] for header, our in columns.items()}
    dates, places = of.get("date_start", []), of.get("place", [])
    is_told = bool(dates) or any(of.get(kind) for kind in ("killed", "injured"))
    return is_told and all(map(known_span, dates)) and all(any(map(str.isalpha, place)) for place in places)


def says_harm(header: str, cells: Sequence[str]) -> bool:
    """Whether most cells of a column of casualties say whether they count the killed or the injured. Cells that count no one
    are ignored."""
    said = [cell for cell in cells if not is_blank(cell) and not is_none(cell)]
    return bool(said and HARM_HEADER.fullmatch(key_of(header))) and sum(map(is_harm, said)) > MOST * len(said)


def is_harm(cell: str) -> bool:
    try:
        return says_kind(cell) and any(count_of(part_of(cell, kind)) is not None for kind in ("killed", "injured"))
    except Unreadable:
        return False


def is_none(cell: str) -> bool:
    """Whether a cell says that no one was killed or hurt: "0", "no casualties"."""
    try:
        count = count_of(cell)
    except Unreadable:
        return False
    return count is not None and count.high == 0


def holds_pairs(header: str, cells: Sequence[str]) -> bool:
    """Whether a column holds the killed and the injured of each row as two figures. A column of their sum does not."""
    said = [cell for cell in cells if cell.strip()]
    return bool(PAIR_HEADER.fullmatch(key_of(header)) and said) and sum(is_pair(c) for c in said) > MOST * len(said)


def is_pair(cell: str) -> bool:
    match = PAIR.fullmatch(cell.strip()) if len(cell) <= LONGEST_PAIR else None
    try:
        counts = [count_of(part) for part in match.groups()] if match else []
    except Unreadable:
        return False
    return any(count is not None for count in counts)


def as_words(header: str, cell: str) -> str:
    """Rewrite the figures of a cell in the usual form: "3 killed, 5 injured" for "3/5" of "Killed/Wounded", "20-22" for "20/22"
    of "Dead (min/max)"."""
    key, cell = key_of(header), cell.strip()
    if len(cell) > LONGEST_PAIR:
        return cell
    if BOUNDS_HEADER.fullmatch(key) and (bounds := BOUNDS.fullmatch(cell)):
        return f"{bounds['a']}-{bounds['b']}"
    if is_of_both(header) and is_none(cell):
        return "0 killed, 0 injured"
    order = PAIR_HEADER.fullmatch(key)
    pair = PAIR.fullmatch(cell) if order else None
    if order is None or pair is None or not is_pair(cell):
        return cell
    first, second = ("killed", "injured") if order["killed"] else ("injured", "killed")
    said = ((pair["a"], first), (pair["b"], second))
    return ", ".join(f"{number} {kind}" for number, kind in said if not is_blank(number))


def is_of_both(header: str) -> bool:
    """Whether a column with this header can count both the killed and the injured."""
    key = key_of(header)
    return bool(PAIR_HEADER.fullmatch(key) or HARM_HEADER.fullmatch(key))


def unsure(header: str, cell: str) -> str:
    """Why a cell of a column that counts both the killed and the injured does not say which it counts; "" if it does."""
    if is_blank(cell) or says_kind(cell):
        return ""
    return (LONE if PAIR_HEADER.fullmatch(key_of(header)) else UNSAID).format(cell=cell.strip()[:40])
