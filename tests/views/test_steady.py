"""The exercises on the screens: picked, run by the clock or by hand, kept once, and never in the way of help."""

import asyncio
import weakref
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import flet as ft
import pytest

from companion.app.running import Companion
from companion.config import ClinicSettings
from companion.content import BLOOD_PRESSURE, STEADYING
from companion.domain.exercises import Exercises, Step
from companion.domain.journal import Infusion, Occurrence
from companion.errors import StoreDamaged, StoreFull
from companion.services import steadying
from companion.services.preferences import Look
from tests.views.conftest import open_window
from tests.views.harness import Window
from tests.views.tab import says
from tests.views.test_lock import PIN, enter, gone, locked  # noqa: F401 - fixtures
from tests.views.test_targets import least_height

pytestmark = pytest.mark.asyncio


def quick(app: Companion, seconds: float) -> None:
    """The same exercises, each step this long."""
    found = app.content.exercises()

    def short(steps: tuple[Step, ...]) -> tuple[Step, ...]:
        return tuple(replace(step, seconds=seconds) for step in steps)

    def each(one: Any) -> Any:
        return replace(one, versions=tuple(replace(v, loop=short(v.loop), steps=short(v.steps)) for v in one.versions))

    changed: Exercises = replace(found, all=tuple(each(one) for one in found.all))
    object.__setattr__(app.content, "exercises", lambda: changed)


async def until(holds: Callable[[], bool]) -> None:
    for _ in range(2000):
        if holds():
            return
        await asyncio.sleep(0.005)
    raise AssertionError("it never holds")


def step_of(window: Window) -> str:
    """The words of the step that is on."""
    live = [one for one in window.controls() if isinstance(one, ft.Semantics) and one.live_region]
    return live[0].content.value


def kept(app: Companion) -> list[dict[str, Any]]:
    """The facts of the exercises in the journal, newest first."""
    return [dict(one.facts) for one in app.opening.opened.journal.heads() if one.form == STEADYING]


async def test_a_feeling_leads_to_what_to_try_and_who_wants_to_die_to_people_first(window: Window) -> None:
    await window.go("/steady")
    await window.tap("Tense in my body")
    assert "Tense and let go" in window.texts() and "Slow breathing" not in window.texts()
    await window.tap("Back")
    await window.tap("Panic, heart racing")
    assert (
        says(window, "Chest pain or pressure? Call 911 before you try an exercise.") and "Call 911" in window.labels()
    )
    await window.tap("Back")
    await window.tap("Very low, or I want to die")
    labels = window.labels()
    assert labels.index("Show me who I can call") < labels.index("Where I am now")
    await window.tap("Show me who I can call")
    assert window.route() == "/help"


async def test_until_a_country_is_chosen_the_clinics_emergency_number_is_named(app: Companion) -> None:
    await app.opening.opened.preferences.change(was_welcomed=True)
    app.clinic = ClinicSettings("Example Clinic", country="US")
    async for window in open_window(app, "/steady"):
        await window.tap("Panic, heart racing")
        assert (
            says(window, "Chest pain or pressure? Call 911 before you try an exercise.")
            and "Call 911" in window.labels()
        )


async def test_a_run_goes_by_itself_to_its_end_and_is_one_entry(window: Window, app: Companion) -> None:
    quick(app, 0.3)
    await window.go("/steady/cold-and-touch")
    await window.tap("Begin")
    await window.tap("7")
    await until(lambda: "smooth or rough" in step_of(window))
    await until(lambda: says(window, "And now"))
    await window.tap("6")
    await until(lambda: says(window, "Saved in your journal."))
    assert says(window, "about the same: 7 before, 6 now")
    expected = {"exercise": "cold-and-touch", "distress_before": 7, "distress_after": 6, "finished": True}
    assert kept(app) == [expected]
    await window.tap("Done")
    assert window.route() == "/"
    await window.go("/journal")
    assert says(window, "Cold and touch") and kept(app) == [expected]


