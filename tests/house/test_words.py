"""The house words: `words.toml` lists words to avoid in documents, comments, docstrings, error messages, the command line's
help, and the strings of the interface.

Words in backticks are code, and words in quotation marks are mostly from the news; neither is ours to choose.
"""

from __future__ import annotations

import ast
import io
import re
import subprocess
import sys
import tokenize
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

ROOT = Path(__file__).parents[2]
CATALOGUE = ROOT / "geodata" / "words" / "locale" / "en.toml"
PROMPT = ROOT / "geodata" / "llm" / "instructions.md"  # fixed: evaluation figures were measured with its words
QUOTED = re.compile(r"`[^`]*`|“[^”]*”|\"(?:[^\"\n]|\n(?!\n))*?\"")
DATABASE = ("SELECT", "UPDATE", "DELETE", "INSERT", "ALTER", "CREATE", "PRAGMA", "ATTACH")
NOT_OURS = ("dates_times", "lexical_illusions", "typography")
VALUE = re.compile(r'^[\w.-]+ = "(.*)"$', re.MULTILINE)


class Avoided(NamedTuple):
    pattern: re.Pattern[str]
    write: str


class Passage(NamedTuple):
    """A text that we wrote, with its line breaks, and the file and line where it begins."""

    file: Path
    line: int
    text: str


def avoided() -> list[Avoided]:
    rows = tomllib.loads(Path(__file__).with_name("words.toml").read_text("utf-8"))["words"]
    return [Avoided(re.compile(row["avoid"].replace(" ", r"\s+"), re.IGNORECASE), row["write"]) for row in rows]


