"""The data behind the map, the timeline, the charts, the print page and links, without a browser."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from urllib.parse import parse_qsl, urlencode

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.map.map_feed import (
    density_payload,
    fit_of,
    item_of,
    marker_of,
    place_payload,
    shading_payload,
    sums_payload,
    view_payload,
)
from dashboard.map.map_svg import Sheet, map_svg, sheet_for
from dashboard.parts.charts import charts_data
from dashboard.parts.comparison import change, differences
from dashboard.parts.incident_table import table, table_rows
from dashboard.print.paper import paper
from dashboard.state.atlas import Atlas, Rounded
from dashboard.state.link import Draw, Screen, Tab
from dashboard.views.map_panel import note_of
from geodata.importing import loading
from geodata.query import IncidentQuery
from geodata.records import Incident, Reading
from geodata.summary.chronology import chronology
from geodata.summary.density import Weight
from geodata.summary.places import TILE, Box, mercator
from geodata.summary.shading import Level
from geodata.vocabulary import SURROUNDINGS, IncidentType, Role
from geodata.workspace import Workspace
from tests.bench.incidents import fill
from tests.tags import Tags

UKRAINE = Box(20, 43, 42, 54)
EVERYTHING = IncidentQuery()
HOSTILE = "<script>alert(1)</script> ${alert(2)} `x` \\ \"q\" 'r' {{y}} </text></svg> \u202e\u200b" + "A" * 10_000


@pytest.fixture(scope="module")
def crowd(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Atlas]:
    path = tmp_path_factory.mktemp("crowd") / "w.sqlite"
    fill(path, 5_000, least=20_000)
    with Workspace.open(path) as workspace:
        yield Atlas(workspace)


@pytest.fixture
def evil(example: Reading, tmp_path: Path) -> Iterator[Atlas]:
    """Yield an atlas in which every word from outside is hostile."""

    def spoilt(incident: Incident) -> Incident:
        toponym = replace(incident.toponym, name=HOSTILE) if incident.toponym else None
        return replace(incident, toponym=toponym, attribution=HOSTILE, covers=(HOSTILE,), excludes=(HOSTILE,))

    report = replace(example.report, title=HOSTILE)
    with Workspace.open(tmp_path / "evil.sqlite") as workspace:
        workspace.add(replace(example, report=report, incidents=tuple(map(spoilt, example.incidents))))
        yield Atlas(workspace)


def ident(atlas: Atlas, place: str) -> str:
    return next(k.incident.id for k in atlas.workspace.kept() if k.incident.place == place)


def test_one_marker_a_place_and_no_pin_for_a_total(atlas: Atlas) -> None:
    told = view_payload(atlas, EVERYTHING, UKRAINE, 6)
    assert len(told["spots"]) == 9
    assert told["clusters"] == []
    (total,) = told["areas"]
    assert (total["title"], total["outline"]) == ("Ukraine", "UA")
    assert "a total for the area" in total["lines"][0]
    spot = next(s for s in told["spots"] if s["title"] == "Kremenchuk")
    assert spot["lines"] == ["Missile strike", "27 Jun 2022", "at least 10 killed, more than 40 injured"]
    json.dumps(told)


def test_the_sums_of_a_view_are_of_what_lies_in_it(atlas: Atlas) -> None:
    whole = sums_payload(atlas, EVERYTHING, UKRAINE)["words"]
    assert whole == "In this view: 10 incidents · 13+ killed · 51+ injured"
    kremenchuk = sums_payload(atlas, EVERYTHING, Box(33.3, 48.9, 33.6, 49.2))["words"]
    assert kremenchuk == "In this view: 1 incident · 10+ killed · 40+ injured"
    assert sums_payload(atlas, EVERYTHING, Box(0, 0, 1, 1))["words"] == "In this view: 0 incidents"
    far = Box(33.3 + 360, 48.9, 33.6 + 360, 49.2)  # the same view in the next copy of the world
    assert sums_payload(atlas, EVERYTHING, far)["words"] == kremenchuk


def test_the_sums_of_a_workspace_without_a_point(tmp_path: Path) -> None:
    with Workspace.open(tmp_path / "w.sqlite") as workspace:
        (tmp_path / "t.csv").write_text("place,killed\nNowhere at all,4\n", "utf-8")
        loading.load(workspace, tmp_path / "t.csv")
        assert sums_payload(Atlas(workspace), EVERYTHING, UKRAINE)["words"] == "In this view: 0 incidents"


def test_a_marker_of_an_unverified_figure_has_a_sign(atlas: Atlas, tmp_path: Path) -> None:
    assert not any(spot["unverified"] for spot in view_payload(atlas, EVERYTHING, UKRAINE, 6)["spots"])
    with Workspace.open(tmp_path / "w.sqlite") as workspace:
        note = "Four died, but this could not be independently verified."
        (tmp_path / "t.csv").write_text(
            f'place,latitude,longitude,killed,notes\nLviv,49.8,24,4,"{note}"\nKyiv,50.4,30.5,2,Two died.\n', "utf-8"
        )
        loading.load(workspace, tmp_path / "t.csv")
        spots = view_payload(Atlas(workspace), EVERYTHING, UKRAINE, 6)["spots"]
    assert {spot["name"]: spot["unverified"] for spot in spots} == {"Lviv": True, "Kyiv": False}


def test_a_place_that_is_not_known_says_where_it_is_shown(tmp_path: Path, example: Reading) -> None:
    total = next(one for one in example.incidents if one.role is Role.AGGREGATE)
    new = replace(total, role=Role.MAIN, reasons=(SURROUNDINGS,), covers=())

    def at(place: str) -> Incident:
        assert new.toponym is not None
        return replace(new, id=place, toponym=replace(new.toponym, name=place))

    def titles(*places: str) -> list[str]:
        with Workspace.open(tmp_path / f"{len(places)}{places[0]}.sqlite") as workspace:
            workspace.add(replace(example, incidents=tuple(map(at, places))))
            return [area["title"] for area in view_payload(Atlas(workspace), EVERYTHING, UKRAINE, 6)["areas"]]

    assert titles("Zutebar") == ["Zutebar, somewhere in Ukraine"]
    assert titles("Zutebar", "Quxabar") == ["somewhere in Ukraine"]
    assert titles("Ukraine") == ["Ukraine"]
    assert titles("Украина") == ["Украина"]
    assert item_of(at("Zutebar"))["place"] == "Zutebar, somewhere in Ukraine"


def test_a_place_tells_its_incidents(atlas: Atlas) -> None:
    marker = marker_of(atlas.snapshot(), ident(atlas, "Odesa"))
    assert marker is not None
    told = place_payload(atlas, EVERYTHING, marker["key"], "", 0)
    (item,) = told["items"]
    assert item["place"] == "Odesa"
    assert item["people"] == "6 injured"
    assert item["line"] == "Missile strike · 26–27 Jun 2022"
    assert place_payload(atlas, EVERYTHING, "p1,1", "", 0)["items"] == []
    assert place_payload(atlas, EVERYTHING, "nonsense", "", 0)["total"] == 0
    assert place_payload(atlas, IncidentQuery(places=("Kyiv",)), marker["key"], "", 0)["total"] == 0


@pytest.mark.slow
def test_a_crowded_place_is_told_in_parts(crowd: Atlas) -> None:
    told = view_payload(crowd, EVERYTHING, Box(-180, -80, 180, 80), 16)
    busiest = max(told["spots"], key=lambda s: int(s["n"]))
    assert busiest["n"] > 40
    seen: list[str] = []
    while len(seen) < busiest["n"]:
        page = place_payload(crowd, EVERYTHING, busiest["key"], busiest["id"], len(seen))
        assert page["items"]
        seen += [item["id"] for item in page["items"]]
    assert len(set(seen)) == busiest["n"]
    assert seen[0] == busiest["id"]


@pytest.mark.slow
def test_many_are_clustered_with_what_they_come_to(crowd: Atlas) -> None:
    told = view_payload(crowd, EVERYTHING, Box(-30, -40, 110, 65), 3)
    drawn = sum(item["n"] for part in ("clusters", "spots", "areas") for item in told[part])
    assert drawn == 5_000
    assert len(told["clusters"]) + len(told["spots"]) < 400
    largest = max(told["clusters"], key=lambda c: int(c["n"]))
    assert f"{largest['n']:,} incidents" in largest["title"]
    assert largest["lines"][0].startswith("mostly ")


@pytest.mark.slow
def test_density_and_areas(atlas: Atlas, crowd: Atlas) -> None:
    assert sum(cell[2] for cell in density_payload(atlas, EVERYTHING, UKRAINE, 6, Weight.INCIDENTS)["cells"]) == 9
    told = shading_payload(atlas, EVERYTHING, Level.COUNTRY, Weight.KILLED)
    assert told["areas"] == [
        {"code": "UA", "name": "Ukraine", "class": 1, "lines": ["9 incidents", "at least 13 killed, 51 injured"]}
    ]
    many = shading_payload(crowd, EVERYTHING, Level.PROVINCE, Weight.INCIDENTS)
    assert {area["class"] for area in many["areas"]} == {1, 2, 3, 4, 5}
    none = shading_payload(crowd, EVERYTHING, Level.PROVINCE, Weight.INJURED)
    assert none["bounds"] == []
    assert {area["class"] for area in none["areas"]} == {0}


def test_the_first_view_holds_the_incidents(atlas: Atlas) -> None:
    corners = fit_of(atlas, EVERYTHING)
    assert corners is not None
    (south, west), (north, east) = corners
    for spot in view_payload(atlas, EVERYTHING, UKRAINE, 6)["spots"]:
        assert south < spot["at"][0] < north
        assert west < spot["at"][1] < east
    assert fit_of(atlas, IncidentQuery(places=("nowhere",))) is None


def test_a_map_with_nothing_to_show_says_how_many_have_no_place(atlas: Atlas, tmp_path: Path) -> None:
    assert note_of(atlas.chosen(EVERYTHING)) == ""
    assert note_of(atlas.chosen(IncidentQuery(places=("nowhere",)))) == "", "the list says that nothing matches"
    with Workspace.open(tmp_path / "w.sqlite") as workspace:
        (tmp_path / "t.csv").write_text("id,date_start,notes,type\n1,2022-06-01,A house burned,fire\n", "utf-8")
        loading.load(workspace, tmp_path / "t.csv")
        assert note_of(Atlas(workspace).chosen(EVERYTHING)).startswith("1 of 1 incident has no place")


def test_a_picture_has_the_ring_of_a_place_that_is_not_exact(atlas: Atlas) -> None:
    box = Box(33, 48.8, 34, 49.3)
    sheet = sheet_for(box, 600, 400)
    drawn = map_svg(view_payload(atlas, EVERYTHING, box, sheet.zoom), sheet, "a map")
    ring = ET.fromstring(drawn).find(".//{*}circle[@stroke-dasharray='4 4']")  # noqa: S314
    assert ring is not None
    km = next(s["km"] for s in view_payload(atlas, EVERYTHING, box, sheet.zoom)["spots"] if s["title"] == "Kremenchuk")
    corner = sheet.at(49.07 + km / 111.2, 33.42)[1] - sheet.at(49.07, 33.42)[1]
    assert float(ring.attrib["r"]) == pytest.approx(-corner, rel=0.02)


def test_what_was_asked_is_remembered_until_something_changes(example: Reading, tmp_path: Path) -> None:
    with Workspace.open(tmp_path / "w.sqlite") as workspace:
        workspace.add(example)
        found = Atlas(workspace)
        first = found.gathered(EVERYTHING)
        assert found.gathered(IncidentQuery()) is first
        workspace.reject(workspace.kept()[0].incident.id, "Ada", "a test")
        assert found.gathered(EVERYTHING) is not first
        assert found.chosen(EVERYTHING).count == 9


@pytest.mark.slow
@pytest.mark.parametrize("zoom", [4, 2.5, 0.5])
def test_clusters_stay_within_their_cells_and_say_what_they_hold(crowd: Atlas, zoom: float) -> None:
    told = view_payload(crowd, EVERYTHING, Box(-30, -40, 110, 65), zoom)["clusters"]
    told += [{**c, "at": (c["at"][0], c["at"][1] + 360)} for c in told]  # the next copy of the world
    xs, ys = mercator(np.array([c["at"][0] for c in told]), np.array([c["at"][1] for c in told]))
    pixels = TILE * 2**zoom
    middles, sizes = np.stack([xs, ys], axis=1) * pixels, np.array([c["size"] for c in told])
    away = np.linalg.norm(middles[:, None] - middles[None], axis=2) + np.eye(len(told)) * 1e9
    assert (away >= (sizes[:, None] + sizes[None]) / 2 - 0.5).all(), "no two overlap"
    assert all(sum(n for _, n in c["parts"]) == c["n"] for c in told)


def test_the_charts(atlas: Atlas) -> None:
    chosen = atlas.chosen(IncidentQuery(types=(IncidentType.SHELLING,)))
    times = chronology(chosen.snapshot, chosen.but("dates"))
    types, _, places, claimants = charts_data(chosen, times)
    assert [row["label"] for row in types["rows"]][:2] == ["Shelling", "Missile strike"]  # the other types can still be chosen
    assert [row["chosen"] for row in types["rows"]][:2] == [True, False]
    assert {row["label"] for row in places["rows"]} == {"Lysychansk", "Sloviansk", "Ukraine", "Kharkiv"}
    assert sum(row["n"] for row in claimants["rows"]) + 1 == 4
    assert "names no claimant" in claimants["note"]


def test_the_chart_of_days_begins_with_its_first_bar(atlas: Atlas) -> None:
    chosen = atlas.chosen(EVERYTHING)
    days = charts_data(chosen, chronology(chosen.snapshot, chosen.but("dates")))[1]["rows"]
    assert [(row["label"], row["tick"]) for row in days] == [("26 Jun 2022", "26 Jun"), ("27 Jun 2022", "27 Jun")]
    assert [(row["n"], row["more"], row["shown"]) for row in days] == [(1, 4, "1–5"), (2, 4, "2–6")]  # four were overnight


def test_the_chart_of_days_shows_incidents_that_are_known_by_a_longer_time_alone(atlas: Atlas) -> None:
    chosen = atlas.chosen(IncidentQuery(places=("Odesa",)))
    chart = charts_data(chosen, chronology(chosen.snapshot, chosen.but("dates")))[1]
    assert [(row["n"], row["more"]) for row in chart["rows"]] == [(0, 1), (0, 1)]
    assert chart["note"].startswith("Pale: ")


def test_two_sets_beside_each_other(atlas: Atlas) -> None:
    index = atlas.places()
    rows = differences(atlas.chosen(EVERYTHING), atlas.chosen(IncidentQuery(roles=(Role.MAIN,))), index)
    assert rows[0] == ("Incidents", "10", "7", "−3 (−30%)")
    assert rows[3][:3] == ("Killed", "at least 13", "at least 13")
    assert (change(0, 5), change(5, 5), change(4, 2)) == ("+5", "no change", "−2 (−50%)")


def test_the_table(atlas: Atlas) -> None:
    snapshot = atlas.snapshot()
    shown = table(snapshot, atlas.chosen(EVERYTHING).mask.nonzero()[0])
    assert "Combatants among them" not in shown, "no row names any"
    assert set(shown["Source"]) == {"Incident Atlas example"}
    assert list(shown["Killed"])[:3] == ["at least 10", "about 600", "at least 59"]
    assert "None" not in shown.to_csv()
    latest = table(snapshot, table_rows(atlas.chosen(EVERYTHING), latest=True))
    assert list(latest["Place"])[-1] == "Sievierodonetsk"  # has no date


SCREENS = st.builds(
    Screen,
    report=st.sampled_from(("", "all", "66a63846d740")),
    query=st.builds(IncidentQuery, text=st.text(max_size=40).map(str.strip), least=st.integers(0, 99)),
    selected=st.sampled_from(("", "9d8c442bf1d7")),
    draw=st.sampled_from(Draw),
    weigh=st.sampled_from(Weight),
    level=st.sampled_from(Level),
    tab=st.sampled_from(Tab),
    versus=st.none() | st.builds(IncidentQuery, least=st.integers(0, 9)),
)


@given(SCREENS)
def test_a_screen_survives_its_link(screen: Screen) -> None:
    params = dict(parse_qsl(urlencode(screen.to_params()), keep_blank_values=True))
    assert Screen.from_params(params) == (screen, ())


@given(
    st.dictionaries(st.sampled_from(("report", "at", "draw", "weigh", "tab", "versus", "near", "area", "q", "zz")), st.text())
)
def test_a_hostile_link_is_left_out(params: dict[str, str]) -> None:
    screen, faults = Screen.from_params(params)
    assert isinstance(screen, Screen)
    assert all(isinstance(fault, str) for fault in faults)
    again, none = Screen.from_params(screen.to_params())
    assert (again, none) == (screen, ())


@given(st.floats(-179, 179), st.floats(-80, 80), st.floats(0.1, 100), st.floats(0.1, 60))
def test_a_sheet_holds_its_box(west: float, south: float, wide: float, high: float) -> None:
    box = Box(west, south, min(west + wide, west + 359), min(south + high, 84))
    sheet = sheet_for(box, 800, 500)
    for latitude, longitude in ((box.south, box.west), (box.north, box.east)):
        x, y = sheet.at(latitude, longitude)
        assert -1 <= x <= 801
        assert -1 <= y <= 501


def test_the_page_for_paper(atlas: Atlas) -> None:
    page = paper(atlas, {"type": "shelling", "from": "never"}, date(2026, 1, 2))
    tags = Tags()
    tags.feed(page)
    assert tags.seen.count("tr") == 1 + 4
    assert "4 incidents" in tags.text
    assert "Type: Shelling" in tags.text
    assert "Parts of the link could not be used" in tags.text
    assert "2026-01-02" in tags.text
    assert "GeoNames (CC BY 4.0)" in tags.text
    assert "Not added: the report also gives at least 6 killed" in tags.text
    svg = page[page.index("<svg") : page.index("</svg>") + 6]
    drawing = ET.fromstring(svg)  # noqa: S314  (our own drawing)
    texts = ["".join(t.itertext()) for t in drawing.iter("{http://www.w3.org/2000/svg}text")]
    assert any(text.endswith(" km") for text in texts)
    assert 'stroke-dasharray="7 5"' not in svg  # a total has no outline on paper
    picture = page[page.index("<svg", page.index("<template")) : page.index("</template>")].strip()
    words = ["".join(t.itertext()) for t in ET.fromstring(picture).iter("{http://www.w3.org/2000/svg}text")]  # noqa: S314
    assert words[0].startswith("Missile hits crowded shopping centre")
    assert "Filter: Type: Shelling" in words
    assert words[words.index("Shelling 4") :][1:4] == ["1 person", "10 people", "100 people"]
    assert words[-1] == "dashed ring: place not exact"
    assert 'data-name="missile-hits-crowded-shopping-centre' in page


@pytest.mark.parametrize("draw", list(Draw))
def test_hostile_text_is_only_text_on_paper(evil: Atlas, draw: Draw) -> None:
    page = paper(evil, {"draw": draw.value, "q": HOSTILE[:190], "report": "all"})
    tags = Tags()
    tags.feed(page)
    assert tags.seen.count("script") == page.count('<script src="/assets/atlas/')
    assert "alert" in tags.text
    ET.fromstring(page[page.index("<svg") : page.index("</svg>") + 6])  # noqa: S314  (our own drawing)


def test_what_is_shared_can_be_rounded(atlas: Atlas) -> None:
    told = view_payload(Rounded(atlas, 0.5), EVERYTHING, UKRAINE, 6)
    for spot in told["spots"]:
        assert spot["at"][0] % 0.5 == 0
        assert spot["km"] >= 39
    assert "rounded to 0.5" in paper(atlas, {"rounding": "0.5"})
    assert "rounded to" not in paper(atlas, {"rounding": "7"})


def test_places_are_named_beside_their_markers_on_paper(atlas: Atlas) -> None:
    sheet = sheet_for(UKRAINE, 1000, 600)
    told = view_payload(atlas, EVERYTHING, sheet.box, sheet.zoom)
    drawing = ET.fromstring(map_svg(told, sheet, "the example"))  # noqa: S314  (our own drawing)
    written = {text.text: text for text in drawing.iter("{http://www.w3.org/2000/svg}text")}
    spots = {spot["name"]: spot for spot in told["spots"]}
    for place in ("Kremenchuk", "Kharkiv", "Odesa"):
        spot, name = spots[place], written[place]
        assert name.get("text-anchor") == "start"
        assert float(name.get("x", 0)) >= sheet.at(*spot["at"])[0] + spot["size"] / 2


@pytest.mark.slow
def test_the_paper_of_an_empty_workspace_has_a_name(tmp_path: Path) -> None:
    with Workspace.open(tmp_path / "empty.sqlite") as workspace:
        page = paper(Atlas(workspace), {})
    assert "<h1>All reports and imports</h1>" in page
    assert 'aria-label=""' not in page


def test_a_drawing_of_nothing() -> None:
    sheet = Sheet(400, 300, 2.0, 512.0, 512.0)
    drawing = ET.fromstring(map_svg({}, sheet, "nothing"))  # noqa: S314  (our own drawing)
    assert drawing.get("aria-label") == "nothing"