async def test_stop_and_skips_are_kept_as_they_are(window: Window, app: Companion) -> None:
    await window.go("/steady/here-and-now/run")
    await window.tap("Skip")
    assert "Stop" in window.labels()
    await window.tap("Stop")
    await window.tap("Skip")
    await until(lambda: says(window, "Saved in your journal."))
    assert kept(app) == [{"exercise": "here-and-now", "finished": False}]
    assert not says(window, "Your distress")


async def test_pause_back_and_next_move_the_steps_and_a_paused_step_stays(window: Window, app: Companion) -> None:
    await window.go("/steady/five-senses/run")
    await window.tap("Skip")
    await window.tap("Pause")
    for _ in range(2):
        await window.tap("Next")
    assert "Name 3 sounds" in step_of(window)
    await window.tap("Back")
    assert "Name 4 things" in step_of(window) and "2 of 6" in window.texts()
    quick_steps = window.texts()
    await asyncio.sleep(1.2)
    assert window.texts() == quick_steps, "paused"
    await window.tap("Continue")
    await until(lambda: "39" in window.texts())
    for _ in range(5):
        await window.tap("Next")
    await until(lambda: says(window, "And now"))


async def test_a_window_behind_others_pauses_and_waits_for_the_person(window: Window) -> None:
    await window.go("/steady/five-senses/run")
    await window.tap("Skip")
    for state in ("hide", "show"):
        await window.session.dispatch_event(window.page._i, "app_lifecycle_state_change", {"state": state})
        await window.settle()
    assert "Continue" in window.labels() and "Pause" not in window.labels()


async def test_who_feels_worse_is_told_that_it_is_ok_and_offered_eyes_open_and_help(
    window: Window, app: Companion
) -> None:
    await window.go("/steady/slow-breathing/run")
    await window.tap("2")
    await window.tap("Stop")
    await window.tap("5")
    assert says(window, "It is OK to stop") and says(window, "higher: 2 before, 5 now")
    assert (
        "Try this with your eyes open: Where I am now" in window.labels()
        and "Show me who I can call" in window.labels()
    )
    await until(lambda: bool(kept(app)))
    await window.tap("Try this with your eyes open: Where I am now")
    await window.follow()
    await window.tap("Begin")
    await window.follow()
    await window.tap("Skip")
    await window.tap("Stop")
    await window.tap("I feel worse than before")
    assert "Try this with your eyes open: Five senses" in window.labels()
    await until(lambda: len(kept(app)) == 2)
    assert kept(app)[0]["felt_worse"] is True


async def test_a_run_that_is_left_by_another_address_is_kept_once(window: Window, app: Companion) -> None:
    await window.go("/steady/slow-breathing/run")
    await window.tap("8")
    await window.go("/help")
    await until(lambda: bool(kept(app)))
    await window.go("/steady")
    await window.go("/steady/slow-breathing/run")
    await window.tap("3")
    await window.go("/")
    await until(lambda: len(kept(app)) == 2)
    assert [one["distress_before"] for one in kept(app)] == [3, 8]


async def test_a_run_that_was_killed_becomes_an_entry_before_the_next_one(app: Companion) -> None:
    await app.opening.opened.preferences.change(was_welcomed=True)
    run = steadying.new_run(app.content.forms[STEADYING], "long-sigh")
    await steadying.note(run, app.opening, distress_before=9)
    assert kept(app) == []
    async for window in open_window(app, "/steady"):
        await until(lambda: kept(app) == [{"exercise": "long-sigh", "distress_before": 9}])
        assert app.opening.opened.journal.draft_of(STEADYING) is None and window


async def test_a_full_disk_is_said_and_the_result_can_be_saved_again(window: Window, app: Companion) -> None:
    await window.go("/steady/cold-and-touch/run")
    await window.tap("Skip")
    await window.tap("Stop")
    store = app.opening.opened.journal._store
    keep, store.keep_entry = store.keep_entry, _full
    await window.tap("4")
    await until(lambda: says(window, "Not saved: this device is full"))
    await window.tap("OK")
    store.keep_entry = keep
    await window.tap("Save again")
    await until(lambda: says(window, "Saved in your journal."))
    assert len(kept(app)) == 1


