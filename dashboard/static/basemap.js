"use strict";
// The offline base map: land, borders and names, fetched once from our own server. Names are drawn with textContent.

const ATLAS_LEAST = [[3, 6e6], [4, 3e6], [5, 1.2e6], [6, 4e5], [7, 1.5e5], [8, 6e4], [9, 3e4], [30, 0]];
const ATLAS_MOST_LABELS = 70;
const ATLAS_FINE_FROM = 5; // zoom

function atlasBase(map, colours) {
  const group = L.layerGroup();
  const container = map.getContainer();
  container.style.background = colours.water;
  container.classList.toggle("atlas-dark", colours.rim !== "#ffffff");
  container.style.setProperty("--atlas-label", colours.label);
  container.style.setProperty("--atlas-halo", colours.halo);
  container.setAttribute("role", "region");
  container.setAttribute("aria-label", "Map of the incidents");
  const pane = map.createPane("atlasLand");
  pane.style.zIndex = 150;
  const linePane = map.createPane("atlasLines");
  linePane.style.zIndex = 160;
  linePane.style.pointerEvents = "none";
  map.attributionControl.setPrefix("Leaflet").addAttribution("Natural Earth, GeoNames");

  const shapes = (url) => fetch(url).then((answer) => (answer.ok ? answer.json() : Promise.reject(answer.status)));
  const land = L.canvas({ pane: "atlasLand", padding: 0.3 });
  const lines = L.canvas({ pane: "atlasLines", padding: 0.3 });
  const filled = { color: colours.border, weight: 1, fillColor: colours.land, fillOpacity: 1 };
  const lined = { color: colours.province, weight: 0.8, fill: false, dashArray: "3 3" };
  const layerOf = (geometry, style, renderer, pane) => {
    const layer = L.geoJSON(geometry, { interactive: false, renderer, pane, style, smoothFactor: 1.2 });
    layer.eachLayer((part) => { delete part.feature; }); // its points are Leaflet's own by now: twice is too much
    return layer;
  };

  // Coarse land first; a country in view gets its fine outline and its provinces when one looks closer.
  const countries = new Map();
  shapes("/map/world.json").then((world) => {
    for (const feature of world.features) {
      const coarse = layerOf(feature, filled, land, "atlasLand").addTo(group);
      const boxes = feature.properties.boxes.map(([west, south, east, north]) => L.latLngBounds([south, west], [north, east]));
      countries.set(feature.properties.country, { coarse, boxes, fine: null });
    }
    container.dataset.base = "ready";
    refine();
  }).catch(() => { container.dataset.base = "failed"; });

  const refine = () => {
    if (map.getZoom() < ATLAS_FINE_FROM) return;
    for (const [code, country] of countries) {
      if (country.fine || !country.boxes.some((box) => map.getBounds().intersects(box))) continue;
      country.fine = shapes(`/map/detail/${code}.json`).then((detail) => {
        const [mainland, ...parts] = detail.features;
        group.addLayer(layerOf(mainland, filled, land, "atlasLand"));
        group.removeLayer(country.coarse);
        group.addLayer(layerOf({ type: "FeatureCollection", features: parts }, lined, lines, "atlasLines"));
      }).catch(() => {});
    }
  };

  const names = L.layerGroup();
  group.addLayer(names);
  let places = null;
  const label = () => {
    if (!places || !map.hasLayer(group)) return;
    names.clearLayers();
    const zoom = map.getZoom(), bounds = map.getBounds(), taken = [];
    const least = ATLAS_LEAST.find(([level]) => zoom <= level)[1];
    for (const [name, latitude, longitude, people, isCountry] of places) {
      if (taken.length >= ATLAS_MOST_LABELS) break;
      if (isCountry ? zoom < 3 || zoom > 6.5 : people < least || zoom < 4) continue;
      if (!bounds.contains([latitude, longitude])) continue;
      const at = map.latLngToContainerPoint([latitude, longitude]);
      const wide = name.length * 6.5 + 14;
      const box = [at.x - 4, at.y - 9, at.x + wide, at.y + 9];
      if (taken.some((t) => t[0] < box[2] && box[0] < t[2] && t[1] < box[3] && box[1] < t[3])) continue;
      taken.push(box);
      const text = document.createElement("span");
      text.textContent = name;
      text.className = isCountry ? "atlas-country" : "atlas-town";
      names.addLayer(L.marker([latitude, longitude], {
        interactive: false, keyboard: false, pane: "atlasLines",
        icon: L.divIcon({ html: text, className: "atlas-label", iconSize: [0, 0] }),
      }));
    }
  };
  fetch("/map/labels.json").then((answer) => answer.json()).then((rows) => { places = rows; label(); }).catch(() => {});
  map.on("moveend zoomend", label);
  map.on("moveend", refine);
  map.whenReady(label);
  map.on("baselayerchange", label);
  group.addTo(map);
  return group;
}
