// Python in the worker: from the memory snapshot, or by the ordinary start. Pyodide itself stays untouched.
import { fetched } from "./fetched.js";

const PREPARE = `
import os, sys, types
os.environ["MSGPACK_PUREPYTHON"] = "1"
`;

// From the snapshot: what the first screens need is in memory; the files come after the first frame.
export async function restored(site, fletJs, bridge) {
  const [{ loadPyodide }, snapshot] = await Promise.all([
    import(site.pyodide + "pyodide.mjs"),
    fetched(site.snapshot).then((response) => response.arrayBuffer()),
  ]);
  const py = await withMemory(snapshot.byteLength, () => loadPyodide({
    indexURL: site.pyodide, _loadSnapshot: new Uint8Array(snapshot), stdout: quiet, stderr: quiet,
  }));
  run(py, site, fletJs, bridge, "from companion.app import browser; browser.after_restoring()");
  return { later: () => unpack(py, site) };
}

// Without a snapshot: the archive is imported as any other Python.
export async function ordinary(site, fletJs, bridge) {
  const { loadPyodide } = await import(site.pyodide + "pyodide.mjs");
  const py = await loadPyodide({ indexURL: site.pyodide, stdout: quiet, stderr: quiet });
  await unpack(py, site);
  run(py, site, fletJs, bridge, PREPARE + "from companion.app import browser; browser.prepare()");
  return { later: () => {} };
}

function run(py, site, fletJs, bridge, first) {
  py.registerJsModule("flet_js", fletJs);
  py.registerJsModule("companion_page", bridge);
  py.runPython(first + "\nbrowser.start()");
}

// The snapshot holds no files: what is imported later comes from here.
async function unpack(py, site) {
  const archive = await (await fetched(site.archive)).arrayBuffer();
  py.FS.mkdirTree("/app");
  py.FS.writeFile("/app/python.zip", new Uint8Array(archive));
  py.unpackArchive(new Uint8Array(await (await fetched(site.native)).arrayBuffer()), "zip", { extractDir: "/app/native" });
  py.runPython(`
import importlib, sys
sys.path[:0] = [place for place in ("/app/native", "/app/python.zip") if place not in sys.path]
importlib.invalidate_caches()
`);
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
function quiet() {}
