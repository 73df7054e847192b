"""Fills an open journal with invented content of every kind, by the services of the version that it runs in.

It is run by the code of a released version, on the device and inside its page (see README.md). So it imports nothing
of the tests and only what every version has. All people are invented.
"""

import json
from dataclasses import asdict, replace
from datetime import UTC, date, datetime, time, timedelta

from companion.domain.journal import Delivery, Infusion, Occurrence, OutboxItem
from companion.domain.plan import Contact, Step
from companion.domain.questionnaire import ItemType
from companion.services.preferences import Consent, Look

BASE = "https://companion.example/fhir/Questionnaire/"
PIN = "246810"
FIRST_DAY = datetime(2026, 11, 2, 14, 0, tzinfo=UTC)

OFFSET = timedelta(hours=-5)
"""America/New_York in November."""


class Moment:
    """The time that the filled app believes: it goes on by a minute with each look."""

    def __init__(self):
        self.now = FIRST_DAY

    def set(self, day, hour, minute=0):
        self.now = datetime(2026, 11, day, hour, minute, tzinfo=UTC) - OFFSET

    def tick(self, _clock=None):
        self.now += timedelta(seconds=7)
        return self.now


def occurrence(day, hour, minute=0):
    """A moment of November 2026 by the clocks of New York."""
    local = datetime(2026, 11, day, hour, minute)
    at = (local - OFFSET).replace(tzinfo=UTC)
    return Occurrence(at, "America/New_York", local.date(), local.strftime("%H:%M"))


def answer_to(item, turn, day):
    """An invented answer of this question's kind; another one each turn."""
    options = [one.coding for one in item.offered]
    match item.type:
        case ItemType.BOOLEAN:
            return turn % 2 == 1
        case ItemType.INTEGER:
            low = item.minimum if item.minimum is not None else 0
            high = item.maximum if item.maximum is not None else 100
            levels = [value for value, _ in item.levels]
            if levels:
                return levels[turn % len(levels)]
            return {"systolic": 128, "diastolic": 82, "pulse": 71}.get(
                item.link_id, low + (3 + 2 * turn) % (high - low)
            )
        case ItemType.CHOICE | ItemType.OPEN_CHOICE:
            if item.repeats:
                plain = [one.coding for one in item.offered if not one.stands_alone]
                several = (plain[turn % len(plain)], plain[(turn + 1) % len(plain)])
                ticked = tuple(one for one in options if one in several)
                return (*ticked, "My own words: 50 µg, “Ærø”") if item.type is ItemType.OPEN_CHOICE else ticked
            return options[turn % len(options)]
        case ItemType.STRING | ItemType.TEXT:
            words = f"Invented words {turn} for {item.link_id}: café, naïve, Ærø, 東京 🌿"
            return (words, "and a second line") if item.repeats else words
        case ItemType.DATE:
            return date(2026, 12, 1 + turn)
        case ItemType.TIME:
            return time(7 + turn, 30)
        case ItemType.DATE_TIME:
            return datetime(2026, 11, day, 6 + turn, 15)
    return None


async def fill_form(journal, name, turn, day, given=None, until=None):
    """Answer every question that is shown, in their order; the draft."""
    given = given or {}
    draft = journal.begin(BASE + name)
    for item in journal.forms[BASE + name].questions():
        if item.link_id == until:
            break
        if item.link_id not in journal.shown(draft):
            continue
        value = given.get(item.link_id, answer_to(item, turn, day))
        if value is not None:
            draft = await journal.answer(draft.id, item.link_id, value, True)
    return draft


def coding(journal, name, link_id, code):
    """An option of a form."""
    return next(one for one in journal.forms[BASE + name].question(link_id).options if one.code == code)


async def fill(services, store, front, moment, has_pin=True):
    """Write everything; what was made, as JSON that names the special ones."""
    journal = services.journal
    await services.preferences.change(
        country="US",
        has_read_limits=True,
        was_welcomed=True,
        consent=Consent.YES,
        look=Look.DIM,
        help_profile=frozenset({"veteran"}),
        lock_after=10,
        offers_after_words=False,
        knows_key_file=True,
    )
    await _support(services.support, moment)
    await _course(services.course, store, moment)
    made = await _entries(services, store, moment)
    await _library(services.library, moment)
    made["drafts"] = await _drafts(services, moment)
    passphrase, code = "a long enough passphrase", services.backup.new_recovery_code()
    backups = {
        "passphrase": (await services.backup.make(passphrase)).data,
        "code": (await services.backup.make(code)).data,
    }
    made |= {"secrets": {"passphrase": passphrase, "code": code, "pin": PIN if has_pin else "", "pin_code": ""}}
    if has_pin:
        made["secrets"]["pin_code"] = services.lock.new_recovery_code()
        await services.lock.set_pin(PIN, made["secrets"]["pin_code"])
        moment.set(28, 21)
        await _while_locked(journal, front, moment)
    made["shown"] = await as_shown(services, store)
    return made, backups


