"""The map: a base that never changes for one report, and a layer with the incidents of the filter."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import folium
from folium.elements import JSCSSMixin
from folium.map import Layer
from folium.template import Template

from dashboard.escape import safe
from dashboard.popups import popup_html, tooltip_html
from dashboard.theme import MapColours, colour_of, symbol, symbol_image
from geodata.gazetteer.areas import contains, outline, rings
from geodata.gazetteer.lookup import kilometres
from geodata.records import Geocode, Incident, Toponym
from geodata.vocabulary import Family, GeoPrecision, Role

LEAFLET, JQUERY, OWN = "/assets/leaflet", "/assets/jquery", "/assets/atlas"
SMALLEST, LARGEST = 18, 38  # pixels of a symbol
MAX_ZOOM = 18
LEGEND_NOTES = (
    "size: people killed or injured · hollow: no figures reported · pale: earlier event · "
    "dashed ring: how sharply the place is known"
)
NEVER_DRAWN_SHARPER = (GeoPrecision.ADM1, GeoPrecision.REGION, GeoPrecision.COUNTRY)
ONLINE = (
    (
        "Street map (online, openstreetmap.org)",
        "https://tile.openstreetmap.org/{z}/{x}/{y}.png",
        "© OpenStreetMap contributors",
        19,
    ),
    (
        "Satellite (online, arcgisonline.com)",
        "https://server.arcgisonline.com/ArcGIS/rest/services/World_Imagery/MapServer/tile/{z}/{y}/{x}",
        "Esri, Maxar, Earthstar Geographics",
        18,
    ),
)

folium.Map.default_js = [("leaflet", f"{LEAFLET}/leaflet.js"), ("jquery", f"{JQUERY}/jquery.min.js")]
folium.Map.default_css = [("leaflet_css", f"{LEAFLET}/leaflet.css"), ("atlas_css", f"{OWN}/map.css")]


class AtlasBase(JSCSSMixin, Layer):
    """The offline base map. The browser fetches borders and labels from our own routes, once."""

    default_js = [("atlas_base", f"{OWN}/basemap.js")]  # noqa: RUF012  (folium reads it from the class)
    _template = Template(
        """
        {% macro script(this, kwargs) %}
        var {{ this.get_name() }} = atlasBase({{ this._parent.get_name() }}, {{ this.colours|tojson }});
        {% endmacro %}"""
    )

    def __init__(self, colours: MapColours) -> None:
        super().__init__(name="Atlas (offline)", overlay=False, control=True, show=True)
        self._name = "AtlasBase"
        self.colours = {slot: getattr(colours, slot) for slot in colours.__slots__}


def legend_html(incidents: Sequence[Incident]) -> str:
    """The key to the symbols of the incidents, for the strip below the map."""
    kinds = sorted({i.type for i in incidents}, key=lambda kind: (list(Family).index(kind.family), kind.label))
    rows = "".join(f"<span>{symbol_image(kind, 15)} {safe(kind.label)}</span>" for kind in kinds)
    return (
        f'<div class="atlas-legend" role="note" aria-label="Legend">{rows}<span class="atlas-aside">{LEGEND_NOTES}</span></div>'
        if kinds
        else ""
    )


@dataclass(frozen=True, slots=True)
class Spot:
    """One marker: a place with its incidents."""

    geocode: Geocode
    incidents: tuple[Incident, ...]

    @property
    def lead(self) -> Incident:
        """The incident that gives the marker its symbol: a new one before earlier ones, then most casualties."""
        return max(self.incidents, key=lambda i: (i.role is Role.MAIN, weight(i)))


def weight(incident: Incident) -> int:
    """People killed or injured at the least; sizes the marker."""
    figures = (incident.killed, incident.injured)
    return sum(figure.low or figure.best or 0 for figure in figures if figure)


def spots(incidents: Sequence[Incident]) -> list[Spot]:
    """The incidents by place; aggregates, provinces and countries are areas and no spots."""
    grouped: dict[str, list[Incident]] = {}
    for incident in incidents:
        if incident.geocode and not is_drawn_as_area(incident):
            grouped.setdefault(incident.geocode.place.id, []).append(incident)
    found = [Spot(own[0].geocode, tuple(own)) for own in grouped.values() if own[0].geocode]
    return sorted(found, key=lambda spot: -weight(spot.lead))


def is_drawn_as_area(incident: Incident) -> bool:
    return incident.role is Role.AGGREGATE or (
        incident.geocode is not None and incident.geocode.precision in NEVER_DRAWN_SHARPER
    )


def areas(incidents: Sequence[Incident]) -> list[Incident]:
    return [i for i in incidents if i.geocode and is_drawn_as_area(i)]


def size_of(incident: Incident) -> int:
    """Pixels of a symbol: its area grows with the casualties."""
    return round(min(LARGEST, SMALLEST + 1.6 * math.sqrt(weight(incident))))


def view_of(incidents: Sequence[Incident]) -> list[tuple[float, float]]:
    """South-west and north-east corner of a view that shows the incidents, with some land around."""
    points = [(i.geocode.latitude, i.geocode.longitude) for i in incidents if i.geocode]
    if not points:
        return [(-50.0, -120.0), (65.0, 150.0)]
    near = [
        p for i in incidents if i.geocode and not is_drawn_as_area(i) for p in [(i.geocode.latitude, i.geocode.longitude)]
    ] or points
    south, north = min(p[0] for p in near), max(p[0] for p in near)
    west, east = min(p[1] for p in near), max(p[1] for p in near)
    margin = max(1.2, 0.12 * max(north - south, east - west))
    return [(max(-85, south - margin), west - margin), (min(85, north + margin), east + margin)]


def base_map(incidents: Sequence[Incident], others: Sequence[Toponym], colours: MapColours) -> folium.Map:
    """The map without incidents: base layers, a quiet layer of places that are only named, controls."""
    base = folium.Map(
        tiles=None, prefer_canvas=True, control_scale=True, max_bounds=False, zoom_control=True, world_copy_jump=True
    )
    base.options.update({"maxZoom": MAX_ZOOM, "minZoom": 2, "zoomSnap": 0.5, "attributionControl": True})
    base.add_child(AtlasBase(colours))
    for name, url, attribution, deepest in ONLINE:
        folium.TileLayer(url, attr=attribution, name=name, overlay=False, show=False, max_zoom=deepest).add_to(base)
    named = folium.FeatureGroup(name="Places named without an incident", show=False)
    for toponym in others:
        if toponym.geocode is not None:
            folium.CircleMarker(
                (toponym.geocode.latitude, toponym.geocode.longitude), radius=4, weight=1.5, color=colours.label, fill=True,
                fill_color=colours.halo, fill_opacity=0.9, tooltip=folium.Tooltip(safe(toponym.name)),
            ).add_to(named)  # fmt: skip
    named.add_to(base)
    folium.LayerControl(collapsed=True, position="topright").add_to(base)
    base.fit_bounds(view_of(incidents), max_zoom=10)
    return base


def incident_layer(incidents: Sequence[Incident], selected: str | None, colours: MapColours) -> folium.FeatureGroup:
    """The incidents of the filter, drawn anew at every change of it."""
    layer = folium.FeatureGroup(name="Incidents", control=False)
    for incident in areas(incidents):
        add_area(layer, incident, incident.id == selected)
    places = spots(incidents)
    for spot in places:
        add_ring(layer, spot)
    for spot in places:
        add_marker(layer, spot, selected, colours)
    return layer


def add_area(layer: folium.FeatureGroup, incident: Incident, selected: bool) -> None:
    geocode = incident.geocode
    if geocode is None:
        return
    colour = colour_of(incident.type)
    style = {
        "color": colour,
        "weight": 3 if selected else 1.6,
        "dashArray": "7 5",
        "fillColor": colour,
        "fillOpacity": 0.1 if selected else 0.05,
    }
    tooltip = folium.Tooltip(tooltip_html([incident]), sticky=True)
    geometry = outline(geocode.place)
    if geometry is not None:
        folium.GeoJson(
            {"type": "Feature", "properties": {}, "geometry": large_parts(geometry)},
            style_function=lambda _: style,
            tooltip=tooltip,
        ).add_to(layer)
    else:
        at = (geocode.latitude, geocode.longitude)
        folium.Circle(at, radius=geocode.radius_km * 1000, tooltip=tooltip, fill=True, color=colour, dash_array="7 5").add_to(
            layer
        )


def large_parts(geometry: dict[str, object]) -> dict[str, object]:
    """An outline without its specks: islands of a few points cost much and show nothing."""
    parts = rings(geometry)
    kept = [[part[0]] for part in parts if len(part[0]) > 12] or [[max(parts, key=lambda p: len(p[0]))[0]]]
    return {"type": "MultiPolygon", "coordinates": kept}


def add_ring(layer: folium.FeatureGroup, spot: Spot) -> None:
    """How sharply the place is known: a thin dashed ring."""
    folium.Circle(
        (spot.geocode.latitude, spot.geocode.longitude), radius=spot.geocode.radius_km * 1000, color=colour_of(spot.lead.type),
        weight=1.2, dash_array="4 4", fill=False, interactive=False, opacity=0.8,
    ).add_to(layer)  # fmt: skip


def add_marker(layer: folium.FeatureGroup, spot: Spot, selected: str | None, colours: MapColours) -> None:
    lead = spot.lead
    is_selected = any(i.id == selected for i in spot.incidents)
    pixels = size_of(lead) + (10 if is_selected else 0)
    name = f"{lead.place}: {lead.type.label}" + (f" and {len(spot.incidents) - 1} more" if len(spot.incidents) > 1 else "")
    svg = symbol(
        lead.type,
        pixels,
        hollow=weight(lead) == 0,
        pale=lead.role is Role.BACKGROUND,
        selected=is_selected,
        rim=colours.rim,
        name=name,
    )
    folium.Marker(
        (spot.geocode.latitude, spot.geocode.longitude),
        icon=folium.DivIcon(
            html=svg, icon_size=(pixels, pixels), icon_anchor=(pixels // 2, pixels // 2), class_name="atlas-marker"
        ),
        tooltip=folium.Tooltip(tooltip_html(spot.incidents)),
        # the layer is drawn anew when the selection changes, which closes popups: the selected one is opened again
        popup=folium.Popup(popup_html(spot.incidents), max_width=300, auto_pan=not is_selected),
        rise_on_hover=True,
        atlas_open=is_selected,
    ).add_to(layer)


def clicked(incidents: Sequence[Incident], latitude: float, longitude: float, selected: str | None) -> str | None:
    """The id of the incident at a click: of the marker there, else of the smallest area around it.

    Where a place has several incidents, repeated clicks go through them.
    """
    for spot in spots(incidents):
        if kilometres(spot.geocode.latitude, spot.geocode.longitude, latitude, longitude) < 0.01:
            ids = [i.id for i in sorted(spot.incidents, key=lambda i: i is not spot.lead)]
            return ids[(ids.index(selected) + 1) % len(ids)] if selected in ids else ids[0]
    for incident in sorted(areas(incidents), key=lambda i: i.geocode.radius_km if i.geocode else math.inf):
        if incident.geocode is None:
            continue
        shape = outline(incident.geocode.place)
        near = (
            kilometres(incident.geocode.latitude, incident.geocode.longitude, latitude, longitude) <= incident.geocode.radius_km
        )
        if contains(shape, latitude, longitude) if shape else near:
            return incident.id
    return None
