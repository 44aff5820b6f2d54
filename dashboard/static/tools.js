"use strict";
// The tools at the left of the map: draw an area, filter by the view, show everything.

function atlasTools(map, kit, { tell, note, fit, still }) {
  const SVG = "http://www.w3.org/2000/svg";
  const box = map.getContainer();
  let drawing = null; // the corners of an area, while it is drawn
  const make = (name, className) => Object.assign(document.createElement(name), { className });
  const corner = L.control({ position: "topleft" });
  corner.onAdd = () => {
    const bar = make("div", "leaflet-bar atlas-tools");
    const tool = (words, path, act) => {
      const link = make("a");
      link.href = "#";
      link.title = words;
      link.setAttribute("role", "button");
      link.setAttribute("aria-label", words);
      const svg = document.createElementNS(SVG, "svg");
      svg.setAttribute("viewBox", "0 0 20 20");
      svg.setAttribute("width", 18);
      svg.setAttribute("height", 18);
      svg.setAttribute("aria-hidden", "true");
      const line = document.createElementNS(SVG, "path");
      for (const [name, value] of Object.entries({
        d: path,
        fill: "none",
        stroke: "currentColor",
        "stroke-width": 1.7,
        "stroke-linejoin": "round",
      }))
        line.setAttribute(name, value);
      svg.appendChild(line);
      link.appendChild(svg);
      L.DomEvent.disableClickPropagation(link);
      L.DomEvent.on(link, "click", (event) => {
        L.DomEvent.stop(event);
        act(link);
      });
      bar.appendChild(link);
    };
    tool(kit.words.draw, "M3 6L9 3L17 8L14 16L5 15Z", () => (drawing ? stop() : begin()));
    tool(kit.words.here_only, "M3 7V3H7M13 3H17V7M17 13V17H13M7 17H3V13", () => {
      const view = map.getBounds(),
        [west, south, east, north] = [view.getWest(), view.getSouth(), view.getEast(), view.getNorth()];
      tell({
        area: [
          [south, west],
          [south, east],
          [north, east],
          [north, west],
        ],
      });
    });
    tool(kit.words.whole, "M10 3A7 7 0 1 0 10 17A7 7 0 1 0 10 3M3 10H17M10 3C6 7 6 13 10 17C14 13 14 7 10 3", () => {
      if (fit()) map.fitBounds(fit(), { maxZoom: 10, animate: !still });
    });
    return bar;
  };
  corner.addTo(map);
  const begin = () => {
    drawing = { corners: [], line: L.polyline([], { color: kit.accent, weight: 2, dashArray: "5 4" }).addTo(map) };
    box.classList.add("atlas-drawing");
    map.doubleClickZoom.disable();
    note(kit.words.drawing);
  };
  const stop = () => {
    if (!drawing) return;
    map.removeLayer(drawing.line);
    drawing = null;
    box.classList.remove("atlas-drawing");
    map.doubleClickZoom.enable();
    note("");
  };
  const finish = () => {
    const found = drawing.corners.filter((c, n, all) => !n || c[0] !== all[n - 1][0] || c[1] !== all[n - 1][1]).slice(0, 100);
    stop();
    if (found.length > 2) tell({ area: found });
  };
  const addCorner = (latlng) => {
    drawing.corners.push([Number(latlng.lat.toFixed(4)), Number(latlng.wrap().lng.toFixed(4))]);
    drawing.line.setLatLngs([...drawing.corners, drawing.corners[0]]);
  };
  map.on("click", ({ latlng }) => {
    if (drawing) addCorner(latlng);
  });
  map.on("dblclick", () => {
    if (drawing) finish();
  });
  document.addEventListener("keydown", (event) => {
    if (!drawing) return;
    if (event.key === "Escape") stop();
    if (event.key === "Enter") finish();
  });
  return { drawing: () => drawing !== null, add: addCorner };
}
