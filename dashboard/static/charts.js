// Bar charts drawn as SVG, so that downloads look like the screen. A click on a bar filters; text is only ever set as text.
/**
 * @typedef {(key: AtlasBar["key"]) => void} Pick
 * @typedef {ReturnType<typeof tonesOf>} Tones
 */
const ROW = 24; // pixels, like the other lengths here
const LEFT = 124;
const RIGHT = 44;
const WIDE = 328; // the width of the panel, so that charts are not scaled there
const TALL = 180;
const PALE = 0.35; // opacity of the incidents that may lie in a bar
const NUMBERED = 28; // the narrowest bar with room for its number
const RISKY = /^(?:[\s\p{Cf}]*[=+\-@＝＋－＠−]|[\t\r\n])/u; // a spreadsheet would read it as a formula
/** @type {Record<string, number>} */
const MOVES = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };

/** @param {string} text @param {number} most */
const cut = (text, most) => (text.length > most ? `${text.slice(0, most - 1)}…` : text);

/**
 * Draws a vertical bar of a chart over time.
 * @param {SVGElement} group
 * @param {AtlasBar} row
 * @param {number} n
 * @param {{ step: number, most: number, fill: string, ink: string }} look
 */
function standing(group, row, n, { step, most, fill, ink }) {
  const more = row.more || 0;
  const tall = row.n ? Math.max(1.5, ((TALL - 42) * row.n) / most) : 0;
  const pale = more ? Math.max(1.5, ((TALL - 42) * more) / most) : 0;
  const width = Math.max(0.8, step - (step > 4 ? 1.5 : 0.2));
  atlasShape("rect", { x: n * step, y: 22, width: step, height: TALL - 22, fill: "transparent" }, group);
  atlasShape("rect", { x: n * step, y: TALL - tall, width, height: tall, fill }, group);
  const above = { x: n * step, y: TALL - tall - pale, width, height: pale, fill, "fill-opacity": PALE };
  if (pale) atlasShape("rect", above, group);
  if (step < NUMBERED || !(row.n || more)) return;
  const numbered = { x: n * step + width / 2, y: TALL - tall - pale - 4, "text-anchor": "middle", fill: ink };
  atlasShape("text", numbered, group, row.shown);
}

/**
 * Draws a horizontal bar with its name before it and its number after it.
 * @param {SVGElement} group
 * @param {AtlasBar} row
 * @param {number} n
 * @param {{ most: number, fill: string, ink: string }} look
 */
function lying(group, row, n, { most, fill, ink }) {
  const y = 24 + n * ROW;
  const long = Math.max(1.5, ((WIDE - LEFT - RIGHT) * row.n) / most);
  atlasShape("rect", { x: 0, y, width: WIDE, height: ROW, fill: "transparent" }, group);
  atlasShape("text", { x: LEFT - 8, y: y + 16, "text-anchor": "end", fill: ink }, group, cut(row.label, 20));
  atlasShape("rect", { x: LEFT, y: y + 4, width: long, height: ROW - 9, fill, rx: 2 }, group);
  atlasShape("text", { x: LEFT + long + 6, y: y + 16, fill: ink }, group, row.shown);
}

/**
 * Makes a bar a button. The arrow keys move between bars.
 * @param {SVGElement} svg
 * @param {SVGElement} group
 * @param {AtlasBar["key"]} key
 * @param {number} n
 * @param {Pick} pick
 */
function pressable(svg, group, key, n, pick) {
  group.onclick = () => pick(key);
  group.onkeydown = (event) => {
    if (atlasPresses(event)) {
      event.preventDefault();
      pick(key);
    }
    const move = MOVES[event.key];
    const next = move && /** @type {SVGElement | null} */ (svg.querySelector(`[data-row="${n + move}"]`));
    if (!next) return;
    event.preventDefault();
    next.focus();
  };
}

/** @param {AtlasChart} chart @param {Tones} tones @param {Pick | null} pick null for a file */
function picture(chart, tones, pick) {
  const rows = chart.rows;
  const isUpright = chart.kind === "time";
  const height = isUpright ? TALL + 30 : Math.max(1, rows.length) * ROW + 30;
  const svg = atlasShape("svg", {
    xmlns: ATLAS_SVG,
    viewBox: `0 0 ${WIDE} ${height}`,
    width: WIDE,
    height,
    "font-family": tones.font,
    "font-size": 12,
    role: "group",
    "aria-label": chart.title,
  });
  if (!pick) atlasShape("rect", { width: WIDE, height, fill: tones.paper }, svg); // on the page, the panel has the background
  atlasShape("text", { x: 0, y: 14, fill: tones.ink, "font-weight": 600, "font-size": 14 }, svg, chart.title);
  const most = Math.max(1, ...rows.map((row) => row.n + (row.more || 0)));
  const step = WIDE / Math.max(1, rows.length);
  rows.forEach((row, n) => {
    const words = `${row.label}: ${row.shown}`;
    const tabindex = isUpright && n ? -1 : 0;
    const button = { class: "bar", tabindex, role: "button", "aria-pressed": Boolean(row.chosen), "aria-label": words };
    const group = atlasShape("g", button, svg);
    group.dataset.row = String(n);
    group.dataset.key = String(row.key);
    atlasShape("title", {}, group, words);
    const fill = row.chosen === false && chart.some ? tones.faint : row.colour || tones.accent;
    (isUpright ? standing : lying)(group, row, n, { step, most, fill, ink: tones.ink });
    if (pick) pressable(svg, group, row.key, n, pick);
  });
  for (const { tick, x } of isUpright ? atlasTicks(rows, step, WIDE - 44, 16) : []) {
    atlasShape("text", { x, y: TALL + 16, fill: tones.muted }, svg, tick);
  }
  return svg;
}

