// Focuses the field of a part of the page that has just opened: after clicking "Wrong place", the user types a place next.

const TRIES = 10; // a tenth of a second apart: the field can appear later, and a dialog takes the focus when it opens

/** @type {WeakSet<object>} */
const opened = new WeakSet();

/** @param {AtlasPart<{ of: string } | null>} component */
export default function ({ data, parentElement }) {
  if (!data || opened.has(parentElement)) return;
  opened.add(parentElement);
  let left = TRIES;
  const stop = () => (left = 0); // after a key press or click, the user is already at work
  for (const press of ["keydown", "pointerdown"]) document.addEventListener(press, stop, { once: true, capture: true });
  const take = () => {
    const field = document.querySelector(`.st-key-${CSS.escape(data.of)} input`);
    if (field instanceof HTMLInputElement && document.activeElement !== field) {
      field.focus({ preventScroll: true });
      field.select();
    }
    left -= 1;
    if (left > 0) setTimeout(take, 100);
  };
  take();
}