async def _support(support, moment):
    moment.set(3, 10)
    people = [
        Contact("", "Sam Example", "my sister", "(555) 010-0177", True, True),
        Contact("", "Jo Sample", "lives next door", "555-010-0123", False, True),
        Contact("", "Lee Invented", "from work", "+44 20 7946 0018", True, False),
    ]
    for number, contact in enumerate(people):
        await support.type_contact("", replace(contact, id=f"00000000-0000-4000-8000-00000000000{number}"))
        await support.keep_contact("")
    await support.move_up(support.contacts[1].id)
    await support.turn_contact(support.contacts[0].id)
    await support.remove(support.contacts[2].id)
    for day, texts in ((3, {Step.SIGNS: "I lie awake."}), (9, {Step.SIGNS: "I lie awake.\nI stop answering.",
                       Step.ALONE: "Cold water on my face."}), (16, {Step.LIVE_FOR: "The dog. 🐕"})):  # fmt: skip
        moment.set(day, 11)
        support.begin()
        for step, said in texts.items():
            await support.write(step, said)
    moment.set(20, 11)
    await support.reviewed()
    await support.turn_plan()
    one = support.contacts[1]
    await support.type_contact("", Contact("00000000-0000-4000-8000-000000000009", "Kim Unfinished", "", "555-01"))
    await support.type_contact(one.id, replace(one, phone="(555) 010-0199"))


async def _course(course, store, moment):
    moment.set(4, 9)
    booked = [
        Infusion("a-1", 1, occurrence(10, 10), "fulfilled"),
        Infusion("a-2", 2, occurrence(17, 10), "booked"),
        Infusion("a-3", 0, occurrence(19, 10), "cancelled"),
        Infusion("a-4", 3, occurrence(30, 10), "booked"),
    ]
    await store.keep_infusions(booked)
    booked[1] = replace(booked[1], start=occurrence(17, 13, 30))
    await store.keep_infusions(booked)
    first = course.infusion("a-1")
    moment.set(9, 18)
    await course.confirm_driver(first, True, "Sam Example")
    moment.set(10, 10, 5)
    await course.start(course.infusion("a-1"))
    moment.set(10, 11, 2)
    await course.end(course.infusion("a-1"))
    moment.set(12, 9)
    kept = await course.add(occurrence(24, 15))
    await course.move(kept, occurrence(24, 9, 30))
    off = await course.add(occurrence(26, 9))
    await course.cancel(off, True)
    moment.set(24, 9, 40)
    await course.start(course.infusion(kept))
    await course.add(occurrence(29, 8, 15))


async def _entries(services, store, moment):
    journal, made = services.journal, {}
    day = 5
    for turn in (0, 1):
        for form in sorted(journal.forms.values(), key=lambda one: one.url):
            name = form.url.removeprefix(BASE)
            day = 5 + (day - 4) % 20
            moment.set(day, 8 + 9 * turn)
            draft = await fill_form(journal, name, turn, day)
            made[f"{name} {turn}"] = (await journal.finish(draft.id)).id

    moment.set(18, 8)
    draft = await fill_form(journal, "daily-check-in", 2, 18, {"safe": coding(journal, "daily-check-in", "safe", "no")})
    await services.safety.answered(draft.id, "safe")
    made["unsafe"] = (await journal.finish(draft.id)).id
    moment.set(18, 12)
    readings = {"systolic": 186, "diastolic": 122, "pulse": 130, "red_symptom": True, "at_rest": True}
    draft = await fill_form(journal, "blood-pressure", 1, 18, readings)
    for link_id in ("systolic", "red_symptom"):
        await services.safety.answered(draft.id, link_id)
    made["high"] = (await journal.finish(draft.id)).id

    changed = made["daily-check-in 0"]
    for day, mood in ((20, 7), (21, 8)):
        moment.set(day, 9)
        draft = await journal.begin_change(changed)
        await journal.answer(draft.id, "mood", mood)
        await journal.finish(draft.id)
    made["changed"] = changed
    moment.set(21, 10)
    await journal.remove(made["side-effect 0"])
    await journal.remove(made["recovery 0"])
    await journal.bring_back(made["recovery 0"])
    await _outbox(journal, store, made, moment)
    return made


