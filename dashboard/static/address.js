// The map's view in the page's URL: read when a link is opened, and updated as the map moves.
/**
 * Reads the view from a URL, if it belongs to the open report.
 * @param {string} search
 * @param {string} report
 * @returns {[AtlasPoint, number] | null}
 */
function atlasLinkedView(search, report) {
  const params = new URLSearchParams(search);
  if ((params.get("report") || "") !== report) return null;
  const view = params.get("view");
  const [lat, lon, zoom] = (view || "").split(",").map(Number);
  if (!view || ![lat, lon, zoom].every(Number.isFinite) || Math.abs(lat) > 90) return null;
  return [[lat, lon], Math.max(2, Math.min(18, zoom))];
}

/** @param {AtlasShared} shared */
function atlasAddress(shared) {
  const linked = () => {
    try {
      return atlasLinkedView(window.parent.location.search, shared.state.report);
    } catch {
      return null; // a page from another host embeds ours
    }
  };
  let isForgotten = false;
  /** @param {string} view "" for none */
  const write = (view) => {
    try {
      const page = new URL(window.parent.location.href);
      if (view) page.searchParams.set("view", view);
      else page.searchParams.delete("view");
      window.parent.history.replaceState(window.parent.history.state, "", page);
    } catch {
      // a page that embeds ours keeps its own URL
    }
  };
  const remember = () => {
    const { state, map } = shared;
    if (!state || !state.linked || ((shared.held || isForgotten) && !shared.touched)) return; // keep the view of a link
    const centre = map.getCenter().wrap();
    write(`${centre.lat.toFixed(4)},${centre.lng.toFixed(4)},${map.getZoom()}`);
  };
  /** The page is about to reload this map in another size, and to fit it again. */
  const forget = () => {
    isForgotten = true;
    if (shared.state?.linked) write("");
  };
  return { linked, remember, forget };
}
