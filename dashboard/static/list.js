// The incidents next to the map. Each part is a list box. Only the rows in view exist; they come from our own server a page at
// a time. A channel of this page tells the map what is under the pointer.
const ROW = 54; // pixels
const MARGIN = 6; // rows that exist beyond the view on each side
const HEAD = 32; // pixels; the height of a part's heading, which stays at the top
/**
 * @typedef {HTMLElement & { parentElement: HTMLElement }} Box in its section
 * @typedef {{ name: string, count: number, rows: Map<number, AtlasRow>, asked: Set<number>, shown: Map<number, HTMLElement>,
 *   box: Box }} Part
 * @typedef {{ part: Part, n: number }} Wanted
 * @typedef {AtlasTuned & { open: Record<string, boolean>, parts: Record<string, Part>, sign: string, seen: string,
 *   at: AtlasList["at"], wanted?: Wanted | null, later?: Wanted | null, lit?: AtlasHovered | null, watch?: ResizeObserver }} Own
 */
/** @type {WeakMap<Element, Own>} */
const kept = new WeakMap();

/**
 * Returns the range of rows that exist: those in view, and some around them.
 * @param {{ top: number, bottom: number }} view
 * @param {number} top of the first row
 * @param {number} count
 * @returns {[from: number, to: number]}
 */
export function rowsInView(view, top, count) {
  const from = Math.floor((view.top - top) / ROW) - MARGIN;
  const to = Math.ceil((view.bottom - top) / ROW) + MARGIN;
  return [Math.max(0, from), Math.min(count, to)];
}

/**
 * Returns the row to which a key moves, or null for another key.
 * @param {string} key
 * @param {number} now -1 for none
 * @param {number} count
 */
export function rowAfter(key, now, count) {
  /** @type {Record<string, number>} */
  const steps = { ArrowDown: 1, ArrowUp: -1, PageDown: 8, PageUp: -8, Home: -count, End: count };
  if (!steps[key]) return null;
  return Math.max(0, Math.min(count - 1, now < 0 ? 0 : now + steps[key]));
}

class List {
  /** @param {HTMLElement} root @param {Own} own @param {AtlasList} data @param {AtlasSay} setStateValue */
  constructor(root, own, data, setStateValue) {
    this.root = root;
    this.own = own; // state that survives a redraw by Streamlit
    this.data = data;
    this.setStateValue = setStateValue;
    this.sign = `${data.query} ${data.stamp}`;
  }

  /** @param {string} id */
  pick(id) {
    this.setStateValue("picked", { id, n: Date.now() });
  }

  /** @param {AtlasRow | null} row */
  hover(row) {
    atlasHover(this.own.air, "list", row ? row.key : "", row ? [row.id] : []);
  }

  build() {
    const { own, root } = this;
    const { counts } = this.data;
    own.sign = this.sign;
    own.at = null;
    own.parts = {};
    root.replaceChildren();
    const filled = Object.keys(counts).filter((name) => counts[name]);
    if (filled.length && !filled.some((name) => own.open[name])) own.open[filled[0]] = true;
    for (const name of filled) {
      /** @type {Part} */
      const part = { name, count: counts[name], rows: new Map(), asked: new Set(), shown: new Map(), box: this.box(name) };
      const more = name === "look" ? this.data.more : []; // its last rows come with the data
      more.forEach((row, n) => part.rows.set(counts[name] - more.length + n, row));
      part.box.onkeydown = (event) => this.move(part, event);
      const section = atlasMake("section");
      section.append(this.head(part), part.box);
      root.append(section);
      own.parts[name] = part;
    }
  }

  /** @param {string} name of a part */
  box(name) {
    const box = atlasMake("div", "l-rows");
    box.hidden = !this.own.open[name];
    box.style.height = `${this.data.counts[name] * ROW}px`;
    box.tabIndex = 0;
    box.setAttribute("role", "listbox");
    box.setAttribute("aria-label", this.data.words[name]);
    return /** @type {Box} */ (box);
  }

