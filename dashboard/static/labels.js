// The names of towns and countries on the base map. A name moves aside for the marker on its town, and is left out where it
// would overlap other names or markers. The names are set as text.
const ATLAS_LEAST = [
  [3, 6e6],
  [4, 3e6],
  [5, 1.2e6],
  [6, 4e5],
  [7, 1.5e5],
  [8, 6e4],
  [9, 3e4],
  [Infinity, 0],
]; // [zoom, minimum population of a named town up to that zoom]
const ATLAS_MOST_LABELS = 70;

/** @param {number} zoom */
function atlasLeastPeople(zoom) {
  return (ATLAS_LEAST.find(([level]) => zoom <= level) || [])[1];
}

/**
 * Finds the side of its town on which a name fits: after or before. A box is left, top, right, bottom in pixels.
 * @param {{ at: { x: number, y: number }, wide: number, isCountry: boolean, cover?: AtlasCover | null }} label
 * @param {number[][]} taken the boxes of other names
 * @param {AtlasCover[]} covers the markers
 */
function atlasLabelSide({ at, wide, isCountry, cover }, taken, covers) {
  const right = cover ? Math.max(0, cover.at.x + cover.reach - at.x - 2) : 0;
  const left = cover ? cover.reach + at.x - cover.at.x + 4 : 0;
  const after = { isBefore: false, shift: right, box: [at.x - 4, at.y - 9, at.x + wide + 14 + right, at.y + 9] };
  const before = { isBefore: true, shift: left, box: [at.x - left - wide, at.y - 9, at.x, at.y + 9] };
  // a country's name is wider, and centred on the point
  const around = { isBefore: false, shift: 0, box: [at.x - 0.7 * wide, at.y - 9, at.x + 0.7 * wide, at.y + 9] };
  return (isCountry ? [around] : cover ? [after, before] : [after]).find(({ isBefore, box }) => {
    if (taken.some((other) => other[0] < box[2] && box[0] < other[2] && other[1] < box[3] && box[1] < other[3])) return false;
    const start = isBefore ? box[0] : at.x + 6 + right;
    const end = isBefore ? at.x - left : box[2];
    const hides = (/** @type {AtlasCover} */ { at: { x, y }, reach }) =>
      x - reach < end && x + reach > start && Math.abs(y - at.y) < reach + 5;
    return isCountry || !covers.some((other) => other !== cover && hides(other));
  });
}

/** Returns the boxes of the legend and controls on the map. @param {HTMLElement} element @returns {number[][]} */
function atlasControls(element) {
  const { left, top } = element.getBoundingClientRect();
  const boxes = [...element.querySelectorAll(".leaflet-control, .atlas-legend")].map((one) => one.getBoundingClientRect());
  return boxes.filter((box) => box.width).map((box) => [box.left - left, box.top - top, box.right - left, box.bottom - top]);
}

class AtlasLabels {
  /** @param {L.Map} map @param {L.LayerGroup} group */
  constructor(map, group) {
    this.map = map;
    this.group = group;
    this.names = L.layerGroup();
    group.addLayer(this.names);
    /** @type {[name: string, latitude: number, longitude: number, people: number, isCountry: boolean][] | null} */
    this.places = null;
    /** @type {[place: AtlasPoint, pixels: number, name?: string][]} */
    this.marks = []; // the marks drawn on the map
    this.ask();
    map.on("moveend baselayerchange atlaslegend", this.draw, this);
    map.on("atlasmarks", (event) => {
      this.marks = /** @type {any} */ (event).marks;
      if (!this.places) this.ask(); // on the first start, the gazetteer was not built yet
      this.draw();
    });
    map.whenReady(this.draw, this);
  }

  ask() {
    atlasFetch("/map/labels.json")
      .then((rows) => {
        this.places = rows;
        this.draw();
      })
      .catch(() => {}); // a map without names is still useful
  }

  draw() {
    const { map, places, marks } = this;
    if (!places || !map.hasLayer(this.group)) return;
    this.names.clearLayers();
    const zoom = map.getZoom();
    const least = atlasLeastPeople(zoom);
    const taken = atlasControls(map.getContainer());
    const most = taken.length + ATLAS_MOST_LABELS;
    const covers = marks.map(([place, pixels]) => ({ at: map.latLngToContainerPoint(place), reach: pixels / 2 }));
    if (zoom >= 4) {
      marks.forEach(([place, , name], n) => {
        if (name && taken.length < most) this.put({ name, place, isCountry: false }, taken, covers, covers[n]);
      });
    }
    // countries first, then towns from the largest; a name that would overlap others is left out
    for (const [name, latitude, longitude, people, isCountry] of places) {
      if (taken.length >= most || (!isCountry && (people < least || zoom < 4))) break;
      if (isCountry && (zoom < 3 || zoom > 6.5)) continue;
      this.put({ name, place: [latitude, longitude], isCountry }, taken, covers);
    }
  }

  /**
   * @param {{ name: string, place: AtlasPoint, isCountry: boolean }} label
   * @param {number[][]} taken
   * @param {AtlasCover[]} covers
   * @param {AtlasCover} [own] the marker that the name belongs to
   */
  put({ name, place: [lat, lon], isCountry }, taken, covers, own) {
    /** @type {AtlasPoint} */
    const place = [lat, lon + Math.round((this.map.getCenter().lng - lon) / 360) * 360]; // the copy of the world in view
    if (!this.map.getBounds().contains(place)) return;
    const at = this.map.latLngToContainerPoint(place);
    const wide = Math.min(name.length, 24) * 6.5;
    const cover = isCountry ? null : own || covers.find((other) => at.distanceTo(L.point(other.at)) < other.reach);
    const side = atlasLabelSide({ at, wide, isCountry, cover }, taken, covers);
    if (!side) return;
    taken.push(side.box);
    const look = `atlas-town ${cover ? "atlas-beside" : ""} ${side.isBefore ? "atlas-before" : ""}`;
    const html = atlasMake("span", isCountry ? "atlas-country" : look, name);
    if (cover) html.style[side.isBefore ? "right" : "left"] = `${Math.round(side.shift)}px`;
    const icon = L.divIcon({ html, className: "atlas-label", iconSize: [0, 0] });
    this.names.addLayer(L.marker(place, { interactive: false, keyboard: false, pane: "atlasNames", icon }));
  }
}
