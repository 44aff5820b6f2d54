"""The contract that every geocoder keeps, and the details of each."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from geopy.geocoders.base import Geocoder
from geopy.location import Location
from hypothesis import given
from hypothesis import strategies as st

from geodata.__main__ import main
from geodata.errors import GeocoderError
from geodata.gazetteer.lookup import Gazetteer
from geodata.geocoding.chain import ChainGeocoder
from geodata.geocoding.coordinates import CoordinatesGeocoder
from geodata.geocoding.gazetteer_geocoder import GazetteerGeocoder
from geodata.geocoding.named import SEVERAL_NO, SEVERAL_YES, in_country, several
from geodata.geocoding.online import OnlineGeocoder
from geodata.geocoding.written import find_coordinates

Make = Callable[[str], Any]


class Service(BaseHTTPRequestHandler):
    """A fake Nominatim and Photon server on the loopback."""

    asked: list[str] = []  # noqa: RUF012  (one list for the server's life)
    broken = False

    def do_GET(self) -> None:
        Service.asked.append(self.path + " " + (self.headers["User-Agent"] or ""))
        known = "Qwertz" not in self.path
        if self.path.startswith("/api") or "lat=" not in self.path:
            rows = [{"lat": "48.85", "lon": "37.6", "display_name": "Sloviansk, Ukraine"}] if known else []
            body: Any = rows
        else:
            body = {"lat": "48.85", "lon": "37.6", "display_name": "Sloviansk, Ukraine"}
        if Service.broken:
            self.send_error(503)
            return
        answer = json.dumps(body).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        self.wfile.write(answer)

    def log_message(self, *arguments: object) -> None:
        del arguments


@pytest.fixture(scope="module")
def service() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Service)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    yield f"127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    server.server_close()


@pytest.fixture
def online(service: str, tmp_path: Path) -> Callable[..., OnlineGeocoder]:
    Service.asked.clear()
    Service.broken = False

    def make(domain: str = service) -> OnlineGeocoder:
        return OnlineGeocoder(
            "nominatim", domain=domain, scheme="http", timeout=2, apart_s=0, answers=tmp_path / "answers.sqlite"
        )

    return make


@pytest.fixture(params=["coordinates", "gazetteer", "online", "chain"])
def geocoder(request: pytest.FixtureRequest, gazetteer: Gazetteer, online: Callable[..., OnlineGeocoder]) -> Any:
    parts: dict[str, Callable[[], Any]] = {
        "coordinates": CoordinatesGeocoder,
        "gazetteer": lambda: GazetteerGeocoder(gazetteer),
        "online": online,
        "chain": lambda: ChainGeocoder([CoordinatesGeocoder(), GazetteerGeocoder(gazetteer), online()]),
    }
    return parts[request.param]()


def test_an_offline_geocoder_cannot_ask_another_computer() -> None:
    with pytest.raises(RuntimeError, match=r"asked for http://127\.0\.0\.1"):
        CoordinatesGeocoder()._call_geocoder("http://127.0.0.1/", str)


def test_contract(geocoder: Any) -> None:
    assert isinstance(geocoder, Geocoder)
    query = "48.85, 37.60" if isinstance(geocoder, CoordinatesGeocoder) else "Sloviansk, Ukraine"
    found = geocoder.geocode(query, timeout=5)
    assert isinstance(found, Location)
    assert (found.latitude, found.longitude) == pytest.approx((48.85, 37.6), abs=0.05)
    several = geocoder.geocode(query, exactly_one=False)
    assert isinstance(several, list)
    assert (several[0].latitude, several[0].longitude) == (found.latitude, found.longitude)
    assert geocoder.geocode("Qwertzuiopaü") is None
    assert geocoder.geocode("Qwertzuiopaü", exactly_one=False) is None
    assert geocoder.geocode("") is None
    there = geocoder.reverse((48.85, 37.6))
    assert isinstance(there, Location)
    assert (there.latitude, there.longitude) == pytest.approx((48.85, 37.6), abs=0.3)
    assert isinstance(geocoder.reverse("48.85, 37.6", exactly_one=False), list)


@pytest.mark.parametrize(
    ("text", "latitude", "longitude"),
    [
        ("The crater lies at 48°51′N 37°36′E, north of the town.", 48.85, 37.6),
        ("It fell at 48° 51' 30\" N, 37° 36' 0\" E on Sunday.", 48.8583, 37.6),
        ("A ship was hit at 15.5°S 44.2°E.", -15.5, 44.2),
        ("Position N 48.85, E 37.60 was given.", 48.85, 37.6),
        ("The epicentre (48.8512, 37.6031) is near a village.", 48.8512, 37.6031),
        ("It sank at 33.12, -44.51 in the night.", 33.12, -44.51),
        ("The site is at 48.8512, 37.6031.", 48.8512, 37.6031),
        ("It fell at N 48.85, E 37.6.", 48.85, 37.6),
    ],
)
def test_coordinates_in_a_text(text: str, latitude: float, longitude: float) -> None:
    (found,) = find_coordinates(text)
    assert (found.latitude, found.longitude) == pytest.approx((latitude, longitude), abs=0.001)
    assert text[found.start : found.end].strip("() ,") == text[found.start : found.end]


@pytest.mark.parametrize(
    "text",
    [
        "They won 3.5, 4.5 and 2.5 points.",
        "Shares fell to 48.85, 120.60 and 13.20 euros.",
        "95.12, 200.30",
        "48°75′N 37°36′E",
        "It cost 1,234.56, 78.90 less.",
    ],
)
def test_no_coordinates(text: str) -> None:
    assert all(abs(p.latitude) <= 90 and abs(p.longitude) <= 180 for p in find_coordinates(text))
    assert [p for p in find_coordinates(text) if p.latitude not in (48.85, 120.6)] == []


@given(st.text(max_size=80))
def test_coordinates_never_raise(text: str) -> None:
    for found in find_coordinates(text):
        assert text[found.start : found.end]


def test_coordinates_place_the_name_before_them(read: Callable[..., Any]) -> None:
    (incident,) = read("A missile hit a farm near Novosilka (48.4321, 36.1234) on Sunday and killed two people.").incidents
    assert incident.place == "Novosilka"
    assert (incident.geocode.latitude, incident.geocode.longitude) == (48.4321, 36.1234)
    assert incident.geocode.reason == "the text gives the coordinates"


def test_answers_are_kept(online: Callable[..., OnlineGeocoder]) -> None:
    first = online().geocode("Sloviansk")
    again = online().geocode(" sloviansk ")
    assert isinstance(first, Location)
    assert isinstance(again, Location)
    assert len(Service.asked) == 1
    assert "incident-atlas/" in Service.asked[0]


def test_a_failing_service_leaves_the_offline_answer(online: Callable[..., OnlineGeocoder], gazetteer: Gazetteer) -> None:
    Service.broken = True
    alone = online()
    assert alone.geocode("Sloviansk") is None
    assert "a request to nominatim failed" in alone.trouble
    gone = online("127.0.0.1:9")
    chain = ChainGeocoder([gone, GazetteerGeocoder(gazetteer)])
    found = chain.geocode("Sloviansk, Ukraine")
    assert isinstance(found, Location)
    assert chain.notes
    Service.broken = False
    assert alone.geocode("Sloviansk") is not None
    assert alone.trouble == ""


def test_an_unknown_service_is_refused() -> None:
    with pytest.raises(GeocoderError, match="nominatim"):
        OnlineGeocoder("atlas")


def test_reverse_gives_areas_where_no_town_is_near(gazetteer: Gazetteer) -> None:
    geocoder = GazetteerGeocoder(gazetteer)
    desert = geocoder.reverse((23.5, 12.0))
    assert isinstance(desert, Location)
    assert desert.raw["feature"] in ("ADM1", "COUNTRY")
    assert desert.raw["country"] == "LY" or desert.raw["country"] == "NE"
    around = geocoder.reverse((48.85, 37.6), exactly_one=False)
    assert isinstance(around, list)
    assert {"PPL", "ADM1", "COUNTRY"} <= {place.raw["feature"] for place in around}
    sea = geocoder.reverse((42.8, 34.0))
    assert isinstance(sea, Location)
    assert sea.address.startswith("Black Sea")


@pytest.mark.parametrize(
    ("query", "country"), [("Kremenchuuk", "UA"), ("Sievierodonetzk", "UA"), ("Lisichansk, Ukraine", "UA")]
)
def test_a_slip_of_the_pen_is_forgiven(gazetteer: Gazetteer, query: str, country: str) -> None:
    found = GazetteerGeocoder(gazetteer).resolve(query)
    assert found is not None
    assert found.place.country == country


@pytest.mark.parametrize("name", ["Pars", "Xylophoneville", "Kremenchukoviansk"])
def test_fuzzy_has_a_bound(gazetteer: Gazetteer, name: str) -> None:
    assert gazetteer.find_like(name) == ()


def test_the_home_of_a_paper_decides(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    article = tmp_path / "article.txt"
    article.write_text("One woman died in a fire in Glasgow on Saturday, police said.", "utf-8")
    for home, country in (("", "GB"), ("Glasgow, Kentucky", "US")):
        command = ["read", str(article), "--published", "2016-12-03", "--format", "json", "--home", home]
        assert main(command) == 0
        (incident,) = json.loads(capsys.readouterr().out)["incidents"]
        assert incident["in_country"] == country
    assert main(["read", str(article), "--home", "Qwertzuiop"]) == 1
    assert "--home" in capsys.readouterr().err


def test_geocode_on_the_command_line(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["geocode", "48°51′N 37°36′E"]) == 0
    assert json.loads(capsys.readouterr().out)["lat"] == 48.85
    assert main(["geocode", "--reverse", "48.85", "37.6", "--all"]) == 0
    assert len(capsys.readouterr().out.splitlines()) > 2
    assert main(["geocode", "Qwertzuiopa"]) == 1


def test_letters_of_a_state_of_another_country(gazetteer: Gazetteer) -> None:
    """WA is also Washington; the row's country decides which state it is."""
    (perth, seattle) = (
        in_country(cell, "", country, gazetteer, False) for cell, country in (("Perth, WA", "AU"), ("Seattle, WA", "US"))
    )
    assert perth is not None
    assert seattle is not None
    assert [g.place.country for g in (perth, seattle)] == ["AU", "US"]
    assert perth.place.population


@pytest.mark.parametrize(("cell", "names"), SEVERAL_YES)
def test_a_cell_of_several_places(cell: str, names: tuple[str, ...], gazetteer: Gazetteer) -> None:
    assert tuple(place.name for place in several(cell, "", gazetteer)) == names


@pytest.mark.parametrize("cell", SEVERAL_NO)
def test_a_cell_of_one_place(cell: str, gazetteer: Gazetteer) -> None:
    assert several(cell, "", gazetteer) == []
