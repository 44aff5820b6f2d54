// Bar charts drawn as SVG: what is seen is what is downloaded. A click on a bar filters; text is only ever set as text.
const NS = "http://www.w3.org/2000/svg";
const ROW = 24, LEFT = 190, RIGHT = 64, WIDE = 520, TALL = 180;

const shape = (name, attributes, parent, text) => {
  const element = document.createElementNS(NS, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  if (text !== undefined) element.textContent = text;
  if (parent) parent.appendChild(element);
  return element;
};
const cut = (text, most) => (text.length > most ? `${text.slice(0, most - 1)}…` : text);

function picture(chart, tones, pick) {
  const upright = chart.kind === "time", rows = chart.rows;
  const height = upright ? TALL + 30 : Math.max(1, rows.length) * ROW + 30;
  const svg = shape("svg", { xmlns: NS, viewBox: `0 0 ${WIDE} ${height}`, width: WIDE, height, "font-family": tones.font, "font-size": 12, role: "group", "aria-label": chart.title });
  shape("rect", { width: WIDE, height, fill: tones.paper }, svg);
  shape("text", { x: 0, y: 14, fill: tones.ink, "font-weight": 600, "font-size": 13 }, svg, chart.title);
  const most = Math.max(1, ...rows.map((row) => row.n));
  const step = upright ? WIDE / Math.max(1, rows.length) : 0;
  let free = -1;
  rows.forEach((row, n) => {
    const group = shape("g", { class: "bar", tabindex: upright && n ? -1 : 0, role: "button", "aria-pressed": Boolean(row.chosen), "aria-label": `${row.label}: ${row.shown}` }, svg);
    group.dataset.row = n;
    shape("title", {}, group, `${row.label}: ${row.shown}`);
    const fill = row.chosen === false && chart.some ? tones.faint : row.colour || tones.accent;
    if (upright) {
      const tall = row.n ? Math.max(1.5, (TALL - 26) * row.n / most) : 0;
      shape("rect", { x: n * step, y: 22, width: step, height: TALL - 22, fill: "transparent" }, group);
      shape("rect", { x: n * step, y: TALL - tall, width: Math.max(0.8, step - (step > 4 ? 1.5 : 0.2)), height: tall, fill }, group);
      if (row.tick && n * step >= free) { shape("text", { x: Math.min(n * step, WIDE - 44), y: TALL + 16, fill: tones.muted }, svg, row.tick); free = n * step + row.tick.length * 7 + 16; }
    } else {
      const y = 24 + n * ROW, long = (WIDE - LEFT - RIGHT) * row.n / most;
      shape("rect", { x: 0, y, width: WIDE, height: ROW, fill: "transparent" }, group);
      shape("text", { x: LEFT - 8, y: y + 16, "text-anchor": "end", fill: tones.ink }, group, cut(row.label, 30));
      shape("rect", { x: LEFT, y: y + 4, width: Math.max(1.5, long), height: ROW - 9, fill, rx: 2 }, group);
      shape("text", { x: LEFT + Math.max(1.5, long) + 6, y: y + 16, fill: tones.ink }, group, row.shown);
    }
    if (pick) {
      group.onclick = () => pick(row.key);
      group.onkeydown = (event) => {
        if (event.key === "Enter" || event.key === " ") { event.preventDefault(); pick(row.key); }
        const move = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
        const next = move && svg.querySelector(`[data-row="${n + move}"]`);
        if (next) { event.preventDefault(); next.focus(); }
      };
    }
  });
  return svg;
}

const save = (name, blob) => {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  document.body.appendChild(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(link.href), 5000);
};
const risky = /^[=+\-@\t\r]/;
const cell = (value) => { const text = risky.test(String(value)) && typeof value !== "number" ? `'${value}` : String(value); return /[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text; };

export default function (component) {
  const { data, parentElement, setStateValue } = component;
  if (!data || !data.charts) return;
  const root = parentElement.querySelector(".charts");
  if (root.dataset.stamp === data.stamp) return;
  root.dataset.stamp = data.stamp;
  const held = document.activeElement && root.contains(document.activeElement) ? [document.activeElement.closest("figure")?.dataset.chart, document.activeElement.dataset.row] : [];
  const style = getComputedStyle(root), value = (name, other) => style.getPropertyValue(name).trim() || other;
  const tones = {
    paper: value("--st-background-color", "#fff"), ink: value("--st-text-color", "#111"), accent: value("--st-primary-color", "#0b5cad"),
    muted: data.muted, faint: data.faint, font: value("--st-font", "sans-serif"),
  };
  root.replaceChildren();
  for (const chart of data.charts) {
    const figure = document.createElement("figure");
    figure.dataset.chart = chart.id;
    const svg = picture(chart, tones, (key) => setStateValue("picked", { chart: chart.id, key, n: Date.now() }));
    figure.appendChild(svg);
    if (!chart.rows.length) { const none = document.createElement("p"); none.textContent = data.words.none; figure.appendChild(none); }
    const bar = document.createElement("figcaption");
    if (chart.note) { const note = document.createElement("span"); note.textContent = chart.note; bar.appendChild(note); }
    const file = `incident-atlas-${chart.id}`;
    const plain = () => new XMLSerializer().serializeToString(picture(chart, tones, null));
    const ways = {
      PNG: () => {
        const image = new Image(), canvas = document.createElement("canvas"), box = svg.viewBox.baseVal;
        image.onload = () => { canvas.width = 2 * box.width; canvas.height = 2 * box.height; canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height); canvas.toBlob((blob) => save(`${file}.png`, blob)); };
        image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(plain())}`;
      },
      SVG: () => save(`${file}.svg`, new Blob([plain()], { type: "image/svg+xml" })),
      CSV: () => save(`${file}.csv`, new Blob([[data.columns, ...chart.rows.map((row) => [row.label, row.n, row.killed, row.injured])].map((row) => row.map(cell).join(",")).join("\r\n") + "\r\n"], { type: "text/csv" })),
    };
    for (const [kind, act] of Object.entries(ways)) {
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = kind;
      button.setAttribute("aria-label", data.words.download.replace("{what}", chart.title).replace("{kind}", kind));
      button.onclick = act;
      bar.appendChild(button);
    }
    figure.appendChild(bar);
    root.appendChild(figure);
  }
  if (held[0]) { const again = root.querySelector(`[data-chart="${held[0]}"] [data-row="${held[1]}"]`); if (again) again.focus(); }
}
