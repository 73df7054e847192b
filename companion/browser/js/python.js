// Python in the worker: from the memory snapshot, or by the ordinary start. Pyodide itself stays untouched.
import { fetched } from "./fetched.js";

const ORDINARY = `
import os, sys
os.environ["MSGPACK_PUREPYTHON"] = "1"
sys.path.insert(0, "/app/python")
from companion.app import browser
browser.start(browser.prepare("/app/python/assets"))
`;

// From the snapshot: what the first screens need is in memory; the files come after the first frame.
export async function restored(site, modules) {
  const [{ loadPyodide }, snapshot] = await Promise.all([
    import(site.pyodide + "pyodide.mjs"),
    fetched(site.snapshot).then((response) => response.arrayBuffer()),
  ]);
  const py = await withMemory(snapshot.byteLength, () => loadPyodide({
    indexURL: site.pyodide, _loadSnapshot: new Uint8Array(snapshot), stdout: quiet, stderr: quiet,
  }));
  // Chance was frozen with the snapshot: it begins anew here.
  run(py, modules, "import random; random.seed(); del random; browser.start(prepared)");
  return { later: () => unpack(py, site) };
}

// Without a snapshot: the archive is imported as any other Python.
export async function ordinary(site, modules) {
  const { loadPyodide } = await import(site.pyodide + "pyodide.mjs");
  const py = await loadPyodide({ indexURL: site.pyodide, stdout: quiet, stderr: quiet });
  const archive = await (await fetched(site.archive)).arrayBuffer();
  py.unpackArchive(new Uint8Array(archive), "zip", { extractDir: "/app/python" });
  run(py, modules, ORDINARY);
  return { later: () => native(py, site) };
}

function run(py, modules, first) {
  for (const [name, module] of Object.entries(modules)) py.registerJsModule(name, module);
  py.runPython(first);
}

// The snapshot holds no files: what is imported later comes from here.
async function unpack(py, site) {
  const archive = await (await fetched(site.archive)).arrayBuffer();
  py.FS.mkdirTree("/app");
  py.FS.writeFile("/app/python.zip", new Uint8Array(archive));
  onPath(py, "/app/python.zip");
  await native(py, site);
}

async function native(py, site) {
  const archive = await (await fetched(site.native)).arrayBuffer();
  py.unpackArchive(new Uint8Array(archive), "zip", { extractDir: "/app/native" });
  onPath(py, "/app/native");
}

function onPath(py, place) {
  py.globals.set("place", place);
  py.runPython("import importlib, sys; sys.path.insert(0, place); importlib.invalidate_caches(); del place");
}

// A snapshot of more than 30 MB needs the memory to be as large before it is copied in.
async function withMemory(size, load) {
  const original = WebAssembly.instantiateStreaming;
  WebAssembly.instantiateStreaming = async (...given) => {
    WebAssembly.instantiateStreaming = original;
    const result = await original(...given);
    const memory = result.instance.exports.memory;
    const missing = size - memory.buffer.byteLength;
    if (missing > 0) memory.grow(Math.ceil(missing / 65536));
    return result;
  };
  try {
    return await load();
  } finally {
    WebAssembly.instantiateStreaming = original;
  }
}

// What Python prints may quote what was typed.
function quiet(t) { console.log('py', t); }
