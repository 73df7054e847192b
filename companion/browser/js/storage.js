// What Python asks of the page about the journal's place: to be kept, and to be put on the home screen. The permission
// to keep and the offer to install exist on the page alone, not in the worker.
(function () {
  "use strict";
  var answers = window.companion.answers, offer = null, waiting = [];
  var agent = navigator.userAgent || "";
  var standalone = matchMedia("(display-mode: standalone)");

  function changed() { waiting.splice(0).forEach(function (resolve) { resolve(true); }); }

  // An iPad calls itself a Mac; no Mac has a touch screen.
  function isApple() {
    return /iPhone|iPad|iPod/.test(agent) || (/Macintosh/.test(agent) && navigator.maxTouchPoints > 1);
  }
  function isInstalled() { return standalone.matches || navigator.standalone === true; }

  answers.installed = function () {
    return {
      isInstalled: isInstalled(),
      canInstall: !!offer,
      isApple: isApple(),
      // WebKit, on an iPhone also inside browsers of another name, erases what was not visited for 7 days.
      erasesUnvisited: /^Apple/.test(navigator.vendor || "") && !isInstalled(),
      // Firefox puts a question of its own to the person; the others decide by themselves.
      asksPerson: /Firefox\//.test(agent),
    };
  };

  answers.persist = function () {
    return navigator.storage && navigator.storage.persist ? navigator.storage.persist() : false;
  };

  answers.install = function () {
    if (!offer) return false;
    var prompt = offer;
    offer = null; // it can be shown once
    return prompt.prompt().then(function () { return prompt.userChoice; }).then(function (choice) {
      changed();
      return choice.outcome === "accepted";
    });
  };

  // A journal was begun here: said in a place that the browser does not evict together with databases and caches.
  var MARK = "companion.journal-exists";
  answers.marked = function () {
    try { return localStorage.getItem(MARK) === "true"; } catch (e) { return false; }
  };
  answers.mark = function () {
    try { localStorage.setItem(MARK, "true"); } catch (e) { /* the other marker is there */ }
  };

  // Answered when something of the above has changed.
  answers.changed = function () { return new Promise(function (resolve) { waiting.push(resolve); }); };

  addEventListener("beforeinstallprompt", function (event) {
    event.preventDefault(); // no bar of the browser's own: the app offers it at the right moment
    offer = event;
    changed();
  });
  addEventListener("appinstalled", function () { offer = null; changed(); });
  if (standalone.addEventListener) standalone.addEventListener("change", changed);
})();