  /** @param {Part} part */
  head({ name, box }) {
    const { own, data } = this;
    const arrow = atlasMake("span", "l-arrow");
    arrow.setAttribute("aria-hidden", "true");
    const toggle = atlasButton();
    toggle.append(arrow, atlasMake("span", "", data.words[name]), atlasMake("span", "l-count", data.number[name]));
    toggle.setAttribute("aria-expanded", String(own.open[name]));
    toggle.onclick = () => {
      own.open[name] = !own.open[name];
      toggle.setAttribute("aria-expanded", String(own.open[name]));
      box.hidden = !own.open[name];
      this.draw();
    };
    const head = atlasMake("h2");
    head.append(toggle);
    return head;
  }

  /** @param {Part} part @param {number} page */
  ask(part, page) {
    if (part.asked.has(page)) return;
    part.asked.add(page);
    const { own, data } = this;
    const mine = own.sign;
    const search = new URLSearchParams(data.query);
    search.set("part", part.name);
    search.set("start", String(page * data.page));
    atlasFetch(`/map/list?${search}`, { headers: { "X-Incident-Atlas": data.key } })
      .then((/** @type {{ start: number, rows: AtlasRow[] }} */ answer) => {
        if (mine !== own.sign) return;
        answer.rows.forEach((row, n) => part.rows.set(answer.start + n, row));
        this.draw();
        this.take();
      })
      .catch(() => part.asked.delete(page));
  }

  /** @param {Part} part @param {number} n */
  place(part, n) {
    const { data } = this;
    const row = part.rows.get(n);
    const element = atlasMake("div", "l-row");
    element.id = `atlas-row-${part.name}-${n}`;
    element.style.top = `${n * ROW}px`;
    element.setAttribute("role", "option");
    element.setAttribute("aria-posinset", String(n + 1));
    element.setAttribute("aria-setsize", String(part.count));
    if (!row) {
      element.textContent = "…";
      return element;
    }
    element.dataset.id = row.id;
    element.dataset.key = row.key;
    const first = atlasMake("div", "l-first");
    const second = atlasMake("div", "l-second");
    first.append(atlasMake("b", "", row.place), atlasMake("span", "l-people", row.people));
    // show the first doubt and the number of others, so that type and day stay in view
    second.append(...row.doubts.map((doubt, k) => atlasMake("span", k ? "l-unseen" : "l-doubt", `${doubt} `)));
    if (row.doubts.length > 1) {
      const more = atlasMake("span", "l-doubt", `+${row.doubts.length - 1}`);
      more.ariaHidden = "true";
      second.append(more);
    }
    second.append(row.line);
    const text = atlasMake("div", "l-text");
    text.append(first, second);
    const look = data.types[row.type];
    element.append(look ? atlasSymbol(look, 16, row, data.rim) : atlasMake("span", "l-sign", "?"), text);
    element.title = [row.place, row.line, row.people, ...row.doubts].join("\n");
    element.onclick = () => this.pick(row.id === data.selected ? "" : row.id);
    element.onpointerenter = () => this.hover(row);
    element.onpointerleave = () => this.hover(null);
    return element;
  }

  /** Marks the selected row, and the rows under the pointer elsewhere. */
  mark() {
    const { own, data } = this;
    /** @param {DOMStringMap} row */
    const isLit = ({ id, key }) => Boolean(own.lit && id && (own.lit.ids.includes(id) || (own.lit.key && own.lit.key === key)));
    for (const part of Object.values(own.parts)) {
      part.box.removeAttribute("aria-activedescendant");
      for (const element of part.shown.values()) {
        const isSelected = data.selected !== "" && element.dataset.id === data.selected;
        element.setAttribute("aria-selected", String(isSelected));
        element.classList.toggle("l-lit", isLit(element.dataset));
        if (isSelected) part.box.setAttribute("aria-activedescendant", element.id);
      }
    }
  }

  draw() {
    const view = this.root.getBoundingClientRect();
    for (const part of Object.values(this.own.parts)) if (!part.box.hidden) this.drawPart(part, view);
    this.mark();
  }

