// Compares what the page expects of Flutter's loader with what the loader does: node engine_check.mjs ENGINE LOADER FILES
// ENGINE: engine.js; LOADER: flutter_bootstrap.js of the site; FILES: JSON, the files of each engine by its name.
// Both run for every kind of browser that the loader tells apart: the loader left to itself, and told what the page tells
// it. Ends with 1 and says where they differ.
import fs from "node:fs";
import vm from "node:vm";

const [enginePath, loaderPath, filesJson] = process.argv.slice(2);
const engine = fs.readFileSync(enginePath, "utf8"), files = JSON.parse(filesJson);
const loader = fs.readFileSync(loaderPath, "utf8").replaceAll("import(", "imported(");
const NOT_SHIPPED = "skwasm_heavy"; // where the loader would take it the page takes canvaskit
const BASE = "https://site.example/client/";
const CHROMIUM = "Mozilla/5.0 Chrome/150.0.0.0 Safari/537.36", MAKERS = [
  ["Google Inc.", CHROMIUM], ["Google Inc.", "Mozilla/5.0 (iPhone) Safari/604.1"], ["", CHROMIUM + " Edg/150.0"],
  ["Apple Computer, Inc.", "Mozilla/5.0 (iPhone) Version/18.0 Safari/604.1"], ["", "Mozilla/5.0 Gecko/20100101 Firefox/153.0"], ["", ""],
];

// What the loader asks for in a browser of this kind, and the name that engine.js has for it.
async function tried(isFree, { vendor, userAgent, collects, decodes, breaks, segments, webgl }) {
  const asked = new Set(), started = Promise.withResolvers();
  const note = (url) => { asked.add(String(url).replace(BASE, "")); };
  const element = () => ({ getContext: (kind) => (webgl.includes(kind) ? {} : null), addEventListener() {} });
  const WebAssembly = {
    validate: () => collects, instantiate: async () => ({}),
    async compileStreaming(response) { await response; return {}; },
  };
  const self = {
    WebAssembly, URL, console: { debug() {}, warn() {} }, navigator: { vendor, userAgent }, crossOriginIsolated: false,
    ImageDecoder: decodes ? class {} : undefined, location: new URL(BASE), addEventListener() {}, setTimeout, clearTimeout,
    Intl: { v8BreakIterator: breaks ? class {} : undefined, Segmenter: segments ? class {} : undefined },
    document: { baseURI: BASE, createElement: element, head: { append: (one) => { note(one.src); started.resolve(); } }, getElementById: () => null },
    fetch: async (url) => note(url),
    async imported(url) {
      note(url);
      return { async default({ instantiateWasm } = {}) { instantiateWasm?.({}, () => {}); return {}; },
        async compileStreaming(response) { await response; return { instantiate: async () => ({ invokeMain: started.resolve }) }; } };
    },
  };
  self.self = self.window = self;
  vm.createContext(self);
  vm.runInContext(engine, self);
  const name = self.companionEngine.name();
  self.flet = {
    multiView: false, entrypointBaseUrl: BASE, assetBase: BASE, canvasKitBaseUrl: BASE + "canvaskit/", fontFallbackBaseUrl: BASE,
    webRenderer: isFree || name === "skwasm" ? "auto" : "canvaskit", integrity: () => "", failed: started.reject,
  };
  vm.runInContext(loader, self);
  await started.promise;
  await new Promise((then) => setImmediate(then));
  return { name, canBeSkwasm: self.companionEngine.canBeSkwasm(), asked: [...asked].sort() };
}

function* browsers() {
  for (const [vendor, userAgent] of MAKERS)
    for (const collects of [true, false]) for (const decodes of [true, false]) for (const breaks of [true, false])
      for (const segments of [true, false]) for (const webgl of [["webgl2", "webgl"], ["webgl"], []])
        yield { vendor, userAgent, collects, decodes, breaks, segments, webgl };
}

const names = new Set();
for (const browser of browsers()) {
  for (const isFree of [true, false]) {
    const { name, canBeSkwasm, asked } = await tried(isFree, browser).catch((error) => ({ asked: [String(error)] }));
    names.add(name);
    const isExpected = String(asked) === String(files[name]?.toSorted()) && (canBeSkwasm || name !== "skwasm");
    if (isExpected || (isFree && canBeSkwasm && asked.some((one) => one.includes(NOT_SHIPPED)))) continue;
    console.error(`expected ${name}, asked for ${asked}, in ${JSON.stringify(browser)}`);
    process.exit(1);
  }
}
if (String([...names].sort()) !== String(Object.keys(files).sort())) {
  console.error(`never chosen: ${Object.keys(files).filter((one) => !names.has(one))}`);
  process.exit(1);
}
