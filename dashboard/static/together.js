// The channel of the page: the time that is playing, what is under the pointer elsewhere, and the view of the other map.
/**
 * @param {AtlasShared} shared
 * @param {() => void} load
 */
function atlasTogether(shared, load) {
  const { map, kit } = shared;
  if (!kit.channel || !window.BroadcastChannel) return;
  const air = new BroadcastChannel(kit.channel);
  shared.air = air;
  const isFirst = kit.name === "map";
  const tellView = () => {
    const { lat, lng } = map.getCenter();
    air.postMessage({ kind: "view", by: kit.name, centre: [lat, lng], zoom: map.getZoom() });
  };
  air.onmessage = ({ data }) => {
    if (data.kind === "moment") {
      shared.moment = data.from ? data : null;
      shared.write();
      load();
    }
    if (data.kind === "hover" && data.by !== kit.name) shared.pointing.light(data.key || "");
    if (data.kind === "hello" && isFirst) tellView();
    if (data.kind === "view" && data.by !== kit.name && shared.state && shared.state.together) {
      shared.quiet = true;
      map.setView(data.centre, data.zoom, { animate: false });
      shared.quiet = false;
    }
  };
  map.on("moveend", () => {
    if (!shared.quiet && shared.state && shared.state.together) tellView();
  });
}
