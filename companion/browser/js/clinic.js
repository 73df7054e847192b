// What `clinic.json` of the site says now. It is foreign data: what Help shows without Python (name, phones, hours) is
// checked here, field by field; the rest (rules of the course, texts, checklists) is Python's to check and comes back as
// far as it is taken: companion/domain/clinic_news.py. The server's address is built into the site for good.
(function () {
  "use strict";
  var KEY = "companion.clinic", TAKEN = "companion.clinic.taken";
  var FIELDS = ["name", "phone", "phone_uri", "hours", "after_hours", "available_time", "time_zone", "zone_data",
    "phones", "address", "country", "reading"];
  var FOR_PYTHON = ["course", "texts", "forms"];
  var DEEPEST = 8;
  var DAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
  // Letters. The most that a clinic's file may hold is far below; what is longer is no clinic's, and no phone keeps it.
  var LONGEST = 512000;
  var site = JSON.parse(document.getElementById("companion-site").textContent);

  // As companion/domain/clinic_words.py: no half letters, nothing that nobody sees or that turns words round.
  var ODD = /(?![\u200c\u200d])[<>\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}\u115f\u1160\u2800\u3164\uffa0]/u;
  function text(value, longest) {
    return typeof value === "string" && value.length <= longest && !ODD.test(value) &&
      (!value || /[\p{L}\p{N}]/u.test(value));
  }
  // Python, which gets the rest as it is, reads nothing that stands in itself without an end.
  function isDeep(value, levels) {
    return Boolean(value) && typeof value === "object" &&
      (!levels || Object.values(value).some(function (one) { return isDeep(one, levels - 1); }));
  }
  var ZONE = /^[A-Za-z0-9_+-]{1,30}(\/[A-Za-z0-9_+-]{1,30}){0,2}$/;
  // Hours as data may be missing; half of them, or a zone that this browser does not know, is refused.
  function areTimes(times, zone) {
    if (times === undefined || (Array.isArray(times) && !times.length)) return true;
    try { new Intl.DateTimeFormat("en", { timeZone: zone }); } catch (e) { return false; }
    return zone && Array.isArray(times) && times.length <= 21 && times.every(function (one) {
      return one && Array.isArray(one.days_of_week) && one.days_of_week.length &&
        one.days_of_week.every(function (day) { return DAYS.indexOf(day) >= 0; }) && text(one.start, 5) && text(one.end, 5) &&
        /^([01]\d|2[0-3]):[0-5]\d$/.test(one.start) && /^(([01]\d|2[0-3]):[0-5]\d|24:00)$/.test(one.end) &&
        one.start !== one.end;
    });
  }
  function arePhones(phones, zone) {
    return phones === undefined || (Array.isArray(phones) && phones.length <= 6 && phones.every(function (one) {
      return one && text(one.label, 60) && text(one.phone, 40) && one.phone && isNumber(one.phone_uri) && one.phone_uri &&
        (one.all_day === undefined || one.all_day === true) && areTimes(one.available_time, zone);
    }));
  }
  // From here to areTwo: as companion/domain/phones.py and phone_pairs.py; tests/unit/phones.json is run against both.
  var CALLED = /^tel:(\+?[0-9](?:-?[0-9]){2,14})([,;][0-9*,;]{0,23}|;ext=[0-9]{1,6})?$/;
  var SEPARATOR = /\s*(?:[\n/|&,;\0]|\b(?:or|and)\b)\s*|[ ]{2,}/i, ABROAD = /^[(\s]*(?:\+|00|011)/;
  var EXTENSION = /(\s*[,;]?\s*)(;ext=|extension|extn\.?|ext\.?|x|#|[,;]+(?=\d))\s*[:.]?\s*(\d{1,6})\s*$/i;
  var DATE = /^(?:(\d{4})([-./])(\d{1,2})\2(\d{1,2})|(\d{1,2})([-./])(\d{1,2})\6(\d{4})|(\d{1,2})\/(\d{1,2})\/(\d\d))$/;
  var KEYS = "22233344455566677778889999", WHOLE = 7;
  // A number as North America writes it, and a few digits after it.
  var UNMARKED = new RegExp("^(?:(?:\\+?1[-. ]*)?\\(?\\d{3}\\)?[-. ]*\\d{3}[-. ]*\\d{4}|\\d{3}[-.]\\d{4}(?= ))" +
    "[-. ]+\\d(?:[-. ]*\\d){0,5}$");
  function isNumber(uri) { return typeof uri === "string" && (!uri || CALLED.test(uri)); }
  function digit(sign) {
    var plain = sign.normalize("NFKC"), point = sign.codePointAt(0), before = 0;
    if (/^[0-9]$/.test(plain)) return plain;
    while (/\p{Nd}/u.test(String.fromCodePoint(point - before - 1))) before++;
    return String(before % 10);
  }
  function cleanedNumber(typed) {
    return Array.from(typed.normalize("NFC")).map(function (sign) {
      if (/[\n\r\v\f\u0085\u2028\u2029]/.test(sign)) return "\n";
      if (/[\p{Zs}\t]/u.test(sign)) return " ";
      if (/[\p{Cf}\ufe0f\u20e3]/u.test(sign)) return "";
      if (/[\p{So}\p{Sk}\p{Cc}\p{Cs}]/u.test(sign)) return " ";
      if (/[\p{Pd}\u2212\u2043\u30fc\uff70]/u.test(sign)) return "-";
      if (/[\u00b7\u2022\u2027\u30fb]/.test(sign)) return ".";
      if (/[\u2044\u2215]/.test(sign)) return "/";
      if (/\p{Nd}/u.test(sign)) return digit(sign);
      return /\p{N}/u.test(sign) ? "?" : sign.normalize("NFKC");
    }).join("").trim().replace(/^tel:\s*/i, "");
  }
  function digitsOf(text) {
    return (ABROAD.test(text) ? text.replace(/\(\s*0\s*\)/g, "") : text).replace(/[^0-9]/g, "");
  }
  function isWhole(part) {
    var abroad = ABROAD.exec(part);
    return digitsOf(part).length - (abroad ? digitsOf(abroad[0]).length : 0) >= (abroad ? 9 : WHOLE);
  }
  function couldBeOne(part) {
    return isWhole(part) || (digitsOf(part).length >= 3 && !/^0/.test(digitsOf(part)) && !/^[(+]/.test(part));
  }
  function isDate(text) {
    var found = DATE.exec(text);
    if (!found) return false;
    var year = +(found[1] || found[8] || "20" + found[11]);
    var one = +(found[3] || found[5] || found[9]), other = +(found[4] || found[7] || found[10]);
    function areDay(month, day) { return month >= 1 && month <= 12 && day >= 1 && day <= 31; }
    return year >= 1900 && year <= 2100 && (areDay(one, other) || (!found[1] && areDay(other, one)));
  }
  function onKeys(text) {
    if (!/^[(\s]*\+?[0-9(][0-9A-Za-z()\-. ]*$/.test(text) || /\b(?:ext|extn|extension|x)\b/i.test(text)) return "";
    var first = text.search(/[A-Za-z]/), before = digitsOf(text.slice(0, Math.max(first, 0)));
    var replaced = text.replace(/[A-Za-z]/g, function (one) { return KEYS[one.toUpperCase().charCodeAt(0) - 65]; });
    var digits = digitsOf(replaced), free = /^1?8(?:00|33|44|55|66|77|88)/.exec(digits);
    if (free) {
      var length = free[0].length + WHOLE;
      return digits.length >= length && length > before.length ? digits.slice(0, length) : "";
    }
    var isPart = first > 0 && text[first - 1] !== " ";
    return isPart && before.length < WHOLE && digits.length >= WHOLE && digits.length <= 15 ? replaced : "";
  }
  // Two whole numbers that are written alike, whatever stands between them.
  function areAlike(text) {
    function bare(part) { return part.replace(/^[ \-./]+|[ \-./]+$/g, ""); }
    for (var at = 1; at < text.length; at++) {
      var one = bare(text.slice(0, at)), other = bare(text.slice(at));
      if (!/^\d\d$/.test(text.slice(at - 1, at + 1)) && isWhole(one) && isWhole(other) &&
          one.replace(/\d/g, "0") === other.replace(/\d/g, "0")) return true;
    }
    return false;
  }
  // The one number that is read, null where it is none or may be two.
  function shownNumber(typed) {
    var text = cleanedNumber(typed), extension = "", found = EXTENSION.exec(text);
    if (!/\d/.test(text) || isDate(text)) return null;
    var before = found ? text.slice(0, found.index) : "";
    if (found && !found[1] && /^[^,;]/.test(found[2]) && /[a-z]$/i.test(before)) before = ""; // the end of a word
    if (digitsOf(before).length >= WHOLE || onKeys(before)) {
      extension = found[3];
      text = before;
    }
    text = text.replace(/([\d) ])(?=\(?\+)/g, "$1\0");
    var pieces = text.split(SEPARATOR), letters = /\p{L}/u.test(pieces.join(""));
    if (letters) {
      if (pieces.filter(function (one) { return one.trim(); }).length > 1) return null;
      if (!/\p{L}/u.test(text.replace(/[OoIl]/g, ""))) return null; // letters for digits, or a word
      text = onKeys(text);
      pieces = [text];
    }
    var parts = pieces.map(function (one) { return one.trim(); }).filter(digitsOf);
    if (parts.slice(0, -1).some(isWhole) || parts.filter(couldBeOne).length > 1) return null;
    if (parts.length > 1 && /[|&+]|\b(?:or|and)\b/i.test(text.slice(2))) return null;
    text = (parts.join(" ") || text).trim().replace(/[,;/|& ]+$/, "");
    if (!/^[()\s\-./]*\+?[0-9()\-. /]+$/.test(text)) return null;
    for (var at = text.indexOf(" "); at >= 0; at = text.indexOf(" ", at + 1)) {
      if (isWhole(text.slice(0, at)) && isWhole(text.slice(at).trim())) return null;
    }
    if (UNMARKED.test(text) || areAlike(text)) return null;
    var digits = digitsOf(text);
    return digits.length < 3 || digits.length > 15 ? null : { digits: (/\+/.test(text) ? "+" : "") + digits, extension: extension };
  }
  // [whether it begins with a country's code, its digits from there on].
  function fromAbroad(digits) {
    var prefix = [["+", 0], ["00", 9], ["011", 11]].find(function (one) {
      return digits.indexOf(one[0]) === 0 && digits.length > one[1];
    });
    return [Boolean(prefix), prefix ? digits.slice(prefix[0].length) : digits];
  }
  function isSame(read, called) {
    var one = fromAbroad(read), other = fromAbroad(called);
    if (one[0] === other[0]) {
      return one[1] === other[1] || (!one[0] && one[1].length + other[1].length === 21 &&
        ("1" + one[1] === other[1] || one[1] === "1" + other[1]));
    }
    var national = one[0] ? other[1] : one[1], abroad = one[0] ? one[1] : other[1];
    if (national === abroad) return national.length >= 10;
    return [national, national.replace(/^0+/, "")].some(function (form) {
      return form.length >= 5 && abroad.endsWith(form) && abroad.length - form.length <= 3;
    });
  }
  // Whether what is read and what is called are not one and the same number, up to the first pause.
  function areTwo(phone) {
    if (!phone.phone || !phone.phone.trim()) return false;
    var read = shownNumber(phone.phone), called = CALLED.exec(phone.phone_uri || "");
    if (!read) return true;
    if (!called) return false;
    var number = called[1].replace(/-/g, ""), tail = called[2] || "", dialed = tail.replace(/[^0-9]/g, "");
    return !isSame(read.digits, number) || Boolean(read.extension && dialed && dialed !== read.extension) ||
      Boolean(tail && number.replace("+", "").length < WHOLE);
  }
  function isReading(found) {
    return found === undefined || (found && typeof found === "object" &&
      (!Object.keys(found).length || (text(found.who, 80) && found.who && text(found.when, 120) && found.when)));
  }
  // Without its numbers Help would only ask which country this is. What is from before a field was there lacks it.
  function isCountry(code) {
    return code === undefined || code === "" || (typeof code === "string" && window.companionHelp.knows(code));
  }
  // The zone's name stands before its data: with another zone's data every time would be another.
  function isZoneData(data, all) {
    return !data || (text(data, 12000) && data.indexOf(all.time_zone + ":") === 0);
  }
  // What each field has to be. The first that is not is told.
  var RULES = [
    ["name", "up to 120 letters", function (it) { return text(it, 120) && it.trim(); }],
    ["phone", "up to 40 letters", function (it) { return text(it, 40); }],
    ["phone_uri", "tel: and digits, where there is a phone to read, and only there",
      function (it, all) { return isNumber(it) && !all.phone === !it; }],
    ["phone_uri", "the number that is read in phone", function (it, all) { return !areTwo(all); }],
    ["hours", "up to 900 letters", function (it) { return text(it, 900); }],
    ["after_hours", "up to 200 letters", function (it) { return text(it, 200); }],
    ["time_zone", "a name such as America/New_York",
      function (it) { return it === undefined || it === "" || (text(it, 60) && ZONE.test(it)); }],
    ["available_time", "days_of_week, start and end, with a time_zone that is known",
      function (it, all) { return areTimes(it, all.time_zone); }],
    ["address", "up to 200 letters", function (it) { return it === undefined || text(it, 200); }],
    ["country", "the two capital letters of a country for which Help has numbers, such as US or GB", isCountry],
    ["zone_data", "of this time_zone: let a build write both", isZoneData],
    ["phones", "up to 6, each with label, phone, phone_uri and its hours",
      function (it, all) { return arePhones(it, all.time_zone); }],
    ["phones", "phones whose phone_uri calls the number that is read in phone", function (it) { return !it || !it.some(areTwo); }],
    ["reading", "who and when, or nothing", isReading],
  ].concat(FOR_PYTHON.map(function (name) {
    return [name, "less than " + DEEPEST + " deep", function (it) { return !isDeep(it, DEEPEST); }];
  }));
  // Why it is not taken, "" where it is.
  function wrong(found) {
    if (!found || typeof found !== "object") return "it has no fields";
    var rule = RULES.find(function (one) { return !one[2](found[one[0]], found); });
    return rule ? rule[0] + ": has to be " + rule[1] : "";
  }
  function picked(found, names) {
    var made = {};
    names.forEach(function (name) { if (Object.hasOwn(found, name)) made[name] = found[name]; });
    return made;
  }
  // What is kept of it: the fields that are known, and in them no others.
  function cleaned(found) {
    function times(all) { return all.map(function (one) { return picked(one, ["days_of_week", "start", "end"]); }); }
    var made = picked(found, FIELDS);
    if (made.available_time) made.available_time = times(made.available_time);
    if (made.phones) made.phones = made.phones.map(function (one) {
      var phone = picked(one, ["label", "phone", "phone_uri", "all_day", "available_time"]);
      if (phone.available_time) phone.available_time = times(phone.available_time);
      return phone;
    });
    if (made.reading) made.reading = picked(made.reading, ["who", "when"]);
    return made;
  }
  function kept() {
    try { var found = JSON.parse(localStorage.getItem(KEY) || "null"); } catch (e) { return null; }
    return wrong(found) ? null : cleaned(found);
  }
  function show(found) {
    if (!site.clinic || !found) return;
    window.companionHelp.setClinic(found);
  }

  function stored(name, value) {
    try { localStorage.setItem(name, JSON.stringify(value)); } catch (e) { /* it acts all the same, until the page ends */ }
  }
  function taken() {
    try { return JSON.parse(localStorage.getItem(TAKEN) || "{}"); } catch (e) { return {}; }
  }

  // What Python is told at the start: the site's clinic with what was last read of it, and the news that it took.
  window.companionClinic = function () {
    var found = kept();
    if (!site.clinic) return site.clinic;
    var made = Object.assign({}, site.clinic, { news: taken() });
    if (!found) return made;
    var isSame = (found.time_zone || "") === site.clinic.time_zone;
    return Object.assign(made, {
      name: found.name, phone_display: found.phone, phone_uri: found.phone_uri, hours: found.hours,
      after_hours: found.after_hours, available_time: found.available_time || [], time_zone: found.time_zone || "",
      zone_data: found.zone_data || (isSame ? site.clinic.zone_data : ""), phones: found.phones || [],
      address: found.address || "", country: found.country || site.clinic.country, reading: found.reading || {},
    });
  };

  // Python asks for the news once it stands, and says what of them it has taken.
  var told, news = new Promise(function (resolve) { told = resolve; });
  window.companionNews = function () { return news; };
  window.companionTook = function (said) {
    stored(TAKEN, said.taken);
    // The clinic's own words alone: nothing that a person typed.
    said.refused.forEach(function (reason) { console.warn("clinic.json: " + reason); });
  };

  show(kept());
  if (!site.clinic || navigator.onLine === false) { told(null); return; }
  addEventListener("load", function () {
    fetch(new URL("clinic.json", document.baseURI), { cache: "no-store", credentials: "omit" })
      .then(function (answer) { return answer.ok ? answer.text() : ""; })
      .then(function (said) {
        var isLong = said.length > LONGEST, found = isLong ? null : JSON.parse(said);
        var reason = isLong ? "it is longer than " + LONGEST + " letters" : wrong(found);
        if (reason) { console.warn("clinic.json: not accepted: " + reason); told(null); return; }
        stored(KEY, cleaned(found));
        show(cleaned(found));
        told(picked(found, FOR_PYTHON));
      })
      .catch(function () { told(null); /* offline: what was built in, or last read, stands */ });
  });
})();
