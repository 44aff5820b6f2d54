"""Files as tables of text: CSV, Excel, GeoJSON, and the JSON of TimeMap and Civilian Harm."""

from __future__ import annotations

import json
from collections.abc import Generator
from pathlib import Path
from typing import Any

import pandas as pd

from geodata.errors import ImportRefused


def frames(path: Path, chunk_rows: int) -> Generator[pd.DataFrame, None, None]:
    """A file as tables of text."""
    suffix = path.suffix.lower()
    if suffix in (".xlsx", ".xlsm"):
        yield without_tags(pd.read_excel(path, dtype=str, keep_default_na=False))
    elif suffix in (".json", ".geojson"):
        yield from_json(path)
    else:
        with path.open("rb") as file:
            head = file.readline(10_000)
        options: dict[str, Any] = {"dtype": object, "keep_default_na": False, "encoding": "utf-8-sig", "on_bad_lines": "error"}
        options |= {"skiprows": 1 if head.lstrip(b"\xef\xbb\xbf").startswith(b"# ") else 0, "sep": separator(path)}
        with pd.read_csv(path, chunksize=chunk_rows, **options) as reader:
            for chunk in reader:
                yield without_tags(chunk)


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
        for feature in body["features"]:
            geometry = feature.get("geometry") or {}
            point = geometry.get("coordinates", [None, None]) if geometry.get("type") == "Point" else [None, None]
            own = {"id": feature.get("id"), "latitude": point[1], "longitude": point[0]}
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
