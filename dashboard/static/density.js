"use strict";
// How densely incidents lie: sums of cells of the view, smoothed and coloured on a canvas of their own.

function atlasDensity(map, kit) {
  const make = (name, className) => Object.assign(document.createElement(name), { className });
  const canvas = make("canvas", "atlas-heat");
  const heatPane = map.createPane("atlasHeat");
  heatPane.style.zIndex = 350;
  heatPane.style.pointerEvents = "none";
  heatPane.appendChild(canvas);
  const ramp = (() => {
    // one hue from clear to dark: light and dark eyes and grey printers read it alike
    const strip = document.createElement("canvas");
    strip.width = 256;
    strip.height = 1;
    const ink = strip.getContext("2d"),
      fade = ink.createLinearGradient(0, 0, 256, 0);
    kit.ramp.forEach((tone, n) => fade.addColorStop(n / (kit.ramp.length - 1), tone));
    ink.fillStyle = fade;
    ink.fillRect(0, 0, 256, 1);
    return ink.getImageData(0, 0, 256, 1).data;
  })();
  const draw = (answer) => {
    // sums smoothed over some 30 pixels, on a grid of 4 pixels that is drawn enlarged
    const size = map.getSize(),
      step = 4,
      reach = 9,
      wide = Math.ceil(size.x / step),
      high = Math.ceil(size.y / step);
    const sums = new Float32Array(wide * high);
    const kernel = [];
    for (let y = -reach; y <= reach; y += 1)
      for (let x = -reach; x <= reach; x += 1) kernel.push([x, y, Math.exp(-(x * x + y * y) / (2 * 3.2 * 3.2))]);
    for (const [lat, lon, sum] of answer.cells) {
      const at = map.latLngToContainerPoint([lat, lon]),
        column = Math.round(at.x / step),
        line = Math.round(at.y / step);
      for (const [x, y, part] of kernel) {
        const c = column + x,
          l = line + y;
        if (c >= 0 && l >= 0 && c < wide && l < high) sums[l * wide + c] += sum * part;
      }
    }
    const most = sums.reduce((a, b) => Math.max(a, b), 0);
    const small = document.createElement("canvas");
    small.width = wide;
    small.height = high;
    const picture = small.getContext("2d").createImageData(wide, high);
    for (let n = 0; n < sums.length && most; n += 1) {
      const share = Math.sqrt(sums[n] / most);
      if (share < 0.03) continue;
      const tone = 4 * Math.min(255, Math.round(255 * share));
      for (let part = 0; part < 4; part += 1) picture.data[4 * n + part] = ramp[tone + part];
    }
    small.getContext("2d").putImageData(picture, 0, 0);
    L.DomUtil.setPosition(canvas, map.containerPointToLayerPoint([0, 0]));
    canvas.width = size.x;
    canvas.height = size.y;
    const ink = canvas.getContext("2d");
    ink.imageSmoothingQuality = "high";
    ink.drawImage(small, 0, 0, wide * step, high * step);
  };
  const clear = () => {
    canvas.width = 1;
    canvas.height = 1;
  };
  return { draw, clear };
}
