// The page's own part: starts Python's worker and Flutter side by side, shows how far loading is, and says in plain
// words what cannot work. Help does not need any of it.
(function () {
  "use strict";
  var site = JSON.parse(document.getElementById("companion-site").textContent);
  var bar = document.getElementById("companion-bar");
  var base = new URL(".", document.baseURI).href;
  function at(path) { return new URL(path, base).href; }

  // What this browser cannot do, said before anything is tried.
  function lacks() {
    if (!window.isSecureContext || !window.crypto || !crypto.subtle) return "insecure";
    if (typeof WebAssembly !== "object" || !window.Worker || !window.BigInt64Array) return "old";
    if (!window.indexedDB || !navigator.locks) return "old";
    try { new Function("return import('data:text/javascript,')"); } catch (e) { if (e.name === "SyntaxError") return "old"; }
    return "";
  }

  var say = window.companionSay, moves = window.companionMoves, files = window.companionFiles;

  // The first visit's bar: bytes that arrived of bytes that are needed.
  var arrived = 0;
  function progress(count) {
    moves();
    arrived += count;
    var part = Math.min(1, arrived / site.bytes);
    bar.value = part;
    bar.setAttribute("aria-valuetext", Math.round(part * 100) + " %");
  }
  if (files) files.moved = progress;

  var worker = null, dart = null, connected = null, ended = false, listeners = [];
  var companion = window.companion = {
    site: site,
    ready: false,
    tell: function (message) { if (worker) worker.postMessage(message); },
    listen: function (listener) { listeners.push(listener); },
    answers: { news: window.companionNews },
    end: function (reason) { ended = true; if (worker) worker.terminate(); say(reason); },
  };

  // The name and the bar stay until the journal is open and drawn: no bright frame of Flutter's own in between.
  var isOpen = false, LONGEST_COVER = 2000, WHILE_IT_IS_DRAWN = 50;
  function uncover() {
    if (!ended) setTimeout(function () { if (!ended) document.getElementById("companion-loading").hidden = true; }, WHILE_IT_IS_DRAWN);
  }
  // Where Flutter is not there yet nothing could be seen but an empty page.
  function uncoverLater() { if (isOpen && companion.ready) setTimeout(uncover, LONGEST_COVER); }
  // The look of the last time, until the journal is open: a dim screen begins dim.
  function look() {
    try { return JSON.parse(localStorage.getItem("flutter.companion.look") || '""'); } catch (e) { return ""; }
  }

  function heard(event) {
    var data = event.data;
    if (data instanceof Uint8Array) {
      if (dart) dart(data);
      if (isOpen) uncover();
      return;
    }
    if (data === "initialized") {
      companion.ready = true;
      moves.stop();
      uncoverLater();
      if (connected) connected();
      return;
    }
    moves();
    if (data.kind === "bytes") progress(data.count);
    else if (data.kind === "open") { isOpen = true; uncoverLater(); }
    else if (data.kind === "slow") moves(60);
    else if (data.kind === "took") companionTook(JSON.parse(data.said));
    else if (data.kind === "failed") failed(data.reason, data.again);
    listeners.forEach(function (listener) { listener(data); });
  }

  // Before the app is there it is tried again, or said; after that nothing covers the screen of somebody who writes.
  var WAITS = [500, 3000], tried = 0, begun = false;
  function failed(reason, isWorthwhile) {
    if (companion.ready || ended) return;
    if (reason !== "file" || !isWorthwhile || tried >= WAITS.length) { ended = true; say(reason); return; }
    setTimeout(startWorker, WAITS[tried++]);
  }

  // The browser fetches the worker's modules itself. They are compared meanwhile; nothing is begun before that.
  var modules, begins = null;
  function startWorker() {
    var isModule = false;
    if (worker) worker.terminate();
    begins = null;
    // A browser that does not know module workers does not ask for the type.
    var one = worker = companion.worker = new Worker(at(site.worker), { get type() { isModule = true; return "module"; } });
    if (!isModule) { worker.terminate(); throw new Error("no module workers"); }
    begun = false;
    worker.onmessage = function (event) { begun = true; heard(event); };
    worker.onerror = function (event) {
      event.preventDefault();
      modules.then(function () { if (worker === one) failed(begun ? "python" : "file", true); });
    };
    modules.then(function () { if (worker === one && !ended) begin(); });
  }
  function begin() {
    begins = worker;
    worker.postMessage({ kind: "start", site: {
      files: { known: files.known, isKept: files.isKept },
      pyodide: at(site.pyodide), snapshot: at(site.snapshot), archive: at(site.archive), native: at(site.native),
      assets: site.assets, clinic: window.companionClinic ? companionClinic() : site.clinic, demo: site.demo, version: site.version, look: look(),
    } });
    if (dart) worker.postMessage({ kind: "connect", documentUrl: document.URL });
  }

  // What Flutter calls. The worker is there already.
  window.jsConnect = function (appId, args, onMessage) {
    dart = onMessage;
    var done = new Promise(function (resolve) { connected = resolve; });
    if (begins) worker.postMessage({ kind: "connect", documentUrl: document.URL });
    return companion.ready ? Promise.resolve() : done;
  };
  window.jsSend = function (appId, data) { worker.postMessage(data, [data.buffer]); return Promise.resolve(); };
  window.jsDisconnect = function () { return Promise.resolve(); };

  function startFlutter() {
    var loaded;
    window.flet = {
      pyodide: true, multiView: false, noCdn: true, webSocketEndpoint: "", routeUrlStrategy: "hash",
      entrypointBaseUrl: site.client, assetBase: site.client, canvasKitBaseUrl: site.client + "canvaskit/",
      fontFallbackBaseUrl: site.client + "assets/fonts/", pyodideUrl: "", webRenderer: "auto", appPackageUrl: "",
      flutterAppLoaded: new Promise(function (resolve) { loaded = resolve; }),
    };
    window.flet.flutterAppResolve = loaded;
    window.flet.integrity = integrity; // asked for by Flutter's loader: companion/site/client.py
    var own = ["main.dart.mjs", "canvaskit/skwasm.js", "flutter_bootstrap.js"];
    files.ahead(own.map(function (name) { return at(site.client + name); }))
      .then(function () { load(site.client + own[2]); }, function () { failed("file", false); });
  }

  // What Python asks of the page, by name: what `companion.answers` gives, or a promise of it. Null where nobody knows.
  listeners.push(function (data) {
    if (data.kind !== "ask") return;
    Promise.resolve().then(companion.answers[data.name]).catch(function () { return null; }).then(function (value) {
      var said = value === undefined ? null : value;
      companion.tell({ kind: "answer", number: data.number, value: JSON.stringify(said) });
    });
  });
  function integrity(url) { return (files.known[url] || ["", ""])[1]; }
  function load(path) {
    var script = document.createElement("script");
    script.src = at(path);
    script.integrity = integrity(script.src);
    document.body.appendChild(script);
  }

  // Flutter asks once for its own files, and says nothing where one does not arrive.
  var ask = window.fetch;
  window.fetch = function (input, options) {
    var url = new URL(input && input.url ? input.url : input, base).href;
    return files.known[url] ? files.response(url) : ask.call(window, input, options);
  };
  addEventListener("unhandledrejection", function (event) {
    if (/fetch|import|network|load/i.test(String(event.reason))) failed("file", false);
  });

  var missing = lacks();
  if (missing) { say(missing); return; }
  // On WebKit a page that comes back from the back/forward cache does not draw any more.
  addEventListener("pageshow", function (event) {
    if (event.persisted && /^Apple/.test(navigator.vendor || "")) location.reload();
  });
  modules = files.ahead(site.modules.map(at)).then(function (wereBroken) { if (wereBroken) startWorker(); });
  modules.catch(function () { failed("file", false); });
  try { startWorker(); } catch (e) { companion.end("old"); return; }
  load(site.assets + "js/storage.js");
  load(site.assets + "js/cover.js");
  startFlutter();
  // What keeps the app for offline use comes after the app itself: both use the disk.
  listeners.push(function (data) {
    if (data.kind !== "open") return;
    companionFonts.ahead();
    if (!navigator.serviceWorker) return;
    setTimeout(function () {
      navigator.serviceWorker.register(at("service-worker.js")).catch(function () { /* online it works all the same */ });
    }, 1500);
  });
})();
