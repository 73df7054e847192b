"""One step of an exercise at a time, large and still: its words, the seconds that are left, Pause, Back, Next."""

import asyncio
from collections.abc import Callable
from time import monotonic
from typing import Any

import flet as ft

from companion.domain.exercises import Step, fullness, place
from companion.domain.step_clock import StepClock
from companion.i18n import Words
from companion.views.components.controls import link, secondary, text
from companion.views.components.guard import component
from companion.views.components.layout import screen
from companion.views.components.steady_shape import breath_shape, still_shape
from companion.views.context import use_app, use_frame
from companion.views.theme import HEADING, STRONG

LOOK = 0.25
"""Seconds between two looks at the clock."""


@component
def SteadySteps(title: str, steps: tuple[Step, ...], on_end: Callable[[bool], Any]) -> ft.Control:
    """The step that is on; the next one comes by itself, but never while it is paused or out of sight."""
    app, frame, page = use_app(), use_frame(), ft.context.page
    words = app.words
    clock, put = _use_clock(steps, lambda: on_end(True))
    is_still, set_still = ft.use_state(False)
    has_begun, set_begun = ft.use_state(False)

    async def prepare() -> None:
        set_begun(True)  # so that the first breath grows from small too
        if await wants_no_motion():
            set_still(True)

    ft.use_effect(lambda: page.run_task(prepare), [])
    ft.use_effect(lambda: put(clock.pause(monotonic())) if frame.is_behind else None, [frame.is_behind])
    at = min(clock.at, len(steps) - 1)
    step, (number, all_of_them) = steps[at], place(steps, at)

    def turn(by: int) -> None:
        put(clock.turn(by, monotonic()))

    paused = clock.is_paused
    hold = lambda: put(clock.go_on(monotonic()) if paused else clock.pause(monotonic()))  # noqa: E731
    moving = _shape_choice(words, is_still, set_still) if step.breath else []
    return screen(
        words,
        "",
        _said(step, max(steps, key=lambda one: len(one.text))),
        _shape(steps, clock, is_still, has_begun),
        secondary(words("Continue") if paused else words("Pause"), hold),
        _two(secondary(words("Back"), lambda: turn(-1)), secondary(words("Next"), lambda: turn(1))),
        *moving,
        text(words(title), quiet=True, small=True),
        back=lambda: on_end(False),
        back_words=words("Stop"),
        overline=words("{n} of {all}", n=number, all=all_of_them),
        has_page_help=app.has_page_help,
    )


def _use_clock(steps: tuple[Step, ...], on_over: Callable[[], Any]) -> tuple[StepClock, Callable[[StepClock], None]]:
    """The run's clock, looked at while this is on the screen. Drawn anew when a second or a step has passed."""
    page, app = ft.context.page, use_app()
    held: Any = ft.use_ref(lambda: StepClock(tuple(one.seconds for one in steps)).go_on(monotonic()))
    counting: Any = ft.use_ref(None)
    _, set_count = ft.use_state(0)

    def put(clock: StepClock) -> None:
        before, held.current = held.current, clock
        if _drawn(before) != _drawn(clock):
            set_count(lambda n: n + 1)
        if clock.is_over and counting.current is not None:
            counting.current = None
            page.run_task(_call, on_over)

    async def count(mine: object) -> None:
        while counting.current is mine:
            await asyncio.sleep(LOOK)
            if counting.current is mine:
                at = held.current.at
                put(held.current.look(monotonic()))
                if app.notice and held.current.at != at:
                    await app.notice("touched")  # who breathes along does not tap: a lock would break in

    def begin() -> None:
        counting.current = object()
        page.run_task(count, counting.current)

    def stop() -> None:
        counting.current = None

    ft.use_effect(begin, [], cleanup=stop)
    return held.current, put


async def _call(work: Callable[[], Any]) -> None:
    result = work()
    if hasattr(result, "__await__"):
        await result


def _drawn(clock: StepClock) -> tuple[int, int, bool]:
    return clock.at, clock.left, clock.is_paused


async def _asked() -> Any:
    service: Any = ft.SemanticsService()
    return await service.get_accessibility_features()


async def wants_no_motion() -> bool:
    """Whether the platform asks for less motion, where it can be told; no answer is no wish."""
    try:
        found = await asyncio.wait_for(_asked(), 3)
        return bool(found.reduce_motion or found.disable_animations)
    except Exception:
        return False


def _said(step: Step, longest: Step) -> ft.Control:
    """The step's words: a screen reader says them when they come, once.

    The longest ones stand unseen behind them: so nothing below moves under a finger when a step has more lines.
    """
    room = ft.Container(ft.Semantics(exclude_semantics=True, content=_large(longest)), opacity=0)
    return ft.Stack([room, ft.Semantics(live_region=True, container=True, content=_large(step))])


def _large(step: Step) -> ft.Text:
    value = f"{step.text} · {step.seconds:g}" if step.breath else step.text
    return ft.Text(value, size=HEADING + 2, font_family=STRONG, style=ft.TextStyle(height=1.3))


def _shape(steps: tuple[Step, ...], clock: StepClock, is_still: bool, has_begun: bool) -> ft.Control:
    at = min(clock.at, len(steps) - 1)
    step = steps[at]
    if not step.breath or is_still:
        return still_shape(clock.left, min(1.0, clock.left / step.seconds))
    full = fullness(steps)
    before, end = (full[at - 1] if at else 0.0), full[at]
    if not has_begun:
        return breath_shape(clock.left, before, 0)
    if clock.is_paused:
        return breath_shape(clock.left, before + (end - before) * clock.spent / step.seconds, 0)
    return breath_shape(clock.left, end, step.seconds)


def _shape_choice(words: Words, is_still: bool, set_still: Callable[[bool], None]) -> list[ft.Control]:
    label = words("Show the moving shape") if is_still else words("Hide the moving shape")
    return [link(label, lambda: set_still(not is_still))]


def _two(*buttons: ft.Control) -> ft.Control:
    return ft.Row([ft.Container(one, expand=True) for one in buttons], spacing=8)
