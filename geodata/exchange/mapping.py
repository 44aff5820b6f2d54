"""Which column of a table means what: the known formats, and a guess for any other that a person can change."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from geodata.fields import FORMER, IMPORTED

# Our fields that a column may fill. "killed" and "injured" are one number; their bounds may have columns of their own.
FIELDS = [field.imports for field in IMPORTED]
ACLED = {field.acled: field.imports for field in IMPORTED if field.acled}
UCDP = {field.ucdp: field.imports for field in IMPORTED if field.ucdp}
OURS = {name: field.imports for field in IMPORTED for name in (field.name, field.formerly) if name}
GUESSES = {field.imports: field.guess for field in IMPORTED if field.guess}


@dataclass(frozen=True, slots=True)
class TableMapping:
    """A format and its columns by our fields; columns without a field are kept as they are."""

    format: str
    columns: Mapping[str, str]


def present_name(field: str) -> str:
    """A field's name of today, for a mapping that was kept by an earlier version."""
    return FORMER.get(field, field)


def key_of(header: str) -> str:
    return re.sub(r"[^a-z0-9]+", "_", header.strip().lower()).strip("_")


def recognised(headers: Sequence[str]) -> TableMapping:
    """The mapping of a table by its headers: ACLED, UCDP GED, our own export, or a guess."""
    present = {key_of(h): h for h in headers}
    for name, known, needed in (
        ("acled", ACLED, {"event_date", "sub_event_type"}),
        ("ucdp", UCDP, {"type_of_violence", "where_prec", "date_start"}),
        ("atlas", OURS, {"geo_precision", "date_precision", "evidence", "role"}),
    ):
        if needed <= present.keys():
            return TableMapping(name, {present[c]: f for c, f in known.items() if c in present})
    guessed: dict[str, str] = {}
    for field, pattern in GUESSES.items():
        for key, header in present.items():
            if header not in guessed and re.fullmatch(pattern, key):
                guessed[header] = field
                break
    return TableMapping("table", guessed)
