// The legend of the markers at the lower left. It also filters by type: a click shows a type alone or with others.
const ATLAS_NARROW = 640; // pixels, as in map_page.css; up to this width, the legend is closed at first

/** @param {L.Map} map @param {AtlasKit} kit @param {(value: object) => void} tell */
function atlasLegend(map, kit, tell) {
  let sign = "";
  let isOpen = map.getContainer().clientWidth > ATLAS_NARROW;
  const control = atlasControl("bottomleft", () => {
    const element = atlasMake("div", "atlas-legend");
    L.DomEvent.disableClickPropagation(element);
    L.DomEvent.disableScrollPropagation(element);
    return element;
  });
  control.addTo(map);
  /** @param {AtlasLegendRow[]} rows */
  const draw = (rows) => {
    const element = control.getContainer();
    const focused = atlasFocused(element)?.dataset.type;
    element.replaceChildren();
    element.hidden = !rows.length;
    const head = atlasButton("atlas-legend-head", kit.words.legend);
    head.setAttribute("aria-expanded", String(isOpen));
    head.onclick = () => {
      isOpen = !isOpen;
      draw(rows);
    };
    element.append(head);
    if (isOpen) element.append(atlasLegendTypes(kit, rows, focused, tell), atlasLegendSizes(kit));
    map.fire("atlaslegend"); // so that the names on the map avoid it
  };
  /** @param {AtlasLegendRow[]} rows */
  return (rows) => {
    const next = JSON.stringify(rows); // do not redraw the same rows
    if (next === sign) return;
    sign = next;
    draw(rows);
  };
}

/**
 * Returns the upper right corner of the legend on the map in pixels, or null without a legend.
 * @param {L.Map} map
 */
function atlasLegendBox(map) {
  const element = map.getContainer().querySelector(".atlas-legend");
  const box = element?.getBoundingClientRect();
  if (!box || !box.height) return null;
  const { left, top } = map.getContainer().getBoundingClientRect();
  return { right: box.right - left, top: box.top - top };
}

/**
 * @param {AtlasKit} kit
 * @param {AtlasLegendRow[]} rows
 * @param {string | undefined} focused the type that had the focus
 * @param {(value: object) => void} tell
 */
function atlasLegendTypes(kit, rows, focused, tell) {
  const list = atlasMake("div", "atlas-legend-types");
  const isFiltered = rows.some((row) => row.on);
  for (const row of rows) {
    const entry = atlasButton("atlas-legend-type");
    entry.dataset.type = row.type;
    entry.setAttribute("aria-pressed", String(row.on));
    if (isFiltered && !row.on) entry.classList.add("atlas-off");
    entry.title = row.on ? kit.words.legend_off : kit.words.legend_on;
    const symbol = atlasSymbol(kit.types[row.type], 16, {}, kit.rim, 2);
    entry.append(symbol, atlasMake("span", "", row.label), atlasMake("span", "atlas-legend-n", row.n));
    entry.onclick = () => tell({ type: row.type });
    list.append(entry);
    if (focused === row.type) setTimeout(() => entry.focus(), 0);
  }
  return list;
}

/** @param {AtlasKit} kit */
function atlasLegendSizes(kit) {
  const sizes = atlasMake("div", "atlas-legend-sizes");
  for (const [pixels, words] of kit.sizes) {
    const one = atlasMake("span");
    const dot = atlasMake("i");
    dot.style.width = dot.style.height = `${pixels * 0.6}px`;
    one.append(dot, atlasMake("span", "", words));
    sizes.append(one);
  }
  sizes.append(atlasMake("span", "", kit.words.legend_note));
  return sizes;
}
