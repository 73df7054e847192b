"""The demo's invented patient: three weeks of entries around two infusions, and the agreement to send them."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from uuid import uuid4

from companion.content import DAILY_CHECK_IN
from companion.domain.journal import Entry, EntryHead, EntryStatus, Occurrence, facts_of, part_of_day
from companion.domain.questionnaire import AnswerValue, PartOfDay, Questionnaire
from companion.services.bundle import OpenJournal
from companion.services.preferences import Consent

DAYS = 21
INFUSION_DAYS = (10, 6)
"""Days ago of the two infusions that took place, as the demo clinic has them."""

NOTES = {
    18: "Slept badly again. Loud street.",
    10: "First infusion today. It felt like floating, a bit scary at first. The nurse stayed.",
    9: "Tired, calmer than I expected.",
    6: "Second infusion. Less strange this time.",
    4: "Walked by the river for an hour.",
    1: "Asked my sister to drive me tomorrow.",
}


async def fill(opened: OpenJournal) -> None:
    """Write the demo's entries into an empty journal."""
    services = opened.services
    if not services.journal.is_empty():
        return
    form = services.journal.forms[DAILY_CHECK_IN]
    now = opened.clock.now()
    for entry in _entries(form, opened, now):
        await opened.store.keep_entry(entry)
    await services.preferences.change(country="US", has_read_limits=True, was_welcomed=True, consent=Consent.YES)


def _entries(form: Questionnaire, opened: OpenJournal, now: datetime) -> Iterator[Entry]:
    for days_ago in range(DAYS, 0, -1):
        if days_ago in (15, 12):
            continue  # nobody writes every day
        at = now - timedelta(days=days_ago)
        local = opened.clock.local(at).replace(hour=8 if days_ago % 3 else 19, minute=(days_ago * 7) % 60)
        moment = local.astimezone(now.tzinfo)
        when = Occurrence(moment, opened.clock.zone(), local.date(), local.strftime("%H:%M"))
        answers = _answers(form, days_ago, when)
        head = EntryHead(
            id=str(uuid4()),
            form=form.url,
            form_version=form.version,
            occurrence=when,
            status=EntryStatus.COMPLETED,
            version=1,
            changed_at=moment,
            facts=facts_of(form, answers),
        )
        yield Entry(head, answers)


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
