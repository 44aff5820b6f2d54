// The symbols of the types of incidents. A hollow one has no figures, a pale one is an earlier event.
/**
 * @param {AtlasLook} look
 * @param {{ hollow?: boolean, pale?: boolean }} item
 * @param {string} rim the colour inside a hollow symbol and around a solid one
 * @param {number} [edge] the width of the rim around a solid symbol
 */
function atlasSymbolLook(look, { hollow = false, pale = false }, rim, edge = 0) {
  return {
    d: look.shape,
    fill: hollow ? rim : look.colour,
    stroke: hollow ? look.colour : edge ? rim : "none",
    "stroke-width": hollow ? look.hollow : edge,
    "stroke-linejoin": "round",
    opacity: pale ? look.pale : 1,
  };
}

/**
 * @param {AtlasLook} look
 * @param {number} pixels
 * @param {{ hollow?: boolean, pale?: boolean }} item
 * @param {string} rim
 * @param {number} [edge]
 */
function atlasSymbol(look, pixels, item, rim, edge) {
  const svg = atlasShape("svg", { width: pixels, height: pixels, viewBox: "-12 -12 24 24", "aria-hidden": "true" });
  atlasShape("path", atlasSymbolLook(look, item, rim, edge), svg);
  return svg;
}
