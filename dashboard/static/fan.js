// Markers that lie over each other: the first click fans them out on a circle, the second picks one.
const ATLAS_LEG = "#1c2126";
const ATLAS_MOST_FANNED = 12; // markers on one circle; a larger pile is taken apart by a closer view

/**
 * The markers that hang together with one.
 * @template {{ key: string }} T
 * @param {T} spot
 * @param {T[]} every
 * @param {(one: T, other: T) => boolean} isOver
 */
function atlasPile(spot, every, isOver) {
  const found = [spot];
  for (const one of found) {
    found.push(...every.filter((other) => !found.some(({ key }) => key === other.key) && isOver(one, other)));
  }
  return found;
}

/** @param {{ x: number, y: number }} point seen from the middle of the circle */
function atlasAngle({ x, y }) {
  return Math.atan2(y, x);
}

/**
 * @param {L.Map} map
 * @param {{ marks: Map<string, AtlasMark>, legs: L.LayerGroup, moved: () => void }} parts
 */
function atlasFan(map, { marks, legs, moved }) {
  /** @type {Map<string, { at: AtlasPoint, depth: number }>} */
  const home = new Map(); // key -> where it belongs, and how far above others, while it stands elsewhere
  /** @type {Map<string, L.LatLng>} */
  const spread = new Map(); // key -> where it stands
  /** @param {AtlasMark} mark */
  const isSpot = ({ item }) => item.size && !item.parts && item.key[0] === "p";
  /** @param {AtlasItem} one @param {AtlasItem} other */
  const isOver = (one, other) => {
    const distance = map.latLngToContainerPoint(one.at).distanceTo(map.latLngToContainerPoint(other.at));
    return distance < (one.size + other.size) / 2 - 4;
  };
  const close = () => {
    for (const [key, { at, depth }] of home) marks.get(key)?.layers[0].setLatLng(at).setZIndexOffset(depth);
    const were = home.size;
    home.clear();
    spread.clear();
    legs.clearLayers();
    if (were) moved();
  };
  /** @param {AtlasItem} spot @param {L.LatLng} at */
  const put = (spot, at) => {
    spread.set(spot.key, at);
    const marker = marks.get(spot.key)?.layers[0];
    home.set(spot.key, { at: spot.at, depth: marker.options.zIndexOffset });
    marker.setLatLng(at);
    marker.setZIndexOffset(6 * ATLAS_ABOVE);
    marker.closeTooltip();
    legs.addLayer(L.polyline([spot.at, at], { color: ATLAS_LEG, weight: 1.2, opacity: 0.7, interactive: false }));
    legs.addLayer(L.circleMarker(spot.at, { radius: 2.5, color: ATLAS_LEG, weight: 1, fillOpacity: 1, interactive: false }));
  };
  /** @param {AtlasItem} spot @returns {boolean} whether its pile was fanned out */
  const opens = (spot) => {
    if (spread.has(spot.key)) return false;
    const every = [...marks.values()].filter(isSpot).map((mark) => mark.item);
    const found = atlasPile(spot, every, isOver);
    close();
    if (found.length < 2) return false;
    if (found.length > ATLAS_MOST_FANNED && map.getZoom() < map.getMaxZoom()) {
      const box = L.latLngBounds(found.map(({ at }) => at)).pad(0.2);
      map.setView(box.getCenter(), Math.min(map.getMaxZoom(), Math.max(map.getBoundsZoom(box), map.getZoom() + 1)));
      return true;
    }
    const middle = found.reduce((sum, { at }) => sum.add(map.latLngToLayerPoint(at)), L.point(0, 0)).divideBy(found.length);
    const radius = Math.max(30, (found.length * 34) / (2 * Math.PI));
    /** @param {AtlasItem} one */
    const angle = ({ at }) => atlasAngle(map.latLngToLayerPoint(at).subtract(middle));
    found.sort((a, b) => angle(a) - angle(b));
    const begin = angle(found[0]);
    found.forEach((one, n) => {
      const turn = begin + (2 * Math.PI * n) / found.length;
      put(one, map.layerPointToLatLng(middle.add([radius * Math.cos(turn), radius * Math.sin(turn)])));
    });
    map.getContainer().dataset.fanned = String(found.length);
    moved();
    return true;
  };
  map.on("click zoomstart", close);
  return { opens, close, keys: () => [...spread.keys()], placeOf: (/** @type {string} */ key) => spread.get(key) };
}
