// Outlines as flat arrays, each drawn as one SVG path. With Leaflet's polygons, each point would be three objects.
const ATLAS_LAST_LATITUDE = 85.0511; // of Web Mercator

/**
 * Projects a ring to Web Mercator, with the world from 0 to 1, and returns it with its box.
 * @param {AtlasRing} ring
 */
function atlasProjected(ring) {
  const points = new Float64Array(2 * ring.length);
  const box = [1, 1, 0, 0];
  ring.forEach(([lon, lat], n) => {
    const sine = Math.sin((Math.max(-ATLAS_LAST_LATITUDE, Math.min(ATLAS_LAST_LATITUDE, lat)) * Math.PI) / 180);
    const x = lon / 360 + 0.5;
    const y = 0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI);
    points[2 * n] = x;
    points[2 * n + 1] = y;
    box[0] = Math.min(box[0], x);
    box[1] = Math.min(box[1], y);
    box[2] = Math.max(box[2], x);
    box[3] = Math.max(box[3], y);
  });
  return { points, box };
}

/**
 * Returns a bit for each side of the view that a point is beyond.
 * @param {number} x
 * @param {number} y
 * @param {{ min: L.Point, max: L.Point }} view
 */
function atlasBeyond(x, y, { min, max }) {
  return (x < min.x ? 1 : 0) | (x > max.x ? 2 : 0) | (y < min.y ? 4 : 0) | (y > max.y ? 8 : 0);
}

/**
 * Returns a ring as an SVG path, without points on the same pixel as the one before.
 * @param {Float64Array} points
 * @param {{ scale: number, left: number, top: number }} place
 * @param {{ min: L.Point, max: L.Point }} view
 * @param {boolean} isSolid
 */
function atlasRingPath(points, { scale, left, top }, view, isSolid) {
  let drawn = "";
  let wasBeyond = 0;
  let x = NaN;
  let y = NaN;
  for (let n = 0; n < points.length; n += 2) {
    const nextX = Math.round(points[n] * scale - left);
    const nextY = Math.round(points[n + 1] * scale - top);
    if (nextX === x && nextY === y) continue;
    const beyond = atlasBeyond(nextX, nextY, view);
    // skip lines far outside: dashed lines cost time by length
    drawn += `${!drawn || (!isSolid && wasBeyond & beyond) ? "M" : "L"}${nextX} ${nextY}`;
    [wasBeyond, x, y] = [beyond, nextX, nextY];
  }
  return isSolid ? `${drawn}z` : drawn;
}

/**
 * Returns the copies of the world in a range of the map: 0 for the first, 1 for the one east of it.
 * @param {number} west in turns around the world from the date line
 * @param {number} east
 */
function atlasTurns(west, east) {
  const first = Math.floor(west);
  return Array.from({ length: Math.min(3, Math.floor(east) - first + 1) }, (_, n) => first + n);
}

/** @typedef {[lon: number, lat: number][]} AtlasRing */
/** @typedef {AtlasRing | AtlasRings[]} AtlasRings a ring, or rings at any depth */
const AtlasOutlines = /** @type {any} */ (L.Path).extend({
  /** @param {AtlasFeature["geometry"]} geometry @param {L.PathOptions} style */
  initialize(geometry, style) {
    L.setOptions(this, { interactive: false, ...style });
    this._rings = [];
    this._gather(geometry.coordinates);
  },
  /** @param {AtlasRings} parts */
  _gather(parts) {
    if (typeof parts[0][0] === "number") this._rings.push(atlasProjected(/** @type {AtlasRing} */ (parts)));
    else parts.forEach((part) => this._gather(part));
  },

  // The interface that Leaflet requires of a path: projecting to pixels, and drawing.
  _project() {
    const origin = this._map.getPixelOrigin();
    this._place = { scale: this._map.options.crs.scale(this._map.getZoom()), left: origin.x, top: origin.y };
  },
  _update() {
    const { scale, left, top } = this._place;
    const view = this._renderer._bounds;
    const drawn = atlasTurns((view.min.x + left) / scale, (view.max.x + left) / scale).flatMap((turn) => {
      const place = { scale, left: left - turn * scale, top };
      const isSeen = (/** @type {number[]} */ [west, north, east, south]) =>
        east * scale - place.left >= view.min.x &&
        west * scale - place.left <= view.max.x &&
        south * scale - top >= view.min.y &&
        north * scale - top <= view.max.y;
      return /** @type {ReturnType<typeof atlasProjected>[]} */ (this._rings)
        .filter(({ box }) => isSeen(box))
        .map(({ points }) => atlasRingPath(points, place, view, this.options.fill));
    });
    this._renderer._setPath(this, drawn.join("") || "M0 0");
  },
});
