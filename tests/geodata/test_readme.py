"""The README and the package documents: commands run, the shown output is true, links and folders exist.

Each fenced block is tested according to its language:

- `console`: a shell runs the block, and each command prints exactly the output shown after it.
- no language: each line is one command. `geodata` commands run in this process, on small files with the names in the documents.
  Commands that never end, or need another host, a cluster or a language model's server, are only parsed (see `PARSED_ONLY`).
  `make`, `pip` and `dashboard` commands install packages or start a server: only their targets, extras and options are checked.
- `python`: the block runs.
- `text`: a drawing, not tested here. The map of the code has its own test.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import tomllib
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import openpyxl
import pytest

from dashboard.__main__ import main as dashboard_main
from geodata.__main__ import main, parser
from geodata.gazetteer.lookup import Gazetteer
from geodata.version import VERSION
from tests.geodata.test_dumps import line as dump_line

ROOT = Path(__file__).parents[2]
README = ROOT / "README.md"
DOCS = [README, *sorted(path for folder in ("geodata", "dashboard") for path in (ROOT / folder).rglob("*.md"))]
PROMPT = ROOT / "geodata" / "llm" / "instructions.md"  # for a language model, not for readers
TEXT = "A bomb in Mosul killed at least nine people and wounded dozens on Sunday, police said."
# Why a command is only parsed, not run: it needs something that tests cannot use, or it never ends.
PARSED_ONLY = {
    "https://": "another host",
    "--llm-url": "a language model's server",
    "--llm-batch-in": "the results of a batch that a service answered",
    "s3://": "an object store",
    "--scheduler": "a cluster",
    " watch ": "it watches until it is stopped",
}


class Block(NamedTuple):
    file: Path
    line: int
    language: str
    body: str

    @property
    def name(self) -> str:
        return f"{self.file.relative_to(ROOT)}:{self.line}"


def blocks() -> Iterator[Block]:
    for file in DOCS:
        text = file.read_text("utf-8")
        for match in re.finditer(r"^```(\w*)\n(.*?)^```$", text, re.MULTILINE | re.DOTALL):
            yield Block(file, text.count("\n", 0, match.start()) + 1, match[1], match[2])


BLOCKS = list(blocks())
CONSOLE = [block for block in BLOCKS if block.language == "console"]
PYTHON = [block for block in BLOCKS if block.language == "python"]
COMMANDS = [(block.name, line) for block in BLOCKS if not block.language for line in block.body.splitlines() if line.strip()]
GEODATA = [(name, line) for name, line in COMMANDS if line.startswith(".venv/bin/geodata ")]
OTHERS = [line for name, line in COMMANDS if (name, line) not in GEODATA]


def test_every_block_has_a_language_that_is_tested() -> None:
    assert {block.language for block in BLOCKS} == {"", "console", "python", "text"}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, gazetteer: Gazetteer) -> Path:
    """Return a working folder with small files under the names in the documents. The cache is separate, too."""
    work, cache = tmp_path / "work", tmp_path / "cache"
    for path in (work, cache, work / "folder"):
        path.mkdir()
    shutil.copy(gazetteer.path, cache / gazetteer.path.name)
    monkeypatch.setenv("INCIDENT_ATLAS_CACHE", str(cache))
    monkeypatch.setenv("INCIDENT_ATLAS_WORKSPACE", str(tmp_path / "workspace.sqlite"))
    monkeypatch.chdir(work)
    (work / "article.txt").write_text(TEXT + "\n", "utf-8")
    row = {"doc_id": "a", "date": "2022-06-27", "text": TEXT}
    (work / "articles.jsonl").write_text(json.dumps(row) + "\n", "utf-8")
    (work / "incidents.jsonl").write_text(json.dumps({"doc_id": "a", "incidents": []}) + "\n", "utf-8")
    (work / "acled.csv").write_text(
        "event_date,event_id_cnty,event_type,sub_event_type,location,country,latitude,longitude,fatalities,notes\n"
        "27 June 2022,UKR1,Battles,Armed clash,Kharkiv,Ukraine,49.98,36.25,3,A clash in Kharkiv.\n",
        "utf-8",
    )
    book = openpyxl.Workbook()
    sheet = book.create_sheet("March")
    for cells in (("Where", "Date", "Killed"), ("Kharkiv", "03/04/2022", 2), ("Odesa", "never", 1)):
        sheet.append(cells)
    book.save(work / "tracker.xlsx")
    with zipfile.ZipFile(work / "UA.zip", "w") as archive:
        archive.writestr("UA.txt", dump_line(900001, "Nova Testivka") + "\n")
    return work


def expected_of(block: Block) -> list[tuple[str, str]]:
    """Return the commands of a `console` block, each with its expected output."""
    found: list[tuple[str, list[str]]] = []
    for line in block.body.splitlines():
        if line.startswith("$ "):
            found.append((line[2:], []))
        else:
            found[-1][1].append(line)
    return [(command, "\n".join(lines).strip()) for command, lines in found]


@pytest.mark.slow
@pytest.mark.parametrize("block", CONSOLE, ids=[block.name for block in CONSOLE])
def test_commands_print_what_is_shown(block: Block, folder: Path) -> None:
    program = folder / ".venv" / "bin" / "geodata"
    program.parent.mkdir(parents=True)
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m geodata "$@"\n', "utf-8")
    program.chmod(0o755)
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    for command, shown in expected_of(block):
        done = subprocess.run(["sh", "-c", command], cwd=folder, env=environment, capture_output=True, text=True, timeout=120)
        assert done.returncode == 0, done.stderr
        assert done.stdout.strip() == shown, command


@pytest.mark.parametrize("block", PYTHON, ids=[block.name for block in PYTHON])
@pytest.mark.usefixtures("folder")
def test_python_runs(block: Block, capsys: pytest.CaptureFixture[str]) -> None:
    exec(compile(block.body, block.name, "exec"), {})  # noqa: S102  (our own document)
    assert capsys.readouterr().out == "Bomb or mine Mosul at least 9 " + TEXT + "\n"


@pytest.mark.slow
def test_geodata_commands_run(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Run the commands in document order, because some use a file that an earlier one wrote."""
    ran = 0
    for name, line in GEODATA:
        arguments = shlex.split(line)[1:]
        parser().parse_args(arguments)
        if any(mark in line for mark in PARSED_ONLY):
            continue
        code = main(arguments)
        _, errors = capsys.readouterr()
        assert code == 0, f"{name}: {line}: {errors}"
        ran += 1
    assert ran >= 14
    for written in ("kharkiv.html", "rejected.csv", "saved.sqlite", "requests.jsonl", "toponyms.jsonl", "joined.jsonl"):
        assert (folder / written).stat().st_size > 0, written


