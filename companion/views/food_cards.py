"""Cards about food and drink before an infusion, for everybody who has not said that the common times apply."""

from collections.abc import Callable
from datetime import datetime

import flet as ft

from companion.content import FOOD_PLAN
from companion.domain.food_plan import FoodPlan
from companion.domain.until import Fasting
from companion.i18n import N_, Words
from companion.services.bundle import Services
from companion.views import routes
from companion.views.components.controls import card, heading, link, secondary, text
from companion.views.context import AppView
from companion.views.course_words import clinic_times, filled, moment

DIABETES = "g_morn_diabetes"
AS_TOLD = N_("Eat and drink as your clinic told you")
SIP = N_("A sip of water with your pills: ask your clinic. The answer is usually yes.")


def as_told_card(app: AppView, services: Services, fast: Fasting, now: datetime) -> ft.Control:
    """Before an infusion: the clinic's own times, and never a time until which one may eat or drink."""
    words, is_open = app.words, services.course.food_plan(fast.infusion) is FoodPlan.UNKNOWN
    return card(
        heading(words(AS_TOLD)),
        *(text(one, strong=True) for one in _times(words, services, fast, now, is_open=is_open)),
        text(words(SIP)),
        *diabetes(app, services),
        *([_ask(app)] if is_open else [change_link(app)]),
    )


def _times(words: Words, services: Services, fast: Fasting, now: datetime, *, is_open: bool) -> list[str]:
    """The clinic's times; without them, and without an answer, what the published rule forbids by now."""
    own = clinic_times(words, services, fast)
    if own:
        return own
    said = [words("This app does not have your clinic's times. If you do not know them, call and ask.")]
    if is_open and fast.food <= now:
        said.append(words("Nothing to eat now, unless your clinic gave you other times."))
    if is_open and fast.drinks <= now:
        said.append(words("Nothing to drink now, unless your clinic gave you other times."))
    return said


def diabetes(app: AppView, services: Services) -> list[ft.Control]:
    """Beside everything that keeps somebody from eating."""
    item = next(one for one in services.course.guidance.items if one.id == DIABETES)
    return [text(filled(app.words, services, one)) for one in item.lines]


def question_card(app: AppView, services: Services, fast: Fasting) -> ft.Control:
    """The question about diabetes and GLP-1 medicine, asked anew before each infusion."""
    words = app.words
    return card(
        heading(words("Diabetes or GLP-1 medicine?")),
        text(words("Before your infusion: {when}", when=moment(words, services, fast.infusion.begins)), quiet=True),
        text(words("Your answer decides which times for food and drink you see here.")),
        _ask(app),
    )


def change_link(app: AppView) -> ft.Control:
    """The way to another answer."""
    return link(app.words("Change your answer about diabetes and GLP-1 medicine"), _to_form())


def _ask(app: AppView) -> ft.Control:
    return secondary(app.words("Answer one question about your medicines"), _to_form())


def _to_form() -> Callable[[], None]:
    return lambda: routes.go(ft.context.page, routes.form_route(FOOD_PLAN))
