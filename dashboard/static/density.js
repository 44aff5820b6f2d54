// The density of incidents: the sums of cells in the view, smoothed and coloured on a separate canvas.
const ATLAS_STEP = 4; // screen pixels per grid cell; the grid is drawn enlarged
const ATLAS_REACH = 9; // grid cells to each side, 36 pixels
const ATLAS_CLOSE = 20; // pixels within which incidents add to each other

/**
 * Spreads sums over the cells around them.
 * @param {[column: number, line: number, sum: number][]} cells
 * @param {number} wide
 * @param {number} high
 */
function atlasSmoothed(cells, wide, high) {
  const sums = new Float32Array(wide * high);
  /** @type {[number, number, number][]} */
  const kernel = [];
  for (let y = -ATLAS_REACH; y <= ATLAS_REACH; y += 1) {
    for (let x = -ATLAS_REACH; x <= ATLAS_REACH; x += 1) kernel.push([x, y, Math.exp(-(x * x + y * y) / (2 * 3.2 * 3.2))]);
  }
  for (const [column, line, sum] of cells) {
    for (const [x, y, part] of kernel) {
      const c = column + x;
      const l = line + y;
      if (c >= 0 && l >= 0 && c < wide && l < high) sums[l * wide + c] += sum * part;
    }
  }
  return sums;
}

/**
 * Returns the colours of a smoothed grid, four bytes per cell. Nearly empty cells stay transparent.
 * @param {Float32Array} sums
 * @param {Uint8ClampedArray} ramp 256 colours
 */
function atlasTinted(sums, ramp) {
  const bytes = new Uint8ClampedArray(4 * sums.length);
  const most = sums.reduce((a, b) => Math.max(a, b), 0);
  for (let n = 0; n < sums.length && most; n += 1) {
    const share = Math.sqrt(sums[n] / most);
    if (share < 0.03) continue;
    const tone = 4 * Math.min(255, Math.round(255 * share));
    bytes.set(ramp.subarray(tone, tone + 4), 4 * n);
  }
  return bytes;
}

/**
 * Returns the sums for the legend, from 1 to the largest in the grid, each with its position on the ramp.
 * @param {Float32Array} sums
 * @returns {[sum: number, share: number][]}
 */
function atlasStops(sums) {
  const most = sums.reduce((a, b) => Math.max(a, b), 0);
  const named = new Set([1, Math.round(Math.sqrt(most)), Math.round(most)]);
  return [...named].filter(() => most > 0).map((sum) => [sum, Math.sqrt(Math.min(1, sum / most))]);
}

/** @param {HTMLCanvasElement} canvas @param {number} wide @param {number} high */
function atlasInk(canvas, wide, high) {
  canvas.width = wide;
  canvas.height = high;
  return /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
}

/**
 * Builds a ramp of one hue from transparent to dark, which also works for colour-blind readers and in greyscale.
 * @param {string[]} tones
 */
function atlasRamp(tones) {
  const ink = atlasInk(document.createElement("canvas"), 256, 1);
  const fade = ink.createLinearGradient(0, 0, 256, 0);
  tones.forEach((tone, n) => fade.addColorStop(n / (tones.length - 1), tone));
  ink.fillStyle = fade;
  ink.fillRect(0, 0, 256, 1);
  return ink.getImageData(0, 0, 256, 1).data;
}

/**
 * Returns a colour of the ramp in CSS syntax.
 * @param {Uint8ClampedArray} ramp
 * @param {number} share
 */
function atlasTone(ramp, share) {
  const at = 4 * Math.min(255, Math.round(255 * share));
  const [red, green, blue, opacity] = ramp.subarray(at, at + 4);
  return `rgba(${red}, ${green}, ${blue}, ${opacity / 255})`;
}

/** @param {L.Map} map @param {AtlasKit} kit */
function atlasDensity(map, kit) {
  const canvas = atlasMake("canvas", "atlas-heat");
  const pane = map.createPane("atlasHeat");
  pane.style.zIndex = "350";
  pane.style.pointerEvents = "none";
  pane.appendChild(canvas);
  const ramp = atlasRamp(kit.ramp);
  /** @param {AtlasAnswer} answer */
  const draw = (answer) => {
    const size = map.getSize();
    const wide = Math.ceil(size.x / ATLAS_STEP);
    const high = Math.ceil(size.y / ATLAS_STEP);
    /** @type {[number, number, number][]} */
    const cells = answer.cells.map(([lat, lon, sum]) => {
      const at = map.latLngToContainerPoint([lat, lon]);
      return [Math.round(at.x / ATLAS_STEP), Math.round(at.y / ATLAS_STEP), sum];
    });
    const small = document.createElement("canvas");
    const sums = atlasSmoothed(cells, wide, high);
    const drawn = atlasTinted(sums, ramp);
    atlasInk(small, wide, high).putImageData(new ImageData(drawn, wide, high), 0, 0);
    L.DomUtil.setPosition(canvas, map.containerPointToLayerPoint([0, 0]));
    const ink = atlasInk(canvas, size.x, size.y);
    ink.imageSmoothingQuality = "high";
    ink.drawImage(small, 0, 0, wide * ATLAS_STEP, high * ATLAS_STEP);
    const middle = L.point(size.x / 2, size.y / 2);
    const km =
      map.distance(map.containerPointToLatLng(middle), map.containerPointToLatLng(middle.add([ATLAS_CLOSE, 0]))) / 1000;
    const stops = atlasStops(sums).map(([sum, share]) => ({ sum, tone: atlasTone(ramp, share) }));
    return { stops, km: Number(km.toPrecision(1)) };
  };
  const clear = () => {
    canvas.width = 1;
    canvas.height = 1;
  };
  return { draw, clear };
}
