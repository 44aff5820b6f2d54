// Updates the drawing to the server's answer. Unchanged marks stay, so that no click or focus is lost.
/**
 * Returns the items of an answer to draw, by key, with how to draw each. A total for an area has no mark.
 * @param {AtlasAnswer} answer
 * @param {ReturnType<typeof atlasMarkers>} markers
 */
function atlasWanted({ areas, spots, clusters }, markers) {
  /** @type {Map<string, { item: AtlasItem, how: (item: AtlasItem) => L.Layer[] }>} */
  const wanted = new Map();
  for (const item of areas) if (!item.total) wanted.set(item.key, { item, how: markers.area });
  for (const item of spots) wanted.set(item.key, { item, how: markers.spot });
  for (const item of clusters) wanted.set(item.key, { item, how: markers.cluster });
  return wanted;
}

/**
 * Returns what covers the map and its names: positions and sizes in pixels. A selected spot has a ring.
 * @param {AtlasAnswer} answer
 * @param {string} [chosen]
 */
function atlasCovering(answer, chosen) {
  const spots = answer.spots.map((spot) => [
    spot.at,
    spot.key === chosen ? Math.max(spot.size, ATLAS_RING) : spot.size,
    spot.name,
  ]);
  return [...spots, ...answer.clusters.map((cluster) => [cluster.at, cluster.size])];
}

/**
 * @param {AtlasShared} shared
 * @param {() => void} rove
 */
function atlasDrawing(shared, rove) {
  const { map, marks, areas, group } = shared;
  const markers = atlasMarkers(shared);

  /** @param {{ item: AtlasItem, how: (item: AtlasItem) => L.Layer[] }} wanted */
  const signOf = ({ item, how }) => {
    const chosen = shared.state.selected ? shared.state.selected.key : "";
    return JSON.stringify(item) + (item.key === chosen) + (how === markers.cluster ? "" : map.getZoom());
  };
  /** @param {L.Marker | L.Circle | undefined} layer */
  const elementOf = (layer) => (layer && layer.getElement ? layer.getElement() : null);
  /** @param {AtlasMark} mark */
  const remove = (mark) => {
    for (const layer of mark.layers) group.removeLayer(layer);
  };
  /** @param {string} key */
  const focusAgain = (key) => {
    const again = marks.get(key);
    const element = again && /** @type {HTMLElement | null} */ (elementOf(again.layers[0]));
    if (element) element.focus({ preventScroll: true });
  };

  /** @param {AtlasAnswer} answer */
  const draw = (answer) => {
    const wanted = atlasWanted(answer, markers);
    areas.clear();
    for (const item of answer.areas) areas.set(item.key, item);
    if (shared.fan.keys().some((key) => !wanted.has(key))) shared.fan.close();
    for (const [key, mark] of marks) {
      const next = wanted.get(key);
      if (next && signOf(next) === mark.sign) {
        wanted.delete(key);
        continue;
      }
      const held = mark.layers.some((layer) => elementOf(layer) && elementOf(layer) === document.activeElement);
      remove(mark);
      marks.delete(key);
      if (held && next) setTimeout(() => focusAgain(key), 0);
    }
    for (const [key, next] of wanted) {
      const layers = next.how(next.item);
      marks.set(key, { item: next.item, layers, sign: signOf(next) });
      for (const layer of layers) group.addLayer(layer);
    }
    rove();
    shared.decorate();
    map.fire("atlasmarks", { marks: atlasCovering(answer, shared.state?.selected?.key) });
  };
  const clear = () => {
    shared.fan.close();
    for (const mark of marks.values()) remove(mark);
    marks.clear();
    rove();
    shared.decorate();
    map.fire("atlasmarks", { marks: [] });
  };
  return { draw, clear };
}
