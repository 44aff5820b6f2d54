import assert from "node:assert/strict";
import { test } from "node:test";
import { part, scripts } from "./loading.mjs";

const { atlasFill, atlasPresses } = scripts("elements");
const { atlasSymbolLook } = scripts("symbols");
const { atlasSpoken, atlasShort, atlasSlices } = scripts("markers");
const { atlasRanges } = scripts("notes");
const { cell } = await part("elements", "ticks", "saving", "charts");
const { tipOf } = await part("elements", "timeline");
const number = new Intl.NumberFormat("en");

test("names in braces are filled in, whatever signs the values have", () => {
  assert.equal(atlasFill("{n} of {what}", { n: 3, what: "$& {n}" }), "3 of $& {n}");
  assert.equal(atlasFill("{n} incidents"), "{n} incidents");
});

test("Enter and the space bar press a button", () => {
  assert.deepEqual(
    ["Enter", " ", "a"].map((key) => atlasPresses({ key })),
    [true, true, false],
  );
});

test("a hollow symbol has the rim's colour inside and its own around", () => {
  const look = { colour: "#d55e00", shape: "M0 0", hollow: 3.2, pale: 0.55 };
  const full = atlasSymbolLook(look, {}, "#fff", 2);
  assert.deepEqual([full.fill, full.stroke, full["stroke-width"], full.opacity], ["#d55e00", "#fff", 2, 1]);
  const hollow = atlasSymbolLook(look, { hollow: true, pale: true }, "#fff", 2);
  assert.deepEqual([hollow.fill, hollow.stroke, hollow["stroke-width"], hollow.opacity], ["#fff", "#d55e00", 3.2, 0.55]);
  assert.equal(atlasSymbolLook(look, {}, "#fff").stroke, "none");
});

test("a marker says its place and its lines", () => {
  assert.equal(atlasSpoken({ title: "Kharkiv", lines: ["Air strike", "", "3 killed"] }), "Kharkiv, Air strike, 3 killed");
});

test("large numbers are short", () => {
  const kit = { compact: new Intl.NumberFormat("en", { notation: "compact" }) };
  assert.deepEqual(
    [1, 999, 1000, 12_345].map((n) => atlasShort(kit, n)),
    ["1", "999", "1K", "12K"],
  );
});

test("a cluster's slices go once around", () => {
  const parts = [
    ["red", 3],
    ["blue", 1],
  ];
  assert.equal(atlasSlices(parts, 4), "conic-gradient(red 0.0deg 270.0deg, blue 270.0deg 360.0deg)");
});

test("each shade begins just above the one before", () => {
  assert.deepEqual(atlasRanges([1, 10, 1200], number), ["1", "2–10", "11–1,200"]);
});

test("no field of a table is a formula", () => {
  assert.equal(cell("=1+1"), "'=1+1");
  assert.equal(cell("\u200b=1+1"), "'\u200b=1+1");
  assert.equal(cell(-3), "-3");
  assert.equal(cell('say "a", b'), '"say ""a"", b"');
});

test("the tip of a bar counts its groups", () => {
  const words = { tip: "{when}: {n}", tip_vague: "{when}: {n} and {vague} around" };
  const families = [{ label: "Attacks" }, { label: "Other" }];
  assert.equal(tipOf({ words: "May", n: 3, vague: 0, parts: [3, 0] }, families, words), "May: 3\nAttacks: 3");
  assert.equal(tipOf({ words: "May", n: 0, vague: 2, parts: [0, 0] }, families, words), "May: 0 and 2 around");
});
