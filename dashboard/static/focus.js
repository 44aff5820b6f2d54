// Puts the cursor into the field of a part of the page that has just opened: who presses "Wrong place" types a place next.

/** @type {WeakSet<object>} */
const focused = new WeakSet();

/** @param {AtlasPart<{ of: string } | null>} component */
export default function ({ data, parentElement }) {
  const part = data && document.querySelector(`.st-key-${CSS.escape(data.of)}`);
  const field = part?.querySelector("input");
  if (!field || focused.has(parentElement)) return;
  focused.add(parentElement);
  field.focus({ preventScroll: true });
  field.select();
}
