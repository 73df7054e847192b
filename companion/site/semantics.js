// Flutter hides its accessibility tree behind an invisible button: press it for everybody.
addEventListener("flutter-first-frame", function () {
  var tries = 0, timer = setInterval(function () {
    var placeholder = document.querySelector("flt-semantics-placeholder");
    if (placeholder) placeholder.click();
    if (placeholder || ++tries > 100) clearInterval(timer);
  }, 50);
});
// Flet names no landmarks. What Flutter draws is the page's main part; the app marks its navigation by an identifier.
(function () {
  "use strict";
  var asked = 0, ROLES = { "companion-navigation": "navigation" };
  function mark() {
    asked = 0;
    var host = document.querySelector("flt-semantics-host");
    if (!host) return;
    if (host.getAttribute("role") !== "main") host.setAttribute("role", "main");
    host.querySelectorAll("[flt-semantics-identifier]").forEach(function (one) {
      var role = ROLES[one.getAttribute("flt-semantics-identifier")];
      if (role && one.getAttribute("role") !== role) one.setAttribute("role", role);
    });
    // Flutter gives a dialog's name to what is inside of it.
    host.querySelectorAll("[role=dialog],[role=alertdialog]").forEach(function (one) {
      var inner = one.querySelector(":scope > [aria-label]"), name = inner && inner.getAttribute("aria-label");
      if (name && one.getAttribute("aria-label") !== name) one.setAttribute("aria-label", name);
    });
    // What scrolls and holds nothing that takes the keyboard takes it itself: arrow keys have to reach its end.
    host.querySelectorAll("flt-semantics-scroll-overflow").forEach(function (inner) {
      var outer = inner.parentNode, has = outer.querySelector("[tabindex='0'],input,textarea,a[href]");
      if (!has) outer.setAttribute("tabindex", "0");
      else if (outer.hasAttribute("data-companion-scrolls")) outer.removeAttribute("tabindex");
      outer.toggleAttribute("data-companion-scrolls", !has);
    });
  }
  function later() { if (!asked) asked = setTimeout(mark, 50); }
  addEventListener("flutter-first-frame", function () {
    new MutationObserver(later).observe(document.querySelector("flutter-view") || document.body, { childList: true, subtree: true });
    later();
  });
})();
// Flutter leads the Tab key from its last control to its first one, for ever: Help and the browser's own bar were never
// reached. Where the round begins anew, Help takes the focus; from there Tab leads back, and Shift+Tab out of the page.
(function () {
  "use strict";
  var help = document.getElementById("companion-help-button"), from = null, isBack = false;
  function host() { return document.querySelector("flt-semantics-host"); }
  function controls() { return Array.prototype.slice.call(host().querySelectorAll("[tabindex='0'],input,textarea")); }
  function isAtTheEnd(one) {
    var all = controls(), group = one.closest("[role=radiogroup]"), at = all.indexOf(one);
    var beyond = isBack ? all.slice(at + 1) : all.slice(0, at);
    return at >= 0 && beyond.every(function (other) { return group && group.contains(other) || one.contains(other) || other.contains(one); });
  }
  addEventListener("keydown", function (event) {
    if (event.key !== "Tab") return;
    from = null;
    if (event.ctrlKey || event.altKey || event.metaKey || !host() || !host().contains(document.activeElement)) return;
    from = document.activeElement;
    isBack = event.shiftKey;
  }, true);
  addEventListener("focusin", function (event) {
    if (!from || event.target === from || !host() || !host().contains(event.target)) return;
    from = null;
    if (isAtTheEnd(event.target)) help.focus();
  });
  addEventListener("keyup", function (event) {
    if (event.key !== "Tab" || !from) return;
    var was = from;
    // Flutter moves the focus in a frame of its own: ours come after it, however long they take.
    setTimeout(function () { requestAnimationFrame(function () { requestAnimationFrame(function () {
      if (from === was && document.activeElement === was) help.focus();
      if (from === was) from = null;
    }); }); }, 100);
  }, true);
})();
// Flutter scrolls by keys only where the focus is inside of what scrolls, and the Tab key never leads to a mere text:
// from Back, from the navigation and from nowhere, keys scroll the screen as well.
(function () {
  "use strict";
  var LINE = 60, PART = 0.8, LINES = { ArrowDown: 1, ArrowUp: -1 }, PAGES = { PageDown: 1, PageUp: -1 };
  var OWN_KEYS = "input,textarea,select,[role=radio],[role=slider],[role=textbox]";
  function scroller() {
    var all = document.querySelectorAll("flt-semantics-host flt-semantics-scroll-overflow");
    return Array.prototype.map.call(all, function (inner) { return inner.parentNode; })
      .filter(function (outer) { return outer.scrollHeight > outer.clientHeight + 1; })[0];
  }
  addEventListener("keydown", function (event) {
    var focused = document.activeElement || document.body, outer = scroller();
    var isOurs = focused === document.body || focused.id === "companion-help-button" || focused.closest("flutter-view");
    if (!outer || !isOurs || event.defaultPrevented || event.ctrlKey || event.altKey || event.metaKey || event.shiftKey) return;
    if (outer.contains(focused) || focused.matches(OWN_KEYS)) return; // the browser or Flutter does it
    if (document.querySelector("#companion-help-layer[data-open]")) return;
    var by = (LINES[event.key] || 0) * LINE + (PAGES[event.key] || 0) * PART * outer.clientHeight;
    if (!by) return;
    outer.scrollTop += by;
    event.preventDefault();
  });
})();
