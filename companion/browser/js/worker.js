// The worker in which Python runs. It starts with the page, restores the memory snapshot while Flutter loads, opens
// the journal, and then speaks with Flutter. What fails is said to the page, which has Help and words for it.
import { restored, ordinary } from "./python.js";
import { bridge } from "./bridge.js";
import { pageOf } from "./host.js";
import { files, isMissing } from "./fetched.js";

const fletJs = {};
let send = null;
const waiting = [];

self.addEventListener("message", (event) => {
  const said = event.data;
  if (said instanceof Uint8Array) {
    if (fletJs.send) fletJs.send(said);
    else waiting.push(said);
  } else if (said.kind === "start") {
    start(said.site).catch((error) => fail(error));
  } else if (said.kind === "connect") {
    send = said;
    connect();
  } else if (page) {
    page.heard(said);
  }
});

const AFTER_THE_FIRST_SCREEN = 700, BEFORE_ASKING_AGAIN = 30000;
let page = null, python = null, began = false;

async function start(site) {
  if (began) return;
  began = true;
  compareFiles(site.files);
  delete site.files; // Python gets the rest
  page = pageOf(site);
  try {
    python = await restored(site, { flet_js: fletJs, companion_bridge: bridge, companion_page: page.forPython });
  } catch (error) {
    if (isMissing(error) && error.url !== site.snapshot) throw error; // it is no fault of the snapshot
    // A snapshot that does not fit: the ordinary start is slower, and works.
    console.warn("The snapshot does not fit:", String(error).slice(-1500));
    self.postMessage({ kind: "slow" });
    python = await ordinary(site, { flet_js: fletJs, companion_bridge: bridge, companion_page: page.forPython });
  }
  self.postMessage({ kind: "python" });
  connect();
}

// Both are needed: Python, and Flutter's wish to be connected.
async function connect() {
  if (!python || !send) return;
  fletJs.documentUrl = send.documentUrl;
  await fletJs.start_connection((message) => {
    const bytes = message.toJs();
    self.postMessage(bytes, [bytes.buffer]);
  });
  self.postMessage("initialized");
  for (const message of waiting.splice(0)) fletJs.send(message);
  // What is imported later waits until the first screen stands: there is one thread for all.
  await page.isOpen;
  setTimeout(getTheRest, AFTER_THE_FIRST_SCREEN);
}

// The app is in use by now: where the rest does not arrive it is asked for again, and nobody is disturbed.
async function getTheRest() {
  try {
    await python.later();
    page.haveFiles();
  } catch (error) {
    console.warn(String(error).slice(-300));
    self.addEventListener("online", again);
    const timer = setTimeout(again, BEFORE_ASKING_AGAIN);
    function again() {
      clearTimeout(timer);
      self.removeEventListener("online", again);
      getTheRest();
    }
  }
}

function fail(error) {
  // What was asked for again already is not worth a new start of the worker.
  self.postMessage({ kind: "failed", reason: isMissing(error) ? "file" : "python", again: !error?.reason });
  console.error(String((error && error.stack) || error).slice(0, 4000));
}

// Pyodide fetches its own files: they are compared as ours are. Every byte that arrives moves the bar.
function compareFiles({ known, isKept }) {
  Object.assign(files, { known, isKept, moved: (count) => self.postMessage({ kind: "bytes", count }) });
  const original = self.fetch.bind(self);
  self.fetch = (input, options) => {
    const url = String(input && input.url ? input.url : input);
    return url in known ? files.response(url) : original(input, options);
  };
}

self.postMessage({ kind: "begun" });
