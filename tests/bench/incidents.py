"""A seeded workspace of made-up incidents, clustered like real reports: a few towns have many, most have few."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd

from geodata.exporting.exports import ACLED_COLUMNS
from geodata.gazetteer.lookup import Gazetteer
from geodata.importing import loading
from geodata.records import Place
from geodata.workspace import Workspace

COUNTRIES = ("UA", "SY", "IQ", "SD", "MM", "ET", "NG", "ML", "AF", "YE", "SO", "CD")
KINDS = {
    "Armed clash": 0.30,
    "Air/drone strike": 0.16,
    "Shelling/artillery/missile attack": 0.24,
    "Remote explosive/landmine/IED": 0.10,
    "Attack": 0.14,
    "Peaceful protest": 0.06,
}
DAYS = 3_000
TOWNS = 12_000
SMALLEST = 500  # people in a town; finding only the largest towns takes a fifth of the time


@cache
def known_towns(least: int) -> list[Place]:
    return [place for place in Gazetteer.open().largest(least) if place.country in COUNTRIES]


def rows(count: int, seed: int = 1, least: int = SMALLEST) -> pd.DataFrame:
    """Return `count` rows in ACLED's columns: real towns in twelve countries, waves over time, most without deaths."""
    rng = np.random.default_rng(seed)
    towns = known_towns(least)
    towns = [towns[i] for i in rng.permutation(len(towns))[:TOWNS]]
    weights = 1 / np.arange(1, len(towns) + 1) ** 1.1
    town = rng.choice(len(towns), count, p=weights / weights.sum())
    wave = rng.choice([250, 900, 1500, 2300, 2800], count) + rng.normal(0, 160, count)
    day = np.clip(np.where(rng.random(count) < 0.35, rng.uniform(0, DAYS, count), wave), 0, DAYS - 1).astype(int)
    days = pd.date_range("2016-01-01", periods=DAYS).strftime("%Y-%m-%d").to_numpy()
    near = rng.random(count) < 0.25
    where = np.array([(p.latitude, p.longitude) for p in towns])[town] + near[:, None] * rng.normal(0, 0.04, (count, 2))
    names = np.array([p.name for p in towns], dtype=object)[town]
    columns = dict.fromkeys(ACLED_COLUMNS, np.full(count, "", dtype=object)) | {
        "event_id_cnty": np.char.add("EV", np.arange(count).astype(str)),
        "event_date": days[day],
        "time_precision": rng.choice(["1", "2", "3"], count, p=[0.85, 0.1, 0.05]),
        "event_type": np.full(count, "Battles", dtype=object),
        "sub_event_type": rng.choice(list(KINDS), count, p=list(KINDS.values())),
        "actor1": rng.choice([f"Group {n}" for n in range(60)], count),
        "country": np.array([p.country for p in towns], dtype=object)[town],
        "location": names,
        "latitude": np.round(where[:, 0], 4).astype(str),
        "longitude": np.round(where[:, 1], 4).astype(str),
        "geo_precision": np.where(near, "2", rng.choice(["1", "3"], count, p=[0.97, 0.03])),
        "source": rng.choice([f"Paper {n}" for n in range(40)], count),
        "notes": [f"Reported near {name}, entry {n}." for n, name in enumerate(names)],
        "fatalities": np.where(rng.random(count) < 0.6, 0, rng.geometric(0.3, count)).astype(str),
    }
    return pd.DataFrame(columns)[list(ACLED_COLUMNS)]


def fill(path: Path, count: int, least: int = SMALLEST) -> None:
    """Fill the workspace at `path` with `count` incidents in towns of at least `least` people."""
    table = path.with_suffix(".csv")
    rows(count, least=least).to_csv(table, index=False)
    with Workspace.open(path) as workspace:
        loading.load(workspace, table)
    table.unlink()
