"""Reading a report while somebody watches: what is being done, and a way to stop it."""

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

GLANCE = 0.3  # seconds between two looks at whether an answer is there or "Cancel" was pressed


def opened_gazetteer(stopped: threading.Event | None = None) -> tuple[DeltaGenerator, Gazetteer]:
    """A progress bar, and the gazetteer, built first where it is absent. Raises Cancelled where somebody stops the wait."""
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
    """The example, from its words marked by hand."""
    with st.status(say("read.reading"), expanded=True) as status:
        bar, gazetteer = opened_gazetteer()
        from geodata.evaluation import oracle

        reading = oracle.read_example(gazetteer)
        bar.progress(1.0, text=say("read.done"))
        status.update(label=say("read.finished"), state="complete", expanded=False)
    return reading


@contextmanager
def watched() -> Iterator[tuple[DeltaGenerator, Gazetteer, threading.Event]]:
    """The progress of one reading, and whether somebody stopped it."""
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
    """Read a report with the one reader that was chosen. Raises Cancelled where somebody stops it."""
    with watched() as (bar, gazetteer, stopped):
        return (asked if choice.model else built_in)(report, gazetteer, bar, choice, stopped)


def read_by_choice(report: Report, choice: Choice) -> Reading | Both:
    """Read a report with the reader that was chosen, or with both. Raises Cancelled where somebody stops it."""
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

    # the models load there too: this thread has to hear "Cancel"
    return waited_for(lambda: pipeline.read_report(report, gazetteer, stop), show, stopped)


def asked(report: Report, gazetteer: Gazetteer, bar: DeltaGenerator, choice: Choice, stopped: threading.Event) -> Reading:
    """Read by a language model."""
    from geodata.llm import client, reading

    assert choice.model is not None  # noqa: S101  (the caller asks for one)
    model = choice.model
    with client.Client(choice.url, model.name) as server:

        def show(seconds: int) -> None:
            bar.progress(0.8, text=say("read.asked", model=plain(model.name), seconds=seconds))

        return waited_for(lambda: reading.read_with(report, model, server.ask, gazetteer), show, stopped)


def waited_for(read: Callable[[], Reading], show: Callable[[int], None], stopped: threading.Event) -> Reading:
    """What `read` gives in another thread; `show` gets the seconds meanwhile. Raises Cancelled as soon as it is stopped."""
    answer: Future[Reading] = Future()

    def work() -> None:
        try:
            answer.set_result(read())
        except BaseException as error:
            answer.set_exception(error)

    # not a pool's thread: an answer that is no longer wanted holds nothing up, not even the program's end
    threading.Thread(target=work, daemon=True).start()
    begun = time.monotonic()
    while wait([answer], GLANCE).not_done:
        if stopped.is_set():
            raise Cancelled(say("read.stopped"))
        show(round(time.monotonic() - begun))
    return answer.result()
