// What is under the pointer, here or in another part of the page, and the outlines and rings that mark it.
const ATLAS_RING = 48; // pixels

/**
 * Shows one tip at a time: the focus may be on one marker and the pointer on another.
 * @param {L.Map} map
 */
function atlasOneTip(map) {
  /** @type {L.Tooltip | null} */
  let open = null;
  map.on("tooltipopen", ({ tooltip }) => {
    if (open && open !== tooltip) open.close();
    open = tooltip;
  });
}

/** @param {AtlasShared} shared */
function atlasPointing(shared) {
  const { map, kit } = shared;
  const glow = L.layerGroup().addTo(map);
  let lit = "";
  /** @param {L.LatLngExpression} at @param {string} look */
  const ring = (at, look) =>
    L.marker(at, {
      interactive: false,
      keyboard: false,
      zIndexOffset: 3 * ATLAS_ABOVE,
      icon: L.divIcon({
        html: atlasMake("div", `atlas-ring ${look}`),
        className: "atlas-chosen",
        iconSize: [ATLAS_RING, ATLAS_RING],
        iconAnchor: [ATLAS_RING / 2, ATLAS_RING / 2],
      }),
    });
  /** @param {AtlasItem} area @param {L.LayerGroup} holder @param {() => boolean} isWanted whether it is still needed */
  const outline = (area, holder, isWanted) => {
    const colour = kit.types[area.type].colour;
    const style = { color: colour, weight: 2.2, dashArray: "7 5", fill: false, interactive: false };
    const circle = () => {
      holder.addLayer(L.circle(area.at, { ...style, radius: Math.max(1, area.km) * 1000 }));
    };
    if (!area.outline) {
      circle();
      return;
    }
    shared.shading
      .outline(area.outline)
      .then((found) => {
        if (!isWanted()) return;
        if (found) holder.addLayer(L.geoJSON(found, { style: () => style, interactive: false }));
        else circle();
      })
      .catch(circle);
  };
  /** @param {string} key */
  const light = (key) => {
    if (key === lit) return;
    lit = key;
    glow.clearLayers();
    const { state, marks, areas } = shared;
    if (!key || (state && state.selected && state.selected.key === key)) return;
    const area = areas.get(key);
    if (area) {
      outline(area, glow, () => lit === key);
      return;
    }
    const mark = marks.get(key);
    const [lat, lon] = key.slice(1).split(",").map(Number);
    glow.addLayer(ring(mark ? mark.layers[0].getLatLng() : [lat, lon], "atlas-lit"));
  };
  /** @param {string} key */
  const hovered = (key) => {
    light(key);
    atlasHover(shared.air, kit.name, key, []);
  };
  return { light, hovered, ring, outline };
}
