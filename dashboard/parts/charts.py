"""The data for the charts component: incidents by type, time, place and claimant."""

from __future__ import annotations

from typing import Any

import numpy as np

from dashboard.parts.theme import colour_of
from dashboard.parts.timeline import bin_words, tick
from geodata.columns.masks import Chosen
from geodata.columns.snapshot import Snapshot
from geodata.columns.vectors import Mask, Words
from geodata.query import IncidentQuery
from geodata.summary.chronology import Chronology
from geodata.summary.places import NEW
from geodata.vocabulary import IncidentType
from geodata.words.catalogue import label, say

MOST_BARS = 12


def charts_data(chosen: Chosen, times: Chronology | None) -> list[dict[str, Any]]:
    """Return the charts. Each ignores its own part of the filter, so that its other bars can still be chosen."""
    query, snapshot = chosen.query, chosen.snapshot
    return [
        by_type(snapshot, chosen.but("types"), query),
        by_time(times, query),
        by_word("place", snapshot, snapshot.places, chosen.but("places"), query.places),
        by_word("claimant", snapshot, snapshot.claimants, chosen.but("claimants"), query.claimants),
    ]


def rows_of(
    snapshot: Snapshot, words: Words, mask: Mask, wanted: tuple[str, ...] = (), most: int | None = None
) -> tuple[list[dict[str, Any]], int]:
    """Return the `most` most frequent words and the wanted ones, with incidents and minimum casualties, and how many remain."""
    rows = np.flatnonzero(mask & (words.codes >= 0))
    codes, size = words.codes[rows], len(words.values)
    new = snapshot.roles.codes[rows] == NEW
    counts = np.bincount(codes, minlength=size)
    killed, injured = (
        np.bincount(codes, weights=np.where(new, people.least_at(rows), 0.0), minlength=size)
        for people in (snapshot.killed, snapshot.injured)
    )
    some = int((counts > 0).sum())
    order = np.argsort(-counts, kind="stable")[:some].tolist()
    shown = [n for place, n in enumerate(order) if most is None or place < most or words.values[n] in wanted]
    lines = [
        {
            "key": words.values[n],
            "label": words.values[n],
            "n": int(counts[n]),
            "shown": f"{counts[n]:,}",
            "killed": int(killed[n]),
            "injured": int(injured[n]),
        }
        for n in shown
    ]
    return lines, some - len(shown)


def by_type(snapshot: Snapshot, mask: Mask, query: IncidentQuery) -> dict[str, Any]:
    rows, _ = rows_of(snapshot, snapshot.types, mask)
    for row in rows:
        kind = IncidentType(row["key"])
        row |= {"label": label(kind), "colour": colour_of(kind), "chosen": kind in query.kinds}
    return {"id": "type", "title": say("charts.type"), "kind": "bars", "rows": rows, "some": bool(query.kinds), "note": ""}


def by_word(name: str, snapshot: Snapshot, words: Words, mask: Mask, wanted: tuple[str, ...]) -> dict[str, Any]:
    rows, left = rows_of(snapshot, words, mask, wanted, MOST_BARS)
    for row in rows:
        row["chosen"] = row["key"] in wanted
    none = int((mask & (words.codes < 0)).sum())
    notes = [say("charts.more", n=left)] if left else []
    notes += [say(f"charts.without_{name}", n=none)] if none else []
    return {
        "id": name,
        "title": say(f"charts.{name}"),
        "kind": "bars",
        "rows": rows,
        "some": bool(wanted),
        "note": " · ".join(notes),
    }


def by_time(times: Chronology | None, query: IncidentQuery) -> dict[str, Any]:
    rows: list[dict[str, Any]] = []
    notes = []
    if times is not None:
        # cut off both ends that only incidents of uncertain date reach, if any date is certain
        filled = np.flatnonzero(times.sure if times.sure.any() else times.vague)
        for n, start in enumerate(times.starts):
            if not filled.size or not filled[0] <= n <= filled[-1]:
                continue
            inside = (query.start is None or start >= query.start) and (query.end is None or start <= query.end)
            label = bin_words(start, times.unit)
            count, more = int(times.sure[n]), int(times.vague[n])
            shown = say("charts.between", low=f"{count:,}", high=f"{count + more:,}") if more else f"{count:,}"
            rows.append(
                {"key": n, "label": label, "n": count, "more": more, "shown": shown, "killed": "", "injured": "",
                 "chosen": inside, "tick": tick(start, times.unit, n - int(filled[0]), len(filled))}
            )  # fmt: skip
        if any(row["more"] for row in rows):
            notes.append(say("charts.vague"))
        if times.undated:
            notes.append(say("charts.undated", n=times.undated))
    unit = times.unit.value if times else "day"
    return {
        "id": "time", "title": say(f"charts.time_{unit}"), "kind": "time", "rows": rows,
        "some": bool(query.start or query.end), "note": " · ".join(notes),
    }  # fmt: skip
