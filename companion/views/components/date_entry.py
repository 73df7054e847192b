"""A day by large buttons: one of the days around today, or another one in steps or typed."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

import flet as ft

from companion.domain.answering import Typed, fits
from companion.domain.days import day_of, moved, nearest_day, within
from companion.domain.questionnaire import Item
from companion.i18n import Words
from companion.views.components.controls import choices, link, live
from companion.views.components.guard import component
from companion.views.components.problem import problem
from companion.views.components.stepper import BETWEEN, stepper
from companion.views.components.text_entry import TextEntry
from companion.views.theme import BODY, LINE
from companion.views.wording import full_day

OnDay = Callable[[date | None], Any]
OnTyped = Callable[[Typed], Any]
"""Is given what the fields show where that is no answer; without it, None is handed over instead."""

ANOTHER = "another"


@dataclass(frozen=True, slots=True)
class _Parts:
    """What stands in the fields. With a step they are new fields, which show its digits."""

    day: str
    month: int
    year: str
    step: int = 0

    @property
    def chosen(self) -> date | None:
        return day_of(self.day, self.month, self.year)

    def as_typed(self) -> Typed:
        return Typed((self.day, str(self.month), self.year))


@component
def DateEntry(
    words: Words,
    item: Item,
    value: date | None,
    today: date,
    on_day: OnDay,
    *,
    on_typed: OnTyped | None = None,
    typed: tuple[str, ...] = (),
    calls: int = 0,
) -> ft.Control:
    """The days around today, each a tap; "Another day" opens the fields.

    `typed` are the day, month and year of fields that show no answer yet; each new number in `calls` leads to them.
    """
    near = _near(words, item, today)
    chosen = next((key for key, (day, _) in near.items() if day == value), None)
    is_another, set_another = ft.use_state(bool(typed) or (value is not None and chosen is None))
    start = within(item, today)

    def pick(key: str) -> Any:
        set_another(key == ANOTHER)
        if key != ANOTHER:
            return on_day(near[key][0])
        # The fields show a day that nobody has said yet.
        return on_typed(_parts(start).as_typed()) if on_typed and value is None and not is_another else None

    options = [*((key, name) for key, (_, name) in near.items()), (ANOTHER, words("Another day"))]
    days = choices(options, ANOTHER if is_another else chosen, pick, name=words(item.text))
    fields = [DayFields(words, item, value, start, on_day, on_typed, typed, calls)] if is_another else []
    return ft.Column([days, *fields], spacing=12, tight=True, horizontal_alignment=ft.CrossAxisAlignment.STRETCH)


def _near(words: Words, item: Item, today: date) -> dict[str, tuple[date, str]]:
    named = {-1: words("Yesterday"), 0: words("Today"), 1: words("Tomorrow")}
    days = {str(by): (today + timedelta(days=by), name) for by, name in named.items()}
    return {key: found for key, found in days.items() if within(item, found[0]) == found[0]}


@component
def DayFields(
    words: Words,
    item: Item,
    value: date | None,
    start: date,
    on_day: OnDay,
    on_typed: OnTyped | None = None,
    typed: tuple[str, ...] = (),
    calls: int = 0,
) -> ft.Control:
    """Day, month and year in the country's order, each between − and +; day and year can be typed too.

    The line below says in words what is kept.
    """
    held: Any = ft.use_ref(lambda: _typed_parts(typed) or _parts(value or start))
    drawn, set_drawn = ft.use_state(0)
    parts: _Parts = held.current

    def show(changed: _Parts) -> Any:
        held.current = changed
        set_drawn(drawn + 1)
        day = changed.chosen
        if day and fits(item, day):
            return on_day(day)
        return on_typed(changed.as_typed()) if on_typed else on_day(None)

    def step(**by: int) -> Any:
        base = nearest_day(held.current.day, held.current.month, held.current.year) or start
        day = within(item, moved(base, **by))
        return show(_parts(day, held.current.step + 1))

    def write(**part: str) -> Any:
        return show(replace(held.current, **part))

    def field(name: str, shown: str, on_change: Callable[[str], Any], calls: int = 0) -> ft.Control:
        return TextEntry(
            name, shown, on_change, field=f"{item.link_id}-{name}-{parts.step}", keyboard=ft.KeyboardType.NUMBER,
            calls=calls,
        )  # fmt: skip

    day = field(words("Day"), parts.day, lambda entered: write(day=entered), calls)
    year = field(words("Year"), parts.year, lambda entered: write(year=entered))
    rows = {
        "day": stepper(day, words("One day earlier"), words("One day later"), lambda by: step(days=by)),
        "month": stepper(_month(words, parts), words("One month earlier"), words("One month later"),
                         lambda by: step(months=by)),
        "year": stepper(year, words("One year earlier"), words("One year later"), lambda by: step(years=by)),
    }  # fmt: skip
    return ft.Column(
        [
            *(rows[part] for part in words.in_order()),
            *_below(words, item, parts, value, lambda: show(held.current), is_stopped=bool(calls)),
        ],
        spacing=BETWEEN,
        tight=True,
        horizontal_alignment=ft.CrossAxisAlignment.STRETCH,
    )  # fmt: skip


def _parts(day: date, step: int = 0) -> _Parts:
    return _Parts(str(day.day), day.month, f"{day.year:04}", step)


def _month(words: Words, parts: _Parts) -> ft.Control:
    name, style = words.month(parts.month), ft.TextStyle(height=LINE)
    return ft.Text(name, size=BODY, color=ft.Colors.ON_SURFACE, text_align=ft.TextAlign.CENTER, style=style)


def _typed_parts(typed: tuple[str, ...]) -> _Parts | None:
    if len(typed) != 3 or typed[1] not in {str(month) for month in range(1, 13)}:
        return None
    return _Parts(typed[0], int(typed[1]), typed[2])


def _below(
    words: Words, item: Item, parts: _Parts, value: date | None, take: Callable[[], Any], *, is_stopped: bool
) -> list[ft.Control]:
    """The day that is kept, or what is missing for one to be kept."""
    day = parts.chosen
    if day is None:
        return [problem(words("Not saved yet: there is no such day."), is_stopped)]
    if not fits(item, day):
        first, last = item.earliest or date.min, item.latest or date.max
        said = words("Not saved yet: pick a day from {first} to {last}.",
                     first=full_day(words, first), last=full_day(words, last))  # fmt: skip
        return [problem(said, is_stopped)]
    if value is None:
        said = words("Not saved yet: set the day, the month, or the year.")
        return [problem(said, is_stopped), link(words("Use {day}", day=full_day(words, day)), take)]
    return [live(full_day(words, day))]
