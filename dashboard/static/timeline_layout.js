// Positions on the timeline in pixels, independent of the page.
const ATLAS_FOOT = 18; // below the axis
const ATLAS_TOP = 4; // above the bars
const ATLAS_TALL = 100; // the whole strip
const ATLAS_DAYS = 22; // the row of buttons for one or two days
const ATLAS_MARK = 15; // one incident's symbol
const ATLAS_BAR = 9; // a bar that spans several days

/** @param {number} count of bins */
function atlasStripHeight(count) {
  return ATLAS_TALL - ATLAS_TOP - ATLAS_FOOT - (count < 3 ? ATLAS_DAYS : 0);
}

/**
 * Returns the bin of a day, or the first or last bin for a day outside the range.
 * @param {{ start: string }[]} bins
 * @param {string} day
 */
function atlasBinOf(bins, day) {
  const next = bins.findIndex(({ start }, n) => n > 0 && start > day);
  return next < 0 ? bins.length - 1 : next - 1;
}

/**
 * Returns the next bin to play, skipping empty ones.
 * @param {{ n: number }[]} bins
 * @param {number} at
 * @param {number} last
 */
function atlasNextBin(bins, at, last) {
  const hasSure = bins.some((bin) => bin.n);
  let next = at + 1;
  while (next < last && !bins[next].n && hasSure) next += 1;
  return next;
}

/**
 * Returns the bars as paths, one for each look: one element per bar would take megabytes in the browser.
 * @param {AtlasBin[]} bins
 * @param {{ colour: string }[]} families
 * @param {{ low: number, high: number }} range the chosen range
 * @param {number} width
 * @param {number} height
 */
function atlasBars(bins, families, { low, high }, width, height) {
  /** @type {Map<string, { class: string, fill: string, d: string }>} */
  const looks = new Map();
  const step = width / bins.length;
  const most = Math.max(1, ...bins.map((bin) => bin.n + bin.vague));
  /** @param {number} value */
  const tall = (value) => (value ? Math.max(1.5, (height * value) / most) : 0);
  const thick = Math.max(0.8, step - (step > 4 ? 1.5 : 0.2));
  /** @param {number} n @param {number} top @param {number} long @param {string} name @param {string} fill */
  const bar = (n, top, long, name, fill) => {
    const look = n >= low && n <= high ? name : `${name} t-out`;
    const path = looks.get(`${look} ${fill}`) || { class: look, fill, d: "" };
    path.d += `M${(n * width) / bins.length} ${top}h${thick}v${long}h${-thick}z`;
    looks.set(`${look} ${fill}`, path);
  };
  bins.forEach((bin, n) => {
    const sure = tall(bin.n);
    const vague = tall(bin.vague);
    let top = ATLAS_TOP + height;
    bin.parts.forEach((part, kind) => {
      if (!part) return;
      const long = (sure * part) / bin.n;
      top -= long;
      bar(n, top, long, "t-bar", families[kind].colour);
    });
    if (bin.vague) bar(n, ATLAS_TOP + height - sure - vague, vague, "t-vague", "url(#vague)");
  });
  return [...looks.values()];
}

/**
 * Returns a lane for each span, so that spans in one lane do not overlap.
 * @param {[number, number][]} spans
 */
function atlasLanes(spans) {
  /** @type {number[]} */
  const ends = [];
  return spans.map(([from, to]) => {
    const free = ends.findIndex((end) => end < from);
    const lane = free < 0 ? ends.length : free;
    ends[lane] = to;
    return lane;
  });
}

/**
 * Returns rows and centres for incidents of one day each: side by side if a day is wide enough, otherwise in the lowest row
 * in which they touch no others.
 * @param {{ span: [number, number] }[]} events
 * @param {number} count of bins
 * @param {number} width
 * @returns {{ x: number, row: number }[]}
 */
function atlasDayPlaces(events, count, width) {
  const step = width / count;
  const wide = ATLAS_MARK + 2;
  const perRow = Math.floor((step - 8) / wide);
  /** @param {number} day */
  const middle = (day) => (day + 0.5) * step;
  if (perRow < 1) {
    /** @type {number[]} */
    const ends = []; // the last centre in each row, filled from the left
    const sorted = events.map(({ span }, n) => ({ n, x: middle(span[0]) })).sort((a, b) => a.x - b.x);
    const found = sorted.map(({ n, x }) => {
      const free = ends.findIndex((end) => x - end >= wide);
      const row = free < 0 ? ends.length : free;
      ends[row] = x;
      return { n, x, row };
    });
    return found.sort((a, b) => a.n - b.n).map(({ x, row }) => ({ x, row }));
  }
  return events.map(({ span: [day] }, n) => {
    const before = events.slice(0, n).filter(({ span }) => span[0] === day).length;
    const alike = events.filter(({ span }) => span[0] === day).length;
    const start = middle(day) - ((Math.min(perRow, alike) - 1) * wide) / 2;
    return { x: start + (before % perRow) * wide, row: Math.floor(before / perRow) };
  });
}

/**
 * Returns a place for each incident. Those of one day are side by side from the axis upwards. Those that lie somewhere within
 * several days are bars above them, with the symbol inside.
 * @template {{ span: [number, number] }} T
 * @param {T[]} events
 * @param {number} count of bins
 * @param {number} width
 * @param {number} height
 * @returns {{ event: T, x: number, y: number, bar: { x: number, width: number } | null }[]}
 */
function atlasEventPlaces(events, count, width, height) {
  /** @param {number} n */
  const left = (n) => (n * width) / count;
  const floor = ATLAS_TOP + height - 3;
  const single = events.filter(({ span }) => span[0] === span[1]);
  const long = events.filter(({ span }) => span[0] !== span[1]).sort((a, b) => a.span[0] - b.span[0]);
  const days = atlasDayPlaces(single, count, width);
  const rows = Math.max(0, ...days.map(({ row }) => row + 1));
  const room = Math.max(ATLAS_MARK, Math.min(ATLAS_MARK + 3, (height - 4) / Math.max(1, rows)));
  const marks = single.map((event, k) => {
    return { event, x: days[k].x, y: floor - ATLAS_MARK / 2 - days[k].row * room, bar: null };
  });
  const above = floor - rows * room - ATLAS_BAR / 2;
  const lanes = atlasLanes(long.map(({ span }) => span));
  const high = Math.min(ATLAS_BAR + 4, Math.max(6, (above - ATLAS_TOP) / Math.max(1, ...lanes.map((lane) => lane + 1))));
  const bars = long.map((event, k) => {
    const inset = Math.min(6, (left(event.span[1] + 1) - left(event.span[0])) / 4);
    const from = left(event.span[0]) + inset;
    const to = left(event.span[1] + 1) - inset;
    const x = from + ((to - from) * ((k % 8) + 1)) / (Math.min(8, long.length) + 1);
    return { event, x, y: above - lanes[k] * high, bar: { x: from, width: to - from } };
  });
  return [...marks, ...bars];
}
