"""The course on one line: each infusion with its preparation, its day, the hours and days after, and its entries."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial

import flet as ft

from companion.domain.course import AFTER, Phase, last_begun, upcoming
from companion.domain.holding import Held, waited_for
from companion.domain.journal import EntryHead, Infusion
from companion.i18n import N_, Words
from companion.services.bundle import Services
from companion.views import routes
from companion.views.clinic_list import part_of_list
from companion.views.components.controls import card, heading, lines_of, link, primary, row_link, secondary, text
from companion.views.components.guard import component
from companion.views.components.layout import screen
from companion.views.context import AppView, use_app, use_changes, use_services, use_today
from companion.views.course_cards import NEAR, countdown, is_fasting_near, still_waits
from companion.views.course_words import infusion_name, infusion_when, lines, moment, notes_on, reasons, signed_line
from companion.views.food_cards import diabetes
from companion.views.headline import headline
from companion.views.progress_words import guess_lines, state_line
from companion.views.wording import day_name

ENTRIES = 3
"""Entries of an infusion that stand on the line; the others are with its details."""


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of what belongs to an infusion, by the phases of its guidance."""

    name: str
    label: str
    phases: tuple[str, ...]


PARTS = (
    Part("before", N_("Before"), ("weeks_before", "one_week", "day_before", "night_before")),
    Part("day", N_("The day"), ("morning", "arrival", "during", "recovery_room")),
    Part("hours", N_("First hours and night"), ("hours_0_2_after", "hours_2_24")),
    Part(
        "days",
        N_("Days after"),
        ("days_1_3", "days_4_7", "between_sessions", "course_end", "maintenance"),
    ),
)


@component
def Timeline() -> ft.Control:
    """From the next infusion on, or from the one of which it is the day; earlier ones are a tap away."""
    app, services = use_app(), use_services()
    use_changes(services.course.changes, services.course.minutes, services.clinic.changes)
    use_today()
    shows_all, show_all = ft.use_state(False)
    words, course = app.words, services.course.all()
    if not course:
        said = text(words("Your infusions will be here, with what to do before and after each. They come from your "
                          "clinic, or you enter them."))  # fmt: skip
        add = primary(words("Enter an infusion"), _to(routes.ADD_INFUSION), icon=ft.Icons.ADD)
        lists = link(words("Lists to help you prepare"), _to(routes.ADD), icon=ft.Icons.CHECKLIST)
        return screen(
            words, words("Course"), *part_of_list(words, services), said, add, lists, has_page_help=app.has_page_help
        )
    shown, has_earlier = _shown(services, shows_all)
    earlier = [link(words("Show earlier infusions"), lambda: show_all(True))] if has_earlier else []
    return screen(
        words,
        words("Course"),
        *part_of_list(words, services),
        *earlier,
        *(_infusion(app, services, one) for one in shown),
        secondary(words("Enter an infusion"), _to(routes.ADD_INFUSION), icon=ft.Icons.ADD),
        text(signed_line(words, services), quiet=True, small=True),
        has_page_help=app.has_page_help,
    )


def _shown(services: Services, shows_all: bool) -> tuple[list[Infusion], bool]:
    course, place = list(services.course.all()), services.course.place()
    following = upcoming(course, services.journal.now().at)
    first = place.infusion if place.phase in AFTER or following is None else following
    start = course.index(first) if first and not shows_all else 0
    return course[start:], start > 0


def _infusion(app: AppView, services: Services, infusion: Infusion) -> ft.Control:
    words, id = app.words, infusion.appointment_id
    name, when = infusion_name(words, infusion), infusion_when(words, services, infusion)
    rows: list[ft.Control] = []
    if not infusion.is_cancelled:
        rows += [_part(app, services, infusion, part) for part in PARTS]
        rows += _entries(app, services, infusion)
    rows.append(row_link(words("Details and changes"), "", _to(f"{routes.INFUSION}/{id}")))
    said = [state_line(words, services, infusion), *notes_on(words, services, infusion)]
    return ft.Column(
        [heading(words("{name}: {when}", name=name, when=when)), *(text(one, quiet=True, small=True) for one in said),
         card(*rows)],
        spacing=8, tight=True, key=id,
    )  # fmt: skip


def _part(app: AppView, services: Services, infusion: Infusion, part: Part) -> ft.Control:
    words, now = app.words, services.journal.now().at
    items = _items(services, infusion, part)
    held = sum(one.starts <= now < one.ends for one in items)
    said = words.plural("{n} thing to know", "{n} things to know", len(items))
    if held:
        said = words("{all}, {now} of them now", all=said, now=held)
    return row_link(words(part.label), said, _to(f"{routes.PART}/{part.name}/{infusion.appointment_id}"))


