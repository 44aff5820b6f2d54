"use strict";
// The incidents on the map. Asks our own server for what the view shows and draws it; text is only ever set as text.
// A pick goes to Python as the component's value; Python answers with a new state for `show`.

function atlasIncidents(map, kit) {
  const SVG = "http://www.w3.org/2000/svg";
  const box = map.getContainer();
  const still = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
  const marks = new Map(); // key -> { layers, sign, item }
  const areas = new Map(); // key -> area, of the last answer
  const group = L.layerGroup().addTo(map);
  const overlay = L.layerGroup().addTo(map); // what the filter and the selection draw
  const glow = L.layerGroup().addTo(map); // what is under the pointer in the list or the text
  const named = L.layerGroup();
  let state = null,
    asked = null,
    covered = null,
    moment = null,
    picks = 0,
    given = null;
  let tools = null;
  let fresh = true,
    quiet = false,
    air = null;
  let touched = false,
    held = null; // whether the view is the user's own
  const fit = () => map.fitBounds(state.fit, { ...ROOM, maxZoom: 10, animate: false });

  // ---- talking to Python and to the server ----
  if (window.__GLOBAL_DATA__) window.__GLOBAL_DATA__.previous_data = {}; // the host component has nothing to say of its own
  const tell = (value) =>
    window.parent.postMessage(
      {
        isStreamlitMessage: true,
        type: "streamlit:setComponentValue",
        dataType: "json",
        value: { ...value, n: `${Date.now()}.${++picks}` },
      },
      window.location.origin,
    );
  const query = () => {
    const search = new URLSearchParams(state.query);
    if (moment) {
      search.set("from", moment.from);
      search.set("to", moment.to);
      if (!moment.undated) search.set("dated", "yes");
    }
    return search;
  };
  const ask = (path, values, signal) => {
    const search = query();
    for (const [name, value] of Object.entries(values)) search.set(name, value);
    return fetch(`${path}?${search}`, { headers: { "X-Incident-Atlas": state.key }, signal }).then((answer) =>
      answer.ok ? answer.json() : Promise.reject(new Error(String(answer.status))),
    );
  };

  const ROOM = { paddingTopLeft: [56, 48], paddingBottomRight: [24, 84] }; // of the tools, and of the legend below
  const ABOVE = 1_000_000; // of Leaflet's z-index, more than a map is tall
  const tapped = (at) => {
    // while an area is drawn, whatever is tapped is a corner of it
    if (!tools || !tools.drawing()) return false;
    tools.add(at);
    return true;
  };

  // ---- small builders ----
  const make = (name, className, text) => {
    const element = document.createElement(name);
    if (className) element.className = className;
    if (text !== undefined) element.textContent = text;
    return element;
  };
  const colour = (type) => kit.types[type].colour;
  const symbol = (type, pixels, { hollow = false, pale = false } = {}) => {
    const svg = document.createElementNS(SVG, "svg");
    for (const [name, value] of Object.entries({
      width: pixels,
      height: pixels,
      viewBox: "-12 -12 24 24",
      "aria-hidden": "true",
    }))
      svg.setAttribute(name, value);
    const path = document.createElementNS(SVG, "path");
    path.setAttribute("d", kit.types[type].shape);
    path.setAttribute("stroke-linejoin", "round");
    path.setAttribute("fill", hollow ? kit.rim : colour(type));
    path.setAttribute("stroke", hollow ? colour(type) : kit.rim);
    path.setAttribute("stroke-width", hollow ? 3.2 : 2);
    if (pale) path.setAttribute("opacity", 0.55);
    svg.appendChild(path);
    return svg;
  };
  const tip = (item) => {
    const element = make("div", "atlas-tip");
    const [what, when, people] = item.lines;
    element.append(
      make("b", "", item.title),
      make("br"),
      document.createTextNode([what, people || when].filter(Boolean).join(" · ")),
    );
    return element;
  };
  const spoken = (item) => [item.title, ...item.lines].filter(Boolean).join(", ");
  const button = (marker, label, act) => {
    const element = marker.getElement();
    if (!element) return;
    element.setAttribute("role", "button");
    element.setAttribute("aria-label", label);
    L.DomEvent.on(element, "keydown", (event) => {
      if (event.key !== "Enter" && event.key !== " ") return;
      L.DomEvent.stop(event);
      act();
    });
  };

  // ---- markers, clusters, areas ----
  const drawSpot = (spot) => {
    const chosen = state.selected && state.selected.key === spot.key;
    const pixels = spot.size;
    const icon = make("div", "atlas-symbol");
    icon.appendChild(symbol(spot.type, pixels, spot));
    if (spot.n > 1) icon.appendChild(make("span", "atlas-count", spot.n > 999 ? kit.compact.format(spot.n) : String(spot.n)));
    const marker = L.marker(fan.placeOf(spot.key) || spot.at, {
      icon: L.divIcon({
        html: icon,
        className: "atlas-marker",
        iconSize: [pixels, pixels],
        iconAnchor: [pixels / 2, pixels / 2],
      }),
      riseOnHover: true,
      riseOffset: 10 * ABOVE,
      keyboard: true,
      bubblingMouseEvents: false,
      // new above earlier, small above large
      zIndexOffset:
        ABOVE * ((chosen || fan.placeOf(spot.key) ? 4 : 0) + (spot.pale ? 0 : 2)) + (60 - Math.min(60, pixels)) * 2000,
    });
    marker.bindTooltip(() => tip(spot));
    marker.on("mouseover", () => hovered(spot.key));
    marker.on("mouseout", () => hovered(""));
    const act = () => {
      if ((tools && tools.drawing()) || !fan.opens(spot)) pick(spot);
    };
    marker.on("click", act);
    marker.on("tooltipopen", () => {
      if (places.isOpenAt(spot.key)) marker.closeTooltip();
    }); // its popup says more
    marker.on("add", () => button(marker, spoken(spot), act));
    const layers = [marker];
    const across = map.latLngToLayerPoint(spot.at).y - map.latLngToLayerPoint([spot.at[0] + spot.km / 111.2, spot.at[1]]).y;
    if (across > pixels / 2 + 2) {
      layers.push(
        L.circle(spot.at, {
          radius: spot.km * 1000,
          color: colour(spot.type),
          weight: 1.2,
          dashArray: "4 4",
          fill: false,
          interactive: false,
          opacity: 0.8,
        }),
      );
    }
    return layers;
  };
  const drawCluster = (cluster) => {
    const pixels = cluster.size;
    const icon = make("div", "atlas-bubble");
    let turned = 0;
    const slices = cluster.parts.map(([tone, n]) => {
      const from = turned;
      turned += n / cluster.n;
      return `${tone} ${(360 * from).toFixed(1)}deg ${(360 * turned).toFixed(1)}deg`;
    });
    icon.style.setProperty("--parts", `conic-gradient(${slices.join(", ")})`);
    icon.appendChild(make("span", "", cluster.n > 999 ? kit.compact.format(cluster.n) : String(cluster.n)));
    const marker = L.marker(cluster.at, {
      icon: L.divIcon({
        html: icon,
        className: cluster.rough ? "atlas-cluster atlas-rough" : "atlas-cluster",
        iconSize: [pixels, pixels],
        iconAnchor: [pixels / 2, pixels / 2],
      }),
      keyboard: true,
      bubblingMouseEvents: false,
    });
    marker.bindTooltip(() => tip(cluster));
    const act = () => zoomTo(cluster.box);
    marker.on("click", act);
    marker.on("add", () => button(marker, `${spoken(cluster)}. ${kit.words.zoom}`, act));
    return [marker];
  };
  const zoomTo = (corners) => {
    const wanted = map.getBoundsZoom(corners, false, L.point(60, 60));
    const zoom = Math.min(map.getMaxZoom(), Math.max(wanted, map.getZoom() + 1));
    map.setView(L.latLngBounds(corners).getCenter(), zoom, { animate: !still });
  };
  // An area is named by a label; its outline is drawn only while it is looked at. Totals have no label: the list names them.
  const drawArea = (area) => {
    if (area.total) return [];
    const text = make("span", "", area.n > 1 ? `${area.title} · ${area.n}` : area.title);
    const marker = L.marker(area.at, {
      icon: L.divIcon({ html: text, className: "atlas-area", iconSize: [0, 0] }),
      keyboard: true,
      bubblingMouseEvents: false,
    });
    const act = () => pick(area);
    marker.bindTooltip(() => tip(area));
    marker.on("click", act);
    marker.on("mouseover", () => hovered(area.key));
    marker.on("mouseout", () => hovered(""));
    marker.on("add", () => button(marker, spoken(area), act));
    return [marker];
  };
  const outline = (area, holder, still_wanted) => {
    const style = { color: colour(area.type), weight: 2.2, dashArray: "7 5", fill: false, interactive: false };
    const circle = () => holder.addLayer(L.circle(area.at, { ...style, radius: Math.max(1, area.km) * 1000 }));
    if (!area.outline) {
      circle();
      return;
    }
    shading
      .outline(area.outline)
      .then((shape) => {
        if (!still_wanted()) return;
        if (shape) holder.addLayer(L.geoJSON(shape, { style: () => style, interactive: false }));
        else circle();
      })
      .catch(circle);
  };
  // what is under the pointer, here or in the list or the text
  let lit = "";
  const hovered = (key) => {
    light(key);
    if (air) air.postMessage({ kind: "hover", by: kit.name, key, ids: [] });
  };
  const light = (key) => {
    if (key === lit) return;
    lit = key;
    glow.clearLayers();
    if (!key || (state && state.selected && state.selected.key === key)) return;
    if (areas.has(key)) {
      outline(areas.get(key), glow, () => lit === key);
      return;
    }
    const mark = marks.get(key);
    const [lat, lon] = key.slice(1).split(",").map(Number);
    const at = mark ? mark.layers[0].getLatLng() : [lat, lon];
    glow.addLayer(ring(at, "atlas-lit"));
  };
  const ring = (at, look) =>
    L.marker(at, {
      interactive: false,
      keyboard: false,
      zIndexOffset: 3 * ABOVE,
      icon: L.divIcon({
        html: make("div", `atlas-ring ${look}`),
        className: "atlas-chosen",
        iconSize: [48, 48],
        iconAnchor: [24, 24],
      }),
    });
  const pick = (spot) => {
    if (tapped(L.latLng(spot.at))) return;
    for (const mark of marks.values()) for (const layer of mark.layers) if (layer.closeTooltip) layer.closeTooltip();
    places.open(spot.key, fan.placeOf(spot.key) || spot.at, spot.id);
    tell({ picked: spot.id });
  };

  const draw = (answer) => {
    const wanted = new Map();
    areas.clear();
    for (const area of answer.areas) {
      areas.set(area.key, area);
      if (!area.total) wanted.set(area.key, [area, drawArea]);
    }
    for (const spot of answer.spots) wanted.set(spot.key, [spot, drawSpot]);
    for (const cluster of answer.clusters) wanted.set(cluster.key, [cluster, drawCluster]);
    if (fan.keys().some((key) => !wanted.has(key))) fan.close();
    const zoom = map.getZoom(),
      chosen = state.selected ? state.selected.key : "";
    for (const [key, mark] of marks) {
      const next = wanted.get(key);
      const sign = next && JSON.stringify(next[0]) + (key === chosen) + (next[1] === drawCluster ? "" : zoom);
      if (sign === mark.sign) {
        wanted.delete(key);
        continue;
      }
      const held = mark.layers.some(
        (layer) => layer.getElement && layer.getElement() && layer.getElement() === document.activeElement,
      );
      for (const layer of mark.layers) group.removeLayer(layer);
      marks.delete(key);
      if (held && next) mark.held = next[0].key;
      if (mark.held)
        setTimeout(() => {
          const again = marks.get(key);
          const last = again && again.layers[0];
          if (last && last.getElement && last.getElement()) last.getElement().focus({ preventScroll: true });
        }, 0);
    }
    for (const [key, [item, how]] of wanted) {
      const layers = how(item);
      marks.set(key, { item, layers, sign: JSON.stringify(item) + (key === chosen) + (how === drawCluster ? "" : zoom) });
      for (const layer of layers) group.addLayer(layer);
    }
    rove();
    decorate();
    map.fire("atlasmarks", {
      marks: [
        ...answer.spots.map((spot) => [spot.at, spot.size, spot.name]),
        ...answer.clusters.map((cluster) => [cluster.at, cluster.size]),
      ],
    });
  };
  const clear = () => {
    fan.close();
    for (const mark of marks.values()) for (const layer of mark.layers) group.removeLayer(layer);
    marks.clear();
    rove();
    decorate();
    map.fire("atlasmarks", { marks: [] });
  };

  const legend = atlasLegend(map, kit, { make, symbol, tell });
  const placing = atlasPlacing(map, kit, { make, tell, still });
  const fan = atlasFan(map, { marks, legs: L.layerGroup().addTo(map), moved: () => decorate() });
  const rove = atlasRove(map, marks);
  const heat = atlasDensity(map, kit);
  const shading = atlasShading(map, kit, { make, tip, tell, tapped });
  const places = atlasPlaces(map, kit, { make, ask, tell, marks });
  const line = atlasLive(kit, (told) => show(told.state, told));

  // ---- notes in the corner ----
  const corner = L.control({ position: "bottomright" });
  corner.onAdd = () => {
    const element = make("div", "atlas-note");
    element.setAttribute("role", "status");
    return element;
  };
  corner.addTo(map);
  let notes = { text: "", moment: "" };
  const note = (text) => {
    notes.text = text;
    write();
  };
  const write = () => {
    const element = corner.getContainer();
    element.replaceChildren();
    for (const text of [notes.moment, notes.text, (state && state.note) || ""])
      if (text) element.appendChild(make("div", "", text));
    element.hidden = !element.childNodes.length;
  };
  const scale = L.control({ position: "bottomleft" });
  scale.onAdd = () => make("div", "atlas-scale");
  const key = (answer) => {
    // the key to shades or heat
    if (state.draw === "markers") {
      scale.remove();
      return;
    }
    scale.addTo(map);
    const element = scale.getContainer();
    element.replaceChildren(make("b", "", kit.words[`by_${state.weigh}`]));
    const row = (tone, text) => {
      const entry = make("div");
      const patch = make("i");
      patch.style.background = tone;
      entry.append(patch, make("span", "", text));
      element.appendChild(entry);
    };
    if (state.draw === "heat") {
      row(kit.ramp[2], kit.words.few);
      row(kit.ramp.at(-1), kit.words.many);
      return;
    }
    let low = 1;
    answer.bounds.forEach((high, n) => {
      row(kit.shades[n], low === high ? kit.number.format(low) : `${kit.number.format(low)} – ${kit.number.format(high)}`);
      low = high + 1;
    });
    if (answer.outside)
      element.appendChild(make("div", "", kit.words.outside.replace("{n}", kit.number.format(answer.outside))));
  };

  // ---- asking for the view ----
  const painted = () =>
    requestAnimationFrame(() => {
      // a message that is sent from a frame arrives when the frame is painted
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => {
        box.dataset.painted = String(Number(box.dataset.painted || 0) + 1);
        box.dataset.state = state.query;
        box.setAttribute("aria-busy", "false");
        line.show(state.draw === "markers" && !moment ? view() : null);
      };
      port2.postMessage(null);
    });
  const near = (item) => {
    // the copy of the world that the view shows, where it lies across the date line
    const turns = Math.round((map.getCenter().lng - item.at[1]) / 360) * 360;
    if (!turns) return item;
    item.at = [item.at[0], item.at[1] + turns];
    if (item.box) item.box = item.box.map(([lat, lon]) => [lat, lon + turns]);
    return item;
  };
  const clear_of_card = () => {
    // the part of the map that the card, or on a phone the sheet, leaves free
    const { x, y } = map.getSize();
    return { paddingTopLeft: [60, 100], paddingBottomRight: x > 700 ? [380, 40] : [30, 0.62 * y] };
  };
  const corners = () => {
    const b = map.getBounds();
    return [b.getWest(), b.getSouth(), b.getEast(), b.getNorth()];
  };
  const holds = () => {
    if (!covered || covered.zoom !== map.getZoom() || covered.sign !== sign()) return false;
    const [west, south, east, north] = corners(),
      [w, s, e, n] = covered.box;
    return west >= w && south >= s && east <= e && north <= n;
  };
  const sign = () =>
    JSON.stringify([
      query().toString(),
      state.stamp,
      state.draw,
      state.weigh,
      state.level,
      state.selected && state.selected.key,
    ]);
  let due = false;
  const view = () => [...corners(), map.getZoom()];
  const load = () => {
    // once for all that happens in one go: a new state moves the map, too
    if (due) return;
    due = true;
    queueMicrotask(() => {
      due = false;
      fetchView();
    });
  };
  const fetchView = () => {
    if (!state || !map.getSize().x || !map.getSize().y) return; // not laid out yet
    const answered = given,
      isMarkers = state.draw === "markers";
    given = null;
    if (holds() && isMarkers) {
      painted();
      return;
    }
    if (asked) asked.abort();
    asked = new AbortController();
    const [west, south, east, north, zoom] = view(),
      mine = sign();
    const slow = setTimeout(() => {
      box.setAttribute("aria-busy", "true");
      note(kit.words.loading);
    }, 500);
    const done = () => clearTimeout(slow);
    const path = { markers: "/map/view", heat: "/map/density", areas: "/map/shading" }[state.draw];
    const values =
      state.draw === "areas"
        ? { weigh: state.weigh, level: state.level }
        : { box: [west, south, east, north].join(","), zoom, weigh: state.weigh };
    const take = (answer) => {
      done();
      if (mine !== sign()) return;
      if (state.draw !== "markers") clear();
      if (state.draw !== "areas") shading.clear();
      if (state.draw !== "heat") heat.clear();
      note("");
      for (const item of [...(answer.spots || []), ...(answer.clusters || []), ...(answer.areas || [])])
        if (item.at) near(item);
      const pad = 0.3,
        wide = pad * (east - west),
        high = pad * (north - south);
      covered = { zoom, sign: mine, box: [west - wide, south - high, east + wide, north + high] };
      if (state.draw === "markers") {
        draw(answer);
        key(answer);
      }
      if (state.draw === "heat") {
        heat.draw(answer);
        key(answer);
      }
      if (state.draw === "areas") {
        const { level } = state;
        return shading
          .draw(answer, level, () => state.draw === "areas" && state.level === level)
          .then((isDrawn) => {
            if (isDrawn) {
              key(answer);
              painted();
            }
          });
      }
      return painted();
    };
    if (answered && isMarkers && !moment && JSON.stringify(answered.view) === JSON.stringify(view())) {
      take(answered.answer);
      return;
    }
    ask(path, values, asked.signal)
      .then(take)
      .catch((error) => {
        done();
        if (error.name === "AbortError") return;
        box.setAttribute("aria-busy", "false");
        note(kit.words.failed);
        covered = null;
      });
  };

  // ---- what the filter and the selection draw ----
  const decorate = () => {
    overlay.clearLayers();
    const dashed = { color: kit.accent, weight: 2, dashArray: "6 4", fill: false, interactive: false };
    if (state.area.length) overlay.addLayer(L.polygon(state.area, dashed));
    if (state.near) overlay.addLayer(L.circle([state.near[0], state.near[1]], { ...dashed, radius: state.near[2] * 1000 }));
    if (state.selected && state.selected.at) {
      const { key, at } = state.selected;
      if (!key.startsWith("a")) overlay.addLayer(ring(fan.placeOf(key) || at, ""));
      else if (areas.has(key)) outline(areas.get(key), overlay, () => state.selected && state.selected.key === key);
    }
    named.clearLayers();
    for (const [name, lat, lon] of state.named) {
      named.addLayer(
        L.circleMarker([lat, lon], {
          radius: 4,
          weight: 1.5,
          color: kit.label,
          fill: true,
          fillColor: kit.halo,
          fillOpacity: 0.9,
        }).bindTooltip(() => make("span", "", name)),
      );
    }
  };

  const linked = () => {
    // the view of a link, which the page's address carries
    try {
      const search = new URLSearchParams(window.parent.location.search);
      if ((search.get("report") || "") !== state.report) return null;
      const [lat, lon, zoom] = (search.get("view") || "").split(",").map(Number);
      return search.get("view") && [lat, lon, zoom].every(Number.isFinite) && Math.abs(lat) <= 90
        ? [[lat, lon], Math.max(2, Math.min(18, zoom))]
        : null;
    } catch {
      return null;
    }
  };
  const remember = () => {
    if (!state || !state.linked || (held && !touched)) return; // what a link says stays as it says it
    try {
      const centre = map.getCenter().wrap(),
        page = new URL(window.parent.location.href);
      page.searchParams.set("view", `${centre.lat.toFixed(4)},${centre.lng.toFixed(4)},${map.getZoom()}`);
      window.parent.history.replaceState(window.parent.history.state, "", page);
    } catch {
      /* a page that embeds ours keeps its own address */
    }
  };

  const show = (next, told = null) => {
    if (state && next.turn <= state.turn) return; // the page is later than the line
    const before = state;
    state = next;
    given = told && told.answer ? told : null;
    line.connect(state.key);
    if (!before || before.scope !== state.scope) {
      quiet = kit.name !== "map"; // the other map follows the first
      const view = fresh ? linked() : null;
      fresh = false;
      map.closePopup();
      held = view; // a link's view is kept as it is
      if (view) map.setView(view[0], view[1], { animate: false });
      else if (state.fit) fit();
      touched = false;
      quiet = false;
      if (air && kit.name !== "map") air.postMessage({ kind: "hello" });
    }
    legend(state.draw === "markers" ? state.legend : []);
    placing(state.placing);
    write();
    decorate();
    const chosen = state.selected;
    if (chosen && chosen.at) near(chosen);
    if (chosen && chosen.at && (!before || !before.selected || before.selected.id !== chosen.id)) {
      if (!held) map.panInside(chosen.at, { ...clear_of_card(), animate: !still });
      if (state.draw === "markers" && !places.isOpenAt(chosen.key))
        places.open(chosen.key, fan.placeOf(chosen.key) || chosen.at, chosen.id, !held);
    }
    if (!chosen && before && before.selected) map.closePopup();
    load();
  };

  // ---- time, side by side, drawing ----
  const listen = (channel) => {
    if (!channel || !window.BroadcastChannel) return;
    air = new BroadcastChannel(channel);
    const where = () =>
      air.postMessage({ kind: "view", by: kit.name, centre: [map.getCenter().lat, map.getCenter().lng], zoom: map.getZoom() });
    air.onmessage = ({ data }) => {
      if (data.kind === "moment") {
        moment = data.from ? data : null;
        notes.moment = moment ? `${moment.words}` : "";
        write();
        load();
      }
      if (data.kind === "hover" && data.by !== kit.name) light(data.key || "");
      if (data.kind === "hello" && kit.name === "map") where();
      if (data.kind === "view" && data.by !== kit.name && state && state.together) {
        quiet = true;
        map.setView(data.centre, data.zoom, { animate: false });
        quiet = false;
      }
    };
    map.on("moveend", () => {
      if (!quiet && state && state.together) where();
    });
  };
  listen(kit.channel);

  tools = kit.tools ? atlasTools(map, kit, { tell, note, fit: () => (state && state.fit) || null, still }) : null;

  map.on("moveend", () => {
    load();
    remember();
  });
  map.on("resize", () => {
    if (state && state.draw === "heat") load();
  });
  for (const kind of ["pointerdown", "wheel", "keydown"])
    box.addEventListener(
      kind,
      () => {
        touched = true;
      },
      { capture: true, passive: true },
    );
  // the page gives the map its size, when it opens and whenever the window or the panel changes
  new ResizeObserver(() => {
    quiet = kit.name !== "map"; // the other map follows the first
    map.invalidateSize({ animate: false });
    if (!touched && state && held) map.setView(held[0], held[1], { animate: false });
    else if (!touched && state && state.fit && kit.name === "map") fit();
    quiet = false;
    load();
  }).observe(box);
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && state && state.selected && !tools?.drawing()) {
      fan.close();
      tell({ picked: "" });
    }
  });
  return { show, named };
}
