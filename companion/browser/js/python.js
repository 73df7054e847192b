// Python in the worker: from the memory snapshot, or by the ordinary start. Pyodide itself stays untouched.
import { fetched, files } from "./fetched.js";
import { withOneTrampoline } from "./trampoline.js";

const ORDINARY = `
import os, sys
os.environ.update(MSGPACK_PUREPYTHON="1", PYDANTIC_DISABLE_PLUGINS="__all__")
sys.path.insert(0, "/app/python.zip")
from companion.app import browser
browser.start(browser.prepare("/app/unpacked/assets"))
`;

// From the snapshot: what the first screens need is in memory; the files come after the first frame.
export async function restored(site, modules) {
  const settings = { indexURL: site.pyodide, _loadSnapshot: once(fetched(site.snapshot)), stdout: quiet, stderr: quiet };
  const { loadPyodide } = await pyodide(site); // it fetches and compiles its wasm while the snapshot arrives
  const [size] = files.known[site.snapshot];
  const py = await withMemory(size, () => loadPyodide(settings));
  // Chance was frozen with the snapshot: it begins anew here.
  run(py, modules, "import random; random.seed(); del random; browser.start(prepared)");
  return { later: () => rest(py, site) };
}

// Pyodide keeps its settings for good: a promise among them would keep the snapshot's bytes, which are copied by then.
function once(promise) {
  promise.catch(() => null); // Pyodide says it
  return { then(done, failed) { const it = promise; promise = null; it.then(done, failed); } };
}

// Without a snapshot: the archive is imported as any other Python.
export async function ordinary(site, modules) {
  const { loadPyodide } = await pyodide(site);
  const py = await withMemory(0, () => loadPyodide({ indexURL: site.pyodide, stdout: quiet, stderr: quiet }));
  py.unpackArchive(await archive(py, site), "zip", { extractDir: "/app/unpacked" });
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

// The snapshot holds no files: what is imported later comes from here, at the path that the snapshot knows.
async function rest(py, site) {
  await archive(py, site);
  await native(py, site);
}

async function archive(py, site) {
  const zip = await fetched(site.archive);
  py.FS.mkdirTree("/app");
  py.FS.writeFile("/app/python.zip", zip);
  return zip;
}

async function native(py, site) {
  const zip = await fetched(site.native);
  py.unpackArchive(zip, "zip", { extractDir: "/app/native" });
  py.runPython('import importlib, sys; sys.path.insert(0, "/app/native"); importlib.invalidate_caches()');
}

// A snapshot of more than 30 MB needs the memory to be as large before it is copied in. Where the wasm does not arrive
// Pyodide says so in the console and waits for ever: here it is an error.
async function withMemory(size, load) {
  const original = WebAssembly.instantiateStreaming;
  let lose;
  const isLost = new Promise((_, reject) => { lose = reject; });
  WebAssembly.instantiateStreaming = async (...given) => {
    WebAssembly.instantiateStreaming = original;
    const result = await original(...given).catch((error) => { lose(error); throw error; });
    const memory = result.instance.exports.memory;
    const missing = size - memory.buffer.byteLength;
    if (missing > 0) memory.grow(Math.ceil(missing / 65536));
    return result;
  };
  try {
    return await Promise.race([withOneTrampoline(load), isLost]);
  } finally {
    WebAssembly.instantiateStreaming = original;
  }
}

// What Python prints may quote what was typed.
function quiet() {}
