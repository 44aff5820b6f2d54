// The handle of a sheet: on a phone, the panel and the card are sheets with three stops. Click, drag or use the arrow keys.
const STOPS = ["peek", "half", "full"];
const LEAST_DRAG = 12; // pixels

/**
 * Returns the stop after a drag: the next one, or the one after that for a long drag.
 * @param {number} now
 * @param {number} moved pixels upwards
 * @param {number} height of the window
 */
export function stopAfter(now, moved, height) {
  if (Math.abs(moved) < LEAST_DRAG) return now;
  const steps = Math.abs(moved) > height * 0.4 ? 2 : 1;
  return Math.max(0, Math.min(STOPS.length - 1, now + Math.sign(moved) * steps));
}

/** Raises the sheet of the panel if only its handle is in view. @type {(() => void) | null} */
let raise = null;

/** @param {MouseEvent} event */
function raiseForTab(event) {
  if (raise && event.target instanceof Element && event.target.closest('.st-key-panel [role="tab"]')) raise();
}

/** The initial stop of each sheet. @type {Record<string, string>} */
const FIRST = { sheet: "peek", card_sheet: "half" };

/** @param {AtlasPart<{ words: Record<string, string>, selected: string, of: string } | null>} component */
export default function (component) {
  const { data, parentElement } = component;
  if (!data || !data.words) return undefined;
  const handle = /** @type {HTMLElement} */ (parentElement.querySelector("button"));
  const page = document.documentElement;
  /** @param {string} stop */
  const set = (stop) => {
    page.dataset[data.of] = stop;
    handle.setAttribute("aria-label", `${data.words.name}: ${data.words[stop]}`);
    handle.setAttribute("aria-expanded", String(stop !== "peek"));
  };
  const now = () => STOPS.indexOf(page.dataset[data.of] || FIRST[data.of]);
  set(STOPS[now()]);
  if (data.of === "sheet") {
    if (!raise) document.addEventListener("click", raiseForTab, true); // the tabs stop clicks from bubbling
    raise = () => {
      if (now() === 0) set(STOPS[1]);
    };
  }
  /** @type {number | null} */
  let from = null;
  handle.onpointerdown = (event) => {
    from = event.clientY;
    handle.setPointerCapture(event.pointerId);
  };
  handle.onpointerup = (event) => {
    const moved = from === null ? 0 : from - event.clientY;
    from = null;
    if (Math.abs(moved) < LEAST_DRAG) return;
    handle.dataset.dragged = "yes";
    set(STOPS[stopAfter(now(), moved, window.innerHeight)]);
  };
  handle.onclick = () => {
    if (handle.dataset.dragged) {
      delete handle.dataset.dragged;
      return;
    }
    set(STOPS[(now() + 1) % STOPS.length]);
  };
  handle.onkeydown = (event) => {
    const step = /** @type {Record<string, number>} */ ({ ArrowUp: 1, ArrowDown: -1 })[event.key];
    if (!step) return;
    event.preventDefault();
    set(STOPS[Math.max(0, Math.min(STOPS.length - 1, now() + step))]);
  };
  const shown = `${data.of}_shown`;
  if (data.selected && page.dataset[shown] !== data.selected) set(FIRST[data.of]); // so that card and marker are in view
  page.dataset[shown] = data.selected;
  return undefined;
}
