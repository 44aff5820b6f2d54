"""Archives: the same partitions from one process, several or a cluster, even after kills; other readers; bad lines."""

from __future__ import annotations

import gzip
import json
import os
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import duckdb
import geopandas
import psutil
import pytest
from distributed import LocalCluster
from moto.server import ThreadedMotoServer

from geodata.__main__ import main
from geodata.archives import batches as cutting
from geodata.archives.running import on_cluster, on_processes, partitions
from geodata.archives.work import parquet, put
from geodata.errors import RowError, ServerError
from geodata.importing import loading
from geodata.sources.jsonl import read_rows
from geodata.workspace import Workspace

SIZE = 3
PLACES = ("Kharkiv", "Mombasa", "Lyon", "Oslo", "Karachi", "Bogota")


def row(n: int) -> dict[str, str]:
    text = f"A bomb exploded at a market in {PLACES[n % 6]} on Monday, killing at least {n + 3} people, police said. Shops were shut."
    return {"doc_id": f"d{n}", "date": "2022-06-28", "title": "", "text": text}


def archive(path: Path, rows: int, packed: bool = False) -> Path:
    body = "".join(json.dumps(row(n)) + "\n" for n in range(rows)).encode()
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(gzip.compress(body) if packed else body)
    return path


def content(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.glob("*.parquet"))}


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, bytes]]:
    """An archive, and the partitions that one process makes from it."""
    folder = tmp_path_factory.mktemp("archive")
    path = archive(folder / "in.jsonl", 14)
    list(on_processes(cutting.batches(str(path), SIZE), str(folder / "out"), 1))
    return path, content(folder / "out")


@pytest.mark.slow
def test_partitions_hold_every_article(undisturbed: tuple[Path, dict[str, bytes]]) -> None:
    _, parts = undisturbed
    assert len(parts) == 5
    assert all(part.startswith(b"PAR1") for part in parts.values())


@pytest.mark.slow
def test_two_processes_give_the_same_bytes(undisturbed: tuple[Path, dict[str, bytes]], tmp_path: Path) -> None:
    path, parts = undisturbed
    done = list(on_processes(cutting.batches(str(path), SIZE), str(tmp_path / "out"), 2))
    assert sum(one.articles for one in done) == 14
    assert content(tmp_path / "out") == parts


@pytest.mark.slow
def test_a_killed_process_loses_and_doubles_nothing(undisturbed: tuple[Path, dict[str, bytes]], tmp_path: Path) -> None:
    path, parts = undisturbed
    killed: list[int] = []
    over = threading.Event()

    def kill() -> None:
        """Kill the first worker that has used more than two seconds of CPU time."""
        while not over.is_set() and not killed:
            for child in psutil.Process().children():
                with suppress(psutil.NoSuchProcess):  # it has already ended
                    if "spawn_main" in " ".join(child.cmdline()) and child.cpu_times().user > 2:
                        child.kill()
                        killed.append(child.pid)
                        break
            time.sleep(0.05)

    killer = threading.Thread(target=kill)
    killer.start()
    try:
        done = list(on_processes(cutting.batches(str(path), SIZE), str(tmp_path / "out"), 2))
    finally:
        over.set()
        killer.join()
    assert killed
    assert {one.name for one in done} == {name.removesuffix(".parquet") for name in parts}
    assert content(tmp_path / "out") == parts


@pytest.mark.slow
def test_a_stopped_run_goes_on(
    undisturbed: tuple[Path, dict[str, bytes]], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path, parts = undisturbed
    out = tmp_path / "out"
    out.mkdir()
    first, second, *_ = parts
    (out / first).write_bytes(parts[first])
    (out / f"_{second}.123.part").write_bytes(b"half of it")  # left by a worker that was killed while writing
    command = ["read", "--jsonl", str(path), "--out-dir", str(out), "--batch-size", str(SIZE), "--processes", "1"]
    assert main(command) == 0
    assert "11 articles read" in capsys.readouterr().out
    assert content(out) == parts
    assert main(command) == 0
    assert "0 articles read, 0 incidents, 0 lines set aside, 5 partitions were there already" in capsys.readouterr().out
    changed = path.with_name("changed.jsonl")
    changed.write_bytes(path.read_bytes().replace(b"Shops were shut.", b"Shops were open.", 1))
    assert main([*command[:2], str(changed), *command[3:]]) == 0
    captured = capsys.readouterr()
    assert "3 articles read" in captured.out, "a changed batch is another one"
    assert "1 partition of other articles" in captured.err
    assert len(content(out)) == 5
    assert len(content(out / "_former")) == 1
    assert len(geopandas.read_parquet(out)) == 14, "what is set aside is not read with the rest"


@pytest.mark.slow
def test_a_cluster_gives_the_same_bytes(undisturbed: tuple[Path, dict[str, bytes]], tmp_path: Path) -> None:
    path, parts = undisturbed
    with LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None, host="127.0.0.1") as cluster:
        done = list(on_cluster(cutting.batches(str(path), SIZE), str(tmp_path / "out"), cluster.scheduler_address))
    assert sum(one.articles for one in done) == 14
    assert content(tmp_path / "out") == parts


