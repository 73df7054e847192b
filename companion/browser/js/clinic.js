// The clinic's phone and hours, as `clinic.json` of the site has them now. It is foreign data: checked field by
// field, and nothing but what is shown is taken from it. The server's address is built into the site for good.
(function () {
  "use strict";
  var KEY = "companion.clinic";
  var site = JSON.parse(document.getElementById("companion-site").textContent);

  function text(value, longest) {
    return typeof value === "string" && value.length <= longest && !/[<>\u0000-\u001f]/.test(value);
  }
  function isSound(found) {
    return found && typeof found === "object" && text(found.name, 120) && found.name.trim() && text(found.phone, 40) &&
      text(found.hours, 200) && text(found.after_hours, 200) &&
      typeof found.phone_uri === "string" && /^(tel:[+0-9*#,;-]{3,40})?$/.test(found.phone_uri);
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
    return Object.assign({}, site.clinic, {
      name: found.name, phone_display: found.phone, phone_uri: found.phone_uri, hours: found.hours,
      after_hours: found.after_hours,
    });
  };
  show(kept());
  if (!site.clinic || navigator.onLine === false) return;
  addEventListener("load", function () {
    fetch(new URL("clinic.json", document.baseURI), { cache: "no-store", credentials: "omit" })
      .then(function (answer) { return answer.ok ? answer.json() : null; })
      .then(function (found) {
        if (!isSound(found)) return;
        var fields = { name: found.name, phone: found.phone, phone_uri: found.phone_uri, hours: found.hours,
          after_hours: found.after_hours };
        try { localStorage.setItem(KEY, JSON.stringify(fields)); } catch (e) { /* shown all the same */ }
        show(fields);
      })
      .catch(function () { /* offline: what was built in, or last read, stands */ });
  });
})();
