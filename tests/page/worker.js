// Starts Pyodide, unpacks this checkout, registers the bridge, then runs what the page asks for.

import { bridge } from "/companion/browser/js/bridge.js";
import { loadPyodide } from "/pyodide/pyodide.mjs";

const bytesOf = async (address) => {
  const answer = await fetch(address);
  return answer.ok ? new Uint8Array(await answer.arrayBuffer()) : null;
};

async function ordinaryStart(options = {}) {
  const [python, archive] = await Promise.all([
    loadPyodide({ indexURL: "/pyodide/", ...options }), bytesOf("/checkout.zip"),
  ]);
  python.unpackArchive(archive, "zip", { extractDir: "/checkout" });
  python.runPython("import sys; sys.path[:] = ['/checkout', *(p for p in sys.path if p != '/checkout')]");
  return python;
}

// For tests that start a browser many times: the first start leaves a snapshot with the test's server.
async function quickStart() {
  const snapshot = await bytesOf("/snapshot");
  if (snapshot) return ordinaryStart({ _loadSnapshot: snapshot });
  const python = await ordinaryStart({ _makeSnapshot: true });
  python.runPython("import tests.page.inside");
  await fetch("/snapshot", { method: "POST", body: python.makeMemorySnapshot() });
  return null;
}

const isQuick = new URLSearchParams(location.search).has("quick");
const ready = (isQuick ? quickStart() : ordinaryStart()).then((python) => {
  const say = (body) => { fetch("/said", { method: "POST", body }); };
  python?.registerJsModule("companion_bridge", { ...bridge, say });
  return python;
});

self.onmessage = async ({ data: { id, name, argument, code } }) => {
  try {
    const python = await ready;
    const answer = code
      ? JSON.stringify((await (0, eval)(`(async () => { ${code} })()`)) ?? null)
      : await python?.pyimport("tests.page.inside").run(name, argument);
    self.postMessage({ id, answer });
  } catch (error) {
    self.postMessage({ id, error: String(error) });
  }
};
