"""Situations for the red flags: one entry as it is being answered, with what came before it."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta

from companion.domain.journal import EntryHead, EntryStatus, Occurrence
from companion.domain.safety.engine import Situation
from companion.domain.safety.fields import FORM, IS_NOW, Fact
from companion.domain.safety.history import History

NOW = datetime(2026, 11, 20, 15, 0, tzinfo=UTC)
FIRST_INFUSION = NOW - timedelta(days=120)
FORMS = {
    "daily": "daily-check-in",
    "se": "side-effect",
    "bp": "blood-pressure",
    "audit_c": "audit-c",
    "prep": "morning-of",
    "followup": "follow-up",
    "pcl5": "pcl5-week",
}


def form_url(prefix: str) -> str:
    """The form of a prefix."""
    return FORM + FORMS.get(prefix, prefix)


def newest_first(heads: Iterable[EntryHead]) -> list[EntryHead]:
    """As a journal lists its entries."""
    return sorted(heads, key=lambda head: head.occurrence.at, reverse=True)


def occurred(**ago: float) -> Occurrence:
    """A moment before NOW, in UTC."""
    at = NOW - timedelta(**ago)
    return Occurrence(at, "UTC", at.date(), at.strftime("%H:%M"))


def earlier(prefix: str, facts: dict[str, Fact], form: str = "", **ago: float) -> EntryHead:
    """The head of an entry that occurred before NOW; facts by linkId."""
    when = occurred(**ago)
    url = FORM + form if form else form_url(prefix)
    return EntryHead(f"{prefix}-{ago}", url, "1", when, EntryStatus.COMPLETED, 1, when.at, facts)  # type: ignore[arg-type]


def answered(
    prefix: str,
    *past: EntryHead,
    beside: dict[str, Fact] | None = None,
    is_now: bool | None = True,
    changed: Sequence[str] | None = None,
    form: str = "",
    **facts: Fact,
) -> Situation:
    """An entry of a form that is answered at NOW. `beside`: fields that are known besides, such as course.point."""
    fields = {f"{prefix}.{name}": value for name, value in facts.items()} | (beside or {})
    if is_now is not None:
        fields[IS_NOW] = is_now
    return Situation(
        form=FORM + form if form else form_url(prefix),
        fields=fields,
        occurrence=occurred(),
        history=History(newest_first(past), FIRST_INFUSION),
        changed=None if changed is None else frozenset(changed),
    )


def side_effect(effect: str, severity: int, *past: EntryHead, since: float | None = None, **more: Fact) -> Situation:
    """A side effect, `since` so many hours after an infusion."""
    beside: dict[str, Fact] = {} if since is None else {"course.hours_since_infusion": since}
    return answered("se", *past, beside=beside, effect=f"se_{effect}", severity=severity, **more)


def pressure(systolic: int, diastolic: int, *past: EntryHead, **more: Fact) -> Situation:
    """A blood pressure."""
    return answered("bp", *past, systolic=systolic, diastolic=diastolic, **more)


def reading(systolic: int, diastolic: int, **ago: float) -> EntryHead:
    """An earlier blood pressure."""
    return earlier("bp", {"systolic": systolic, "diastolic": diastolic}, **ago)


def beats(pulse: int, **ago: float) -> EntryHead:
    """An earlier pulse at rest."""
    return earlier("bp", {"pulse": pulse, "at_rest": True}, **ago)


def moods(*values: int) -> list[EntryHead]:
    """Earlier check-ins, one a day, the newest first."""
    return [earlier("daily", {"mood": value}, days=1 + day) for day, value in enumerate(values)]
