"""The person's people and plan on the screens: written, read, gone through step by step; open and locked."""

import asyncio
import gc
from datetime import timedelta

import flet as ft
import pytest
import pytest_asyncio

from companion.app.running import Companion
from companion.content import DAILY_CHECK_IN
from companion.domain.plan import Contact, Plan, Step
from companion.errors import StoreFull
from companion.services.opening import State
from companion.store import keyring
from companion.views import routes
from tests.allowing import allow
from tests.views.conftest import open_window
from tests.views.harness import Window
from tests.views.tab import says
from tests.views.test_lock import PIN, enter, of_others  # noqa: F401 - a fixture

pytestmark = pytest.mark.asyncio

CANARY = "kingfisherzanzibar"


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """A PIN that is checked at once."""
    monkeypatch.setattr(keyring, "MEMORY", 64)
    monkeypatch.setattr(keyring, "ROUNDS", 2)


async def add(app: Companion, name: str, **more: object) -> str:
    support = app.opening.opened.support
    await support.type_contact("", Contact("", name, "a friend", "+1 (555) 010-0142", **more))
    await support.keep_contact("")
    return support.contacts[-1].id


@pytest_asyncio.fixture
async def planned(app: Companion) -> Companion:
    """Past the first start, with a person and a plan, and a PIN."""
    services = app.opening.opened
    await services.preferences.change(was_welcomed=True, country="US", has_read_limits=True)
    await add(app, "Alex")
    await services.support.write(Step.SIGNS, f"the {CANARY} comes")
    await services.support.write(Step.ALONE, "walk")
    await services.lock.set_pin(PIN, services.lock.new_recovery_code())
    return app


def calls(window: Window) -> list[str]:
    """Where the buttons lead that open something inside the tap."""
    actions = [getattr(one, "action", None) for one in window.controls()]
    return [str(one.url) for one in actions if isinstance(one, ft.OpenUrl)]


# Open


async def test_where_nothing_is_there_yet_it_says_what_will_be_and_offers_the_next_step(window: Window) -> None:
    await window.go("/support")
    assert says(window, "Add people you can call with one tap") and "Feel steadier" in window.labels()
    await window.tap("Write my plan")
    assert window.route() == "/plan/edit"
    await window.go("/plan")
    assert says(window, "Write what helps you when things get hard") and says(window, "it does not call anyone for you")
    await window.go("/contacts")
    await window.tap("Add a person")
    assert window.route() == "/contacts/new"


async def test_a_person_is_added_as_typed_and_only_with_a_number_that_can_be_called(
    app: Companion, window: Window
) -> None:
    await window.go("/contacts/new")
    await window.type("Name", "Alex")
    await window.type("Phone number", "ask mum")
    await window.tap("Save")
    assert says(window, "This number cannot be called") and not app.opening.opened.support.contacts
    await window.go("/contacts")
    await window.tap("Continue")
    await window.follow()
    field = next(one for one in window.controls() if isinstance(one, ft.TextField) and one.label == "Name")
    assert field.value == "Alex", "what was typed is there again"
    await window.type("Phone number", "+1 (555) 010-0142")
    await window.tap("Save")
    await window.follow()
    assert window.page.route == "/contacts" and {"tel:+15550100142", "sms:+15550100142"} <= set(calls(window))
    assert "Next: your safety plan" in window.texts()
    await window.tap("Write my plan")
    assert window.route() == "/plan/edit"
    await app.opening.opened.support.write(Step.SIGNS, "I sleep badly")
    await window.go("/contacts")
    assert "Next: your safety plan" not in window.texts()


async def test_two_quick_taps_on_save_are_one_person(app: Companion, window: Window) -> None:
    await window.go("/contacts/new")
    await window.type("Name", "Alex")
    await window.type("Phone number", "(555) 010-0142")
    save = window.button("Save")
    for _ in range(2):
        await window.session.dispatch_event(save._i, "click", None)
    await window.settle()
    support = app.opening.opened.support
    assert [one.name for one in support.contacts] == ["Alex"] and support.draft("") is None


async def test_a_person_is_changed_put_first_removed_and_brought_back(app: Companion, window: Window) -> None:
    await add(app, "Alex")
    sam = await add(app, "Sam")
    await window.go(f"/contacts/{sam}")
    await window.type("How you know them", "my sponsor")
    await window.tap("Save")
    await window.follow()
    await window.go(f"/contacts/{sam}")
    await window.tap("Move up in the list")
    assert [one.name for one in app.opening.opened.support.contacts] == ["Sam", "Alex"]
    await window.tap("Remove")
    await window.follow()
    assert says(window, "Sam is not in your list anymore.") and "Call Sam" not in window.labels()
    await window.tap("Undo")
    kept = app.opening.opened.support.contacts
    assert [(one.name, one.relation) for one in kept] == [("Sam", "my sponsor"), ("Alex", "a friend")]


