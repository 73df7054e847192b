// Which line stands where, and whether it is open: what companion/domain/crisis.py, opening_hours.py and time_of_day.py do in Python.
var companionHelpOrder = (function () {
  "use strict";
  var DAY = 1440, FEW = 3, NAMES = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
  var formats = {}; // by zone: making one takes longer than all that is done with it
  function minute(now, zone) {
    var found = {};
    formats[zone] = formats[zone] || new Intl.DateTimeFormat("en-US", { timeZone: zone, weekday: "short", hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
    formats[zone].formatToParts(now).forEach(function (part) { found[part.type] = part.value; });
    return { day: NAMES.indexOf(found.weekday), at: (Number(found.hour) % 24) * 60 + Number(found.minute) };
  }
  // True, false, or null where the hours are not known. `h` is missing (day and night), or [zone, [days, start, end]...].
  function isOpen(h, now) {
    if (!h) return true;
    if (!h.length) return null;
    try { var here = minute(now, h[0]); } catch (e) { return null; }
    return h.slice(1).some(function (span) {
      return (span[0].indexOf(here.day) >= 0 && span[1] <= here.at && here.at < span[2]) ||
        (span[0].indexOf((here.day + 6) % 7) >= 0 && here.at + DAY < span[2]);
    });
  }
  function opensAt(h, now) {
    try { var here = minute(now, h[0]); } catch (e) { return null; }
    var least = Infinity, start = 0;
    h.slice(1).forEach(function (span) {
      for (var later = 0; later < 8; later++) {
        var wait = later * DAY + span[1] - here.at;
        if (span[0].indexOf((here.day + later) % 7) >= 0 && wait > 0 && wait < least) { least = wait; start = span[1]; }
      }
    });
    if (least === Infinity) return null;
    var opens = new Date(Math.floor(now / 60000) * 60000 + least * 60000), shown = minute(opens, h[0]).at;
    // The clocks may change in between.
    var off = ((shown - start + DAY * 1.5) % DAY) - DAY / 2;
    return new Date(opens.getTime() - off * 60000);
  }
  // Whether the clock of a zone shows another time than the person's own; no where it is not known.
  function isElsewhere(zone, when) {
    if (!zone) return false;
    try { var there = minute(when, zone); } catch (e) { return false; }
    return there.at !== when.getHours() * 60 + when.getMinutes() || there.day !== (when.getDay() + 6) % 7;
  }
  // No phone of it is answered now.
  function isShut(one, now) {
    return [one].concat(one.p || []).every(function (phone) { return isOpen(phone.h, now) === false; });
  }
  // The phone that is answered now stands first.
  function answering(one, now) {
    var open = isOpen(one.h, now) || !one.p ? null : one.p.filter(function (phone) { return isOpen(phone.h, now); })[0];
    if (!open) return one;
    var rest = one.p.filter(function (phone) { return phone !== open; });
    return Object.assign({}, one, { l: open.n, h: open.h, c: open.c, p: [{ n: one.l, h: one.h, c: one.c }].concat(rest) });
  }
  // The digits, and what stands after them: "am", "pm", "noon", "midnight", "" on a clock with 24 hours.
  function written(minute, isTwelve) {
    var hour = Math.floor(minute / 60), rest = ":" + ("0" + minute % 60).slice(-2);
    if (!isTwelve) return [("0" + hour).slice(-2) + rest, ""];
    var mark = minute % DAY === 0 ? "midnight" : minute === DAY / 2 ? "noon" : hour < 12 || hour === 24 ? "am" : "pm";
    return [((hour + 11) % 12 + 1) + rest, mark];
  }
  // The day and the minute by which a moment ahead is said: midnight with the day that it ends.
  function namedBy(when) {
    var at = when.getHours() * 60 + when.getMinutes();
    return { day: new Date(when.getFullYear(), when.getMonth(), when.getDate() - (at ? 0 : 1)), at: at || DAY };
  }
  // A date as a pattern of the data has it: what Words.day does in companion/i18n.py.
  function dated(pattern, months, day) {
    return pattern.replace("{day}", day.getDate()).replace("{month}", months[day.getMonth()]).replace("{year}", day.getFullYear());
  }
  // The days of a span as runs of three and more: "01234" is [[0, 1, 2, 3, 4]].
  function runs(days) {
    return days.split("").map(Number).sort().reduce(function (found, day) {
      var last = found[found.length - 1];
      if (last && last[last.length - 1] === day - 1) last.push(day); else found.push([day]);
      return found;
    }, []);
  }
  function has(list, one) { return (list || []).indexOf(one) >= 0; }
  function share(list, other) { return (list || []).some(function (one) { return has(other, one); }); }
  function sorted(list, weight) {
    return list.map(function (one, i) { return { one: one, key: weight(one) + String(1000 + i) }; })
      .sort(function (a, b) { return a.key < b.key ? -1 : 1; }).map(function (kept) { return kept.one; });
  }
  function canText(line) { return line.c.some(function (c) { return /^sms:/.test(c[0]); }); }
  function national(lines, preferred) {
    var shown = lines.slice(0, 1);
    lines.slice(1).forEach(function (line) {
      var addsText = canText(line) && !shown.some(canText);
      var addsLanguage = !preferred && line.g && !shown.some(function (one) { return share(one.g, line.g); });
      if (shown.length < FEW && (addsText || addsLanguage)) shown.push(line);
    });
    return shown;
  }
  // What stands in the layer for a country: {national, fitting, more: [[topic, lines]], violence}.
  function arrange(data, code, profile, now) {
    var all = (data.countries[code] || { l: [] }).l;
    var spoken = all.some(function (line) { return share(line.g, profile); });
    var own = sorted(all, function (line) {
      var forOthers = line.f && !share(line.f, profile);
      return (isOpen(line.h, now) === false ? "1" : "0") + (spoken && !share(line.g, profile) ? "1" : "0") + (forOthers ? "1" : "0");
    });
    function of(topic) { return function (line) { return (line.t || "crisis") === topic; }; }
    var first = national(own.filter(of("crisis")), profile.some(function (one) { return has(data.languages, one); }));
    var rest = own.filter(function (line) { return !has(first, line); });
    var fitting = sorted(rest.filter(function (line) {
      var speaks = !line.t && line.c.some(function (c) { return c[2] && has(profile, c[2]); });
      return line.t !== "violence" && (share(line.f, profile) || speaks);
    }), function (line) { return data.profile.map(function (topic) { return has(line.f, topic) ? "0" : "1"; }).join(""); });
    var others = rest.filter(function (line) { return !has(fitting, line); });
    var more = Object.keys(data.topics).filter(function (topic) { return topic !== "violence"; })
      .map(function (topic) { return [topic, others.filter(of(topic))]; })
      .filter(function (group) { return group[1].length; });
    return { national: first, fitting: fitting, more: more, violence: others.filter(of("violence")) };
  }
  function channels(line, profile) {
    return sorted(line.c, function (c) { return profile.length && !has(profile, c[2] || "-") ? "1" : "0"; });
  }
  return { isOpen: isOpen, opensAt: opensAt, isElsewhere: isElsewhere, isShut: isShut, answering: answering, written: written, namedBy: namedBy, dated: dated, runs: runs, arrange: arrange, channels: channels };
})();
