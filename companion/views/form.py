"""The form engine on the screen: one page of a form at a time, each answer kept as it is given."""

from collections.abc import Callable
from typing import Any

import flet as ft

from companion.content import CHECKLISTS, DAILY_CHECK_IN, SIDE_EFFECT
from companion.domain.answering import Given, OwnWords, Typed, is_open
from companion.domain.journal import Draft
from companion.domain.questionnaire import Coding, Item, ItemType
from companion.domain.safety.emergencies import lines_for
from companion.services.bundle import Services
from companion.views import routes
from companion.views.care import care, fills_the_screen, has_card
from companion.views.components.controls import heading, link, live, primary, text
from companion.views.components.guard import component
from companion.views.components.layout import screen
from companion.views.components.not_live import not_live
from companion.views.components.question import Open, group_fields, notes_of, question_field
from companion.views.components.side_effect_care import care_cards
from companion.views.components.time_entry import Suggested
from companion.views.context import (
    AppView,
    country_of,
    here_of,
    keeps,
    numbers_here,
    use_app,
    use_changes,
    use_services,
    use_today,
)
from companion.views.course_words import planned_lines
from companion.views.form_stops import Stops, keeps_several, stop_line, use_stops
from companion.views.wording import FORMS, full_day

FEELING_SAFE = "safe"
"""linkId of the check-in's question whose "No" opens Help at once, besides what the rules say."""

EFFECT = "effect"


@component
def CheckIn() -> ft.Control:
    """A new check-in, or the one that was begun."""
    return Begun(DAILY_CHECK_IN)


@component
def NewEntry() -> ft.Control:
    """A new response to the form of this route, or the one that was begun."""
    app, services = use_app(), use_services()
    name = ft.use_route_params()["name"]
    form = next((url for url in services.journal.forms if url.rsplit("/", 1)[-1] == name), None)
    if form is None:
        said = text(app.words("This form is not in this version of the app."))
        return screen(app.words, "", said, back=_to(routes.TODAY), has_page_help=app.has_page_help)
    return Begun(form)


@component
def Begun(form: str) -> ft.Control:
    """The form's draft: the one that was begun, or a new one."""
    services = use_services()
    drafts: Any = ft.use_ref(dict)
    new, set_new = ft.use_state("")
    if form not in drafts.current:  # once: after Save the form is not begun anew under the person's eyes
        drafts.current[form] = services.journal.begin(form).id

    def begin_today(draft_id: str) -> None:
        drafts.current[form] = draft_id
        set_new(draft_id)

    here = drafts.current[form]
    pages: ft.Control = FormPages(here, begin_today, is_new=here == new, key=here)  # type: ignore[call-arg]
    return pages


@component
def ChangeEntry() -> ft.Control:
    """An entry under change: the same pages, with the answers that were given."""
    app, services = use_app(), use_services()
    draft_id, set_draft_id = ft.use_state("")
    entry_id = ft.use_route_params()["id"]

    async def begin() -> None:
        set_draft_id((await services.journal.begin_change(entry_id)).id)

    ft.use_effect(keeps(app, begin), [])
    if not draft_id:
        return screen(app.words, app.words("One moment"), has_page_help=app.has_page_help, back=_to(routes.JOURNAL))
    return FormPages(draft_id)


@component
def FormPages(draft_id: str, on_other: Callable[[str], None] | None = None, is_new: bool = False) -> ft.Control:
    """The page of the draft on which the person is.

    `on_other` is given the draft that goes on in its place, where the day of this one has ended; `is_new` says that
    this is such a one.
    """
    app, services = use_app(), use_services()
    stops = use_stops(app, services, draft_id)
    use_changes(services.journal.changes, services.safety.changes)
    use_today()
    draft = services.journal.draft(draft_id)
    if draft is None:
        gone = text(app.words("This was already saved or deleted."))
        return screen(app.words, "", gone, back=_to(routes.TODAY), has_page_help=app.has_page_help)
    asked, position = services.journal.pages(draft), services.journal.position(draft)
    alert = services.safety.alert(draft.id)

    async def back() -> None:
        if position == 0:
            if await services.safety.says_more(draft.id):
                return  # a card for what was typed on this page: it is read before the form is left
            routes.go(ft.context.page, routes.entry_route(draft.entry_id) if draft.entry_id else routes.TODAY)
        else:
            await services.journal.turn(draft.id, -1)
            await services.safety.left_page(draft.id)

    overline = app.words("{n} of {all}", n=position + 1, all=len(asked))
    if fills_the_screen(alert):
        return screen(app.words, "", *care(app, services, draft.id, draft), has_page_help=app.has_page_help)
    return screen(
        app.words,
        "",
        *care(app, services, draft.id, draft),
        *_day_line(app, services, draft, is_new=is_new),
        *_page(app, services, draft, asked[position], position == len(asked) - 1, stops, on_other),
        has_page_help=app.has_page_help,
        back=keeps(app, back),
        overline=overline,
        page=asked[position].link_id,
        place=stops.place,
    )


def _day_line(app: AppView, services: Services, draft: Draft, *, is_new: bool) -> list[ft.Control]:
    """On which day what is answered here counts, where that is not plain."""
    words, form = app.words, FORMS.get(draft.form)
    if is_new and form:
        return [live(words("A new day has started, so this is a new form. What you started before is kept."))]
    if not services.journal.is_left_over(draft):
        return []
    return [text(words("From {day}", day=full_day(words, draft.started.date)), quiet=True)]


