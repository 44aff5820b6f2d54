"""Texts in other languages: detecting the language, and the numbers, hedges and days in answers about them."""

from __future__ import annotations

import json
import time
import tomllib
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from geodata.gazetteer.lookup import Gazetteer
from geodata.llm import harm, hedges, languages
from geodata.llm.model import Model
from geodata.llm.reading import read_with
from geodata.reading import foreign_sentences
from geodata.records import Incident, Reading, Report
from geodata.serial import from_plain, to_plain
from geodata.sources.text import spoken


@pytest.mark.parametrize(("language", "text", "number", "bound"), [*hedges.YES, *((*one, "") for one in hedges.NO)])
def test_hedge(language: str, text: str, number: str, bound: str) -> None:
    start = text.index(number)
    assert hedges.bound_of(language, text, start, start + len(number)) == bound


def test_hedges_are_known_where_harm_is() -> None:
    harms, known = (tomllib.loads(Path(m.__file__).with_suffix(".toml").read_text("utf-8")) for m in (harm, hedges))
    assert set(harms) == set(known)
    assert hedges.bound_of("sw", "watu 12", 5, 7) is None


@pytest.mark.parametrize(("words", "language", "published", "day"), languages.DAYS)
def test_day(words: str, language: str, published: str, day: str) -> None:
    assert languages.time_of(words, language, date.fromisoformat(published)) == date.fromisoformat(day)


@pytest.mark.parametrize(("words", "language"), languages.NO_DAYS)
def test_no_day(words: str, language: str) -> None:
    assert languages.time_of(words, language, date(2022, 6, 27)) is None


BOGOTA = (
    "En Bogotá {} personas murieron el domingo en un incendio en el mercado central de la ciudad, según la policía. "
    "Los bomberos tardaron varias horas en apagar el fuego y los vecinos salieron a las calles con sus hijos."
)


def read(text: str, words: str, low: int | None, high: int | None, gazetteer: Gazetteer) -> Incident:
    figure = {"low": low, "high": high, "best": low or high, "quotes": [words], "claimant": None}
    answer = {
        "sentences": [1], "evidence": 1, "type": "fire", "role": "main", "place": "Bogotá", "within": [], "country": "CO",
        "province": None, "date_start": "2022-06-26", "date_end": "2022-06-26", "when": ["el domingo"], "killed": figure,
        "injured": None, "missing": None, "attackers_killed": None, "claimant": None, "actor": None,
    }  # fmt: skip
    report = Report(text=text, title="", published=date(2022, 6, 27), language="es")
    model = Model(name="test", where="this computer")
    (found,) = read_with(report, model, lambda _: json.dumps({"incidents": [answer]}), gazetteer).incidents
    return found


@pytest.mark.parametrize(("hedge", "low", "high"), [("más de 300", 300, None), ("300", 300, 300), ("hasta 300", None, 300)])
def test_a_hedge_that_is_there_counts(hedge: str, low: int | None, high: int | None, gazetteer: Gazetteer) -> None:
    found = read(BOGOTA.format(hedge), "300 personas murieron", low, high, gazetteer)
    assert found.killed is not None
    assert (found.killed.low, found.killed.high) == (low, high)
    assert found.reasons == ()


@pytest.mark.parametrize(("low", "high"), [(300, 300), (None, 300)])
def test_the_end_of_a_rise_may_be_a_bound(low: int | None, high: int, gazetteer: Gazetteer) -> None:
    assert read(BOGOTA.format("hasta 300"), "300 personas murieron", low, high, gazetteer).reasons == ()


def test_another_hedge_is_refused(gazetteer: Gazetteer) -> None:
    found = read(BOGOTA.format("más de 300"), "300 personas murieron", 300, 300, gazetteer)
    assert found.killed is None
    assert "does not say so" in " ".join(found.reasons)


def test_a_hedge_that_is_not_seen_is_not_checked(gazetteer: Gazetteer) -> None:
    found = read(BOGOTA.format("unas 300"), "300 personas murieron", 300, None, gazetteer)
    assert found.killed is not None
    assert found.confidence < 0.5
    assert "not checked" in " ".join(found.reasons)


def test_number_words_are_hedged_too(gazetteer: Gazetteer) -> None:
    found = read(BOGOTA.format("al menos doce"), "doce personas murieron", 12, None, gazetteer)
    assert found.reasons == ()
    found = read(BOGOTA.format("al menos doce"), "al menos doce personas", 12, 12, gazetteer)
    assert found.killed is None


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Lima orang tewas dan 12 luka-luka dalam ledakan bom di pasar Mosul pada hari Senin, kata polisi.", "id"),
        ("Tres muertos en Bogotá", "es"),
        ("Elephant poachers kill British pilot in Tanzania", "en"),
        ("Nigeria: Bandits kill 5 in Zamfara", "en"),
        ("Kharkiv Odesa Kyiv Lviv", "en"),
        ("Ten killed. Six hurt.", "en"),
        ("2022-06-27 12:30 !!!", "en"),
    ],
)
def test_the_language_of_a_few_words(text: str, language: str) -> None:
    assert spoken(text) == language


@pytest.mark.parametrize(("text", "wanted"), foreign_sentences.YES)
def test_the_sentences_of_other_languages(text: str, wanted: tuple[str, ...]) -> None:
    assert tuple(text[a:b] for a, b in foreign_sentences.sentences_of(text, 0, len(text))) == wanted


def test_sentences_are_found_in_the_time_of_the_text() -> None:
    text = "Пять " + " " * 200_000 + "человек. " + "\n" * 50_000 + "Ещё"
    began = time.perf_counter()
    assert len(foreign_sentences.sentences_of(text, 0, len(text))) == 2
    assert time.perf_counter() - began < 2


def test_a_request_has_whole_sentences(gazetteer: Gazetteer) -> None:
    text = "В понедельник ракетный удар по Харькову: в Харькове погибли пять человек, 12 ранены. Об этом сообщил мэр города."
    asked: list[str] = []

    def ask(messages: object) -> str:
        asked.append(json.dumps(messages, ensure_ascii=False, default=str))
        return '{"incidents": []}'

    report = Report(text=text, title="Харьков", published=date(2022, 6, 27), language="ru")
    reading = read_with(report, Model(name="test", where="this computer"), ask, gazetteer)
    assert reading.provenance.at is not None
    assert datetime.now(UTC) - datetime.fromisoformat(reading.provenance.at) < timedelta(minutes=5)
    assert from_plain(Reading, to_plain(reading)) == reading
    assert "[1] В понедельник ракетный удар по Харькову: в Харькове погибли пять человек, 12 ранены." in asked[0]
    assert "[2] Об этом" in asked[0]
