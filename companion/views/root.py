"""The root of every window: its look, the routes, and the shell around the screens."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import flet as ft

from companion.domain.course import AFTER
from companion.services.changes import Changes
from companion.services.opening import State
from companion.services.preferences import Choices, Look
from companion.views import routes
from companion.views.add import Add
from companion.views.article import ArticleScreen
from companion.views.backup import BackupScreen, RestoreScreen
from companion.views.components.guard import component, view_component
from companion.views.components.reach import set_target
from companion.views.contacts import ContactDetails, Contacts
from companion.views.context import (
    AppContext,
    AppView,
    Frame,
    FrameContext,
    country_of,
    use_app,
    use_changes,
    use_frame,
    use_quietly,
)
from companion.views.course_routes import course_routes
from companion.views.earlier import EarlierDraft
from companion.views.entry import EntryDetails
from companion.views.form import ChangeEntry, CheckIn, NewEntry
from companion.views.help import Help
from companion.views.help_profile import HelpProfile
from companion.views.journal import JournalList, RemovedList
from companion.views.judgements import Judgements
from companion.views.learn import Learn, Shelf
from companion.views.lock import LockSettings
from companion.views.lock_screen import LockScreen
from companion.views.looks import change_look, dimmed, load_later_fonts, remember, remember_look
from companion.views.more import About, Colours, Country, More, Sending
from companion.views.plan import PlanScreen
from companion.views.plan_edit import EditPlan
from companion.views.plan_steps import PlanSteps
from companion.views.questions import Questions
from companion.views.saved import Saved
from companion.views.steady import Steady
from companion.views.steady_exercise import ExerciseDetails
from companion.views.steady_run import ExerciseRun
from companion.views.storage import Place
from companion.views.support import SupportScreen
from companion.views.theme import DIM, TITLE, WIDE, palette_of
from companion.views.today import Today
from companion.views.trouble import Closed, TroubleDialog
from companion.views.warnings import NoteWords, Warnings
from companion.views.welcome import Welcome

LEAVES = (ft.AppLifecycleState.HIDE, ft.AppLifecycleState.PAUSE)
COMES = (ft.AppLifecycleState.SHOW, ft.AppLifecycleState.RESUME)

RAIL_WIDTH = 128
"""Room for the rail's words at 200 % text."""


@component
def Root(app: AppView) -> Any:
    """Everything below knows the app and how the window looks."""
    page = ft.context.page
    use_changes(app.opening.changes, *_sources(app))
    use_quietly(app, app.open_lines.changes if app.open_lines else app.opening.changes)
    width, set_width = ft.use_state(page.width or 390.0)
    system_is_dark, set_dark = ft.use_state(page.platform_brightness == ft.Brightness.DARK)
    is_behind, set_behind = ft.use_state(False)

    async def follow(event: Any) -> None:
        if event.state in LEAVES or event.state in COMES:
            set_behind(event.state in LEAVES)
            if app.notice and not app.in_browser:  # there the page tells
                await app.notice("hidden" if event.state in LEAVES else "shown")

    def listen() -> None:
        page.on_app_lifecycle_state_change = follow
        page.on_resize = lambda event: set_width(event.width)
        page.on_platform_brightness_change = lambda _: set_dark(page.platform_brightness == ft.Brightness.DARK)

    ft.use_effect(listen, [])
    # A dim screen begins dim, and stays dim when another tab takes the journal.
    held: Any = ft.use_ref(lambda: Choices(look=app.first_look))
    is_open = app.opening.opened is not None
    if app.opening.opened:
        held.current = app.opening.opened.preferences.choices
    choices: Choices = held.current
    ft.use_effect(lambda: page.run_task(load_later_fonts, page, app.assets), [])
    ft.use_effect(lambda: change_look(page, choices.look), [choices.look])
    has_lock = app.opening.opened.lock.is_set if app.opening.opened else app.opening.locked is not None
    known = lambda: page.run_task(remember, page, choices, has_lock) if is_open else None  # noqa: E731 - an effect
    ft.use_effect(known, [is_open, has_lock, choices.country, sorted(choices.help_profile)])
    is_covered = is_behind and has_lock and not page.web  # a page has a cover of its own
    size = "wide" if width >= WIDE else "narrow"
    frame = Frame(palette_of(choices.look.value, system_is_dark), size, is_covered, is_behind)
    set_target(page, frame.palette)
    lines_now = app.open_lines.now if app.open_lines else ()
    told = replace(app, words=app.words.of(country_of(app)), lines_now=lines_now)
    return AppContext(told, lambda: FrameContext(frame, _routes if is_open else _closed_routes))


