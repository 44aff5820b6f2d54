"use strict";
// The offline base map: land, borders and names, fetched once from our own server. Names are drawn with textContent.

const ATLAS_LEAST = [
  [3, 6e6],
  [4, 3e6],
  [5, 1.2e6],
  [6, 4e5],
  [7, 1.5e5],
  [8, 6e4],
  [9, 3e4],
  [30, 0],
];
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
  const namePane = map.createPane("atlasNames"); // above areas, below markers
  namePane.style.zIndex = 450;
  namePane.style.pointerEvents = "none";
  map.attributionControl.setPrefix("Leaflet").addAttribution("Natural Earth, GeoNames");

  const shapes = (url) => fetch(url).then((answer) => (answer.ok ? answer.json() : Promise.reject(answer.status)));
  const land = L.svg({ pane: "atlasLand", padding: 0.3 });
  const lines = L.svg({ pane: "atlasLines", padding: 0.3 });
  const filled = {
    color: colours.border,
    weight: 1,
    fill: true,
    fillColor: colours.land,
    fillOpacity: 1,
    renderer: land,
    pane: "atlasLand",
  };
  const lined = { color: colours.province, weight: 0.8, fill: false, dashArray: "3 3", renderer: lines, pane: "atlasLines" };

  // Coarse land first; a country in view gets its fine outline and its provinces when one looks closer.
  const countries = new Map();
  shapes("/map/world.json")
    .then((world) => {
      for (const feature of world.features) {
        const coarse = new AtlasOutlines(feature.geometry, filled).addTo(group);
        const boxes = feature.properties.boxes.map(([west, south, east, north]) =>
          L.latLngBounds([south, west], [north, east]),
        );
        countries.set(feature.properties.country, { coarse, boxes, fine: null });
      }
      container.dataset.base = "ready";
      refine();
    })
    .catch(() => {
      container.dataset.base = "failed";
    });

  const refine = () => {
    if (map.getZoom() < ATLAS_FINE_FROM) return;
    for (const [code, country] of countries) {
      if (country.fine || !country.boxes.some((box) => map.getBounds().intersects(box))) continue;
      country.fine = shapes(`/map/detail/${code}.json`)
        .then((detail) => {
          const [mainland, ...parts] = detail.features;
          group.addLayer(new AtlasOutlines(mainland.geometry, filled));
          group.removeLayer(country.coarse);
          for (const part of parts) group.addLayer(new AtlasOutlines(part.geometry, lined));
        })
        .catch(() => {
          country.fine = null;
        });
    }
  };

  const names = L.layerGroup();
  group.addLayer(names);
  let places = null,
    marks = []; // marks: what is drawn on the map, as [place, pixels, name]
  const label = () => {
    if (!places || !map.hasLayer(group)) return;
    names.clearLayers();
    const zoom = map.getZoom(),
      bounds = map.getBounds(),
      taken = [];
    const least = ATLAS_LEAST.find(([level]) => zoom <= level)[1];
    const covers = marks.map(([place, pixels]) => ({ at: map.latLngToContainerPoint(place), reach: pixels / 2 }));
    const put = (name, place, isCountry, own) => {
      if (!bounds.contains(place)) return;
      const at = map.latLngToContainerPoint(place),
        wide = Math.min(name.length, 24) * 6.5;
      const cover = isCountry ? null : own || covers.find((mark) => mark.at.distanceTo(at) < mark.reach);
      const right = cover ? Math.max(0, cover.at.x + cover.reach - at.x - 2) : 0,
        left = cover ? cover.reach + at.x - cover.at.x + 4 : 0;
      // a name stands beside what covers its town: after it, or else before it
      const sides = [["", [at.x - 4, at.y - 9, at.x + wide + 14 + right, at.y + 9], at.x + 6 + right]];
      if (cover) sides.push(["atlas-before", [at.x - left - wide, at.y - 9, at.x, at.y + 9], at.x - left - wide]);
      const side = sides.find(([kind, box, start]) => {
        if (taken.some((t) => t[0] < box[2] && box[0] < t[2] && t[1] < box[3] && box[1] < t[3])) return false;
        const end = kind ? at.x - left : box[2];
        return (
          isCountry ||
          !covers.some(
            (m) => m !== cover && m.at.x - m.reach < end && m.at.x + m.reach > start && Math.abs(m.at.y - at.y) < m.reach + 5,
          )
        );
      });
      if (!side) return;
      taken.push(side[1]);
      const text = document.createElement("span");
      text.textContent = name;
      text.className = isCountry ? "atlas-country" : `atlas-town ${cover ? "atlas-beside" : ""} ${side[0]}`;
      if (cover) text.style[side[0] ? "right" : "left"] = `${Math.round(side[0] ? left : right)}px`;
      names.addLayer(
        L.marker(place, {
          interactive: false,
          keyboard: false,
          pane: "atlasNames",
          icon: L.divIcon({ html: text, className: "atlas-label", iconSize: [0, 0] }),
        }),
      );
    };
    if (zoom >= 4)
      marks.forEach(([place, , name], n) => {
        if (name && taken.length < ATLAS_MOST_LABELS) put(name, place, false, covers[n]);
      });
    for (const [name, latitude, longitude, people, isCountry] of places) {
      // countries, then towns from the largest on
      if (taken.length >= ATLAS_MOST_LABELS || (!isCountry && (people < least || zoom < 4))) break;
      if (!isCountry || (zoom >= 3 && zoom <= 6.5)) put(name, [latitude, longitude], isCountry);
    }
  };
  fetch("/map/labels.json")
    .then((answer) => answer.json())
    .then((rows) => {
      places = rows;
      label();
    })
    .catch(() => {});
  map.on("moveend", label);
  map.on("atlasmarks", (event) => {
    marks = event.marks;
    label();
  });
  map.on("moveend", refine);
  map.whenReady(label);
  map.on("baselayerchange", label);
  group.addTo(map);
  return group;
}
