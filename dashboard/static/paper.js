// The buttons of the page for printing.
(() => {
  const framed = /** @type {HTMLTemplateElement} */ (document.getElementById("picture"));
  const svg = /** @type {SVGSVGElement} */ (framed.content.querySelector("svg"));
  const name = framed.dataset.name || "incidents";
  /** @param {string} id @param {() => void} act */
  const press = (id, act) => document.getElementById(id)?.addEventListener("click", act);
  press("print", () => window.print());
  press("svg", () => atlasSaveSvg(name, svg));
  press("png", () => atlasSavePng(name, svg));
})();