def _sources(app: AppView) -> tuple[Changes, ...]:
    """What changes the look of the whole window while the journal is open."""
    services = app.opening.opened
    return (services.preferences.changes, services.lock.changes) if services else ()


def _routes() -> Any:
    return ft.Router([_shell_route()], not_found=Lost, manage_views=True)


def _shell_route() -> ft.Route:
    """Every address, with the navigation around its screen."""
    return ft.Route(
        component=Shell,
        outlet=True,
        children=[
            ft.Route(index=True, component=Today),
            ft.Route(path="journal", component=JournalList),
            ft.Route(path="removed", component=RemovedList),
            ft.Route(path="journal/:id", component=EntryDetails),
            ft.Route(path="check-in", component=CheckIn),
            ft.Route(path="form/:name", component=NewEntry),
            ft.Route(path="add", component=Add),
            ft.Route(path="earlier/:id", component=EarlierDraft),
            ft.Route(path="change/:id", component=ChangeEntry),
            ft.Route(path="saved/:id", component=Saved),
            *course_routes(),
            ft.Route(path="learn", component=Learn),
            ft.Route(path="learn/questions", component=Questions),
            ft.Route(path="learn/shelf/:id", component=Shelf),
            ft.Route(path="learn/:id", component=ArticleScreen),
            ft.Route(path="more", component=More),
            ft.Route(path="more/sending", component=Sending),
            ft.Route(path="more/look", component=Colours),
            ft.Route(path="more/country", component=Country),
            ft.Route(path="more/help-profile", component=HelpProfile),
            ft.Route(path="more/backup", component=BackupScreen),
            ft.Route(path="more/storage", component=Place),
            ft.Route(path="more/warnings", component=Warnings),
            ft.Route(path="more/notes", component=NoteWords),
            ft.Route(path="more/lock", component=LockSettings),
            ft.Route(path="more/about", component=About),
            ft.Route(path="more/judgements", component=Judgements),
            ft.Route(path="restore", component=RestoreScreen),
            ft.Route(path="help", component=Help),
            ft.Route(path="steady", component=Steady),
            ft.Route(path="steady/:id", component=ExerciseDetails),
            ft.Route(path="steady/:id/as/:version", component=ExerciseDetails),
            ft.Route(path="steady/:id/run", component=ExerciseRun),
            ft.Route(path="steady/:id/run/:version/:rounds", component=ExerciseRun),
            ft.Route(path="support", component=SupportScreen),
            ft.Route(path="contacts", component=Contacts),
            ft.Route(path="contacts/:id", component=ContactDetails),
            ft.Route(path="plan", component=PlanScreen),
            ft.Route(path="plan/edit", component=EditPlan),
            ft.Route(path="plan/edit/:id", component=EditPlan),
            ft.Route(path="plan/steps", component=PlanSteps),
        ],
    )


def _closed_routes() -> Any:
    """The same addresses without their screens while no journal is open: a route keeps what its screen has drawn."""
    shell = _shell_route()
    for screen in shell.children or []:
        path = f"/{screen.path or ''}"
        if not (routes.needs_no_journal(path) or routes.is_shown_while_locked(path)):
            screen.component = Nothing
    return ft.Router([shell], not_found=Lost, manage_views=True)


@component
def Nothing() -> ft.Control:
    """In the place of a screen that may not be seen: the shell draws something else."""
    return ft.Container()


