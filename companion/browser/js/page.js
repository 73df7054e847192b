// The page's own part: starts Python's worker and Flutter side by side, shows how far loading is, and says in plain
// words what cannot work. Help does not need any of it.
(function () {
  "use strict";
  var site = JSON.parse(document.getElementById("companion-site").textContent);
  var bar = document.getElementById("companion-bar"), said = document.getElementById("companion-said");
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

  function say(reason) {
    var words = site.words[reason] || site.words.python;
    said.textContent = words.title;
    document.getElementById("companion-more").textContent = words.more;
    bar.hidden = true;
    var again = document.getElementById("companion-again");
    again.hidden = !words.again;
    again.onclick = function () { location.reload(); };
    document.getElementById("loading").setAttribute("data-failed", reason);
    bringBackLoading();
  }
  var loading = document.getElementById("loading");
  function bringBackLoading() { if (!loading.isConnected) document.body.appendChild(loading); }

  // The first visit's bar: bytes that arrived of bytes that are needed.
  var arrived = 0, files = {};
  function progress(count) {
    arrived += count;
    var part = Math.min(1, arrived / site.bytes);
    bar.value = part;
    bar.setAttribute("aria-valuetext", Math.round(part * 100) + " %");
  }
  try {
    new PerformanceObserver(function (list) {
      list.getEntries().forEach(function (entry) {
        if (files[entry.name] || !/\/client-/.test(entry.name)) return;
        files[entry.name] = true;
        progress(entry.decodedBodySize);
      });
    }).observe({ type: "resource", buffered: true });
  } catch (e) { /* the bar follows Python's files alone */ }

  var worker = null, dart = null, connected = null, ended = false, listeners = [];
  var companion = window.companion = {
    site: site,
    ready: false,
    tell: function (message) { if (worker) worker.postMessage(message); },
    listen: function (listener) { listeners.push(listener); },
    end: function (reason) { ended = true; if (worker) worker.terminate(); say(reason); },
  };

  function heard(event) {
    var data = event.data;
    if (data instanceof Uint8Array) { if (dart) dart(data); return; }
    if (data === "initialized") { companion.ready = true; if (connected) connected(); return; }
    if (data.kind === "bytes") progress(data.count);
    else if (data.kind === "failed") say(data.reason);
    listeners.forEach(function (listener) { listener(data); });
  }

  function startWorker() {
    worker = companion.worker = new Worker(at(site.worker), { type: "module" });
    worker.onmessage = heard;
    worker.onerror = function (event) {
      event.preventDefault();
      if (!companion.ready) say("file");
    };
    worker.postMessage({ kind: "start", site: {
      pyodide: at(site.pyodide), snapshot: at(site.snapshot), archive: at(site.archive), native: at(site.native),
      assets: site.assets, clinic: window.companionClinic(), demo: site.demo, version: site.version,
    } });
  }

  // What Flutter calls. The worker is there already.
  window.jsConnect = function (appId, args, onMessage) {
    dart = onMessage;
    var done = new Promise(function (resolve) { connected = resolve; });
    worker.postMessage({ kind: "connect", documentUrl: document.URL });
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
    var script = document.createElement("script");
    script.src = at(site.client + "flutter_bootstrap.js");
    script.onerror = function () { say("file"); };
    document.body.appendChild(script);
  }

  var missing = lacks();
  if (missing) { say(missing); return; }
  // On WebKit a page that comes back from the back/forward cache does not draw any more.
  addEventListener("pageshow", function (event) {
    if (event.persisted && /^Apple/.test(navigator.vendor || "")) location.reload();
  });
  try { startWorker(); } catch (e) { say("old"); return; }
  startFlutter();
  // What keeps the app for offline use comes after the app itself: both use the disk.
  listeners.push(function (data) {
    if (data.kind !== "open" || !navigator.serviceWorker) return;
    setTimeout(function () {
      navigator.serviceWorker.register(at("service-worker.js")).catch(function () { /* online it works all the same */ });
    }, 1500);
  });
})();
