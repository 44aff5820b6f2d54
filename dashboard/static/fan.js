"use strict";
// Markers that lie over each other: the first click fans them out on a circle, the second picks one.

function atlasFan(map, { marks, legs, moved }) {
  let home = new Map(); // key -> where it belongs, while it stands elsewhere
  const spread = new Map(); // key -> where it stands
  const isSpot = ({ item }) => item.size && !item.parts && item.key[0] === "p";
  const over = (one, two) => {
    const a = map.latLngToContainerPoint(one.at),
      b = map.latLngToContainerPoint(two.at);
    return a.distanceTo(b) < (one.size + two.size) / 2 - 4;
  };
  const pile = (spot) => {
    // all that hang together with it
    const every = [...marks.values()].filter((mark) => isSpot(mark)).map((mark) => mark.item);
    const found = [spot];
    for (const one of found)
      for (const other of every) if (!found.some((f) => f.key === other.key) && over(one, other)) found.push(other);
    return found;
  };
  const close = () => {
    for (const [key, at] of home) {
      const mark = marks.get(key);
      if (mark) mark.layers[0].setLatLng(at);
    }
    const were = home.size;
    home = new Map();
    spread.clear();
    legs.clearLayers();
    if (were) moved();
  };
  const opens = (spot) => {
    if (spread.has(spot.key)) return false;
    const found = pile(spot);
    close();
    if (found.length < 2) return false;
    const middle = found.reduce((sum, s) => sum.add(map.latLngToLayerPoint(s.at)), L.point(0, 0)).divideBy(found.length);
    const radius = Math.max(30, (found.length * 34) / (2 * Math.PI));
    found.sort((a, b) => {
      const [p, q] = [a, b].map((s) => map.latLngToLayerPoint(s.at).subtract(middle));
      return Math.atan2(p.y, p.x) - Math.atan2(q.y, q.x);
    });
    const begin = (() => {
      const p = map.latLngToLayerPoint(found[0].at).subtract(middle);
      return Math.atan2(p.y, p.x) || 0;
    })();
    found.forEach((s, n) => {
      const turn = begin + (2 * Math.PI * n) / found.length;
      const at = map.layerPointToLatLng(middle.add([radius * Math.cos(turn), radius * Math.sin(turn)]));
      home.set(s.key, s.at);
      spread.set(s.key, at);
      const mark = marks.get(s.key);
      mark.layers[0].setLatLng(at);
      mark.layers[0].setZIndexOffset(6_000_000);
      mark.layers[0].closeTooltip();
      legs.addLayer(L.polyline([s.at, at], { color: "#1c2126", weight: 1.2, opacity: 0.7, interactive: false }));
      legs.addLayer(L.circleMarker(s.at, { radius: 2.5, color: "#1c2126", weight: 1, fillOpacity: 1, interactive: false }));
    });
    map.getContainer().dataset.fanned = String(found.length);
    moved();
    return true;
  };
  map.on("click zoomstart", close);
  return { opens, close, keys: () => [...spread.keys()], placeOf: (key) => spread.get(key) };
}
