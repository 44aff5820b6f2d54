"""The requests to a language model: our definitions, a report's numbered sentences, and the schema of the answer.

The schema is built from the records' vocabulary, so it includes new types and roles automatically.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from geodata.records import Report
from geodata.vocabulary import IncidentType, Role

VERSION = 11  # of the instructions and the schema; a reading's provenance names it
FIGURES = ("killed", "injured", "missing", "attackers_killed")

TYPES = {
    "missile_strike": "missiles",
    "shelling": "artillery, mortars, rockets from launchers, cluster munitions, unspecified bombardment",
    "air_strike": "aircraft or drones; also drones and missiles together, and strikes whose kind is not said",
    "explosion_device": "bomb, car bomb, mine, suicide bomb, grenade",
    "armed_clash": "fighting between armed groups, ground assault, capture of a place from others by force",
    "shooting": "guns, also when the police shoot",
    "stabbing": "knives and other blades",
    "vehicle_ramming": "a vehicle driven at people on purpose",
    "attack_other": "other or mixed attacks on people, abduction, arson, an attack of unclear kind",
    "protest_riot": "protests and riots with harm or damage",
    "transport_accident": "crashes on road, rail, water and in the air",
    "fire": "fires that nobody is said to have lit on purpose",
    "explosion_accident": "gas, ammunition, factory",
    "structure_collapse": "buildings, bridges, mines, dams",
    "crowd_crush": "stampedes and crushes",
    "earthquake": "earthquakes and tsunamis",
    "storm_flood": "storms, floods, landslides, avalanches",
    "epidemic": "disease, poisoning of many",
    "other": "anything else that hurt people, such as heat, cold, animals, deaths in custody",
}
assert TYPES.keys() == {t.value for t in IncidentType}  # noqa: S101  (one line for each type of the vocabulary)

INSTRUCTIONS = (
    Path(__file__)
    .with_name("instructions.md")
    .read_text("utf-8")
    .replace("{types}", "\n".join(f"- {name}: {meaning}" for name, meaning in TYPES.items()))
)


def nullable(kind: dict[str, Any]) -> dict[str, Any]:
    return {"anyOf": [kind, {"type": "null"}]}


def closed(properties: dict[str, Any]) -> dict[str, Any]:
    """Return the schema of an object with exactly these properties, as structured output requires."""
    return {"type": "object", "properties": properties, "required": list(properties), "additionalProperties": False}


WORDS, NUMBER = nullable({"type": "string"}), nullable({"type": "integer"})
QUOTES = {"type": "array", "items": {"type": "string"}}
FIGURE = closed({"low": NUMBER, "high": NUMBER, "best": NUMBER, "quotes": QUOTES, "claimant": WORDS})
INCIDENT = closed(
    {
        "sentences": {"type": "array", "items": {"type": "integer"}},
        "evidence": {"type": "integer"},
        "type": {"type": "string", "enum": [t.value for t in IncidentType]},
        "role": {"type": "string", "enum": [r.value for r in Role]},
        "place": {"type": "string"},
        "within": QUOTES,
        "country": WORDS,
        "province": WORDS,
        "near_town": WORDS,
        "date_start": WORDS,
        "date_end": WORDS,
        "when": QUOTES,
        **{name: nullable(FIGURE) for name in FIGURES},
        "claimant": WORDS,
        "actor": WORDS,
    }
)
SCHEMA = closed({"incidents": {"type": "array", "items": INCIDENT}})


def numbered(report: Report, sentences: Sequence[tuple[int, str]], title: str) -> str:
    """Format a part of a report for a request: publication date, title, and sentences with the numbers that answers use."""
    published = report.published.isoformat() if report.published else "not known"
    lines = [f"Publication date: {published}", f"[0] {title}" if title else "", *(f"[{n}] {words}" for n, words in sentences)]
    return "\n".join(line for line in lines if line)


def messages(content: str) -> list[dict[str, str]]:
    return [{"role": "system", "content": INSTRUCTIONS}, {"role": "user", "content": content}]


def response_format() -> dict[str, Any]:
    return {"type": "json_schema", "json_schema": {"name": "incidents", "strict": True, "schema": SCHEMA}}


def body(model: str, content: str) -> dict[str, Any]:
    """Return the body of a request to the chat completions endpoint."""
    return {"model": model, "messages": messages(content), "response_format": response_format(), "temperature": 0}
