// Saves files made in the page. A drawing is saved as SVG or PNG; it embeds no external images, so the PNG is complete.
/** @param {string} name @param {Blob} blob */
function atlasSaveFile(name, blob) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  document.body.appendChild(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(link.href), 5000);
}

/** @param {string} name @param {SVGSVGElement} svg */
function atlasSaveSvg(name, svg) {
  atlasSaveFile(`${name}.svg`, new Blob([new XMLSerializer().serializeToString(svg)], { type: "image/svg+xml" }));
}

/** @param {string} name @param {SVGSVGElement} svg */
function atlasSavePng(name, svg) {
  const image = new Image();
  const canvas = document.createElement("canvas");
  const box = svg.viewBox.baseVal;
  image.onload = () => {
    canvas.width = 2 * box.width;
    canvas.height = 2 * box.height;
    canvas.getContext("2d")?.drawImage(image, 0, 0, canvas.width, canvas.height);
    canvas.toBlob((blob) => blob && atlasSaveFile(`${name}.png`, blob));
  };
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(new XMLSerializer().serializeToString(svg))}`;
}
