"""Write a selection as CSV, GeoJSON, KML, HXL, ACLED's format, JSON, Excel, or a page that works from disk."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from functools import cache
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from babel import Locale

from geodata.codes import acled_geo_precision, acled_time_precision, codes
from geodata.exporting.formats import guarded, safe_cell
from geodata.exporting.page import as_page
from geodata.exporting.province_names import with_province_names
from geodata.exporting.selection import COLUMNS, Item, Selection, cells
from geodata.fields import EXPORTED
from geodata.records import Figure
from geodata.serial import to_plain
from geodata.visible import visible
from geodata.vocabulary import GeoPrecision, IncidentType, Qualifier, ReviewState, Role
from geodata.words.catalogue import label

# XML 1.0 does not allow these, escaped or not.
NOT_XML = re.compile(r"[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
EXTRA = "extra_"
WIDEST = 60  # characters of a column in a workbook
LABELLED: dict[str, type[Any]] = {
    "type": IncidentType, "role": Role, "state": ReviewState, "geo_precision": GeoPrecision,
}  # fmt: skip
HEADINGS = {field.name: field.heading for field in EXPORTED}
HXL = {field.name: field.hxl for field in EXPORTED if field.hxl}
ACLED_WORDS = {"tens": 10, "dozens": 12, "hundreds": 100}
ACLED_COLUMNS = """
    event_id_cnty event_date year time_precision disorder_type event_type sub_event_type actor1 assoc_actor_1 inter1 actor2
    assoc_actor_2 inter2 interaction civilian_targeting iso region country admin1 admin2 admin3 location latitude longitude
    geo_precision source source_scale notes fatalities tags timestamp
""".split()


def as_table(columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([safe_cell(cell) for cell in row] for row in rows)
    return out.getvalue()


def table_rows(selection: Selection) -> tuple[list[str], list[list[Any]]]:
    extra = selection.extra_columns
    rows = []
    for item in selection.items:
        row = cells(item)
        rows.append([row[column] for column in COLUMNS] + [item.extra.get(name) for name in extra])
    return [*COLUMNS, *(EXTRA + name for name in extra)], rows


def as_csv(selection: Selection) -> str:
    """Write the header, then one row per incident. `metadata` describes what was chosen."""
    columns, rows = table_rows(selection)
    return as_table(columns, rows)


def as_geojson(selection: Selection) -> str:
    """Write GeoJSON (RFC 7946). An incident whose place is unknown has a null geometry."""
    features = []
    for item in selection.items:
        row = cells(item) | {EXTRA + name: value for name, value in item.extra.items()}
        lat, lon = row.pop("lat"), row.pop("lon")
        geometry = None if lat is None else {"type": "Point", "coordinates": [lon, lat]}
        features.append({"type": "Feature", "id": row.pop("id"), "geometry": geometry, "properties": row})
    body = {"type": "FeatureCollection", "description": selection.note, "features": features}
    return json.dumps(body, ensure_ascii=False, indent=1) + "\n"


def xml(text: Any) -> str:
    return escape(NOT_XML.sub("\ufffd", str(text)))


def as_kml(selection: Selection) -> str:
    """Write KML 2.2 with every column as extended data; incidents without a point have no Point."""
    marks = []
    for item in selection.items:
        row = cells(item)
        incident = item.incident
        name = f"{incident.type.label}, {incident.place or 'place unknown'}"
        told = "; ".join(f"{f} {f.kind.label}" for f in incident.figures) or "no figure reported"
        quote = f" “{incident.evidence.quote}”" if incident.evidence.quote else ""
        said = visible(f"{told}.{quote}")
        parts = [f"<name>{xml(visible(name))}</name>", f"<description>{xml(escape(said))}</description>"]
        if incident.start and incident.end:
            parts.append(f"<TimeSpan><begin>{incident.start}</begin><end>{incident.end}</end></TimeSpan>")
        data = {**row, **{EXTRA + key: value for key, value in item.extra.items()}}
        parts.append(
            "<ExtendedData>"
            + "".join(
                f"<Data name={quoteattr(NOT_XML.sub('', key))}><value>{xml(value)}</value></Data>"
                for key, value in data.items()
                if value is not None
            )
            + "</ExtendedData>"
        )
        if row["lat"] is not None:
            parts.append(f"<Point><coordinates>{row['lon']},{row['lat']}</coordinates></Point>")
        marks.append(f"<Placemark id={quoteattr(NOT_XML.sub('', 'i' + incident.id))}>{''.join(parts)}</Placemark>")
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<kml xmlns="http://www.opengis.net/kml/2.2"><Document>'
        f"<name>Incident Atlas</name><description>{xml(escape(selection.note))}</description>\n"
        + "\n".join(marks)
        + "\n</Document></kml>\n"
    )


def as_hxl(selection: Selection) -> str:
    """Write HXL for single incidents. A figure that is not a number is blank, and its words are in the next column."""
    return hxl(selection.only(Role.MAIN, Role.BACKGROUND), {})


def as_hxl_aggregates(selection: Selection) -> str:
    """Write the totals over places or periods as a separate HXL file, so that no one adds them to their parts."""
    return hxl(selection.only(Role.AGGREGATE), {"scope": "#indicator+scope"})


def hxl(selection: Selection, more: dict[str, str]) -> str:
    tags = HXL | more
    rows = [list(tags.values())]
    for item in selection.items:
        row = cells(item) | {"scope": "aggregate"}
        if item.incident.killed and item.incident.killed.word:
            row["killed_low"] = None  # "dozens" is not a number; the word has its own column
        if item.incident.injured and item.incident.injured.word:
            row["injured_low"] = None
        rows.append([row[name] for name in tags])
    return as_table(list(tags), rows)


def as_acled(selection: Selection) -> str:
    """Write ACLED's columns for what it codes: political violence and demonstrations, single events with a date and a point."""
    rows = []
    for item in selection.items:
        row = acled_row(item)
        if row is not None:
            rows.append([row.get(column) for column in ACLED_COLUMNS])
    return as_table(ACLED_COLUMNS, rows)


