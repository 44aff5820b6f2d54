// Overlapping markers: the first click fans them out on a circle, the second picks one.
const ATLAS_LEG = "#1c2126";
const ATLAS_MOST_FANNED = 12; // markers on one circle; for a larger pile, the map zooms in instead

/**
 * Returns all markers that overlap one, directly or through others.
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

/** @param {{ x: number, y: number }} point relative to the centre of the circle */
function atlasAngle({ x, y }) {
  return Math.atan2(y, x);
}

/**
 * Returns the positions for the markers of a pile, relative to its centre: the circle with the fewest overlaps
 * among them and with other markers.
 * @param {number[]} halves half the size of each, in order
 * @param {number} begin the angle of the first
 * @param {{ x: number, y: number, half: number }[]} others
 * @returns {[number, number][]}
 */
function atlasCircle(halves, begin, others) {
  const least = Math.max(30, (halves.length * 34) / (2 * Math.PI));
  const step = (2 * Math.PI) / halves.length;
  /** @param {number} radius @param {number} first */
  const on = (radius, first) =>
    halves.map((_, n) => [radius * Math.cos(first + n * step), radius * Math.sin(first + n * step)]);
  /** @param {number[][]} points whose overlaps to count, among them and with others */
  const hidden = (points) => {
    const own = points.map(([x, y], n) => ({ x, y, half: halves[n] }));
    const over = (/** @type {typeof others[number]} */ a, /** @type {typeof others[number]} */ b) =>
      Math.hypot(a.x - b.x, a.y - b.y) < a.half + b.half;
    return own.reduce((sum, one, n) => sum + [...own.slice(n + 1), ...others].filter((other) => over(one, other)).length, 0);
  };
  const circles = [0, 10, 20, 30, 40].flatMap((more) =>
    [0, 0.25, -0.25, 0.5].map((turn) => on(least + more, begin + turn * step)),
  );
  return /** @type {[number, number][]} */ (circles.reduce((best, next) => (hidden(next) < hidden(best) ? next : best)));
}

/**
 * Returns each marker of a pile with its position on the circle.
 * @param {L.Map} map
 * @param {AtlasItem[]} pile
 * @param {AtlasItem[]} others
 * @returns {[AtlasItem, L.LatLng][]}
 */
function atlasSpread(map, pile, others) {
  const middle = pile.reduce((sum, { at }) => sum.add(map.latLngToLayerPoint(at)), L.point(0, 0)).divideBy(pile.length);
  /** @param {AtlasItem} one */
  const seen = ({ at, size }) => {
    const { x, y } = map.latLngToLayerPoint(at).subtract(middle);
    return { x, y, half: size / 2 };
  };
  const inTurn = pile.toSorted((a, b) => atlasAngle(seen(a)) - atlasAngle(seen(b)));
  const halves = inTurn.map(({ size }) => size / 2);
  const circle = atlasCircle(halves, atlasAngle(seen(inTurn[0])), others.map(seen));
  return inTurn.map((one, n) => [one, map.layerPointToLatLng(middle.add(circle[n]))]);
}

/**
 * @param {L.Map} map
 * @param {{ marks: Map<string, AtlasMark>, legs: L.LayerGroup, moved: () => void }} parts
 */
function atlasFan(map, { marks, legs, moved }) {
  /** @type {Map<string, { at: AtlasPoint, depth: number }>} */
  const home = new Map(); // key -> original position and z-index, while the marker is elsewhere
  /** @type {Map<string, L.LatLng>} */
  const spread = new Map(); // key -> current position
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
    const others = [...marks.values()].filter(({ item }) => item.size && !found.includes(item)).map(({ item }) => item);
    atlasSpread(map, found, others).forEach(([one, at]) => put(one, at));
    map.getContainer().dataset.fanned = String(found.length);
    moved();
    return true;
  };
  map.on("click zoomstart", close);
  return { opens, close, keys: () => [...spread.keys()], placeOf: (/** @type {string} */ key) => spread.get(key) };
}
