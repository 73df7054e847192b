"""Help as the app draws it: where no page does, and behind the page's own layer. The same data, the same order."""

from collections.abc import Sequence

import flet as ft

from companion.domain.clinic import Here
from companion.domain.crisis import VIOLENCE, CrisisLine, EmergencyNumber, FirstLayer, first_layer
from companion.i18n import Words
from companion.views import routes
from companion.views.components.controls import Handler, call_button, heading, link, primary, secondary, text
from companion.views.components.guard import component
from companion.views.components.help_line import clinic_line, help_line
from companion.views.components.layout import screen
from companion.views.context import AppView, country_of, here_of, use_app


@component
def Help() -> ft.Control:
    """The first layer: emergency number, national lines, clinic, lines that fit, more. Needs no journal."""
    app = use_app()
    words, opened = app.words, app.opening.opened
    has_left, set_left = ft.use_state(False)
    choices = opened.preferences.choices if opened else None
    here = here_of(app)
    told = choices.help_profile if choices else frozenset()
    layer = first_layer(app.content.crisis, country_of(app) or None, told, here.now if here else None)
    back = lambda: routes.go(ft.context.page, routes.TODAY)  # noqa: E731 - an event handler
    if has_left:
        return screen(words, "", back=back, has_page_help=True)
    return screen(
        words,
        words("Help now"),
        text(words("If you may hurt yourself or someone else, or may be having a medical emergency:")),
        *_emergency(words, layer.emergency),
        *_lines(app, layer, here),
        *([] if layer.national else _elsewhere(words)),
        secondary(words("My people and my plan"), lambda: routes.go(ft.context.page, routes.SUPPORT)),
        MoreLines(layer, here),
        *([ViolenceLines(layer.violence, here, lambda: set_left(True))] if layer.violence else []),
        text(words("No one watches this app live."), quiet=True),
        back=back,
        has_page_help=app.has_page_help,
    )


def _emergency(words: Words, emergency: EmergencyNumber) -> list[ft.Control]:
    said = words(emergency.display)
    if not emergency.uri:
        return [text(said, strong=True)]
    found = [call_button(words("Call {number}", number=emergency.number), emergency.uri, is_emergency=True)]
    if emergency.display != emergency.number:
        found.append(text(said, quiet=True, small=True))
    if emergency.text:
        found.append(call_button(words(emergency.text.display), emergency.text.uri))
    return found


def _lines(app: AppView, layer: FirstLayer, here: Here | None) -> list[ft.Control]:
    """The clinic stands after the national lines, or after those that fit while it is closed."""
    words, clinic = app.words, app.clinic_contact
    national, fitting = (
        [help_line(words, app.content.crisis, one, here) for one in part] for part in (layer.national, layer.fitting)
    )
    own = [clinic_line(words, clinic, here)] if clinic else []
    is_closed = clinic is not None and here is not None and clinic.is_answered(here.now) is False
    return [*national, *fitting, *own] if is_closed else [*national, *own, *fitting]


def _elsewhere(words: Words) -> list[ft.Control]:
    return [
        text(words("Lines in other countries are listed at:")),
        call_button("findahelpline.com", "https://findahelpline.com"),
    ]


@component
def MoreLines(layer: FirstLayer, here: Here | None) -> ft.Control:
    """The other lines by topic, behind one tap."""
    app = use_app()
    words, topics = app.words, app.content.crisis.topics
    shows, set_shows = ft.use_state(False)
    if not layer.more:
        return ft.Container()
    if not shows:
        return secondary(words("More lines"), lambda: set_shows(True))
    found: list[ft.Control] = []
    for topic, lines in layer.more:
        found += [heading(words(topics[topic])), *(help_line(words, app.content.crisis, one, here) for one in lines)]
    return _column(found)


@component
def ViolenceLines(lines: Sequence[CrisisLine], here: Here | None, on_leave: Handler) -> ft.Control:
    """Lines about violence, with a way out that leaves an empty screen."""
    app = use_app()
    words = app.words
    shows, set_shows = ft.use_state(False)
    title = words(app.content.crisis.topics[VIOLENCE])
    if not shows:
        return secondary(title, lambda: set_shows(True))
    leave = primary(words("Quick exit"), on_leave)
    close = link(words("Close"), lambda: set_shows(False))
    return _column([heading(title), leave, *(help_line(words, app.content.crisis, one, here) for one in lines), close])


def _column(controls: list[ft.Control]) -> ft.Control:
    return ft.Column(controls, spacing=16, tight=True, horizontal_alignment=ft.CrossAxisAlignment.STRETCH)
