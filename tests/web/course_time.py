"""A course in the page: an infusion that is entered, and Python's clock set to moments around it."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from playwright.sync_api import expect

from tests.times import o_clock, the_day
from tests.web.phone import A_MOMENT, Phone
from tests.web.test_lock import later

PARIS = "Europe/Paris"
THE_DAY_BEFORE = datetime(2027, 3, 2, 18, 30, tzinfo=ZoneInfo(PARIS))
START = datetime(2027, 3, 3, 10, 0, tzinfo=ZoneInfo(PARIS))
MOMENTS = {
    "day-before": THE_DAY_BEFORE,
    "morning": datetime(2027, 3, 3, 7, 22, tzinfo=ZoneInfo(PARIS)),
    "20-minutes-in": START + timedelta(minutes=20),
    "3-hours-after": START + timedelta(hours=3),
    "4-hours-after": START + timedelta(hours=4, minutes=5),
    "next-morning": START + timedelta(hours=23),
    "day-5": START + timedelta(days=5),
}


def set_time(phone: Phone, moment: datetime) -> None:
    """The clocks of Python's worker show this moment; the screens follow within seconds."""
    shown = phone.page.workers[0].evaluate("Date.now()") / 1000
    later(phone, (moment.astimezone(UTC) - datetime.fromtimestamp(shown, UTC)).total_seconds())


def takes_neither(phone: Phone) -> None:
    """Answer the question about diabetes and GLP-1 medicine: then the common times for food and drink are shown."""
    phone.show("/form/food-plan")
    phone.answer("Neither", phone.control("Save"))
    phone.tap("Save")
    phone.tap("Done")


def enter_infusion(phone: Phone) -> None:
    """On the day before: tomorrow at 10."""
    set_time(phone, THE_DAY_BEFORE)
    phone.show("/course/add")
    expect(phone.control(the_day("2027-03-04"), "radio")).to_be_attached(timeout=A_MOMENT)  # the screen has this clock
    phone.tap("Tomorrow", "radio")
    phone.type("Time", "10")
    phone.tap(o_clock("10:00"), "radio")  # or in the evening
    phone.sees(f"Tomorrow, {o_clock('10:00')}")
    phone.tap("Save")
    phone.sees("You entered this. It stays on this device.")
