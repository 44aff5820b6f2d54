"use strict";
// The legend of the markers at the lower left. It is the filter of types: a press shows a type alone or with others.

function atlasLegend(map, kit, { make, symbol, tell }) {
  const control = L.control({ position: "bottomleft" });
  let sign = "",
    open = map.getContainer().clientWidth > 640;
  control.onAdd = () => {
    const element = make("div", "atlas-legend");
    L.DomEvent.disableClickPropagation(element);
    L.DomEvent.disableScrollPropagation(element);
    return element;
  };
  control.addTo(map);
  const draw = (rows) => {
    const element = control.getContainer(),
      focused = element.contains(document.activeElement) ? document.activeElement.dataset.type : null;
    element.replaceChildren();
    element.hidden = !rows.length;
    const head = make("button", "atlas-legend-head", kit.words.legend);
    head.type = "button";
    head.setAttribute("aria-expanded", String(open));
    head.onclick = () => {
      open = !open;
      draw(rows);
    };
    element.appendChild(head);
    if (!open) return;
    const list = make("div", "atlas-legend-types");
    const some = rows.some((row) => row.on);
    for (const row of rows) {
      const entry = make("button", "atlas-legend-type");
      entry.type = "button";
      entry.dataset.type = row.type;
      entry.setAttribute("aria-pressed", String(row.on));
      if (some && !row.on) entry.classList.add("atlas-off");
      entry.title = row.on ? kit.words.legend_off : kit.words.legend_on;
      entry.append(symbol(row.type, 16), make("span", "", row.label), make("span", "atlas-legend-n", row.n));
      entry.onclick = () => tell({ type: row.type });
      list.appendChild(entry);
      if (focused === row.type) setTimeout(() => entry.focus(), 0);
    }
    const sizes = make("div", "atlas-legend-sizes");
    for (const [pixels, words] of kit.sizes) {
      const one = make("span");
      const dot = make("i");
      dot.style.width = dot.style.height = `${pixels * 0.6}px`;
      one.append(dot, make("span", "", words));
      sizes.appendChild(one);
    }
    sizes.appendChild(make("span", "", kit.words.legend_note));
    element.append(list, sizes);
  };
  return (rows) => {
    // nothing is drawn again that stands there already
    const next = JSON.stringify(rows);
    if (next === sign) return;
    sign = next;
    draw(rows);
  };
}
