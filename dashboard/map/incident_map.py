"""The map: a base that never changes, a script that asks our server for the content of each view, and its state."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

import folium
from folium.map import Layer
from folium.template import Template
from xyzservices import TileProvider

from dashboard.map.map_script import SCRIPT
from dashboard.parts.theme import DARK, MapColours, type_looks
from geodata.look import SAMPLES, marker_size
from geodata.summary.density import Weight
from geodata.summary.shading import Level
from geodata.words.catalogue import say

LEAFLET, OWN = "/assets/leaflet", "/assets/atlas"
MAX_ZOOM = 18
OPACITIES = ("99", "b3", "cc", "e0", "f0")  # of the density layer, from few to many
WORLD = [[-50.0, -120.0], [74.0, 150.0]]


class OnlineLayer(NamedTuple):
    """A base layer from another host: the key of its name, its URL, its attribution line, and its deepest zoom."""

    name: str
    url: str
    attribution: str
    deepest: int


ONLINE = (
    OnlineLayer("street_layer", "https://tile.openstreetmap.org/{z}/{x}/{y}.png", "© OpenStreetMap contributors", 19),
    OnlineLayer(
        "satellite_layer",
        "https://server.arcgisonline.com/ArcGIS/rest/services/World_Imagery/MapServer/tile/{z}/{y}/{x}",
        "Esri, Maxar, Earthstar Geographics",
        18,
    ),
)

folium.Map.default_js = [("atlas", SCRIPT)]
folium.Map.default_css = [("leaflet_css", f"{LEAFLET}/leaflet.css"), ("atlas_css", f"{OWN}/map.css")]


class AtlasBase(Layer):
    """The offline base map. The browser fetches its borders and labels once, from our own routes."""

    _template = Template(
        """
        {% macro script(this, kwargs) %}
        var {{ this.get_name() }} = atlasBase({{ this._parent.get_name() }}, {{ this.colours|tojson }});
        window.atlas = atlasIncidents({{ this._parent.get_name() }}, Object.assign({{ this.kit|tojson }}, {
            compact: new Intl.NumberFormat("en", {notation: "compact"}), number: new Intl.NumberFormat("en") }));
        {% endmacro %}"""
    )

    def __init__(self, colours: MapColours, kit: Mapping[str, Any], name: str) -> None:
        super().__init__(name=name, overlay=False, control=True, show=True)
        self._name = "AtlasBase"
        self.colours = {slot: getattr(colours, slot) for slot in colours.__slots__}
        self.kit = kit


class NamedPlaces(Layer):
    """The overlay for places that a report names but that have no incident. The script fills it."""

    _template = Template("{% macro script(this, kwargs) %}var {{ this.get_name() }} = window.atlas.named;{% endmacro %}")

    def __init__(self, name: str) -> None:
        super().__init__(name=name, overlay=True, control=True, show=False)
        self._name = "NamedPlaces"


class Shown(folium.FeatureGroup):
    """The state of the map, passed to its script at every change. It holds no incidents: the script requests them."""

    _template = Template(
        """
        {% macro script(this, kwargs) %}
        var {{ this.get_name() }} = L.featureGroup();
        window.atlas.show({{ this.state|tojson }});
        {% endmacro %}"""
    )

    def __init__(self, state: Mapping[str, Any]) -> None:
        super().__init__(name="state", control=False)
        self.state = state


@dataclass(frozen=True, slots=True, kw_only=True)
class MapState:
    """What one map shows: a filter as a URL query, and how it is drawn. Points are (latitude, longitude)."""

    turn: int  # increases with each state
    key: str  # the key that the server's routes require
    scope: str  # the map moves to its incidents only when this changes
    query: str
    stamp: str  # identifies the state of the workspace
    draw: str = "markers"
    weigh: Weight = Weight.INCIDENTS
    level: Level = Level.COUNTRY
    selected: Mapping[str, Any] | None = None
    fit: list[list[float]] | None = None
    area: tuple[tuple[float, float], ...] = ()
    near: tuple[float, float, float] | None = None
    named: tuple[tuple[str, float, float], ...] = ()
    legend: tuple[Mapping[str, Any], ...] = ()  # the types in the legend: {"type", "label", "n", "on"}
    placing: Mapping[str, Any] | None = None  # while an incident's place is changed: its pin and the places to choose from
    note: str = ""  # why the map is empty, if it is
    report: str = ""
    sums: bool = False  # whether to show the sums of the view, which a single report does not need
    linked: bool = True  # its view is kept in the page's URL
    together: bool = False  # whether it moves with the other map

    def plain(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in self.__slots__}


def kit(colours: MapColours, words: Mapping[str, str], *, name: str, channel: str = "", tools: bool = False) -> dict[str, Any]:
    """Return what the map's script draws with. `name` tells it apart from the other map on the same channel."""
    return {
        "name": name,
        "channel": channel,
        "tools": tools,
        "words": dict(words),
        "sizes": [(marker_size(n), say("on_map.people", n=n)) for n in SAMPLES],
        "rim": colours.rim,
        "label": colours.label,
        "halo": colours.halo,
        "accent": colours.accent,
        "shades": colours.shades,
        "ramp": [colours.shades[0] + "00", *(tone + alpha for tone, alpha in zip(colours.shades, OPACITIES, strict=True))],
        "types": type_looks(colours is DARK),
        "world": WORLD,
    }


def base_map(colours: MapColours, kit: Mapping[str, Any], words: Mapping[str, str], online: bool = False) -> folium.Map:
    """Return the map without incidents: base layers (also from other hosts if `online`), the script, and the controls. It is
    the same for every filter and report."""
    # a set location, not fitted bounds: Leaflet would zoom there step by step and override the view of the incidents
    base = folium.Map(
        location=[sum(side) / 2 for side in zip(*WORLD, strict=True)],
        zoom_start=2,
        tiles=None,
        prefer_canvas=True,
        control_scale=True,
        max_bounds=False,
        zoom_control=True,
        world_copy_jump=True,
    )
    base.options.update({"maxZoom": MAX_ZOOM, "minZoom": 2, "zoomSnap": 0.5, "attributionControl": True})
    base.add_child(AtlasBase(colours, kit, words["offline_layer"]))
    for name, url, attribution, deepest in ONLINE if online else ():
        # a provider object: folium would look up a plain URL in the list of all providers at every rerun
        tiles = TileProvider(name=name, url=url, attribution=attribution)
        folium.TileLayer(tiles, name=words[name], overlay=False, show=False, max_zoom=deepest).add_to(base)
    base.add_child(NamedPlaces(words["named_layer"]))
    folium.LayerControl(collapsed=True, position="topleft").add_to(base)
    return base
