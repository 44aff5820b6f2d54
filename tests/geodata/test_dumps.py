"""GeoNames dumps: each is added to the gazetteer whole or not at all, and no good data is lost."""

from __future__ import annotations

import multiprocessing
import os
import tracemalloc
import zipfile
from pathlib import Path

import pytest

from geodata.__main__ import main
from geodata.errors import GazetteerError
from geodata.gazetteer import build, dumps, sources
from geodata.gazetteer.lookup import Gazetteer
from geodata.leftovers import sweep


def line(number: int, name: str, lat: str = "48.1", lon: str = "36.2", kind: str = "P", code: str = "PPL") -> str:
    cells = [str(number), name, name, f"{name}ivka,Нове", lat, lon, kind, code, "UA", "", "04", "", "", "", "120"]
    return "\t".join([*cells, "", "90", "Europe/Kyiv", "2020-01-01"])


@pytest.fixture
def gazetteer_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(build, "all_rows", lambda: list(sources.countries())[:20])
    path = tmp_path / "gazetteer.sqlite"
    Gazetteer.open(path).close()
    return path


def dump(tmp_path: Path, *lines: str | bytes) -> Path:
    path = tmp_path / "UA.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("readme.txt", "about")
        archive.writestr("UA.txt", b"\n".join(x if isinstance(x, bytes) else x.encode() for x in lines) + b"\n")
    return path


def test_villages_resolve_and_broken_rows_are_named(gazetteer_file: Path, tmp_path: Path) -> None:
    file = dump(
        tmp_path,
        line(900001, "Nova Testivka"),
        "only three\tcells\there",
        line(900002, "Stara Testivka", lat="ninety"),
        line(900003, "Polar Testivka", lat="95.0"),
        line(900004, "A Hill", kind="T", code="HLL"),
        b"\xff\xfe broken bytes",
        line(900005, "Testivka District", kind="A", code="ADM2"),
        line(900001, "Nova Testivka"),
    )
    added = dumps.add(file, gazetteer_file)
    assert (added.rows, added.places, added.known, added.other_kinds, added.faulty) == (8, 2, 1, 1, 4)
    assert [note.partition(":")[0] for note in added.broken] == ["line 2", "line 3", "line 4", "line 6"]
    gazetteer = Gazetteer.open(gazetteer_file)
    (village,) = gazetteer.find("nova testivka")
    assert (village.place.id, village.place.country, village.place.population) == ("geonames:900001", "UA", 120)
    assert gazetteer.find("Нове")
    assert [c.place.feature for c in gazetteer.find("Testivka District")] == ["ADM2"]
    assert [place.name for _, place in gazetteer.near(48.1, 36.2)] == ["Nova Testivka"]
    assert gazetteer.fingerprint != build.fingerprint()
    assert len(gazetteer) == 22


def test_a_second_dump_adds_to_the_first_and_a_new_build_keeps_both(gazetteer_file: Path, tmp_path: Path) -> None:
    dumps.add(dump(tmp_path, line(900001, "Alphaville")), gazetteer_file)
    dumps.add(dump(tmp_path, line(900002, "Betaville"), line(900001, "Alphaville")), gazetteer_file)
    build.build(gazetteer_file)
    gazetteer = Gazetteer.open(gazetteer_file)
    assert gazetteer.find("Alphaville")
    assert gazetteer.find("Betaville")
    assert gazetteer.added.count("UA.zip") == 2


