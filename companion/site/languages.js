// Flutter makes a locale of each of the browser's languages, and ends where one is no language tag: "C" and
// "en_US.UTF-8" of a system without a locale, an empty one, one of an extension. It is given the sound ones among
// them; where there are none, the page's own. What is sound stays as it is.
(function () {
  "use strict";
  var LONGEST = 35; // letters of a tag that a reader has to have room for: RFC 5646, 4.4.1
  var LANGUAGE = /^[a-z]{2,3}(-|$)/i; // "POSIX" has the form of a tag, and is no language

  function isSound(tag) {
    if (typeof tag !== "string" || tag.length > LONGEST || !LANGUAGE.test(tag)) return false;
    try { return Boolean(new Intl.Locale(tag)); } catch (e) { return false; }
  }
  // "en_US.UTF-8" and "de_DE@euro", as systems write them, mean en-US and de-DE.
  function cured(tag) {
    var plain = typeof tag === "string" && tag.length <= 2 * LONGEST ? tag.trim().replace(/[.@].*$/, "").replace(/_/g, "-") : "";
    return [tag, plain].find(isSound) || "";
  }
  function read(name) {
    try { return navigator[name]; } catch (e) { return undefined; }
  }
  function give(name, value) {
    try { Object.defineProperty(navigator, name, { get: function () { return value; }, configurable: true }); } catch (e) { /* as it was */ }
  }

  var told = read("languages"), language = read("language");
  var given = Array.isArray(told) ? told : [];
  var sound = (given.length ? given : [language]).map(cured).filter(function (tag, at, all) {
    return tag && all.indexOf(tag) === at;
  });
  if (!sound.length) sound.push(document.documentElement.lang || "en");
  if (!given.length || !given.every(isSound)) give("languages", Object.freeze(sound));
  if (!isSound(language)) give("language", sound[0]);
})();
