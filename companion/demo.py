"""The demo's invented patient: three weeks of entries around two infusions, the agreement to send them, a plan."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import chain
from uuid import uuid4

from companion.content import BLOOD_PRESSURE, DAILY_CHECK_IN, FOOD_PLAN, SIDE_EFFECT
from companion.domain.journal import Entry, EntryHead, EntryStatus, Occurrence, facts_of, part_of_day
from companion.domain.plan import Contact, Step
from companion.domain.questionnaire import AnswerValue, Coding, PartOfDay, Questionnaire
from companion.services.bundle import OpenJournal
from companion.services.preferences import Consent

DAYS = 21
INFUSION_DAYS = (10, 6)
"""Days ago of the two infusions that took place, as the demo clinic has them."""

NOTES = {
    18: "Slept badly again. The street was loud.",
    10: "First infusion today. It felt like floating, a bit scary at first. The nurse stayed.",
    9: "Tired, calmer than I expected.",
    6: "Second infusion. Less strange this time.",
    4: "Walked by the river for an hour.",
    1: "Asked my sister to drive me tomorrow.",
}

SIDE_EFFECTS = (
    # days ago, clock, code, severity, began, lasted, note
    (10, "13:20", "se_dissociation", 2, "within-2h", "hours", ""),
    (10, "16:05", "se_nausea", 1, "today", "hours", "Crackers helped."),
    (9, "09:40", "se_headache", 1, "today", "hours", ""),
    (6, "13:10", "se_dizzy", 1, "within-2h", "minutes", ""),
    (3, "07:15", "se_insomnia", 2, "days-2-3", "days", "Awake until two."),
)
READINGS = (
    # days ago, clock, top number, bottom number, pulse
    (10, "09:45", 128, 82, 70),
    (10, "12:10", 146, 88, 84),
    (6, "09:50", 124, 80, 68),
    (2, "18:30", 122, 79, 66),
)

PEOPLE = (
    Contact("", "Sam Example", "my sister", "(555) 010-0177", can_tell=True, is_company=True),
    Contact("", "Jo Sample", "lives next door", "(555) 010-0123", can_tell=False, is_company=True),
)
PLAN = {
    Step.SIGNS: "I stop answering messages.\nI lie awake and go over it again.",
    Step.ALONE: "Cold water on my face.\nWalk around the park.",
    Step.COMPANY: "The library, near the window.",
    Step.SAFER: "Sam keeps the spare pills for me.",
    Step.LIVE_FOR: "The dog.\nThe garden in spring.",
}


async def fill(opened: OpenJournal) -> None:
    """Write the demo's entries into an empty journal."""
    services = opened.services
    if not services.journal.is_empty():
        return
    now = opened.clock.now()
    made = (_check_ins(opened, now), _side_effects(opened, now), _readings(opened, now), _food_plan(opened, now))
    for entry in chain.from_iterable(made):
        await opened.store.keep_entry(entry)
    for contact in PEOPLE:
        await services.support.type_contact("", replace(contact, id=str(uuid4())))
        await services.support.keep_contact("")
    for step, said in PLAN.items():
        await services.support.write(step, said)
    await services.preferences.change(country="US", has_read_limits=True, was_welcomed=True, consent=Consent.YES)


def _check_ins(opened: OpenJournal, now: datetime) -> Iterator[Entry]:
    form = opened.services.journal.forms[DAILY_CHECK_IN]
    for days_ago in range(DAYS, 0, -1):
        if days_ago in (15, 12):
            continue  # nobody writes every day
        when = _when(opened, now, days_ago, 8 if days_ago % 3 else 19, (days_ago * 7) % 60)
        yield _entry(form, when, _answers(form, days_ago, when))


def _side_effects(opened: OpenJournal, now: datetime) -> Iterator[Entry]:
    form = opened.services.journal.forms[SIDE_EFFECT]
    for days_ago, clock, code, severity, began, lasted, note in SIDE_EFFECTS:
        coded = {"effect": code, "began": began, "lasted": lasted}
        answers: dict[str, AnswerValue] = {key: _coding(form, key, one) for key, one in coded.items()}
        answers |= {"severity": severity, "still_now": False, **({"note": note} if note else {})}
        yield _entry(form, _when(opened, now, days_ago, *map(int, clock.split(":"))), answers)


def _readings(opened: OpenJournal, now: datetime) -> Iterator[Entry]:
    form = opened.services.journal.forms[BLOOD_PRESSURE]
    for days_ago, clock, systolic, diastolic, pulse in READINGS:
        numbers = {"systolic": systolic, "diastolic": diastolic, "pulse": pulse}
        when = _when(opened, now, days_ago, *map(int, clock.split(":")))
        yield _entry(form, when, {**numbers, "red_symptoms": (_coding(form, "red_symptoms", "none"),)})


def _food_plan(opened: OpenJournal, now: datetime) -> Iterator[Entry]:
    """Neither diabetes nor GLP-1 medicine, said for the next infusion."""
    form = opened.services.journal.forms[FOOD_PLAN]
    yield _entry(form, _when(opened, now, 5, 12, 0), {"own_plan": _coding(form, "own_plan", "neither")})


def _coding(form: Questionnaire, link_id: str, code: str) -> Coding:
    return next(one for one in form.question(link_id).options if one.code == code)


def _when(opened: OpenJournal, now: datetime, days_ago: int, hour: int, minute: int) -> Occurrence:
    local = opened.clock.local(now - timedelta(days=days_ago)).replace(hour=hour, minute=minute)
    return Occurrence(local.astimezone(now.tzinfo), opened.clock.zone(), local.date(), local.strftime("%H:%M"))


def _entry(form: Questionnaire, when: Occurrence, answers: dict[str, AnswerValue]) -> Entry:
    head = EntryHead(
        id=str(uuid4()),
        form=form.url,
        form_version=form.version,
        occurrence=when,
        status=EntryStatus.COMPLETED,
        version=1,
        changed_at=when.at,
        facts=facts_of(form, answers),
    )
    return Entry(head, answers)


def _answers(form: Questionnaire, days_ago: int, when: Occurrence) -> dict[str, AnswerValue]:
    """A slow change for the better with ups and downs, and one bad day."""
    wave = (days_ago * 5) % 3
    lift = sum(1 for infusion in INFUSION_DAYS if days_ago < infusion)
    mood = max(0, min(10, 3 + lift + wave - (2 if days_ago == 8 else 0)))
    safe = form.question("safe").options[0 if days_ago != 17 else 1]
    answers: dict[str, AnswerValue] = {
        "mood": mood,
        "anxiety": max(0, 8 - lift - wave),
        "ptsd_bother": max(0, 7 - lift * 2 + wave - 1),
        "safe": safe,
    }
    if part_of_day(when) is PartOfDay.MORNING:
        answers["sleep_quality"] = min(10, 3 + lift + (days_ago % 4))
    if days_ago in NOTES:
        answers["note"] = NOTES[days_ago]
    return answers
