// The incidents beside the map. Each part is a list box; only the rows in view exist, and come from our own server a page at
// a time. What is under the pointer is told to the map through a channel of this page.
const ROW = 54,
  MARGIN = 6;
const SVG = "http://www.w3.org/2000/svg";
const state = new WeakMap();

const make = (name, className, text) => {
  const element = document.createElement(name);
  if (className) element.className = className;
  if (text !== undefined) element.textContent = text;
  return element;
};

const symbol = (look, row, rim) => {
  const svg = document.createElementNS(SVG, "svg");
  for (const [name, value] of Object.entries({ width: 16, height: 16, viewBox: "-12 -12 24 24", "aria-hidden": "true" }))
    svg.setAttribute(name, value);
  const path = document.createElementNS(SVG, "path");
  for (const [name, value] of Object.entries({
    d: look.shape,
    "stroke-linejoin": "round",
    fill: row.hollow ? rim : look.colour,
    stroke: row.hollow ? look.colour : "none",
    "stroke-width": row.hollow ? 3.2 : 0,
    opacity: row.pale ? 0.55 : 1,
  }))
    path.setAttribute(name, value);
  svg.appendChild(path);
  return svg;
};

export default function (component) {
  const { data, parentElement, setStateValue } = component;
  if (!data || !data.counts) return undefined;
  const root = parentElement.querySelector(".list");
  let own = state.get(root);
  if (!own) {
    own = { open: { new: true, earlier: false, totals: false }, parts: {}, sign: "", air: null, channel: "", seen: "" };
    state.set(root, own);
  }
  if (own.channel !== data.channel && window.BroadcastChannel) {
    if (own.air) own.air.close();
    own.air = new BroadcastChannel(data.channel);
    own.channel = data.channel;
  }
  const words = data.words;
  const say = (key, values) =>
    Object.entries(values).reduce((text, [name, value]) => text.replace(`{${name}}`, value), words[key]);
  const pick = (id) => setStateValue("picked", { id, n: Date.now() });
  const hover = (row) => {
    if (own.air)
      own.air.postMessage({ kind: "hover", by: "list", key: row ? row.key : "", ids: row ? [row.id] : [], at: row && row.at });
  };
  const sign = `${data.query} ${data.stamp}`;
  const scroller = () => root;

  const build = () => {
    own.sign = sign;
    own.parts = {};
    root.replaceChildren();
    const first = Object.keys(data.counts).find((name) => data.counts[name]);
    if (!Object.keys(data.counts).some((name) => data.counts[name] && own.open[name]) && first) own.open[first] = true;
    for (const [name, count] of Object.entries(data.counts)) {
      if (!count) continue;
      const part = { name, count, rows: new Map(), asked: new Set(), shown: new Map() };
      const section = make("section"),
        head = make("h2"),
        toggle = make("button", "", "");
      toggle.type = "button";
      const arrow = make("span", "l-arrow");
      arrow.setAttribute("aria-hidden", "true");
      toggle.append(arrow, make("span", "", words[name]), make("span", "l-count", data.number[name]));
      toggle.setAttribute("aria-expanded", own.open[name]);
      toggle.onclick = () => {
        own.open[name] = !own.open[name];
        toggle.setAttribute("aria-expanded", own.open[name]);
        part.box.hidden = !own.open[name];
        draw();
      };
      head.appendChild(toggle);
      part.box = make("div", "l-rows");
      part.box.hidden = !own.open[name];
      part.box.style.height = `${count * ROW}px`;
      part.box.tabIndex = 0;
      part.box.setAttribute("role", "listbox");
      part.box.setAttribute("aria-label", words[name]);
      part.box.onkeydown = (event) => move(part, event);
      section.append(head, part.box);
      root.appendChild(section);
      own.parts[name] = part;
    }
  };

  const ask = (part, page) => {
    if (part.asked.has(page)) return;
    part.asked.add(page);
    const search = new URLSearchParams(data.query),
      mine = own.sign;
    search.set("part", part.name);
    search.set("start", page * data.page);
    fetch(`/map/list?${search}`, { headers: { "X-Incident-Atlas": data.key } })
      .then((answer) => (answer.ok ? answer.json() : Promise.reject(new Error(String(answer.status)))))
      .then((answer) => {
        if (mine !== own.sign) return;
        answer.rows.forEach((row, n) => part.rows.set(answer.start + n, row));
        draw();
        take();
      })
      .catch(() => part.asked.delete(page));
  };

  const place = (part, n) => {
    const row = part.rows.get(n);
    const element = make("div", "l-row");
    element.id = `atlas-row-${part.name}-${n}`;
    element.style.top = `${n * ROW}px`;
    element.setAttribute("role", "option");
    element.setAttribute("aria-posinset", n + 1);
    element.setAttribute("aria-setsize", part.count);
    if (!row) {
      element.textContent = "…";
      return element;
    }
    element.dataset.id = row.id;
    element.dataset.key = row.key;
    const first = make("div", "l-first"),
      second = make("div", "l-second", row.line);
    first.append(make("b", "", row.place), make("span", "l-people", row.people));
    for (const doubt of row.doubts) second.prepend(make("span", "l-doubt", doubt));
    const text = make("div", "l-text");
    text.append(first, second);
    element.append(symbol(data.types[row.type], row, data.rim), text);
    element.title = `${row.place}\n${row.line}\n${row.people}`;
    element.onclick = () => pick(row.id === data.selected ? "" : row.id);
    element.onpointerenter = () => hover(row);
    element.onpointerleave = () => hover(null);
    return element;
  };

  const mark = () => {
    for (const part of Object.values(own.parts)) {
      part.box.removeAttribute("aria-activedescendant");
      for (const element of part.shown.values()) {
        const on = data.selected !== "" && element.dataset.id === data.selected;
        element.setAttribute("aria-selected", on);
        element.classList.toggle(
          "l-lit",
          Boolean(
            own.lit &&
            element.dataset.id &&
            (own.lit.ids.includes(element.dataset.id) || (own.lit.key && own.lit.key === element.dataset.key)),
          ),
        );
        if (on) part.box.setAttribute("aria-activedescendant", element.id);
      }
    }
  };

  const draw = () => {
    const view = scroller().getBoundingClientRect();
    for (const part of Object.values(own.parts)) {
      if (part.box.hidden) continue;
      const top = part.box.getBoundingClientRect().top;
      const from = Math.max(0, Math.floor((view.top - top) / ROW) - MARGIN),
        to = Math.min(part.count, Math.ceil((view.bottom - top) / ROW) + MARGIN);
      for (const [n, element] of part.shown) {
        if (n < from || n >= to || (!element.dataset.id && part.rows.has(n))) {
          element.remove();
          part.shown.delete(n);
        }
      }
      for (let n = from; n < to; n += 1) {
        if (!part.rows.has(n)) ask(part, Math.floor(n / data.page));
        if (part.shown.has(n)) continue;
        const element = place(part, n);
        part.shown.set(n, element);
        part.box.appendChild(element);
      }
    }
    mark();
  };

  const numberOf = (part) => (data.at && data.at.part === part.name ? data.at.n : -1);
  const toView = (part, n) => {
    const view = scroller().getBoundingClientRect(),
      top = part.box.getBoundingClientRect().top + n * ROW;
    if (top < view.top + 32) scroller().scrollBy({ top: top - view.top - 40 });
    else if (top + ROW > view.bottom) scroller().scrollBy({ top: top + ROW - view.bottom + 8 });
  };
  const move = (part, event) => {
    const step = { ArrowDown: 1, ArrowUp: -1, PageDown: 8, PageUp: -8, Home: -part.count, End: part.count }[event.key];
    if (!step) return;
    event.preventDefault();
    const now = numberOf(part),
      next = Math.max(0, Math.min(part.count - 1, now < 0 ? 0 : now + step));
    toView(part, next);
    own.wanted = { part, n: next };
    take();
  };

  const take = () => {
    // the row that the keys moved to, as soon as it has come
    const row = own.wanted && own.wanted.part.rows.get(own.wanted.n);
    if (!row) return;
    data.at = { part: own.wanted.part.name, n: own.wanted.n };
    own.wanted = null;
    if (row.id !== data.selected) {
      data.selected = row.id;
      mark();
      pick(row.id);
    }
  };

  if (own.sign !== sign) {
    build();
    root.scrollTop = 0;
  }
  draw();
  if (own.air)
    own.air.onmessage = ({ data: said }) => {
      if (said.kind !== "hover" || said.by === "list") return;
      own.lit = said.key || said.ids.length ? said : null;
      mark();
    };
  const shown = data.at && own.parts[data.at.part];
  if (shown && own.seen !== data.selected) {
    if (shown.box.hidden) shown.box.parentElement.querySelector("h2 button").click();
    toView(shown, data.at.n);
    draw();
  }
  own.seen = data.selected;
  root.onscroll = draw;
  if (own.watch) own.watch.disconnect();
  own.watch = new ResizeObserver(draw);
  own.watch.observe(root);
  return () => {
    own.watch.disconnect();
  };
}
