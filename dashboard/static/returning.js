// Moves the map back to where it was before it moved to a selection, unless the user has moved it since.

/** @param {L.Map} map @param {boolean} still */
function atlasReturning(map, still) {
  /** @type {L.LatLng | null} */
  let home = null;
  const forget = () => {
    home = null;
  };
  const box = map.getContainer();
  map.on("dragstart zoomstart", forget);
  box.addEventListener("keydown", (event) => {
    if (event.target === box && event.key.startsWith("Arrow")) forget();
  });
  const leave = () => {
    home ||= map.getCenter();
  };
  const back = () => {
    if (home) map.panTo(home, { animate: !still });
    forget();
  };
  return { leave, back, forget };
}
