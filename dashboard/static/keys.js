// Keys that Streamlit leaves alone, or takes though they are not meant: a date that was typed counts when its field is left, and
// behind an open dialog no letter acts on an incident.

const ATLAS_DRAWN = 60; // milliseconds until what was typed last is drawn: before, the date counts as half written

/** @param {EventTarget | null} target @returns {Element | null} the field of dates that something is typed into */
function atlasDateField(target) {
  if (!(target instanceof Element) || target.getAttribute("role") !== "spinbutton") return null;
  return target.closest("[data-testid=stDateInput]");
}

/**
 * Streamlit takes a typed date only when another part of the page is pressed: its label, say, which leaves the menu open.
 * @param {Element} field
 */
function atlasTakeDate(field) {
  const outside = field.querySelector("label") || field;
  outside.dispatchEvent(new PointerEvent("pointerdown", { bubbles: true, composed: true }));
}

/** @param {KeyboardEvent} event */
function atlasLeavesDate(event) {
  const field = atlasDateField(event.target);
  if (!field || !["Enter", "Escape"].includes(event.key)) return;
  if (event.key === "Escape" && document.querySelector("[data-testid=stDateInputCalendar]")) {
    event.stopImmediatePropagation(); // it closes the calendar; once more, the menu
  }
  setTimeout(() => atlasTakeDate(field), ATLAS_DRAWN);
}

/** @param {PointerEvent} event */
function atlasPressesElsewhere({ isTrusted, target }) {
  const field = atlasDateField(document.activeElement);
  if (!isTrusted || !field || !(target instanceof Element) || field.contains(target)) return;
  if (!target.closest("[data-testid=stDateInputCalendar]")) atlasTakeDate(field); // its calendar lies elsewhere in the page
}

/** @param {KeyboardEvent} event a letter or digit that acts on what lies behind a dialog */
function atlasKeepsBehind(event) {
  const { target, key, ctrlKey, metaKey, altKey } = event;
  const typed = "input, textarea, select, [contenteditable=true], canvas, [data-testid=stDataFrame]"; // tables are typed into
  const isTyped = target instanceof Element && target.closest(typed);
  if (isTyped || ctrlKey || metaKey || altKey || !/^[a-z\d]$/i.test(key)) return;
  if (document.querySelector("[role=dialog][aria-modal=true], [data-testid=stDialog]")) event.stopImmediatePropagation();
}

export default function () {
  const own = new AbortController(); // of this page alone: the one before takes its own away
  const { signal } = own;
  // in the capturing phase: a field keeps a key from those behind it, and a key is stopped before it acts
  document.addEventListener("keydown", atlasLeavesDate, { capture: true, signal });
  document.addEventListener("pointerdown", atlasPressesElsewhere, { capture: true, signal });
  window.addEventListener("keydown", atlasKeepsBehind, { capture: true, signal });
  return () => own.abort();
}
