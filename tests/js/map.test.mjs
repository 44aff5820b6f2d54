import assert from "node:assert/strict";
import { test } from "node:test";
import { part, scripts } from "./loading.mjs";

const { atlasLinkedView } = scripts("address");
const { atlasLiesIn, atlasNear } = scripts("view");
const { atlasCircle, atlasPile } = scripts("fan");
const { atlasCorners } = scripts("tools");
const { atlasLeastPeople, atlasLabelSide } = scripts("labels");
const { atlasPopupSide } = scripts("pointing", "legend", "places");
const { atlasProjected, atlasRingPath, atlasTurns } = scripts("outlines");
const { atlasSmoothed, atlasStops, atlasTinted } = scripts("density");
const { rowsInView, rowAfter } = await part("elements", "fetching", "hearing", "symbols", "list");
const { stopAfter } = await part("sheet");

test("the view of a link is taken for its own report only", () => {
  assert.deepEqual(atlasLinkedView("?report=a&view=48.5,30.25,7", "a"), [[48.5, 30.25], 7]);
  assert.deepEqual(atlasLinkedView("?view=48.5,30.25,99", ""), [[48.5, 30.25], 18]);
  for (const search of [
    "?report=b&view=1,2,3",
    "?report=a",
    "?report=a&view=1,2",
    "?report=a&view=91,2,3",
    "?report=a&view=x",
  ]) {
    assert.equal(atlasLinkedView(search, "a"), null, search);
  }
});

test("an answer is good for each view that lies in it", () => {
  assert.ok(atlasLiesIn([1, 1, 2, 2], [0, 0, 2, 3]));
  assert.ok(!atlasLiesIn([1, 1, 2.1, 2], [0, 0, 2, 3]));
});

test("across the date line an item is drawn in the copy of the world that is looked at", () => {
  const item = {
    at: [10, -179],
    box: [
      [0, -180],
      [20, -178],
    ],
  };
  atlasNear(item, 178);
  assert.deepEqual(item, {
    at: [10, 181],
    box: [
      [0, 180],
      [20, 182],
    ],
  });
});

test("a pile is all that hang together", () => {
  const spots = [0, 8, 16, 40].map((x) => ({ key: String(x), x }));
  const pile = atlasPile(spots[0], spots, (one, other) => Math.abs(one.x - other.x) < 10);
  assert.deepEqual(
    pile.map(({ x }) => x),
    [0, 8, 16],
  );
});

test("a pile is fanned out where the fewest of its markers lie over others", () => {
  const near = { x: 30, y: 0, half: 12 };
  const lies = (halves, others) =>
    atlasCircle(halves, 0, others).filter(([x, y], n) =>
      others.some((other) => Math.hypot(other.x - x, other.y - y) < other.half + halves[n]),
    ).length;
  assert.deepEqual(
    atlasCircle([10, 10], 0, []).map(([x, y]) => [Math.round(x), Math.round(y)]),
    [
      [30, 0],
      [-30, 0],
    ],
  );
  assert.equal(lies([10, 10, 10], [near]), 0);
  const [one, other] = atlasCircle([40, 40], 0, []); // large markers need a larger circle
  assert.ok(Math.hypot(one[0] - other[0], one[1] - other[1]) >= 80);
});

test("a corner that repeats the one before is none", () => {
  assert.deepEqual(
    atlasCorners([
      [1, 2],
      [1, 2],
      [3, 4],
      [1, 2],
    ]),
    [
      [1, 2],
      [3, 4],
      [1, 2],
    ],
  );
});

test("an area across the date line has longitudes beyond 180, in any copy of the world", () => {
  const wanted = [
    [10, 170],
    [10, 200],
    [-20, 200],
  ];
  for (const turns of [0, 360, -720]) {
    assert.deepEqual(atlasCorners(wanted.map(([lat, lon]) => [lat, lon + turns])), wanted);
  }
});

test("the closer the view, the smaller the towns that are named", () => {
  const least = [2, 4.5, 8, 12].map(atlasLeastPeople);
  assert.deepEqual(least, [6e6, 1.2e6, 6e4, 0]);
});

test("a name stands after its town, or before it, or gives way", () => {
  const label = { at: { x: 100, y: 50 }, wide: 40, isCountry: false };
  const cover = { at: { x: 100, y: 50 }, reach: 10 };
  assert.equal(atlasLabelSide(label, [], []).isBefore, false);
  assert.equal(atlasLabelSide({ ...label, cover }, [[110, 40, 160, 60]], [cover]).isBefore, true);
  assert.equal(atlasLabelSide(label, [[110, 40, 160, 60]], []), undefined);
  assert.deepEqual(atlasLabelSide({ ...label, isCountry: true }, [], []).box, [
    label.at.x - 0.7 * label.wide,
    41,
    label.at.x + 0.7 * label.wide,
    59,
  ]);
  assert.equal(atlasLabelSide(label, [], [{ at: { x: 120, y: 50 }, reach: 10 }]), undefined);
});

