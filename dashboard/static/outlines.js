"use strict";
// Outlines as flat numbers, drawn as one SVG path each. As Leaflet's own polygons each point would be three objects.

const AtlasOutlines = L.Path.extend({
  initialize(geometry, style) {
    L.setOptions(this, { interactive: false, ...style });
    this._rings = [];
    this._gather(geometry.coordinates);
  },
  _gather(parts) {
    // rings of Web Mercator, the world from 0 to 1, each with its box
    if (typeof parts[0][0] !== "number") {
      parts.forEach((part) => this._gather(part));
      return;
    }
    const points = new Float64Array(2 * parts.length),
      box = [1, 1, 0, 0];
    parts.forEach(([lon, lat], n) => {
      const sine = Math.sin((Math.max(-85.0511, Math.min(85.0511, lat)) * Math.PI) / 180);
      const x = (points[2 * n] = lon / 360 + 0.5),
        y = (points[2 * n + 1] = 0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI));
      box[0] = Math.min(box[0], x);
      box[1] = Math.min(box[1], y);
      box[2] = Math.max(box[2], x);
      box[3] = Math.max(box[3], y);
    });
    this._rings.push({ points, box });
  },

  // What Leaflet asks of a path: where it lies in pixels, and to draw itself.
  _project() {
    const origin = this._map.getPixelOrigin();
    this._place = { scale: this._map.options.crs.scale(this._map.getZoom()), left: origin.x, top: origin.y };
  },
  _update() {
    const { scale, left, top } = this._place,
      { min, max } = this._renderer._bounds,
      solid = this.options.fill;
    let drawn = "";
    for (const { points, box } of this._rings) {
      if (
        box[2] * scale - left < min.x ||
        box[0] * scale - left > max.x ||
        box[3] * scale - top < min.y ||
        box[1] * scale - top > max.y
      )
        continue;
      let wasAt = null,
        x = NaN,
        y = NaN;
      for (let n = 0; n < points.length; n += 2) {
        const nextX = Math.round(points[n] * scale - left),
          nextY = Math.round(points[n + 1] * scale - top);
        if (nextX === x && nextY === y) continue; // less than a pixel on
        const at = (nextX < min.x) | ((nextX > max.x) << 1) | ((nextY < min.y) << 2) | ((nextY > max.y) << 3);
        // a line far outside is not drawn: dashed, it would cost by its length
        drawn += `${wasAt === null || (!solid && wasAt & at) ? "M" : "L"}${nextX} ${nextY}`;
        [wasAt, x, y] = [at, nextX, nextY];
      }
      if (solid) drawn += "z";
    }
    this._renderer._setPath(this, drawn || "M0 0");
  },
});
