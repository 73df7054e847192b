// Makes the memory snapshot: node snapshot.mjs PYODIDE ARCHIVE NAMES OUT
// PYODIDE: folder of Pyodide; ARCHIVE: zip of the app and its pure packages; NAMES: of Flet, separated by commas.
import nodeCrypto from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { withOneTrampoline } from "../browser/js/trampoline.js";

// The same source gives the same bytes: time stands still and chance repeats while it is made. After restoring,
// random is seeded anew, and what matters (keys, ids) asks the browser each time.
const [pyodide, archive, names, out] = process.argv.slice(2);
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
let asked = 0, trampolines = 0;
const Instance = WebAssembly.Instance;
WebAssembly.Instance = function (module, imports) {
  if (imports?.env?.__indirect_function_table && WebAssembly.Module.exports(module).some((one) => one.name === "trampoline_call")) trampolines++;
  return new Instance(module, imports);
};
const settings = {
  indexURL: folder, _makeSnapshot: true, args: ["-OO"], env: { HOME: "/home/pyodide", PYTHONHASHSEED: "0", MSGPACK_PUREPYTHON: "1",
    PYDANTIC_DISABLE_PLUGINS: "__all__" },
};
const py = await withOneTrampoline(() => loadPyodide(settings), () => asked++);
WebAssembly.Instance = Instance;
if (!asked || trampolines) {
  console.error(`This Pyodide chooses its trampoline in another way (asked ${asked}, made ${trampolines}): see browser/js/trampoline.js`);
  process.exit(1);
}
// Imported from the zip at the very path where the page puts it later: what is imported then is found there.
const zip = new Uint8Array(fs.readFileSync(archive));
py.FS.mkdirTree("/app");
py.FS.writeFile("/app/python.zip", zip);
py.unpackArchive(zip, "zip", { extractDir: "/app/unpacked" });
py.globals.set("names", names);
await py.runPythonAsync(`
import sys, types
sys.dont_write_bytecode = True
sys.path.insert(0, "/app/python.zip")
sys.modules["flet_js"] = types.ModuleType("flet_js")
import flet, flet.messaging.pyodide_connection
for name in names.split(","):
    getattr(flet, name)
from companion.app import browser
prepared = await browser.rehearsed("/app/unpacked/assets")
native = [n for n, m in sys.modules.items() if str(getattr(m, "__file__", "")).endswith(".so")]
assert not native, f"native extensions do not survive a snapshot: {native}"
del names, name, native
import gc, random, tempfile
tempfile._get_candidate_names().rng.seed(0)
tempfile._name_sequence = None  # made anew, with chance of its own, when it is next asked for
random.seed(0)                  # seeded anew after restoring
del sys.modules["flet_js"]  # the page has the real one
del sys, types, flet, tempfile
gc.collect()
gc.freeze()  # what is the app's own is never rubbish: no search of it stops the screen
`);
const snapshot = py.makeMemorySnapshot();
fs.writeFileSync(out, snapshot);
process.exit(0);
