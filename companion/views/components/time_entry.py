"""A time of day by large buttons or typed; and a moment: a day with its time, or without where it is not known."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from typing import Any

import flet as ft

from companion.domain.answering import Typed
from companion.domain.days import clock_of, turned
from companion.domain.questionnaire import AnswerValue, Item
from companion.domain.time_of_day import Mark, half_of, has_twelve_hours, hour_of, in_half, meanings
from companion.i18n import Words
from companion.views.components.controls import choices, heading, link, live, text
from companion.views.components.date_entry import DateEntry, OnTyped
from companion.views.components.guard import component
from companion.views.components.problem import problem
from companion.views.components.stepper import BETWEEN, stepper
from companion.views.components.text_entry import TextEntry

OnTime = Callable[[time | None], Any]

MINUTES, HOUR = 5, 60
"""How far one step goes."""


@dataclass(frozen=True, slots=True)
class Suggested:
    """A time that is known, on the person's clock, and what is said of it. It becomes an answer by a tap alone."""

    said: tuple[str, ...]
    at: datetime


@dataclass(frozen=True, slots=True)
class _Hands:
    """What stands in the fields, and which half of the day was chosen. With a step they are new fields, which show its
    digits."""

    hour: str
    minute: str
    half: Mark | None = None
    step: int = 0

    @property
    def clock(self) -> time | None:
        """As they stand, of 24 hours."""
        return clock_of(self.hour, self.minute)

    def meant(self, country: str) -> time | None:
        """The time that is kept: with twelve hours only once it is known in which half of the day."""
        found = meanings(self.clock, country) if self.clock else ()
        return found[0] if len(found) == 1 else next((one for one in found if half_of(one.hour) is self.half), None)

    @property
    def is_empty(self) -> bool:
        return not (self.hour.strip() or self.minute.strip() or self.half)

    def as_typed(self) -> Typed:
        return Typed((self.hour, self.minute, self.half.value if self.half else ""))


@component
def TimeEntry(
    words: Words,
    item: Item,
    value: time | None,
    now: time,
    on_time: OnTime,
    *,
    on_typed: OnTyped | None = None,
    typed: tuple[str, ...] = (),
    offers_now: bool = True,
    suggested: Suggested | None = None,
    calls: int = 0,
) -> ft.Control:
    """Hour and minutes, each between − and + and typed where that is quicker; AM or PM where the country has them.

    The line below says what is kept. `offers_now`: a tap for the present time, where what is asked for may have been
    just now. `typed` are the hour, minutes and half of fields that show no answer yet; each new number in `calls`
    leads to them.
    """
    country = words.country
    held: Any = ft.use_ref(lambda: _typed_hands(typed) or (_hands(country, value) if value else _Hands("", "")))
    drawn, set_drawn = ft.use_state(0)
    hands: _Hands = held.current

    def show(changed: _Hands) -> Any:
        held.current = changed
        set_drawn(drawn + 1)
        meant = changed.meant(country)
        is_open = meant is None and not changed.is_empty
        return on_typed(changed.as_typed()) if on_typed and is_open else on_time(meant)

    def step(minutes: int) -> Any:
        clock, meant = held.current.clock, held.current.meant(country)
        if clock and not meant:  # it stays open in which half of the day
            turned_on = _hands(country, turned(clock, minutes), held.current.step + 1)
            return show(replace(turned_on, half=None))
        # The first step brings the hour that it is; the next ones go on from there.
        return put(turned(meant, minutes) if meant else time(now.hour))

    def put(clock: time) -> Any:
        return show(_hands(country, clock, held.current.step + 1))

    def choose(half: str) -> Any:
        clock = held.current.clock
        if clock and len(meanings(clock, country)) == 1:  # 14 was typed: the field shows its hour of twelve
            return put(in_half(clock, Mark(half)))
        return show(replace(held.current, half=Mark(half)))

    def field(name: str, shown: str, on_change: Callable[[str], Any], calls: int = 0) -> ft.Control:
        return TextEntry(
            name, shown, on_change, field=f"{item.link_id}-{name}-{hands.step}", keyboard=ft.KeyboardType.NUMBER,
            calls=calls,
        )  # fmt: skip

    # With a time that stands there only AM or PM is missing: the keyboard would cover those.
    to_hour = 0 if hands.clock else calls
    hour = field(words("Hour"), hands.hour, lambda entered: show(replace(held.current, hour=entered)), to_hour)
    minute = field(words("Minutes"), hands.minute, lambda entered: show(replace(held.current, minute=entered)))
    return ft.Column(
        [
            *_suggestion(words, suggested, lambda at: put(at.time())),
            *([link(words("Now"), lambda: put(now), icon=ft.Icons.SCHEDULE)] if offers_now else []),
            stepper(hour, words("One hour earlier"), words("One hour later"), lambda by: step(by * HOUR)),
            stepper(minute, words("Five minutes earlier"), words("Five minutes later"),
                    lambda by: step(by * MINUTES)),
            *([_halves_of_day(words, hands, choose)] if has_twelve_hours(country) else []),
            _below(words, hands, is_stopped=bool(calls)),
        ],
        spacing=BETWEEN,
        tight=True,
        horizontal_alignment=ft.CrossAxisAlignment.STRETCH,
    )  # fmt: skip