async def _full(*args: Any) -> None:
    raise StoreFull("full")


def give_infusion(app: Companion, hours_ago: float) -> None:
    journal = app.opening.opened.journal
    now = journal.now()
    at = now.at - timedelta(hours=hours_ago)
    start = Occurrence(at, now.zone, now.date if hours_ago < 20 else at.date(), now.clock)
    journal._store.infusions = lambda: [Infusion("a", 1, start, "fulfilled")]


async def test_on_the_day_of_an_infusion_nothing_is_done_standing(window: Window, app: Companion) -> None:
    await window.go("/steady/movement")
    assert "Standing" in window.texts() and says(window, "do this seated until the next day")
    give_infusion(app, 1)
    await window.go("/steady")
    await window.go("/steady/movement")
    assert "Standing" not in window.texts()
    await window.go("/steady/movement/run/standing/1")
    await window.tap("Skip")
    for _ in range(2):
        await window.tap("Next")
    assert "Look around slowly" in step_of(window) and "Walk" not in step_of(window)


async def test_box_breathing_waits_after_an_infusion_with_a_high_blood_pressure(window: Window, app: Companion) -> None:
    await window.go("/steady/box-breathing")
    caution = "if your blood pressure was high"
    assert says(window, caution) and says(window, "you are pregnant") and "Begin" in window.labels()
    give_infusion(app, 30)
    await window.go("/steady")
    await window.go("/steady/box-breathing")
    assert not says(window, caution)
    give_infusion(app, 1)
    journal = app.opening.opened.journal
    draft = journal.begin(BLOOD_PRESSURE)
    await journal.answer(draft.id, "systolic", 165)
    await journal.finish(draft.id)
    await window.go("/steady")
    await window.go("/steady/box-breathing")
    assert says(window, caution) and "Begin" not in window.labels()
    await window.go("/steady/box-breathing/run")
    await window.settle()
    assert "Skip" not in window.labels()
    await window.go("/steady/box-breathing")
    await window.tap("Do this instead: Slow breathing")
    assert says(window, "slow count")


async def test_the_shape_grows_with_the_breath_and_can_be_asked_to_stand_still(window: Window) -> None:
    await window.go("/steady/slow-breathing/run/usual/12")
    await window.tap("Skip")
    await window.tap("Pause")
    assert "Breathe in · 4" in window.texts()
    assert [one for one in window.controls() if isinstance(one, ft.Container) and one.bgcolor == "primarycontainer"]
    await window.tap("Hide the moving shape")
    assert [one for one in window.controls() if isinstance(one, ft.ProgressRing)]
    await window.tap("Show the moving shape")
    await window.tap("Next")
    assert "Breathe out · 6" in window.texts()


async def test_a_screen_reader_hears_a_step_once_and_not_its_seconds(window: Window) -> None:
    await window.go("/steady/five-senses/run")
    await window.tap("Skip")
    await window.tap("Pause")
    live = [one for one in window.controls() if isinstance(one, ft.Semantics) and one.live_region]
    assert [one.content.value for one in live] == ["Name 5 things you see."]
    silent = [one for one in window.controls() if isinstance(one, ft.Semantics) and one.exclude_semantics]
    assert len(silent) == 2, "the seconds, and the room that the longest words take"


async def test_without_a_journal_an_exercise_runs_and_says_that_nothing_is_kept(app: Companion) -> None:
    app.opening.lose(StoreDamaged("gone"))
    async for window in open_window(app, "/steady"):
        assert says(window, "your answers are not saved")
        await window.tap("Five senses")
        await window.follow()
        await window.tap("Begin")
        await window.tap("5")
        await window.tap("Stop")
        await window.tap("3")
        await until(lambda: says(window, "Not saved: your journal is not open."))
        assert says(window, "lower: 5 before, 3 now")
        await window.go("/journal")
        assert says(window, "damaged")