def test_a_damaged_dump_changes_nothing(gazetteer_file: Path, tmp_path: Path) -> None:
    dumps.add(dump(tmp_path, line(900001, "Alphaville")), gazetteer_file)
    whole = dump(tmp_path, *(line(910000 + n, f"Village {n}") for n in range(3000))).read_bytes()
    broken = tmp_path / "broken.zip"
    broken.write_bytes(whole[: len(whole) // 3] + b"\0" * 200 + whole[len(whole) // 3 + 200 :])
    with pytest.raises(GazetteerError):
        dumps.add(broken, gazetteer_file)
    with pytest.raises(GazetteerError, match="does not exist"):
        dumps.add(tmp_path / "nowhere.zip", gazetteer_file)
    assert Gazetteer.open(gazetteer_file).find("Alphaville")
    assert not [p.name for p in tmp_path.iterdir() if p.name.startswith(".")]


def test_a_file_of_another_version_is_refused(gazetteer_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    dumps.add(dump(tmp_path, line(900001, "Alphaville")), gazetteer_file)
    monkeypatch.setattr(build, "FORMAT", "99")
    with pytest.raises(GazetteerError, match="another version"):
        Gazetteer(gazetteer_file)
    dumps.added_path(gazetteer_file).write_bytes(b"no database at all")
    with pytest.raises(GazetteerError, match="damaged"):
        Gazetteer(gazetteer_file)


@pytest.mark.slow
def test_memory_does_not_grow_with_the_dump(gazetteer_file: Path, tmp_path: Path) -> None:
    peaks = []
    for size in (3_000, 24_000):
        file = tmp_path / f"{size}.txt"
        file.write_text("".join(line(1_000_000 * size + n, f"Village {n}") + "\n" for n in range(size)), "utf-8")
        tracemalloc.start()
        dumps.add(file, gazetteer_file)
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert peaks[1] < 2 * peaks[0] + 20_000_000


def test_add_on_the_command_line(
    gazetteer_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv(build.CACHE_VARIABLE, os.fspath(gazetteer_file.parent))
    assert main(["gazetteer", "add", str(dump(tmp_path, line(900001, "Alphaville"), "broken"))]) == 0
    told = capsys.readouterr()
    assert "1 place added" in told.out
    assert "line 2" in told.err
    assert main(["gazetteer", "info"]) == 0
    assert "UA.zip" in capsys.readouterr().out
    assert main(["gazetteer", "find", "Alphaville"]) == 0


def build_here(path: str, rows: int) -> None:
    build.all_rows = lambda: list(sources.countries())[:rows]  # type: ignore[assignment]
    build.build(Path(path))


@pytest.mark.slow
def test_two_builds_at_once_end_with_one_good_file(tmp_path: Path) -> None:
    path = tmp_path / "gazetteer.sqlite"
    fork = multiprocessing.get_context("spawn")
    builders = [fork.Process(target=build_here, args=(str(path), 30)) for _ in range(2)]
    for builder in builders:
        builder.start()
    for builder in builders:
        builder.join(60)
    assert [b.exitcode for b in builders] == [0, 0]
    assert len(Gazetteer(path)) == 30
    assert [p.name for p in tmp_path.iterdir()] == ["gazetteer.sqlite"]


def test_a_dump_is_added_to_the_real_gazetteer(gazetteer: Gazetteer, tmp_path: Path) -> None:
    path = tmp_path / "gazetteer.sqlite"
    path.symlink_to(gazetteer.path)
    added = dumps.add(dump(tmp_path, line(900001, "Nova Testivka"), line(703448, "Kyiv")), path)
    assert (added.places, added.known) == (1, 1)
    assert Gazetteer(path).find("Nova Testivka")


def test_numbers_that_no_database_holds() -> None:
    cells = line(7, "Town").split("\t")
    for place, number in ((0, "9" * 30), (0, "١٢"), (14, "9" * 30), (14, "-5")):
        row = [*cells[:place], number, *cells[place + 1 :]]
        with pytest.raises(ValueError, match=r"number|population"):
            dumps.parse("\t".join(row).encode())


def test_a_locked_archive_is_told(tmp_path: Path, gazetteer_file: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("a.txt", "x")
    body = bytearray((tmp_path / "a.zip").read_bytes())
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        body[body.index(mark) + at] |= 1
    (tmp_path / "a.zip").write_bytes(body)
    with pytest.raises(GazetteerError, match="locked"):
        dumps.add(tmp_path / "a.zip", gazetteer_file)


def test_what_a_killed_program_left_is_swept(tmp_path: Path) -> None:
    old, young, other = (tmp_path / name for name in (".gazetteer-1.part", ".added-2.part", "kept.sqlite"))
    for file in (old, young, other):
        file.write_bytes(b"x")
    os.utime(old, (0, 0))
    os.utime(other, (0, 0))
    sweep(tmp_path)
    assert [file.exists() for file in (old, young, other)] == [False, True, True]
