"""The gazetteer file: look-up by every spelling, and a build that is whole or not at all."""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path

import numpy as np
import pytest

from geodata.errors import GazetteerError
from geodata.gazetteer import build, provinces, sources
from geodata.gazetteer.areas import contains, outline
from geodata.gazetteer.lookup import Gazetteer
from geodata.gazetteer.names import fold, in_other_scripts
from geodata.geocoding.gazetteer_geocoder import NOT_THERE, GazetteerGeocoder

CARD = {
    "Kremenchuk": (49.07, 33.42),
    "Lysychansk": (48.90, 38.43),
    "Sievierodonetsk": (48.95, 38.49),
    "Sloviansk": (48.85, 37.61),
    "Kharkiv": (49.99, 36.23),
    "Odesa": (46.48, 30.73),
    "Kyiv": (50.45, 30.52),
}


@pytest.mark.parametrize("name", CARD)
def test_geopy_geocoder_places_the_card(gazetteer: Gazetteer, name: str) -> None:
    from geopy.geocoders.base import Geocoder

    geocoder = GazetteerGeocoder(gazetteer)
    assert isinstance(geocoder, Geocoder)
    for query in (name, f"{name}, Ukraine"):
        found = geocoder.geocode(query)
        assert not isinstance(found, list)
        assert found is not None
        assert (found.latitude, found.longitude) == pytest.approx(CARD[name], abs=0.05)
        assert found.raw["country"] == "UA"


def test_geocoder_says_none_and_lists(gazetteer: Gazetteer) -> None:
    geocoder = GazetteerGeocoder(gazetteer)
    assert geocoder.geocode("Qwertzuiopa") is None
    several = geocoder.geocode("Springfield", exactly_one=False)
    assert isinstance(several, list)
    assert len(several) > 2
    near = geocoder.reverse((48.85, 37.6))
    assert not isinstance(near, list)
    assert near is not None
    assert near.address.startswith("Slov")
    ocean = geocoder.reverse((0.0, -30.0))
    assert not isinstance(ocean, list)
    assert ocean is not None
    assert "Atlantic" in ocean.address


@pytest.mark.parametrize(
    ("query", "latitude", "longitude"),
    [
        ("Paris, Texas", 33.66, -95.55),
        ("Paris", 48.85, 2.35),
        ("Paris, France", 48.85, 2.35),
        ("Odessa, Texas", 31.85, -102.37),
    ],
)
def test_containment_decides(gazetteer: Gazetteer, query: str, latitude: float, longitude: float) -> None:
    found = GazetteerGeocoder(gazetteer).resolve(query)
    assert found is not None
    assert (found.latitude, found.longitude) == pytest.approx((latitude, longitude), abs=0.1)


@pytest.mark.parametrize(
    ("query", "feature", "country"),
    [
        ("Maryland", "ADM1", "US"),  # also a county of Liberia
        ("Montana", "ADM1", "US"),  # also a province of Bulgaria
        ("Victoria", "ADM1", "AU"),
        ("Oklahoma", "ADM1", "US"),  # not its capital, Oklahoma City
        ("New York", "PPL", "US"),
        ("Mississippi", "ADM1", "US"),  # comes before the river
        ("Mississippi River", "REGION", "US"),
        ("Geoje-si", "PPL", "KR"),
    ],
)
def test_the_better_known_of_a_name(gazetteer: Gazetteer, query: str, feature: str, country: str) -> None:
    found = GazetteerGeocoder(gazetteer).resolve(query)
    assert found is not None
    assert (found.place.feature, found.place.country) == (feature, country)


@pytest.mark.parametrize(
    ("query", "country"),
    [
        ("Pristina, Serbia", "XK"), ("Nouméa, France", "NC"), ("Belfast, Ireland", "GB"), ("Simferopol, Russia", "UA"),
        ("Athens, Georgia", "US"), ("Batumi, Georgia", "GE"), ("Nuuk, Denmark", "GL"),
    ],
)  # fmt: skip
def test_a_country_holds_what_is_near_or_its_own(gazetteer: Gazetteer, query: str, country: str) -> None:
    found = GazetteerGeocoder(gazetteer).resolve(query)
    assert found is not None
    assert (found.place.feature, found.place.country) == ("PPL", country)


@pytest.mark.parametrize(("query", "country"), [("Palma, Mozambique", "MZ"), ("Kharkiv, Portugal", "PT")])
def test_a_namesake_abroad_is_only_an_alternative(gazetteer: Gazetteer, query: str, country: str) -> None:
    found = GazetteerGeocoder(gazetteer).resolve(query)
    assert found is not None
    assert (found.place.feature, found.place.country, found.reason) == ("COUNTRY", country, NOT_THERE)
    assert found.alternatives[0].country in ("ES", "UA")


@pytest.mark.parametrize("spelling", ["Kyiv", "KYIV", "Kiev", "Київ", "kyiv", "Kyiv’s"])
def test_every_spelling(gazetteer: Gazetteer, spelling: str) -> None:
    assert any(c.place.country == "UA" and c.place.population > 2_000_000 for c in gazetteer.find(spelling))


