// ESLint's settings. NODE_PATH names the folder of the tools.
const { readdirSync, readFileSync } = require("node:fs");
const { join } = require("node:path");
const js = require("@eslint/js");
const globals = require("globals");

// A part of the page is a module; every other script shares its top level with those that it is joined with.
const sources = readdirSync(__dirname)
  .filter((name) => name.endsWith(".js"))
  .map((name) => ({ name, text: readFileSync(join(__dirname, name), "utf-8") }));
const isModule = ({ text }) => /^export default/m.test(text);
const namesOf = ({ text }) => [...text.matchAll(/^(?:const|class|function) (\w+)/gm)].map(([, name]) => name);
const modules = sources.filter(isModule).map(({ name }) => name);
const scripts = sources.filter((source) => !isModule(source));
const shared = Object.fromEntries(scripts.flatMap(namesOf).map((name) => [name, "readonly"]));

const TEXT_ONLY = "Text from reports is only ever set as text.";

module.exports = [
  js.configs.recommended,
  {
    languageOptions: { ecmaVersion: 2023, globals: { ...globals.browser, ...shared, L: "readonly" } },
    linterOptions: { reportUnusedDisableDirectives: "error" },
    rules: {
      camelcase: ["error", { properties: "never" }],
      curly: ["error", "multi-line"],
      eqeqeq: "error",
      "max-lines": ["error", 400],
      "max-lines-per-function": ["error", 60],
      "no-eval": "error",
      "no-implied-eval": "error",
      "no-new-func": "error",
      "no-param-reassign": "error",
      "no-restricted-properties": [
        "error",
        ...["innerHTML", "outerHTML", "insertAdjacentHTML", "srcdoc"].map((property) => ({ property, message: TEXT_ONLY })),
      ],
      "no-shadow": "error",
      "no-var": "error",
      "object-shorthand": "error",
      "one-var": ["error", "never"],
      "prefer-arrow-callback": "error",
      "prefer-const": "error",
      "prefer-template": "error",
    },
  },
  { files: modules, languageOptions: { sourceType: "module" } },
  {
    files: scripts.map(({ name }) => name),
    languageOptions: { sourceType: "script" },
    // names at the top level are used in other files; a test looks for those that are not
    rules: { "no-redeclare": ["error", { builtinGlobals: false }], "no-unused-vars": ["error", { vars: "local" }] },
  },
  { files: ["*.cjs"], languageOptions: { sourceType: "commonjs", globals: globals.node } },
];
