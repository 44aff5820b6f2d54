// The timeline below the map. A few incidents on a few days have a mark each; more become a histogram. The user can drag to
// choose a time, move its two handles with the arrow keys, and play through it.
/** @type {WeakMap<Element, AtlasTimelineOwn>} */
const kept = new WeakMap();

/**
 * Returns the tooltip of the bar under the pointer: the number of incidents, in total and by family of types.
 * @param {AtlasBin} bin
 * @param {AtlasTimeline["families"]} families
 * @param {Record<string, string>} words
 */
export function tipOf(bin, families, words) {
  const whole = atlasFill(bin.vague ? words.tip_vague : words.tip, { when: bin.words, n: bin.n, vague: bin.vague });
  const parts = families.map(({ label }, kind) => bin.parts[kind] && atlasFill(words.tip, { when: label, n: bin.parts[kind] }));
  return [whole, ...parts.filter(Boolean)].join("\n");
}

class Timeline {
  /** @param {HTMLElement} root @param {AtlasTimelineOwn} own @param {AtlasTimeline} data @param {AtlasSay} setStateValue */
  constructor(root, own, data, setStateValue) {
    this.root = root;
    this.svg = /** @type {SVGSVGElement} */ (root.querySelector(".t-chart svg"));
    this.own = own; // state that survives a redraw by Streamlit
    this.data = data;
    this.setStateValue = setStateValue;
    this.bins = data.bins;
    this.count = data.bins.length;
    this.isFiltered = Boolean(data.from || data.to);
    this.low = data.from ? atlasBinOf(data.bins, data.from) : 0;
    this.high = data.to ? atlasBinOf(data.bins, data.to) : this.count - 1;
    /** @type {AtlasTimelineControls} */
    this.controls = {
      play: /** @type {HTMLElement} */ (root.querySelector(".t-play")),
      speed: /** @type {HTMLSelectElement} */ (root.querySelector(".t-speed")),
      way: /** @type {HTMLSelectElement} */ (root.querySelector(".t-way")),
      status: /** @type {HTMLElement} */ (root.querySelector(".t-status")),
    };
    /** @type {AtlasPlayerActs} */
    const acts = { send: (from, to) => this.send(from, to), draw: () => this.draw() };
    this.player = new AtlasPlayer(own, data, this.controls, acts);
  }

  /** Returns the width in pixels. This forces a layout of the page, so call it once per drawing. */
  wide() {
    return Math.max(200, this.svg.clientWidth || this.root.clientWidth || 600);
  }

  /** @param {MouseEvent} event */
  binAt(event) {
    const part = (event.clientX - this.svg.getBoundingClientRect().left) / this.wide();
    return Math.max(0, Math.min(this.count - 1, Math.floor(part * this.count)));
  }

  /** @param {string} from @param {string} to */
  send(from, to) {
    this.setStateValue("range", { from, to, n: Date.now() });
  }

  /** @param {number} a @param {number} b */
  commit(a, b) {
    [this.low, this.high] = [Math.min(a, b), Math.max(a, b)];
    if (this.low === 0 && this.high === this.count - 1) this.send("", "");
    else this.send(this.bins[this.low].start, this.bins[this.high].end);
  }

  draw() {
    const { own, data, low, high } = this;
    /** @type {AtlasStripView} */
    const view = {
      data,
      width: this.wide(),
      height: atlasStripHeight(this.count),
      low,
      high,
      isChosen: Boolean(this.isFiltered || own.drag),
      played: own.playing || own.paused ? [own.from, own.at] : null,
    };
    this.tip = atlasDrawStrip(this.svg, view, {
      pick: ({ id }) => this.setStateValue("act", { picked: id === data.selected ? "" : id, n: Date.now() }),
      hover: ({ key, id }, isOver) => atlasHover(own.air, "time", isOver ? key : "", isOver ? [id] : []),
      commit: (from, to) => this.commit(from, to),
    });
  }

  /** Listens to the pointer: dragging chooses a time, and dragging a handle moves that end. */
  listen() {
    const { svg, own, data } = this;
    svg.onpointerdown = (event) => {
      if (event.button) return;
      this.player.pause(false);
      const grip = /** @type {SVGElement | null} */ (/** @type {Element} */ (event.target).closest("[data-end]"));
      const other = grip && grip.dataset.end === "low" ? this.high : this.low;
      own.drag = { from: grip ? other : this.binAt(event) };
      svg.setPointerCapture(event.pointerId);
    };
    svg.onpointermove = (event) => {
      const n = this.binAt(event);
      if (!own.drag) {
        if (this.tip) this.tip.textContent = tipOf(this.bins[n], data.families, data.words);
        return;
      }
      [this.low, this.high] = [Math.min(own.drag.from, n), Math.max(own.drag.from, n)];
      this.draw();
    };
    svg.onpointerup = (event) => {
      if (!own.drag) return;
      const { from } = own.drag;
      own.drag = null;
      this.commit(from, this.binAt(event));
    };
    svg.onpointercancel = () => {
      own.drag = null;
      this.draw();
    };
  }

