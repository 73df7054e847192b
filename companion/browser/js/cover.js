// A cover over the app while it is not in front, so that the app switcher shows no journal; under Help, which stays. It
// is there where a PIN is set. The page also tells Python of taps and keys, and of the app's place on the screen.
(function () {
  "use strict";
  var companion = window.companion, cover = document.getElementById("companion-cover");
  var again = document.getElementById("companion-cover-again");
  var heard = [], waiting = null, touchedAt = 0, timer = 0;
  var BETWEEN_TOUCHES = 10000, PATIENCE = 5000, WHILE_IT_IS_DRAWN = 60;

  function isWanted() {
    try { return localStorage.getItem("flutter.companion.cover") === "true"; } catch (e) { return false; }
  }
  function tell(what) {
    heard.push(what);
    if (waiting) { waiting(heard.splice(0)); waiting = null; }
  }
  companion.answers.presence = function () {
    return heard.length ? heard.splice(0) : new Promise(function (resolve) { waiting = resolve; });
  };

  function left() {
    if (isWanted()) { cover.hidden = false; again.hidden = true; clearTimeout(timer); }
    if (heard[heard.length - 1] !== "hidden") tell("hidden");
  }
  function came() {
    tell("shown");
    // The app takes the cover away, or locks under it. One that hangs does neither: then it can be loaded anew.
    if (!cover.hidden) timer = setTimeout(function () { again.hidden = false; }, PATIENCE);
  }
  document.addEventListener("visibilitychange", function () { if (document.visibilityState === "hidden") left(); else came(); });
  document.addEventListener("freeze", left);
  addEventListener("pagehide", left);
  addEventListener("pageshow", function (event) { if (event.persisted) came(); });
  companion.listen(function (data) {
    if (data.kind !== "uncover") return;
    setTimeout(function () {
      if (document.visibilityState === "hidden") return;
      clearTimeout(timer);
      cover.hidden = true;
    }, WHILE_IT_IS_DRAWN);
  });
  again.addEventListener("click", function () { location.reload(); });

  function touched() {
    if (Date.now() - touchedAt < BETWEEN_TOUCHES && Date.now() >= touchedAt) return;
    touchedAt = Date.now();
    tell("touched");
  }
  ["pointerdown", "keydown", "wheel", "touchmove"].forEach(function (name) {
    addEventListener(name, touched, { capture: true, passive: true });
  });
})();