def test_fold() -> None:
    assert fold("St. Petersburg") == "saint petersburg"
    assert fold("Ivano-Frankivs’k") == "ivano frankivsk"
    assert fold("São Paulo") == "sao paulo"


@pytest.mark.parametrize(("latitude", "longitude"), [(44.95, 34.1), (44.6, 33.53), (45.35, 36.47)])
def test_crimea_is_ukraine(gazetteer: Gazetteer, latitude: float, longitude: float) -> None:
    ukraine, russia = gazetteer.country("UA"), gazetteer.country("RU")
    assert ukraine is not None
    assert russia is not None
    of_ukraine, of_russia = outline(ukraine), outline(russia)
    assert of_ukraine is not None
    assert of_russia is not None
    assert contains(of_ukraine, latitude, longitude)
    assert not contains(of_russia, latitude, longitude)
    crimea = [c.place for c in gazetteer.find("Crimea") if c.place.feature == "ADM1"]
    assert {place.country for place in crimea} == {"UA"}


def test_a_damaged_file_is_built_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(build, "all_rows", lambda: list(sources.countries())[:20])
    path = tmp_path / "gazetteer.sqlite"
    path.write_bytes(b"SQLite format 3\x00" + b"half a file" * 50)
    steps: list[str] = []
    gazetteer = Gazetteer.open(path, progress=lambda done, total, what: steps.append(what))
    assert len(gazetteer) == 20
    assert steps[-1] == "done"
    assert [p.name for p in tmp_path.iterdir()] == ["gazetteer.sqlite"]


def test_a_changed_source_is_noticed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(build, "all_rows", lambda: list(sources.countries())[:5])
    path = tmp_path / "gazetteer.sqlite"
    Gazetteer.open(path).close()
    first = path.stat().st_ino
    Gazetteer.open(path).close()
    assert path.stat().st_ino == first
    monkeypatch.setattr(build, "fingerprint", lambda: "another")
    Gazetteer.open(path).close()
    assert path.stat().st_ino != first


def test_a_failed_build_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "gazetteer.sqlite"
    monkeypatch.setattr(build, "all_rows", lambda: list(sources.countries())[:5])
    build.build(path)

    def failing() -> object:
        yield next(iter(sources.countries()))
        raise sqlite3.OperationalError("database or disk is full")

    monkeypatch.setattr(build, "all_rows", failing)
    with pytest.raises(GazetteerError, match="disk"):
        build.build(path)
    assert [p.name for p in tmp_path.iterdir()] == ["gazetteer.sqlite"]
    assert len(Gazetteer(path)) == 5


def test_a_folder_that_cannot_be_written_names_the_setting(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("in the way")
    with pytest.raises(GazetteerError, match=build.CACHE_VARIABLE):
        build.build(blocked / "below" / "gazetteer.sqlite")


def test_the_cache_folder_can_be_set(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv(build.CACHE_VARIABLE, os.fspath(tmp_path))
    assert build.default_path() == tmp_path / "gazetteer.sqlite"


def test_names_in_the_scripts_of_a_place(gazetteer: Gazetteer) -> None:
    town = gazetteer.find("Kremenchuk")[0].place
    assert gazetteer.written(town.id)[0] == "Кременчук"
    assert all(not name.isascii() for name in gazetteer.written(town.id))
    assert gazetteer.written("geonames:0") == ()
    assert in_other_scripts("Odesa", ["Odessa", "Адэса", "Одеса", "Одесa", "Одесса", "أوديسا"]) == ["Одеса", "Одесса", "أوديسا"]


def test_a_base_map_names_the_city_and_not_its_quarter(gazetteer: Gazetteer) -> None:
    """In the gazetteer, Pravyi Bereh, a district of Mariupol, has more people than the city."""
    towns = [place.name for place in gazetteer.largest(200_000)]
    assert {"Mariupol", "Kyiv", "Conakry", "Heroica Matamoros"} <= set(towns)
    assert not {"Pravyi Bereh", "Camayenne", "Sadr City"} & set(towns)


@pytest.mark.slow
def test_the_provinces_of_every_country_can_be_asked_for() -> None:
    for country in provinces.countries_with_shapes():
        tree, codes = provinces.shapes(country)
        assert len(tree.geometries) == len(codes)
        assert all(tree.geometries[n].is_valid for n in range(len(codes)))
    sydney = provinces.provinces_of(np.array([-33.87]), np.array([151.2]), np.array([True]))
    assert [values[codes[0]] for codes, values in sydney] == ["AU-NSW", "AU"]


def test_a_few_consonants_name_no_place_where_their_script_is_not_at_home(gazetteer: Gazetteer) -> None:
    assert not gazetteer.find("רעים"), "sounds like Рим, which is Rome"
    assert gazetteer.find("עזה")[0].place.name == "Gaza"
    assert gazetteer.find("حلب")[0].place.name == "Aleppo"
    assert gazetteer.find("לונדון")[0].place.country == "GB", "more letters tell"
    assert gazetteer.find("Рим")[0].place.name == "Rome"
