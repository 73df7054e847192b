// Makes the memory snapshot: node snapshot.mjs PYODIDE ARCHIVE NAMES OUT MODULES
// PYODIDE: folder of Pyodide; ARCHIVE: zip of the app and its pure packages; NAMES: of Flet, separated by commas;
// MODULES: gets the files, as JSON, of the modules that are in the snapshot.
import nodeCrypto from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { keep, packed, promised } from "../browser/js/memory.js";
import { withOneTrampoline } from "../browser/js/trampoline.js";

// The same source gives the same bytes: time stands still and chance repeats while it is made. After restoring,
// random is seeded anew, and what matters (keys, ids) asks the browser each time.
const [pyodide, archive, names, out, modules] = process.argv.slice(2);
const folder = path.resolve(pyodide) + "/";
const moment = Date.UTC(2020, 0, 1);
Date.now = () => moment;
performance.now = () => 0;
let drawn = 1;
function sameEachTime(view) {
  const bytes = new Uint8Array(view.buffer, view.byteOffset, view.byteLength);
  for (let at = 0; at < bytes.length; at++) bytes[at] = (drawn = (Math.imul(drawn, 1664525) + 1013904223) >>> 0) >>> 24;
  return view;
}
// Nor does it matter how fast this machine is: what waits for a moment never comes, and nothing of Python is let go
// because Node just tidied up.
const soon = globalThis.setTimeout;
globalThis.setTimeout = (work, after = 0, ...given) => (after > 0 ? forget(work) : soon(work, 0, ...given));
function forget(work) {
  work.destroy?.(); // Python's: what waits holds the whole screen that was drawn
  return 0;
}
globalThis.FinalizationRegistry = class { register() {} unregister() {} };
crypto.getRandomValues = sameEachTime;
nodeCrypto.randomFillSync = sameEachTime;

const { loadPyodide } = await import(pathToFileURL(folder + "pyodide.mjs").href);
let asked = 0, trampolines = 0, begin = null;
const { Instance, instantiate } = WebAssembly;
WebAssembly.Instance = function (module, imports) {
  if (imports?.env?.__indirect_function_table && WebAssembly.Module.exports(module).some((one) => one.name === "trampoline_call")) trampolines++;
  return new Instance(module, imports);
};
const settings = {
  indexURL: folder, args: ["-OO"], env: { HOME: "/home/pyodide", PYTHONHASHSEED: "0", MSGPACK_PUREPYTHON: "1",
    PYDANTIC_DISABLE_PLUGINS: "__all__", PYTHONNODEBUGRANGES: "1" },
};
const py = await withMemory((memory) => { begin = new Uint8Array(memory.buffer.slice(0)); },
  () => withOneTrampoline(() => loadPyodide({ ...settings, _makeSnapshot: true }), () => asked++));
if (!asked || trampolines) {
  stop(`This Pyodide chooses its trampoline in another way (asked ${asked}, made ${trampolines}): see browser/js/trampoline.js`);
}

// Run `load` with the memory of the wasm that it instantiates first given to `use` before anything runs in it.
async function withMemory(use, load) {
  WebAssembly.instantiate = async (...given) => {
    const result = await instantiate(...given);
    if (result.instance?.exports.memory) use(result.instance.exports.memory);
    return result;
  };
  try {
    return await load();
  } finally {
    Object.assign(WebAssembly, { Instance, instantiate });
  }
}

function stop(why) {
  console.error(why);
  process.exit(1);
}