async def test_each_letter_of_a_plan_is_kept_and_an_example_becomes_a_line(app: Companion, window: Window) -> None:
    support = app.opening.opened.support
    await window.go("/plan/edit")
    await window.type("In your own words", "I go qui")
    assert support.plan.lines(Step.SIGNS) == ("I go qui",)
    await window.tap("I sleep badly")
    assert support.plan.lines(Step.SIGNS) == ("I go qui", "I sleep badly") and "I sleep badly" not in window.labels()
    field = next(one for one in window.controls() if isinstance(one, ft.TextField))
    assert field.value == "I go qui\nI sleep badly"
    await window.tap("Next")
    await window.follow()
    assert "Things I can do by myself" in window.texts()
    await window.tap("Stop here. What you wrote is saved.")
    await window.follow()
    assert {"I go qui", "I sleep badly", "Signs that I am getting worse"} <= set(window.texts())


async def test_what_the_plan_said_before_can_be_brought_back(app: Companion, window: Window) -> None:
    support = app.opening.opened.support
    await support.write(Step.ALONE, "walk")
    await window.go("/plan/edit/alone")
    await window.type("In your own words", "")
    await window.type("In your own words", "music")
    await window.go("/plan")
    await window.tap("Earlier versions")
    await window.tap("Bring this back")
    assert support.plan.lines(Step.ALONE) == ("walk",)
    versions = [one.lines(Step.ALONE) for _, one in await support.versions()]
    assert sorted(versions) == [("music",), ("walk",)]


async def test_what_cannot_be_stored_is_said_and_stored_before_the_lock(planned: Companion) -> None:
    support = planned.opening.opened.support
    vault, write = support._store._vault, support._store._vault.write

    async def full(*args: object, **more: object) -> None:
        raise StoreFull("no space")

    async for window in open_window(planned, "/plan/edit/alone"):
        vault.write = full
        await window.type("In your own words", "walk\nmusic")
        assert says(window, "Not saved: this device is full")
        with pytest.raises(StoreFull):
            await planned.lock()
        vault.write = write
        await planned.lock()
        assert planned.opening.state is State.LOCKED
        await planned.opening.unlock(lambda ring: ring.try_pin(PIN))
        assert planned.opening.opened.support.plan.lines(Step.ALONE) == ("walk", "music")


async def test_the_fixed_numbers_stand_in_the_plan_its_steps_and_its_copy(planned: Companion) -> None:
    for route in ("/plan", "/plan/edit/lines"):
        async for window in open_window(planned, route):
            assert {"tel:988", "tel:911"} <= set(calls(window)), route
    async for window in open_window(planned, "/plan"):
        copied = [
            one.action.args["data"]
            for one in window.controls()
            if isinstance(getattr(one, "action", None), ft.CopyToClipboard)
        ]
        plan = next(one for one in copied if "My safety plan" in one)
        assert CANARY in plan and "Alex: +1 (555) 010-0142" in plan and "988" in plan and "911" in plan
        assert "Stanley" not in plan


async def test_the_steps_come_one_at_a_time_and_calling_is_possible_at_each(planned: Companion) -> None:
    async for window in open_window(planned, "/plan/steps"):
        seen = []
        while True:
            seen.append(
                next(
                    one
                    for one in window.texts()
                    if one
                    in (
                        "Signs that I am getting worse",
                        "Things I can do by myself",
                        "People I can tell",
                        "Professionals and crisis lines",
                    )
                )
            )
            assert "tel:988" in calls(window)
            if "Next step" not in window.labels():
                break
            assert ("This helped" in window.labels()) is (seen[-1] != "Signs that I am getting worse")
            await window.tap("Next step")
        assert seen == [
            "Signs that I am getting worse",
            "Things I can do by myself",
            "People I can tell",
            "Professionals and crisis lines",
        ]
        assert "tel:911" in calls(window)
        for _ in seen[2:]:
            await window.tap("Back")
        await window.tap("This helped")
        assert says(window, "You can stop here") and "tel:988" in calls(window) and "Next step" in window.labels()


async def test_without_a_plan_the_steps_are_the_numbers(window: Window) -> None:
    await window.go("/plan/steps")
    assert says(window, "You have not written a plan yet.") and {"tel:988", "tel:911"} <= set(calls(window))