@pytest.mark.slow
def test_a_cluster_that_is_not_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("geodata.archives.running.CONNECT", 1)
    with pytest.raises(ServerError, match="no Dask scheduler answers at tcp://127"):
        list(on_cluster([], str(tmp_path), "tcp://127.0.0.1:9"))


@pytest.mark.slow
def test_others_read_the_partitions(undisturbed: tuple[Path, dict[str, bytes]], tmp_path: Path) -> None:
    path, _ = undisturbed
    folder = path.with_name("out")
    frame = geopandas.read_parquet(folder)
    assert set(frame["doc_id"]) == {f"d{n}" for n in range(14)}
    assert frame.crs.to_epsg() == 4326
    kharkiv = frame[frame["place"] == "Kharkiv"].iloc[0]
    assert (round(kharkiv.geometry.y), round(kharkiv.geometry.x)) == (50, 36)
    (count,) = duckdb.read_parquet(f"{folder}/*.parquet").aggregate("count(*), sum(killed_low)").fetchall()
    assert count == (len(frame), int(frame["killed_low"].sum()))
    with Workspace.open(tmp_path / "w.sqlite") as workspace:
        outcome = loading.load(workspace, folder)
        assert (outcome.new, outcome.refused) == (len(frame), 0)
        kept = {one.incident.id: one.incident for one in workspace.kept()}
    assert kept[kharkiv["id"]].killed is not None
    assert kept[kharkiv["id"]].evidence.quote == kharkiv["evidence"]


def test_a_partition_without_incidents_has_the_same_columns() -> None:
    import io

    empty, full = (geopandas.read_parquet(io.BytesIO(parquet(rows))) for rows in ([], [{"doc_id": "a", "lat": None}]))
    assert empty.dtypes.to_dict() == full.dtypes.to_dict()
    assert full.geometry[0] is None


def test_bad_lines_are_set_aside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("geodata.sources.jsonl.LONGEST", 5_000)
    long = json.dumps({"doc_id": "long", "text": "x" * 20_000})
    lines = [json.dumps(row(0)), "no JSON", "", '{"text": "no id"}', long, '{"doc_id": 1, "text": 3}', json.dumps(row(1))]
    lines += ["[" * 4_000, '{"doc_id": ' + "9" * 4_900 + "}", json.dumps(row(2)).replace("Lyon", "Lyon \\ud83d")]
    path = tmp_path / "in.jsonl"
    path.write_text("\n".join(lines), "utf-8")
    (done,) = on_processes(cutting.batches(str(path)), str(tmp_path / "out"), 1)
    assert (done.articles, done.rejected) == (3, 6)
    (file,) = (tmp_path / "out" / "_rejected").iterdir()
    rejected = [json.loads(line) for line in file.read_text("utf-8").splitlines()]
    assert [one["line"] for one in rejected] == [2, 4, 5, 6, 8, 9]
    assert all(one["reason"] for one in rejected)
    assert len(partitions(str(tmp_path / "out"))) == 1
    assert len(geopandas.read_parquet(tmp_path / "out")) == done.incidents


def test_a_copy_of_a_file_is_read_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    archive(tmp_path / "a" / "1.jsonl", 4)
    archive(tmp_path / "a" / "2.jsonl", 4)
    command = [
        "read",
        "--jsonl",
        f"{tmp_path}/a/*.jsonl",
        "--out-dir",
        str(tmp_path / "out"),
        "--batch-size",
        "2",
        "--processes",
        "1",
    ]
    for wanted in ("4 articles read", "0 articles read, 0 incidents, 0 lines set aside, 2 partitions were there already"):
        assert main(command) == 0
        captured = capsys.readouterr()
        assert wanted in captured.out
        assert "2 batches have the same lines as others before them" in captured.err


