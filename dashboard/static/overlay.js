// The overlay for the filter and the selection, and the places that a report names but that have no incident.
/** @param {AtlasShared} shared */
function atlasOverlay(shared) {
  const { map, kit } = shared;
  const overlay = L.layerGroup().addTo(map);
  const named = L.layerGroup();
  const drawNamed = () => {
    named.clearLayers();
    const style = { radius: 4, weight: 1.5, color: kit.label, fill: true, fillColor: kit.halo, fillOpacity: 0.9 };
    for (const [name, lat, lon] of shared.state.named) {
      named.addLayer(L.circleMarker([lat, lon], style).bindTooltip(() => atlasMake("span", "", name)));
    }
  };
  const decorate = () => {
    const { state } = shared;
    overlay.clearLayers();
    const dashed = { color: kit.accent, weight: 2, dashArray: "6 4", fill: false, interactive: false };
    if (state.area.length) {
      const turns = Math.round((map.getCenter().lng - state.area[0][1]) / 360) * 360; // the copy of the world in view
      /** @param {AtlasPoint} corner @returns {AtlasPoint} */
      const moved = ([lat, lon]) => [lat, lon + turns];
      overlay.addLayer(L.polygon(state.area.map(moved), dashed));
    }
    if (state.near) {
      const [lat, lon, kilometres] = state.near;
      overlay.addLayer(L.circle([lat, lon], { ...dashed, radius: kilometres * 1000 }));
    }
    if (state.selected && state.selected.at) {
      const { key, at } = state.selected;
      const area = shared.areas.get(key);
      const isSelected = () => Boolean(shared.state.selected && shared.state.selected.key === key);
      if (!key.startsWith("a")) overlay.addLayer(shared.pointing.ring(shared.fan.placeOf(key) || at, ""));
      else if (area) shared.pointing.outline(area, overlay, isSelected);
    }
    drawNamed();
  };
  return { decorate, named };
}