def _page(
    app: AppView,
    services: Services,
    draft: Draft,
    item: Item,
    is_last: bool,
    stops: Stops,
    on_other: Callable[[str], None] | None,
) -> list[ft.Control]:
    words, journal, page = app.words, services.journal, ft.context.page

    async def keep(link_id: str, value: Given, moves_on: bool) -> None:
        kept = await journal.answer(draft.id, link_id, value, moves_on)
        if _is_tap(services.journal.form_of(kept).question(link_id), value):
            await services.safety.answered(kept.id, link_id)
        else:
            services.safety.note_typed(kept.id, link_id)
        if kept.id != draft.id and on_other:
            on_other(kept.id)
        if link_id == FEELING_SAFE and isinstance(value, Coding) and value.code == "no":
            routes.go(page, routes.HELP)

    def answer(link_id: str, value: Given, moves_on: bool) -> Any:
        return keeps(app, lambda: keep(link_id, value, moves_on))()

    first, last = _care(app, services, draft, item)
    waits = journal.waiting(draft, item)
    body = [*first, *_body(app, services, draft, item, answer, stops), *stop_line(words, stops, waits)]
    out = [link(words("Skip") if item.is_question else words("Leave this out"), stops.leave_out)] if waits else []
    below = [*out, *_leave(app, services, draft), *last, *_standing_line(app, services, draft)]
    if is_last:
        return [*body, primary(words("Save"), keeps(app, stops.save)), *below]
    is_skipped = item.is_question and item.link_id not in draft.answers and not waits
    moves_on = item.moves_on and not waits and not isinstance(draft.answers.get(item.link_id), str)
    label, on_leave = words("Skip") if is_skipped else words("Next"), keeps(app, stops.next)
    return [*body, link(label, on_leave) if moves_on or is_skipped else primary(label, on_leave), *below]


def _leave(app: AppView, services: Services, draft: Draft) -> list[ft.Control]:
    """Out of a list that is filled in over days, from any of its pages."""
    if draft.form not in CHECKLISTS:
        return []

    async def leave() -> None:
        if not await services.safety.says_more(draft.id):
            routes.go(ft.context.page, routes.TODAY)

    return [link(app.words("Leave it for now"), keeps(app, leave), icon=ft.Icons.PAUSE)]


def _body(
    app: AppView,
    services: Services,
    draft: Draft,
    item: Item,
    answer: Callable[[str, Given, bool], Any],
    stops: Stops,
) -> list[ft.Control]:
    waits = Open(draft.typed, stops.stopped, stops.calls, stops.renewed)
    words, shown, now = app.words, services.journal.shown(draft), services.journal.local(services.journal.now().at)
    if not item.is_question or any(one.is_question for one in item.items):
        keep = lambda link_id, value: answer(link_id, value, False)  # noqa: E731 - an event handler
        return group_fields(
            words, item, draft.answers, shown, keep, now=now, waits=waits,
            on_several=keeps_several(app, stops, keep),
        )  # fmt: skip

    def give(given: Given) -> Any:
        return answer(item.link_id, given, item.moves_on and given is not None and _is_tap(item, given))

    value, stage = draft.answers.get(item.link_id), services.journal.stage()
    known = _suggested(app, services, draft, item)
    field = question_field(words, item, value, give, now=now, short_list=stage, suggested=known, waits=waits)
    is_note = item.type is ItemType.TEXT and not item.repeats
    asked = heading(words("Your own words") if is_note else words(item.text))
    key = ft.ScrollKey(item.link_id)  # type: ignore[call-arg]  # Flet makes its __init__ unseen by mypy
    return [ft.Container(asked, key=key), *notes_of(words, item, shown), field]


def _is_tap(item: Item, value: Given) -> bool:
    """Whether an answer is whole by one tap. Own words are not told by one letter, and what cannot be read waits."""
    if isinstance(value, Typed):
        is_aside = bool(value.texts) and not isinstance(value.value, OwnWords | tuple)
        return item.is_tapped and is_aside and not is_open(item, value.texts, value.value)  # type: ignore[arg-type]
    return item.is_tapped and not isinstance(value, str | OwnWords)


def _suggested(app: AppView, services: Services, draft: Draft, item: Item) -> Suggested | None:
    """The planned time that is asked for. An entry under change is about an infusion that may be long over."""
    if item.planned is None or draft.entry_id:
        return None
    said, at = planned_lines(app.words, services, item.planned)
    return Suggested(tuple(said), services.journal.local(at)) if at else None


def _care(app: AppView, services: Services, draft: Draft, item: Item) -> tuple[list[ft.Control], list[ft.Control]]:
    """What is known of the side effect that was picked: what stands above the question, and what below."""
    picked = draft.answers.get(EFFECT)
    if draft.form != SIDE_EFFECT or not isinstance(picked, Coding) or item.link_id == EFFECT:
        return [], []
    effect = services.content.side_effects.get(picked.code)
    if effect is None:
        return [], []
    country = country_of(app)
    signs = lines_for(services.content.signs)
    number = services.content.crisis.emergency.get(country)
    return care_cards(app.words, effect, numbers_here(app), country, signs, number)


def _standing_line(app: AppView, services: Services, draft: Draft) -> list[ft.Control]:
    return [] if has_card(services, draft.id) else [_nobody_watches(app, services)]


def _nobody_watches(app: AppView, services: Services) -> ft.Control:
    return not_live(app.words, app.clinic_contact, here_of(app), is_sent=services.clinic.may_send())


def _to(route: str) -> Callable[[], None]:
    return lambda: routes.go(ft.context.page, route)