async def _outbox(journal, store, made, moment):
    """Every state of the way to the clinic; what is not named was acknowledged."""
    states = {
        "side-effect 1": (Delivery.PENDING, {}),
        "recovery 1": (Delivery.PENDING, {"tries": 3, "due": moment.tick() + timedelta(minutes=4)}),
        "unsafe": (Delivery.UNSURE, {"tries": 1}),
        "high": (Delivery.CONFLICT, {"server_id": "s-high", "etag": 'W/"2"', "at": moment.tick()}),
        "day-before 1": (Delivery.REFUSED, {"issues": ("invariant QuestionnaireResponse.item[0]",)}),
    }
    named = {made[key]: state for key, state in states.items()}
    items = []
    for item in store.outbox():
        known = {"server_id": f"s-{item.entry_id[:8]}", "etag": 'W/"1"', "at": moment.tick()}
        state, facts = named.get(item.entry_id, (Delivery.SENT, known))
        items.append(OutboxItem(item.entry_id, state, item.version, **facts))
    await store.note_delivery(items)
    moment.set(22, 9)
    later = made["evaluation 1"]  # acknowledged, and changed since: pending under its server's name
    draft = await journal.begin_change(later)
    await journal.answer(draft.id, "note", "Changed after it was sent.")
    await journal.finish(draft.id)


async def _library(library, moment):
    moment.set(23, 20)
    await library.set_read("blood-pressure", True)
    await library.note_section("calm-skills", 2)
    await library.set_kept("calm-skills", True)
    await library.set_kept("days-after", True)
    await library.ask("What do I do about my tablets?", "day-before")
    await library.ask("Can I bring my own music?")
    await library.tick(library.questions()[1], True)


async def _drafts(services, moment):
    journal, drafts = services.journal, {}
    moment.set(27, 9)
    change = await journal.begin_change((await _an_entry(journal, "daily-check-in")).id)
    await journal.answer(change.id, "note", "A change that is not finished.")
    for name, until in (("daily-check-in", "safe"), ("week-before", "day_off"), ("side-effect", "still_now"),
                        ("blood-pressure", "note"), ("evaluation", "goals")):  # fmt: skip
        draft = await fill_form(journal, name, 1, 27, until=until)
        drafts[name] = draft.id
    return {**drafts, "change": change.id}


async def _an_entry(journal, name):
    return next(head for head in journal.heads() if head.form == BASE + name)


async def _while_locked(journal, front, moment):
    """What an exercise leaves in a locked journal."""
    form = journal.forms[BASE + "steadying"]
    answers = {item.link_id: answer_to(item, 1, 28) for item in form.questions()}
    await front.leave(form.url, answers, front.now())


async def as_shown(services, store):
    """What the version itself says of all of it: the claims that later versions are held to."""
    from companion.services.journal import answered

    journal = services.journal
    entries = {}
    for head in (*journal.heads(), *journal.removed()):
        entry = await journal.entry(head.id)
        versions = [entry, *await journal.history(head.id)]
        item = journal.delivery(head.id)
        entries[head.id] = {
            "form": head.form.removeprefix(BASE),
            "delivery": item.state.value if item else "",
            "versions": [
                {
                    "version": one.head.version,
                    "form_version": one.head.form_version,
                    "status": one.head.status.value,
                    "when": [one.head.occurrence.at.isoformat(), one.head.occurrence.clock],
                    "facts": dict(one.head.facts),
                    "asked": [
                        [asked.link_id, asked.text, plain(value)]
                        for asked, value in answered(journal.forms[head.form], one.answers)
                        if value is not None
                    ],
                }
                for one in versions
            ],
        }
    drafts = {
        one.id: [one.form.removeprefix(BASE), {key: plain(value) for key, value in one.answers.items()}]
        for one in await store.drafts()
    }
    support, course, library = services.support, services.course, services.library
    return {
        "entries": entries,
        "drafts": drafts,
        "plan": dict(support.plan.texts),
        "plan_versions": [dict(plan.texts) for _, plan in await support.versions()],
        "contacts": [asdict(one) for one in support.contacts],
        "removed_contact": support.removed.name if support.removed else "",
        "course": [json.loads(json.dumps(asdict(one), default=str)) for one in course.all()],
        "read": sorted(one.article for one in library._log.readings().values() if one.is_read),
        "kept": sorted(one.article for one in library._log.readings().values() if one.is_kept),
        "questions": [[one.text, one.is_done] for one in library.questions()],
        "warned": len(services.safety.warned()),
        "choices": json.loads(json.dumps(asdict(services.preferences.choices), default=sorted)),
    }


def plain(value):
    """An answer as JSON."""
    if isinstance(value, tuple):
        return [plain(one) for one in value]
    if hasattr(value, "code"):
        return value.display or value.code
    return value if isinstance(value, bool | int | str) else value.isoformat()