def _suggestion(words: Words, known: Suggested | None, take: Callable[[datetime], Any]) -> list[ft.Control]:
    if known is None:
        return []
    said = [text(one, quiet=True) for one in known.said]
    return [*said, link(words("Use this time"), lambda: take(known.at), icon=ft.Icons.SCHEDULE)]


def _hands(country: str, clock: time, step: int = 0) -> _Hands:
    return _Hands(str(hour_of(clock.hour, country)), f"{clock.minute:02}", half_of(clock.hour), step)


def _halves_of_day(words: Words, hands: _Hands, choose: Callable[[str], Any]) -> ft.Control:
    options = [(Mark.AM.value, words("AM: midnight to noon")), (Mark.PM.value, words("PM: noon to midnight"))]
    meant = hands.meant(words.country)
    half = half_of(meant.hour) if meant else hands.half
    return choices(options, half, choose, name=words("AM or PM"))


def _typed_hands(typed: tuple[str, ...]) -> _Hands | None:
    if len(typed) != 3 or not any(typed):
        return None
    half = next((one for one in Mark if one.value == typed[2]), None)
    return _Hands(typed[0], typed[1], half)


def _below(words: Words, hands: _Hands, *, is_stopped: bool = False) -> ft.Control:
    """The time that is kept, also as it is said, so that 2 is not taken for 14; or what is missing."""
    has_twelve = has_twelve_hours(words.country)
    if clock := hands.meant(words.country):
        return live(spoken(words, clock))
    if hands.clock:
        said = words("Not saved yet: choose AM or PM.")
    elif hands.hour.strip() or hands.minute.strip():
        hours = words("the hour goes from 1 to 12") if has_twelve else words("the hour goes from 0 to 23")
        said = words("Not saved yet: {hours}, and the minutes go from 0 to 59.", hours=hours)
    elif has_twelve:
        said = words("No time is set. Set the hour, then choose AM or PM.")
    else:
        said = words("No time is set. Hours go from 0 to 23.")
    return problem(said, is_stopped)


def spoken(words: Words, clock: time) -> str:
    """14:05, that is 2:05 in the afternoon; 2:05 PM, in the afternoon."""
    time = words.time(clock)
    if (clock.hour, clock.minute) == (0, 0):
        return words("{time}, the start of the day", time=time)
    is_noon = (clock.hour, clock.minute) == (12, 0)
    if has_twelve_hours(words.country):
        return time if is_noon else words("{time}, {part}", time=time, part=_part_of_day(words, clock))
    if is_noon:
        return words("{time}, that is noon", time=time)
    short = f"{clock.hour % 12 or 12}:{clock.minute:02}"
    return words("{time}, that is {short} {part}", time=time, short=short, part=_part_of_day(words, clock))


