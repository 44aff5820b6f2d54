// Loads the browser's scripts without a browser. Only functions that need no page can be called.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

const STATIC = join(import.meta.dirname, "..", "..", "dashboard", "static");
const LEAFLET = { Path: { extend: () => null } };

export const names = readdirSync(STATIC)
  .filter((name) => name.endsWith(".js"))
  .map((name) => name.replace(".js", ""));

export function source(name) {
  return readFileSync(join(STATIC, `${name}.js`), "utf-8");
}

export function isModule(name) {
  return /^export default/m.test(source(name));
}

/** Return the names defined at the top level of a script. */
export function topLevel(name) {
  return [...source(name).matchAll(/^(?:const|class|function) (\w+)/gm)].map(([, found]) => found);
}

/** Return what scripts define, joined as they are for the map's frame. */
export function scripts(...wanted) {
  const text = wanted.map(source).join("\n;\n");
  // eslint-disable-next-line no-new-func -- a script is not a module, and this one belongs to the project
  return new Function("L", `"use strict";\n${text}\nreturn { ${wanted.flatMap(topLevel).join(", ")} };`)(LEAFLET);
}

/** Import a part of the page, together with the scripts that are joined before it. */
export function part(...wanted) {
  return import(`data:text/javascript,${encodeURIComponent(wanted.map(source).join(""))}`);
}
