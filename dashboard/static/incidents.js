// The incidents on the map: connects the map's parts, and shows each new state from Python or the server's socket.
const ATLAS_SUMS = 36; // height in pixels of the sums of the view, above the legend
const ATLAS_ROOM = { paddingTopLeft: L.point(56, 48), paddingBottomRight: L.point(24, 84) }; // for the tools and the legend

/**
 * @param {L.Map} map
 * @param {AtlasKit} kit
 */
function atlasIncidents(map, kit) {
  const shared = atlasShared(map, kit);
  const overlay = atlasOverlay(shared);
  atlasOneTip(map);
  Object.assign(shared, atlasAsking(shared), { decorate: overlay.decorate, pointing: atlasPointing(shared) });
  const { tell, ask, marks } = shared;

  const legend = atlasLegend(map, kit, tell);
  const placing = atlasPlacing(map, kit, shared);
  const legs = L.layerGroup().addTo(map);
  shared.fan = atlasFan(map, { marks, legs, moved: () => shared.decorate() });
  const drawing = atlasDrawing(shared, atlasRove(map, marks));
  const heat = atlasDensity(map, kit);
  shared.shading = atlasShading(map, kit, { tell, tapped: shared.tapped });
  shared.returning = atlasReturning(map, shared.still);
  shared.places = new AtlasPlaces(map, kit, { ask, tell, marks, returning: shared.returning, still: shared.still });
  const line = atlasLive(kit, (told) => states.show(told.state, told));
  Object.assign(shared, atlasNotes(shared));
  const view = new AtlasView(shared, { drawing, heat, key: atlasKey(shared), line, sums: atlasSums(shared) });
  const states = new AtlasStates(shared, { legend, placing, line, view });
  const load = () => view.load();
  atlasTogether(shared, load);
  shared.tools = kit.tools
    ? atlasTools(map, kit, { tell, still: shared.still, note: shared.note, fit: () => shared.state?.fit || null })
    : null;
  atlasFollow(shared, states, load);
  return { show: (/** @type {AtlasState} */ state) => states.show(state), named: overlay.named };
}

/**
 * @param {L.Map} map
 * @param {AtlasKit} kit
 * @returns {AtlasShared}
 */
function atlasShared(map, kit) {
  const shared = /** @type {any} */ ({
    map,
    kit,
    box: map.getContainer(),
    still: window.matchMedia("(prefers-reduced-motion: reduce)").matches,
    marks: new Map(),
    areas: new Map(),
    group: L.layerGroup().addTo(map),
    state: null,
    moment: null,
    held: null,
    touched: false,
    quiet: false,
    air: null,
    tools: null,
  });
  // while the user draws an area, each tap adds a corner
  /** @param {L.LatLng} at */
  shared.tapped = (at) => {
    if (!shared.tools || !shared.tools.drawing()) return false;
    shared.tools.add(at);
    return true;
  };
  return shared;
}

class AtlasStates {
  /**
   * @param {AtlasShared} shared
   * @param {{ legend: ReturnType<typeof atlasLegend>, placing: ReturnType<typeof atlasPlacing>,
   *   line: ReturnType<typeof atlasLive>, view: AtlasView }} parts
   */
  constructor(shared, parts) {
    this.shared = shared;
    this.parts = parts;
    this.address = atlasAddress(shared);
    this.isFresh = true;
  }

  /** @param {AtlasState} next @param {any} [told] from the socket, with the answer for the current view */
  show(next, told = null) {
    const { shared, parts } = this;
    const before = shared.state;
    if (before && next.turn <= before.turn) return; // the socket has already delivered it
    shared.state = next;
    parts.view.given = told && told.answer ? told : null;
    parts.line.connect(next.key);
    parts.legend(next.draw === "markers" ? next.legend : []); // before the map is fitted to the free space
    if (!before || before.scope !== next.scope) this.enter();
    else if (before.together !== next.together) this.refit();
    parts.placing(next.placing);
    shared.write();
    shared.decorate();
    this.select(before ? before.selected : null, Boolean(shared.held && !before));
    if (before && before.stamp !== next.stamp) shared.places.refresh();
    parts.view.load();
  }

  /** Moves to the incidents of a new scope, or to the view from a link. */
  enter() {
    const { shared } = this;
    const { map, kit, air } = shared;
    const isFirst = kit.name === "map";
    const view = this.isFresh ? this.address.linked() : null;
    this.isFresh = false;
    shared.quiet = !isFirst; // the second map follows the first
    map.closePopup();
    shared.returning.forget();
    shared.held = view;
    if (view) map.setView(view[0], view[1], { animate: false });
    else if (isFirst || !air) this.fit(); // the second map follows the first
    shared.touched = false;
    shared.quiet = false;
    if (air && !isFirst) air.postMessage({ kind: "hello" });
  }

  /** Fits each map to its new size after one map became two, or two became one. */
  refit() {
    Object.assign(this.shared, { touched: false, held: null });
    this.address.forget();
    this.resized(); // this runs again when the page has its new layout
  }

  fit() {
    const { map, state, kit } = this.shared;
    const { x, y } = map.getSize();
    const legend = atlasLegendBox(map);
    const under = legend ? Math.min(y - legend.top, 0.4 * y) + ATLAS_RING / 4 - ATLAS_ROOM.paddingBottomRight.y : 0;
    const bottom = Math.max(0, under) + (state.sums ? ATLAS_SUMS : 0);
    const room = { ...ATLAS_ROOM, paddingBottomRight: ATLAS_ROOM.paddingBottomRight.add([0, bottom]) };
    if (x && y) map.fitBounds(state.fit || kit.world, { ...room, maxZoom: 10, animate: false });
  }