def _part_of_day(words: Words, clock: time) -> str:
    if clock.hour < 5:
        return words("at night")
    if clock.hour < 12:
        return words("in the morning")
    return words("in the afternoon") if clock.hour < 18 else words("in the evening")


BLANK = ("", "", "")
"""Parts of fields that show nothing."""


@dataclass
class _Taken:
    """How often a suggestion was taken and has arrived: fields that begin only then begin with what is kept."""

    count: int = 0
    waits_for: tuple[date, time] | None = None

    def look(self, value: tuple[date | None, time | None]) -> None:
        if value == self.waits_for:
            self.count, self.waits_for = self.count + 1, None


@component
def MomentEntry(
    words: Words,
    item: Item,
    value: AnswerValue | None,
    now: datetime,
    on_answer: Callable[[date | Typed | None], Any],
    suggested: Suggested | None = None,
    *,
    typed: tuple[str, ...] = (),
    calls: int = 0,
) -> ft.Control:
    """A day, and its time below. The moment that is handed over has no zone: it is the person's own clock.

    `typed` are the parts of the day, then those of the time, where one of both shows what is no answer yet.
    """
    held: Any = ft.use_ref(lambda: _halves(value))
    open_parts: Any = ft.use_ref(lambda: (typed[:3], typed[3:]))
    taken: Any = ft.use_ref(_Taken)

    def keep(day: date | None, clock: time | None, days: tuple[str, ...] = (), clocks: tuple[str, ...] = ()) -> Any:
        held.current, open_parts.current = (day, clock), (days, clocks)
        moment = datetime.combine(day, clock) if day and clock else day
        if not any(days) and not any(clocks):
            return on_answer(moment)
        return on_answer(Typed((*(days or BLANK), *(clocks or BLANK)), moment))

    def take(at: datetime) -> Any:
        taken.current.waits_for = (at.date(), at.time())
        return keep(at.date(), at.time())

    day, clock = _halves(value)
    days_typed, clocks_typed = open_parts.current
    taken.current.look((day, clock))
    known = _suggestion(words, suggested, take)
    days = DateEntry(  # type: ignore[call-arg]  # the key: what was taken is shown by new fields
        words, item, day, now.date(), lambda to: keep(to, held.current[1], clocks=open_parts.current[1]),
        on_typed=lambda to: keep(None, held.current[1], to.texts, open_parts.current[1]),
        typed=days_typed if any(days_typed) else (), calls=calls if any(days_typed) else 0,
        key=f"day-{taken.current.count}",
    )  # fmt: skip
    clocks: list[ft.Control] = []
    if day is not None:
        offers_now = day == now.date() and item.planned is None
        hands = TimeEntry(  # type: ignore[call-arg]
            words, item, clock, now.time(), lambda to: keep(held.current[0], to, open_parts.current[0]),
            on_typed=lambda to: keep(held.current[0], None, open_parts.current[0], to.texts),
            typed=clocks_typed, offers_now=offers_now, calls=0 if any(days_typed) else calls,
            key=f"time-{taken.current.count}",
        )  # fmt: skip
        hint = text(words("Leave it empty if you do not know."), quiet=True, small=True)
        clocks = [heading(words("At what time?"), level=3), hint, hands]
    return ft.Column(
        [*known, days, *clocks], spacing=12, tight=True, horizontal_alignment=ft.CrossAxisAlignment.STRETCH
    )


def _halves(value: AnswerValue | None) -> tuple[date | None, time | None]:
    if isinstance(value, datetime):
        return value.date(), value.time()
    return (value, None) if isinstance(value, date) else (None, None)