def left_out(selection: Selection, name: str) -> int:
    """Return how many incidents of a selection a format for single incidents leaves out."""
    return sum(acled_row(item) is None for item in selection.items) if name == "acled" else 0


def acled_row(item: Item) -> dict[str, Any] | None:
    """Return an incident's row; None for accidents, hazards and totals, or if it has no day, point or code of precision."""
    incident, geocode = item.incident, item.incident.geocode
    found = codes(incident)
    precise = acled_geo_precision(geocode.precision) if geocode else None
    timed = acled_time_precision(incident.date_precision)
    if incident.role is Role.AGGREGATE or found is None or geocode is None or not (precise and timed and incident.start):
        return None
    killed = incident.killed
    day = incident.start + ((incident.end or incident.start) - incident.start) // 2  # ACLED dates a week by its middle
    unrest = found.acled_event in ("Protests", "Riots")
    strategic = found.acled_event == "Strategic developments"
    disorder = "Demonstrations" if unrest else "Strategic developments" if strategic else "Political violence"
    return {
        "event_id_cnty": incident.id,
        "event_date": day.isoformat(),
        "year": day.year,
        "time_precision": timed,
        "disorder_type": disorder,
        "event_type": found.acled_event,
        "sub_event_type": found.acled_sub_event,
        "actor1": incident.actor.name if incident.actor else None,
        "civilian_targeting": "Civilian targeting" if 3 in found.ucdp_violence and found.ucdp_violence != (1, 3) else None,
        "country": geocode.place.country,
        "admin1": geocode.place.admin1,
        "location": incident.place,
        "latitude": geocode.latitude,
        "longitude": geocode.longitude,
        "geo_precision": precise,
        "source": item.source,
        "notes": incident.evidence.quote,
        "fatalities": fatalities(killed),
    }


def fatalities(killed: Figure | None) -> int:
    """Return ACLED's single number: the least that is reported, with ACLED's numbers for words; 0 if nothing is reported."""
    if killed is None:
        return 0
    if killed.word in ACLED_WORDS:
        return ACLED_WORDS[killed.word]
    return next((n for n in (killed.low, killed.best, killed.high) if n is not None), 0)


def as_json(selection: Selection) -> str:
    """Write everything that is known about each incident, including where each figure is in the text."""
    body = {
        "made_by": "Incident Atlas",
        "note": selection.note,
        "filter": selection.filter,
        "incidents": len(selection.items),
        "of": selection.total,
        "exported": selection.made.isoformat(),
        "attributions": list(selection.attributions),
        "items": [
            {
                "state": item.state.value,
                "source": item.source,
                "claims": item.claims,
                "extra": dict(item.extra),
                "incident": to_plain(item.incident),
            }
            for item in selection.items
        ],
    }
    return json.dumps(body, ensure_ascii=False, indent=1) + "\n"


