"use strict";
(() => {
  const svg = document.querySelector("#map svg");
  document.getElementById("print").onclick = () => window.print();
  document.getElementById("svg").onclick = () => saveSvg("incident-atlas-map", svg);
  document.getElementById("png").onclick = () => savePng("incident-atlas-map", svg);
})();
