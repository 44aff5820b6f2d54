// The buttons of the page for paper.
(() => {
  const svg = /** @type {SVGSVGElement} */ (document.querySelector("#map svg"));
  /** @param {string} id @param {() => void} act */
  const press = (id, act) => document.getElementById(id)?.addEventListener("click", act);
  press("print", () => window.print());
  press("svg", () => atlasSaveSvg("incident-atlas-map", svg));
  press("png", () => atlasSavePng("incident-atlas-map", svg));
})();
