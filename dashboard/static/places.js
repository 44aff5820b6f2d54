// The popup of a place, with the type, date and figures of each incident there. The card shows the rest.
const ATLAS_WIDE = 1024; // window width in pixels, as in map_page.css; up to this width, the card covers the list

/**
 * Finds the side where a popup hides the fewest markers: above its marker, below it, next to it or at a corner, at one of two
 * distances. Markers move with the map, so the map may move by `pan` to make room, unless the view is held.
 * @param {{ x: number, y: number }} at the marker
 * @param {number} gap
 * @param {{ x: number, y: number }} size of the popup
 * @param {{ x: number, y: number }} view
 * @param {[middle: { x: number, y: number }, half: number][]} others markers, with half their size
 * @param {{ left: number, top: number, right: number, bottom: number }[]} taken boxes that cover popups, such as the legend
 * @param {boolean} isHeld
 */
function atlasPopupSide(at, gap, size, view, others, taken = [], isHeld = false) {
  const half = { x: size.x / 2, y: size.y / 2 };
  const room = atlasRoom(view);
  /** @param {[number, number]} from the marker to the centre of the popup */
  const found = ([x, y]) => {
    const middle = { x: at.x + x, y: at.y + y };
    /** @param {typeof others[number]} other */
    const isHidden = ([p, r]) => Math.abs(p.x - middle.x) < half.x + r && Math.abs(p.y - middle.y) < half.y + r;
    const pan = {
      x: atlasInto(at.x, middle.x, half.x, room.left, view.x - room.right),
      y: atlasInto(at.y, middle.y, half.y, room.top, view.y - room.bottom),
    };
    const [left, top] = [middle.x - half.x + pan.x, middle.y - half.y + pan.y];
    const isUnder = taken.some(
      (box) => box.left < left + size.x && box.right > left && box.top < top + size.y && box.bottom > top,
    );
    const far = Math.hypot(pan.x, pan.y);
    const cost = others.filter(isHidden).length + (isUnder ? 50 : 0) + (isHeld && far ? 100 + far : far / 10_000);
    return { x, y, pan: isHeld ? { x: 0, y: 0 } : pan, cost, isAbove: x === 0 && y === -gap - half.y };
  };
  const sides = [gap, gap + ATLAS_RING / 2].flatMap((space) => {
    const [wide, high] = [space + half.x, space + half.y];
    const slid = atlasInto(at.x, at.x, half.x, room.left, view.x - room.right); // if the map cannot move, the popup does
    const slides = isHeld && slid && Math.abs(slid) < half.x;
    // prettier-ignore
    return [[0, -high], [0, high], [wide, 0], [-wide, 0], ...(slides ? [[slid, -high], [slid, high]] : []),
      [wide, -high], [-wide, -high], [wide, high], [-wide, high]];
  });
  return sides.map(([x, y]) => found([x, y])).reduce((best, next) => (next.cost < best.cost ? next : best));
}

/**
 * Returns how far a marker and its popup must move to lie between two ends.
 * @param {number} at the marker
 * @param {number} middle of the popup
 * @param {number} half of the popup's length
 * @param {number} from
 * @param {number} to
 */
function atlasInto(at, middle, half, from, to) {
  const low = Math.min(at - ATLAS_RING / 2, middle - half);
  const high = Math.max(at + ATLAS_RING / 2, middle + half);
  return Math.max(0, from - low) + Math.min(0, to - high);
}

/**
 * Returns the margins that a popup must leave for the bars and the card. On a phone, the card takes half of the window; in a
 * narrow window, it covers the list.
 * @param {{ x: number, y: number }} view
 */
function atlasRoom({ x, y }) {
  const wide = globalThis.parent?.innerWidth ?? x; // the width of the page around the map
  if (wide <= ATLAS_NARROW) return { top: 96, right: 12, bottom: 0.58 * y, left: 58 };
  return { top: 56, right: wide > ATLAS_WIDE ? 364 : 12, bottom: 12, left: 58 };
}

/**
 * Returns a button that moves the focus from the popup to the card. It is visible only when focused.
 * @param {string} words
 */
function atlasToCard(words) {
  const button = atlasButton("atlas-more atlas-skip", words);
  button.onclick = () => {
    /** @type {HTMLElement | null} */ (window.parent.document.querySelector(".st-key-acts button"))?.focus();
  };
  return button;
}

class AtlasPlaces {
  /**
   * @param {L.Map} map
   * @param {AtlasKit} kit
   * @param {Pick<AtlasShared, "ask" | "tell" | "marks" | "returning" | "still">} shared
   */
  constructor(map, kit, shared) {
    this.map = map;
    this.kit = kit;
    this.shared = shared;
    /** @type {L.Popup | null} */
    this.popup = null;
    this.key = "";
    this.first = "";
    this.isHeld = false; // whether a link fixes the view
  }

  /** @param {string} key */
  isOpenAt(key) {
    return Boolean(this.popup && this.popup.isOpen() && this.key === key);
  }