async def test_a_review_is_asked_for_after_three_months_and_after_an_urgent_warning(
    planned: Companion, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = "It is a good time to read your plan again. Does it still fit?"
    support = planned.opening.opened.support
    async for window in open_window(planned, "/plan"):
        assert said not in window.texts()
    written = support.plan.changed_at
    assert not support.plan.is_due(written + timedelta(days=90), None)
    assert support.plan.is_due(written + timedelta(days=91), None)
    assert support.plan.is_due(written, written + timedelta(seconds=1))
    assert not support.plan.is_due(written, written - timedelta(seconds=1)) and not Plan().is_due(written, written)
    monkeypatch.setattr(
        "companion.views.plan_review._flagged",
        lambda _: support.plan.changed_at + timedelta(seconds=1) if support.plan.reviewed_at is None else None,
    )
    for route in ("/plan", "/support"):
        async for window in open_window(planned, route):
            assert said in window.texts()
    async for window in open_window(planned, "/plan"):
        await window.tap("It still fits")
        assert said not in window.texts()


# The care cards


async def unsafe(window: Window) -> None:
    await window.go("/check-in")
    for label in ("4", "4", "4"):
        if "Do you feel safe right now?" not in window.texts():
            await window.tap(label)
    while "Do you feel safe right now?" not in window.texts():
        await window.tap("4")
    await window.tap("Not sure")


async def test_a_care_card_offers_the_own_person_and_the_plan_where_they_exist(app: Companion, window: Window) -> None:
    await unsafe(window)
    assert "You may not feel safe" in window.texts()
    assert "Open my safety plan" not in window.labels() and not any(
        one.startswith("tel:+1555") for one in calls(window)
    )
    await app.opening.opened.support.write(Step.ALONE, "walk")
    await add(app, "Alex")
    app.opening.opened.safety.changes.announce()
    await window.settle()
    assert "tel:+15550100142" in calls(window)
    await window.tap("Open my safety plan")
    assert window.route() == "/plan/steps"


# Locked


async def locked_window(app: Companion, route: str) -> Window:
    await app.lock()
    async for window in open_window(app, route):
        return window
    raise AssertionError


SHOWN = [route for route in routes.WHILE_LOCKED if route in ("/support", "/plan", "/plan/steps", "/contacts")]


@pytest.mark.parametrize("route", SHOWN)
async def test_locked_and_nothing_allowed_no_word_of_it_is_there(planned: Companion, route: str) -> None:
    async for window in open_window(planned, route):
        assert any(CANARY in one or "Alex" in one for one in window.labels())
        await planned.lock()
        await window.settle()
        assert not any(CANARY in one or "Alex" in one for one in window.labels())
        assert "Enter your PIN" not in window.texts()
        if route == "/plan/steps":
            assert "tel:988" not in calls(window) and says(window, "Your plan is locked.")
        elif route != "/contacts":
            await window.tap("Open with my PIN")
            assert "Enter your PIN" in window.texts()


async def test_locked_with_permission_the_plan_and_the_person_are_there_and_the_unlocking_way_too(
    planned: Companion,
) -> None:
    support = planned.opening.opened.support
    await allow(support, plan=True, contacts=frozenset({support.contacts[0].id}))
    del support
    await planned.lock()
    async for window in open_window(planned, "/"):
        assert "Enter your PIN" in window.texts()
        await window.tap("My people and my plan")
        await window.follow()
        assert {"tel:+15550100142", "sms:+15550100142"} <= set(calls(window))
        await window.tap("Read it")
        await window.follow()
        assert f"the {CANARY} comes" in window.texts() and "Change my plan" not in window.labels()
        await window.go("/plan/steps")
        assert says(window, CANARY) and "tel:988" in calls(window), "the country's line without the journal"
        for closed in ("/plan/edit", "/contacts/new", "/plan/edit/alone", "/journal"):
            await window.go(closed)
            assert "Enter your PIN" in window.texts(), closed
        await enter(window, PIN)
        assert planned.opening.state is State.OPEN


async def test_a_locked_app_holds_what_is_allowed_and_nothing_else_of_plan_and_people(
    of_others: list[object],  # noqa: F811
    planned: Companion,
) -> None:
    support = planned.opening.opened.support
    await allow(support, plan=False, contacts=frozenset({support.contacts[0].id}))
    del support
    await planned.lock()
    for _ in range(3):
        await asyncio.sleep(0.01)
        gc.collect()
    others = {id(one) for one in of_others}
    here = [one for one in gc.get_objects() if isinstance(one, Plan | Contact) and id(one) not in others]
    plans = [one for one in here if isinstance(one, Plan) and not one.is_empty]
    people = [one for one in here if isinstance(one, Contact)]
    assert plans == [] and {one.name for one in people} <= {"Alex", ""}
    front = planned.opening.locked.front
    assert front.plan is None and [one.name for one in front.contacts] == ["Alex"]
    del people, front, here
    await planned.opening.unlock(lambda ring: ring.try_pin(PIN))
    assert not planned._reached.front.contacts, "an open journal has it all"


async def test_what_is_left_while_locked_stands_in_the_journal_after_the_pin(planned: Companion) -> None:
    await planned.lock()
    front = planned.opening.locked.front
    await front.leave(DAILY_CHECK_IN, {"mood": 4}, front.now())
    del front
    async for window in open_window(planned):
        await enter(window, PIN)
        await window.go("/journal")
        assert any(one.startswith("Check-in") for one in window.texts())
        assert len(planned.opening.opened.journal.heads()) == 1


async def test_the_choice_stands_under_more_lock_and_on_the_plan(planned: Companion) -> None:
    support = planned.opening.opened.support
    async for window in open_window(planned, "/more/lock"):
        assert says(window, "What the lock screen may show:")
        await window.tap("My safety plan")
        assert support.plan.on_lock and not support.contacts[0].on_lock
        await window.tap("Alex")
        assert support.plan.on_lock and support.contacts[0].on_lock
        await window.go("/plan")
        await window.tap("Show my plan on the lock screen")
        assert not support.plan.on_lock and support.contacts[0].on_lock
