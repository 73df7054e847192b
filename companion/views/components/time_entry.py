"""A time of day by large buttons or typed; and a moment: a day with its time, or without where it is not known."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from typing import Any

import flet as ft

from companion.domain.days import clock_of, turned
from companion.domain.questionnaire import AnswerValue, Item
from companion.i18n import Words
from companion.views.components.controls import heading, link, live, text
from companion.views.components.date_entry import DateEntry
from companion.views.components.guard import component
from companion.views.components.stepper import BETWEEN, stepper
from companion.views.components.text_entry import TextEntry

OnTime = Callable[[time | None], Any]

MINUTES, HOUR = 5, 60
"""How far one step goes."""


@dataclass(frozen=True, slots=True)
class _Hands:
    """What stands in the fields. With a step they are new fields, which show its digits."""

    hour: str
    minute: str
    step: int = 0


@component
def TimeEntry(
    words: Words, item: Item, value: time | None, now: time, on_time: OnTime, *, offers_now: bool = True
) -> ft.Control:
    """Hour and minutes, each between − and + and typed where that is quicker. The line below says what is kept."""
    held: Any = ft.use_ref(lambda: _hands(value) if value else _Hands("", ""))
    drawn, set_drawn = ft.use_state(0)
    hands: _Hands = held.current

    def show(changed: _Hands) -> Any:
        held.current = changed
        set_drawn(drawn + 1)
        return on_time(clock_of(changed.hour, changed.minute))

    def step(minutes: int) -> Any:
        present = clock_of(held.current.hour, held.current.minute)
        # The first step brings the hour that it is; the next ones go on from there.
        to = turned(present, minutes) if present else time(now.hour)
        return show(_hands(to, held.current.step + 1))

    def field(name: str, shown: str, on_change: Callable[[str], Any]) -> ft.Control:
        return TextEntry(
            name, shown, on_change, field=f"{item.link_id}-{name}-{hands.step}", keyboard=ft.KeyboardType.NUMBER
        )

    hour = field(words("Hour"), hands.hour, lambda entered: show(replace(held.current, hour=entered)))
    minute = field(words("Minutes"), hands.minute, lambda entered: show(replace(held.current, minute=entered)))
    set_now = lambda: show(_hands(now, held.current.step + 1))  # noqa: E731 - an event handler
    return ft.Column(
        [
            *([link(words("Now"), set_now, icon=ft.Icons.SCHEDULE)] if offers_now else []),
            stepper(hour, words("One hour earlier"), words("One hour later"), lambda by: step(by * HOUR)),
            stepper(minute, words("Five minutes earlier"), words("Five minutes later"),
                    lambda by: step(by * MINUTES)),
            _below(words, hands),
        ],
        spacing=BETWEEN,
        tight=True,
        horizontal_alignment=ft.CrossAxisAlignment.STRETCH,
    )  # fmt: skip


def _hands(clock: time, step: int = 0) -> _Hands:
    return _Hands(str(clock.hour), f"{clock.minute:02}", step)


def _below(words: Words, hands: _Hands) -> ft.Control:
    """The time that is kept, also as it is said, so that 2 is not taken for 14; or what is missing."""
    clock = clock_of(hands.hour, hands.minute)
    if clock:
        return live(spoken(words, clock))
    if hands.hour.strip() or hands.minute.strip():
        return text(words("Not kept yet: the hour is 0 to 23, the minutes are 0 to 59."), quiet=True, small=True)
    return text(words("No time is set. Hours go from 0 to 23."), quiet=True, small=True)


def spoken(words: Words, clock: time) -> str:
    """14:05, that is 2:05 in the afternoon."""
    said = {
        "time": f"{clock:%H:%M}",
        "short": f"{clock.hour % 12 or 12}:{clock.minute:02}",
    }
    if clock.hour < 5:
        return words("{time}, that is {short} at night", **said)
    if clock.hour < 12:
        return words("{time}, that is {short} in the morning", **said)
    if clock.hour < 18:
        return words("{time}, that is {short} in the afternoon", **said)
    return words("{time}, that is {short} in the evening", **said)


@component
def MomentEntry(
    words: Words, item: Item, value: AnswerValue | None, now: datetime, on_answer: Callable[[date | None], Any]
) -> ft.Control:
    """A day, and its time below. The moment that is handed over has no zone: it is the person's own clock."""
    held: Any = ft.use_ref(lambda: _halves(value))

    def keep(day: date | None, clock: time | None) -> Any:
        held.current = (day, clock)
        return on_answer(datetime.combine(day, clock) if day and clock else day)

    day, clock = _halves(value)
    days = DateEntry(words, item, day, now.date(), lambda to: keep(to, held.current[1]))
    if day is None:
        return days
    clocks = [
        heading(words("At what time?"), level=3),
        text(words("Leave it empty if you do not know."), quiet=True, small=True),
        TimeEntry(words, item, clock, now.time(), lambda to: keep(held.current[0], to), offers_now=day == now.date()),
    ]
    return ft.Column([days, *clocks], spacing=12, tight=True, horizontal_alignment=ft.CrossAxisAlignment.STRETCH)


def _halves(value: AnswerValue | None) -> tuple[date | None, time | None]:
    if isinstance(value, datetime):
        return value.date(), value.time()
    return (value, None) if isinstance(value, date) else (None, None)
