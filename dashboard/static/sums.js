// The sums of what the view shows, where all reports and imports are looked at together: a report has its own in the list.
const ATLAS_REST = 250; // milliseconds that the view rests before they are asked for

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
