"""Summaries of the incidents that match a filter: places, clusters, time, areas, choices, figures."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geodata.columns.masks import Chosen, chosen
from geodata.columns.snapshot import Snapshot
from geodata.columns.vectors import NO_DAY
from geodata.importing import loading
from geodata.query import Casualties, IncidentQuery
from geodata.records import Place, Reading
from geodata.summary.checks import far_places, unfound_names, unread_figures
from geodata.summary.chronology import Unit, chronology, unit_for
from geodata.summary.density import Weight, density
from geodata.summary.facets import facets
from geodata.summary.figures import counted
from geodata.summary.places import MARGIN, Box, PlaceIndex, View, aligned, extent, gathered, view
from geodata.summary.shading import Level, classes, shading
from geodata.totals import totals
from geodata.vocabulary import IncidentType, Role
from geodata.workspace import Workspace
from tests.bench.incidents import fill

WORLD = Box(-180, -80, 180, 80)


@pytest.fixture(scope="module")
def example_kept(example: Reading, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Snapshot]:
    with Workspace.open(tmp_path_factory.mktemp("summary") / "w.sqlite") as workspace:
        workspace.add(example)
        yield Snapshot.of(workspace)


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    path = tmp_path_factory.mktemp("many") / "w.sqlite"
    fill(path, 5_000, least=20_000)
    with Workspace.open(path) as workspace:
        return Snapshot.of(workspace)


def whole(snapshot: Snapshot) -> Chosen:
    return chosen(snapshot, IncidentQuery())


def shown(found: View, counts: np.ndarray[tuple[int], np.dtype[np.int64]]) -> int:
    return sum(c.incidents for c in found.clusters) + int(counts[[*found.spots, *found.areas]].sum())


def test_the_example_by_place(example_kept: Snapshot) -> None:
    index = PlaceIndex.of(example_kept)
    found = gathered(index, whole(example_kept))
    seen = view(found, Box(20, 40, 45, 55), 6)
    assert seen.clusters == ()
    assert len(seen.spots) == 9
    assert len(seen.areas) == 1
    for place in seen.spots:
        (row,) = found.rows_at(place)
        assert example_kept.latitudes[row] == index.latitudes[place]
    box = extent(found)
    assert box is not None
    assert (round(box.west), round(box.east)) == (31, 38)  # the country's own point is ignored here


def test_the_first_view_holds_provinces_and_countries_but_no_totals(tmp_path: Path) -> None:
    with Workspace.open(tmp_path / "w.sqlite") as workspace:
        (tmp_path / "t.csv").write_text(
            "id,date_start,place,latitude,longitude,geo_precision,radius_km,type,killed,role\n1,2022-06-01,Mosul,36.3,43.1,,,fire,1,\n"
            "2,2022-06-02,Kerry,52.2,-9.6,adm1,60,fire,1,\n3,2022-06-02,Chad,15,19,country,900,fire,1,\n"
            "4,2022-06-02,Canada,60,-96,country,1800,fire,1,aggregate\n",
            "utf-8",
        )
        loading.load(workspace, tmp_path / "t.csv")
        snapshot = Snapshot.of(workspace)
    index = PlaceIndex.of(snapshot)
    assert index.is_area.sum() == 3
    box = extent(gathered(index, whole(snapshot)))
    assert box is not None
    assert -10 < box.west < -9
    assert 43 < box.east < 44
    assert box.south == 15


def test_what_lies_on_both_sides_of_the_date_line_is_one_view(tmp_path: Path) -> None:
    with Workspace.open(tmp_path / "w.sqlite") as workspace:
        places = [("Suva", -18.14, 178.44), ("Apia", -13.83, -171.77), ("Gisborne", -38.66, 178.02)]
        rows = "".join(f"{n},2022-06-0{n + 1},{name},{lat},{lon},fire,1\n" for n, (name, lat, lon) in enumerate(places))
        (tmp_path / "t.csv").write_text("id,date_start,place,latitude,longitude,type,killed\n" + rows, "utf-8")
        loading.load(workspace, tmp_path / "t.csv")
        snapshot = Snapshot.of(workspace)
    index = PlaceIndex.of(snapshot)
    box = extent(gathered(index, whole(snapshot)))
    assert box is not None
    assert (round(box.west), round(box.east)) == (178, 188)


@pytest.mark.parametrize("zoom", [2, 4.5, 7, 11])
def test_a_view_of_everything_loses_nothing(many: Snapshot, zoom: float) -> None:
    found = gathered(PlaceIndex.of(many), whole(many))
    seen = view(found, WORLD, zoom)
    assert shown(seen, found.counts) == len(many)
    assert len(seen.clusters) > 10
    assert sum(c.killed for c in seen.clusters) <= found.killed.sum()
    for cluster in seen.clusters:
        reach = cluster.pixels / 2 * 360 / (256 * 2**zoom)  # it moves by at most this much, to stay in its cell
        assert cluster.box.west - reach - 1e-6 <= cluster.longitude <= cluster.box.east + reach + 1e-6
        assert cluster.box.west < cluster.box.east or cluster.box.south < cluster.box.north  # a click can split it
        assert cluster.places > 1


def test_few_incidents_are_drawn_place_by_place(many: Snapshot) -> None:
    found = gathered(PlaceIndex.of(many), chosen(many, IncidentQuery(casualties=Casualties.KILLED, least=9)))
    assert 0 < found.counts.sum() < 1000
    seen = view(found, WORLD, 9)
    assert all(cluster.rough == cluster.incidents for cluster in seen.clusters)  # only incidents without an exact place
    assert shown(seen, found.counts) == found.counts.sum()
    crowd = view(found, WORLD, 3)
    assert any(cluster.rough < cluster.incidents for cluster in crowd.clusters), "markers would lie over each other"
    assert shown(crowd, found.counts) == found.counts.sum()


@pytest.mark.parametrize(("places", "wanted"), [(40, False), (41, True)])
def test_a_crowd_is_more_places_than_a_fan_tells_apart(tmp_path: Path, places: int, wanted: bool) -> None:
    with Workspace.open(tmp_path / "w.sqlite") as workspace:
        rows = "".join(f"{n},2022-06-01,Place {n},{33 + n / 100},44.1,fire,1\n" for n in range(places))
        (tmp_path / "t.csv").write_text("id,date_start,place,latitude,longitude,type,killed\n" + rows, "utf-8")
        loading.load(workspace, tmp_path / "t.csv")
        snapshot = Snapshot.of(workspace)
    found = gathered(PlaceIndex.of(snapshot), whole(snapshot))
    assert bool(view(found, WORLD, 6).clusters) is wanted
    assert not view(found, WORLD, 13).clusters


@given(st.floats(-170, 170), st.floats(-70, 70), st.floats(0.5, 60), st.floats(0.5, 40), st.floats(2, 14))
def test_a_view_is_widened_to_cells(west: float, south: float, wide: float, high: float, zoom: float) -> None:
    box = Box(west, south, west + wide, south + high)
    grown = aligned(box, zoom)
    assert grown.west <= box.west - MARGIN * wide + 1e-6
    assert grown.east >= box.east + MARGIN * wide - 1e-6
    assert grown.south <= box.south + 1e-6
    assert grown.north >= min(85, box.north) - 1e-6


def test_a_cluster_is_the_same_from_wherever_it_is_seen(many: Snapshot) -> None:
    found = gathered(PlaceIndex.of(many), whole(many))
    one = {c.key: c for c in view(found, Box(20, 40, 45, 55), 5).clusters}
    other = {c.key: c for c in view(found, Box(24, 42, 49, 57), 5).clusters}
    both = one.keys() & other.keys()
    assert both
    assert all(one[key] == other[key] for key in both)


def test_a_view_across_the_antimeridian(many: Snapshot) -> None:
    found = gathered(PlaceIndex.of(many), whole(many))
    beyond = view(found, Box(20 + 360, 40, 45 + 360, 55), 5)
    assert {c.key for c in beyond.clusters} == {c.key for c in view(found, Box(20, 40, 45, 55), 5).clusters}


def test_figures_of_columns_are_those_of_records(example_kept: Snapshot, example: Reading) -> None:
    assert counted(whole(example_kept), PlaceIndex.of(example_kept)) == totals(example.incidents)


def test_density_sums_what_lies_in_view(many: Snapshot) -> None:
    found = gathered(PlaceIndex.of(many), whole(many))
    cells = density(found, WORLD, 3, Weight.INCIDENTS)
    assert sum(cell[2] for cell in cells) == found.counts[~found.index.is_area].sum()
    assert sum(cell[2] for cell in density(found, WORLD, 3, Weight.KILLED)) == found.killed[~found.index.is_area].sum()


def test_areas_count_each_incident_once_and_no_total(example_kept: Snapshot, many: Snapshot) -> None:
    by_country = shading(whole(example_kept), Level.COUNTRY)
    assert [(s.code, s.incidents, s.killed) for s in by_country.shades] == [("UA", 9, 13)]
    by_province = shading(whole(example_kept), Level.PROVINCE)
    assert sum(s.incidents for s in by_province.shades) + by_province.outside == 10
    told = shading(whole(many), Level.PROVINCE)
    assert sum(s.incidents for s in told.shades) + told.outside == len(many)


def test_classes_rise_and_hold_every_value() -> None:
    assert classes([]) == []
    assert classes([3, 3, 3]) == [3]
    bounds = classes(list(range(1, 101)))
    assert bounds == [20, 40, 60, 80, 100]


def test_time_loses_nothing(example_kept: Snapshot, many: Snapshot) -> None:
    found = chronology(example_kept, whole(example_kept).mask)
    assert found is not None
    assert found.unit is Unit.DAY
    assert found.undated == 1
    precise = int(found.sure.sum())
    rows = [r for r in range(len(example_kept)) if example_kept.starts[r] == example_kept.ends[r] != NO_DAY]
    assert precise == len(rows)
    assert found.vague.max() >= 1
    large = chronology(many, whole(many).mask)
    assert large is not None
    assert large.unit is Unit.MONTH
    assert large.counts.sum() <= len(many)
    nothing = np.zeros(len(many), dtype=bool)
    assert chronology(many, nothing) is None


@given(st.dates(), st.integers(0, 40_000))
def test_bins_follow_each_other(first: date, days: int) -> None:
    last = date.fromordinal(min(first.toordinal() + days, date.max.toordinal() - 400))
    if last >= first:
        assert unit_for(first, last) in Unit


def test_choices_count_what_they_would_leave(example_kept: Snapshot) -> None:
    query = IncidentQuery(types=(IncidentType.SHELLING,), casualties=Casualties.KILLED)
    counts = facets(chosen(example_kept, query))
    for kind, count in counts.types.items():
        other = IncidentQuery(types=(IncidentType(kind),), casualties=Casualties.KILLED)
        assert chosen(example_kept, other).count == count
    for name, count in counts.casualties.items():
        other = IncidentQuery(types=(IncidentType.SHELLING,), casualties=Casualties(name))
        assert chosen(example_kept, other).count == count
    assert sum(counts.roles.values()) == chosen(example_kept, query).count
    assert Role.AGGREGATE in counts.roles


def test_a_choice_of_nothing(tmp_path: Path) -> None:
    with Workspace.open(tmp_path / "w.sqlite") as empty:
        snapshot = Snapshot.of(empty)
    index = PlaceIndex.of(snapshot)
    found = gathered(index, whole(snapshot))
    assert view(found, WORLD, 3) == View((), (), ())
    assert extent(found) is None
    assert facets(whole(snapshot)).types == {}
    assert counted(whole(snapshot), index).incidents == 0


def test_a_place_far_from_all_others_is_to_be_checked(example: Reading) -> None:
    assert far_places(example) == []
    odd = example.incidents[0]
    assert odd.toponym is not None
    assert odd.toponym.geocode is not None
    place = Place.at("Sonora", 37.98, -120.38, 5.0)
    toponym = replace(odd.toponym, geocode=replace(odd.toponym.geocode, place=place))
    moved = replace(example, incidents=(replace(odd, toponym=toponym), *example.incidents[1:]))
    assert [incident.id for incident in far_places(moved)] == [odd.id]
    assert far_places(replace(moved, toponyms=(toponym,))) == [], "with no other place nothing can be told"


def test_what_was_not_read_is_to_be_checked(example: Reading) -> None:
    assert unread_figures(replace(example, notes=("figure not read: 14 were hurt", "another note"))) == ["14 were hurt"]
    (first, *others) = (i for i in example.incidents if i.killed)
    assert first.killed is not None
    words = "the state police command put the toll at 13 on Tuesday"
    note = f"figure not read: …{words}…"
    assert unread_figures(replace(example, notes=(note,))) == [f"…{words}…"]
    for quote, left in ((words, 0), (f"On Monday {words}.", 0), ("the toll at 13", 1)):  # a person may quote more words
        added = replace(
            first, killed=replace(first.killed, evidence=replace(first.killed.evidence, quote=quote, start=0, end=len(quote)))
        )
        assert len(unread_figures(replace(example, notes=(note,), incidents=(added, *others)))) == left


def test_a_place_that_a_person_chose_is_not_looked_for(example: Reading) -> None:
    placed = next(i for i in example.incidents if i.toponym and i.geocode)
    assert placed.toponym is not None
    lost = replace(placed.toponym, geocode=None)
    unknown = replace(example, toponyms=(lost,))
    assert unfound_names(replace(unknown, incidents=())) == [lost.name]
    assert unfound_names(unknown) == []
    assert unfound_names(replace(unknown, incidents=(replace(placed, toponym=lost),))) == [lost.name]


def test_clusters_on_both_sides_of_the_date_line_do_not_overlap(tmp_path: Path) -> None:
    points = [(-17.8 + n / 10, side * (179.6 - n / 5)) for side in (1, -1) for n in range(30)]
    rows = "".join(f"2022-03-24,P{n},{lat},{lon},1\n" for n, (lat, lon) in enumerate(points))
    (tmp_path / "a.csv").write_text(f"date,place,lat,lon,killed\n{rows}", "utf-8")
    with Workspace.open(tmp_path / "w.sqlite") as workspace:
        loading.load(workspace, tmp_path / "a.csv")
        snapshot = Snapshot.of(workspace)
    for zoom in (0.5, 0.75, 1.25):
        found = view(gathered(PlaceIndex.of(snapshot), whole(snapshot)), Box(150, -60, 210, 60), zoom, most=0)
        east, west = (c for c in sorted(found.clusters, key=lambda c: -c.longitude))
        apart = (west.longitude + 360 - east.longitude) / 360 * 256 * 2**zoom
        assert apart >= (east.pixels + west.pixels) / 2 - 0.5