@pytest.mark.parametrize("packed", [False, True])
def test_a_batch_says_how_much_of_the_archive_ends_with_it(tmp_path: Path, packed: bool) -> None:
    for name in ("1", "2"):
        archive(tmp_path / f"{name}.jsonl{'.gz' if packed else ''}", 400, packed=packed)
    shares = [batch.share or 0 for batch in cutting.batches(f"{tmp_path}/*.jsonl*", 20)]
    assert shares == sorted(shares)
    assert 0 < shares[0] < 0.7
    assert shares[len(shares) // 2 - 1] == 0.5
    assert shares[-1] == 1


def test_a_file_that_breaks_off_is_named(tmp_path: Path) -> None:
    path = archive(tmp_path / "cut.jsonl.gz", 40, packed=True)
    path.write_bytes(path.read_bytes()[:-30])
    with pytest.raises(RowError, match=r"cut\.jsonl\.gz: the file is incomplete"):
        list(cutting.batches(str(path)))


@pytest.mark.parametrize("name", ["a.jsonl.gz", "a.jsonl.xz", "a.jsonl.bz2", "a.jsonl.zip"])
def test_a_file_that_is_not_packed_as_its_name_says(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(b"not packed at all, whatever its name says")
    with pytest.raises(RowError, match="the file is incomplete"):
        list(cutting.batches(str(tmp_path / name)))


def test_a_batch_of_long_articles_has_fewer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cutting, "MOST", 250)
    path = archive(tmp_path / "a.jsonl", 7)
    assert [len(batch.lines) for batch in cutting.batches(str(path), SIZE)] == [2, 2, 2, 1]


@pytest.mark.parametrize("address", ["foo://bar", "", "http://[::1"])
def test_an_address_that_cannot_be_read(address: str) -> None:
    with pytest.raises(RowError):
        list(cutting.batches(address))


def test_an_address_that_cannot_be_written(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = archive(tmp_path / "a.jsonl", 1)
    assert main(["read", "--jsonl", str(path), "--out-dir", "foo://bar"]) == 1
    assert "--out-dir foo://bar" in capsys.readouterr().err


def test_parts_of_a_killed_run_are_deleted(tmp_path: Path) -> None:
    path, out = archive(tmp_path / "a.jsonl", 0), tmp_path / "out"
    (out / "_rejected").mkdir(parents=True)
    ours, theirs = [out / "_part-1.parquet.7.part", out / "_rejected" / "_part-1.jsonl.7.part"], out / "film.part"
    for part in (*ours, theirs):
        part.write_bytes(b"x")
        os.utime(part, (0, 0))
    assert main(["read", "--jsonl", str(path), "--out-dir", str(out), "--processes", "1"]) == 0
    assert theirs.exists()
    assert not any(part.exists() for part in ours)


def test_patterns_and_packed_files(tmp_path: Path) -> None:
    archive(tmp_path / "a" / "1.jsonl", 4)
    archive(tmp_path / "a" / "2.jsonl.gz", 4, packed=True)
    found = list(cutting.batches(f"{tmp_path}/a/*.jsonl*", SIZE))
    assert [(Path(batch.file).name, len(batch.lines)) for batch in found] == [
        ("1.jsonl", 3), ("1.jsonl", 1), ("2.jsonl.gz", 3), ("2.jsonl.gz", 1),
    ]  # fmt: skip
    assert [batch.name for batch in found[:2]] == [batch.name for batch in found[2:]], "a name says what a batch holds"
    with pytest.raises(RowError, match="no such file"):
        cutting.files_of(f"{tmp_path}/nothing/*.jsonl")
    with pytest.raises(RowError):
        cutting.files_of("nowhere://bucket/x.jsonl")


@pytest.fixture
def bucket(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A bucket in an object store on the loopback; fsspec finds the store through the environment."""
    import boto3

    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0)
    server.start()
    _, port = server.get_host_and_port()
    settings = {"AWS_ENDPOINT_URL": f"http://127.0.0.1:{port}", "AWS_ACCESS_KEY_ID": "x", "AWS_SECRET_ACCESS_KEY": "x",
                "AWS_DEFAULT_REGION": "us-east-1"}  # fmt: skip
    for name, value in settings.items():
        monkeypatch.setenv(name, value)
    boto3.client("s3").create_bucket(Bucket="articles")
    try:
        yield "s3://articles"
    finally:
        server.stop()


@pytest.mark.slow
def test_an_object_store(bucket: str, undisturbed: tuple[Path, dict[str, bytes]]) -> None:
    import fsspec

    path, parts = undisturbed
    system, _ = fsspec.core.url_to_fs(bucket)
    system.pipe_file("articles/in/1.jsonl.gz", gzip.compress(path.read_bytes()))
    list(on_processes(cutting.batches(f"{bucket}/in/*.jsonl.gz", SIZE), f"{bucket}/out", 1))
    assert {f"{name}.parquet" for name in partitions(f"{bucket}/out")} == set(parts)
    assert system.cat_file(f"articles/out/{min(parts)}") == parts[min(parts)]


def test_what_is_half_written_is_passed_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put(f"{tmp_path}/part-1.parquet", parquet([{"doc_id": "a"}]))

    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("os.replace", killed)
    with pytest.raises(KeyboardInterrupt):
        put(f"{tmp_path}/part-2.parquet", b"half of it")
    assert len(list(tmp_path.iterdir())) == 2
    assert len(geopandas.read_parquet(tmp_path)) == 1


def test_json_lines_are_a_file_among_others(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    archive(tmp_path / "in" / "rows.jsonl", 2)
    (tmp_path / "in" / "one.txt").write_text("A fire in Lima on Monday killed four people.", "utf-8")
    with (tmp_path / "in" / "rows.jsonl").open("a") as file:
        file.write("no JSON\n")
    assert main(["read", str(tmp_path / "in"), "--published", "2022-06-28", "--out", str(tmp_path / "out.txt")]) == 1
    written = (tmp_path / "out.txt").read_text("utf-8")
    assert [written.count(f"{name} ==") for name in ("one.txt", "rows.jsonl:d0", "rows.jsonl:d1")] == [1, 1, 1]
    assert "Mombasa" in written
    assert "doc_id" not in written
    assert "rows.jsonl:3: invalid JSON" in capsys.readouterr().err


def test_what_is_written_into_a_folder_is_not_read(tmp_path: Path) -> None:
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text("A fire in Lima on Monday killed four people.", "utf-8")
    command = ["read", str(tmp_path), "--published", "2022-06-28", "--format", "json", "--out", str(tmp_path / "out.jsonl")]
    for _ in range(2):
        assert main(command) == 0
        assert len((tmp_path / "out.jsonl").read_text("utf-8").splitlines()) == 2


def test_the_mark_of_a_files_encoding_is_no_part_of_its_first_row(tmp_path: Path) -> None:
    path = tmp_path / "in.jsonl"
    path.write_text("\ufeff" + json.dumps(row(0)), "utf-8")
    assert [one.doc_id for one in read_rows(path)] == ["d0"]


def test_a_bad_row_leaves_the_others(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    lines = [json.dumps(row(0)), "no JSON", '{"text": "no id"}', json.dumps(row(1))]
    (tmp_path / "in.jsonl").write_text("\n".join(lines), "utf-8")
    for more, out in (([], "a"), (["--reader", "llm", "--llm-batch-out", str(tmp_path / "b")], "b")):
        command = ["read", "--jsonl", str(tmp_path / "in.jsonl"), "--out", str(tmp_path / "a"), *more]
        assert main(command) == 1
        errors = capsys.readouterr().err
        assert "in.jsonl:2: invalid JSON" in errors
        assert 'in.jsonl:3: not an object with "doc_id"' in errors
        assert len((tmp_path / out).read_text("utf-8").splitlines()) == 2


def test_a_line_without_end_is_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("geodata.sources.jsonl.LONGEST", 5_000)
    path = tmp_path / "long.jsonl"
    path.write_text(json.dumps({"doc_id": "long", "text": "x" * 20_000}), "utf-8")
    with pytest.raises(RowError, match=r"long\.jsonl:1: the line is too long for a report"):
        list(read_rows(path))
