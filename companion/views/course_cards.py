"""What matters now, as cards for Today: the most important first, and never more than three."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from functools import partial

import flet as ft

from companion.domain.course import AFTER, Phase
from companion.domain.food_plan import FoodPlan
from companion.domain.holding import Held, expected, minutes_gone, waited_for
from companion.domain.journal import Infusion
from companion.domain.questionnaire import Planned
from companion.domain.until import Assumed, Fasting, Until
from companion.services.bundle import Services
from companion.views import routes
from companion.views.checklists import due_button, due_card, due_list
from companion.views.components.controls import card, heading, lines_of, link, live, secondary, text
from companion.views.context import AppView, keeps
from companion.views.course_words import (
    driver_said,
    fasting_rule,
    filled,
    gone,
    lines,
    moment,
    reasons,
    span,
    told_links,
    until_assumes,
    until_condition,
    until_title,
)
from companion.views.food_cards import DIABETES, SIP, as_told_card, change_link, diabetes, question_card
from companion.views.progress_words import feels, guess_lines, question

Card = Callable[[], ft.Control]
"""Makes a card when it is to be drawn: what is not among the first three is not made."""

MOST = 3
MOST_ITEMS = 2
CALM = (Phase.NONE, Phase.WEEKS_BEFORE, Phase.WEEK_BEFORE, Phase.DAYS_4_7, Phase.BETWEEN, Phase.AFTER_COURSE)
"""Phases in which the day's check-in comes before what there is to know."""

CARED_FOR = (*AFTER, Phase.DAYS_1_3, Phase.DAYS_4_7)
"""Phases that the care by hour and day is about."""

NEAR_FASTING = timedelta(hours=18)
NEAR_START = timedelta(hours=1)
WRONG_TAP = timedelta(minutes=10)
"""So long after a start was told Today offers to take it back; later it is with "What to expect now"."""
BRINGS = (Phase.DAY_BEFORE, Phase.DAY_OF)
DRIVER_DAYS = timedelta(days=7)
BAG = "g_night_bag"
FASTING = ("g_morn_solids", "g_morn_liquids", DIABETES)
"""Items that the card of the last food and drink says already, with the times of this infusion."""

NEAR = (*FASTING, "g_48_told")
"""The same, with what only that card's being there makes needless."""

COVERED = frozenset({
    *FASTING, BAG, "g_week_driver", "g_24_drive", "g_24_decisions", "g_during_1",
    "g_during_2", "g_during_3", "g_during_4", "g_during_staff", "g_during_noapp",
})  # fmt: skip
"""Items that another card says already."""


def course_cards(app: AppView, services: Services) -> list[ft.Control]:
    """At most three."""
    made = _cards(app, services)
    return [one() for one, _ in zip(made, range(MOST), strict=False)]


def all_that_matters(app: AppView, services: Services) -> list[ft.Control]:
    """After the cards: the way to everything that holds."""
    if is_under_way(services):
        return []
    page = ft.context.page
    care, matters = app.words("Care after the infusion"), app.words("Everything that matters now")
    has_care = services.course.place().phase in CARED_FOR
    return [
        *([link(matters, lambda: routes.go(page, routes.MATTERS))] if services.course.holding() else []),
        *([link(care, lambda: routes.go(page, routes.AFTERCARE))] if has_care else []),
    ]


def is_under_way(services: Services) -> bool:
    """While it lasts the app asks nothing."""
    return services.course.place().phase is Phase.UNDER_WAY


def is_calm(services: Services) -> bool:
    """No infusion is so near that its cards come first."""
    return services.course.place().phase in CALM


