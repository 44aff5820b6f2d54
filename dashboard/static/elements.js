// Creates elements, SVG shapes and texts for the map's frame and the parts of the page. Text is only ever set as text.
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
 * Fills values into a text. Values are inserted literally, including special characters.
 * @param {string} text with names in braces
 * @param {Record<string, string | number>} [values] by name
 */
function atlasFill(text, values = {}) {
  return Object.entries(values).reduce((filled, [name, value]) => filled.replace(`{${name}}`, () => String(value)), text);
}

/**
 * Returns whether a key activates the focused button.
 * @param {KeyboardEvent} event
 */
function atlasPresses(event) {
  return event.key === "Enter" || event.key === " ";
}

/**
 * Returns the focused element if it is inside another. Each part of the page is a separate tree with its own focus.
 * @param {Element | null} parent
 */
function atlasFocused(parent) {
  if (!parent) return null;
  const held = /** @type {HTMLElement | SVGElement | null} */ (/** @type {Document} */ (parent.getRootNode()).activeElement);
  return held && parent.contains(held) ? held : null;
}
