"""Reading speed compared with the bare spaCy pipeline, and the memory of the process over many reports."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import time
import warnings
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path

import psutil
import spacy
from spacy.language import Language

from geodata.gazetteer.lookup import Gazetteer
from geodata.reading import language, pipeline
from geodata.reading.places import place_mentions
from geodata.records import Report
from geodata.sources import jsonl
from geodata.sources.example import example_report

COPIES = 40
MANY = 1_500
NEWS = "INCIDENT_ATLAS_NEWS"  # environment variable: a file of local news to measure too


def shuffled(n: int) -> list[Report]:
    """Return `n` copies of the example, each with its paragraphs in another order and another number for "1,000"."""
    rng = random.Random(1)
    paragraphs = example_report().text.split("\n\n")
    reports = []
    for _ in range(n):
        rng.shuffle(paragraphs)
        text = "\n\n".join(paragraphs).replace("1,000", str(rng.randint(1000, 9999)))
        reports.append(replace(example_report(), text=text))
    return reports


def cold_start() -> str:
    """Time a separate process that reads 600 words."""
    code = (
        "from geodata.reading import pipeline; from geodata.records import Report; from geodata.sources.example import example_report;"
        "pipeline.read_report(Report(text=' '.join(example_report().text.split()[:600])))"
    )
    start = time.perf_counter()
    subprocess.run([sys.executable, "-c", code], check=True)
    return f"600 words           {time.perf_counter() - start:.2f} s from a cold start (wanted: 4)"


@cache
def whole_model() -> Language:
    """Return the language model with the parts that the reader leaves out, as others use it."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)
        return spacy.load(language.model_path())


def measured(reports: Sequence[Report], gazetteer: Gazetteer) -> tuple[int, float, float]:
    """Return the number of words, the seconds of the bare spaCy pipeline, and our seconds."""
    whole = whole_model()
    start = time.perf_counter()
    for _ in whole.pipe((r.text for r in reports), batch_size=32):
        pass
    floor = time.perf_counter() - start
    start = time.perf_counter()
    for _ in pipeline.read_reports(reports, gazetteer):
        pass
    return sum(len(r.text.split()) for r in reports), floor, time.perf_counter() - start


def ordinary_news(path: Path, gazetteer: Gazetteer) -> Iterator[str]:
    """Measure the user's own local news, mostly not about incidents: rows {"doc_id","text"}."""
    reports = [row.report for row in jsonl.read_rows(path)]
    words, floor, ours = measured(reports, gazetteer)
    yield f"ordinary news       {words / ours:,.0f} words/s, {floor / ours:.2f} of the floor (wanted: 0.50)"


def bench() -> Iterator[str]:
    yield cold_start()
    gazetteer = Gazetteer.open()
    pipeline.read_report(example_report(), gazetteer)
    start = time.perf_counter()
    pipeline.read_report(Report(text=" ".join(example_report().text.split()[:600])), gazetteer)
    yield f"600 words           {time.perf_counter() - start:.2f} s once loaded (wanted: 1)"
    reports = shuffled(COPIES)
    words, floor, ours = measured(reports, gazetteer)
    parsed = [list(sentences) for _, sentences in language.parse(reports)]
    start = time.perf_counter()
    for sentences in parsed:
        place_mentions(sentences, gazetteer)
    places = time.perf_counter() - start
    yield f"bare spaCy pipeline {words / floor:,.0f} words/s"
    yield f"reading             {words / ours:,.0f} words/s, {floor / ours:.2f} of the floor (wanted: 0.15)"
    yield f"finding and placing toponyms adds {100 * places / floor:.0f}% to the bare pipeline (wanted: 30% at most)"

    if news := os.environ.get(NEWS):
        yield from ordinary_news(Path(news), gazetteer)
    process = psutil.Process()
    sizes = []
    short = [replace(r, text=r.text[:700]) for r in shuffled(MANY)]
    for n, _ in enumerate(pipeline.read_reports(short, gazetteer), 1):
        if n % (MANY // 3) == 0:
            sizes.append(process.memory_info().rss / 1e6)
    yield f"memory after {MANY // 3}, {2 * MANY // 3}, {MANY} short reports: {', '.join(f'{s:,.0f} MB' for s in sizes)}"

    big = "\n\n".join(r.text for r in shuffled(180))[:1_000_000]
    times = []
    for size in (len(big) // 2, len(big)):
        start = time.perf_counter()
        pipeline.read_report(Report(text=big[:size]), gazetteer)
        times.append(time.perf_counter() - start)
    yield f"one text of {len(big) // 2:,} and of {len(big):,} characters: {times[0]:.1f} s and {times[1]:.1f} s, {times[1] / times[0]:.1f} times"