// Imported from the zip at the very path where the page puts it later: what is imported then is found there.
const zip = new Uint8Array(fs.readFileSync(archive));
py.FS.mkdirTree("/app");
py.FS.writeFile("/app/python.zip", zip);
py.unpackArchive(zip, "zip", { extractDir: "/app/unpacked" });
py.globals.set("names", names);
// What nobody reads at run time: the signature that each dataclass gets as its description, and the annotations of
// functions. Those of classes stay: Flet reads them.
const LET_GO = `
import gc
for one in gc.get_objects():
    if isinstance(one, type) and "__dataclass_fields__" in vars(one) and isinstance(vars(one).get("__doc__"), str):
        one.__doc__ = None
    elif isinstance(one, types.FunctionType) and str(one.__module__).startswith(("companion", "flet")):
        one.__annotate__ = None
`;
await py.runPythonAsync(`
import sys, types
sys.dont_write_bytecode = True
sys.path.insert(0, "/app/python.zip")
sys.modules["flet_js"] = types.ModuleType("flet_js")
import flet, flet.messaging.pyodide_connection, operator
names = names.split(",")
for name in names:
    operator.attrgetter(name)(flet)
icons = [name.partition(".")[2] for name in names if name.startswith("Icons.")]
if icons:
    flet.Icons._map = {name: flet.Icons._map[name] for name in icons}  # of more than 8,000
from companion.app import browser
${LET_GO}
prepared = await browser.rehearsed("/app/unpacked/assets")
${LET_GO}
native = [n for n, m in sys.modules.items() if str(getattr(m, "__file__", "")).endswith(".so")]
assert not native, f"native extensions do not survive a snapshot: {native}"
del names, name, native, icons, one
import gc, random, tempfile
tempfile._get_candidate_names().rng.seed(0)
tempfile._name_sequence = None  # made anew, with chance of its own, when it is next asked for
random.seed(0)                  # seeded anew after restoring
del sys.modules["flet_js"]  # the page has the real one
del sys.path_importer_cache["/app/python.zip"], sys.path_importer_cache["/lib/python314.zip"]
import zipimport
zipimport._zip_directory_cache.clear()  # the page's zips have only what is not in the snapshot
del sys, types, flet, operator, tempfile, zipimport
gc.collect()
gc.freeze()  # what is the app's own is never rubbish: no search of it stops the screen
`);
const loaded = py.runPython(`
import json, sys
json.dumps(sorted(m.__spec__.origin for m in sys.modules.values() if ".zip/" in str(getattr(getattr(m, "__spec__", None), "origin", ""))))
`);
tidy(py._module);
const whole = py.makeMemorySnapshot(), snapshot = packed(whole, begin);
await check(whole, snapshot);
fs.writeFileSync(modules, loaded);
fs.writeFileSync(out, snapshot);
process.exit(0);

// What was let go and what stands in the unused part of the stack is of no use to anyone: zeros are small.
function tidy(c) {
  const held = [], footprint = c._malloc_footprint();
  c._malloc_set_footprint_limit(footprint); // nothing but what is free already
  for (let size = 1 << 20; size >= 16; size = size > 4096 ? size >> 1 : size - 16) {
    for (let at = c._malloc(size); at; at = c._malloc(size)) {
      c.HEAPU8.fill(0, at, at + c._malloc_usable_size(at));
      held.push(at);
    }
  }
  held.forEach((at) => c._free(at));
  c._malloc_set_footprint_limit(0xffffffff); // none, as before
  c.HEAPU8.fill(0, c._emscripten_stack_get_end(), c._emscripten_stack_get_current() - 256);
}

// The page restores by the same code: a Pyodide that asks for its memory in another way stops the build.
async function check(whole, snapshot) {
  const promise = promised();
  let restored = null;
  const again = await withMemory((memory) => {
    keep(promise, snapshot, memory);
    const put = promise.subarray;
    promise.subarray = (from, to) => {
      const first = put(from, to);
      if (to === undefined) restored = new Uint8Array(memory.buffer).slice();
      return first;
    };
  }, () => withOneTrampoline(() => loadPyodide({ ...settings, _loadSnapshot: promise })));
  const [, head] = new Uint32Array(whole.buffer, 0, 2), meant = whole.subarray(head), length = restored?.length ?? 0;
  const differs = !length || meant.some((byte, at) => byte !== (at < length ? restored[at] : 0));
  if (differs || again.runPython("'prepared' in globals()") !== true) {
    stop("This Pyodide does not take its memory as it did: see browser/js/memory.js");
  }
}
