// Changing an incident's place: its pin can be dragged, and the places found by the search are numbered pins.

const ATLAS_AIM = 6; // pixels by which a pin's point can be off

/**
 * Returns the kilometres by which a pin's point can be off at a zoom.
 * @param {number} lat
 * @param {number} zoom
 */
function atlasAim(lat, zoom) {
  const metres = (40_075_016 * Math.cos((lat * Math.PI) / 180)) / (256 * 2 ** zoom); // per pixel
  return Number(((ATLAS_AIM * metres) / 1000).toPrecision(2));
}

/** @param {AtlasPoint} at @param {string} text @param {string} look @param {string} name @param {L.MarkerOptions} options */
function atlasPin(at, text, look, name, options) {
  const drop = atlasMake("div", `atlas-pin ${look}`);
  drop.append(atlasMake("span", "", text));
  const marker = L.marker(at, {
    icon: L.divIcon({ html: drop, className: "atlas-pin-box", iconSize: [30, 30], iconAnchor: [15, 30] }),
    keyboard: true,
    bubblingMouseEvents: false,
    zIndexOffset: 20_000_000,
    ...options,
  });
  marker.bindTooltip(() => atlasMake("span", "", name));
  marker.on("add", () => marker.getElement()?.setAttribute("aria-label", name));
  return marker;
}

/** @typedef {{ at: L.LatLng, zoom: number, key: string, id: string, isOpen: boolean }} AtlasLooked */

/**
 * Restores the map and the popup after a search or a new place is cancelled or undone.
 * @param {L.Map} map
 * @param {AtlasShared} shared
 * @param {AtlasLooked} was
 */
function atlasGoBack(map, shared, { at, zoom, isOpen }) {
  map.setView(at, zoom, { animate: !shared.still });
  const chosen = shared.state.selected;
  if (!isOpen || !chosen?.at) return;
  shared.places.open(chosen.key, shared.fan.placeOf(chosen.key) || chosen.at, chosen.id, true);
}

/**
 * @param {L.Map} map
 * @param {AtlasKit} kit
 * @param {AtlasShared} shared
 */
function atlasPlacing(map, kit, shared) {
  const { tell, still } = shared;
  const layer = L.layerGroup().addTo(map);
  let sign = "null";
  let found = ""; // the candidates to which the map has moved
  /** @type {AtlasLooked | null} */
  let before = null; // the view when the search began, and whether the popup was open
  /** @type {AtlasLooked | null} */
  let moved = null; // the same, while a new place can be undone
  const keyNow = () => (shared.state.selected ? shared.state.selected.key : "");
  /** @param {AtlasPlacing} placing */
  const draw = (placing) => {
    placing.candidates.forEach(({ label, at }, n) => {
      const marker = atlasPin(at, String(n + 1), "", label, {});
      marker.on("click", () => tell({ candidate: n }));
      layer.addLayer(marker);
    });
    const own = atlasPin(placing.at, "", "atlas-pin-own", kit.words.drag, { draggable: true, autoPan: true });
    own.on("dragend", () => {
      const { lat, lng } = own.getLatLng().wrap();
      tell({ moved: [Number(lat.toFixed(5)), Number(lng.toFixed(5)), atlasAim(lat, map.getZoom())] });
    });
    layer.addLayer(own);
  };
  /** @param {AtlasPlacing} placing */
  const show = ({ at, candidates }) => {
    const free = atlasFree(map.getSize()); // on a phone, the search covers half of the map
    const room = L.bounds(free.paddingTopLeft, map.getSize().subtract(free.paddingBottomRight));
    const points = [at, ...candidates.map((one) => one.at)];
    if (!candidates.length || points.every((point) => room.contains(map.latLngToContainerPoint(point)))) return;
    map.fitBounds(points, { ...free, maxZoom: 9, animate: !still });
  };
  /** @param {AtlasPlacing | null} placing */
  return (placing) => {
    const next = JSON.stringify(placing);
    if (!placing && moved && keyNow() === moved.key && shared.state.selected?.id === moved.id) {
      atlasGoBack(map, shared, moved); // the new place was undone
      moved = null;
    }
    if (next === sign) return;
    sign = next;
    layer.clearLayers();
    if (!placing) {
      if (before && keyNow() === before.key) atlasGoBack(map, shared, before);
      else moved = before;
      before = null;
      return;
    }
    draw(placing);
    const now = JSON.stringify(placing.candidates);
    if (!before) {
      const key = keyNow();
      const id = shared.state.selected?.id ?? "";
      before = { at: map.getCenter(), zoom: map.getZoom(), key, id, isOpen: shared.places.isOpenAt(key) };
      map.closePopup();
    } else if (now !== found) show(placing); // a dragged pin leaves the map where it is
    found = now;
  };
}
