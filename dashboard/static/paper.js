"use strict";
// Print, or save the drawing: as it is, or as a picture of it. The drawing holds no foreign image, so the picture is whole.
(() => {
  const svg = document.querySelector("#map svg");
  const save = (name, blob) => {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(blob);
    link.download = name;
    document.body.appendChild(link);
    link.click();
    link.remove();
    setTimeout(() => URL.revokeObjectURL(link.href), 5000);
  };
  const text = () => new XMLSerializer().serializeToString(svg);
  document.getElementById("print").onclick = () => window.print();
  document.getElementById("svg").onclick = () => save("incident-atlas-map.svg", new Blob([text()], { type: "image/svg+xml" }));
  document.getElementById("png").onclick = () => {
    const image = new Image(), canvas = document.createElement("canvas"), box = svg.viewBox.baseVal;
    image.onload = () => {
      canvas.width = 2 * box.width;
      canvas.height = 2 * box.height;
      canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
      canvas.toBlob((blob) => save("incident-atlas-map.png", blob));
    };
    image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(text())}`;
  };
})();
