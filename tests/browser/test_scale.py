"""Many incidents on the map, and the traffic between the map and the server."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from http.client import HTTPConnection
from urllib.parse import quote, urlsplit

import pytest
from playwright.sync_api import BrowserContext, WebSocket, expect
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import connect

from tests.bench.incidents import fill, rows

from .conftest import Visit, open_page, painted, params, started, sums, wait_for_paint, wait_for_param

MANY, LEAST = 6_000, 20_000


@pytest.fixture(scope="module")
def crowded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    path = tmp_path_factory.mktemp("crowded") / "w.sqlite"
    fill(path, MANY, LEAST)
    with started(path) as url:
        yield url


@pytest.fixture
def crowd(crowded: str, browser_of: dict[tuple[str, int], BrowserContext]) -> Iterator[Visit]:
    found = open_page(browser_of["light", 1440], crowded)
    found.map.locator(".leaflet-container[data-painted]").wait_for(timeout=60_000)
    found.settle()
    yield found
    assert found.outside == []
    assert found.complaints == []
    found.page.close()


def test_many_incidents_are_clusters_and_none_is_lost(crowd: Visit) -> None:
    expect(crowd.map.locator(".atlas-legend-n").first).to_be_visible()
    assert sum(int(n.replace(",", "")) for n in crowd.map.locator(".atlas-legend-n").all_inner_texts()) == MANY
    clusters = crowd.map.locator(".atlas-cluster")
    assert 10 < clusters.count() < 200
    assert crowd.map.locator(".leaflet-marker-icon").count() < 400
    crowd.screen("clusters")
    label = clusters.first.get_attribute("aria-label") or ""
    assert re.search(r"incidents at \d[\d,]* places, mostly .*Zoom in", label)
    before = painted(crowd)
    zoom = params(crowd.page)["view"].split(",")[2]
    clusters.first.focus()
    clusters.first.press("Enter")
    wait_for_paint(crowd, before)
    assert float(params(crowd.page)["view"].split(",")[2]) > float(zoom)


def test_the_sums_follow_the_view(crowd: Visit) -> None:
    sums = crowd.map.locator(".atlas-sums")
    expect(sums).to_contain_text(re.compile(r"^In this view: [\d,]+ incidents · [\d,]+\+? killed"))
    words = sums.inner_text()
    for _ in range(3):
        before = painted(crowd)
        crowd.map.locator(".leaflet-control-zoom-in").click()
        wait_for_paint(crowd, before)
    expect(sums).not_to_have_text(words)
    crowd.screen("sums")


def test_the_timeline_filters_by_brush_keys_and_play(crowd: Visit) -> None:
    page = crowd.page
    box = page.locator(".t-chart svg").bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + box["width"] * 0.6, box["y"] + 30)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] - 2, box["y"] + 30, steps=5)
    page.mouse.up()
    wait_for_param(page, "from")
    expect(sums(crowd)).to_contain_text("of 6,000")
    handle = page.locator("[data-end=low]")
    handle.focus()
    before = params(page)["from"]
    handle.press("ArrowLeft")
    page.wait_for_function(f"new URLSearchParams(location.search).get('from') < '{before}'")
    page.get_by_role("button", name="Full range").click()
    wait_for_param(page, "from", wanted=False)
    crowd.settle(800)
    page.locator(".t-speed").select_option("1")  # at four times this speed, a busy machine reaches the end before the pause
    page.locator(".t-way").select_option("accumulate")
    page.get_by_role("button", name="Play").click()
    expect(crowd.map.locator(".atlas-note")).to_contain_text("20")
    assert "from" not in params(page)  # while it plays, only the map follows
    page.get_by_role("button", name="Pause").click()
    crowd.screen("playing")
    wait_for_param(page, "to")


def test_panning_asks_no_more_of_python_than_the_view(crowd: Visit) -> None:
    sent: list[str] = []
    crowd.page.on("websocket", lambda socket: socket.on("framesent", lambda _: sent.append(socket.url)))
    crowd.page.reload()
    crowd.map.locator(".leaflet-container[data-painted]").wait_for(timeout=60_000)
    crowd.settle(2500)
    sent.clear()
    box = crowd.page.locator("iframe").first.bounding_box()
    assert box is not None
    asked: list[str] = []
    crowd.page.on("request", lambda request: asked.append(request.url) if "/map/view" in request.url else None)
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    for step in (-300, -300, 300):
        before = painted(crowd)
        crowd.page.mouse.move(x, y)
        crowd.page.mouse.down()
        crowd.page.mouse.move(x + step, y, steps=6)
        crowd.page.wait_for_timeout(120)
        crowd.page.mouse.up()
        wait_for_paint(crowd, before)
    crowd.settle(600)
    assert asked
    assert not [url for url in sent if "/map/live" not in url]


def test_a_crowded_place_opens_a_list(crowd: Visit) -> None:
    towns = rows(MANY, least=LEAST)[["location", "latitude", "longitude"]]
    place, latitude, longitude = towns.value_counts().index[0]
    crowd.page.goto(f"{crowd.page.url.split('?')[0]}?place={quote(place)}&view={latitude},{longitude},16")
    crowd.map.locator(".atlas-marker").first.wait_for(timeout=60_000)
    crowd.settle()
    busy = crowd.map.locator(".atlas-marker:has(.atlas-count)").first
    busy.focus()
    busy.press("Enter")
    crowd.settle()
    if crowd.map.locator(".atlas-total").count() == 0:  # the marker overlapped another, so the first press fanned them out
        busy.press("Enter")
    expect(crowd.map.locator(".atlas-total")).to_contain_text("incidents")
    entries = crowd.map.locator(".atlas-entry")
    expect(entries.first).to_be_visible()
    first = entries.count()
    crowd.map.locator(".atlas-more-items").click()
    expect(crowd.map.locator(".atlas-entry").nth(first)).to_be_attached()
    crowd.settle()
    expect(crowd.page.locator(".card h2")).to_have_text(place)
    words = entries.nth(3).inner_text()
    entries.nth(3).click()
    expect(crowd.page.locator(".card-head p")).to_contain_text(words.split(" · ")[0])


def test_the_routes_answer_only_this_page(crowded: str) -> None:
    address = urlsplit(crowded)
    for headers in ({}, {"X-Incident-Atlas": "guess"}, {"X-Incident-Atlas": "é".encode().decode("latin-1")}):
        connection = HTTPConnection(address.hostname or "", address.port)
        connection.request("GET", "/map/view?box=0,0,1,1&zoom=3", headers=headers)
        answer = connection.getresponse()
        answer.read()
        assert answer.status == 403
        assert answer.getheader("access-control-allow-origin") is None
        connection.close()
    connection = HTTPConnection(address.hostname or "", address.port)
    connection.request("GET", "/print", headers={"Sec-Fetch-Site": "cross-site"})
    answer = connection.getresponse()
    answer.read()
    assert answer.status == 403
    connection.close()


def test_a_filter_reaches_the_map_ahead_of_the_page(crowd: Visit) -> None:
    told: list[dict[str, object]] = []
    asked: list[str] = []

    def follow(socket: WebSocket) -> None:
        if "/map/live" in socket.url:
            socket.on("framereceived", lambda text: told.append(json.loads(text)))

    crowd.page.on("websocket", follow)
    crowd.page.reload()
    crowd.map.locator(".leaflet-container[data-painted]").wait_for(timeout=60_000)
    crowd.settle()
    crowd.page.on("request", lambda request: asked.append(request.url) if "/map/view" in request.url else None)
    before = painted(crowd)
    crowd.only("Shelling")
    wait_for_paint(crowd, before)
    crowd.settle()
    assert len(told) == 1, "told once, though the page was drawn after it"
    assert told[0]["state"]["query"].startswith("type=shelling")
    assert asked == [], "what the view shows came with it"
    shown = crowd.map.locator(".atlas-cluster, .atlas-marker, .atlas-area").count()
    answer = told[0]["answer"]
    assert shown == sum(len(answer[part]) for part in ("clusters", "spots", "areas")) > 0
    # A state older than the one shown changes nothing.
    frame = crowd.page.frames[-1]
    frame.evaluate("state => atlas.show({ ...state, turn: state.turn - 1, query: 'type=bombing' })", told[0]["state"])
    crowd.settle(500)
    assert crowd.map.locator(".leaflet-container").get_attribute("data-state") == told[0]["state"]["query"]


def test_the_map_comes_back_to_a_line_that_broke(crowd: Visit) -> None:
    lines: list[WebSocket] = []
    crowd.page.on("websocket", lambda socket: lines.append(socket) if "/map/live" in socket.url else None)
    crowd.page.add_init_script(
        "{ const Own = WebSocket; window.WebSocket = class extends Own { constructor(...a) { super(...a); (window.lines ??= []).push(this); } }; }"
    )
    crowd.page.reload()
    crowd.map.locator(".leaflet-container[data-painted]").wait_for(timeout=60_000)
    crowd.settle()
    crowd.page.frames[-1].evaluate("lines.find((line) => line.url.includes('/map/live')).close()")
    crowd.settle(1500)
    assert len(lines) == 2
    before = painted(crowd)
    crowd.only("Shelling")
    wait_for_paint(crowd, before)


def test_the_line_is_for_this_page_alone(crowded: str) -> None:
    at = urlsplit(crowded).netloc
    hello = {"key": "guess", "channel": "any", "map": "map"}
    with pytest.raises(InvalidStatus), connect(f"ws://{at}/map/live", origin="http://elsewhere.example"):
        pass
    with pytest.raises(InvalidStatus), connect(f"ws://{at}/map/live"):
        pass
    for words in (json.dumps(hello), "[]", "{", "[" * 200_000, json.dumps({**hello, "key": 7})):
        with connect(f"ws://{at}/map/live", origin=crowded) as socket:
            socket.send(words)
            with pytest.raises(ConnectionClosed):
                socket.recv(timeout=10)


@pytest.mark.parametrize("path", ["/_stcore/stream", "/map/live"])
@pytest.mark.parametrize(
    "origin", ["http://localhost:9999", "http://127.0.0.1:9999", "http://elsewhere.example", "http://[", "https://{own}", None]
)
def test_no_other_page_of_this_machine_gets_a_session(crowded: str, path: str, origin: str | None) -> None:
    """Streamlit alone would trust any port of localhost, and would ask a host on the internet about other origins."""
    with (
        pytest.raises(InvalidStatus) as refused,
        connect(f"ws://{urlsplit(crowded).netloc}{path}", origin=origin and origin.replace("{own}", urlsplit(crowded).netloc)),
    ):
        pass
    assert refused.value.response.status_code == 403
