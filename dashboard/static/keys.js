// Fixes for the way Streamlit handles keys: a typed date takes effect on Enter, Escape or a click elsewhere, and one-letter
// shortcuts do not act behind an open dialog.

const ATLAS_DRAWN = 60; // milliseconds until the last input is drawn; before that, the date counts as incomplete

/** @param {EventTarget | null} target @returns {Element | null} the date field with the cursor */
function atlasDateField(target) {
  if (!(target instanceof Element) || target.getAttribute("role") !== "spinbutton") return null;
  return target.closest("[data-testid=stDateInput]");
}

/**
 * Streamlit accepts a typed date only on a click outside the field. A click on its label leaves the menu open.
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
    event.stopImmediatePropagation(); // this Escape closes the calendar; the next closes the menu
  }
  setTimeout(() => atlasTakeDate(field), ATLAS_DRAWN);
}

/** @param {PointerEvent} event */
function atlasPressesElsewhere({ isTrusted, target }) {
  const field = atlasDateField(document.activeElement);
  if (!isTrusted || !field || !(target instanceof Element) || field.contains(target)) return;
  if (!target.closest("[data-testid=stDateInputCalendar]")) atlasTakeDate(field); // the calendar is elsewhere in the page
}

/** @param {KeyboardEvent} event a letter or digit that would act behind a dialog */
function atlasKeepsBehind(event) {
  const { target, key, ctrlKey, metaKey, altKey } = event;
  const typed = "input, textarea, select, [contenteditable=true], canvas, [data-testid=stDataFrame]"; // tables accept typing
  const isTyped = target instanceof Element && target.closest(typed);
  if (isTyped || ctrlKey || metaKey || altKey || !/^[a-z\d]$/i.test(key)) return;
  if (document.querySelector("[role=dialog][aria-modal=true], [data-testid=stDialog]")) event.stopImmediatePropagation();
}

export default function () {
  const own = new AbortController(); // only for this page; the previous page removes its own listeners
  const { signal } = own;
  // in the capture phase: fields stop keys from bubbling, and a key must be stopped before it acts
  document.addEventListener("keydown", atlasLeavesDate, { capture: true, signal });
  document.addEventListener("pointerdown", atlasPressesElsewhere, { capture: true, signal });
  window.addEventListener("keydown", atlasKeepsBehind, { capture: true, signal });
  return () => own.abort();
}
