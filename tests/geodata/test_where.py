"""`geodata/WHERE.md` lists where things are decided. Each file must exist and define the name."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
ROW = re.compile(r"\| (?P<question>[^|`].+?) \| `(?P<file>[^`|]+)` \| `(?P<name>[\w.]+)` \|")
ROWS = [match for line in (ROOT / "geodata" / "WHERE.md").read_text("utf-8").splitlines() if (match := ROW.fullmatch(line))]


def names_in(body: list[ast.stmt], prefix: str = "") -> set[str]:
    """Return what a module or class defines at the top level: functions, classes with their members, and assigned names."""
    found = set()
    for node in body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            found.add(prefix + node.name)
        if isinstance(node, ast.ClassDef):
            found |= names_in(node.body, f"{node.name}.")
        if isinstance(node, ast.Assign):
            found |= {prefix + name.id for target in node.targets for name in ast.walk(target) if isinstance(name, ast.Name)}
        if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            found.add(prefix + node.target.id)
    return found


def test_the_table_is_whole() -> None:
    lines = (ROOT / "geodata" / "WHERE.md").read_text("utf-8").splitlines()
    assert len(ROWS) == sum(line.startswith("| ") for line in lines) - 1, (
        "every row but the header has a question, a file, a name"
    )
    assert len(ROWS) >= 20
    questions = [row["question"] for row in ROWS]
    assert len(set(questions)) == len(questions)
    assert all("?" in question for question in questions)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["name"])
def test_it_is_decided_there(row: re.Match[str]) -> None:
    file = ROOT / row["file"]
    assert file.is_file(), row["file"]
    assert row["name"] in names_in(ast.parse(file.read_text("utf-8")).body), f"{row['name']} is not defined in {row['file']}"
