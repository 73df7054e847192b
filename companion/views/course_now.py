"""Around and after an infusion: what to expect now, and care by hour and day. One thing at a time, nothing moves."""

from datetime import datetime, timedelta
from functools import partial
from typing import Any

import flet as ft

from companion.domain.course import AFTER, Phase, last_begun, upcoming
from companion.domain.guidance import Aftercare
from companion.domain.holding import MAY_BE_LATE, aftercare_at, expected, minutes_gone, waited_for
from companion.domain.journal import Infusion
from companion.domain.progress import GUESSED
from companion.domain.safety.rules import Level
from companion.services.bundle import Services
from companion.views import routes
from companion.views.components.care_card import care_card
from companion.views.components.controls import call_button, card, heading, lines_of, link, primary, secondary, text
from companion.views.components.guard import component
from companion.views.components.layout import screen
from companion.views.context import (
    AppView,
    country_of,
    keeps,
    use_app,
    use_changes,
    use_services,
    use_today,
    with_numbers,
)
from companion.views.course_cards import NEAR_START
from companion.views.course_words import gone, signed_line, told_links, until_assumes, until_condition, until_title
from companion.views.progress_words import guess_lines, if_begun

FEEL, NURSE, UNTIL, ASSUMES = "feel", "nurse", "until", "assumes"
MINUTE = timedelta(minutes=1)


@component
def CourseNow() -> ft.Control:
    """The minutes gone, and one of four things to read."""
    app, services = use_app(), use_services()
    use_changes(services.course.changes, services.course.minutes, services.clinic.changes)
    use_today()
    shown, show = ft.use_state(FEEL)
    words, now, place = app.words, services.journal.now().at, services.course.place()
    back = lambda: routes.go(ft.context.page, routes.TODAY)  # noqa: E731 - an event handler
    if place.infusion is None or place.phase not in AFTER:
        return screen(words, *_before(app, services, now), back=back, has_page_help=app.has_page_help)
    infusion = place.infusion
    return screen(
        words,
        _title(app, infusion, now),
        *guess_lines(words, services, infusion),
        _block(app, services, infusion, now, shown),
        *_buttons(app, services, infusion, now, place.phase),
        *(link(label, partial(show, name)) for name, label in _others(app, services, shown)),
        *_after(app, services, infusion),
        back=back,
        has_page_help=app.has_page_help,
    )


def _title(app: AppView, infusion: Infusion, now: datetime) -> str:
    words, time = app.words, gone(app.words, now - infusion.begins)
    if infusion.has_known_start:
        return words("{time} since the start", time=time)
    return words("{time} since the planned start", time=time)


def _before(app: AppView, services: Services, now: datetime) -> tuple[Any, ...]:
    """Title and controls while no infusion is under way and none was in the last day."""
    words, following = app.words, upcoming(services.course.all(), now)
    if following is None or following.begins - now > NEAR_START:
        return words("No infusion now"), text(words("Here you will see what to expect once an infusion has started."))
    start = keeps(app, lambda: services.course.start(following))
    earlier, _ = told_links(app.words, following)
    return (
        words("Planned for {time}", time=words.time(following.start.clock)),
        text(words("Tap this when it starts. All later times are counted from then.")),
        primary(words("My infusion has started"), start),
        _tells(*earlier),
    )


def _others(app: AppView, services: Services, shown: str) -> list[tuple[str, str]]:
    words = app.words
    known = [(FEEL, words("What is common now")), (NURSE, _nurse_title(app, services))]
    known += [(UNTIL, words("How long to wait before driving"))] if services.course.until() else []
    known.append((ASSUMES, words("What the app does not know")))
    return [(name, label) for name, label in known if name != shown]


def _is_at_the_clinic(services: Services) -> bool:
    return services.course.place().phase in (Phase.UNDER_WAY, Phase.FIRST_HOURS)


def _nurse_title(app: AppView, services: Services) -> str:
    if _is_at_the_clinic(services):
        return app.words("When to tell the nurse")
    return app.words("When to call for help")


def _block(app: AppView, services: Services, infusion: Infusion, now: datetime, shown: str) -> ft.Control:
    """The one thing that is read now."""
    words, course = app.words, services.course
    if shown == NURSE and course.place().phase is Phase.UNDER_WAY:
        nurse = lines_of(_translated(app, course.guidance.tell_the_nurse))
        return card(heading(words("Tell the nurse at once about any of these:")), nurse)
    if shown == NURSE:
        help_button = secondary(words("Show me who I can call"), lambda: routes.go(ft.context.page, routes.HELP),
                                icon=ft.Icons.CALL, is_care=True)  # fmt: skip
        title = words("Call {em} for any of these:")
        if _is_at_the_clinic(services):  # or at home already: nobody knows
            title = words("Still at the clinic? Tell the nurse at once. If not, call {em} for any of these:")
        return _emergency(app, services, title, course.guidance.emergency, help_button)
    if shown == UNTIL and (until := course.until()):
        said = [until_condition(words), until_assumes(words, services, until)]
        return card(heading(until_title(words, services, until)), *(text(one) for one in said))
    if shown == ASSUMES:
        return card(heading(words("What the app does not know")), *(text(one) for one in _assumed(app, services)))
    found = expected(course.guidance, course.settings, minutes_gone(infusion, course.settings, now))
    is_guess = course.progress(infusion) in GUESSED
    if found is None and is_guess:
        return card(text(words("If it took place, most of its effects are over. Care for the days after is below.")))
    if found is None:
        return card(text(words("Most of its effects are over. Care for the days after is below.")))
    title = if_begun(words) if is_guess else words(found.title)
    return card(heading(title), *(text(words(one)) for one in (*found.feel, found.normal)))


