// The tools on the left of the map: draw an area, filter by the view, show everything.
const ATLAS_TOOL_PATHS = {
  draw: "M3 6L9 3L17 8L14 16L5 15Z",
  here_only: "M3 7V3H7M13 3H17V7M17 13V17H13M7 17H3V13",
  whole: "M10 3A7 7 0 1 0 10 17A7 7 0 1 0 10 3M3 10H17M10 3C6 7 6 13 10 17C14 13 14 7 10 3",
};
const ATLAS_MOST_CORNERS = 100;

/**
 * Removes repeated corners (such as the second click of a double click), and moves the area so that its first corner is in the
 * main copy of the world. An area across the date line has longitudes beyond 180.
 * @param {AtlasPoint[]} corners
 * @returns {AtlasPoint[]}
 */
function atlasCorners(corners) {
  /** @param {AtlasPoint} corner @param {number} n */
  const isNew = ([lat, lon], n) => !n || lat !== corners[n - 1][0] || lon !== corners[n - 1][1];
  const turns = corners.length ? Math.round(corners[0][1] / 360) * 360 : 0;
  /** @param {number} lon */
  const bounded = (lon) => Math.max(-540, Math.min(540, Number((lon - turns).toFixed(4))));
  const kept = corners.filter(isNew).slice(0, ATLAS_MOST_CORNERS);
  return kept.map(([lat, lon]) => [lat, bounded(lon)]);
}

/**
 * @param {string} words
 * @param {string} path
 * @param {() => void} act
 */
function atlasTool(words, path, act) {
  const link = atlasMake("a");
  link.href = "#";
  link.title = words;
  link.setAttribute("role", "button");
  link.setAttribute("aria-label", words);
  const svg = atlasShape("svg", { viewBox: "0 0 20 20", width: 18, height: 18, "aria-hidden": "true" }, link);
  const line = { d: path, fill: "none", stroke: "currentColor", "stroke-width": 1.7, "stroke-linejoin": "round" };
  atlasShape("path", line, svg);
  L.DomEvent.disableClickPropagation(link);
  L.DomEvent.on(link, "click", (event) => {
    L.DomEvent.stop(event);
    act();
  });
  return link;
}

/**
 * Lets the user draw an area corner by corner.
 * @param {L.Map} map
 * @param {AtlasKit} kit
 * @param {{ tell: (value: object) => void, note: (text: string) => void }} shared
 */
function atlasPen(map, kit, { tell, note }) {
  /** @type {{ corners: AtlasPoint[], line: L.Polyline } | null} */
  let drawn = null;
  const begin = () => {
    drawn = { corners: [], line: L.polyline([], { color: kit.accent, weight: 2, dashArray: "5 4" }).addTo(map) };
    map.getContainer().classList.add("atlas-drawing");
    map.doubleClickZoom.disable();
    note(kit.words.drawing);
  };
  const stop = () => {
    if (!drawn) return;
    map.removeLayer(drawn.line);
    drawn = null;
    map.getContainer().classList.remove("atlas-drawing");
    map.doubleClickZoom.enable();
    note("");
  };
  const finish = () => {
    if (!drawn) return;
    const area = atlasCorners(drawn.corners);
    stop();
    if (area.length > 2) tell({ area });
  };
  /** @param {L.LatLng} at */
  const add = (at) => {
    if (!drawn) return;
    drawn.corners.push([Number(at.lat.toFixed(4)), Number(at.lng.toFixed(4))]);
    drawn.line.setLatLngs([...drawn.corners, drawn.corners[0]]);
  };
  map.on("click", ({ latlng }) => add(latlng));
  map.on("dblclick", finish);
  document.addEventListener("keydown", ({ key }) => {
    if (key === "Escape") stop();
    if (key === "Enter") finish();
  });
  const drawing = () => drawn !== null;
  return { drawing, add, toggle: () => (drawing() ? stop() : begin()) };
}

/**
 * @param {L.Map} map
 * @param {AtlasKit} kit
 * @param {{ tell: (value: object) => void, note: (text: string) => void, fit: () => AtlasPoint[] | null, still: boolean }} shared
 */
function atlasTools(map, kit, { tell, note, fit, still }) {
  const pen = atlasPen(map, kit, { tell, note });
  const filterByView = () => {
    const view = map.getBounds();
    const [west, south, east, north] = [view.getWest(), view.getSouth(), view.getEast(), view.getNorth()];
    // prettier-ignore
    tell({ area: atlasCorners([[south, west], [south, east], [north, east], [north, west]]) });
  };
  const showAll = () => {
    const box = fit();
    if (box) map.fitBounds(box, { maxZoom: 10, animate: !still });
  };
  atlasControl("topleft", () => {
    const bar = atlasMake("div", "leaflet-bar atlas-tools");
    bar.append(
      atlasTool(kit.words.draw, ATLAS_TOOL_PATHS.draw, pen.toggle),
      atlasTool(kit.words.here_only, ATLAS_TOOL_PATHS.here_only, filterByView),
      atlasTool(kit.words.whole, ATLAS_TOOL_PATHS.whole, showAll),
    );
    return bar;
  }).addTo(map);
  return { drawing: pen.drawing, add: pen.add };
}
