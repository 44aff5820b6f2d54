// The map's view in the page's address: read when a link is opened, kept in step as the map is moved.
/**
 * The view that an address carries, for the report that is open.
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
      return null; // a page of another host embeds ours
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
      // a page that embeds ours keeps its own address
    }
  };
  const remember = () => {
    const { state, map } = shared;
    if (!state || !state.linked || ((shared.held || isForgotten) && !shared.touched)) return; // a link's view stays as it is
    const centre = map.getCenter().wrap();
    write(`${centre.lat.toFixed(4)},${centre.lng.toFixed(4)},${map.getZoom()}`);
  };
  /** The page is about to load this map again in another size, where it is fitted again. */
  const forget = () => {
    isForgotten = true;
    if (shared.state?.linked) write("");
  };
  return { linked, remember, forget };
}
