"use strict";
(() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const world = JSON.parse(document.getElementById("world").textContent);
  const el = (id) => document.getElementById(id);
  const make = (tag, text, css) => {
    const node = document.createElement(tag);
    if (text !== undefined && text !== null) node.textContent = text;
    if (css) node.className = css;
    return node;
  };
  if (data.title) { el("title").textContent = data.title; document.title = `${data.title} · Incident Atlas`; }
  el("note").textContent = data.note;
  el("sources").textContent = data.attributions.join(" · ");
  const choices = (id, key, label) => {
    const counts = new Map();
    for (const item of data.items) counts.set(item[key], [(counts.get(item[key]) || [0])[0] + 1, item[label]]);
    for (const [value, [count, name]] of [...counts].sort((a, b) => b[1][0] - a[1][0])) {
      const option = make("option", `${name} (${count})`);
      option.value = value;
      el(id).append(option);
    }
  };
  choices("type", "type", "type_label");
  choices("role", "role", "role_label");

  const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
  const map = L.map("map", { worldCopyJump: true, minZoom: 1, maxZoom: 12, zoomAnimation: !still, fadeAnimation: !still, attributionControl: false });
  const css = getComputedStyle(document.documentElement);
  L.geoJSON(world, { interactive: false, style: { color: css.getPropertyValue("--atlas-border"), weight: 0.8,
    fillColor: css.getPropertyValue("--atlas-land"), fillOpacity: 1 } }).addTo(map);
  L.control.scale({ imperial: false }).addTo(map);
  const layer = L.layerGroup().addTo(map), names = L.layerGroup().addTo(map);
  let selected = "";
  const MOST_NAMES = 40, MOST_MARKED = 400; // names on the map, and markers that they give way to

  const fits = (item) => {
    const words = el("words").value.trim().toLowerCase();
    return (!el("type").value || item.type === el("type").value) && (!el("role").value || item.role === el("role").value)
      && (!el("casualties").value || item[el("casualties").value])
      && (!el("from").value || !item.end || item.end >= el("from").value)
      && (!el("to").value || !item.start || item.start <= el("to").value)
      && (!words || item.search.toLowerCase().includes(words));
  };
  const size = (item) => Math.min(data.size.largest, data.size.smallest + data.size.growth * Math.sqrt((item.killed_size || 0) + (item.injured_size || 0)));
  const SVG = "http://www.w3.org/2000/svg";
  const pale = matchMedia("(prefers-color-scheme: dark)").matches ? data.symbol.pale_dark : data.symbol.pale;
  const symbol = (item, pixels) => {
    const svg = document.createElementNS(SVG, "svg"), path = document.createElementNS(SVG, "path");
    for (const [name, value] of Object.entries({ width: pixels, height: pixels, viewBox: "-12 -12 24 24", "aria-hidden": "true" })) svg.setAttribute(name, value);
    const hollow = !item.figures.length;
    for (const [name, value] of Object.entries({
      d: item.shape, "stroke-linejoin": "round", fill: hollow ? "#fff" : item.colour, stroke: hollow ? item.colour : "#fff", "stroke-width": hollow ? data.symbol.hollow_edge : data.symbol.edge,
      opacity: item.role === "background" ? pale : 1,
    })) path.setAttribute(name, value);
    svg.append(path);
    if (item.unverified) {
      const mark = document.createElementNS(SVG, "text");
      for (const [name, value] of Object.entries({ y: 4, "text-anchor": "middle", "font-size": 11, "font-weight": 700, fill: hollow ? item.colour : "#fff" })) mark.setAttribute(name, value);
      mark.textContent = "?";
      svg.append(mark);
    }
    return svg;
  };
  const legend = L.control({ position: "bottomleft" });
  legend.onAdd = () => {
    const box = make("div", null, "legend"), seen = new Map();
    for (const item of data.items) seen.set(item.type, [item, (seen.get(item.type) || [item, 0])[1] + 1]);
    for (const [item, count] of seen.values()) {
      const row = make("div");
      row.append(symbol({ ...item, figures: [1], role: "main", unverified: false }, 16), make("span", `${item.type_label} ${count}`));
      box.append(row);
    }
    box.append(make("div", "size: killed and injured · hollow: no figures · pale: earlier · ?: not verified", "muted"));
    return box;
  };
  if (data.items.length) legend.addTo(map);

  const show = (item) => {
    selected = item.id;
    const card = el("card");
    card.replaceChildren(make("h2", item.place || "Place unknown"));
    card.append(make("p", `${item.type_label} · ${item.when} · ${item.role_label.toLowerCase()}`, "muted"));
    for (const figure of item.figures) {
      card.append(make("p", figure.words, "figure"));
      card.append(make("p", figure.claimant ? `claimed by ${figure.claimant}` : "unattributed", "says"));
      if (figure.quote) card.append(make("blockquote", `“${figure.quote}”`));
    }
    if (!item.figures.length) card.append(make("p", "Killed and injured: not reported.", "muted"));
    if (item.unverified) card.append(make("p", data.words.unverified, "says"));
    if (item.actor) card.append(make("p", `Blamed: ${item.actor}`, "says"));
    if (item.evidence) card.append(make("blockquote", `“${item.evidence}”`));
    card.append(make("p", [item.place_note, item.source, item.state].filter(Boolean).join(" · "), "muted"));
    if (item.url) {
      const link = make("a", "Published page");
      link.href = item.url;
      link.rel = "noopener noreferrer";
      card.append(link);
    }
    draw();
  };
  // The names of places next to their markers, as far as there is room; those of the most people first.
  const label = () => {
    names.clearLayers();
    const frame = map.getContainer().getBoundingClientRect();
    const inView = map.getBounds();
    const spots = data.items.filter((item) => item.lat !== null && !item.area && item.place && fits(item) && inView.contains([item.lat, item.lon]))
      .sort((a, b) => size(b) - size(a)).slice(0, MOST_MARKED);
    const covers = spots.map((item) => ({ item, at: map.latLngToContainerPoint([item.lat, item.lon]), reach: size(item) / 2 }));
    const taken = [...map.getContainer().querySelectorAll(".leaflet-control")].map((one) => one.getBoundingClientRect())
      .map((box) => [box.left - frame.left, box.top - frame.top, box.right - frame.left, box.bottom - frame.top]);
    const most = taken.length + MOST_NAMES, over = (a, b) => a[0] < b[2] && b[0] < a[2] && a[1] < b[3] && b[1] < a[3];
    for (const cover of covers) {
      const { item, at, reach } = cover, left = at.x + reach + 4;
      const box = [left, at.y - 9, left + item.place.length * 6.5 + 6, at.y + 9];
      const others = covers.filter((other) => other !== cover).map(({ at: { x, y }, reach: r }) => [x - r, y - r, x + r, y + r]);
      if (taken.length >= most || [...taken, ...others].some((other) => over(box, other))) continue;
      taken.push(box);
      const icon = L.divIcon({ html: make("span", item.place), className: "name", iconSize: [0, 0], iconAnchor: [-(reach + 5), 9] });
      names.addLayer(L.marker([item.lat, item.lon], { interactive: false, keyboard: false, icon }));
    }
  };
  const draw = () => {
    const shown = data.items.filter(fits);
    layer.clearLayers();
    el("rows").replaceChildren();
    el("count").textContent = `${shown.length} of ${data.items.length} shown`;
    for (const item of shown) {
      if (item.lat !== null) {
        const chosen = item.id === selected;
        const tip = make("span", `${item.type_label}, ${item.place}`);
        if (item.area && item.role === "aggregate" && !chosen) { /* the table names it */ } else if (item.area) {
          L.circle([item.lat, item.lon], { radius: item.radius_km * 1000, color: item.colour, weight: chosen ? 3 : 1.5, dashArray: "5 4", fillOpacity: 0.06, bubblingMouseEvents: false })
            .bindTooltip(tip).on("click", () => show(item)).addTo(layer);
        } else {
          const pixels = size(item);
          L.marker([item.lat, item.lon], {
            icon: L.divIcon({ html: symbol(item, pixels), className: chosen ? "mark chosen" : "mark", iconSize: [pixels, pixels] }), keyboard: false,
            zIndexOffset: (item.role === "main" ? 100000 : 0) + 1000 * (60 - Math.round(pixels)), bubblingMouseEvents: false,
          }).bindTooltip(tip).on("click", () => show(item)).addTo(layer);
        }
      }
      const row = make("tr");
      row.tabIndex = 0;
      row.setAttribute("aria-selected", String(item.id === selected));
      for (const cell of [item.type_label, item.place || "unknown", item.when, item.killed || "not reported", item.injured || "not reported",
        item.attribution || "", item.source, item.evidence]) row.append(make("td", cell));
      row.addEventListener("click", () => { show(item); if (item.lat !== null) map.panTo([item.lat, item.lon]); });
      row.addEventListener("keydown", (event) => { if (event.key === "Enter") show(item); });
      el("rows").append(row);
    }
    label();
  };
  const points = data.items.filter((item) => item.lat !== null && !item.area).map((item) => [item.lat, item.lon]);
  const under = document.querySelector(".legend")?.offsetHeight || 0;
  const room = { paddingTopLeft: [50, 40], paddingBottomRight: [90, under + 50], maxZoom: 8, animate: false };
  if (points.length) map.fitBounds(points, room); else map.setView([20, 10], 2);
  map.on("moveend resize", label);
  el("filters").addEventListener("input", draw);
  el("filters").addEventListener("reset", () => setTimeout(draw));
  el("filters").addEventListener("submit", (event) => event.preventDefault());
  draw();
})();
