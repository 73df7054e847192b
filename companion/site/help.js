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
    var found = stored("country") || picked || chosen || data.home;
    return data.countries[found] ? found : "";
  }
  var chosen = "", order = companionHelpOrder;
  // What the person chose to tell Help, "" or "veteran,es".
  function profile() {
    var told = stored("help_profile");
    return typeof told === "string" && told ? told.split(",") : [];
  }
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
  // A finger and a phone's browser: there the number is called. Elsewhere it is shown large, and a tap copies it.
  function isPhone() {
    try { if (matchMedia("(pointer: coarse)").matches) return true; } catch (e) { /* an old browser */ }
    return /Android|iPhone|iPad|Mobi/.test(navigator.userAgent);
  }
  function copy(number, button) {
    function done() { said.textContent = text("copied"); }
    var said = button.parentNode.nextSibling;
    try { navigator.clipboard.writeText(number).then(done, select); } catch (e) { select(); }
    function select() {
      getSelection().selectAllChildren(button);
      try { if (document.execCommand("copy")) done(); } catch (e) { /* it is marked: the person can copy it */ }
    }
  }
  function toCopy(parent, shown, number, kind, uri) {
    var row = add(parent, "div", "", "row"), button = add(row, "button", shown, "number");
    button.type = "button";
    button.onclick = function () { copy(number, button); };
    if (uri) { call(row, text(kind + "_it"), uri); row.lastChild.setAttribute("aria-label", text(kind).replace("{number}", shown)); }
    add(parent, "p", "", "quiet").setAttribute("role", "status");
  }
  var KINDS = { "tel:": "call", "sms:": "text", "http": "chat" };
  function channel(parent, c) {
    // "Text HOME to 741741" is a whole sentence already.
    var kind = KINDS[c[0].slice(0, 4)], isWhole = kind === "text" && /[^\d\s()+,-]{2}/.test(c[1]);
    var shown = kind === "chat" ? c[1].replace(/\//g, "\u200b/") : c[1]; // long addresses break at a slash
    var said = isWhole ? shown : text(kind).replace("{number}", shown);
    if (kind === "chat" || isPhone()) call(parent, said, c[0]);
    else toCopy(parent, kind === "text" ? said : shown, kind === "text" ? c[0].replace(/^sms:|\?.*/g, "") : c[1], kind, c[0]);
  }
  // As the person's country writes it, else the clinic's.
  function time(minute) {
    var found = order.written(minute, data.twelve.indexOf(country()) >= 0);
    return found[1] ? text(found[1]).replace("{time}", found[0]) : found[0];
  }
  function weekday(day) { return data.weekdays[(day.getDay() + 6) % 7]; }
  function isToday(when, now) { return order.namedBy(when).day.toDateString() === now.toDateString(); }
  // The person's clock; said to be theirs where the clock there shows another.
  function clock(when, now, zone) {
    var named = order.namedBy(when), said = time(named.at);
    if (!isToday(when, now)) {
      if (named.at === 1440) said = text("end").replace("{time}", said);
      said = text("day").replace("{weekday}", weekday(named.day)).replace("{time}", said);
    }
    return order.isElsewhere(zone, when) ? text("yours").replace("{when}", said) : said;
  }
  function hoursOf(one, now) {
    var isOpen = order.isOpen(one.h, now), opens = isOpen === false ? order.opensAt(one.h, now) : null;
    if (opens) return text(isToday(opens, now) ? "closed_at" : "closed").replace("{when}", clock(opens, now, one.h[0]));
    if (isOpen === null) return text("vary");
    return text(one.h ? "open" : data.around.indexOf(country()) >= 0 ? "around" : "always");
  }
  // "Monday to Friday, 8:00 AM to 5:00 PM": what companion/hours_words.py does in Python.
  function week(hours) {
    return (hours || []).slice(1).map(function (span) {
      var days = order.runs(span[0]).map(function (run) {
        var names = run.map(function (day) { return data.weekdays[day]; });
        return names.length < 3 ? names.join(", ")
          : text("run").replace("{first}", names[0]).replace("{last}", names[names.length - 1]);
      }).join(", ");
      return text("hours").replace("{days}", days).replace("{start}", time(span[1]))
        .replace("{end}", time(span[2] > 1440 ? span[2] - 1440 : span[2]));
    }).join("; ");
  }
  function confirmed(one, days, now) {
    if (!one.d) return text("unconfirmed");
    var on = new Date(one.d + "T12:00"), age = Math.floor((now - on) / 864e5);
    if (age <= days) return text("confirmed").replace("{date}", order.dated(data.dates[country()] || data.dates[""], data.months, on));
    var months = new Intl.RelativeTimeFormat(root.lang || undefined).format(-Math.floor(age / 30), "month");
    return text("stale").replace("{when}", months);
  }
  function line(parent, one, known, now, isClinic) {
    var box = add(parent, "section", "", order.isShut(one, now) ? "closed" : "");
    add(box, "h3", isClinic ? text("clinic").replace("{name}", one.n) : one.n);
    if (one.a) add(box, "p", one.a);
    if (!isClinic || isKnown(one)) add(box, "p", (one.l ? one.l + ": " : "") + hoursOf(one, now), "hours");
    var hours = one.w || week(one.o), isThere = one.o && order.isElsewhere(one.o[0], now);
    if (hours) add(box, "p", isThere ? text("there").replace("{hours}", hours) : hours, "quiet");
    (one.x || []).forEach(function (said) { add(box, "p", said, "quiet"); });
    order.channels(one, profile()).forEach(function (c) { channel(box, c); });
    if (one.b) call(box, one.b[1], one.b[0], "call beside"); // the line that is always shown next to it
    (one.p || []).forEach(function (phone) {
      add(box, "p", [phone.n, isKnown(phone) && hoursOf(phone, now)].filter(Boolean).join(": "), "quiet");
      channel(box, phone.c[0]);
    });
    if (one.v) add(box, "p", one.v, "quiet");
    if (!isClinic) add(box, "p", confirmed(one, known.r, now), "quiet");
  }
  function isKnown(one) { return !one.h || one.h.length; }
  function emergency(main, known) {
    add(main, "p", text("danger"));
    if (known.e && !isPhone()) { toCopy(main, known.e, known.e); add(main, "p", text("copy"), "quiet"); }
    if (known.e) call(main, text("call").replace("{number}", known.e), "tel:" + known.e, "call emergency");
    if (known.w) add(main, "p", known.w, known.e ? "quiet" : "strong");
    if (known.s) call(main, known.s[1], known.s[0]);
  }
  function settle(code) {
    chosen = code;
    try { localStorage.setItem("companion.help.country", chosen); } catch (e) { /* shown all the same */ }
    draw(code); document.getElementById("companion-help-country").focus();
  }
  // What the browser says of itself is offered, never taken: people travel, and phones are bought elsewhere.
  function guess(parent) {
    var found = (navigator.languages || [navigator.language]).map(function (tag) {
      return (/[-_]([A-Z]{2})\b/.exec(tag) || [])[1];
    }).filter(function (code) { return data.countries[code]; })[0];
    if (!found) return;
    var box = add(parent, "section"), button;
    add(box, "p", text("guess").replace("{country}", data.countries[found].n));
    button = add(box, "button", text("yes"), "call");
    button.type = "button"; button.id = "companion-help-guess";
    button.onclick = function () { settle(found); };
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
    select.onchange = function () { settle(select.value); };
  }
  function more(main, groups, each) {
    if (!groups.length) return;
    var details = add(main, "details");
    add(details, "summary", text("more"));
    groups.forEach(function (group) {
      add(details, "h3", data.topics[group[0]], "topic");
      group[1].forEach(function (one) { each(details, one); });
    });
  }
  function violence(main, lines, each) {
    if (!lines.length) return;
    var details = add(main, "details"), bar, button;
    details.id = "companion-help-violence";
    add(details, "summary", data.topics.violence);
    bar = add(details, "div", "", "exit");
    button = add(bar, "button", text("exit"));
    button.type = "button"; button.id = "companion-help-exit"; button.onclick = leave;
    add(bar, "p", text("stays") + (isPhone() ? "" : " " + text("keys")), "quiet");
    lines.forEach(function (one) { each(details, one); });
  }
  function draw(code) {
    var main = document.getElementById("companion-help-main"), known = data.countries[code] || data.unknown;
    var now = new Date(), layered = order.arrange(data, code, profile(), now);
    function each(parent, one) { line(parent, one, known, now); }
    function all(lines) { lines.forEach(function (one) { each(main, one); }); }
    var clinic = data.clinic && order.answering(data.clinic, now), isShut = clinic && order.isShut(clinic, now);
    main.textContent = "";
    drawn = openNow(code, now);
    if (!data.countries[code]) { guess(main); picker(main, ""); }
    emergency(main, known);
    all(layered.national);
    if (isShut) all(layered.fitting);
    if (clinic) line(main, clinic, known, now, true);
    support(main);
    if (!isShut) all(layered.fitting);
    more(main, layered.more, each);
    violence(main, layered.violence, each);
    if (!layered.national.length) {
      add(main, "p", text("find")); call(main, "findahelpline.com", "https://findahelpline.com");
    }
    add(main, "p", text("watched"));
    if (data.countries[code]) picker(main, code);
  }
  // Which lines are open, and whether the clinic is: when that changes under somebody who reads, it is drawn again.
  var drawn = "";
  function openNow(code, now) {
    var lines = (data.countries[code] || { l: [] }).l.map(function (one) { return order.isOpen(one.h, now); });
    var clinic = data.clinic ? [data.clinic].concat(data.clinic.p || []) : [];
    return lines.concat(clinic.map(function (phone) { return order.isOpen(phone.h, now); })).join();
  }
  function lookAgain() {
    if (!data || !layer.hasAttribute("data-open") || openNow(country(), new Date()) === drawn) return;
    var main = document.getElementById("companion-help-main"), top = layer.scrollTop;
    function found(what) { return Array.prototype.slice.call(main.querySelectorAll(what)); }
    var unfolded = found("details").map(function (one) { return one.open; });
    var focused = found("a,button,select,summary").indexOf(document.activeElement);
    draw(country());
    found("details").forEach(function (one, i) { one.open = !!unfolded[i]; });
    if (focused >= 0) (found("a,button,select,summary")[focused] || layer).focus();
    layer.scrollTop = top;
  }
  setInterval(lookAgain, 20000);
  document.addEventListener("visibilitychange", lookAgain);
  // The person's own people and plan are the app's: it is led there where it stands on the canvas.
  function support(main) {
    if (!document.querySelector("flutter-view")) return;
    var link = add(main, "a", text("support"), "call"), isHash = !!(window.flet && flet.routeUrlStrategy === "hash");
    link.id = "companion-help-support";
    link.href = isHash ? "#/support" : "/support";
    link.onclick = function (event) {
      event.preventDefault();
      byRoute = false;
      close();
      if (isHash) { location.hash = "#/support"; return; }
      history.pushState(null, "", "/support");
      dispatchEvent(new PopStateEvent("popstate", { state: null }));
    };
  }
  // Gone at once, then out of the page; the browser's history is not the page's to change.
  function leave() {
    root.style.visibility = "hidden";
    document.title = "";
    layer.removeAttribute("data-open");
    location.replace("about:blank");
  }
  addEventListener("pageshow", function (event) {
    if (event.persisted) { root.style.visibility = ""; layer.removeAttribute("data-open"); }
  });
  var escapes = [];
  function countEscapes() {
    var now = Date.now(), section = document.getElementById("companion-help-violence");
    var isNear = layer.hasAttribute("data-open") && section && section.open;
    escapes = escapes.filter(function (at) { return now - at < 2000; });
    if (isNear || escapes.length) escapes.push(now);
    if (escapes.length >= 3) { escapes = []; leave(); }
  }
  function open(route) {
    try { read(); draw(country()); }
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
    if (event.key === "Escape") countEscapes();
    if (!layer.hasAttribute("data-open")) return;
    if (event.key === "Escape") { event.preventDefault(); close(); }
    if (event.key === "Tab") trap(event);
    event.stopImmediatePropagation();
  }, true);
  function trap(event) {
    var all = Array.prototype.filter.call(layer.querySelectorAll("a[href],button,select,summary"), function (node) {
      return node.offsetParent !== null && node.getClientRects().length;
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
  // As clinic.json has them -> as help_data.py gives them.
  function hoursOfFile(found, zone) {
    var days = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
    function at(clock) { return Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3)); }
    if (found.all_day) return undefined;
    if (!found.available_time || !found.available_time.length) return [];
    return [zone].concat(found.available_time.map(function (one) {
      var start = at(one.start), end = at(one.end);
      return [one.days_of_week.map(function (day) { return days.indexOf(day); }).join(""), start, end > start ? end : end + 1440];
    }));
  }
  function read() { data = data || JSON.parse(document.getElementById("companion-help-data").textContent); }
  // Whether there are numbers for a country.
  function knows(code) { read(); return Object.hasOwn(data.countries, code); }
  // A clinic's newer phones and hours; without a phone nothing can be called.
  function setClinic(found) {
    read();
    var phones = (found.phones && found.phones.length ? found.phones : [found]).map(function (one) {
      return { n: one.label || "", h: hoursOfFile(one, found.time_zone), c: [[one.phone_uri, one.phone]] };
    });
    data.home = found.country || data.home;
    data.clinic = found.phone_uri
      ? { n: found.name, w: found.hours, x: [found.after_hours, found.address].filter(Boolean), o: hoursOfFile(found, found.time_zone),
          l: phones.length > 1 ? phones[0].n : "", h: phones[0].h, c: phones[0].c, p: phones.slice(1) }
      : null;
    if (layer.hasAttribute("data-open")) draw(country());
  }
  window.companionHelp = { open: open, order: order, close: close, refresh: look, setClinic: setClinic, knows: knows };
  look();
  follow();
})();
