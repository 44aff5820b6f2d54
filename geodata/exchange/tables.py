"""Files as tables of text: CSV, Excel, GeoJSON, and the JSON of TimeMap and Civilian Harm."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Generator
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd

from geodata.errors import ImportRefused

LARGEST_CELL = 10_000_000


Bad = Callable[[int, str, dict[str, str]], None]


class Texts(NamedTuple):
    """Some rows of a table: texts by header, and the rows' numbers in their file, from 1."""

    columns: dict[str, list[str]]
    positions: list[int]


def texts(path: Path, chunk_rows: int, bad: Bad) -> Generator[Texts, None, None]:
    """A file as tables of text. A row that does not fit its header goes to `bad`."""
    suffix = path.suffix.lower()
    if suffix in (".xlsx", ".xlsm"):
        yield of_frame(without_tags(pd.read_excel(path, dtype=str, keep_default_na=False)))
    elif suffix in (".json", ".geojson"):
        yield of_frame(from_json(path))
    else:
        yield from from_csv(path, chunk_rows, bad)


def of_frame(frame: pd.DataFrame) -> Texts:
    return Texts({str(h): frame[h].astype(object).tolist() for h in frame.columns}, list(range(1, len(frame) + 1)))


def from_csv(path: Path, chunk_rows: int, bad: Bad) -> Generator[Texts, None, None]:
    """Rows as the csv module reads them: pandas takes a comma too many for an index, and one long row for the end."""
    csv.field_size_limit(LARGEST_CELL)
    mark = separator(path)
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.reader(file, delimiter=mark)
        headers = next(reader, [])
        if headers and headers[0].startswith("# "):
            headers = next(reader, [])
        headers = distinct([h.strip() for h in headers])
        wide, number = len(headers), 0
        while batch := list(islice(reader, chunk_rows)):
            if number and set(map(len, batch)) == {wide}:
                rows, index = batch, list(range(number + 1, number + 1 + len(batch)))
            else:
                rows, index = fitting(batch, headers, number, bad)
            number += sum(map(bool, batch))
            if rows:
                yield by_columns(headers, rows, index)


def fitting(batch: list[list[str]], headers: list[str], before: int, bad: Bad) -> tuple[list[list[str]], list[int]]:
    """The rows that fit their headers, numbered after the `before` rows of earlier batches. Empty lines are none."""
    wide, rows, index = len(headers), [], []
    for number, row in enumerate(filter(None, batch), before + 1):
        if number == 1 and sum(cell.startswith("#") for cell in row) > wide / 2:
            continue  # HXL's hashtags
        if any(row[wide:]):
            bad(number, f"{len(row)} cells under {wide} headers", dict(zip(headers, row, strict=False)))
            continue
        rows.append(row[:wide] + [""] * (wide - len(row)))
        index.append(number)
    return rows, index


def by_columns(headers: list[str], rows: list[list[str]], index: list[int]) -> Texts:
    return Texts(dict(zip(headers, map(list, zip(*rows, strict=True)), strict=True)), index)


def distinct(headers: list[str]) -> list[str]:
    """Headers of which none stands twice."""
    seen: dict[str, int] = {}
    result = []
    for header in headers:
        seen[header] = seen.get(header, 0) + 1
        result.append(header if seen[header] == 1 else f"{header} {seen[header]}")
    return result


def separator(path: Path) -> str:
    with path.open(encoding="utf-8-sig") as file:
        lines = [file.readline(10_000), file.readline(10_000)]
    header = lines[1] if lines[0].startswith("# ") else lines[0]
    return max(",;\t", key=header.count)


def without_tags(frame: pd.DataFrame) -> pd.DataFrame:
    """Without a row of HXL hashtags under the headers."""
    if len(frame) and sum(str(cell).startswith("#") for cell in frame.iloc[0]) > len(frame.columns) / 2:
        return frame.iloc[1:]
    return frame


def from_json(path: Path) -> pd.DataFrame:
    """GeoJSON, or a list of TimeMap or Civilian-Harm events, as a table."""
    body = json.loads(path.read_text("utf-8-sig"))
    rows: list[dict[str, Any]] = []
    if isinstance(body, dict) and body.get("type") == "FeatureCollection":
        for feature in body.get("features") or []:
            if not isinstance(feature, dict):
                feature = {"properties": {"notes": json.dumps(feature)}}
            geometry = feature.get("geometry") or {}
            point = geometry.get("coordinates") if geometry.get("type") == "Point" else None
            lon, lat = point[:2] if isinstance(point, list) and len(point) > 1 else (None, None)
            own = {"id": feature.get("id"), "latitude": lat, "longitude": lon}
            rows.append({key: value for key, value in own.items() if value is not None} | (feature.get("properties") or {}))
    else:
        events = body.get("events", body.get("incidents")) if isinstance(body, dict) else body
        if not isinstance(events, list):
            raise ImportRefused(f"{path.name} is neither GeoJSON nor a list of events")
        rows = [flat(event) for event in events]
    return pd.DataFrame([{k: cell(v) for k, v in row.items()} for row in rows]).fillna("").astype(str)


def flat(event: Any) -> dict[str, Any]:
    """A Civilian-Harm event's filters as columns of their own."""
    row = dict(event) if isinstance(event, dict) else {"notes": event}
    filters = row.pop("filters", None)
    for one in filters if isinstance(filters, list) else []:
        if isinstance(one, dict) and "key" in one:
            row[str(one["key"])] = one.get("value")
    return row


def cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, list):
        return "; ".join(cell(v) for v in value)
    return json.dumps(value, ensure_ascii=False) if isinstance(value, dict) else str(value)
