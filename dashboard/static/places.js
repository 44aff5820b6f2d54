"use strict";
// The popup of a place: for each incident there its type, date and figures. The card says the rest.

function atlasPlaces(map, kit, { make, ask, tell, marks }) {
  let popup = null;
  // Above the marker, else below or beside it, wherever the popup hides the fewest other markers.
  const settle = () => {
    const element = popup.getElement(),
      size = L.point(element.offsetWidth, element.querySelector(".leaflet-popup-content-wrapper").offsetHeight);
    const at = map.latLngToContainerPoint(popup.getLatLng()),
      view = map.getSize(),
      own = marks.get(popup.atlasKey);
    const gap = (own && own.item.size ? own.item.size / 2 : 10) + 8;
    const others = [...marks.values()]
      .filter((mark) => mark !== own && mark.item.size)
      .map((mark) => [map.latLngToContainerPoint(mark.layers[0].getLatLng()), mark.item.size / 2]);
    const sides = [
      ["above", [0, -gap - size.y / 2]],
      ["below", [0, gap + size.y / 2]],
      ["beside", [gap + size.x / 2, 0]],
      ["beside", [-gap - size.x / 2, 0]],
    ];
    const cost = ([, [dx, dy]]) => {
      const middle = at.add([dx, dy]),
        reach = (size_, half) => size_ / 2 + half;
      const hidden = others.filter(
        ([p, half]) => Math.abs(p.x - middle.x) < reach(size.x, half) && Math.abs(p.y - middle.y) < reach(size.y, half),
      ).length;
      const right = view.x > 700 ? 356 : 12; // of the card
      const out =
        middle.x - size.x / 2 < 8 ||
        middle.x + size.x / 2 > view.x - right ||
        middle.y - size.y / 2 < 52 ||
        middle.y + size.y / 2 > view.y - 8;
      return hidden + (out ? 100 : 0);
    };
    const [side, [dx, dy]] = sides.reduce((best, next) => (cost(next) < cost(best) ? next : best));
    element.classList.toggle("atlas-no-tip", side !== "above");
    popup.options.offset = side === "above" ? L.point(0, -gap + 12) : L.point(dx, dy + size.y / 2 + 20);
  };
  const open = (key, at, first, autoPan = true) => {
    const body = make("div", "atlas-place");
    body.appendChild(make("p", "atlas-wait", kit.words.loading));
    const aside = map.getSize().x > 700 ? 370 : 12; // clear of the card, where there is room for that
    popup = L.popup({ maxWidth: 260, autoPan, autoPanPaddingTopLeft: [58, 56], autoPanPaddingBottomRight: [aside, 12] })
      .setLatLng(at)
      .setContent(body);
    popup.atlasKey = key;
    popup.openOn(map);
    const page = (start) =>
      ask("/map/place", { key, first, start })
        .then((answer) => {
          if (start === 0) body.replaceChildren();
          if (start === 0 && answer.total > 1)
            body.appendChild(make("p", "atlas-total", kit.words.here.replace("{n}", answer.total)));
          const more = body.querySelector(".atlas-more-items");
          if (more) more.remove();
          for (const item of answer.items) {
            if (answer.total === 1) {
              body.append(make("h4", "", item.place), make("p", "", item.line), make("p", "atlas-people", item.people));
              continue;
            }
            if (!body.querySelector("h4")) body.prepend(make("h4", "", item.place));
            const entry = make("button", "atlas-entry");
            entry.type = "button";
            entry.append(make("b", "", item.line), make("span", "", item.people));
            entry.onclick = () => tell({ picked: item.id });
            body.appendChild(entry);
          }
          const shown = start + answer.items.length;
          if (shown < answer.total && answer.items.length) {
            const next = make("button", "atlas-more atlas-more-items", kit.words.more.replace("{n}", answer.total - shown));
            next.type = "button";
            next.onclick = () => page(shown);
            body.appendChild(next);
          }
          const fit = () => {
            if (!popup || !popup.isOpen()) return;
            popup.update();
            settle();
            popup.update();
          };
          fit();
          document.fonts.ready.then(fit); // words may be taller in a font that is still on its way
        })
        .catch(() => {
          body.replaceChildren(make("p", "", kit.words.failed));
        });
    page(0);
  };
  return { open, isOpenAt: (key) => Boolean(popup && popup.isOpen() && popup.atlasKey === key) };
}
