// How Python started: from the memory snapshot, or the slow way. A slow start is remembered with its reason for More,
// About: a code, the kind of error, the day and the app's version, and nothing else. Kept beside what Help knows.
(function () {
  "use strict";
  var KEY = "companion.start.slow", KEPT_FOR_DAYS = 30, A_DAY = 864e5;
  var site = JSON.parse(document.getElementById("companion-site").textContent), isSlow = false, last = kept();

  function kept() {
    try { return JSON.parse(localStorage.getItem(KEY) || "null"); } catch (e) { return null; }
  }
  function today() {
    var now = new Date();
    return new Date(now - now.getTimezoneOffset() * 60000).toISOString().slice(0, 10);
  }
  function isOver() { return last && (last.version !== site.version || !(new Date() - new Date(last.day) < KEPT_FOR_DAYS * A_DAY)); }

  window.companionStarts = {
    /** The snapshot does not fit: Python starts the slow way. */
    slow: function (why) {
      isSlow = true;
      last = { code: why.code, error: why.error, day: today(), version: site.version };
      try { localStorage.setItem(KEY, JSON.stringify(last)); } catch (e) { /* known until the page ends */ }
    },
    isSlow: function () { return isSlow; },
    /** For Python: the last slow start, and whether it is this one. Null where there was none. */
    told: function () { return last && !isOver() ? { last: last, isNow: isSlow } : null; },
    /** Python runs. A start from the snapshot forgets what is old, or of another version of the app. */
    ended: function () {
      document.documentElement.dataset.start = isSlow ? "ordinary" : "snapshot";
      if (isSlow || !isOver()) return;
      try { localStorage.removeItem(KEY); } catch (e) { /* it stays */ }
    },
  };
})();
