"""Tune the resolver's weights: `python -m geodata.training.weights CORPUS... [--minutes N]`.

This is a coordinate search. It changes one weight after another and keeps a change if it raises the sum of located F1 and of
the share found and placed, on every second article of the corpora. The other half is held out. The script prints its scores
before and after; do not ship a change that does not help there. Copy the result to `Weights` in geodata/geocoding/resolver.py.
The corpora are GeoVirus, TR-News, LGL and GeoWebNews, as collected by Gritta et al.,
"A pragmatic guide to geoparsing evaluation" (2019), from whose repository anyone can get them.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Sequence
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

from geodata.evaluation.toponyms import Tally
from geodata.gazetteer.lookup import Gazetteer
from geodata.geocoding.resolver import Query, Weights, resolve
from geodata.reading.places import queries_of
from geodata.reading.toponyms import find_toponyms
from geodata.training.corpora import halves, parsed

Asked = tuple[list[dict[str, Any]], list[tuple[int, int, bool]], list[Query]]  # marked names, spans found, their queries
STEPS = (0.7, 0.85, 1.2, 1.4)
LEAST_GAIN = 0.0005


def questions(articles: Sequence[Any], gazetteer: Gazetteer) -> list[Asked]:
    asked = []
    for row, sentences in articles:
        mentions = find_toponyms(sentences, gazetteer)
        spans = [(m.start, m.end, m.sentence.field == "text" and not m.inner) for m in mentions]
        asked.append((row["toponyms"], spans, queries_of(mentions)))
    return asked


def scores(asked: Sequence[Asked], weights: Weights) -> tuple[float, float]:
    """Return located F1 and the share found and placed."""
    tally = Tally()
    for marked, spans, queries in asked:
        read = [
            {"start": start, "end": end, "lat": g.latitude if g else None, "lon": g.longitude if g else None}
            for (start, end, counts), g in zip(spans, resolve(queries, weights=weights), strict=True)
            if counts
        ]
        tally.add(marked, read)
    found = tally.scores()
    return found["located F1"], found["found and placed"]


def worth(corpora: dict[str, list[Asked]], weights: Weights) -> float:
    return sum(sum(scores(asked, weights)) for asked in corpora.values())


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpora", nargs="+", type=Path)
    parser.add_argument("--minutes", type=float, default=15)
    args = parser.parse_args(arguments)
    gazetteer = Gazetteer.open()
    learn, hold = {}, {}
    for path, articles in parsed(args.corpora):
        one, other = halves(articles)
        learn[path.stem], hold[path.stem] = questions(one, gazetteer), questions(other, gazetteer)
    weights, until = Weights(), time.monotonic() + 60 * args.minutes
    best, before = worth(learn, weights), worth(hold, weights)
    print(f"start: {best:.4f} learned on, {before:.4f} held out")
    names = [f.name for f in fields(Weights) if f.name != "home"]
    better = True
    while better and time.monotonic() < until:
        better = False
        for name in names:
            for step in STEPS:
                tried = replace(weights, **{name: round(getattr(weights, name) * step, 2)})
                if time.monotonic() < until and (gain := worth(learn, tried)) > best + LEAST_GAIN:
                    weights, best, better = tried, gain, True
                    print(
                        f"{name} {getattr(tried, name)}: {best:.4f} learned on, {worth(hold, weights):.4f} held out", flush=True
                    )
    print(weights)
    for name, asked in hold.items():
        now, then = scores(asked, Weights()), scores(asked, weights)
        print(f"{name}, held out: located F1 {now[0]:.3f} -> {then[0]:.3f}, found and placed {now[1]:.3f} -> {then[1]:.3f}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
