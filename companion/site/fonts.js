// Fonts for the scripts that the app's own fonts lack. Flutter notices a missing character and asks a font server for
// a slice of a Noto font: the address would tell the host which characters somebody typed. Here that request is
// answered by one whole font of the script, from the site itself or from what was kept of it, and never leaves the
// page otherwise. What is not there is not asked for.
(function () {
  "use strict";
  const CACHE = "companion-fonts";
  const SLICE = /\/(noto[a-z0-9]+)\/v\d+\/[^/]+$/;
  const IDLE = 4000;
  // A font without any character: what is answered where Flutter need not ask again.
  const NOTHING = Uint8Array.from(atob(
    "d09GMgABAAAAAADwAAoAAAAAAkAAAACpAAEAAAAAAAAAAAAAAAAAAAAAAAAAAAAABmAALAoBKgE2AiQDBAsEAAQgBWAHIBuz" +
    "AQAuDngT6+KIVMOeOvaEgbiZFhrR9yfuvfdnfiIJNFAoRApaLUsFalL0iuUbG/KvYRwZQokSjcOD1Knq/4sX2A2OAy7UFMPB" +
    "cdSFBhxk2ICDZH4bqCk1+UJD8Db8dIJC49CCw3BHKbhyFUBAAQBgACAIP7dk19L9h8/z/byAViD0GQAEABAQBP7wJYrZQpmm" +
    "lrGKzbZR9ZBDRQ61PTJOSM0x415RCwAA"
  ), function (letter) { return letter.charCodeAt(0); });
  // Flutter's name of a font -> ours.
  const OWN = {
    notosansarabic: "arabic", notosanshebrew: "hebrew", notosansdevanagari: "devanagari", notosansbengali: "bengali",
    notosansarmenian: "armenian", notosansethiopic: "ethiopic", notosansgeorgian: "georgian", notosansgujarati: "gujarati",
    notosansgurmukhi: "gurmukhi", notosanskannada: "kannada", notosanskhmer: "khmer", notosanslao: "lao",
    notosansmalayalam: "malayalam", notosansmyanmar: "myanmar", notosanssinhala: "sinhala", notosanstamil: "tamil",
    notosanstelugu: "telugu",
    notosansthai: "thai", notosans: "devanagari", notosansjp: "jp", notosanskr: "kr", notosanssc: "sc", notosanstc: "tc", notosanshk: "tc",
    notosanssymbols: "symbols", notosanssymbols2: "symbols", notosansmath: "symbols",
    notocoloremoji: "emoji", notoemoji: "emoji",
  };
  // Language -> the script that its readers type.
  const SCRIPTS = {
    ar: "arabic", fa: "arabic", ur: "arabic", ps: "arabic", ckb: "arabic", sd: "arabic", ug: "arabic",
    he: "hebrew", iw: "hebrew", yi: "hebrew", hi: "devanagari", mr: "devanagari", ne: "devanagari", sa: "devanagari",
    bn: "bengali", as: "bengali", th: "thai", ja: "jp", ko: "kr", hy: "armenian", am: "ethiopic", ti: "ethiopic",
    ka: "georgian", gu: "gujarati", pa: "gurmukhi", kn: "kannada", km: "khmer", lo: "lao", ml: "malayalam",
    my: "myanmar", si: "sinhala", ta: "tamil", te: "telugu",
  };
  const data = JSON.parse(document.getElementById("companion-fonts").textContent);
  const ask = window.fetch.bind(window);
  const given = new Set(), loading = new Map();

  window.fetch = function (input, options) {
    const slice = SLICE.exec(new URL(input && input.url ? input.url : input, document.baseURI).pathname);
    return slice ? answer(OWN[slice[1]]) : ask(input, options);
  };

  async function answer(name) {
    if (!data.files[name]) say("none");
    if (!data.files[name] || given.has(name)) return new Response(NOTHING); // nowhere, or Flutter has the whole of it
    given.add(name);
    try {
      return new Response(await bytesOf(name));
    } catch (error) {
      given.delete(name);
      say("offline");
      return new Response(null, { status: 404 }); // Flutter asks again with the next text
    }
  }

  // A font is fetched once, also where two things need it at the same moment.
  function bytesOf(name) {
    if (!loading.has(name)) {
      loading.set(name, found(name).finally(function () { loading.delete(name); }));
    }
    return loading.get(name);
  }

  async function found(name) {
    const url = addressOf(name);
    const cache = await caches.open(CACHE).catch(function () { return null; });
    const kept = cache && await cache.match(url).catch(function () { return null; });
    if (kept) {
      const bytes = await kept.arrayBuffer();
      if (await isBuilt(name, bytes)) return bytes;
    }
    for (const how of ["default", "reload"]) {
      const response = await ask(url, { cache: how, credentials: "same-origin" });
      const bytes = response.ok ? await response.arrayBuffer() : null;
      if (bytes && await isBuilt(name, bytes)) {
        // Without room for it, it is fetched again the next time.
        if (cache) await cache.put(url, new Response(bytes)).catch(function () {});
        return bytes;
      }
    }
    throw new Error("no font for " + name);
  }

  function addressOf(name) { return new URL(data.files[name].path, document.baseURI).href; }

  async function isBuilt(name, bytes) {
    const known = data.files[name];
    if (!known.sum) return true;
    const sum = await crypto.subtle.digest("SHA-256", bytes);
    return bytes.byteLength === known.size && known.sum === "sha256-" + btoa(String.fromCharCode(...new Uint8Array(sum)));
  }

  // Below the screen for a while, once for each reason; it takes no tap.
  const told = new Set();
  function say(reason) {
    if (told.has(reason)) return;
    told.add(reason);
    const line = document.createElement("div");
    line.setAttribute("role", "status");
    line.id = "companion-fonts-said";
    line.style.cssText = "position:fixed;z-index:900;left:16px;right:16px;bottom:96px;margin:auto;max-width:30rem;" +
      "padding:12px 16px;border-radius:12px;pointer-events:none;background:var(--cmp-ink);color:var(--cmp-ground);" +
      "font:400 1.0625rem/1.4 system-ui,sans-serif;text-align:center";
    document.body.appendChild(line);
    line.textContent = data.said[reason];
    setTimeout(function () { line.remove(); }, 12000);
  }

  function scriptOf(language) {
    const parts = String(language).toLowerCase().split("-");
    if (parts[0] !== "zh") return SCRIPTS[parts[0]];
    return /^(hant|tw|hk|mo)$/.test(parts[1] || "") || parts.includes("hant") ? "tc" : "sc";
  }

  // What this browser's languages need is kept before it is needed, so that it is there offline.
  async function keep() {
    const names = new Set((navigator.languages || [navigator.language]).map(scriptOf).filter(Boolean));
    for (const name of names) if (data.files[name]) await bytesOf(name).catch(function () {});
    const cache = await caches.open(CACHE).catch(function () { return null; });
    const wanted = new Set(Object.keys(data.files).map(addressOf));
    for (const request of cache ? await cache.keys() : []) {
      if (!wanted.has(request.url)) await cache.delete(request);
    }
  }
  window.companionFonts = {
    // Called when the app stands: at the first idle moment after that.
    ahead: function () {
      const idle = window.requestIdleCallback || setTimeout;
      setTimeout(function () { idle(function () { keep().catch(function () {}); }); }, IDLE);
    },
  };
})();
