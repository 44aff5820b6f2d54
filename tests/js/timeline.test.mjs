import assert from "node:assert/strict";
import { test } from "node:test";
import { scripts } from "./loading.mjs";

const layout = scripts("timeline_layout");
const { atlasTicks } = scripts("ticks");
const WEEK = ["2022-06-20", "2022-06-27", "2022-07-04"].map((start) => ({ start, n: 1 }));

test("a day lies in the last bin that begins before it", () => {
  const days = ["2022-06-01", "2022-06-20", "2022-06-26", "2022-06-27", "2023-01-01"];
  assert.deepEqual(
    days.map((day) => layout.atlasBinOf(WEEK, day)),
    [0, 0, 0, 1, 2],
  );
  assert.equal(layout.atlasBinOf(WEEK.slice(0, 1), "2030-01-01"), 0);
});

test("playing skips what is empty, but not the end", () => {
  const bins = [1, 0, 0, 2, 0].map((n) => ({ n }));
  assert.equal(layout.atlasNextBin(bins, 0, 4), 3);
  assert.equal(layout.atlasNextBin(bins, 3, 4), 4);
  assert.equal(
    layout.atlasNextBin(
      bins.map(() => ({ n: 0 })),
      0,
      4,
    ),
    1,
  );
});

test("bars that look alike are one path", () => {
  const bins = [
    { n: 2, vague: 1, parts: [2] },
    { n: 1, vague: 0, parts: [1] },
    { n: 3, vague: 0, parts: [3] },
  ];
  const paths = layout.atlasBars(bins, [{ colour: "red" }], { low: 0, high: 1 }, 300, 60);
  assert.deepEqual(
    paths.map((path) => [path.class, path.fill, path.d.split("M").length - 1]),
    [
      ["t-bar", "red", 2],
      ["t-vague", "url(#vague)", 1],
      ["t-bar t-out", "red", 1],
    ],
  );
  assert.ok(paths[0].d.startsWith("M0 24h98.5v40h-98.5z")); // two thirds of the height; y starts at the top of the strip
});

test("spans that overlap have lanes of their own", () => {
  assert.deepEqual(
    layout.atlasLanes([
      [0, 2],
      [1, 3],
      [3, 4],
      [4, 5],
    ]),
    [0, 1, 0, 1],
  );
});

test("incidents of one day stand side by side, then above each other", () => {
  const events = Array.from({ length: 5 }, (_, n) => ({ id: n, span: [1, 1] }));
  const placed = layout.atlasEventPlaces(events, 4, 240, 78);
  assert.equal(new Set(placed.map(({ x, y }) => `${x} ${y}`)).size, 5);
  assert.equal(new Set(placed.map(({ y }) => y)).size, 2); // a day is 60 pixels wide: three in a row
  assert.ok(placed.every(({ x }) => x > 60 && x < 120));
});

test("an incident somewhere in several days is a bar over them, with its symbol in it", () => {
  const [{ x, y, bar }, { y: below }] = layout
    .atlasEventPlaces([{ span: [1, 2] }, { span: [0, 0] }].reverse(), 4, 240, 78)
    .reverse();
  assert.deepEqual(bar, { x: 66, width: 108 });
  assert.ok(x > bar.x && x < bar.x + bar.width && y < below);
});

test("marks of narrow days touch no other", () => {
  /** @type {{ span: [number, number] }[]} */
  const events = [5, 5, 6, 7, 9, 60].map((day) => ({ span: [day, day] }));
  const placed = layout.atlasEventPlaces(events, 120, 840, 78);
  const apart = placed.every((a, n) => placed.slice(n + 1).every((b) => Math.hypot(a.x - b.x, a.y - b.y) >= 15));
  assert.ok(apart);
  assert.equal(placed[0].y, placed[4].y); // four days later there is room again
  assert.deepEqual(
    placed.map(({ x }) => Math.round(x)),
    [39, 39, 46, 53, 67, 424],
  );
});

test("one or two days leave room for their buttons", () => {
  assert.deepEqual([1, 2, 3].map(layout.atlasStripHeight), [56, 56, 78]);
});

test("labels of the axis do not overlap", () => {
  const rows = [{ tick: "20 June" }, { tick: "21 June" }, {}, { tick: "23 June" }];
  assert.deepEqual(atlasTicks(rows, 30, 80, 18), [
    { tick: "20 June", x: 0 },
    { tick: "23 June", x: 80 },
  ]);
});
