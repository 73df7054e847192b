"""When the clinic and the lines are there, in words, and how a text names a line that can be reached now.

What the page's Help says by itself is in help.js.
"""

from datetime import datetime

from companion.domain.clinic import ClinicContact, Here
from companion.domain.crisis import Channel, Crisis, CrisisLine
from companion.domain.line_now import LineNow, line_now
from companion.domain.numbers import Numbers
from companion.domain.opening_hours import OpeningHours, is_elsewhere, is_open, next_closing, next_opening
from companion.domain.time_of_day import DAY, named_by
from companion.i18n import Words

KNOWN_BY_NUMBER = ("988",)
"""Numbers by which people know the line: the number is said first."""


def hours_line(words: Words, hours: OpeningHours | None, here: Here | None, *, until: bool = False) -> str:
    """Open at any time, open now, closed with when it opens, or that the hours may vary.

    Args:
        until: say of what is open when it closes.
    """
    if hours is not None and hours.is_always:
        return words.always_open()
    is_now = is_open(hours, here.now) if here else None
    if hours is None or here is None or is_now is None:
        return words("Hours may vary.")
    if is_now:
        closes = next_closing(hours, here.now) if until else None
        if closes is None:
            return words("Open now.")
        return words("Open now, until {when}.", when=_when(words, hours, closes, here))
    opens = next_opening(hours, here.now)
    if opens is None:
        return words("Closed now.")
    when = _when(words, hours, opens, here)
    if _is_today(opens, here):
        return words("Closed now. Opens at {when}.", when=when)
    return words("Closed now. Opens {when}.", when=when)


def _is_today(moment: datetime, here: Here) -> bool:
    """Whether a moment ahead is said by its time alone."""
    return named_by(here.local(moment))[0] == here.now.date()


def _when(words: Words, hours: OpeningHours, moment: datetime, here: Here) -> str:
    """A moment on the person's clock, which is said where the clock of the hours shows another time."""
    local = here.local(moment)
    day, minute = named_by(local)
    said = words.time(minute)
    if day != here.now.date():
        said = words("{weekday} {time}", weekday=words.weekday(day.weekday()), time=time_of_a_day(words, minute))
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


def line_hours(words: Words, hours: OpeningHours | None) -> str:
    """Return a line's hours on its own clock, for a text that is read at another time; "" for a line always open."""
    if hours is None:
        return words("hours may vary")
    if hours.is_always:
        return ""
    return words("{hours}, local time of the line", hours=_week(words, hours))


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
    return ", ".join(_run(words, [words.weekday(day) for day in run]) for run in runs)


def _run(words: Words, names: list[str]) -> str:
    if len(names) < 3:
        return ", ".join(names)
    return words("{first} to {last}", first=names[0], last=names[-1])


# How a text names a line


def numbers_at(words: Words, crisis: Crisis, country: str, profile: frozenset[str], here: Here | None) -> Numbers:
    """Return what {em} and {cl} become now.

    Nothing where the country is not known ("") or has none: another country's number helps nobody.

    Args:
        profile: what the person told Help; a line in their language goes before another one.
        here: None while the person's time is not known: then no line with hours counts as open.
    """
    emergency = crisis.emergency.get(country)
    number = emergency.number if emergency else ""
    found = line_now(crisis, country, profile, here.now if here else None)
    if found is None:
        return Numbers(number, "")
    if found.is_open is False:
        closed = closed_phrase(words, found.line, found.call, here)
        instead = words("someone you trust ({note})", note=closed)
        return Numbers(number, words("{number} or {someone}", number=number, someone=instead), instead)
    return Numbers(number, _reached(words, found))


def line_phrase(words: Words, channel: Channel) -> str:
    """Return "the crisis line, 116 123", or "988, the crisis line" where people know the line by its number."""
    number = words(channel.display).split(" (")[0]
    if number in KNOWN_BY_NUMBER:
        return words("{number}, the crisis line", number=number)
    return words("the crisis line, {number}", number=number)


def closed_phrase(words: Words, line: CrisisLine, call: Channel, here: Here | None) -> str:
    """Return "the crisis line, 02 2327 2327, opens at 09:00" for a line that is closed."""
    opens = next_opening(line.hours, here.now) if line.hours and here else None
    named = line_phrase(words, call)
    if opens is None or line.hours is None or here is None:
        return words("{line}, is closed now", line=named)
    when = _when(words, line.hours, opens, here)
    if _is_today(opens, here):
        return words("{line}, opens at {when}", line=named, when=when)
    return words("{line}, opens {when}", line=named, when=when)


def _reached(words: Words, found: LineNow) -> str:
    """Return the phrase for a line that may be called now, with what has to be known about it in brackets."""
    _, _, note = words(found.call.display).rstrip(")").partition(" (")
    notes = [note, words("hours may vary") if found.is_open is None else "", _writing(words, found.text)]
    said = "; ".join(one for one in notes if one)
    named = line_phrase(words, found.call)
    return words("{line} ({notes})", line=named, notes=said) if said else named


def _writing(words: Words, text: Channel | None) -> str:
    """Return how to write to the line instead of speaking, "" where there is no way."""
    if text is None:
        return ""
    said = words(text.display)
    if text.display.startswith("Text "):  # a whole sentence: "Text SHOUT to 85258"
        return words("or {text}", text=said[:1].lower() + said[1:])
    return words("or text {number}", number=said)


def languages_line(words: Words, crisis: Crisis, line: CrisisLine) -> str:
    """Return how else a line is reached, and its languages; "" where it speaks English alone, as the app does."""
    spoken, rarely = (
        ", ".join(dict.fromkeys(words(crisis.language(code)) for code in codes))
        for codes in (line.languages, line.at_times)
    )
    parts = [
        words("Languages: {names}.", names=spoken) if line.languages not in ((), ("en",)) or rarely else "",
        words("Sometimes also: {names}.", names=rarely) if rarely else "",
        words("Other languages through an interpreter.") if line.has_interpreters else "",
        words(line.access),
    ]
    return " ".join(one for one in parts if one)
