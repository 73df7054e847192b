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
