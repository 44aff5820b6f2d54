// One Tab stop for all markers. The arrow keys move between markers, from west to east.
/** @type {Record<string, number>} */
const ATLAS_STEPS = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };

/** @param {L.Map} map @param {Map<string, AtlasMark>} marks */
function atlasRove(map, marks) {
  let last = "";
  /** @param {L.Marker | undefined} layer */
  const elementOf = (layer) => layer && layer.getElement && layer.getElement();
  const elements = () =>
    [...marks.entries()]
      .map(([key, mark]) => ({ key, element: elementOf(mark.layers[0]), at: mark.item.at }))
      .filter(({ element }) => element)
      .sort((a, b) => a.at[1] - b.at[1] || b.at[0] - a.at[0]);
  const rove = () => {
    const found = elements();
    const chosen = found.find(({ key }) => key === last) || found[0];
    for (const one of found) /** @type {HTMLElement} */ (one.element).tabIndex = one === chosen ? 0 : -1;
  };
  /** @param {KeyboardEvent} event */
  const move = (event) => {
    const step = ATLAS_STEPS[event.key];
    if (!step) return;
    const found = elements();
    const now = found.findIndex(({ element }) => element === document.activeElement);
    if (now < 0) return;
    event.preventDefault();
    event.stopPropagation(); // otherwise the map would move
    const next = found[(now + step + found.length) % found.length];
    last = next.key;
    rove();
    /** @type {HTMLElement} */ (next.element).focus({ preventScroll: true });
  };
  map.getContainer().addEventListener("keydown", move, true);
  return rove;
}
