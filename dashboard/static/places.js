"use strict";
// The popup of a place: one incident in full, or the list of those that share its point.

function atlasPlaces(map, kit, { make, ask, tell }) {
  let popup = null;
  const line = (item) => {
    const part = make("div", "atlas-popup");
    part.append(make("h4", "", item.place), make("p", "", item.line));
    const table = make("table");
    for (const [name, words] of [...item.figures, [kit.words.says, item.says]]) {
      const row = make("tr");
      const th = make("th", "", name);
      th.scope = "row";
      row.append(th, make("td", "", words));
      table.appendChild(row);
    }
    part.appendChild(table);
    if (!kit.careful) part.appendChild(make("blockquote", "", `“${item.quote}”`));
    return part;
  };
  const open = (key, at, first, autoPan = true) => {
    const body = make("div", "atlas-place");
    body.appendChild(make("p", "atlas-wait", kit.words.loading));
    const aside = map.getSize().x > 500 ? 58 : 12; // beside the choice of layers, where there is room for that
    popup = L.popup({ maxWidth: 300, autoPan, autoPanPaddingTopLeft: [58, 12], autoPanPaddingBottomRight: [aside, 12] }).setLatLng(at).setContent(body);
    popup.atlasKey = key;
    popup.openOn(map);
    const page = (start) => ask("/map/place", { key, first, start }).then((answer) => {
      if (start === 0) body.replaceChildren();
      if (start === 0 && answer.total > 1) body.appendChild(make("p", "atlas-total", kit.words.here.replace("{n}", answer.total)));
      const more = body.querySelector(".atlas-more-items");
      if (more) more.remove();
      answer.items.forEach((item, n) => {
        if (answer.total === 1 || (n === 0 && start === 0)) { body.appendChild(line(item)); return; }
        const entry = make("button", "atlas-entry");
        entry.type = "button";
        entry.append(make("b", "", item.line), make("span", "", item.people));
        entry.onclick = () => { open(key, at, item.id); tell({ picked: item.id }); };
        body.appendChild(entry);
      });
      const shown = start + answer.items.length;
      if (shown < answer.total && answer.items.length) {
        const next = make("button", "atlas-more atlas-more-items", kit.words.more.replace("{n}", answer.total - shown));
        next.type = "button";
        next.onclick = () => page(shown);
        body.appendChild(next);
      }
      const fit = () => { if (popup && popup.isOpen()) popup.update(); };
      fit();
      document.fonts.ready.then(fit); // words may be taller in a font that is still on its way
    }).catch(() => { body.replaceChildren(make("p", "", kit.words.failed)); });
    page(0);
  };
  return { open, isOpenAt: (key) => Boolean(popup && popup.isOpen() && popup.atlasKey === key) };
}