def _cards(app: AppView, services: Services) -> Iterator[Card]:
    """The cards that there is a reason for, in their order."""
    course, now = services.course, services.journal.now().at
    place, fast, due = course.place(), course.fasting(), due_list(services)
    # A list stands in the card that speaks of its matter already, where there is one: it pushes nothing off.
    begun, asked = place.infusion if place.phase in AFTER else None, course.to_confirm()
    has_room = place.phase in BRINGS or (begun and not asked)
    offer = [due_button(app, services, due)] if due and has_room else []
    since: list[Card] = [partial(_since_the_start, app, services, begun, now, offer)] if begun else []
    if asked:  # it says how far that infusion is, and stands in the place of the card that does
        since = [partial(_did_it, app, services, asked)]
    until: list[Card] = [partial(_until, app, services, one) for one in (course.until(),) if one]
    if place.phase is Phase.UNDER_WAY:
        yield from (*since, *until)
        return  # nothing else now
    following = fast.infusion if fast else None
    safety: list[Card] = [*_before(app, services, fast, now), *until, *_food_question(app, services, fast, now)]
    driver: list[Card] = (
        [partial(_driver, app, services, following)] if following and _asks_driver(following, now) else []
    )
    if following and following.begins - now < NEAR_FASTING:
        safety, driver = [*safety, *driver], []
    # With another infusion so near, what is common after the one before makes room for what keeps people safe.
    yield from since if len(safety) < MOST else []
    yield from safety
    said = {*COVERED, *NEAR} if fast and is_fasting_near(fast, now) else COVERED
    told = [held for held in course.holding() if held.item.id not in said][:MOST_ITEMS]
    items: list[Card] = [partial(_item, app, services, held) for held in told]
    if due and not offer:
        items.insert(1, partial(due_card, app, services, due))
    bring: list[Card] = [partial(_bring, app, services, offer)] if following and place.phase in BRINGS else []
    # In the day of one infusion what there is to know comes before the next one.
    yield from (*items, *driver) if place.phase in AFTER else (*driver, *bring, *items)


def _before(app: AppView, services: Services, fast: Fasting | None, now: datetime) -> Iterator[Card]:
    """What cannot wait before the next infusion: the tap for its start, and the last food and drink."""
    if fast and fast.infusion.begins - now <= NEAR_START:
        yield partial(_begins, app, services, fast.infusion)
    if fast and is_fasting_near(fast, now):
        yield partial(countdown, app, services, fast, now)


def _food_question(app: AppView, services: Services, fast: Fasting | None, now: datetime) -> Iterator[Card]:
    """The question about diabetes and GLP-1 medicine; where the card of the last food is there, it asks itself."""
    if fast and services.course.asks_food_plan() and not is_fasting_near(fast, now):
        yield partial(question_card, app, services, fast)


def is_fasting_near(fast: Fasting, now: datetime) -> bool:
    """Whether the last food is a matter of hours."""
    return fast.food - now <= NEAR_FASTING


def _asks_driver(following: Infusion, now: datetime) -> bool:
    return not following.has_driver and following.begins - now <= DRIVER_DAYS


def _since_the_start(
    app: AppView, services: Services, infusion: Infusion, now: datetime, offer: list[ft.Control]
) -> ft.Control:
    words, course = app.words, services.course
    since = max(timedelta(), now - infusion.begins)  # a clock may have been put back
    found = expected(course.guidance, course.settings, minutes_gone(infusion, course.settings, now))
    title = (
        words("{time} since the start", time=gone(words, since))
        if infusion.has_known_start
        else words("{time} since the planned start", time=gone(words, since))
    )
    said = [*guess_lines(words, services, infusion), *feels(words, services, infusion, found)]
    if waited_for(course.all(), now) is infusion:
        said += still_waits(app, services, infusion)
    if infusion.started and since < WRONG_TAP and infusion.ended is None:
        back = keeps(app, lambda: course.take_back(infusion))
        offer = [*offer, link(words("It has not started yet"), back)]
    expect = secondary(words("What to expect now"), lambda: routes.go(ft.context.page, routes.NOW))
    return card(heading(title), *said, expect, *offer)


def _did_it(app: AppView, services: Services, infusion: Infusion) -> ft.Control:
    """The question of the next morning."""
    return card(*question(app, services, infusion))


def still_waits(app: AppView, services: Services, infusion: Infusion) -> list[ft.Control]:
    """Where nobody has told that it began: what holds for somebody who still waits, and the tap for the start."""
    said = text(
        app.words(
            "Do not eat or drink now. After the infusion, wait until you are fully awake and staff say it is OK."
        ),
        strong=True,
    )
    return [said, *_starts(app, services, infusion)]


def _begins(app: AppView, services: Services, infusion: Infusion) -> ft.Control:
    words = app.words
    return card(
        heading(words("Planned for {time}", time=words.time(infusion.start.clock))),
        text(words("Tap this when it starts. All later times are counted from then.")),
        *_starts(app, services, infusion),
    )


