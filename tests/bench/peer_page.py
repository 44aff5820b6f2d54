"""The page that most people would write: all incidents in folium's fastest cluster on one map, with one filter."""

from __future__ import annotations

import os

import folium
import pandas as pd
import streamlit as st
from folium.elements import MacroElement
from folium.plugins import FastMarkerCluster
from folium.template import Template
from streamlit_folium import st_folium

CLUSTERS = "/assets/leaflet_markercluster"
ICONS = "L.Icon.Default.imagePath = '/assets/leaflet/images/'"  # else Leaflet looks for it before its style sheet is loaded
MARKER = f"({ICONS}, function (row) {{ return L.marker(new L.LatLng(row[0], row[1])); }})"

folium.Map.default_js = [("leaflet", "/assets/leaflet/leaflet.js"), ("jquery", "/assets/jquery/jquery.min.js")]
folium.Map.default_css = [("leaflet_css", "/assets/leaflet/leaflet.css")]
FastMarkerCluster.default_js = [("cluster", f"{CLUSTERS}/leaflet.markercluster.js")]
FastMarkerCluster.default_css = [
    ("cluster_css", f"{CLUSTERS}/MarkerCluster.css"),
    ("cluster_default_css", f"{CLUSTERS}/MarkerCluster.Default.css"),
]


class Says(MacroElement):
    """Writes the filter into the map's document as the last step of the map's script."""

    _template = Template("{% macro script(this, kwargs) %}document.body.dataset.filter = {{ this.kind|tojson }};{% endmacro %}")

    def __init__(self, kind: str) -> None:
        super().__init__()
        self.kind = kind


@st.cache_data
def points(path: str) -> pd.DataFrame:
    return pd.read_csv(path)


found = points(os.environ["ATLAS_BENCH_POINTS"])
kind = st.segmented_control("Type", ["All", *sorted(found["kind"].unique())], default="All") or "All"
shown = found if kind == "All" else found[found["kind"] == kind]
chart = folium.Map((25, 45), zoom_start=3, tiles=None)
chart.options["maxZoom"] = 18  # the clusters need it, and without tiles nothing else sets it
FastMarkerCluster(shown[["latitude", "longitude"]].to_numpy().tolist(), callback=MARKER).add_to(chart)
Says(kind).add_to(chart)
# No returned objects: the map sends nothing back, so a move does not rerun the page.
st_folium(chart, height=480, use_container_width=True, returned_objects=[])
