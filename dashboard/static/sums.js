// The sums of the incidents in view. A single report does not need them: its sums are above the list.
const ATLAS_REST = 250; // milliseconds without movement before the sums are requested

/** @param {AtlasShared} shared */
function atlasSums(shared) {
  const control = atlasControl("bottomleft", () => atlasMake("div", "atlas-sums"));
  control.addTo(shared.map);
  let due = 0;
  let asked = new AbortController();
  /** @param {string} words */
  const write = (words) => {
    const element = control.getContainer();
    element.textContent = words;
    element.hidden = !words;
  };
  write("");
  /** @param {number[]} view west, south, east, north, zoom */
  return ([west, south, east, north, zoom]) => {
    clearTimeout(due);
    asked.abort();
    if (!shared.state.sums) {
      write("");
      return;
    }
    due = window.setTimeout(() => {
      asked = new AbortController();
      shared
        .ask("/map/sums", { box: [west, south, east, north].join(","), zoom }, asked.signal)
        .then((answer) => write(answer.words))
        .catch((error) => error.name === "AbortError" || write(""));
    }, ATLAS_REST);
  };
}
