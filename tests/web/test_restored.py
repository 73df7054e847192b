"""After restoring the snapshot nothing of the machine that made it is left: neither its chance nor its time zone."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import httpx
from playwright.sync_api import expect

from tests.times import US
from tests.web.phone import A_MOMENT, Phone
from tests.web.site import PYTHON_IN_REACH, Site

HERE, THERE = "Asia/Tokyo", "America/Los_Angeles"
CHANCE = """() => python.runPython(`
import random, secrets, tempfile, uuid, json
json.dumps([random.random(), secrets.token_hex(8), str(uuid.uuid4()), next(tempfile._get_candidate_names())])
`)"""


def chance(phone: Phone, site: Site) -> list[str]:
    """What a new start gets by chance."""
    phone.open(site.address)
    phone.sees("Welcome")
    found = phone.page.workers[0].evaluate(CHANCE)
    return str(found).strip("[]").split(", ")


def test_two_starts_of_one_snapshot_have_nothing_by_chance_in_common(site: Site, phones: Callable[..., Phone]) -> None:
    site.rewrite(*PYTHON_IN_REACH)
    first, second = chance(phones(), site), chance(phones(), site)
    assert len(first) == len(second) == 4
    assert all(one != other for one, other in zip(first, second, strict=True))


def clock_in(zone: str, since: datetime) -> re.Pattern[str]:
    """How the moments since then until now are written on a clock of that zone."""
    minutes = int((datetime.now(UTC) - since).total_seconds() // 60) + 2
    clocks = {US.time((since + timedelta(minutes=n)).astimezone(ZoneInfo(zone))) for n in range(minutes)}
    return re.compile(f"^Sent to your clinic, ({'|'.join(sorted(clocks))})$")


def authored(site: Site) -> list[datetime]:
    """When the clinic's answers were written, with the offset that was sent."""
    assert site.clinic
    headers = {"Authorization": f"Bearer {site.clinic.token}"}
    found = httpx.get(f"{site.clinic.fhir}/QuestionnaireResponse", headers=headers).json()
    return sorted(datetime.fromisoformat(one["resource"]["authored"]) for one in found["entry"])


def test_one_stored_moment_shows_the_local_time_of_either_zone_and_new_entries_carry_the_zone_of_now(
    joined: Site, kept_phones: Callable[..., Phone]
) -> None:
    began = datetime.now(UTC)
    phone = kept_phones(timezone_id=HERE)
    phone.open(joined.address)
    phone.begin()
    phone.check_in()
    phone.tap("Yes, send them")
    phone.sees(clock_in(HERE, began))
    entry = phone.page.url.split("/")[-1]
    phone.page.context.close()

    sent_until = datetime.now(UTC)
    phone = kept_phones(timezone_id=THERE)
    phone.open(joined.address)
    phone.show(f"/saved/{entry}")
    assert clock_in(THERE, began).pattern != clock_in(HERE, began).pattern and sent_until > began
    phone.sees(clock_in(THERE, began))
    phone.show("/check-in")
    phone.check_in()
    expect(phone.text(re.compile("^Sent to your clinic"))).to_be_attached(timeout=A_MOMENT)
    for moment, zone in zip(authored(joined), (HERE, THERE), strict=True):
        assert moment.utcoffset() == moment.astimezone(ZoneInfo(zone)).utcoffset(), (moment, zone)
