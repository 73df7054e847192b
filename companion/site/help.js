(function () {
  "use strict";
  var root = document.documentElement, layer = document.getElementById("companion-help-layer");
  var button = document.getElementById("companion-help-button"), data = null, before = null, byRoute = false;
  function text(key) { return data.text[key]; }
  function stored(key) {
    try { return JSON.parse(localStorage.getItem("flutter.companion." + key) || "null"); } catch (e) { return null; }
  }
  function country() {
    var picked = null;
    try { picked = localStorage.getItem("companion.help.country"); } catch (e) { /* storage may be shut */ }
    var found = stored("country") || picked || chosen;
    return data.countries[found] ? found : "";
  }
  var chosen = "";
  function look() {
    var name = stored("look");
    if (name && name !== "system") root.setAttribute("data-companion-look", name);
    else root.removeAttribute("data-companion-look");
  }
  function add(parent, tag, content, name) {
    var node = document.createElement(tag);
    if (content) node.textContent = content;
    if (name) node.className = name;
    parent.appendChild(node);
    return node;
  }
  function call(parent, label, uri, name) {
    var link = add(parent, "a", label, name || "call");
    link.href = uri;
    if (/^https:/.test(uri)) { link.target = "_blank"; link.rel = "noopener noreferrer"; }
  }
  var words = { call: "call", text: "write", chat: "chat" };
  function line(parent, one) {
    var box = add(parent, "section");
    add(box, "h3", one.n);
    if (one.a) add(box, "p", one.a, "quiet");
    if (one.h) add(box, "p", one.h, "quiet");
    one.c.forEach(function (c) { call(box, c[0] ? text(words[c[0]]).replace("{number}", c[1]) : c[1], c[2]); });
  }
  function picker(parent, now) {
    var box = add(parent, "section"), label = add(box, "label", text("country"));
    var select = add(box, "select");
    select.id = "companion-help-country"; label.htmlFor = select.id;
    add(select, "option", text("choose")).value = "";
    Object.keys(data.countries).forEach(function (code) {
      var option = add(select, "option", data.countries[code].n);
      option.value = code; option.selected = code === now;
    });
    select.onchange = function () {
      chosen = select.value;
      try { localStorage.setItem("companion.help.country", chosen); } catch (e) { /* shown all the same */ }
      draw(chosen); document.getElementById("companion-help-country").focus();
    };
  }
  function draw(code) {
    var main = document.getElementById("companion-help-main"), known = data.countries[code] || data.unknown;
    main.textContent = "";
    if (!data.countries[code]) picker(main, "");
    add(main, "p", text("danger"));
    if (known.u) call(main, text("call").replace("{number}", known.e), known.u, "call emergency");
    if (known.w) add(main, "p", known.w, known.u ? "quiet" : "");
    known.l.forEach(function (one) { line(main, one); });
    if (data.clinic) line(main, data.clinic);
    if (known.m.length) {
      var details = add(main, "details");
      add(details, "summary", text("more"));
      known.m.forEach(function (one) { line(details, one); });
    }
    if (!known.l.length) {
      add(main, "p", text("find")); call(main, "findahelpline.com", "https://findahelpline.com");
    }
    add(main, "p", text("watched"));
    if (data.countries[code]) picker(main, code);
    add(main, "p", text("unconfirmed"), "quiet");
  }
  function open(route) {
    try { if (!data) data = JSON.parse(document.getElementById("companion-help-data").textContent); draw(country()); }
    catch (e) { /* what the page came with is still there */ }
    byRoute = route === true;
    if (layer.hasAttribute("data-open")) return;
    before = document.activeElement;
    layer.setAttribute("data-open", "");
    document.getElementById("companion-help-close").focus();
  }
  function close() {
    if (!layer.hasAttribute("data-open")) return;
    layer.removeAttribute("data-open");
    layer.scrollTop = 0;
    var leaves = byRoute && onHelp();
    byRoute = false;
    if (leaves && cameFromApp) history.back();
    else if (before && before.focus) try { before.focus(); } catch (e) { /* gone */ }
  }
  function onHelp() { return /\/help\/?$/.test(location.pathname) || /^#\/help\/?$/.test(location.hash); }
  var cameFromApp = false;
  function follow() { if (onHelp()) open(true); else if (byRoute) { byRoute = false; close(); } }
  ["pushState", "replaceState"].forEach(function (name) {
    var original = history[name];
    history[name] = function () {
      var was = onHelp(), result = original.apply(this, arguments);
      if (!was && onHelp()) cameFromApp = true;
      if (was !== onHelp()) follow();
      return result;
    };
  });
  addEventListener("popstate", follow);
  try {
    var set = Storage.prototype.setItem;
    Storage.prototype.setItem = function () { set.apply(this, arguments); try { look(); } catch (e) { /* colours only */ } };
  } catch (e) { /* colours follow at the next start */ }
  function own(event) { if (layer.hasAttribute("data-open") && layer.contains(event.target)) event.stopPropagation(); }
  // Flutter listens on the window: what happens in the layer stays there.
  ["pointerdown", "pointerup", "pointermove", "mousedown", "mouseup", "click", "wheel", "touchstart", "touchmove",
    "touchend", "keyup", "keypress", "input", "change"].forEach(function (name) { layer.addEventListener(name, own); });
  addEventListener("keydown", function (event) {
    if (!layer.hasAttribute("data-open")) return;
    if (event.key === "Escape") { event.preventDefault(); close(); }
    if (event.key === "Tab") trap(event);
    event.stopImmediatePropagation();
  }, true);
  function trap(event) {
    var all = Array.prototype.filter.call(layer.querySelectorAll("a[href],button,select,summary"), function (node) {
      return node.offsetParent !== null;
    });
    var i = all.indexOf(document.activeElement);
    event.preventDefault();
    all[(i + (event.shiftKey ? -1 : 1) + all.length) % all.length].focus();
  }
  button.addEventListener("click", function (event) { event.preventDefault(); event.stopPropagation(); open(false); });
  ["pointerdown", "pointerup", "mousedown", "mouseup", "touchstart", "touchend"].forEach(function (name) {
    button.addEventListener(name, function (event) { event.stopPropagation(); });
  });
  document.getElementById("companion-help-close").addEventListener("click", function (event) {
    event.preventDefault(); close();
  });
  // A clinic's newer phone and hours; without a phone nothing can be called.
  function setClinic(found) {
    data = data || JSON.parse(document.getElementById("companion-help-data").textContent);
    var hours = [found.hours, found.after_hours].filter(Boolean).join(" ");
    data.clinic = found.phone_uri
      ? { n: text("clinic").replace("{name}", found.name), a: "", h: hours, c: [["call", found.phone, found.phone_uri]] }
      : null;
    if (layer.hasAttribute("data-open")) draw(country());
  }
  window.companionHelp = { open: open, close: close, refresh: look, setClinic: setClinic };
  look();
  follow();
})();
