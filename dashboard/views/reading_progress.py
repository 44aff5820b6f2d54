"""Read a report while the user watches, with progress and a way to stop."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, wait
from contextlib import contextmanager

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from dashboard.serving.routes import KEY
from dashboard.state import stopping
from dashboard.state.opening import opening
from dashboard.views import components
from dashboard.views.compare_readers import Both
from dashboard.views.reader_choice import Choice
from dashboard.words.escape import plain
from geodata.errors import Cancelled
from geodata.gazetteer.lookup import Gazetteer
from geodata.records import Reading, Report
from geodata.words.catalogue import say

GLANCE = 0.3  # seconds between checks for an answer or a click on "Cancel"


def opened_gazetteer(stopped: threading.Event | None = None) -> tuple[DeltaGenerator, Gazetteer]:
    """Return a progress bar and the gazetteer, which is built first if absent. Raises Cancelled if the user stops the wait."""
    bar = st.progress(0.0, text=say("read.opening"))
    opened = opening()
    while wait([opened.answer], GLANCE).not_done:
        if stopped and stopped.is_set():
            raise Cancelled(say("read.stopped"))
        if opened.seen:
            done, total, what = opened.seen
            bar.progress(done / total, text=say("read.building", what=what, done=done, total=total))
    gazetteer = opened.answer.result()
    bar.progress(0.0, text=say("read.loading"))
    return bar, gazetteer


def example_with_progress() -> Reading:
    """Read the example from its hand-marked words, with progress."""
    with st.status(say("read.reading"), expanded=True) as status:
        bar, gazetteer = opened_gazetteer()
        from geodata.evaluation import oracle

        reading = oracle.read_example(gazetteer)
        bar.progress(1.0, text=say("read.done"))
        status.update(label=say("read.finished"), state="complete", expanded=False)
    return reading


@contextmanager
def watched() -> Iterator[tuple[DeltaGenerator, Gazetteer, threading.Event]]:
    """Show the progress of one reading. Yields the bar, the gazetteer and an event that is set when the user stops it."""
    shown = st.empty()
    with stopping.stoppable() as (work, stopped), shown.container():
        components.stop_button(work, KEY)
        try:
            with st.status(say("read.reading"), expanded=True) as status:
                bar, gazetteer = opened_gazetteer(stopped)
                yield bar, gazetteer, stopped
                bar.progress(1.0, text=say("read.done"))
                status.update(label=say("read.finished"), state="complete", expanded=False)
        except Cancelled:
            shown.empty()
            raise


def read_by_one(report: Report, choice: Choice) -> Reading:
    """Read a report with the chosen reader. Raises Cancelled if the user stops it."""
    with watched() as (bar, gazetteer, stopped):
        return (asked if choice.model else built_in)(report, gazetteer, bar, choice, stopped)


def read_by_choice(report: Report, choice: Choice) -> Reading | Both:
    """Read a report with the chosen reader, or with both. Raises Cancelled if the user stops it."""
    with watched() as (bar, gazetteer, stopped):
        if choice.model is None:
            return built_in(report, gazetteer, bar, choice, stopped)
        answered = asked(report, gazetteer, bar, choice, stopped)
        return Both(built_in(report, gazetteer, bar, choice, stopped), answered) if choice.both else answered


def built_in(report: Report, gazetteer: Gazetteer, bar: DeltaGenerator, _: Choice, stopped: threading.Event) -> Reading:
    from geodata.reading import pipeline

    words, done = len(report.text.split()), 0.0

    def stop(share: float) -> bool:
        nonlocal done
        done = share
        return stopped.is_set()

    def show(seconds: int) -> None:
        bar.progress(done, text=say("read.words", n=words, seconds=seconds))

    # the models load in that thread too, because this one has to watch for "Cancel"
    return waited_for(lambda: pipeline.read_report(report, gazetteer, stop), show, stopped)


def asked(report: Report, gazetteer: Gazetteer, bar: DeltaGenerator, choice: Choice, stopped: threading.Event) -> Reading:
    """Read a report with a language model."""
    from geodata.llm import client, reading

    assert choice.model is not None  # noqa: S101  (callers pass a model)
    model = choice.model
    with client.Client(choice.url, model.name) as server:

        def show(seconds: int) -> None:
            bar.progress(0.8, text=say("read.asked", model=plain(model.name), seconds=seconds))

        return waited_for(lambda: reading.read_with(report, model, server.ask, gazetteer), show, stopped)


def waited_for(read: Callable[[], Reading], show: Callable[[int], None], stopped: threading.Event) -> Reading:
    """Return the result of `read` from another thread; `show` gets the elapsed seconds. Raises Cancelled once stopped."""
    answer: Future[Reading] = Future()

    def work() -> None:
        try:
            answer.set_result(read())
        except BaseException as error:
            answer.set_exception(error)

    # a daemon thread, not a pool: an answer that is no longer needed delays nothing, not even exit
    threading.Thread(target=work, daemon=True).start()
    begun = time.monotonic()
    while wait([answer], GLANCE).not_done:
        if stopped.is_set():
            raise Cancelled(say("read.stopped"))
        show(round(time.monotonic() - begun))
    return answer.result()
