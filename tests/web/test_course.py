"""The course in the page, with the clock set: from the day before an infusion to the fifth day after it."""

import re

from playwright.sync_api import expect

from tests.times import o_clock, the_day
from tests.web.course_time import MOMENTS, PARIS, enter_infusion, set_time, takes_neither
from tests.web.phone import A_MOMENT, Phone
from tests.web.site import Site

DIABETES = re.compile("If you take diabetes medicine or a GLP-1 medicine, follow your own plan")
NO_DRIVING = f"No driving and no big decisions before Thursday {o_clock('11:00')}"


def test_from_the_day_before_to_the_fifth_day_the_app_says_what_matters(site: Site, phones) -> None:  # type: ignore[no-untyped-def]
    phone: Phone = phones(timezone_id=PARIS)
    phone.open(site.address)
    phone.begin()
    enter_infusion(phone)

    phone.show("/")
    phone.sees(f"Infusion 1: Tomorrow, {o_clock('10:00')}")
    phone.sees("Eat and drink as your clinic told you")
    takes_neither(phone)
    phone.show("/")
    phone.sees(f"Last food: Tomorrow, {o_clock('02:00')}")
    phone.sees(re.compile("In 7 h"))
    phone.sees(DIABETES)
    phone.tap("Someone will take me home")
    phone.sees("Someone will take you home.")
    phone.sees("What to bring")
    phone.sees("List: The day before")

    phone.show("/form/week-before")
    phone.sees("When is your infusion?")
    phone.tap("Use this time")
    phone.sees(f"{o_clock('10:00')}, in the morning")
    expect(phone.control("Tomorrow", "radio")).to_be_checked(timeout=A_MOMENT)
    phone.tap("Leave it for now")
    phone.sees("Good evening")

    set_time(phone, MOMENTS["morning"])
    phone.sees("Nothing to eat now")
    phone.sees(f"Last clear drink: Today, {o_clock('08:00')}")
    phone.sees(re.compile(r"In 3\d min"))
    phone.sees(DIABETES)

    set_time(phone, MOMENTS["20-minutes-in"])
    phone.sees("The app will not ask you anything now, because your infusion may be running.")
    phone.tap("What to expect now")
    phone.sees(re.compile("^2[01] min since the planned start$"))
    phone.sees("Time may feel slow or fast.")
    expect(phone.page.locator("html[data-companion-look=dim]")).to_be_attached(timeout=A_MOMENT)
    phone.tap("My infusion has started")
    phone.sees("0 min since the start")
    phone.page.wait_for_timeout(1_000)  # sooner it would be the second tap of a shaky finger
    phone.tap("It has not started yet")
    phone.sees(re.compile("since the planned start$"))
    phone.tap("It started earlier")
    phone.sees("When did it start?")
    phone.tap("Five minutes earlier")
    phone.page.wait_for_timeout(1_000)
    phone.tap("Save")
    phone.sees(re.compile("^([5-9]|10) min since the start$"))
    phone.page.wait_for_timeout(1_000)
    phone.tap("It has not started yet")
    phone.sees(re.compile("since the planned start$"))
    phone.tap("Back")
    expect(phone.page.locator("html[data-companion-look=dim]")).not_to_be_attached(timeout=A_MOMENT)

    set_time(phone, MOMENTS["3-hours-after"])
    phone.sees(NO_DRIVING)
    phone.sees("Even then, only after a night's sleep and only if you feel clear-headed.")

    set_time(phone, MOMENTS["4-hours-after"])
    phone.sees("Your infusion probably took place, but no start time has been entered yet.")
    phone.sees("If it has started, you may feel some of this:")

    set_time(phone, MOMENTS["next-morning"])
    phone.show("/course/care")
    phone.sees("The rest of the day and the night")
    phone.show("/")
    phone.sees("Did your infusion take place?")
    phone.sees(NO_DRIVING)
    phone.tap("I don't know")
    phone.sees("Your infusion probably took place, but no start time has been entered yet.")
    phone.sees(NO_DRIVING)

    set_time(phone, MOMENTS["day-5"])
    phone.sees("Your mood may dip")
    assert not phone.text(NO_DRIVING).count()
    phone.show("/course")
    phone.sees(f"Infusion 1: {the_day('2027-03-03')}, {o_clock('10:00')}")
    phone.sees("Your infusion probably took place, but no start time has been entered yet. Entered by you.")
    assert phone.control(re.compile("^Days after")).count()
