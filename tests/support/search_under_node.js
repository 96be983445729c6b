// Runs the search of a built site without a browser: `node search_under_node.js ASSETS SITE`.
// Reads calls as JSON from standard input, `[[function, ...arguments], ...]`; answers with results
// and the files that each call fetched, with their sizes.
"use strict";
const fs = require("node:fs");
const path = require("node:path");
const vm = require("node:vm");

const [assets, site] = process.argv.slice(2);
let fetched = [];

/** An element that knows how to be a script, and nothing else. */
class Element {
  constructor() {
    this.dataset = {};
    this.listeners = {};
  }

  setAttribute(name, value) {
    this[name] = value;
  }

  addEventListener(name, listener) {
    this.listeners[name] = listener;
  }

  append(...children) {
    for (const child of children) if (child.src) load(child);
  }
}

function load(script) {
  const file = path.join(site, script.src.split("?")[0]);
  if (!fs.existsSync(file)) {
    script.listeners.error();
    return;
  }
  const source = fs.readFileSync(file, "utf8");
  fetched.push([script.src, Buffer.byteLength(source)]);
  vm.runInContext(source, context);
}

const document = {
  documentElement: new Element(),
  body: new Element(),
  head: new Element(),
  createElement: () => new Element(),
  querySelector: () => null,
  querySelectorAll: () => [],
  addEventListener: () => {},
};
const context = vm.createContext({ document, URLSearchParams, location: { search: "" }, console });
for (const name of ["site.js", "search.js"]) {
  vm.runInContext(fs.readFileSync(path.join(assets, name), "utf8"), context);
}

async function main() {
  const answers = [];
  for (const [name, ...given] of JSON.parse(fs.readFileSync(0, "utf8"))) {
    fetched = [];
    const started = performance.now();
    const result = await vm.runInContext(name, context)(...given);
    answers.push({ result, fetched, milliseconds: performance.now() - started });
  }
  fs.writeSync(1, JSON.stringify(answers));
}

main();
