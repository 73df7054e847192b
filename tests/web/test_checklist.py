"""A list that is begun on one day and finished on another, in the page: from the first tap to the clinic's record."""

import re
from collections.abc import Callable
from typing import Any

import httpx
from playwright.sync_api import expect

from tests.processes import ClinicProcess
from tests.times import TIME, o_clock
from tests.web.phone import A_MOMENT, Phone
from tests.web.site import Site

LINE = "I will be kind to myself"


def answers_of(clinic: ClinicProcess) -> dict[str, list[Any]]:
    """The values of the one list that the clinic has, by linkId, each with its kind."""
    headers = {"Authorization": f"Bearer {clinic.token}"}
    found = httpx.get(f"{clinic.fhir}/QuestionnaireResponse?_count=50", headers=headers).json().get("entry", [])
    lists = [one["resource"] for one in found if "/day-before" in one["resource"]["questionnaire"]]
    assert len(lists) == 1
    return {item["linkId"]: [_value(one) for one in item["answer"]] for item in lists[0]["item"] if "answer" in item}


def _value(answer: dict[str, Any]) -> Any:
    kind, value = next((kind, value) for kind, value in answer.items() if kind.startswith("value"))
    return kind, value["code"] if isinstance(value, dict) else value


def go_on_to(phone: Phone, number: int) -> None:
    """Leave the page before this one, whatever was answered on it."""
    phone.tap(re.compile("^(Next|Skip)$"))
    phone.sees(f"{number} of 13")


def test_a_list_is_left_found_again_by_another_start_finished_and_sent_with_its_kinds(
    joined: Site, kept_phones: Callable[..., Phone]
) -> None:
    phone = kept_phones()
    phone.open(joined.address)
    phone.begin()
    phone.show("/form/day-before")
    phone.sees("When do you need to be at the clinic?")
    phone.type("Hour", "9")
    phone.sees("Not saved yet: choose AM or PM.")
    phone.tap("AM: midnight to noon", "radio")
    phone.tap("Five minutes later")
    phone.sees(f"{o_clock('09:05')}, in the morning")
    go_on_to(phone, 2)
    phone.tap("Who will drive me home", "checkbox")
    expect(phone.control("Next")).to_be_attached(timeout=A_MOMENT)  # not Skip any more: the tick is kept
    phone.page.context.close()

    phone = kept_phones()
    phone.open(joined.address)
    phone.sees("The day before")
    phone.tap("Continue")
    phone.sees("2 of 13")
    expect(phone.control("Who will drive me home", "checkbox")).to_be_checked(timeout=A_MOMENT)
    phone.tap("The time and the place", "checkbox")
    expect(phone.control("The time and the place", "checkbox")).to_be_checked(timeout=A_MOMENT)
    for number in range(3, 10):
        go_on_to(phone, number)
    phone.tap("Photo ID", "checkbox")
    phone.type("Line 1", "A book")
    go_on_to(phone, 10)
    phone.answer("Not yet", phone.text("11 of 13"))
    phone.type("A gentle intention, if you like", LINE)
    go_on_to(phone, 12)
    go_on_to(phone, 13)
    phone.tap("Save")
    phone.tap("Yes, send them")
    phone.sees(re.compile(f"Sent to your clinic, {TIME}"))
    assert joined.clinic and answers_of(joined.clinic) == {
        "arrival": [("valueTime", "09:05:00")],
        "checked": [("valueCoding", "time-place"), ("valueCoding", "driver")],
        "packed": [("valueCoding", "id"), ("valueString", "A book")],
        "music": [("valueCoding", "not-yet")],
        "intention": [("valueString", LINE)],
    }
