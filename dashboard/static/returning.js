// Where the map was before it moved to what is selected: it goes back there, unless the user has moved it meanwhile.

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