def _assumed(app: AppView, services: Services) -> list[str]:
    words, length = app.words, services.course.settings.length
    return [
        words("It assumes an infusion (IV) that lasts {n} minutes. Yours may be shorter or longer.", n=length),
        words("It does not know your dose, what else you take, or how you feel. It goes only by the clock."),
        words("Everyone is different. The staff with you know more than the app does."),
    ]


def _buttons(app: AppView, services: Services, infusion: Infusion, now: datetime, phase: Phase) -> list[ft.Control]:
    words, course = app.words, services.course
    begin = (words("My infusion has started"), keeps(app, lambda: course.start(infusion)))
    start, end = told_links(app.words, infusion)
    if not infusion.is_told and now - infusion.last_start < MAY_BE_LATE:
        return [primary(*begin), _tells(*start)]
    late = [secondary(*begin), _tells(*start)] if waited_for(course.all(), now) is infusion else []
    if infusion.ended is None and phase is not Phase.FIRST_DAY:
        finish = keeps(app, lambda: course.end(infusion))
        return [primary(words("My infusion has ended"), finish), _tells(*end), *late]
    # Hours later both can still be told: the hours without driving count from them.
    return [*(late or ([] if infusion.started else [_tells(*start)])), *([] if infusion.ended else [_tells(*end)])]


def _tells(label: str, route: str) -> ft.Control:
    return link(label, lambda: routes.go(ft.context.page, route), icon=ft.Icons.SCHEDULE)


def _after(app: AppView, services: Services, infusion: Infusion) -> list[ft.Control]:
    words, course = app.words, services.course
    found: list[ft.Control] = [
        link(words("Care after the infusion"), lambda: routes.go(ft.context.page, routes.AFTERCARE))
    ]
    told = zip(told_links(app.words, infusion), (infusion.started, infusion.ended), strict=True)
    found += [_tells(*one) for one, is_told in told if is_told]
    if infusion.ended or infusion.started:
        said = words("It has not ended yet") if infusion.ended else words("It has not started yet")
        found.append(link(said, keeps(app, lambda: course.take_back(infusion))))
    return found


def _translated(app: AppView, lines: tuple[str, ...]) -> list[str]:
    return [app.words(one) for one in lines]


@component
def AftercareScreen() -> ft.Control:
    """Care by hour and day: the present stretch, or another one."""
    app, services = use_app(), use_services()
    use_changes(services.course.changes, services.course.minutes, services.preferences.changes)
    picked, pick = ft.use_state("")
    has_sources, show_sources = ft.use_state(False)
    words, course, now = app.words, services.course, services.journal.now().at
    last = last_begun(course.all(), now)
    present = aftercare_at(course.guidance, course.settings, (now - last.begins) / MINUTE) if last else None
    stretches = course.guidance.aftercare
    shown = next((one for one in stretches if one.id == picked), present or stretches[0])
    others = [one for one in stretches if one is not shown]
    sources = (
        [text(course.guidance.sources[key].title, quiet=True, small=True) for key in shown.sources]
        if has_sources
        else [link(words("Where this comes from"), lambda: show_sources(True))]
    )
    return screen(
        words,
        words(shown.title),
        *(guess_lines(words, services, last) if shown is present or course.place().phase in AFTER else []),
        *_care(app, services, shown),
        *(link(words(one.title), partial(pick, one.id)) for one in others),
        text(signed_line(words, services), quiet=True, small=True),
        *sources,
        back=lambda: routes.go(ft.context.page, routes.TODAY),
        has_page_help=app.has_page_help,
        page=shown.id,
    )


def _emergency(app: AppView, services: Services, title: str, lines: tuple[str, ...], *more: ft.Control) -> ft.Control:
    """The card with the whole list of emergency signs and the button that calls the country's number."""
    words, country = app.words, country_of(app)
    number = services.content.crisis.emergency.get(country)
    said = with_numbers(app, title)
    call = (
        [call_button(words("Call {number}", number=number.number), number.uri, is_emergency=True)]
        if number and number.uri
        else []
    )
    return care_card(Level.EMERGENCY, words("Emergency"), said, *call, lines_of(_translated(app, lines)), *more)


def _care(app: AppView, services: Services, shown: Aftercare) -> list[ft.Control]:
    words, clinic = app.words, app.clinic_contact
    call_clinic = [call_button(words("Call {number}", number=clinic.name), clinic.phone_uri)] if clinic else []
    return [
        card(heading(words("What is common")), lines_of(_translated(app, shown.common))),
        card(heading(words("What may help")), lines_of(_translated(app, shown.self_care))),
        _emergency(app, services, words("Call {em} if:"), shown.emergency),
        care_card(Level.CALL_CLINIC, words("Call your clinic today"), words("Call your clinic if:"),
                  lines_of(_translated(app, shown.call_clinic)), *call_clinic),
    ]  # fmt: skip
