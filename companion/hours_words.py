"""When the clinic and the lines are there, in words. What the page's Help says by itself is in help.js."""

from datetime import datetime

from companion.domain.clinic import ClinicContact, Here
from companion.domain.opening_hours import OpeningHours, is_elsewhere, is_open, next_closing, next_opening
from companion.domain.time_of_day import DAY, named_by
from companion.i18n import N_, Words

WEEKDAYS = (
    N_("Monday"), N_("Tuesday"), N_("Wednesday"), N_("Thursday"), N_("Friday"), N_("Saturday"), N_("Sunday"),
)  # fmt: skip


def hours_line(words: Words, hours: OpeningHours | None, here: Here | None, *, until: bool = False) -> str:
    """Day and night, open now, closed with when it opens, or that the hours may vary.

    Args:
        until: say of what is open when it closes.
    """
    if hours is not None and hours.is_always:
        return words("Day and night.")
    is_now = is_open(hours, here.now) if here else None
    if hours is None or here is None or is_now is None:
        return words("Hours may vary.")
    if is_now:
        closes = next_closing(hours, here.now) if until else None
        if closes is None:
            return words("Open now.")
        return words("Open now, until {when}.", when=_when(words, hours, closes, here))
    opens = next_opening(hours, here.now)
    return words("Closed now. Opens {when}.", when=_when(words, hours, opens, here)) if opens else words("Closed now.")


def _when(words: Words, hours: OpeningHours, moment: datetime, here: Here) -> str:
    """A moment on the person's clock, which is said where the clock of the hours shows another time."""
    local = here.local(moment)
    day, minute = named_by(local)
    said = words.time(minute)
    if day != here.now.date():
        said = words("{weekday} {time}", weekday=words(WEEKDAYS[day.weekday()]), time=time_of_a_day(words, minute))
    return words("{when}, your time", when=said) if is_elsewhere(hours, local) else said


def time_of_a_day(words: Words, minute: int) -> str:
    """A time ahead beside the name of its day, both as `named_by` has them: of midnight it says which one it is."""
    said = words.time(minute)
    return words("{time} (end of the day)", time=said) if minute == DAY else said


def week_line(words: Words, clinic: ClinicContact, here: Here | None = None) -> str:
    """The clinic's hours in words, its own or made of its times; on its clock, which is said where that differs."""
    said = clinic.hours_text or (_week(words, clinic.opening) if clinic.opening else "")
    differs = here is not None and is_elsewhere(clinic.opening, here.now)
    return words("{hours} (clinic time)", hours=said) if said and differs else said


def _week(words: Words, hours: OpeningHours) -> str:
    """ "Monday to Friday, 8:00 AM to 5:00 PM; Saturday, 9:00 AM to 12:00 noon"."""
    if hours.is_always:
        return ""
    return "; ".join(
        words("{days}, {start} to {end}", days=_days(words, one.days), start=words.time(one.start),
              end=words.time(one.end if one.end <= DAY else one.end - DAY))
        for one in hours.available
    )  # fmt: skip


def _days(words: Words, days: frozenset[int]) -> str:
    runs: list[list[int]] = []
    for day in sorted(days):
        if runs and runs[-1][-1] == day - 1:
            runs[-1].append(day)
        else:
            runs.append([day])
    return ", ".join(_run(words, [words(WEEKDAYS[day]) for day in run]) for run in runs)


def _run(words: Words, names: list[str]) -> str:
    if len(names) < 3:
        return ", ".join(names)
    return words("{first} to {last}", first=names[0], last=names[-1])