def as_excel(selection: Selection) -> bytes:
    """Write a workbook: the incidents, and a sheet that describes the selection. Texts stay texts, never formulas."""
    from openpyxl import Workbook
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter

    book = Workbook()
    sheet = book.create_sheet("Incidents", 0)
    del book[book.sheetnames[-1]]
    columns, rows = table_rows(selection)
    headings = [HEADINGS.get(column, column) for column in columns]
    for number, row in enumerate([headings, *rows], 1):
        for place, (column, value) in enumerate(zip(columns, row, strict=True), 1):
            said = value if number == 1 else spreadsheet_value(column, value)
            said = guarded(said) if isinstance(said, str) and said.startswith("'") else said  # a text cell never runs
            clean = NOT_XML.sub("\ufffd", ILLEGAL_CHARACTERS_RE.sub("\ufffd", said))[:32_767] if isinstance(said, str) else said
            cell = sheet.cell(row=number, column=place, value=clean)
            if isinstance(clean, str):
                cell.data_type = "s"  # openpyxl makes "=1+1" a formula
            if isinstance(clean, date):
                cell.number_format = "yyyy-mm-dd"
            if number == 1:
                cell.font = Font(bold=True)
    sheet.freeze_panes = "B2"
    sheet.auto_filter.ref = sheet.dimensions
    for place, column in enumerate(headings, 1):
        longest = max((len(str(row[place - 1])) for row in rows[:200] if row[place - 1] is not None), default=0)
        sheet.column_dimensions[get_column_letter(place)].width = max(len(column) + 3, min(WIDEST, longest + 2))
    about = book.create_sheet("About")
    for line in (f"{len(selection.items):,} of {selection.total:,} incidents", f"Filter: {selection.filter}",
                 f"Exported {selection.made.isoformat()}", *selection.attributions):  # fmt: skip
        about.append([line])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def spreadsheet_value(column: str, value: Any) -> Any:
    """Convert a day to a date, and a code to its name."""
    if column in ("date_start", "date_end") and value:
        return date.fromisoformat(value)
    if column == "in_country" and value:
        return country_names().get(value, value)
    if column.endswith("_qualifier") and value:
        return label(Qualifier(value))
    return LABELLED[column](value).label if column in LABELLED and value else value


@cache
def country_names() -> dict[str, str]:
    """Return the English names of countries by their ISO 3166-1 codes."""
    return dict(Locale("en").territories.items())


def metadata(selection: Selection, name: str) -> str:
    """Describe a table's origin as CSVW metadata (https://www.w3.org/TR/tabular-metadata/) for the file called `name`."""
    columns = [{"name": re.sub(r"\W+", "_", column), "titles": column} for column in table_rows(selection)[0]]
    body = {
        "@context": "http://www.w3.org/ns/csvw",
        "url": name,
        "dc:title": "Incident Atlas",
        "dc:description": selection.note,
        "dc:issued": selection.made.isoformat(),
        "dc:rights": list(selection.attributions),
        "tableSchema": {"columns": columns},
    }
    return json.dumps(body, ensure_ascii=False, indent=1) + "\n"


FORMATS: dict[str, tuple[str, Callable[[Selection], str | bytes]]] = {
    "csv": ("csv", as_csv),
    "geojson": ("geojson", as_geojson),
    "kml": ("kml", as_kml),
    "hxl": ("hxl.csv", as_hxl),
    "hxl-aggregates": ("totals.hxl.csv", as_hxl_aggregates),
    "acled": ("acled.csv", as_acled),
    "json": ("json", as_json),
    "xlsx": ("xlsx", as_excel),
    "html": ("html", as_page),
}


RECORDS = ("json", "html")  # formats with whole records, as in the workspace


def write(selection: Selection, name: str) -> bytes:
    """Return the contents of a selection's file in the format `name`."""
    body = FORMATS[name][1](selection if name in RECORDS else with_province_names(selection))
    return body if isinstance(body, bytes) else body.encode("utf-8")
