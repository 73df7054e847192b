// What cannot work is said in plain words, also where the page's own scripts do not arrive: those are asked for again.
(function () {
  "use strict";
  var site = JSON.parse(document.getElementById("companion-site").textContent), words = site.words;
  var loading = document.getElementById("companion-loading"), tries = {};
  function part(name) { return document.getElementById("companion-" + name); }
  var atFirst = part("said").textContent;

  function show(said, reason) {
    loading.hidden = false;
    part("said").textContent = said ? said.title : atFirst;
    part("more").textContent = said ? said.more : "";
    part("bar").hidden = !!said;
    part("again").hidden = !said || !said.again;
    if (said) loading.setAttribute("data-failed", reason);
    else loading.removeAttribute("data-failed");
  }
  part("again").onclick = function () {
    if (!window.companionAgain) { location.reload(); return; }
    part("said").textContent = atFirst;
    part("more").textContent = "";
    part("bar").hidden = false;
    part("again").hidden = true;
    window.companionAgain();
  };

  window.companionSay = function (reason) {
    window.companionMoves.stop();
    show(words[reason] || words.python, reason);
  };

  // A host that falls silent says nothing: after seconds in which nothing came, that is said. Only those count in which
  // the page is seen and the machine has time for a clock. Loading that goes on takes the words back.
  var SECOND = 1000, LATE = 1500, quiet = 0, longest = 20, isSaid = false, last = Date.now();
  var clock = setInterval(function () {
    var now = Date.now(), isCounted = now - last < LATE && document.visibilityState === "visible";
    last = now;
    if (!isCounted || ++quiet !== longest) return;
    isSaid = true;
    show(words.file, "file");
  }, SECOND);
  function moves(seconds) {
    quiet = 0;
    longest = seconds || longest;
    if (isSaid) { isSaid = false; show(null); }
  }
  window.companionMoves = moves;
  moves.stop = function () { moves(); clearInterval(clock); };

  addEventListener("error", function (event) {
    var missing = event.target;
    if (!missing || missing.tagName !== "SCRIPT" || !missing.src) return;
    // Flutter asks another host for a script that it does not need; the page's policy forbids it.
    if (missing.src.indexOf(location.origin + "/") !== 0 || (window.companion && window.companion.ready)) return;
    var count = tries[missing.src] = (tries[missing.src] || 0) + 1;
    if (count > 2 || !window.companionFiles) { window.companionSay("file"); return; }
    companionFiles.bytes(missing.src).then(function () {
      var script = document.createElement("script");
      script.src = missing.src;
      script.integrity = missing.integrity;
      document.body.appendChild(script);
    }, function () { window.companionSay("file"); });
  }, true);
})();