def _items(services: Services, infusion: Infusion, part: Part) -> list[Held]:
    return [one for one in services.course.of(infusion) if one.item.phase in part.phases]


def _entries(app: AppView, services: Services, infusion: Infusion) -> list[ft.Control]:
    words, heads = app.words, services.course.entries_of(infusion)
    rows = [entry_row(app, services, head) for head in heads[:ENTRIES]]
    more = len(heads) - len(rows)
    if more:
        said = words.plural("{n} more entry in your journal", "{n} more entries in your journal", more)
        rows.append(row_link(said, "", _to(f"{routes.INFUSION}/{infusion.appointment_id}")))
    return rows


def entry_row(app: AppView, services: Services, head: EntryHead) -> ft.Control:
    """A journal entry as a line."""
    words, when = app.words, head.occurrence
    day = day_name(words, when.date, services.journal.now().date)
    said = headline(words, services.journal.form_as_asked(head), head.facts)
    return row_link(
        said,
        words("{day}, {time}", day=day, time=words.time(when.clock)),
        _to(routes.entry_route(head.id)),
        key=head.id,
    )


@component
def PartOfInfusion() -> ft.Control:
    """What belongs to one part of an infusion, in the order of time."""
    app, services = use_app(), use_services()
    use_changes(services.course.changes, services.course.minutes, services.clinic.changes)
    use_today()
    words, params = app.words, ft.use_route_params()
    infusion = services.course.infusion(params["id"])
    part = next((one for one in PARTS if one.name == params["part"]), None)
    if infusion is None or part is None:
        gone = text(words("This infusion is not in your course anymore."))
        return screen(words, "", gone, back=_to(routes.COURSE), has_page_help=app.has_page_help)
    items = _items(services, infusion, part)
    now = services.journal.now().at
    body = [item_card(app, services, one, _begins(words, services, one, now)) for one in items]
    nothing = [text(words("There is nothing in this part."))] if not items else []
    return screen(
        words,
        words(part.label),
        text(words("{name}: {when}", name=infusion_name(words, infusion),
                   when=infusion_when(words, services, infusion)), quiet=True),
        *(guess_lines(words, services, infusion) if part.name != "before" else []),
        *body,
        *nothing,
        text(signed_line(words, services), quiet=True, small=True),
        back=_to(routes.COURSE),
        has_page_help=app.has_page_help,
    )  # fmt: skip


@component
def Matters() -> ft.Control:
    """All that holds now, the most important first."""
    app, services = use_app(), use_services()
    use_changes(services.course.changes, services.course.minutes, services.clinic.changes)
    use_today()
    words = app.words
    quiet = services.course.place().phase is Phase.UNDER_WAY
    held, fast, now = [] if quiet else services.course.holding(), services.course.fasting(), services.journal.now().at
    body: list[ft.Control] = []
    if fast and is_fasting_near(fast, now) and not quiet:
        body = [countdown(app, services, fast, now)]
        held = [one for one in held if one.item.id not in NEAR]
    elif late := waited_for(services.course.all(), now):  # also in the minutes that only the plan calls the infusion
        body = [card(heading(words("Has it started?")), *still_waits(app, services, late), *diabetes(app, services))]
    body += [item_card(app, services, one, "") for one in held]
    last = last_begun(services.course.all(), now)
    is_about_it = quiet or any(one.infusion is last for one in held)
    guess = guess_lines(words, services, last) if is_about_it else []
    nothing = [text(words("There is nothing to do right now."))] if not body else []
    return screen(
        words,
        words("What matters now"),
        *guess,
        *nothing,
        *body,
        text(signed_line(words, services), quiet=True, small=True),
        back=_to(routes.TODAY),
        has_page_help=app.has_page_help,
    )


def item_card(app: AppView, services: Services, held: Held, when: str) -> ft.Control:
    """An item with its time and its reason."""
    words, said = app.words, lines(app.words, services, held)
    return card(
        *([text(when, quiet=True, small=True)] if when else []),
        heading(words(held.item.title)),
        lines_of(said) if len(said) > 1 else text(said[0]),
        *(text(one, quiet=True) for one in reasons(words, held)),
    )


def _begins(words: Words, services: Services, held: Held, now: datetime) -> str:
    """When it begins to hold. No end: after "no driving until" somebody would read that it is allowed."""
    if held.starts <= now < held.ends:
        return words("Now")
    return words("From: {start}", start=moment(words, services, held.starts))


def _to(route: str) -> Callable[[], None]:
    return partial(_go, route)


def _go(route: str) -> None:
    routes.go(ft.context.page, route)
