"""Today's warnings keep their level and their calls for a day; what names a crisis line follows its hours."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import flet as ft
import pytest
import pytest_asyncio

from companion.app.running import Companion
from companion.content import DAILY_CHECK_IN, SIDE_EFFECT
from companion.domain.plan import Contact, Step
from companion.domain.safety.rules import Action, Level, offers
from companion.domain.safety.warned import Warned
from companion.views.ways import TO_A_PERSON
from tests.views.conftest import CLINIC, open_window
from tests.views.course_time import set_clock
from tests.views.harness import Window
from tests.views.test_care import rules, typed
from tests.views.test_thread import tap_through

pytestmark = pytest.mark.asyncio

ROME = "Europe/Rome"
NIGHT, DAY = datetime(2026, 11, 25, 2, 0, tzinfo=UTC), datetime(2026, 11, 25, 11, 0, tzinfo=UTC)
"""3 in the morning and noon in Rome."""


@pytest_asyncio.fixture
async def person(app: Companion) -> AsyncIterator[Companion]:
    """Somebody with a clinic, a person to call and a plan, in the United States."""
    app.clinic = CLINIC
    services = app.opening.opened
    assert services is not None
    await services.preferences.change(was_welcomed=True, country="US", has_read_limits=True)
    await services.support.type_contact("", Contact("", "Sam", phone="+1 555 010 0123"))
    await services.support.keep_contact("")
    await services.support.write(Step.ALONE, "walk")
    yield app


async def warn(app: Companion, rule_id: str, *more: str, level: Level | None = None, hours: float = 1) -> Warned:
    """A warning of some hours ago in the log."""
    services = app.opening.opened
    book = services.safety.book
    found = [next(one for one in book.rules if one.id == id) for id in (rule_id, *more)]
    at = services.journal.now().at - timedelta(hours=hours)
    lead = found[0]
    lines = tuple((one.id, level or one.level) for one in found)
    line = Warned(str(uuid4()), at, level or lead.level, lead.topic, lead.message, DAILY_CHECK_IN, lines)
    await services.safety._log.add(line)
    return line


def bands(window: Window) -> list[str]:
    """The colours of the borders of cards that name a level, from above."""
    care = [one for one in window.controls() if isinstance(one, ft.Container) and one.border and one.clip_behavior]
    return [one.border.top.color for one in care if one.border.top.width == 2]


def calls(window: Window) -> list[tuple[str, bool]]:
    """What the buttons to a person open, and whether they are filled."""
    found = [one for one in window.controls() if isinstance(one, ft.FilledButton | ft.OutlinedButton) and one.action]
    return [(one.action.url, isinstance(one, ft.FilledButton)) for one in found]


async def test_each_level_keeps_its_own_colour_and_all_its_ways_to_a_person(person: Companion) -> None:
    cases = {
        "RF-CP-1": ("Emergency", ft.Colors.ERROR, ["tel:911", "tel:+15550100123"]),
        "RF-BP-3": ("Urgent: now", ft.Colors.ERROR, ["tel:+15550100199", "tel:911", "tel:+15550100123"]),
        "RF-SAFE-1": ("Tell your clinic soon", ft.Colors.TERTIARY_CONTAINER,
                      ["tel:988", "sms:988", "tel:+15550100199", "tel:+15550100123", "tel:911"]),
    }  # fmt: skip
    for id, (label, color, uris) in cases.items():
        line = await warn(person, id)
        async for window in open_window(person):
            assert label in window.texts() and bands(window)[0] == color
            assert sorted(uri for uri, _ in calls(window)) == sorted(uris)
            assert [is_filled for _, is_filled in calls(window)] == [True] + [False] * (len(uris) - 1)
            is_dark = any(getattr(one, "theme_mode", None) is ft.ThemeMode.DARK for one in window.controls())
            assert is_dark == (label == "Emergency"), "an emergency alone is drawn on black"
        row = next(one for one in person.opening.opened.safety._log._vault.of_kind("warned") if one.id == line.id)
        await person.opening.opened.safety._log._vault.write(deletes=[row])


async def test_every_shipped_card_that_stands_on_today_offers_every_way_that_it_had(person: Companion) -> None:
    services = person.opening.opened
    book = services.safety.book
    for rule in book.rules:
        message = book.messages[rule.message]
        ways = [one for one in offers(rule, message, "US") if one in TO_A_PERSON]
        line = await warn(person, rule.id)
        if services.safety.standing().cards:
            async for window in open_window(person):
                uris = [uri for uri, _ in calls(window)]
                wanted = {Action.CALL_EMERGENCY: "tel:911", Action.CALL_CLINIC: "tel:+15550100199",
                          Action.CRISIS_LINE: "tel:988", Action.OWN_CONTACT: "tel:+15550100123",
                          Action.ABUSE_LINES: "tel:+18007997233", Action.POISON_LINE: "tel:+18002221222",
                          Action.SUBSTANCE_LINE: "tel:+18006624357"}  # fmt: skip
                assert ways and all(wanted[one] in uris for one in ways), rule.id
                assert not any("tel:+16234737433" in uri for uri in uris), "peer support is on no card"
        row = next(one for one in services.safety._log._vault.of_kind("warned") if one.id == line.id)
        await services.safety._log._vault.write(deletes=[row])


async def test_a_raised_level_is_shown_as_it_was_told(person: Companion) -> None:
    await warn(person, "RF-UR-1", level=Level.EMERGENCY)
    async for window in open_window(person):
        assert "Emergency" in window.texts() and "Call 911 now" in window.texts()
        assert calls(window)[0] == ("tel:911", True)
        await window.go("/more/warnings")
        assert "Call 911 now" in window.texts()


async def test_what_is_about_the_mind_can_be_folded_and_opened_again(person: Companion) -> None:
    await warn(person, "RF-SUI-5")
    async for window in open_window(person):
        assert "You do not have to do this alone" in window.texts() and calls(window)
        await window.tap("I am safe now")
        assert "You do not have to do this alone" not in window.texts() and not calls(window)
        await window.tap("Earlier warning: You do not have to do this alone")
        assert ("tel:988", True) in calls(window) and "I am safe now" not in window.labels()
        await window.tap("Hide it again")
        assert not calls(window)
    async for window in open_window(person):
        assert "Earlier warning: You do not have to do this alone" in window.labels(), "it is kept"


async def test_an_injury_violence_and_an_emergency_cannot_be_put_away(person: Companion) -> None:
    for id, more in (("RF-CP-1", ()), ("RF-SAFE-2", ()), ("RF-SUI-3", ()), ("RF-BP-3", ()), ("RF-SUI-5", ("RF-BP-3",))):
        line = await warn(person, id, *more)
        async for window in open_window(person):
            assert "I am safe now" not in window.labels(), id
            await person.opening.opened.safety.fold(line)
            await window.settle()
            assert calls(window), id
        row = next(one for one in person.opening.opened.safety._log._vault.of_kind("warned") if one.id == line.id)
        await person.opening.opened.safety._log._vault.write(deletes=[row])


async def test_the_ways_of_a_second_urgent_reason_are_there(person: Companion) -> None:
    await warn(person, "RF-SUI-5", "RF-SAFE-2")
    async for window in open_window(person):
        uris = [uri for uri, _ in calls(window)]
        assert uris[0] == "tel:988" and "tel:911" in uris


async def test_no_more_than_two_stand_there_and_the_rest_is_a_tap_away(person: Companion) -> None:
    for id in ("RF-CP-1", "RF-SAFE-2", "RF-SUI-5", "RF-DIS-2"):
        await warn(person, id)
    async for window in open_window(person):
        assert window.labels().count("Read it again") == 2 and "Call 911 now" in window.texts()
        assert "You do not have to do this alone" not in window.texts()


async def test_a_warning_of_rules_that_are_gone_still_leads_to_somebody(person: Companion) -> None:
    line = await warn(person, "RF-CP-1")
    services = person.opening.opened
    red_flags = services.safety._red_flags()
    without = replace(red_flags.book, rules=tuple(one for one in red_flags.book.rules if one.id != "RF-CP-1"))
    services.safety._red_flags = lambda: red_flags._replace(book=without)
    async for window in open_window(person):
        assert line.level is Level.EMERGENCY and bands(window)[0] == ft.Colors.ERROR
        await window.tap("Show me who I can call")
        assert any(uri == "tel:911" for uri, _ in calls(window)) or window.page.route == "/help"


async def test_saying_that_one_is_safe_on_a_card_folds_it_on_today(window: Window, app: Companion) -> None:
    await tap_through(window, "6")
    while "Do you feel safe right now?" not in window.texts():
        await tap_through(window, "4")
    await tap_through(window, "Not sure")
    assert "RF-SAFE-1" in rules(app)
    await window.tap("I am safe for now")
    async for today in open_window(app):
        assert "Earlier warning: You may not feel safe" in today.labels() and not calls(today)


async def test_a_corrected_answer_folds_what_is_about_the_mind_alone(window: Window, app: Companion) -> None:
    await tap_through(window, "6")
    while "Do you feel safe right now?" not in window.texts():
        await tap_through(window, "4")
    await tap_through(window, "Not sure")
    assert app.opening.opened.safety.standing().cards
    await window.tap("Back")
    await tap_through(window, "Yes")
    found = app.opening.opened.safety.standing()
    assert not found.cards and [one.message for one in found.folded] == ["safe_check"]


async def test_a_corrected_pressure_does_not_take_an_urgent_card_from_today(window: Window, app: Companion) -> None:
    await typed(window, "185", "121")
    await window.tap("Back")
    await window.type("Top number (systolic)", "118")
    await window.type("Bottom number (diastolic)", "75")
    await window.tap("Next")
    assert [one.level for one in app.opening.opened.safety.standing().cards] == [Level.URGENT]


# Hours


async def italian(app: Companion, now: datetime) -> None:
    await app.opening.opened.preferences.change(was_welcomed=True, country="IT", has_read_limits=True)
    set_clock(app, now, ROME)
    app.open_lines.look(now)


async def test_at_night_a_card_names_the_emergency_number_and_own_people_and_when_the_line_opens(
    person: Companion,
) -> None:
    await italian(person, NIGHT)
    await warn(person, "RF-SUI-5")
    async for window in open_window(person):
        assert calls(window)[0] == ("tel:112", True)
        assert "tel:+390223272327" not in [uri for uri, _ in calls(window)]
        assert "tel:+15550100123" in [uri for uri, _ in calls(window)]
        assert "The crisis line, 02 2327 2327, opens at 09:00." in window.texts()
        await window.go("/more/warnings")
        assert any("someone you trust (the crisis line, 02 2327 2327, opens at 09:00)" in one for one in window.texts())


async def test_an_open_card_follows_the_clock_while_it_is_looked_at(person: Companion) -> None:
    await italian(person, NIGHT)
    await warn(person, "RF-SUI-5")
    async for window in open_window(person):
        assert calls(window)[0] == ("tel:112", True)
        set_clock(person, DAY, ROME)
        person.open_lines.look(DAY)
        await window.settle()
        assert calls(window)[0] == ("tel:+390223272327", True)
        assert "Call the crisis line, 02 2327 2327" in window.labels()


@pytest.mark.parametrize("route", ["/learn/if-you-feel-unsafe", "/learn/call-for-help"])
async def test_an_article_follows_the_hours_too(person: Companion, route: str) -> None:
    await italian(person, NIGHT)
    async for window in open_window(person, route):
        await window.until("Where this comes from")  # the rest of an article is drawn a moment after its beginning
        assert any("opens at 09:00" in one for one in all_texts(window))
        set_clock(person, DAY, ROME)
        person.open_lines.look(DAY)
        await window.settle()
        texts = all_texts(window)
        assert any("the crisis line, 02 2327 2327" in one for one in texts) and not any(
            "opens at" in one for one in texts
        )


def all_texts(window: Window) -> list[str]:
    spans = [span.text or "" for one in window.controls() if isinstance(one, ft.Text) for span in one.spans or []]
    return [*window.texts(), *spans]


async def test_a_side_effect_and_the_plan_name_what_is_open(person: Companion) -> None:
    await italian(person, NIGHT)
    async for window in open_window(person, "/plan/steps"):
        assert "Call now: 112" in window.labels() and "Call now: 02 2327 2327" not in window.labels()
    draft = person.opening.opened.journal.begin(SIDE_EFFECT)
    form = person.opening.opened.journal.forms[SIDE_EFFECT]
    option = next(one for one in form.question("effect").options if one.code == "se_suicidal")
    await person.opening.opened.journal.answer(draft.id, "effect", option, moves_on=True)
    async for window in open_window(person, "/form/side-effect"):
        assert any(
            "Call someone you trust (the crisis line" in one and "or 112 now if:" in one for one in window.texts()
        )


async def test_hours_that_are_not_known_are_said_beside_the_button(person: Companion) -> None:
    await person.opening.opened.preferences.change(country="DK")
    await warn(person, "RF-SUI-5")
    async for window in open_window(person):
        assert "Call the crisis line, 70 201 201" in window.labels() and "Hours may vary." in window.texts()


async def test_who_is_overheard_can_text_on_a_card_about_violence(person: Companion) -> None:
    await warn(person, "RF-SAFE-2")
    async for window in open_window(person):
        uris = [uri for uri, _ in calls(window)]
        assert uris[:2] == ["tel:911", "sms:911"] and "sms:88788?&body=START" in uris
        assert "Quick exit" in window.labels()


async def test_a_card_names_the_quick_exit_only_where_there_is_one(person: Companion) -> None:
    await warn(person, "RF-SAFE-2")
    async for window in open_window(person, "/more/warnings"):
        for is_web in (True, False):
            window.page.web = is_web
            await window.go("/more")
            await window.go("/more/warnings")
            assert "If you are in danger now, call 911." in window.texts()
            assert any("use “Quick exit”" in one for one in window.texts()) is is_web