test("a popup opens where it hides the fewest markers and is seen whole", () => {
  const [size, view] = [
    { x: 200, y: 100 },
    { x: 1000, y: 700 },
  ];
  assert.ok(atlasPopupSide({ x: 400, y: 400 }, 20, size, view, []).isAbove);
  assert.ok(atlasPopupSide({ x: 400, y: 100 }, 20, size, view, []).y > 0); // no room above
  assert.ok(atlasPopupSide({ x: 400, y: 400 }, 20, size, view, [[{ x: 400, y: 330 }, 10]]).y > 0);
  const legend = { left: 10, top: 450, right: 390, bottom: 600 };
  assert.ok(!(atlasPopupSide({ x: 400, y: 400 }, 20, size, view, [[{ x: 400, y: 330 }, 10]], [legend]).y > 0)); // legend below
  /** @type {[{ x: number, y: number }, number][]} */
  const around = [[{ x: 400, y: 330 }, 10], [{ x: 400, y: 470 }, 10], [{ x: 560, y: 400 }, 10], [{ x: 240, y: 400 }, 10]]; // prettier-ignore
  const aslant = atlasPopupSide({ x: 400, y: 400 }, 20, size, view, around);
  assert.ok(aslant.x !== 0 && aslant.y !== 0, "between markers on all four sides");
  const touching = atlasPopupSide({ x: 400, y: 400 }, 20, size, view, [[{ x: 400, y: 330 }, 10], [{ x: 410, y: 425 }, 10]]); // prettier-ignore
  assert.equal(touching.pan.x, 0);
  assert.ok(touching.cost < 1, "not so close, above the first or next to both");
});

test("the map moves for a popup, but not a link's view", () => {
  const [size, view] = [
    { x: 200, y: 100 },
    { x: 1100, y: 700 },
  ];
  const at = { x: 1090, y: 680 }; // at the edge, under the card
  const { pan, x, y } = atlasPopupSide(at, 20, size, view, []);
  assert.ok(at.x + x + pan.x + size.x / 2 <= view.x && at.y + y + pan.y + size.y / 2 <= view.y);
  assert.ok(at.x + pan.x <= view.x - 356, "the marker is in view, too");
  assert.deepEqual(atlasPopupSide(at, 20, size, view, [], [], true).pan, { x: 0, y: 0 });
  const markers = [[{ x: 150, y: 300 }, 10], [{ x: 60, y: 240 }, 10], [{ x: 60, y: 360 }, 10]]; // prettier-ignore
  const held = atlasPopupSide({ x: 56, y: 300 }, 20, size, view, /** @type {any} */ (markers), [], true);
  assert.ok(held.x > 0, "rather over other markers than out of the view");
  const slid = atlasPopupSide({ x: view.x - 364 - 80, y: 300 }, 20, size, view, [[{ x: 500, y: 250 }, 10]], [], true);
  assert.deepEqual([slid.x, slid.y < 0], [-20, true], "above its marker, as far to the left as the card asks for");
});

test("outlines are projected, and what is far outside is left out where it is not filled", () => {
  const { points, box } = atlasProjected([
    [-180, 0],
    [180, 0],
    [0, 89],
  ]);
  assert.deepEqual([...points.slice(0, 4)], [0, 0.5, 1, 0.5]);
  assert.ok(box[0] === 0 && box[2] === 1 && Math.abs(box[1]) < 1e-4);
  const ring = Float64Array.from([0, 0, 0.01, 0, 1, 0, 9, 0, 8, 0]);
  const place = { scale: 10, left: 0, top: 0 };
  const bounds = { min: { x: 0, y: 0 }, max: { x: 50, y: 50 } };
  assert.equal(atlasRingPath(ring, place, bounds, true), "M0 0L10 0L90 0L80 0z");
  assert.equal(atlasRingPath(ring, place, bounds, false), "M0 0L10 0L90 0M80 0");
});

test("density is smoothed around its cells and clear where there is next to nothing", () => {
  const sums = atlasSmoothed([[20, 20, 1]], 41, 41);
  assert.equal(sums[20 * 41 + 20], 1);
  assert.ok(sums[20 * 41 + 21] < 1 && sums[20 * 41 + 21] === sums[21 * 41 + 20] && sums[0] === 0);
  const ramp = new Uint8ClampedArray(1024).fill(7);
  const bytes = atlasTinted(sums, ramp);
  assert.deepEqual([bytes[0], bytes[4 * (20 * 41 + 20)]], [0, 7]);
});

test("the list has the rows in view and some around them", () => {
  assert.deepEqual(rowsInView({ top: 0, bottom: 540 }, 0, 100), [0, 16]);
  assert.deepEqual(rowsInView({ top: 0, bottom: 540 }, -5400, 105), [94, 105]);
  assert.deepEqual(
    [rowAfter("ArrowDown", -1, 5), rowAfter("ArrowUp", 0, 5), rowAfter("End", 1, 5), rowAfter("a", 1, 5)],
    [0, 0, 4, null],
  );
});

test("a long drag moves the sheet by two stops", () => {
  assert.deepEqual(
    [stopAfter(0, 5, 800), stopAfter(0, 100, 800), stopAfter(0, 500, 800), stopAfter(1, -500, 800)],
    [0, 1, 2, 0],
  );
});

test("a map across the date line shows two copies of the world", () => {
  assert.deepEqual(atlasTurns(0.1, 0.9), [0]);
  assert.deepEqual(atlasTurns(0.8, 1.4), [0, 1]);
  assert.deepEqual(atlasTurns(-0.2, 0.3), [-1, 0]);
  assert.deepEqual(atlasTurns(-5, 5), [-5, -4, -3]);
});

test("the legend of a density names one incident and the most that add to each other", () => {
  assert.deepEqual(atlasStops(Float32Array.from([0, 0.4, 1])), [[1, 1]]);
  const stops = atlasStops(Float32Array.from([0, 1, 8.7]));
  assert.deepEqual(
    stops.map(([sum]) => sum),
    [1, 3, 9],
  );
  assert.ok(stops.every(([, share]) => share > 0 && share <= 1));
  assert.deepEqual(atlasStops(new Float32Array(4)), []);
});