  /** @param {string} key @param {L.LatLngExpression} at @param {string} first the incident on top @param {boolean} [isHeld] */
  open(key, at, first, isHeld = false) {
    const body = atlasMake("div", "atlas-place");
    body.append(atlasMake("p", "", this.kit.words.loading));
    this.shared.returning.leave();
    this.popup = L.popup({ maxWidth: 260, autoPan: false }).setLatLng(at).setContent(body);
    this.key = key;
    this.first = first;
    this.isHeld = isHeld;
    this.popup.openOn(this.map);
    this.page(body, { key, first, start: 0 });
  }

  /** Updates the open popup after a change. */
  refresh() {
    const body = this.popup?.isOpen() ? this.popup.getContent() : null;
    this.isHeld = true; // the user may have moved the map
    if (body instanceof HTMLElement) this.page(body, { key: this.key, first: this.first, start: 0 });
  }

  /**
   * @param {HTMLElement} body
   * @param {{ key: string, first: string, start: number }} asked
   */
  page(body, asked) {
    this.shared
      .ask("/map/place", asked)
      .then((answer) => {
        if (!answer.total) this.map.closePopup(); // its incidents were rejected or filtered out
        this.fill(body, answer, asked);
        const fit = () => this.fit();
        fit();
        document.fonts.ready.then(fit); // text may be taller in a font that is still loading
      })
      .catch(() => body.replaceChildren(atlasMake("p", "", this.kit.words.failed)));
  }

  /** @param {HTMLElement} body @param {AtlasPlaceAnswer} answer @param {Parameters<AtlasPlaces["page"]>[1]} asked */
  fill(body, answer, asked) {
    const { words } = this.kit;
    if (asked.start === 0) body.replaceChildren();
    if (asked.start === 0 && answer.total > 1) {
      const title = atlasMake("h4", "", answer.title);
      title.append(atlasMake("span", "atlas-total", atlasFill(words.here, { n: answer.total })));
      body.append(title);
    }
    body.querySelector(".atlas-more-items")?.remove();
    for (const item of answer.items) {
      if (answer.total === 1) {
        body.append(
          atlasMake("h4", "", item.place),
          atlasMake("p", "", item.line),
          atlasMake("p", "atlas-people", item.people),
        );
        continue;
      }
      const entry = atlasButton("atlas-entry");
      // places that no gazetteer knows share a position, so each shows its own name
      const line = item.place === answer.title ? item.line : `${item.name} · ${item.line}`;
      entry.append(atlasMake("b", "", line), atlasMake("span", "", item.people));
      entry.onclick = () => this.shared.tell({ picked: item.id });
      body.append(entry);
    }
    const shown = asked.start + answer.items.length;
    if (shown < answer.total && answer.items.length) {
      const next = atlasButton("atlas-more atlas-more-items", atlasFill(words.more, { n: answer.total - shown }));
      next.onclick = () => this.page(body, { ...asked, start: shown });
      body.append(next);
    }
    body.append(body.querySelector(".atlas-skip") ?? atlasToCard(words.to_card)); // the last Tab stop, even after later items
  }

  fit() {
    if (!this.popup || !this.popup.isOpen()) return;
    this.popup.update();
    this.settle(this.popup);
    this.popup.update();
  }

  /** @param {L.Popup} popup */
  settle(popup) {
    const { map } = this;
    const { marks } = this.shared;
    const element = /** @type {HTMLElement} */ (popup.getElement());
    const content = /** @type {HTMLElement} */ (element.querySelector(".leaflet-popup-content-wrapper"));
    const size = { x: element.offsetWidth, y: content.offsetHeight };
    const own = marks.get(this.key);
    const gap = (own && own.item.size ? own.item.size / 2 : 10) + 8;
    /** @type {[{ x: number, y: number }, number][]} */
    const others = [...marks.values()]
      .filter((mark) => mark !== own && mark.item.size)
      .map((mark) => [map.latLngToContainerPoint(mark.layers[0].getLatLng()), mark.item.size / 2]);
    const at = map.latLngToContainerPoint(/** @type {L.LatLng} */ (popup.getLatLng()));
    const { left, top } = map.getContainer().getBoundingClientRect();
    const taken = [...map.getContainer().querySelectorAll(".leaflet-bottom .leaflet-control")].map((control) => {
      const box = control.getBoundingClientRect();
      return { left: box.left - left, top: box.top - top, right: box.right - left, bottom: box.bottom - top };
    });
    const { isAbove, x, y, pan } = atlasPopupSide(at, gap, size, map.getSize(), others, taken, this.isHeld);
    element.classList.toggle("atlas-no-tip", !isAbove);
    popup.options.offset = isAbove ? L.point(0, -gap + 12) : L.point(x, y + size.y / 2 + 20);
    if (pan.x || pan.y) map.panBy([-pan.x, -pan.y], { animate: !this.shared.still });
  }
}