  /**
   * Moves to a new selection and opens the popup of its place.
   * @param {AtlasState["selected"]} before
   * @param {boolean} isHeld whether the link fixes the view
   */
  select(before, isHeld) {
    const { map, state, still, places, fan, returning } = this.shared;
    const chosen = state.selected;
    if (!chosen && before) {
      map.closePopup();
      returning.back();
    }
    if (!chosen || !chosen.at) return;
    atlasNear(chosen, map.getCenter().lng);
    if (before && before.id === chosen.id && before.key === chosen.key) return;
    const isWide = window.parent.innerWidth > ATLAS_NARROW; // on a phone, the popup would interrupt the animation
    returning.leave();
    if (!isHeld) atlasBring(map, chosen.at, !still && isWide);
    if (state.draw !== "markers") return;
    const at = fan.placeOf(chosen.key) || chosen.at;
    if (!places.isOpenAt(chosen.key)) places.open(chosen.key, at, chosen.id, isHeld);
    else places.fit(); // it may have moved
  }

  /** Handles a new size of the map, at first and whenever the window or the panel changes. */
  resized() {
    const { shared } = this;
    const { map, state, held, touched, kit } = shared;
    const isFirst = kit.name === "map";
    shared.quiet = !isFirst; // the second map follows the first
    map.setMinZoom(map.getContainer().clientWidth < ATLAS_NARROW ? 0.5 : 2); // so that a phone can show the whole world
    map.invalidateSize({ animate: false });
    if (!touched && state && held) map.setView(held[0], held[1], { animate: false });
    else if (!touched && state && isFirst) this.fit();
    shared.quiet = false;
    this.parts.view.load();
  }
}

/**
 * Returns the margins around the part of the map that the card (on a phone, the sheet) leaves free.
 * @param {{ x: number, y: number }} size
 */
function atlasFree({ x, y }) {
  const { top, right, bottom, left } = atlasRoom({ x, y });
  return {
    paddingTopLeft: L.point(left, top + ATLAS_RING),
    paddingBottomRight: L.point(right + ATLAS_RING / 2, bottom + ATLAS_RING),
  };
}

/**
 * Moves a point into the free part of the map: by the shortest way if it is in view, else to the centre.
 * @param {L.Map} map
 * @param {L.LatLng | AtlasPoint} at
 * @param {boolean} animate
 */
function atlasBring(map, at, animate) {
  const size = map.getSize();
  const free = atlasFree(size);
  const legend = atlasLegendBox(map);
  if (legend && map.latLngToContainerPoint(at).x < legend.right + ATLAS_RING / 2) {
    free.paddingBottomRight.y = Math.max(free.paddingBottomRight.y, size.y - legend.top + ATLAS_RING / 2);
  }
  if (map.getBounds().contains(at)) {
    map.panInside(at, { ...free, animate });
    return;
  }
  const middle = free.paddingTopLeft.add(size.subtract(free.paddingBottomRight)).divideBy(2);
  map.panTo(map.unproject(map.project(at).subtract(middle).add(size.divideBy(2))), { animate });
}

/**
 * Follows what the user does with the map.
 * @param {AtlasShared} shared
 * @param {AtlasStates} states
 * @param {() => void} load
 */
function atlasFollow(shared, states, load) {
  const { map, box } = shared;
  map.on("moveend", () => {
    load();
    states.address.remember();
  });
  // the page closes a menu on a click elsewhere, but the map is another document
  map.on("mousedown", () => {
    for (const kind of ["pointerdown", "mousedown", "pointerup", "mouseup", "click"]) {
      window.parent.document.body.dispatchEvent(new MouseEvent(kind, { bubbles: true }));
    }
  });
  map.on("resize", ({ oldSize, newSize }) => {
    if (shared.state && shared.state.draw === "heat") load();
    const at = shared.state?.selected?.at;
    if (!at || !shared.touched) return;
    const was = map.latLngToContainerPoint(at).subtract(newSize.subtract(oldSize).divideBy(2));
    if (was.x < 0 || was.y < 0 || was.x > oldSize.x || was.y > oldSize.y) return; // the user had moved away from it
    atlasBring(map, at, false);
    shared.places.fit();
  });
  const touch = () => {
    shared.touched = true;
  };
  for (const kind of ["pointerdown", "wheel", "keydown"]) box.addEventListener(kind, touch, { capture: true, passive: true });
  new ResizeObserver(() => states.resized()).observe(box);
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !shared.state || !shared.state.selected || shared.tools?.drawing()) return;
    shared.fan.close();
    if (document.activeElement?.closest(".leaflet-popup")) shared.marks.get(shared.places.key)?.layers[0].getElement()?.focus();
    shared.tell({ picked: "" });
  });
  document.addEventListener("keydown", atlasPassOn);
}

/**
 * Passes one-letter shortcuts on to the page, so that keyboard users can confirm, reject and undo from a marker.
 * @param {KeyboardEvent} event
 */
function atlasPassOn(event) {
  const { key, code, keyCode } = event;
  const typed = event.target instanceof Element && event.target.closest("input, textarea, select");
  if (typed || event.ctrlKey || event.metaKey || event.altKey || !/^[a-z\d]$/.test(key)) return;
  window.parent.document.dispatchEvent(new KeyboardEvent("keydown", { key, code, keyCode, bubbles: true }));
}
