// How often a page may be loaded again by itself, in Node: node SCRIPT FOLDER. Prints what each page was answered.
import { readFileSync } from "node:fs";
import path from "node:path";
import vm from "node:vm";

const code = readFileSync(path.join(process.argv[2], "storage.js"), "utf8");

/** A document of a tab. `open`: seconds since its journal was open, null before. */
function mayLoadAgain(sessionStorage, open) {
  let now = 5000;
  const heard = [], companion = { answers: {}, listen: (listener) => heard.push(listener) };
  const quiet = () => {}, window = { companion, name: "" };
  vm.runInNewContext(code, {
    window, navigator: {}, matchMedia: () => ({}), addEventListener: quiet, sessionStorage,
    location: { reload: quiet }, performance: { now: () => now },
  });
  window.companionStorage(companion);
  if (open !== null) heard.forEach((listener) => listener({ kind: "open" }));
  now += 1000 * open;
  return companion.answers.mayLoadAgain();
}

function tab(held = {}) {
  return { getItem: (key) => held[key] ?? null, setItem: (key, value) => { held[key] = String(value); } };
}

const all = (storage, ...opens) => opens.map((open) => mayLoadAgain(storage, open));
const refused = { getItem() { throw new Error("refused"); }, setItem() {} };
const foreign = { "companion.loaded-again": "{}" };
console.log(JSON.stringify({
  atOnce: all(tab(), 0, 2, null, 2, null), aWhile: all(tab(), 0, 0, 0, 0, 60, 0, 0, 0),
  often: all(tab(), 60, 60, 60, 60, 60), refused: all(refused, 0), foreign: all(tab(foreign), 0),
}));