def options_of(top: argparse.ArgumentParser) -> tuple[dict[str, argparse.ArgumentParser], set[str]]:
    """Return the commands of a parser, and all its options with those of its commands."""
    commands: dict[str, argparse.ArgumentParser] = {}
    options: set[str] = set()
    for action in top._actions:
        options |= set(action.option_strings)
        if isinstance(action, argparse._SubParsersAction):
            commands |= action.choices
            for command in action.choices.values():
                options |= options_of(command)[1]
    return commands, options


def test_commands_named_in_a_sentence_are_there() -> None:
    commands, options = options_of(parser())
    training = (ROOT / "geodata" / "training" / "reader" / "__main__.py").read_text("utf-8")  # not imported: it needs torch
    options |= set(re.findall(r'"(--[a-z-]+)"', training))
    for doc in DOCS:
        for code in re.findall(r"`([^`\n]+)`", doc.read_text("utf-8")):
            words = code.split()
            if words[0] == "geodata" and len(words) > 1:
                assert words[1] in commands, f"{doc.name}: {code}"
                named = {word for word in words if word.startswith("--")}
                assert named <= options_of(commands[words[1]])[1], f"{doc.name}: {code}"
            elif words[0].startswith("--"):
                assert words[0] in options, f"{doc.name}: {code}"


def test_other_commands_are_there(capsys: pytest.CaptureFixture[str]) -> None:
    makefile = (ROOT / "Makefile").read_text("utf-8")
    extras = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["optional-dependencies"]
    targets = [line.removeprefix("make ") for line in OTHERS if line.startswith("make ")]
    assert targets == ["run", "test"]
    targets += [code for doc in DOCS for code in re.findall(r"`make ([\w-]+)`", doc.read_text("utf-8"))]
    for target in targets:
        assert re.search(rf"^{target}:", makefile, re.MULTILINE), target
    seen = set()
    for line in (line for line in OTHERS if not line.startswith("make ")):
        program, _, rest = line.partition(" ")
        if program == "py":
            assert rest == "-3.11 -m venv .venv"  # `venv` is in the standard library
        elif rest.startswith("-m pip install "):
            assert (ROOT / "constraints.txt").exists()
            assert rest == "-m pip install -c constraints.txt -e .[dev]"
            assert "dev" in extras
        elif rest == "-m dashboard":
            with pytest.raises(SystemExit, match="0"):
                dashboard_main(["--help"])
            assert "--no-browser" in capsys.readouterr().out
        else:
            assert rest == "-m pytest"
        seen.add(rest)
    assert len(seen) == 4


