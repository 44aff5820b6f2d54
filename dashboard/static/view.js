// Requests the content of the view and draws it: markers, density or shaded areas.
const ATLAS_PATHS = { markers: "/map/view", heat: "/map/density", areas: "/map/shading" };
const ATLAS_SPARE = 0.3; // how far the server's answer extends beyond each side, as a share of the view

/**
 * Returns whether a box of west, south, east and north lies in another.
 * @param {number[]} inner
 * @param {number[]} outer
 */
function atlasLiesIn(inner, outer) {
  return inner[0] >= outer[0] && inner[1] >= outer[1] && inner[2] <= outer[2] && inner[3] <= outer[3];
}

/**
 * Moves an item to the copy of the world in view, across the date line.
 * @template {{ at?: AtlasPoint, box?: AtlasPoint[] }} T
 * @param {T} item
 * @param {number} middle the longitude of the centre of the view
 */
function atlasNear(item, middle) {
  if (!item.at) return;
  const [lat, lon] = item.at;
  const turns = Math.round((middle - lon) / 360) * 360;
  if (!turns) return;
  item.at = [lat, lon + turns];
  if (item.box) item.box = item.box.map(([south, west]) => [south, west + turns]);
}

class AtlasView {
  /**
   * @param {AtlasShared} shared
   * @param {{ drawing: ReturnType<typeof atlasDrawing>, heat: ReturnType<typeof atlasDensity>,
   *   key: ReturnType<typeof atlasKey>, line: ReturnType<typeof atlasLive>, sums: ReturnType<typeof atlasSums> }} parts
   */
  constructor(shared, parts) {
    this.shared = shared;
    this.parts = parts;
    /** @type {AbortController | null} */
    this.asked = null; // aborts the pending request
    /** @type {{ zoom: number, sign: string, box: number[] } | null} */
    this.covered = null; // the views for which the current markers are valid
    /** @type {{ view: number[], answer: AtlasAnswer } | null} */
    this.given = null; // an answer that came with the state
    this.isDue = false;
  }

  corners() {
    const bounds = this.shared.map.getBounds();
    return [bounds.getWest(), bounds.getSouth(), bounds.getEast(), bounds.getNorth()];
  }

  now() {
    return [...this.corners(), this.shared.map.getZoom()];
  }

  /** Returns a string that changes with everything that an answer depends on, apart from the view. */
  sign() {
    const { state } = this.shared;
    const selected = state.selected && state.selected.key;
    return JSON.stringify([this.shared.query().toString(), state.stamp, state.draw, state.weigh, state.level, selected]);
  }

  isCovered() {
    const { covered } = this;
    if (!covered || covered.zoom !== this.shared.map.getZoom() || covered.sign !== this.sign()) return false;
    return atlasLiesIn(this.corners(), covered.box);
  }

  /** Loads once for all changes in the same task: a new state also moves the map. */
  load() {
    if (this.isDue) return;
    this.isDue = true;
    queueMicrotask(() => {
      this.isDue = false;
      this.fetch();
    });
  }

  fetch() {
    const { state, map, box, kit, moment } = this.shared;
    if (!state || !map.getSize().x || !map.getSize().y) return; // not laid out yet
    const { given } = this;
    const isMarkers = state.draw === "markers";
    this.given = null;
    if (isMarkers && this.isCovered()) {
      this.painted();
      return;
    }
    if (this.asked) this.asked.abort();
    this.asked = new AbortController();
    const view = this.now();
    const sign = this.sign();
    if (given && isMarkers && !moment && JSON.stringify(given.view) === JSON.stringify(view)) {
      this.take(given.answer, view, sign);
      return;
    }
    const slow = setTimeout(() => {
      box.setAttribute("aria-busy", "true");
      this.shared.note(kit.words.loading);
    }, 500);
    const done = () => clearTimeout(slow);
    this.shared
      .ask(ATLAS_PATHS[state.draw], this.values(view), this.asked.signal)
      .finally(done)
      .then((answer) => this.take(answer, view, sign))
      .catch((error) => this.failed(error));
  }

  /** @param {number[]} view @returns {Record<string, string | number>} */
  values([west, south, east, north, zoom]) {
    const { draw, weigh, level } = this.shared.state;
    return draw === "areas" ? { weigh, level } : { box: [west, south, east, north].join(","), zoom, weigh };
  }

  /** @param {Error} error */
  failed(error) {
    if (error.name === "AbortError") return;
    this.shared.box.setAttribute("aria-busy", "false");
    this.shared.note(this.shared.kit.words.failed);
    this.covered = null;
  }

  /** @param {AtlasAnswer} answer @param {number[]} view @param {string} sign */
  take(answer, [west, south, east, north, zoom], sign) {
    if (sign !== this.sign()) return undefined;
    const { shared, parts } = this;
    const { state } = shared;
    if (state.draw !== "markers") parts.drawing.clear();
    if (state.draw !== "areas") shared.shading.clear();
    if (state.draw !== "heat") parts.heat.clear();
    shared.note("");
    const middle = shared.map.getCenter().lng;
    for (const item of [answer.spots, answer.clusters, answer.areas].flatMap((items) => items || [])) atlasNear(item, middle);
    const wide = ATLAS_SPARE * (east - west);
    const high = ATLAS_SPARE * (north - south);
    this.covered = { zoom, sign, box: [west - wide, south - high, east + wide, north + high] };
    if (state.draw === "areas") return this.shade(answer);
    if (state.draw === "markers") parts.drawing.draw(answer);
    parts.key(state, answer, state.draw === "heat" ? parts.heat.draw(answer) : null);
    return this.painted();
  }

  /** @param {AtlasAnswer} answer */
  shade(answer) {
    const { shared } = this;
    const { level } = shared.state;
    const isWanted = () => shared.state.draw === "areas" && shared.state.level === level;
    return shared.shading.draw(answer, level, isWanted).then((isDrawn) => {
      if (!isDrawn) return;
      this.parts.key(shared.state, answer, null);
      this.painted();
    });
  }

  /** Reports when the view is visible: a message sent from an animation frame arrives after the frame is painted. */
  painted() {
    const { box } = this.shared;
    requestAnimationFrame(() => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => {
        const { state, moment } = this.shared;
        box.dataset.painted = String(Number(box.dataset.painted || 0) + 1);
        box.dataset.state = state.query;
        box.setAttribute("aria-busy", "false");
        this.parts.sums(this.now());
        this.parts.line.show(state.draw === "markers" && !moment ? this.now() : null);
      };
      port2.postMessage(null);
    });
  }
}
