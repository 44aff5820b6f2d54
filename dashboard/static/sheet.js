// The handle of the sheet that the panel is on a phone: three stops, by press, by keys or by drag.
const STOPS = ["peek", "half", "full"];

export default function (component) {
  const { data, parentElement } = component;
  if (!data || !data.words) return undefined;
  const handle = parentElement.querySelector("button"),
    page = document.documentElement;
  const set = (stop) => {
    page.dataset.sheet = stop;
    handle.setAttribute("aria-label", `${data.words.name}: ${data.words[stop]}`);
    handle.setAttribute("aria-expanded", String(stop !== "peek"));
  };
  const now = () => Math.max(0, STOPS.indexOf(page.dataset.sheet));
  set(STOPS[now()]);
  let from = null;
  handle.onpointerdown = (event) => {
    from = event.clientY;
    handle.setPointerCapture(event.pointerId);
  };
  handle.onpointerup = (event) => {
    const moved = from === null ? 0 : from - event.clientY;
    from = null;
    if (Math.abs(moved) < 12) return;
    handle.dataset.dragged = "yes";
    const steps = Math.abs(moved) > window.innerHeight * 0.4 ? 2 : 1;
    set(STOPS[Math.max(0, Math.min(2, now() + Math.sign(moved) * steps))]);
  };
  handle.onclick = () => {
    if (handle.dataset.dragged) {
      delete handle.dataset.dragged;
      return;
    }
    set(STOPS[(now() + 1) % 3]);
  };
  handle.onkeydown = (event) => {
    const step = { ArrowUp: 1, ArrowDown: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    set(STOPS[Math.max(0, Math.min(2, now() + step))]);
  };
  if (data.selected && page.dataset.shown !== data.selected) set("peek"); // the card and the marker come into view
  page.dataset.shown = data.selected;
  return undefined;
}