  /** Shows a button for each of one or two days, instead of handles. */
  showDays() {
    const days = /** @type {HTMLElement} */ (this.root.querySelector(".t-days"));
    days.replaceChildren();
    days.hidden = this.count > 2;
    if (this.count > 2) return;
    this.bins.forEach((bin, n) => {
      const isOn = this.isFiltered && this.low === n && this.high === n;
      const touching = this.data.events.filter(({ span: [from, to], out }) => !out && from <= n && n <= to).length;
      const day = atlasButton("", `${bin.words} · ${touching || bin.n}`);
      day.setAttribute("aria-pressed", String(isOn));
      day.title = atlasFill(this.data.words.only, { when: bin.words });
      day.onclick = () => (isOn ? this.send("", "") : this.send(bin.start, bin.end));
      days.append(day);
    });
  }

  showControls() {
    const { own, data, player, controls, low, high } = this;
    const { words } = data;
    const { play, speed, way, status } = controls;
    const clear = /** @type {HTMLButtonElement} */ (this.root.querySelector(".t-clear"));
    play.textContent = own.playing ? words.pause : words.play;
    play.onclick = () => player.toggle(this.isFiltered ? [this.low, this.high] : null);
    clear.textContent = words.clear;
    clear.disabled = !this.isFiltered;
    clear.onclick = () => player.clear();
    speed.setAttribute("aria-label", words.speed);
    way.setAttribute("aria-label", words.way);
    if (!speed.options.length) {
      for (const value of [0.5, 1, 2, 4]) speed.add(new Option(`${value}×`, String(value), value === 1, value === 1));
    }
    if (!way.options.length) for (const value of ["window", "accumulate"]) way.add(new Option(words[value], value));
    if (!own.playing) status.textContent = this.isFiltered ? player.spanWords(low, high) : "";
    player.rest();
  }

  /** Shows what has no place on the axis: events before it, and incidents without a date. */
  showRest() {
    const { data, root } = this;
    const { words } = data;
    const earlier = /** @type {HTMLElement} */ (root.querySelector(".t-earlier"));
    earlier.hidden = !data.has_earlier;
    earlier.textContent = words.earlier;
    earlier.setAttribute("aria-pressed", String(data.opened));
    earlier.onclick = () => this.setStateValue("act", { earlier: true, n: Date.now() });
    const undated = /** @type {HTMLElement} */ (root.querySelector(".t-undated"));
    undated.hidden = !data.has_undated;
    /** @type {HTMLElement} */ (undated.querySelector("span")).textContent = words.undated;
    const box = /** @type {HTMLInputElement} */ (undated.querySelector("input"));
    box.checked = !data.dated;
    box.onchange = () => this.setStateValue("undated", { shown: box.checked, n: Date.now() });
    /** @type {HTMLElement} */ (root.querySelector(".t-loose")).replaceChildren(...(data.loose || []).map(this.mark, this));
    const listed = /** @type {HTMLElement} */ (root.querySelector(".t-listed"));
    listed.hidden = !data.listed?.length;
    listed.setAttribute("aria-label", words.earlier_listed);
    listed.replaceChildren(...(data.listed || []).map(this.mark, this));
  }

  /**
   * Returns the mark of an incident without a place on the axis, with its day if it has one.
   * @param {AtlasLoose} event
   */
  mark(event) {
    const { data, own } = this;
    const { id, key, type, words, day, out, off } = event;
    const mark = atlasButton("t-mark");
    mark.append(atlasSymbol(data.types[type], ATLAS_MARK, event, data.rim));
    if (day) mark.append(atlasMake("span", "", day));
    mark.title = words;
    mark.classList.toggle("t-out", Boolean(out));
    mark.classList.toggle("t-off", Boolean(off));
    mark.setAttribute("aria-label", words);
    mark.setAttribute("aria-pressed", String(id === data.selected));
    mark.onclick = () => this.setStateValue("act", { picked: id === data.selected ? "" : id, n: Date.now() });
    mark.onpointerenter = () => atlasHover(own.air, "time", key, [id]);
    mark.onpointerleave = () => atlasHover(own.air, "time", "", []);
    return mark;
  }

  show() {
    const { root, svg, own, data } = this;
    root.setAttribute("aria-label", data.words.name);
    svg.setAttribute("aria-label", data.words.name);
    this.listen();
    this.showDays();
    this.showControls();
    this.showRest();
    this.draw();
    if (own.watch) own.watch.disconnect();
    own.watch = new ResizeObserver(() => {
      if (!own.drag) this.draw();
    });
    own.watch.observe(root);
  }
}

/** @param {AtlasPart<AtlasTimeline | null>} component */
export default function (component) {
  const { data, parentElement, setStateValue } = component;
  if (!data || !data.bins) return undefined; // called once more when the component is removed
  const root = /** @type {HTMLElement} */ (parentElement.querySelector(".timeline"));
  root.dataset.empty = data.bins.length ? "" : data.words.none;
  if (!data.bins.length) return undefined;
  const own = kept.get(root) || /** @type {AtlasTimelineOwn} */ ({ air: null, playing: null, at: 0, drag: null, channel: "" });
  kept.set(root, own);
  atlasTune(own, data.channel);
  new Timeline(root, own, data, setStateValue).show();
  return () => /** @type {ResizeObserver} */ (own.watch).disconnect();
}
