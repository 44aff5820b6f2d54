"""Casualty counts of whole texts: the sum of the killed in new incidents, against the number in a database."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

MORE = re.compile(r"\b(?:more than|over|upwards of|excess of)\b", re.IGNORECASE)


def wanted(row: Mapping[str, Any]) -> set[int]:
    """Return the right figures for a text; empty if its row is not scored.

    A release that says "more than n" is coded n + 1, so n is right too. A shooting's figure may count the shooter.
    """
    if "killed_min" in row:
        least = int(row["killed_min"] or 0)
        if row["multi_event_release"] or not least:
            return set()
        return {least, least - 1} if least > 1 and MORE.search(row["text"]) else {least}
    return {int(row["killed"]), int(row["killed_civilian"])} if row["count_eval_ok"] and row["killed_civilian"] else set()


def read_killed(incidents: Sequence[Mapping[str, Any]]) -> int:
    """Return the sum of the killed in the main incidents, or in the aggregates if no incident is main."""
    own = [i for i in incidents if i["role"] == "main"] or [i for i in incidents if i["role"] == "aggregate"]
    return sum((i["killed"] or {}).get("low") or 0 for i in own)
