"""The map: a base that never changes, a script in it that asks our server for what each view shows, and its state."""

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
OPACITIES = ("99", "b3", "cc", "e0", "f0")  # of the density, from few to many
WORLD = [[-50.0, -120.0], [74.0, 150.0]]


class OnlineLayer(NamedTuple):
    """A base layer of another host: its name among the words, its address, its licence line, its deepest zoom."""

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
    """The offline base map. The browser fetches borders and labels from our own routes, once."""

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
    """The overlay of places that a report names without an incident; the script fills it."""

    _template = Template("{% macro script(this, kwargs) %}var {{ this.get_name() }} = window.atlas.named;{% endmacro %}")

    def __init__(self, name: str) -> None:
        super().__init__(name=name, overlay=True, control=True, show=False)
        self._name = "NamedPlaces"


class Shown(folium.FeatureGroup):
    """The state of the map, handed to its script at every change. It holds no incident: the script asks for those."""

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
    """What one map shows: a filter as a URL's query, and how it is drawn. Points are (latitude, longitude)."""

    turn: int  # a later state has a greater one
    key: str  # of the server's routes
    scope: str  # the map moves to its incidents when this changes, and never else
    query: str
    stamp: str  # of the workspace's state
    draw: str = "markers"
    weigh: Weight = Weight.INCIDENTS
    level: Level = Level.COUNTRY
    selected: Mapping[str, Any] | None = None
    fit: list[list[float]] | None = None
    area: tuple[tuple[float, float], ...] = ()
    near: tuple[float, float, float] | None = None
    named: tuple[tuple[str, float, float], ...] = ()
    legend: tuple[Mapping[str, Any], ...] = ()  # the types of what is looked at: {"type", "label", "n", "on"}
    placing: Mapping[str, Any] | None = None  # the pin of an incident that gets another place, and the places to choose from
    note: str = ""  # why the map is empty, where it is
    report: str = ""
    sums: bool = False  # of what the view shows: where all reports and imports are looked at together
    linked: bool = True  # its view is kept in the page's address
    together: bool = False  # it moves with the other map

    def plain(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in self.__slots__}


def kit(colours: MapColours, words: Mapping[str, str], *, name: str, channel: str = "", tools: bool = False) -> dict[str, Any]:
    """What the map's script draws with. `name` tells it from the other map that listens to the same channel."""
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
    """The map without incidents: base layers, with those of other hosts where `online`, the script, controls. The same for
    every filter and report."""
    # where it begins is set and not fitted: Leaflet would zoom there step by step, and over the incidents' own view
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
        # a provider object, since folium looks a mere address up in the list of all providers at every rerun
        tiles = TileProvider(name=name, url=url, attribution=attribution)
        folium.TileLayer(tiles, name=words[name], overlay=False, show=False, max_zoom=deepest).add_to(base)
    base.add_child(NamedPlaces(words["named_layer"]))
    folium.LayerControl(collapsed=True, position="topleft").add_to(base)
    return base