  /** @param {Part} part @param {DOMRect} view */
  drawPart(part, view) {
    const [from, to] = rowsInView(view, part.box.getBoundingClientRect().top, part.count);
    for (const [n, element] of part.shown) {
      const hasCome = !element.dataset.id && part.rows.has(n);
      if (n >= from && n < to && !hasCome) continue;
      element.remove();
      part.shown.delete(n);
    }
    for (let n = from; n < to; n += 1) {
      if (!part.rows.has(n)) this.ask(part, Math.floor(n / this.data.page));
      if (part.shown.has(n)) continue;
      const element = this.place(part, n);
      part.shown.set(n, element);
      part.box.append(element);
    }
  }

  /** @param {Part} part @param {number} n */
  toView(part, n) {
    const { root } = this;
    const view = root.getBoundingClientRect();
    const isRoom = view.height >= HEAD + ROW; // on a phone, the sheet shows no rows until it is opened
    this.own.later = isRoom ? null : { part, n };
    if (!isRoom) return;
    const top = part.box.getBoundingClientRect().top + n * ROW;
    if (top < view.top + HEAD) root.scrollBy({ top: top - view.top - HEAD - 8 });
    else if (top + ROW > view.bottom) root.scrollBy({ top: top + ROW - view.bottom + 8 });
  }

  resized() {
    const { later, parts } = this.own;
    if (later && parts[later.part.name] === later.part) this.toView(later.part, later.n);
    this.draw();
  }

  /** @param {Part} part @param {KeyboardEvent} event */
  move(part, event) {
    const { at } = this.own; // even after the card was closed, so that the keys continue from there
    const now = at && at.part === part.name ? part.rows.get(at.n) : null;
    if (now && !now.type && atlasPresses(event)) this.pick(now.id);
    const next = rowAfter(event.key, at && at.part === part.name ? at.n : -1, part.count);
    if (next === null) return;
    event.preventDefault();
    this.toView(part, next);
    this.own.wanted = { part, n: next };
    this.take();
  }

  /** Selects the row that the keys moved to, once it has loaded. */
  take() {
    const { own, data } = this;
    const row = own.wanted && own.wanted.part.rows.get(own.wanted.n);
    if (!row) return;
    own.at = { part: /** @type {Wanted} */ (own.wanted).part.name, n: /** @type {Wanted} */ (own.wanted).n };
    own.wanted = null;
    if (row.id === data.selected) return;
    data.selected = row.id;
    this.mark();
    if (row.type) this.pick(row.id); // a row that is not an incident opens another tab, but only on Enter
  }

  show() {
    const { own, data, root } = this;
    if (own.sign !== this.sign) {
      this.build();
      root.scrollTop = 0;
    }
    this.draw();
    const isNews = own.seen !== data.selected;
    if (isNews && data.at) own.at = data.at;
    const shown = data.at && own.parts[data.at.part];
    if (shown && isNews) {
      if (shown.box.hidden) /** @type {HTMLElement} */ (shown.box.parentElement.querySelector("h2 button")).click();
      this.toView(shown, /** @type {{ n: number }} */ (data.at).n);
      this.draw();
    }
    own.seen = data.selected;
  }

  /** @param {AtlasSaid} said */
  hear(said) {
    if (said.kind !== "hover" || said.by === "list") return;
    this.own.lit = said.key || said.ids.length ? said : null;
    this.mark();
  }
}

/** @param {AtlasPart<AtlasList | null>} component */
export default function (component) {
  const { data, parentElement, setStateValue } = component;
  if (!data || !data.counts) return undefined;
  const root = /** @type {HTMLElement} */ (parentElement.querySelector(".list"));
  /** @type {Own} */
  const own = kept.get(root) || {
    open: { new: true, earlier: false, totals: false },
    parts: {},
    at: null,
    sign: "",
    air: null,
    channel: "",
    seen: "",
  };
  kept.set(root, own);
  atlasTune(own, data.channel);
  const list = new List(root, own, data, setStateValue);
  if (own.air) own.air.onmessage = (event) => list.hear(event.data);
  list.show();
  root.onscroll = () => list.draw();
  if (own.watch) own.watch.disconnect();
  own.watch = new ResizeObserver(() => list.resized());
  own.watch.observe(root);
  return () => /** @type {ResizeObserver} */ (own.watch).disconnect();
}