/**
 * Formats a CSV field. Text that a spreadsheet would run gets an apostrophe.
 * @param {string | number} value
 */
export function cell(value) {
  const text = typeof value !== "number" && RISKY.test(String(value)) ? `'${value}` : String(value);
  return /[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** @param {string} kind @param {AtlasChart} chart @param {string[]} columns @param {SVGSVGElement} svg */
function download(kind, chart, columns, svg) {
  const name = `incident-atlas-${chart.id}`;
  if (kind === "SVG") atlasSaveSvg(name, svg);
  if (kind === "PNG") atlasSavePng(name, svg);
  if (kind === "CSV") {
    const rows = [columns, ...chart.rows.map((row) => [row.label, row.n, row.n + (row.more || 0), row.killed, row.injured])];
    const lines = rows.map((row) => `${row.map(cell).join(",")}\r\n`);
    atlasSaveFile(`${name}.csv`, new Blob(lines, { type: "text/csv" }));
  }
}

/** @param {string} id */
function framed(id) {
  const figure = atlasMake("figure");
  const caption = atlasMake("figcaption");
  figure.dataset.chart = id;
  caption.append(atlasMake("span"), ...["PNG", "SVG", "CSV"].map((kind) => atlasButton("", kind)));
  figure.append(atlasMake("p"), caption);
  return figure;
}

/** @param {HTMLElement} root @param {AtlasCharts} data */
function tonesOf(root, data) {
  const style = getComputedStyle(root);
  /** @param {string} name @param {string} other */
  const value = (name, other) => style.getPropertyValue(name).trim() || other;
  return {
    paper: value("--st-background-color", "#fff"),
    ink: value("--st-text-color", "#111"),
    accent: value("--st-primary-color", "#0b5cad"),
    muted: data.muted,
    faint: data.faint,
    font: value("--st-font", "sans-serif"),
  };
}

/**
 * Redraws the bars but keeps the figure: a button replaced between press and release would lose the click.
 * @param {HTMLElement} figure
 * @param {AtlasChart} chart
 * @param {Tones} tones
 * @param {AtlasCharts} data
 * @param {Pick} pick
 */
function draw(figure, chart, tones, data, pick) {
  const old = figure.querySelector("svg");
  const held = atlasFocused(old)?.dataset.key;
  const svg = picture(chart, tones, pick);
  if (old) old.replaceWith(svg);
  else figure.prepend(svg);
  const bars = /** @type {SVGElement[]} */ ([...svg.querySelectorAll(".bar")]);
  if (held !== undefined) bars.find((bar) => bar.dataset.key === held)?.focus({ preventScroll: true });
  /** @type {HTMLElement} */ (figure.querySelector("p")).textContent = chart.rows.length ? "" : data.words.none;
  /** @type {HTMLElement} */ (figure.querySelector("figcaption span")).textContent = chart.note;
  for (const button of figure.querySelectorAll("button")) {
    const kind = button.textContent;
    button.setAttribute("aria-label", atlasFill(data.words.download, { what: chart.title, kind }));
    button.onclick = () => download(kind, chart, data.columns, picture(chart, tones, null));
  }
}

/** @param {AtlasPart<AtlasCharts | null>} component */
export default function (component) {
  const { data, parentElement, setStateValue } = component;
  if (!data || !data.charts) return;
  const root = /** @type {HTMLElement} */ (parentElement.querySelector(".charts"));
  if (root.dataset.stamp === data.stamp) return;
  root.dataset.stamp = data.stamp;
  const tones = tonesOf(root, data);
  for (const chart of data.charts) {
    /** @type {HTMLElement} */
    const figure = root.querySelector(`[data-chart="${chart.id}"]`) || root.appendChild(framed(chart.id));
    draw(figure, chart, tones, data, (key) => setStateValue("picked", { chart: chart.id, key, n: Date.now() }));
  }
}
