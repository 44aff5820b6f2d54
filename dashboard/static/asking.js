// The map's requests to the server and messages to Python. A message is the value of the map's component.
/** @param {AtlasShared} shared */
function atlasAsking(shared) {
  let told = 0;
  if (window.__GLOBAL_DATA__) window.__GLOBAL_DATA__.previous_data = {}; // so that the host component sends no values itself
  /** @param {object} value */
  const tell = (value) => {
    told += 1;
    window.parent.postMessage(
      {
        isStreamlitMessage: true,
        type: "streamlit:setComponentValue",
        dataType: "json",
        value: { ...value, n: `${Date.now()}.${told}` },
      },
      window.location.origin,
    );
  };
  const query = () => {
    const search = new URLSearchParams(shared.state.query);
    if (shared.moment) {
      search.set("from", shared.moment.from);
      search.set("to", shared.moment.to);
      if (!shared.moment.undated) search.set("dated", "yes");
    }
    return search;
  };
  /** @param {string} path @param {Record<string, string | number>} values @param {AbortSignal} [signal] */
  const ask = (path, values, signal) => {
    const search = query();
    for (const [name, value] of Object.entries(values)) search.set(name, String(value));
    return atlasFetch(`${path}?${search}`, { headers: { "X-Incident-Atlas": shared.state.key }, signal });
  };
  return { tell, query, ask };
}
