// The popup of a place: for each incident there its type, date and figures. The card says the rest.
const ATLAS_WIDE = 700; // pixels; from there on the card stands beside the map

/**
 * Above the marker, else below it, next to it or at one of its corners, wherever the popup hides the fewest other markers.
 * @param {{ x: number, y: number }} at the marker
 * @param {number} gap
 * @param {{ x: number, y: number }} size of the popup
 * @param {{ x: number, y: number }} view
 * @param {[middle: { x: number, y: number }, half: number][]} others markers, with half of their size
 * @param {{ left: number, top: number, right: number, bottom: number }[]} taken by what lies over popups, as the legend does
 */
function atlasPopupSide(at, gap, size, view, others, taken = []) {
  const sides = [
    { isAbove: true, x: 0, y: -gap - size.y / 2 },
    { isAbove: false, x: 0, y: gap + size.y / 2 },
    { isAbove: false, x: gap + size.x / 2, y: 0 },
    { isAbove: false, x: -gap - size.x / 2, y: 0 },
    { isAbove: false, x: gap + size.x / 2, y: -gap - size.y / 2 },
    { isAbove: false, x: -gap - size.x / 2, y: -gap - size.y / 2 },
    { isAbove: false, x: gap + size.x / 2, y: gap + size.y / 2 },
    { isAbove: false, x: -gap - size.x / 2, y: gap + size.y / 2 },
  ];
  const { top, right, bottom, left } = atlasRoom(view);
  /** @param {{ x: number, y: number }} side */
  const cost = (side) => {
    const [x, y] = [at.x + side.x, at.y + side.y];
    /** @param {typeof others[number]} other */
    const isHidden = ([p, half]) => Math.abs(p.x - x) < size.x / 2 + half && Math.abs(p.y - y) < size.y / 2 + half;
    const isBeside = x - size.x / 2 < left || x + size.x / 2 > view.x - right;
    const isOut = isBeside || y - size.y / 2 < top || y + size.y / 2 > view.y - bottom;
    const isUnder = taken.some(
      (box) =>
        Math.abs(box.left + box.right - 2 * x) < box.right - box.left + size.x &&
        box.top < y + size.y / 2 &&
        box.bottom > y - size.y / 2,
    );
    return others.filter(isHidden).length + (isOut ? 100 : 0) + (isUnder ? 50 : 0);
  };
  return sides.reduce((best, next) => (cost(next) < cost(best) ? next : best));
}

/**
 * What the bars and the card leave of the map to a popup, as margins. On a phone the card takes half of the window.
 * @param {{ x: number, y: number }} view
 */
function atlasRoom({ x, y }) {
  return x > ATLAS_WIDE ? { top: 52, right: 356, bottom: 8, left: 8 } : { top: 92, right: 12, bottom: 0.58 * y, left: 8 };
}

class AtlasPlaces {
  /**
   * @param {L.Map} map
   * @param {AtlasKit} kit
   * @param {Pick<AtlasShared, "ask" | "tell" | "marks">} shared
   */
  constructor(map, kit, shared) {
    this.map = map;
    this.kit = kit;
    this.shared = shared;
    /** @type {L.Popup | null} */
    this.popup = null;
    this.key = "";
  }

  /** @param {string} key */
  isOpenAt(key) {
    return Boolean(this.popup && this.popup.isOpen() && this.key === key);
  }

  /** @param {string} key @param {L.LatLngExpression} at @param {string} first the incident on top @param {boolean} [autoPan] */
  open(key, at, first, autoPan = true) {
    const body = atlasMake("div", "atlas-place");
    body.append(atlasMake("p", "", this.kit.words.loading));
    const { top, right, bottom } = atlasRoom(this.map.getSize());
    const pan = {
      autoPan,
      autoPanPaddingTopLeft: L.point(58, top + 4),
      autoPanPaddingBottomRight: L.point(right + 14, bottom + 4),
    };
    this.popup = L.popup({ maxWidth: 260, ...pan })
      .setLatLng(at)
      .setContent(body);
    this.key = key;
    this.popup.openOn(this.map);
    this.page(body, { key, first, start: 0 });
  }

  /**
   * @param {HTMLElement} body
   * @param {{ key: string, first: string, start: number }} asked
   */
  page(body, asked) {
    this.shared
      .ask("/map/place", asked)
      .then((answer) => {
        this.fill(body, answer, asked);
        const fit = () => this.fit();
        fit();
        document.fonts.ready.then(fit); // words may be taller in a font that is still on its way
      })
      .catch(() => body.replaceChildren(atlasMake("p", "", this.kit.words.failed)));
  }

  /** @param {HTMLElement} body @param {AtlasPlaceAnswer} answer @param {Parameters<AtlasPlaces["page"]>[1]} asked */
  fill(body, answer, asked) {
    const { words } = this.kit;
    if (asked.start === 0) body.replaceChildren();
    if (asked.start === 0 && answer.total > 1) {
      body.append(atlasMake("p", "atlas-total", atlasFill(words.here, { n: answer.total })));
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
      if (!body.querySelector("h4")) body.prepend(atlasMake("h4", "", item.place));
      const entry = atlasButton("atlas-entry");
      entry.append(atlasMake("b", "", item.line), atlasMake("span", "", item.people));
      entry.onclick = () => this.shared.tell({ picked: item.id });
      body.append(entry);
    }
    const shown = asked.start + answer.items.length;
    if (shown >= answer.total || !answer.items.length) return;
    const next = atlasButton("atlas-more atlas-more-items", atlasFill(words.more, { n: answer.total - shown }));
    next.onclick = () => this.page(body, { ...asked, start: shown });
    body.append(next);
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
    const { isAbove, x, y } = atlasPopupSide(at, gap, size, map.getSize(), others, taken);
    element.classList.toggle("atlas-no-tip", !isAbove);
    popup.options.offset = isAbove ? L.point(0, -gap + 12) : L.point(x, y + size.y / 2 + 20);
  }
}
