"""Every string of the interface is in the catalogue, and every string of the catalogue is used."""

from __future__ import annotations

import ast
import itertools
import re
from collections.abc import Iterator
from dataclasses import replace
from enum import StrEnum
from pathlib import Path
from string import Formatter
from typing import NamedTuple

import pytest

import dashboard
import geodata
from geodata.query import Casualties
from geodata.records import Reading
from geodata.tables.layout import FIELDS
from geodata.totals import Sum, Totals, headline, not_added
from geodata.vocabulary import Family, FigureKind, GeoPrecision, IncidentType, Qualifier, ReviewState, Role
from geodata.words import catalogue as phrases
from geodata.words.catalogue import label, say, section
from geodata.words.figures import figure_text, short_figure

FOLDER = Path(dashboard.__file__).parent
LIBRARY = Path(geodata.__file__).parent
SPEAKING = [LIBRARY / "totals.py", *sorted((LIBRARY / "words").glob("*.py"))]  # library modules that phrase catalogue texts
# All library modules that ask the catalogue for strings, including the command line.
ASKING = [path for path in sorted(LIBRARY.rglob("*.py")) if "words.catalogue import" in path.read_text("utf-8")]
ENGLISH = phrases.catalogue("en")
ENUMERATIONS: tuple[type[StrEnum], ...] = (
    IncidentType, Family, Role, ReviewState, GeoPrecision, Qualifier, FigureKind, Casualties,
)  # fmt: skip
LABELLED = [member for enum in ENUMERATIONS for member in enum]
OPEN = ("draw", "weigh", "level")  # sections whose name is inserted at run time, by `views.map_panel.how_drawn`

# Methods of Streamlit and of its columns that put their words on the page.
SHOWN = set(
    "Column DateColumn Page ProgressColumn SelectboxColumn TextColumn button caption checkbox date_input dialog download_button "
    "error expander file_uploader form_submit_button header html info link_button markdown metric multiselect number_input "
    "pills popover progress radio segmented_control selectbox set_page_config slider spinner status subheader success tabs "
    "text text_area text_input title toggle update warning write DataFrame".split()
)
NAMED = {"label", "help", "placeholder", "text", "title", "page_title", "columns"}
ALLOWED = {
    "ACLED geo_precision": "a column of ACLED's codebook",
    "UCDP where_prec": "a column of UCDP's codebook",
    "km": "a unit",
}
WORD = re.compile(r"[^\W\d_]{2,}")
MARKUP = re.compile(r"<style>.*?</style>|<[^>]*>", re.DOTALL)
SPOKEN = re.compile(r'(?:aria-label|title|alt|placeholder)="([^"]*)"')


def modules(library: list[Path] = SPEAKING) -> Iterator[tuple[str, ast.Module]]:
    for path in [*sorted(FOLDER.rglob("*.py")), *library]:
        yield str(path.relative_to(FOLDER.parent)), ast.parse(path.read_text("utf-8"))


def calls(library: list[Path] = SPEAKING) -> Iterator[tuple[str, ast.Call]]:
    for name, tree in modules(library):
        for node in ast.walk(tree):
            if isinstance(node, ast.Call):
                yield f"{name}:{node.lineno}", node


def name_of(call: ast.Call) -> str:
    return call.func.id if isinstance(call.func, ast.Name) else call.func.attr if isinstance(call.func, ast.Attribute) else ""


class Use(NamedTuple):
    """What a call asks the catalogue for: a key, or the start of one."""

    where: str
    text: str
    whole: bool
    values: frozenset[str]


def asked(where: str, node: ast.expr, values: frozenset[str]) -> Iterator[Use]:
    if isinstance(node, ast.IfExp):
        yield from asked(where, node.body, values)
        yield from asked(where, node.orelse, values)
    elif isinstance(node, ast.JoinedStr):
        first = node.values[0]
        yield Use(where, str(first.value) if isinstance(first, ast.Constant) else "", False, values)
    elif isinstance(node, ast.Constant):
        yield Use(where, str(node.value), True, values)
    else:
        raise AssertionError(f"{where} asks for a key that cannot be told before it runs")