def _starts(app: AppView, services: Services, infusion: Infusion) -> list[ft.Control]:
    """The tap for the start, now or earlier."""
    words, (label, route), page = app.words, told_links(app.words, infusion)[0], ft.context.page

    async def start() -> None:
        await services.course.start(infusion)
        routes.go(page, routes.NOW)

    return [
        secondary(words("My infusion has started"), keeps(app, start)),
        link(label, lambda: routes.go(page, route), icon=ft.Icons.SCHEDULE),
    ]


def countdown(app: AppView, services: Services, fast: Fasting, now: datetime) -> ft.Control:
    words, course = app.words, services.course
    if course.food_plan(fast.infusion) is not FoodPlan.COMMON:
        return as_told_card(app, services, fast, now)
    return card(
        *_last(app, services, fast.food, now, words("Nothing to eat now"), words("Last food")),
        *_last(app, services, fast.drinks, now, words("Nothing to drink now"), words("Last clear drink")),
        text(words(SIP)),
        *diabetes(app, services),
        text(fasting_rule(words, course.settings), quiet=True, small=True),
        change_link(app),
    )


def _last(app: AppView, services: Services, at: datetime, now: datetime, over: str, what: str) -> list[ft.Control]:
    words = app.words
    if at <= now:
        return [heading(over)]
    title = words("{what}: {when}", what=what, when=moment(words, services, at))
    return [heading(title), text(words("In {time}", time=span(words, at - now)))]


def _until(app: AppView, services: Services, until: Until) -> ft.Control:
    words, is_guess = app.words, until.assumed is Assumed.START
    return card(
        heading(until_title(words, services, until)),
        text(until_condition(words)),
        # What is only a guess is not said in small print.
        text(until_assumes(words, services, until), quiet=not is_guess, small=not is_guess),
    )


def _driver(app: AppView, services: Services, infusion: Infusion) -> ft.Control:
    words, own = app.words, services.course.settings.driver
    return card(
        heading(words("Who drives you home?")),
        text(
            words("After your infusion: {when}", when=moment(words, services, infusion.begins)), quiet=True, small=True
        ),
        text(words("You cannot drive that day. Ask an adult you trust.")),
        *([text(own)] if own else [text(words("Ask your clinic who may take you home."), quiet=True)]),
        secondary(
            words("Someone will take me home"), keeps(app, lambda: services.course.confirm_driver(infusion, True))
        ),
        _say_who(app, infusion),
    )


def _bring(app: AppView, services: Services, offer: list[ft.Control]) -> ft.Control:
    words, settings = app.words, services.course.settings
    item = next((one for one in services.course.guidance.items if one.id == BAG), None)  # a clinic may hide it
    at = services.course.planned(Planned.ARRIVAL)
    arrive = words("Arrive at the time your clinic told you.")
    if at:
        arrive = words("Arrive: {when}", when=moment(words, services, at))
    return card(
        heading(words("What to bring") if item else words("When to arrive")),
        *([lines_of([filled(words, services, one) for one in item.lines])] if item else []),
        text(arrive),
        *([text(settings.where)] if settings.where else []),
        *offer,
    )


def _item(app: AppView, services: Services, held: Held) -> ft.Control:
    words, said = app.words, lines(app.words, services, held)
    is_after = held.starts >= held.infusion.begins and services.course.place().phase not in AFTER
    return card(
        *(guess_lines(words, services, held.infusion) if is_after else []),
        heading(words(held.item.title)),
        lines_of(said) if len(said) > 1 else text(said[0]),
        *(text(one, quiet=True) for one in reasons(words, held)),
    )


def driver_line(app: AppView, infusion: Infusion) -> list[ft.Control]:
    """Beside the next infusion, once somebody takes the person home: who, or the way to say it."""
    if not infusion.has_driver:
        return []
    said = live(driver_said(app.words, infusion), quiet=True, small=True)
    return [said] if infusion.driver else [said, _say_who(app, infusion)]


def _say_who(app: AppView, infusion: Infusion) -> ft.Control:
    route = f"{routes.DRIVER}/{infusion.appointment_id}"
    return link(app.words("Add who will take you home"), lambda: routes.go(ft.context.page, route))
