"""The fields of a clinic's file: a new section is an entry in CLINIC. What holds between them: clinic_rules."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from urllib.parse import urlsplit

from companion.config import assets_dir
from companion.content import CHECKLIST_NAMES
from companion.domain.clinic_news import forms_of
from companion.domain.clinic_words import leave_in
from companion.domain.course_settings import course_faults
from companion.domain.opening_hours import has_zone
from companion.domain.own_texts import text_faults
from companion.domain.phone_pairs import CALLED
from companion.domain.safety.judgements import ALL
from companion.domain.safety.pack import merge
from companion.domain.shapes import Faults, Fields, ListOf, LookedAt, OneOf, Place, Text
from companion.guidance_file import load_guidance
from companion.safety_rules import load_judgements, load_rules

HERE = ("127.0.0.1", "localhost", "::1")
ADDRESS = r"https?://([A-Za-z0-9.-]+|\[[0-9a-f:.]{2,40}\])(:\d{1,5})?(/[^?#\s<>]*)?"
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def _zone(name: str) -> str:
    # "localtime" is another zone on each machine; browsers know none of these.
    is_known = name not in ("localtime", "posixrules") and has_zone(name)
    return "" if is_known else "this is not a known time zone; write a name such as America/New_York"


def _travels_readable(address: str) -> str:
    parts = urlsplit(address)
    is_readable = parts.scheme == "http" and parts.hostname not in HERE
    return "this needs https; without it, entries would be sent unencrypted" if is_readable else ""


def _lasts(hours: Mapping[str, object]) -> str:
    is_none = hours["start"] == hours["end"]
    return "start and end are the same: if you are open day and night, write 00:00 to 24:00" if is_none else ""


WORDS = Text("one line of words, up to 200 letters, without < and >", 200, check=leave_in)
PHONE = Text("the number as people read it and nothing else, up to 40 letters, without < and >", 40)
PHONE_URI = Text('the number as a phone calls it: "tel:" and digits, such as tel:+15550100199', 60, CALLED.pattern)
AVAILABLE_TIME = Fields(
    "days_of_week, start and end",
    {
        "days_of_week": ListOf("a list of days, such as [mon, tue]", OneOf("", DAYS), 7, least=1, is_set=True),
        "start": Text('a time of day with four digits, such as "08:00"', 5, r"([01]\d|2[0-3]):[0-5]\d", True),
        "end": Text('a time of day with four digits, up to "24:00"', 5, r"([01]\d|2[0-3]):[0-5]\d|24:00", True),
    },
    needed=("days_of_week", "start", "end"),
    check=_lasts,
)
"""Days with the same hours, as in FHIR: "08:00" to "17:00"; an end before the start is on the next day."""

TIMES = ListOf("a list of days_of_week, start and end", AVAILABLE_TIME, 21)
PHONE_BY_HOURS = Fields(
    "phone and phone_uri, and what else is known about it",
    {
        "label": Text("who answers there, up to 60 letters", 60, check=leave_in),
        "phone": replace(PHONE, is_needed=True),
        "phone_uri": replace(PHONE_URI, is_needed=True),
        "answered": OneOf(
            "day means the clinic's hours, after-hours means the rest of the week", ("day", "after-hours", "always")
        ),
        "available_time": TIMES,
    },
    needed=("phone", "phone_uri"),
)
READING = Fields(
    "who reads what patients send, and when",
    {
        "who": Text("up to 80 letters, such as: a nurse", 80, is_needed=True, check=leave_in),
        "when": Text("up to 120 letters, such as: on weekdays before noon", 120, is_needed=True, check=leave_in),
    },
    needed=("who", "when"),
)
"""A promise: only what the clinic has given in writing."""


def _day(written: str) -> str:
    try:
        day = date.fromisoformat(written)
    except ValueError:
        return "there is no such day"
    return "this day is in the future" if day > date.today() + timedelta(days=1) else ""


SIGNED = Fields(
    "judgement, by and on",
    {
        "judgement": OneOf("", (ALL, *(judgement.id for judgement in load_judgements(assets_dir())))),
        "by": Text("the person's name, up to 80 letters", 80, is_needed=True),
        "on": Text('a day in quotes, such as "2026-12-01"', 10, r"\d{4}-\d\d-\d\d", is_needed=True, check=_day),
    },
    needed=("judgement", "by", "on"),
)
"""A clinical judgement that a clinician at the clinic has confirmed, or all of them, on a day."""


def _texts(texts: object, place: Place) -> Faults:
    return text_faults(texts, load_guidance(assets_dir()).items, place)


def _safety(pack: object, place: Place) -> Faults:
    """It may raise and add, and hears why where it would lower."""
    for inside, reason in merge(load_rules(assets_dir()), pack).problems:
        is_phone = inside == ("phone",)
        yield (*place, *inside), "the clinic's phones belong in the file itself, under phones" if is_phone else reason


CLINIC = Fields(
    "at least name: Example Clinic",
    {
        "name": Text(
            "the clinic's name as patients know it, up to 120 letters, without < and >", 120, is_needed=True,
            check=leave_in,
        ),
        "address": WORDS,
        "country": Text("the country's code of two capital letters (ISO 3166), such as US", 2, "[A-Z]{2}"),
        "phone": PHONE,
        "phone_uri": PHONE_URI,
        "phones": ListOf("a list of phones, each with phone and phone_uri", PHONE_BY_HOURS, 6),
        "hours": WORDS,
        "after_hours": WORDS,
        "available_time": TIMES,
        "time_zone": Text("a name such as America/New_York", 60, check=_zone),
        "reading": READING,
        "course": LookedAt("the rules for an infusion", course_faults),
        "texts": LookedAt("the clinic's own words in the guidance", _texts),
        "forms": forms_of(CHECKLIST_NAMES),
        "fhir": Text(
            "the address of the FHIR R4 server, such as https://fhir.clinic.example/r4, without a user name, ? or #",
            300, ADDRESS,
            check=_travels_readable,
        ),
        "client_id": Text("the app's client id at the clinic's sign-in, up to 200 letters", 200),
        "patient": Text("the patient's id: letters, digits, - and .", 64, r"[A-Za-z0-9\-.]*"),
        "token": Text("letters, digits and signs, without spaces, as an HTTP header allows", 16_000, r"[!-~]*"),
        "safety": LookedAt("the clinic's own red flags", _safety),
        "signed": ListOf("a list of signatures, each with judgement, by and on", SIGNED, 200),
    },
    needed=("name",),
)  # fmt: skip
"""The file."""