def of_python(file: Path, source: str) -> Iterator[Passage]:
    """Yield docstrings, messages, and comments; comments on adjacent lines are one passage, since a sentence may span them."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Raise) and isinstance(node.exc, ast.Call):
            yield from (Passage(file, node.lineno, said) for said in map(words_of, node.exc.args) if said)
        if isinstance(node, ast.keyword) and node.arg == "help" and (said := words_of(node.value)):
            yield Passage(file, node.value.lineno, said)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef) and node.body:
            first = node.body[0]
            if isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant) and isinstance(first.value.value, str):
                yield Passage(file, first.lineno, first.value.value)
    tokens = tokenize.generate_tokens(io.StringIO(source).readline)
    comments = [(token.start[0], token.string.lstrip("#")) for token in tokens if token.type == tokenize.COMMENT]
    for number, (line, text) in enumerate(comments):
        if number and comments[number - 1][0] == line - 1:
            continue
        lines = [text]
        lines += [next_text for n, (next_line, next_text) in enumerate(comments[number + 1 :], 1) if next_line == line + n]
        yield Passage(file, line, "\n".join(lines))


def words_of(node: ast.expr) -> str:
    """Return the words of a string, with X for each inserted value."""
    parts = node.values if isinstance(node, ast.JoinedStr) else [node]
    return "".join(str(part.value) if isinstance(part, ast.Constant) else "X" for part in parts)


def passages() -> Iterator[Passage]:
    documents = [ROOT / "README.md", ROOT / "CHANGELOG.md"]
    for folder in ("geodata", "dashboard"):
        documents += sorted(file for file in (ROOT / folder).rglob("*.md") if file != PROMPT)
        for file in sorted((ROOT / folder).rglob("*.py")):
            yield from of_python(file, file.read_text("utf-8"))
    for file in documents:
        yield Passage(file, 1, re.sub(r"^```.*?^```$", blank, file.read_text("utf-8"), flags=re.MULTILINE | re.DOTALL))
    text = CATALOGUE.read_text("utf-8")
    for match in VALUE.finditer(text):
        yield Passage(CATALOGUE, text.count("\n", 0, match.start()) + 1, match[1].replace('\\"', '"'))


def blank(match: re.Match[str]) -> str:
    """Return only the line breaks of the match, which keeps line numbers right."""
    return "\n" * match[0].count("\n")


def faults(passage: Passage, words: list[Avoided]) -> Iterator[str]:
    text = QUOTED.sub(lambda match: '"' + blank(match) + '"', passage.text)
    for one in words:
        for match in one.pattern.finditer(text):
            line = passage.line + text.count("\n", 0, match.start())
            found = " ".join(match[0].split())
            yield f"{passage.file.relative_to(ROOT)}:{line}: {found!r}: write {one.write}"


@pytest.mark.slow
def test_no_word_is_written_that_we_avoid() -> None:
    words = avoided()
    found = sorted({fault for passage in passages() for fault in faults(passage, words)})
    assert not found, "\n" + "\n".join(found)


def test_the_check_finds_a_fault_over_two_lines_and_leaves_quotes_alone() -> None:
    source = '"""A text that tells\nof it."""\n# "nobody knows", they said, and `anew`\n# an act that is told\nX = "anew"\n'
    source += 'raise ValueError(f"{X} stands there")\n'
    found = [fault for passage in of_python(ROOT / "x.py", source) for fault in faults(passage, avoided())]
    assert found == [
        "x.py:1: 'tells of': write report, describe, show, about",
        "x.py:6: 'stands': write is, are",
        "x.py:4: 'is told': write shown, reported, sent, said",
    ]


def test_every_pattern_finds_something() -> None:
    """Each pattern finds one of these examples, so that a broken pattern is noticed."""
    examples = (
        "it tells of, is told, anew, beside, nobody, of its own, stands, what is read, comes to be, by itself, in the place of, "
        "bears, sharply, unasked, commonest, this is no table, at the most, goes on, of today, otherwise than, passed over, "
        "the very, is had, upon, thereof"
    )
    assert [one.write for one in avoided() if not one.pattern.search(examples)] == []


@pytest.mark.slow
def test_spelling() -> None:
    pytest.importorskip("codespell_lib", reason="codespell comes with the extra dev")
    command = [sys.executable, "-m", "codespell_lib", "README.md", "CHANGELOG.md", "geodata", "dashboard", "tests"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, "\n" + done.stdout


@pytest.mark.slow
def test_prose(tmp_path: Path) -> None:
    """Run proselint without the checks that mistake tables, headings and bare quotation marks for faults."""
    pytest.importorskip("proselint", reason="proselint comes with the extra dev")
    ours = [(passage, " ".join(QUOTED.sub("it", passage.text).split())) for passage in passages()]
    (tmp_path / "prose.txt").write_text("\n".join(text for _, text in ours), "utf-8")
    command = [Path(sys.executable).with_name("proselint"), "-o", "compact", "check", tmp_path / "prose.txt"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120)
    assert done.returncode in (0, 1), done.stderr
    lines = re.findall(r"prose\.txt:(\d+):\d+: (.*)$", done.stdout, re.MULTILINE)
    assert lines  # the ignored checks always find something
    found = [(ours[int(line) - 1][0], fault) for line, fault in lines if not fault.startswith(NOT_OURS)]
    assert not found, "\n" + "\n".join(f"{at.file.relative_to(ROOT)}:{at.line}: {fault}" for at, fault in found)


LEAST_WORDS = 5  # in a sentence, not counting inserted values


def said_in_code(file: Path) -> Iterator[tuple[str, int]]:
    """Yield the sentences in a file's strings, with their lines; skip docstrings, SQL, collections and rule examples."""
    tree = ast.parse(file.read_text("utf-8"))
    left_out: set[int] = set()
    for node in ast.walk(tree):
        first = node.body[0] if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef) and node.body else None
        examples = isinstance(node, ast.Tuple | ast.List | ast.Dict) or (
            isinstance(node, ast.keyword) and node.arg in ("yes", "no")
        )
        for part in (first,) if first is not None and isinstance(first, ast.Expr) else (node,) if examples else ():
            left_out |= {id(inner) for inner in ast.walk(part)}
        if isinstance(node, ast.JoinedStr):
            left_out |= {id(inner) for inner in node.values}
    for node in ast.walk(tree):
        if id(node) not in left_out and isinstance(node, ast.JoinedStr | ast.Constant):
            text = words_of(node) if isinstance(node, ast.JoinedStr) or isinstance(node.value, str) else ""
            words = text.strip(" .").split()
            if sum(word.isalpha() and word != "X" for word in words) >= LEAST_WORDS and not text.startswith(DATABASE):
                yield " ".join(words).lower(), node.lineno


@pytest.mark.slow
def test_no_sentence_is_written_twice() -> None:
    """No sentence occurs twice in the code, or in both the code and the catalogue."""
    known: dict[str, str] = {}
    for match in VALUE.finditer(CATALOGUE.read_text("utf-8")):
        known.setdefault(re.sub(r"\{\w+\}", "X", match[1]).strip(" .").lower(), CATALOGUE.name)
    twice = []
    for file in [f for folder in ("geodata", "dashboard") for f in sorted((ROOT / folder).rglob("*.py"))]:
        for sentence, line in said_in_code(file):
            where = f"{file.relative_to(ROOT)}:{line}"
            if sentence in known:
                twice.append(f"{where} and {known[sentence]}: {sentence}")
            known.setdefault(sentence, where)
    assert not twice, "\n" + "\n".join(twice)