def test_the_contributing_table_names_what_exists() -> None:
    """Every file and every test exists, and every name occurs in one of the files or tests of its row."""
    text = README.read_text("utf-8").partition("## Contributing")[2].partition("\n## ")[0]
    rows = [line.strip("|").split(" | ") for line in text.splitlines() if line.startswith("| a") and "then run" not in line]
    assert len(rows) == 6
    for what, change, run in rows:
        codes = re.findall(r"`([^`]+)`", change)
        files = [ROOT / code for code in codes if "/" in code]
        assert all(file.exists() for file in files), what
        sources = "".join(file.read_text("utf-8") for file in files if file.is_file())
        tests = re.findall(r"tests/[\w/]+\.py", run)
        assert tests, what
        sources += "".join((ROOT / test).read_text("utf-8") for test in tests)
        for code in codes:
            last = code.split(".")[-1]
            assert "/" in code or re.search(rf"{re.escape(last)}\b", sources), f"{what}: {code}"


def named_folders(top: str) -> dict[str, str]:
    """Return the contents of a folder in the map of the code: names, with a slash after folders, and their descriptions."""
    drawn = next(block.body for block in BLOCKS if block.file == README and f"{top}/ " in block.body)
    part = re.split(r"^(?=\w)", drawn, flags=re.MULTILINE)
    lines = next(one for one in part if one.startswith(f"{top}/")).splitlines()[1:]
    return {name: what for name, _, what in (line.strip().partition(" ") for line in lines)}


def folders_of(top: str) -> set[str]:
    """Return the folders that hold files. A folder left over from an older version holds only a cache, so it is left out."""
    found = (folder for folder in (ROOT / top).iterdir() if folder.is_dir() and folder.name != "__pycache__")
    return {f"{one.name}/" for one in found if any(p.is_file() and "__pycache__" not in p.parts for p in one.rglob("*"))}


@pytest.mark.parametrize("top", ["geodata", "dashboard", "tests"])
def test_the_map_of_the_code_is_whole_and_true(top: str) -> None:
    named = named_folders(top)
    assert {name for name in named if name.endswith("/")} == folders_of(top)
    assert all((ROOT / top / name).exists() for name in named)
    assert all(len(what.strip()) > 10 for what in named.values()), "each is described"


def heading(text: str) -> str:
    """Return the anchor that GitHub makes for a heading."""
    return re.sub(r"[^\w\- ]", "", text.strip().lower()).replace(" ", "-")


def links(doc: Path) -> list[str]:
    text = re.sub(r"^```.*?^```$", "", doc.read_text("utf-8"), flags=re.MULTILINE | re.DOTALL)
    return [re.sub(r"\s+", "", link) for link in re.findall(r"\]\(([^)]+)\)", text)]


def test_relative_links_lead_somewhere() -> None:
    for doc in DOCS:
        for link in links(doc):
            if "://" in link:
                continue
            path, _, anchor = link.partition("#")
            target = (doc.parent / path).resolve() if path else doc
            assert target.exists(), f"{doc.relative_to(ROOT)}: {link}"
            if anchor:
                anchors = {heading(line.lstrip("#")) for line in target.read_text("utf-8").splitlines() if line.startswith("#")}
                assert anchor in anchors, f"{doc.relative_to(ROOT)}: {link}"


def test_every_document_can_be_reached_from_the_readme() -> None:
    reached, waiting = set(), [README]
    while waiting:
        doc = waiting.pop()
        if doc in reached:
            continue
        reached.add(doc)
        targets = ((doc.parent / link.partition("#")[0]).resolve() for link in links(doc) if "://" not in link)
        waiting += [target for target in targets if target.suffix == ".md"]
    assert reached == set(DOCS)


def test_files_named_in_the_documents_exist() -> None:
    """Check the paths in code spans that begin with one of our folders."""
    for doc in (doc for doc in DOCS if doc != PROMPT):
        for code in re.findall(r"`((?:geodata|dashboard|tests)/[\w./-]+)`", doc.read_text("utf-8")):
            assert (ROOT / code).exists(), f"{doc.relative_to(ROOT)}: {code}"


def test_the_changelog_has_the_present_version() -> None:
    headings = re.findall(r"^## (.*)$", (ROOT / "CHANGELOG.md").read_text("utf-8"), re.MULTILINE)
    assert headings[0] == "[Unreleased]"
    assert re.fullmatch(rf"\[{re.escape(VERSION)}\] - \d{{4}}-\d\d-\d\d", headings[1])
