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
