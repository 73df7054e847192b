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

  var say = window.companionSay, moves = window.companionMoves, files = window.companionFiles, starts = window.companionStarts;

  // The part of Flutter that this browser gets: its name, what is imported of it, and the bytes of the first visit.
  var chosen = null;
  function engine() {
    if (!chosen) {
      var name = companionEngine.name();
      chosen = { name: name, modules: site.engines[name].modules, bytes: site.engines[name].bytes };
    }
    return chosen;
  }

  // The first visit's bar: bytes that arrived of bytes that are needed.
  var arrived = 0;
  function progress(count) {
    moves();
    arrived += count;
    var part = Math.min(1, arrived / engine().bytes);
    bar.value = part;
    bar.setAttribute("aria-valuetext", Math.round(part * 100) + " %");
  }
  if (files) files.moved = progress;
  // As long as something is awaited of the host, silence is the host's.
  var hasPython = false;
  moves.isLoading = function () { return !hasPython || files.onTheirWay > 0; };

  var worker = null, dart = null, connected = null, ended = false, listeners = [];
  var companion = window.companion = {
    site: site,
    ready: false,
    tell: function (message) { if (worker) worker.postMessage(message); },
    listen: function (listener) { listeners.push(listener); },
    answers: { news: window.companionNews },
    end: function (reason) { ended = true; endWorker(); say(reason); },
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
      if (isDrawn) moves.stop();
      else moves.doubt("flutter", TO_DRAW); // everything has arrived
      uncoverLater();
      if (connected) connected();
      return;
    }
    moves();
    if (data.kind === "bytes") progress(data.count);
    else if (data.kind === "open") { isOpen = true; uncoverLater(); }
    else if (data.kind === "slow") startSlowly(data.why);
    else if (data.kind === "python") { hasPython = true; starts.ended(); }
    else if (data.kind === "took") companionTook(JSON.parse(data.said));
    else if (data.kind === "failed") failed(data.reason, data.again);
    listeners.forEach(function (listener) { listener(data); });
  }

  // Before the app is there it is tried again, or said; after that nothing covers the screen of somebody who writes.
  var WAITS = [500, 3000], tried = 0, begun = false, restart = 0;
  function failed(reason, isWorthwhile) {
    if (companion.ready || ended) return;
    if (reason !== "file" || !isWorthwhile || tried >= WAITS.length) { ended = true; say(reason); return; }
    endWorker();
    restart = setTimeout(function () { if (!ended) startWorker(); }, WAITS[tried++]);
  }

  function startSlowly(why) {
    starts.slow(why);
    moves(60);
    startWorker();
  }

  // The browser fetches the worker's modules itself. They are compared meanwhile; nothing is begun before that.
  var modules, begins = null;
  // What an ended one may still say is of nobody's: a browser may deliver what had been sent before.
  function endWorker() {
    if (worker) worker.terminate();
    clearTimeout(restart);
    worker = begins = null;
    hasPython = false;
  }
  function startWorker() {
    var isModule = false;
    endWorker();
    // A browser that does not know module workers does not ask for the type.
    var one = worker = companion.worker = new Worker(at(site.worker), { get type() { isModule = true; return "module"; } });
    if (!isModule) { worker.terminate(); throw new Error("no module workers"); }
    begun = false;
    one.onmessage = function (event) {
      if (worker !== one) return;
      begun = true;
      heard(event);
    };
    one.onerror = function (event) {
      event.preventDefault();
      modules.then(function () { if (worker === one) failed(begun ? "python" : "file", true); });
    };
    modules.then(function () { if (worker === one && !ended) begin(); });
  }
  function begin() {
    begins = worker;
    worker.postMessage({ kind: "start", site: {
      files: { known: files.known, isKept: files.isKept },
      isSlow: starts.isSlow(), slowStart: starts.told(),
      pyodide: at(site.pyodide), snapshot: at(site.snapshot), archive: at(site.archive), native: at(site.native),
      later: Object.fromEntries(Object.entries(site.later).map(function (one) { return [one[0], at(one[1])]; })),
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
  window.jsSend = function (appId, data) { if (worker) worker.postMessage(data, [data.buffer]); return Promise.resolve(); };
  window.jsDisconnect = function () { return Promise.resolve(); };

  function startFlutter() {
    var loaded;
    window.flet = {
      pyodide: true, multiView: false, noCdn: true, webSocketEndpoint: "", routeUrlStrategy: "hash",
      entrypointBaseUrl: site.client, assetBase: site.client, canvasKitBaseUrl: site.client + "canvaskit/",
      fontFallbackBaseUrl: site.client + "assets/fonts/", pyodideUrl: "", appPackageUrl: "",
      // Where this page counts on skwasm the loader may still take canvaskit, never the other way round.
      webRenderer: engine().name === "skwasm" ? "auto" : "canvaskit",
      flutterAppLoaded: new Promise(function (resolve) { loaded = resolve; }),
    };
    window.flet.flutterAppResolve = loaded;
    // Asked for by Flutter's loader: companion/site/client.py
    window.flet.integrity = integrity;
    window.flet.failed = function (error) { flutterFailed(error, true); };
    var loader = "flutter_bootstrap.js";
    files.ahead(engine().modules.concat(loader).map(function (name) { return at(site.client + name); }))
      .then(function () { load(site.client + loader); }, function () { failed("file", false); });
  }

  // What Python asks of the page, by name: what `companion.answers` gives, or a promise of it. Null where nobody knows.
  listeners.push(function (data) {
    if (data.kind !== "ask") return;
    var asker = worker; // one that was ended has no use for an answer, and another counts its questions anew
    Promise.resolve().then(companion.answers[data.name]).catch(function () { return null; }).then(function (value) {
      var said = value === undefined ? null : value;
      if (worker === asker) companion.tell({ kind: "answer", number: data.number, value: JSON.stringify(said) });
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
    if (!files.known[url]) return ask.call(window, input, options);
    return files.response(url).catch(function (error) { isLost = true; throw error; });
  };

  // Until its first frame an error of Flutter's ends the start, and says no more than itself: it is told apart from a
  // file that did not arrive. What may be an error of somebody else's (an extension's) only shortens the patience.
  var isLost = false, isDrawn = false, OF_WEB_ASSEMBLY = /^(Compile|Link|Runtime)Error$/, UNSURE = 6, TO_DRAW = 15;
  function isOfFile(error) {
    return isLost || (!OF_WEB_ASSEMBLY.test(error && error.name) && /fetch|import|network|Load failed/i.test(String(error)));
  }
  function flutterFailed(error, isSure) {
    if ((isDrawn && companion.ready) || ended) return;
    if (isOfFile(error) && (isSure || isLost)) failed("file", false); // where everything has arrived it is none of ours
    else if (isOfFile(error)) moves.doubt("file", UNSURE); // an extension's own "Failed to fetch" reads the same
    else if (isSure || OF_WEB_ASSEMBLY.test(error && error.name)) companion.end("flutter");
    else moves.doubt("flutter", UNSURE);
  }
  addEventListener("unhandledrejection", function (event) { flutterFailed(event.reason, false); });
  addEventListener("error", function (event) { if (event.error) flutterFailed(event.error, false); });
  addEventListener("flutter-first-frame", function () {
    isDrawn = true;
    if (companion.ready) moves.stop();
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
  companionStorage(companion);
  companionCover(companion);
  startFlutter();
  // What keeps the app for offline use comes after the app itself: both use the disk.
  listeners.push(function (data) {
    if (data.kind !== "open") return;
    companionFonts.ahead();
    if (!navigator.serviceWorker) return;
    setTimeout(function () {
      navigator.serviceWorker.register(at("service-worker.js?can=" + (companionEngine.canBeSkwasm() ? "skwasm" : "canvaskit"))).catch(function () { /* online it works all the same */ });
    }, 1500);
  });
})();