@view_component
def Lost() -> ft.View:
    """An address that is no screen leads to Today."""
    page = ft.context.page
    ft.use_effect(lambda: routes.go(page, routes.TODAY), [])
    return ft.View(route="/", can_pop=False, controls=[])


@view_component
def Shell() -> ft.View:
    """The navigation around a screen; a closed journal and the first start take its place."""
    app, frame, page = use_app(), use_frame(), ft.context.page
    use_changes(app.opening.changes, *_sources(app))
    outlet = ft.use_route_outlet()
    route = ft.use_route_location()
    body, has_navigation = _body(app, route, outlet)
    index = routes.destination_of(route)

    def go(event: Any) -> None:
        routes.go(page, routes.DESTINATIONS[int(event.control.selected_index)].route)

    is_wide, is_dim = frame.size == "wide", _is_dim(app, route)
    set_target(page, DIM if is_dim else frame.palette)
    opened = app.opening.opened
    look = Look.DIM if is_dim else opened.preferences.choices.look if opened else None
    ft.use_effect(lambda: page.run_task(remember_look, page, look) if look else None, [look])
    content: ft.Control = ft.Container(body, expand=True)
    if is_wide:
        rail = _rail(app, index, go) if has_navigation else None
        # The rail's room stays where there is none: the column does not jump when a check-in begins.
        content = ft.Row([ft.Container(rail, width=RAIL_WIDTH), content], spacing=0, expand=True)
    return ft.View(
        route="/",
        can_pop=False,
        padding=0,
        bgcolor=DIM.ground if is_dim else None,
        navigation_bar=_bar(app, index, go) if has_navigation and not is_wide else None,
        controls=[
            ft.SafeArea(
                ft.Stack([dimmed(content) if is_dim else content, TroubleDialog(), *_cover(app, frame)], expand=True),
                expand=True,
            )
        ],
    )


def _is_dim(app: AppView, route: str) -> bool:
    """Whether a screen is dim by itself: light hurts around an infusion."""
    services = app.opening.opened
    if services is None or not route.startswith((routes.NOW, routes.AFTERCARE)):
        return False
    return route.startswith(routes.NOW) or services.course.place().phase in AFTER


def _cover(app: AppView, frame: Frame) -> list[ft.Control]:
    if not frame.is_covered:
        return []
    name = ft.Text(app.words("Companion"), size=TITLE)
    return [ft.Container(name, alignment=ft.Alignment.CENTER, bgcolor=ft.Colors.SURFACE, expand=True)]


def _body(app: AppView, route: str, outlet: Any) -> tuple[Any, bool]:
    """What stands on the screen, and whether the navigation is around it."""
    if routes.needs_no_journal(route):
        return outlet, False
    if app.opening.state is State.LOCKED and routes.is_shown_while_locked(route):
        return outlet, False
    if app.opening.opened is None:
        return (LockScreen() if app.opening.state is State.LOCKED else Closed()), False
    if not app.opening.opened.preferences.choices.was_welcomed and not route.startswith(routes.RESTORE):
        return Welcome(), False
    return outlet, not routes.is_full_screen(route)


def _bar(app: AppView, index: int, go: Callable[[Any], None]) -> ft.NavigationBar:
    return ft.NavigationBar(
        selected_index=index,
        on_change=go,
        destinations=[
            ft.NavigationBarDestination(icon=place.icon, label=app.words(place.label)) for place in routes.DESTINATIONS
        ],
    )


def _rail(app: AppView, index: int, go: Callable[[Any], None]) -> ft.NavigationRail:
    return ft.NavigationRail(
        selected_index=index,
        on_change=go,
        label_type=ft.NavigationRailLabelType.ALL,
        min_width=RAIL_WIDTH,
        group_alignment=-0.9,
        destinations=[
            ft.NavigationRailDestination(icon=place.icon, label=app.words(place.label)) for place in routes.DESTINATIONS
        ],
    )
