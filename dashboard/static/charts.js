// Bar charts drawn as SVG: what is seen is what is downloaded. A click on a bar filters; text is only ever set as text.
const NS = "http://www.w3.org/2000/svg";
const ROW = 24,
  LEFT = 190,
  RIGHT = 64,
  WIDE = 520,
  TALL = 180;

const shape = (name, attributes, parent, text) => {
  const element = document.createElementNS(NS, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  if (text !== undefined) element.textContent = text;
  if (parent) parent.appendChild(element);
  return element;
};
const cut = (text, most) => (text.length > most ? `${text.slice(0, most - 1)}…` : text);

function picture(chart, tones, pick) {
  const upright = chart.kind === "time",
    rows = chart.rows;
  const height = upright ? TALL + 30 : Math.max(1, rows.length) * ROW + 30;
  const svg = shape("svg", {
    xmlns: NS,
    viewBox: `0 0 ${WIDE} ${height}`,
    width: WIDE,
    height,
    "font-family": tones.font,
    "font-size": 12,
    role: "group",
    "aria-label": chart.title,
  });
  shape("rect", { width: WIDE, height, fill: tones.paper }, svg);
  shape("text", { x: 0, y: 14, fill: tones.ink, "font-weight": 600, "font-size": 13 }, svg, chart.title);
  const most = Math.max(1, ...rows.map((row) => row.n));
  const step = upright ? WIDE / Math.max(1, rows.length) : 0;
  let free = -1;
  rows.forEach((row, n) => {
    const group = shape(
      "g",
      {
        class: "bar",
        tabindex: upright && n ? -1 : 0,
        role: "button",
        "aria-pressed": Boolean(row.chosen),
        "aria-label": `${row.label}: ${row.shown}`,
      },
      svg,
    );
    group.dataset.row = n;
    group.dataset.key = row.key;
    shape("title", {}, group, `${row.label}: ${row.shown}`);
    const fill = row.chosen === false && chart.some ? tones.faint : row.colour || tones.accent;
    if (upright) {
      const tall = row.n ? Math.max(1.5, ((TALL - 26) * row.n) / most) : 0;
      shape("rect", { x: n * step, y: 22, width: step, height: TALL - 22, fill: "transparent" }, group);
      shape(
        "rect",
        { x: n * step, y: TALL - tall, width: Math.max(0.8, step - (step > 4 ? 1.5 : 0.2)), height: tall, fill },
        group,
      );
      if (row.tick && n * step >= free) {
        shape("text", { x: Math.min(n * step, WIDE - 44), y: TALL + 16, fill: tones.muted }, svg, row.tick);
        free = n * step + row.tick.length * 7 + 16;
      }
    } else {
      const y = 24 + n * ROW,
        long = ((WIDE - LEFT - RIGHT) * row.n) / most;
      shape("rect", { x: 0, y, width: WIDE, height: ROW, fill: "transparent" }, group);
      shape("text", { x: LEFT - 8, y: y + 16, "text-anchor": "end", fill: tones.ink }, group, cut(row.label, 30));
      shape("rect", { x: LEFT, y: y + 4, width: Math.max(1.5, long), height: ROW - 9, fill, rx: 2 }, group);
      shape("text", { x: LEFT + Math.max(1.5, long) + 6, y: y + 16, fill: tones.ink }, group, row.shown);
    }
    if (pick) {
      group.onclick = () => pick(row.key);
      group.onkeydown = (event) => {
        if (event.key === "Enter" || event.key === " ") {
          event.preventDefault();
          pick(row.key);
        }
        const move = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
        const next = move && svg.querySelector(`[data-row="${n + move}"]`);
        if (next) {
          event.preventDefault();
          next.focus();
        }
      };
    }
  });
  return svg;
}

const risky = /^[=+\-@\t\r]/;
const cell = (value) => {
  const text = risky.test(String(value)) && typeof value !== "number" ? `'${value}` : String(value);
  return /[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
};

function download(kind, chart, columns, svg) {
  const name = `incident-atlas-${chart.id}`;
  if (kind === "SVG") saveSvg(name, svg);
  if (kind === "PNG") savePng(name, svg);
  if (kind === "CSV") {
    const rows = [columns, ...chart.rows.map((row) => [row.label, row.n, row.killed, row.injured])];
    saveFile(`${name}.csv`, new Blob([rows.map((row) => `${row.map(cell).join(",")}\r\n`).join("")], { type: "text/csv" }));
  }
}

function framed(id) {
  const figure = document.createElement("figure"),
    caption = document.createElement("figcaption");
  figure.dataset.chart = id;
  caption.appendChild(document.createElement("span"));
  for (const kind of ["PNG", "SVG", "CSV"]) {
    const button = caption.appendChild(document.createElement("button"));
    button.type = "button";
    button.textContent = kind;
  }
  figure.append(document.createElement("p"), caption);
  return figure;
}

export default function (component) {
  const { data, parentElement, setStateValue } = component;
  if (!data || !data.charts) return;
  const root = parentElement.querySelector(".charts");
  if (root.dataset.stamp === data.stamp) return;
  root.dataset.stamp = data.stamp;
  const style = getComputedStyle(root),
    value = (name, other) => style.getPropertyValue(name).trim() || other;
  const tones = {
    paper: value("--st-background-color", "#fff"),
    ink: value("--st-text-color", "#111"),
    accent: value("--st-primary-color", "#0b5cad"),
    muted: data.muted,
    faint: data.faint,
    font: value("--st-font", "sans-serif"),
  };
  for (const chart of data.charts) {
    // A figure stays while its bars change: a button replaced between press and release would lose the click.
    const figure = root.querySelector(`[data-chart="${chart.id}"]`) || root.appendChild(framed(chart.id));
    const old = figure.querySelector("svg"),
      held = old && old.contains(document.activeElement) ? document.activeElement.dataset.key : null;
    const pick = (key) => setStateValue("picked", { chart: chart.id, key, n: Date.now() });
    const svg = picture(chart, tones, pick);
    if (old) old.replaceWith(svg);
    else figure.prepend(svg);
    const again = held !== null && [...svg.querySelectorAll(".bar")].find((bar) => bar.dataset.key === held);
    if (again) again.focus();
    figure.querySelector("p").textContent = chart.rows.length ? "" : data.words.none;
    figure.querySelector("figcaption span").textContent = chart.note;
    for (const button of figure.querySelectorAll("button")) {
      const kind = button.textContent;
      button.setAttribute("aria-label", data.words.download.replace("{what}", chart.title).replace("{kind}", kind));
      button.onclick = () => download(kind, chart, data.columns, picture(chart, tones, null));
    }
  }
}