async def test_music_has_nothing_to_begin(window: Window) -> None:
    await window.go("/steady/music")
    assert says(window, "Calm music") and "Begin" not in window.labels()


async def test_an_exercise_that_is_not_here_says_so(window: Window) -> None:
    await window.go("/steady/levitation")
    assert says(window, "not in this version")
    await window.go("/steady/levitation/run")
    await window.settle()
    assert window.route() == "/steady/levitation"


async def test_a_run_on_the_lock_screen_comes_into_the_journal_once_it_is_unlocked(locked: Companion) -> None:  # noqa: F811
    await locked.lock()
    async for window in open_window(locked, "/support"):
        await window.tap("Feel steadier")
        await window.follow()
        assert says(window, "Your journal is locked.")
        await window.tap("Cold and touch")
        await window.follow()
        await window.tap("Begin")
        await window.follow()
        await window.tap("8")
        await window.tap("Stop")
        await window.tap("5")
        await until(lambda: says(window, "It goes into your journal when you unlock it."))
        await window.tap("Done")
        await window.follow()
        await enter(window, PIN)
        await until(lambda: locked.opening.opened is not None)
    expected = {"exercise": "cold-and-touch", "distress_before": 8, "distress_after": 5, "finished": False}
    assert kept(locked) == [expected]
    await locked.lock()
    await locked.opening.unlock(lambda keyring: keyring.try_pin(PIN))
    assert kept(locked) == [expected]


async def test_a_run_that_a_lock_interrupts_is_one_entry_and_holds_nothing_of_the_journal(locked: Companion) -> None:  # noqa: F811
    async for window in open_window(locked, "/steady/five-senses/run"):
        await window.tap("9")
        await until(lambda: locked.opening.opened.journal.draft_of(STEADYING) is not None)
        alive = weakref.ref(locked.opening.opened.journal)
        await locked.lock()
        await window.settle()
        assert "Name 5 things" in step_of(window), "who is in the middle of it is not interrupted"
        await gone(window, lambda: alive() is None)
        assert alive() is None
        await window.tap("Stop")
        await window.tap("4")
        await until(lambda: says(window, "It goes into your journal when you unlock it."))
        await locked.opening.unlock(lambda keyring: keyring.try_pin(PIN))
        await window.go("/")
        await window.go("/steady")
        await until(lambda: locked.opening.opened.journal.draft_of(STEADYING) is None)
    assert [one["distress_after"] for one in kept(locked)] == [4]


async def test_somebody_who_never_started_the_app_can_do_an_exercise(app: Companion) -> None:
    async for window in open_window(app, "/steady/here-and-now"):
        assert "Begin" in window.labels() and "I have read this" not in window.labels()
        await window.go("/")
        assert "I have read this" in window.labels()


async def test_who_breathes_along_is_not_locked_out_and_who_has_paused_is(locked: Companion) -> None:  # noqa: F811
    quick(locked, 0.3)
    touches: list[str] = []
    touched = locked.presence.touched
    locked.presence.touched = lambda: touches.append("touched") or touched()
    async for window in open_window(locked, "/steady/slow-breathing/run"):
        await window.tap("Skip")
        touches.clear()
        await until(lambda: len(touches) > 1)
        await window.tap("Pause")
        touches.clear()
        await asyncio.sleep(0.8)
        assert touches == []


@pytest.mark.parametrize(("look", "least"), [(Look.LIGHT, 48), (Look.DIM, 56)])
async def test_everything_that_is_tapped_in_a_run_is_large_enough(
    window: Window, app: Companion, look: Look, least: int
) -> None:
    await app.opening.opened.preferences.change(look=look)
    await window.go("/steady/slow-breathing/run")
    seen = []
    for label in ("Skip", "Stop", "I feel worse than before", None):
        seen += [height for one in window.controls() if (height := least_height(one)) is not None]
        if label:
            await window.tap(label)
    assert len(seen) > 20 and min(seen) >= least
