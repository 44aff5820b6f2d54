"""Which column of a table means what: the known formats, and a guess for any other that a person can change."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

# Our fields that a column may fill. "killed" and "injured" are one number; their bounds may have columns of their own.
FIELDS = """
    id type role place latitude longitude country admin1 geo_precision radius_km date_start date_end date_precision
    killed killed_low killed_high killed_qualifier injured injured_low injured_high injured_qualifier attribution actor
    evidence source confidence state
""".split()

ACLED = {
    "event_id_cnty": "id", "event_date": "date_start", "time_precision": "date_precision", "sub_event_type": "type",
    "actor1": "actor", "country": "country", "admin1": "admin1", "location": "place", "latitude": "latitude",
    "longitude": "longitude", "geo_precision": "geo_precision", "source": "attribution", "notes": "evidence",
    "fatalities": "killed",
}  # fmt: skip
UCDP = {
    "id": "id", "date_start": "date_start", "date_end": "date_end", "date_prec": "date_precision", "type_of_violence": "type",
    "side_a": "actor", "country": "country", "adm_1": "admin1", "where_coordinates": "place", "latitude": "latitude",
    "longitude": "longitude", "where_prec": "geo_precision", "source_original": "attribution", "source_headline": "evidence",
    "best": "killed", "low": "killed_low", "high": "killed_high",
}  # fmt: skip
OURS = {
    "killed_best": "killed", "injured_best": "injured",
    **{name: name for name in FIELDS if name not in ("killed", "injured")},
}  # fmt: skip
GUESSES = {
    "id": r"(?:event|incident|record)?_?(?:id|identifier|no|number|ref|reference)",
    "type": r"(?:sub_?)?(?:event|incident|attack)?_?(?:type|category|kind)|what",
    "place": r"(?:place|location|city|town|settlement|village|locality|site|where)(?:_?name)?",
    "latitude": r"lat|latitude|y|lat_?dd|decimal_?lat(?:itude)?",
    "longitude": r"lon|lng|long|longitude|x|lon_?dd|decimal_?lon(?:gitude)?",
    "country": r"country(?:_?(?:name|code|iso))?|iso2?|nation",
    "admin1": r"admin_?1|adm_?1|province|state|region|governorate|oblast",
    "date_start": r"(?:event_?|incident_?|start_?)?date(?:_?(?:start|of_?incident|occurred))?|start|day|when",
    "date_end": r"(?:end_?date|date_?end|end)",
    "killed": r"(?:n_?|num_?|number_?of_?|total_?)?(?:killed|deaths?|dead|fatalities|kills?)(?:_?(?:best|total|count|number))?",
    "killed_low": r"(?:min_?(?:killed|deaths)|(?:killed|deaths)_?(?:min|low))",
    "killed_high": r"(?:max_?(?:killed|deaths)|(?:killed|deaths)_?(?:max|high))",
    "injured": r"(?:n_?|num_?|number_?of_?|total_?)?(?:injured|wounded|injuries|hurt)(?:_?(?:best|total|count|number))?",
    "actor": r"(?:actor_?1?|perpetrator|group|belligerent|suspect|side_?a|attacker)(?:_?name)?",
    "attribution": r"(?:claimant|attribution|reported_?by|according_?to|source_?original|sources?)",
    "evidence": r"(?:notes?|description|summary|details?|text|evidence|quote|narrative|comments?|headline)",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class TableMapping:
    """A format and its columns by our fields; columns without a field are kept as they are."""

    format: str
    columns: Mapping[str, str]


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
