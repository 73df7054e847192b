// What cannot work is said in plain words, also where the page's own scripts do not arrive: those are asked for again.
(function () {
  "use strict";
  var words = JSON.parse(document.getElementById("companion-site").textContent).words;
  var loading = document.getElementById("companion-loading"), waits = [500, 2000, 4000], tries = {};

  window.companionSay = function (reason) {
    loading.hidden = false;
    var said = words[reason] || words.python, again = document.getElementById("companion-again");
    document.getElementById("companion-said").textContent = said.title;
    document.getElementById("companion-more").textContent = said.more;
    document.getElementById("companion-bar").hidden = true;
    again.hidden = !said.again;
    again.onclick = function () { location.reload(); };
    loading.setAttribute("data-failed", reason);
  };

  addEventListener("error", function (event) {
    var missing = event.target;
    if (!missing || missing.tagName !== "SCRIPT" || !missing.src) return;
    // Flutter asks another host for a script that it does not need; the page's policy forbids it.
    if (missing.src.indexOf(location.origin + "/") !== 0 || (window.companion && window.companion.ready)) return;
    var count = tries[missing.src] || 0;
    tries[missing.src] = count + 1;
    if (count >= waits.length) { window.companionSay("file"); return; }
    setTimeout(function () {
      var script = document.createElement("script");
      script.src = missing.src;
      document.body.appendChild(script);
    }, waits[count]);
  }, true);
})();
