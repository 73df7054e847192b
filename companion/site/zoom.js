// Two fingers enlarge the page, as on any other page. Flutter forbids that three times: by its own viewport element, by
// `touch-action: none`, and by taking each wheel event. And it would lay the app out anew for the part that is seen.
(function () {
  "use strict";
  var root = document.documentElement, seen = window.visualViewport;
  var CONTENT = "width=device-width, initial-scale=1", LARGEST = 1.5;

  // Flutter takes away the page's own element, at a moment of its own, and puts in one that forbids.
  function allow() {
    document.querySelectorAll("meta[name=viewport]").forEach(function (meta) {
      if (/user-scalable|maximum-scale|minimum-scale/.test(meta.content)) meta.content = CONTENT;
    });
  }
  new MutationObserver(allow).observe(document.head, { childList: true, subtree: true, attributeFilter: ["content"] });
  allow();
  if (!seen) return; // an old browser: it enlarges without telling

  // What Flutter gets in place of `visualViewport` (companion/site/client.py): a window that has not been enlarged, and
  // that changes its size only where a keyboard or a rotation does.
  var size = { width: 0, height: 0 }, listeners = [];
  function whole(name) {
    var now = seen[name] * seen.scale;
    // Enlarged, the browser's numbers are rounded: less than a pixel is no change.
    if (seen.scale === 1 || Math.abs(now - size[name]) >= 1) size[name] = now;
    return size[name];
  }
  var told = "";
  function tell(event) {
    var now = whole("width") + " " + whole("height");
    if (now === told) return;
    told = now;
    listeners.forEach(function (listener) { listener.call(window.companionViewport, event); });
  }
  window.companionViewport = {
    get width() { return whole("width"); },
    get height() { return whole("height"); },
    scale: 1,
    addEventListener: function (name, listener) { if (name === "resize") listeners.push(listener); },
    removeEventListener: function (name, listener) {
      listeners = listeners.filter(function (one) { return one !== listener; });
    },
  };
  told = whole("width") + " " + whole("height");
  seen.addEventListener("resize", tell);

  // Help, and its way out, go along with what is seen, in its corner, a little larger than before (zoom.css). An iPhone
  // moves what is seen for its keyboard, too: the page's own top is out of sight then.
  function follow() {
    var scale = seen.scale, isZoomed = scale > 1.01, right = seen.offsetLeft + seen.width - root.clientWidth;
    root.toggleAttribute("data-companion-zoomed", isZoomed);
    root.style.setProperty("--cmp-corner", !isZoomed && seen.offsetTop < 1 ? "none" : "translate(" + right + "px," + seen.offsetTop + "px) scale("
      + Math.min(scale, LARGEST) / scale + ")");
  }
  seen.addEventListener("resize", follow);
  seen.addEventListener("scroll", follow);
  follow();

  // A wheel with Ctrl, and two fingers on a touchpad, enlarge. Enlarged, a wheel moves what is seen as well.
  addEventListener("wheel", function (event) {
    if (event.ctrlKey) event.stopImmediatePropagation();
    else if (seen.scale > 1) event.preventDefault = function () {};
  }, { capture: true, passive: true });
})();