def uses() -> Iterator[Use]:
    for where, call in calls([*SPEAKING, *ASKING]):
        if name_of(call) == "say":
            yield from asked(where, call.args[0], frozenset(str(k.arg) for k in call.keywords))
    for path in FOLDER.rglob("*.html"):
        for call in re.finditer(r'say\("([^"]+)"([^)]*)\)', path.read_text("utf-8")):
            yield Use(path.name, call[1], True, frozenset(re.findall(r"(\w+)=", call[2])))


def sections() -> set[str]:
    """Return the sections that are passed as a whole to a script of the page."""
    return {ast.literal_eval(call.args[0]) for _, call in calls() if name_of(call) == "section"}


def forms(key: str) -> list[str]:
    """Return the strings of a key: its own, or one each for singular and plural."""
    return [key] if key in ENGLISH else [f"{key}.one", f"{key}.other"]


def test_every_key_that_is_asked_for_is_there() -> None:
    for use in uses():
        if use.whole:
            missing = [key for key in forms(use.text) if key not in ENGLISH]
            assert not missing, f"{use.where}: {missing}"
        elif use.text:
            assert any(key.startswith(use.text) for key in ENGLISH), f"{use.where}: {use.text}"
    for name in (*sections(), *OPEN):
        assert any(key.startswith(f"{name}.") for key in ENGLISH), name


def test_every_string_gets_its_values() -> None:
    for use in uses():
        for key in forms(use.text) if use.whole else ():
            wanted = {name for _, name, _, _ in Formatter().parse(ENGLISH[key]) if name}
            assert wanted <= use.values, f"{use.where}: {key} wants {wanted - use.values}"


def test_every_string_is_used() -> None:
    found = list(uses())
    whole = {key for use in found if use.whole for key in forms(use.text)}
    starts = (*(use.text for use in found if not use.whole and use.text), *(f"{name}." for name in (*sections(), *OPEN)))
    assert [key for key in ENGLISH if key not in whole and not key.startswith(starts)] == []


