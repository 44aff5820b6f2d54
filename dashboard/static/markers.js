// The layers of markers, clusters and area labels, with their texts and actions.
const ATLAS_ABOVE = 1_000_000; // z-index offset, larger than the y position that Leaflet adds

/** @param {AtlasItem} item */
function atlasSpoken(item) {
  return [item.title, ...item.lines].filter(Boolean).join(", ");
}

/** @param {Pick<AtlasItem, "title" | "lines">} item */
function atlasTip(item) {
  const element = atlasMake("div", "atlas-tip");
  const [what, when, people] = item.lines;
  const line = [what, people || when].filter(Boolean).join(" · ");
  element.append(atlasMake("b", "", item.title), atlasMake("br"), document.createTextNode(line));
  return element;
}

/**
 * Shortens a number to fit into a symbol.
 * @param {AtlasKit} kit
 * @param {number} n
 */
function atlasShort(kit, n) {
  return n > 999 ? kit.compact.format(n) : String(n);
}

/**
 * Returns the ring of a cluster, with a slice for each family of types.
 * @param {[string, number][]} parts
 * @param {number} whole
 */
function atlasSlices(parts, whole) {
  let turned = 0;
  const slices = parts.map(([tone, n]) => {
    const from = turned;
    turned += n / whole;
    return `${tone} ${(360 * from).toFixed(1)}deg ${(360 * turned).toFixed(1)}deg`;
  });
  return `conic-gradient(${slices.join(", ")})`;
}

/**
 * Makes a marker a button for keyboards and screen readers.
 * @param {L.Marker} marker
 * @param {string} label
 * @param {() => void} act
 */
function atlasAsButton(marker, label, act) {
  marker.on("click", act);
  marker.on("add", () => {
    const element = marker.getElement();
    if (!element) return;
    element.setAttribute("role", "button");
    element.setAttribute("aria-label", label);
    L.DomEvent.on(element, "keydown", (event) => {
      if (!atlasPresses(/** @type {KeyboardEvent} */ (event))) return;
      L.DomEvent.stop(event);
      act();
    });
  });
}

/** @param {AtlasShared} shared */
function atlasMarkers(shared) {
  const { map, kit } = shared;
  /** @param {AtlasItem} item */
  const pick = (item) => {
    if (shared.tapped(L.latLng(item.at))) return;
    for (const mark of shared.marks.values()) for (const layer of mark.layers) if (layer.closeTooltip) layer.closeTooltip();
    shared.places.open(item.key, shared.fan.placeOf(item.key) || item.at, item.id);
    shared.tell({ picked: item.id });
  };
  /** @param {L.Marker} marker @param {AtlasItem} item */
  const pointed = (marker, item) => {
    marker.bindTooltip(() => atlasTip(item));
    marker.on("mouseover", () => shared.pointing.hovered(item.key));
    marker.on("mouseout", () => shared.pointing.hovered(""));
  };
  /** @param {AtlasItem} item */
  const spot = (item) => {
    const marker = atlasSpotMarker(shared, item);
    pointed(marker, item);
    atlasAsButton(marker, atlasSpoken(item), () => {
      if ((shared.tools && shared.tools.drawing()) || !shared.fan.opens(item)) pick(item);
    });
    marker.on("tooltipopen", () => {
      if (shared.places.isOpenAt(item.key)) marker.closeTooltip(); // its popup shows more
    });
    return [marker, ...atlasReach(shared, item)];
  };
  /** @param {AtlasItem} item */
  const cluster = (item) => {
    const marker = atlasClusterMarker(kit, item);
    marker.bindTooltip(() => atlasTip(item));
    atlasAsButton(marker, `${atlasSpoken(item)}. ${kit.words.zoom}`, () => {
      const wanted = map.getBoundsZoom(item.box, false, L.point(60, 60));
      const zoom = Math.min(map.getMaxZoom(), Math.max(wanted, map.getZoom() + 1));
      map.setView(L.latLngBounds(item.box).getCenter(), zoom, { animate: !shared.still });
    });
    return [marker];
  };
  // A label names an area; its outline appears only while it is selected or hovered. Totals have no label: the list names them.
  /** @param {AtlasItem} item */
  const area = (item) => {
    if (item.total) return [];
    const text = atlasMake("span", "", item.n > 1 ? `${item.title} · ${item.n}` : item.title);
    const icon = L.divIcon({ html: text, className: "atlas-area", iconSize: [0, 0] });
    const below = -2 * ATLAS_ABOVE; // an area's name must not hide markers or clusters
    const marker = L.marker(item.at, { icon, keyboard: true, bubblingMouseEvents: false, zIndexOffset: below });
    pointed(marker, item);
    atlasAsButton(marker, atlasSpoken(item), () => pick(item));
    return [marker];
  };
  return { spot, cluster, area };
}

/** @param {AtlasShared} shared @param {AtlasItem} item */
function atlasSpotMarker({ kit, state, fan }, item) {
  const chosen = state.selected && state.selected.key === item.key;
  const stands = fan.placeOf(item.key);
  const html = atlasMake("div", "atlas-symbol");
  html.appendChild(atlasSymbol(kit.types[item.type], item.size, item, kit.rim, 2));
  if (item.n > 1) html.appendChild(atlasMake("span", "atlas-count", atlasShort(kit, item.n)));
  if (item.unverified) html.appendChild(atlasMake("span", "atlas-count atlas-unverified", "?"));
  const half = item.size / 2;
  return L.marker(stands || item.at, {
    icon: L.divIcon({ html, className: "atlas-marker", iconSize: [item.size, item.size], iconAnchor: [half, half] }),
    riseOnHover: true,
    riseOffset: 10 * ATLAS_ABOVE,
    keyboard: true,
    bubblingMouseEvents: false,
    // new above earlier, small above large
    zIndexOffset: ATLAS_ABOVE * ((chosen || stands ? 4 : 0) + (item.pale ? 0 : 2)) + (60 - Math.min(60, item.size)) * 2000,
  });
}

/** @param {AtlasKit} kit @param {AtlasItem} item */
function atlasClusterMarker(kit, item) {
  const html = atlasMake("div", "atlas-bubble");
  html.style.setProperty("--parts", atlasSlices(item.parts || [], item.n));
  html.appendChild(atlasMake("span", "", atlasShort(kit, item.n)));
  const className = item.rough ? "atlas-cluster atlas-rough" : "atlas-cluster";
  const half = item.size / 2;
  const icon = L.divIcon({ html, className, iconSize: [item.size, item.size], iconAnchor: [half, half] });
  return L.marker(item.at, { icon, keyboard: true, bubblingMouseEvents: false });
}

/**
 * Returns a circle around a marker whose place is uncertain, if it is larger than the symbol.
 * @param {AtlasShared} shared
 * @param {AtlasItem} item
 */
function atlasReach({ map, kit }, item) {
  const [lat, lon] = item.at;
  const across = map.latLngToLayerPoint(item.at).y - map.latLngToLayerPoint([lat + item.km / 111.2, lon]).y;
  if (!(across > item.size / 2 + 2)) return [];
  const style = { color: kit.types[item.type].colour, weight: 1.2, dashArray: "4 4", fill: false, opacity: 0.8 };
  return [L.circle(item.at, { ...style, radius: item.km * 1000, interactive: false })];
}
