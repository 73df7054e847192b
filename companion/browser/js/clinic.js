// The clinic's phones, hours and rules for an infusion, as `clinic.json` of the site has them now. It is foreign data: checked field by
// field, and nothing but this is taken from it. The server's address is built into the site for good.
(function () {
  "use strict";
  var KEY = "companion.clinic";
  var FIELDS = ["name", "phone", "phone_uri", "hours", "after_hours", "available_time", "time_zone", "zone_data",
    "phones", "address", "country", "reading", "course"];
  var site = JSON.parse(document.getElementById("companion-site").textContent);

  function text(value, longest) {
    return typeof value === "string" && value.length <= longest && !/[<>\u0000-\u001f]/.test(value);
  }
  // Hours as data may be missing; half of them, or a zone that this browser does not know, is refused.
  function areTimes(times, zone) {
    if (times === undefined || (Array.isArray(times) && !times.length)) return true;
    try { new Intl.DateTimeFormat("en", { timeZone: zone }); } catch (e) { return false; }
    return text(zone, 60) && zone && Array.isArray(times) && times.length <= 21 && times.every(function (one) {
      return one && Array.isArray(one.days_of_week) && one.days_of_week.length &&
        one.days_of_week.every(function (day) { return /^(mon|tue|wed|thu|fri|sat|sun)$/.test(day); }) &&
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
  function isNumber(uri) { return typeof uri === "string" && /^(tel:\+?[0-9*][0-9*,;-]{2,39})?$/.test(uri); }
  function isReading(found) {
    return found === undefined || (found && typeof found === "object" &&
      (!Object.keys(found).length || (text(found.who, 80) && found.who && text(found.when, 120) && found.when)));
  }
  // What clinics wrote before these fields were there lacks them.
  function isMore(found) {
    return (found.address === undefined || text(found.address, 200)) &&
      (found.country === undefined || (text(found.country, 2) && /^([A-Z]{2})?$/.test(found.country))) &&
      (found.zone_data === undefined || (text(found.zone_data, 12000) && /^[A-Za-z0-9+/=]*$/.test(found.zone_data))) &&
      arePhones(found.phones, found.time_zone) && isReading(found.reading);
  }
  function isBetween(least, most, isWhole) {
    return function (value) {
      return value === null ||
        (typeof value === "number" && value >= least && value <= most && (!isWhole || value % 1 === 0));
    };
  }
  function isLine(value) { return text(value, 200); }
  // The limits of domain/course_settings.py: no file can make a safety rule weaker than the published one.
  var RULES = {
    solids_hours: isBetween(0, 12), liquids_hours: isBetween(0, 12), infusion_minutes: isBetween(5, 600, true),
    driving_hours: isBetween(24, 336), arrive_minutes: isBetween(0, 240, true), driver: isLine, where: isLine,
    appointment_types: function (types) {
      return Array.isArray(types) && types.length <= 20 && types.every(function (one) { return text(one, 80) && one; });
    },
  };
  var PUBLISHED_FOOD = 8;
  function soundRules(found) {
    var made = {}, told = found && typeof found === "object" ? found : {};
    Object.keys(RULES).forEach(function (name) {
      if (Object.hasOwn(told, name) && RULES[name](told[name])) made[name] = told[name];
    });
    return made;
  }
  // Each rule for itself: what is missing or out of its limits leaves the one that is built in; null unsets it.
  function rules(found) {
    var own = site.clinic.course || {}, made = Object.assign({}, own, soundRules(found));
    var food = made.solids_hours == null ? PUBLISHED_FOOD : made.solids_hours;
    return made.liquids_hours > food
      ? Object.assign(made, { solids_hours: own.solids_hours, liquids_hours: own.liquids_hours }) : made;
  }
  function isSound(found) {
    return found && typeof found === "object" && text(found.name, 120) && found.name.trim() && text(found.phone, 40) &&
      text(found.hours, 900) && text(found.after_hours, 200) && areTimes(found.available_time, found.time_zone) &&
      isNumber(found.phone_uri) && !found.phone === !found.phone_uri && isMore(found);
  }
  function kept() {
    try { var found = JSON.parse(localStorage.getItem(KEY) || "null"); } catch (e) { return null; }
    return isSound(found) ? found : null;
  }
  function show(found) {
    if (!site.clinic || !found) return;
    window.companionHelp.setClinic(found);
  }

  // What Python is told at the start: the site's clinic with what was last read of it.
  window.companionClinic = function () {
    var found = kept();
    if (!site.clinic || !found) return site.clinic;
    var isSame = (found.time_zone || "") === site.clinic.time_zone;
    return Object.assign({}, site.clinic, {
      name: found.name, phone_display: found.phone, phone_uri: found.phone_uri, hours: found.hours,
      after_hours: found.after_hours, available_time: found.available_time || [], time_zone: found.time_zone || "",
      zone_data: found.zone_data || (isSame ? site.clinic.zone_data : ""), phones: found.phones || [],
      address: found.address || "", country: found.country || site.clinic.country, reading: found.reading || {},
      course: rules(found.course),
    });
  };
  show(kept());
  if (!site.clinic || navigator.onLine === false) return;
  addEventListener("load", function () {
    fetch(new URL("clinic.json", document.baseURI), { cache: "no-store", credentials: "omit" })
      .then(function (answer) { return answer.ok ? answer.json() : null; })
      .then(function (found) {
        if (!isSound(found)) return;
        var fields = {};
        FIELDS.forEach(function (name) { fields[name] = found[name]; });
        fields.course = soundRules(found.course);
        try { localStorage.setItem(KEY, JSON.stringify(fields)); } catch (e) { /* shown all the same */ }
        show(fields);
      })
      .catch(function () { /* offline: what was built in, or last read, stands */ });
  });
})();
