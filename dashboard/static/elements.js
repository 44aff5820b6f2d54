// Elements, drawn shapes and filled-in words, for the map's frame and for the page's own parts. Text is only ever set as text.
const ATLAS_SVG = "http://www.w3.org/2000/svg";

/**
 * @template {keyof HTMLElementTagNameMap} K
 * @param {K} name
 * @param {string} [className]
 * @param {string | number} [text]
 */
function atlasMake(name, className, text) {
  const element = document.createElement(name);
  if (className) element.className = className;
  if (text !== undefined) element.textContent = String(text);
  return element;
}

/** @param {string} [className] @param {string | number} [text] */
function atlasButton(className, text) {
  const element = atlasMake("button", className, text);
  element.type = "button";
  return element;
}

/**
 * @template {keyof SVGElementTagNameMap} K
 * @param {K} name
 * @param {Record<string, string | number | boolean>} attributes
 * @param {Element} [parent]
 * @param {string} [text]
 */
function atlasShape(name, attributes, parent, text) {
  const element = document.createElementNS(ATLAS_SVG, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, String(value));
  if (text !== undefined) element.textContent = text;
  if (parent) parent.appendChild(element);
  return element;
}

/**
 * Words with their values. A value is taken as it is, whatever signs are in it.
 * @param {string} text with names in braces
 * @param {Record<string, string | number>} [values] by their names
 */
function atlasFill(text, values = {}) {
  return Object.entries(values).reduce((filled, [name, value]) => filled.replace(`{${name}}`, () => String(value)), text);
}

/**
 * Whether a key presses the button that has the focus.
 * @param {KeyboardEvent} event
 */
function atlasPresses(event) {
  return event.key === "Enter" || event.key === " ";
}

/**
 * The element that has the focus, if it lies in another. A part of the page is a tree of its own, with a focus of its own.
 * @param {Element | null} parent
 */
function atlasFocused(parent) {
  if (!parent) return null;
  const held = /** @type {HTMLElement | SVGElement | null} */ (/** @type {Document} */ (parent.getRootNode()).activeElement);
  return held && parent.contains(held) ? held : null;
}
