// Checks across files: the names that all scripts share.
import assert from "node:assert/strict";
import { test } from "node:test";
import { isModule, names, source, topLevel } from "./loading.mjs";

const STARTS = new Set(["atlasBase", "atlasIncidents"]); // the map's page calls these
const shared = names.filter((name) => !isModule(name)).flatMap((name) => topLevel(name).map((found) => ({ name, found })));
const all = names.map(source).join("\n");

test("a shared name begins with the project's", () => {
  assert.deepEqual(
    shared.filter(({ found }) => !/^atlas|^Atlas|^ATLAS_/.test(found)),
    [],
  );
});

test("a shared name stands for one thing", () => {
  const found = shared.map((one) => one.found);
  assert.deepEqual(
    found.filter((one, n) => found.indexOf(one) !== n),
    [],
  );
});

test("whatever is shared is used", () => {
  const uses = (name) => all.match(new RegExp(`\\b${name}\\b`, "g")).length;
  assert.deepEqual(
    shared.filter(({ found }) => !STARTS.has(found) && uses(found) < 2),
    [],
  );
});
