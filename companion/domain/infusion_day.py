"""What an exercise has to mind in the hours after an infusion. None stands for not known.

Reported times count before planned ones, and an infusion that was canceled after it had begun did happen.
"""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta

from companion.domain.course import Local, has_begun, taking_place
from companion.domain.journal import EntryHead, Infusion, Occurrence

HOURS_OF_CARE = timedelta(hours=3)
"""From the start of an infusion: its own 40 minutes, and 2 hours after it."""

HIGH_SYSTOLIC, HIGH_DIASTOLIC = 140, 90
"""The lowest reading that a rule calls high (RF-BP-5): here it is enough that there was one."""


def had_infusion(infusions: Sequence[Infusion], now: Occurrence, local: Local | None = None) -> bool | None:
    """Return whether an infusion began today or in the last hours of care; None where no course is known.

    Args:
        local: the person's clock. Without it days are those of the clocks by which the infusions were kept.
    """
    if not infusions:
        return None
    starts = [(one, one.begins) for one in _begun(infusions, now)]
    return any(now.at - at < HOURS_OF_CARE or _day(one, at, local) == now.date for one, at in starts)


def _day(infusion: Infusion, begins: datetime, local: Local | None) -> date:
    if local is not None:
        return local(begins).date()
    kept = (infusion.started, infusion.ended, infusion.start)
    return next((one.date for one in kept if one and one.at == begins), infusion.start.date)


def had_high_pressure(infusions: Sequence[Infusion], readings: Iterable[EntryHead], now: Occurrence) -> bool | None:
    """Return whether these are the first hours after an infusion, with a high blood pressure since it began.

    None where no course is known, and in those hours without a reading.
    """
    if not infusions:
        return None
    recent = [one.begins for one in _begun(infusions, now) if now.at - one.begins < HOURS_OF_CARE]
    if not recent:
        return False
    since = [_is_high(one) for one in readings if one.occurrence.at >= max(recent)]
    known = [one for one in since if one is not None]
    return any(known) if known else None


def _begun(infusions: Sequence[Infusion], now: Occurrence) -> list[Infusion]:
    return [one for one in taking_place(infusions) if has_begun(one, now.at)]


def _is_high(reading: EntryHead) -> bool | None:
    top, low = reading.facts.get("systolic"), reading.facts.get("diastolic")
    known = [value >= bound for value, bound in ((top, HIGH_SYSTOLIC), (low, HIGH_DIASTOLIC)) if isinstance(value, int)]
    return any(known) if known else None
