// Python in the worker: from the memory snapshot, or by the ordinary start. Pyodide itself stays untouched.
import { fetched, files } from "./fetched.js";
import { keep, promised } from "./memory.js";
import { unpack } from "./unpack.js";
import { withOneTrampoline } from "./trampoline.js";

const ORDINARY = `
import os, sys
os.environ.update(MSGPACK_PUREPYTHON="1", PYDANTIC_DISABLE_PLUGINS="__all__")
sys.path.insert(0, "/app/python.zip")
from companion.app import browser
browser.start(browser.prepare("/app/unpacked/assets"))
`;

// A start from the snapshot reads no file of Python's library: an archive with nothing in it.
const NO_LIBRARY = "data:application/zip;base64,UEsFBgAAAAAAAAAAAAAAAAAAAAAAAA==";

// From the snapshot: what the first screens need is in memory; the files come after the first frame.
export async function restored(site, modules) {
  const py = await fromSnapshot(site);
  // Chance was frozen with the snapshot: it begins anew here.
  run(py, modules, "import random; random.seed(); del random; browser.start(prepared)");
  return { later: () => rest(py, site) };
}

// A function of its own, so that nothing refers to the snapshot's bytes once they are in their place.
async function fromSnapshot(site) {
  const snapshot = fetched(site.snapshot), promise = promised();
  snapshot.catch(() => null); // said when it is needed
  const { loadPyodide } = await pyodide(site); // it fetches and compiles its wasm while the snapshot arrives
  const settings = { indexURL: site.pyodide, _loadSnapshot: promise, stdLibURL: NO_LIBRARY, stdout: quiet, stderr: quiet };
  return withMemory(async (memory) => keep(promise, await snapshot, memory), () => loadPyodide(settings));
}

// Without a snapshot: the archive is imported as any other Python.
export async function ordinary(site, modules) {
  const { loadPyodide } = await pyodide(site);
  const py = await withMemory(() => null, () => loadPyodide({ indexURL: site.pyodide, stdout: quiet, stderr: quiet }));
  const zip = await fetched(site.archive);
  py.FS.mkdirTree("/app");
  py.FS.writeFile("/app/python.zip", zip, { canOwn: true });
  py.unpackArchive(zip, "zip", { extractDir: "/app/unpacked" });
  run(py, modules, ORDINARY);
  return { later: () => native(py, site) };
}

async function pyodide(site) {
  await files.ahead(["pyodide.mjs", "pyodide.asm.mjs"].map((name) => site.pyodide + name));
  return import(site.pyodide + "pyodide.mjs");
}

function run(py, modules, first) {
  for (const [name, module] of Object.entries(modules)) py.registerJsModule(name, module);
  py.runPython(first);
}

// The snapshot holds no files: what is imported later comes from here, at the paths that the snapshot knows.
async function rest(py, site) {
  py.FS.mkdirTree("/app");
  for (const [place, url] of Object.entries(site.later)) py.FS.writeFile(place, await fetched(url), { canOwn: true });
  await native(py, site);
}

async function native(py, site) {
  unpack(await fetched(site.native), (name, bytes) => {
    const path = "/app/native/" + name;
    py.FS.mkdirTree(path.slice(0, path.lastIndexOf("/")));
    py.FS.writeFile(path, bytes, { canOwn: true });
  });
  py.runPython('import importlib, sys; sys.path.insert(0, "/app/native"); importlib.invalidate_caches()');
}

// `prepare` gets the memory before anything runs in it. Where the wasm does not arrive, or the phone has no such memory,
// Pyodide says so in the console and waits for ever: here it is an error.
async function withMemory(prepare, load) {
  const original = WebAssembly.instantiateStreaming;
  let lose;
  const isLost = new Promise((_, reject) => { lose = reject; });
  WebAssembly.instantiateStreaming = async (...given) => {
    WebAssembly.instantiateStreaming = original;
    try {
      const result = await original(...given);
      await prepare(result.instance.exports.memory);
      return result;
    } catch (error) {
      lose(error);
      throw error;
    }
  };
  try {
    return await Promise.race([withOneTrampoline(load), isLost]);
  } finally {
    WebAssembly.instantiateStreaming = original;
  }
}

// What Python prints may quote what was typed.
function quiet() {}
