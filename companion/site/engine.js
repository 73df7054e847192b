// Which of Flutter's two engines this browser gets: skwasm, or canvaskit. It is decided as Flutter's own loader does,
// so that nothing is fetched that is not used; the build compares the two (companion/site/engine_check.mjs). One case
// differs on purpose: where the loader would take a third engine (skwasm_heavy), which the site does not have, it is
// told to take canvaskit.
window.companionEngine = (function () {
  "use strict";
  // A module with an array type: what only a browser with garbage collection in WebAssembly knows.
  var COLLECTS = [0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 95, 1, 120, 0];
  function isBlink() { return navigator.vendor === "Google Inc." || navigator.userAgent.indexOf("Edg/") >= 0; }
  function draws() {
    var canvas = document.createElement("canvas");
    canvas.width = canvas.height = 1;
    return canvas.getContext("webgl2") !== null || canvas.getContext("webgl") !== null;
  }
  function canBeSkwasm() { return isBlink() && WebAssembly.validate(new Uint8Array(COLLECTS)); }
  function isLight() {
    return typeof ImageDecoder !== "undefined" && typeof Intl.v8BreakIterator !== "undefined" && typeof Intl.Segmenter !== "undefined";
  }
  return {
    /** Whether this browser can get skwasm. It may get canvaskit another day: WebGL is lost with its driver. */
    canBeSkwasm: canBeSkwasm,
    /** The engine of this start. */
    name: function () { return canBeSkwasm() && isLight() && draws() ? "skwasm" : "canvaskit"; },
  };
})();