def literals(node: ast.expr) -> Iterator[str]:
    """Yield the texts written in an argument itself, not those that its calls return; an inserted value becomes "·"."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.JoinedStr):
        yield "".join(str(part.value) if isinstance(part, ast.Constant) else "·" for part in node.values)
    elif isinstance(node, ast.List | ast.Tuple):
        yield from itertools.chain.from_iterable(literals(part) for part in node.elts)
    elif isinstance(node, ast.BoolOp):
        yield from itertools.chain.from_iterable(literals(part) for part in node.values)
    elif isinstance(node, ast.IfExp):
        yield from itertools.chain(literals(node.body), literals(node.orelse))
    elif isinstance(node, ast.BinOp):
        yield from itertools.chain(literals(node.left), literals(node.right))


def words(text: str) -> list[str]:
    """Return the words that a person sees or hears in a text that may be HTML."""
    return [said.strip() for said in (MARKUP.sub(" ", text), *SPOKEN.findall(text)) if WORD.search(said)]


def test_no_words_are_given_to_streamlit_but_by_the_catalogue() -> None:
    found = []
    for where, call in calls():
        name = name_of(call)
        shown = name in SHOWN and isinstance(call.func, ast.Attribute)
        given = [k.value for k in call.keywords if shown and k.arg in NAMED]
        if call.args and (name == "safe" or (shown and name != "DataFrame")):
            given.append(call.args[0])
        texts = itertools.chain.from_iterable(literals(node) for node in given)
        found += [f"{where}: {said}" for text in texts for said in words(text) if said not in ALLOWED]
    assert found == []


def test_no_words_stand_in_html_but_by_the_catalogue() -> None:
    found = []
    for name, tree in modules():
        inner = {id(part) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for part in node.values}
        texts = [
            text for node in ast.walk(tree) if isinstance(node, ast.expr) and id(node) not in inner for text in html_of(node)
        ]
        found += [f"{name}: {said}" for text in texts for said in words(text) if said.strip("· ") not in ALLOWED]
    assert found == []


def html_of(node: ast.expr) -> Iterator[str]:
    if isinstance(node, ast.Constant | ast.JoinedStr):
        yield from (text for text in literals(node) if re.search(r"</?[a-z][^<]*>", text))


@pytest.mark.parametrize("member", LABELLED, ids=lambda m: f"{type(m).__name__}.{m.value}")
def test_every_member_has_a_label(member: StrEnum) -> None:
    assert label(member)


FIGURES = [
    ((10, None, 10), Qualifier.AT_LEAST, None, "at least 10", "10+"),
    ((1500, 1500, 1500), Qualifier.EXACT, None, "1,500", "1,500"),
    ((9, 1200, None), Qualifier.RANGE, None, "9 to 1,200", "9–1,200"),
    ((24, None, None), Qualifier.VAGUE, "dozens", "dozens", "dozens"),
    ((0, 0, 0), Qualifier.NONE, None, "none", "no one"),
    ((None, 30, 30), Qualifier.UP_TO, None, "up to 30", "up to 30"),
    ((10, None, 18), Qualifier.RANGE, None, "10 to at least 18", "10–18+"),  # from two claims, one of them "at least 10"
    ((None, 20, 18), Qualifier.RANGE, None, "up to 20", "up to 20"),
]


@pytest.mark.parametrize(("numbers", "qualifier", "word", "long", "short"), FIGURES)
def test_figures_keep_their_qualifiers(
    numbers: tuple[int | None, int | None, int | None], qualifier: Qualifier, word: str | None, long: str, short: str
) -> None:
    assert figure_text(*numbers, qualifier, word) == long
    assert short_figure(*numbers, qualifier, word) == short


def test_the_headline_counts_and_sums() -> None:
    counts = Totals(10, 7, 2, 1, 9, Sum(13, False, 4), Sum(51, False, 4))
    assert headline(counts) == (
        "10 incidents (7 new, 2 earlier, 1 total) · 9 places · in new incidents: at least 13 killed, at least 51 injured"
    )
    assert headline(Totals(1, 1, 0, 0, 1, Sum(0, True, 0), Sum(0, True, 0))) == "1 incident (1 new) · 1 place"


def test_a_total_says_what_it_covers_and_that_it_is_not_added(example: Reading) -> None:
    (aggregate,) = (i for i in example.incidents if i.role is Role.AGGREGATE)
    plain = not_added(replace(aggregate, covers=(), excludes=()))
    assert plain.startswith("the report also gives at least 6 killed and 31 injured")
    assert plain.endswith("; it does not say which of these it covers")
    apart = not_added(replace(aggregate, covers=("Bucha", "Irpin"), excludes=("Kremenchuk",)))
    assert "without Kremenchuk; it names Bucha and Irpin as included and does not say which of the others it covers" in apart


@pytest.fixture
def ukrainian(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Set a language that has only a few strings."""
    (tmp_path / "en.toml").write_text((phrases.FOLDER / "en.toml").read_text("utf-8"), "utf-8")
    (tmp_path / "uk.toml").write_text(
        '[pages]\nmap = "Карта"\n[label.role]\nmain = "Нове"\n[data]\nreports.one = "{n} звіт"\nreports.few = "{n} звіти"\nreports.many = "{n} звітів"\n',
        "utf-8",
    )
    monkeypatch.setattr(phrases, "FOLDER", tmp_path)
    monkeypatch.setenv(phrases.LANGUAGE, "uk")
    forget()
    yield
    forget()


def forget() -> None:
    phrases.catalogue.cache_clear()
    phrases.language.cache_clear()


@pytest.mark.usefixtures("ukrainian")
def test_a_language_says_what_it_has_and_english_the_rest() -> None:
    assert phrases.languages() == ["en", "uk"]
    assert phrases.language() == "uk"
    assert (say("pages.map"), say("pages.data")) == ("Карта", "Data")
    assert phrases.section("pages")["map"] == "Карта"
    assert [say("data.reports", n=n) for n in (1, 2, 5, 21)] == ["1 звіт", "2 звіти", "5 звітів", "21 звіт"]
    assert (label(Role.MAIN), label(IncidentType.SHELLING)) == ("Нове", "Shelling")


@pytest.mark.usefixtures("ukrainian")
def test_a_language_that_is_not_there_is_english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(phrases.LANGUAGE, "../secret")
    assert phrases.language() == "en"


def test_a_number_chooses_the_string_and_gets_separators() -> None:
    assert [say("data.incidents", n=n) for n in (0, 1, 1234)] == ["0 incidents", "1 incident", "1,234 incidents"]


def test_each_field_of_an_imported_table_has_a_name() -> None:
    assert set(section("import_field")) == set(FIELDS)
