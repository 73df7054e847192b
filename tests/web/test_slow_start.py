"""A start without the snapshot works, is remembered with its reason under About, and never happens without a word."""

import json
import re
from typing import Any

import pytest

from companion import __version__
from tests.web.helping import opens_and_calls
from tests.web.phone import Phone
from tests.web.site import Site

RESTORED = '"import random; random.seed(); del random; browser.start(prepared)");'
SECRET = "kingfisher-canary"
CAUSES = {
    "memory": ("memory.grow(", "(() => { throw new RangeError('kingfisher-canary') })(", "RangeError"),
    "engine": (RESTORED, RESTORED + f"throw new WebAssembly.RuntimeError('{SECRET}');", "RuntimeError"),
    "python": (RESTORED, RESTORED + f"py.runPython('raise ValueError(\"{SECRET}\")');", "PythonError"),
    "other": (RESTORED, RESTORED + f"throw Object.assign(new Error('{SECRET}'), {{ name: '{SECRET}' }});", "Error"),
}
SAID = {
    "memory": "did not have enough free memory",
    "engine": "Update your browser",
    "python": "Update your browser",
    "other": "Update your browser",
}


def remembered(phone: Phone) -> Any:
    """What the page remembers of the last slow start."""
    return json.loads(phone.page.evaluate("localStorage.getItem('companion.start.slow')") or "null")


@pytest.mark.parametrize("code", CAUSES)
def test_the_reason_is_remembered_and_said_under_about(site: Site, phone: Phone, code: str) -> None:
    phone.may_start_slowly = True
    old, new, error = CAUSES[code]
    site.rewrite("python.js", old, new)
    phone.open(site.address)
    phone.begin()  # where Python had begun already its worker is ended: the journal is free
    today = phone.page.evaluate("new Date().toLocaleDateString('sv')")
    version = phone.page.evaluate("companion.site.version")
    assert remembered(phone) == {"code": code, "error": error, "day": today, "version": version}
    assert SECRET not in phone.page.evaluate("JSON.stringify(localStorage)")
    phone.show("/more/about")
    phone.sees(re.compile("started the slow way .* today"))
    phone.sees(re.compile(SAID[code]))
    phone.sees(re.compile(f"{code}, {error}, version {re.escape(__version__)}"))
    opens_and_calls(phone.page)


def test_it_survives_a_reload_and_is_told_with_its_day_after_a_start_from_the_snapshot(
    site: Site, phone: Phone
) -> None:
    phone.may_start_slowly = True
    fault = site.fault("snapshot.bin", drops=1000)
    phone.open(site.address)
    phone.begin()
    phone.check_in("6", "words")
    phone.reload()
    phone.show("/more/about")
    phone.sees(re.compile("started the slow way .* today"))
    phone.sees(re.compile("did not arrive"))
    fault.drops, phone.may_start_slowly = 0, False
    phone.reload()
    phone.show("/more/about")
    phone.sees(re.compile("On .*20.., the app started the slow way. Since then it has started as usual."))
    assert remembered(phone)["code"] == "file"


@pytest.mark.parametrize("change", [{"day": "2020-01-01"}, {"day": None}, {"version": "another"}, "no object"])
def test_a_start_from_the_snapshot_forgets_what_is_old_of_another_version_or_not_understood(
    site: Site, phone: Phone, change: Any
) -> None:
    phone.open(site.address)
    phone.begin()
    phone.page.evaluate(
        """change => {
          const day = new Date().toISOString().slice(0, 10), version = companion.site.version;
          const last = { code: "memory", error: "RangeError", day, version };
          const kept = typeof change === "string" ? change : { ...last, ...change };
          localStorage.setItem("companion.start.slow", JSON.stringify(kept));
        }""",
        change,
    )
    phone.reload()
    phone.show("/more/about")
    phone.sees("About this app")
    assert not phone.text(re.compile("slow")).count()
    assert remembered(phone) is None


def test_a_slow_start_that_no_test_expects_fails_it(site: Site, phone: Phone) -> None:
    site.fault("snapshot.bin", drops=1000)
    with pytest.raises(AssertionError, match="snapshot does not fit"):
        phone.open(site.address)
