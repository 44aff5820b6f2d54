// A date that was typed counts when Enter is pressed. Streamlit takes it only when another part of the page is pressed.
/** @param {KeyboardEvent} event */
function atlasTakeDate({ key, target }) {
  if (key !== "Enter" || !(target instanceof Element) || target.getAttribute("role") !== "spinbutton") return;
  const field = target.closest("[data-testid=stDateInput]");
  const outside = field?.querySelector("label") || field; // of its calendar; the menu or dialog around it stays open
  outside?.dispatchEvent(new PointerEvent("pointerdown", { bubbles: true, composed: true }));
}

export default function () {
  /** Of this page alone: the one before takes its own away. @param {KeyboardEvent} event */
  const take = (event) => atlasTakeDate(event);
  document.addEventListener("keydown", take, true); // the field keeps the key from those behind it
  return () => document.removeEventListener("keydown", take, true);
}
