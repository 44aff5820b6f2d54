// Draws the timeline's strip from a plain view. User actions go out through the acts.
/**
 * @typedef {object} AtlasStripView
 * @property {AtlasTimeline} data
 * @property {number} width
 * @property {number} height of the bars
 * @property {number} low
 * @property {number} high
 * @property {boolean} isChosen whether there is a range to show
 * @property {[from: number, to: number] | null} played the bins that are playing
 *
 * @typedef {object} AtlasStripActs
 * @property {(event: AtlasEvent) => void} pick
 * @property {(event: AtlasEvent, isOver: boolean) => void} hover
 * @property {(low: number, high: number) => void} commit
 */

/** @param {SVGElement} svg @param {AtlasStripView} view @param {AtlasStripActs} acts */
function atlasDrawStrip(svg, view, acts) {
  const { data, width, height } = view;
  const axis = ATLAS_TOP + height;
  const { end, id } = atlasFocused(svg)?.dataset || {};
  svg.setAttribute("viewBox", `0 0 ${width} ${axis + ATLAS_FOOT}`);
  svg.setAttribute("height", String(axis + ATLAS_FOOT));
  svg.replaceChildren();
  const hatch = { id: "vague", width: 4, height: 4, patternUnits: "userSpaceOnUse", patternTransform: "rotate(45)" };
  const pattern = atlasShape("pattern", hatch, atlasShape("defs", {}, svg));
  atlasShape("line", { x1: 0, y1: 0, x2: 0, y2: 4, class: "t-hatch" }, pattern);
  if (!data.events.length) {
    for (const path of atlasBars(data.bins, data.families, view, width, height)) atlasShape("path", path, svg);
  }
  const tip = atlasShape("title", {}, atlasShape("rect", { width, height: axis, fill: "transparent" }, svg));
  for (const place of atlasEventPlaces(data.events, data.bins.length, width, height)) {
    if (!place.event.out) atlasDrawEvent(svg, view, place, acts);
  }
  atlasShape("line", { x1: 0, y1: axis + 0.5, x2: width, y2: axis + 0.5, class: "t-axis" }, svg);
  for (const { tick, x } of atlasTicks(data.bins, width / data.bins.length, width - 40, 18)) {
    atlasShape("text", { x, y: axis + 14, class: "t-label" }, svg, tick);
  }
  if (view.isChosen) atlasDrawSpan(svg, view, [view.low, view.high], "t-brush");
  if (view.played) atlasDrawSpan(svg, view, view.played, "t-now");
  if (data.bins.length > 2) {
    atlasDrawHandle(svg, view, "low", acts);
    atlasDrawHandle(svg, view, "high", acts);
  }
  const again = end ? `[data-end=${end}]` : id ? `[data-id="${id}"]` : "";
  if (again) /** @type {SVGElement | null} */ (svg.querySelector(again))?.focus({ preventScroll: true });
  return tip;
}

/** @param {SVGElement} svg @param {AtlasStripView} view @param {[number, number]} bins @param {string} look */
function atlasDrawSpan(svg, { data, width, height }, [from, to], look) {
  const step = width / data.bins.length;
  const box = { x: from * step, y: 1, width: Math.max(2, (to + 1 - from) * step), height: ATLAS_TOP + height };
  atlasShape("rect", { ...box, class: look }, svg);
}

/**
 * Draws one incident: its symbol, and a bar if it lies somewhere within several days.
 * @param {SVGElement} svg
 * @param {AtlasStripView} view
 * @param {{ event: AtlasEvent, x: number, y: number, bar: { x: number, width: number } | null }} place
 * @param {AtlasStripActs} acts
 */
function atlasDrawEvent(svg, { data, low, high }, { event, x, y, bar }, acts) {
  const look = data.types[event.type];
  const isOut = event.span[1] < low || event.span[0] > high;
  const button = { class: `t-event${isOut ? " t-off" : ""}`, role: "button", tabindex: 0, "aria-label": event.words };
  const group = atlasShape("g", button, svg);
  group.dataset.id = event.id;
  if (bar) atlasShape("rect", { ...bar, y: y - 2, height: 4, rx: 2, fill: look.colour, opacity: 0.4 }, group);
  if (event.id === data.selected) atlasShape("circle", { cx: x, cy: y, r: 9, class: "t-ring" }, group);
  const transform = `translate(${x} ${y}) scale(${bar ? 0.5 : 0.6})`;
  atlasShape("path", { ...atlasSymbolLook(look, event, data.rim), transform }, group);
  atlasShape("title", {}, group, event.words);
  group.onpointerdown = (press) => press.stopPropagation();
  group.onclick = () => acts.pick(event);
  group.onkeydown = (press) => {
    if (!atlasPresses(press)) return;
    press.preventDefault();
    acts.pick(event);
  };
  group.onpointerenter = () => acts.hover(event, true);
  group.onpointerleave = () => acts.hover(event, false);
}

/** @param {SVGElement} svg @param {AtlasStripView} view @param {"low" | "high"} end @param {AtlasStripActs} acts */
function atlasDrawHandle(svg, view, end, acts) {
  const { data, width, height, low, high } = view;
  const count = data.bins.length;
  const isLow = end === "low";
  const bin = isLow ? low : high;
  const at = ((isLow ? low : high + 1) * width) / count;
  const slider = {
    class: "t-handle",
    tabindex: 0,
    role: "slider",
    "aria-label": isLow ? data.words.from : data.words.to,
    "aria-valuemin": 0,
    "aria-valuemax": count - 1,
    "aria-valuenow": bin,
    "aria-valuetext": data.bins[bin].words,
  };
  const handle = atlasShape("g", slider, svg);
  handle.dataset.end = end;
  const x = Math.max(0, Math.min(width - 6, at - 3));
  atlasShape("rect", { x, y: ATLAS_TOP + height / 2 - 11, width: 6, height: 22, rx: 3 }, handle);
  const arrows = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1 };
  /** @type {Record<string, number>} */
  const moves = { ...arrows, PageDown: -7, PageUp: 7, Home: -count, End: count };
  handle.onkeydown = (event) => {
    const move = moves[event.key];
    if (!move) return;
    event.preventDefault();
    const to = Math.max(0, Math.min(count - 1, bin + move));
    acts.commit(isLow ? Math.min(to, high) : low, isLow ? high : Math.max(to, low));
  };
}
