"""What the journal knows of the hours after an infusion that an exercise has to mind. None stands for not known."""

from collections.abc import Iterable, Sequence
from datetime import timedelta

from companion.domain.journal import EntryHead, Infusion, Occurrence

HOURS_OF_CARE = timedelta(hours=3)
"""From the start of an infusion: its own 40 minutes, and 2 hours after it."""

HIGH_SYSTOLIC, HIGH_DIASTOLIC = 140, 90
"""The lowest reading that a rule calls high (RF-BP-5): here it is enough that there was one."""


def had_infusion(infusions: Sequence[Infusion], now: Occurrence) -> bool | None:
    """Whether an infusion began today; None where no course is known."""
    return any(one.start.date == now.date for one in _begun(infusions, now)) if infusions else None


def had_high_pressure(infusions: Sequence[Infusion], readings: Iterable[EntryHead], now: Occurrence) -> bool | None:
    """Whether these are the first hours after an infusion, with a high blood pressure since it began.

    None where no course is known, and in those hours without a reading.
    """
    if not infusions:
        return None
    recent = [one.start.at for one in _begun(infusions, now) if now.at - one.start.at < HOURS_OF_CARE]
    if not recent:
        return False
    since = [_is_high(one) for one in readings if one.occurrence.at >= max(recent)]
    known = [one for one in since if one is not None]
    return any(known) if known else None


def _begun(infusions: Sequence[Infusion], now: Occurrence) -> list[Infusion]:
    return [one for one in infusions if one.start.at <= now.at and one.status != "cancelled"]


def _is_high(reading: EntryHead) -> bool | None:
    top, low = reading.facts.get("systolic"), reading.facts.get("diastolic")
    known = [value >= bound for value, bound in ((top, HIGH_SYSTOLIC), (low, HIGH_DIASTOLIC)) if isinstance(value, int)]
    return any(known) if known else None
