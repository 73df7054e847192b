"""Writing the plan: one part on a screen, each letter kept as it is typed."""

from collections.abc import Callable
from functools import partial
from typing import Any

import flet as ft

from companion.domain.plan import WRITTEN, Step
from companion.services.bundle import Services
from companion.views import routes
from companion.views.components.controls import link, primary, secondary, text
from companion.views.components.guard import component
from companion.views.components.layout import screen
from companion.views.components.own_lines import layer_of, own_lines
from companion.views.components.text_entry import TextEntry
from companion.views.components.toggles import toggles
from companion.views.context import AppView, country_of, here_of, keeps, use_app, use_changes, use_services
from companion.views.plan_wording import PARTS


@component
def EditPlan() -> ft.Control:
    """The part of this address, the first one without it."""
    app, services = use_app(), use_services()
    use_changes(services.support.changes)
    words, page = app.words, ft.context.page
    step = part_named(ft.use_route_params().get("id", ""))
    ft.use_effect(services.support.begin, [])
    at = WRITTEN.index(step)
    part = PARTS[step]
    over = words("{page} of {pages}", page=at + 1, pages=len(WRITTEN))

    def to(index: int) -> None:
        routes.go(page, routes.plan_part(WRITTEN[index]))

    done = lambda: routes.go(page, routes.PLAN)  # noqa: E731 - an event handler
    is_last = step is WRITTEN[-1]
    return screen(
        words,
        words(part.title),
        text(words(part.asks)),
        *([text(words(part.more), quiet=True)] if part.more else []),
        *_people(app, services, step),
        PartEntry(step),
        *_numbers(app, services, step),
        primary(words("Done") if is_last else words("Next"), done if is_last else lambda: to(at + 1)),
        *([] if is_last else [link(words("Stop here. What you wrote is saved."), done)]),
        back=(lambda: to(at - 1)) if at else done,
        overline=over,
        page=step,
        has_page_help=app.has_page_help,
    )


def part_named(name: Any) -> Step:
    """The part of an address; the first one where there is no such part."""
    return Step(name) if name in set(Step) else WRITTEN[0]


@component
def PartEntry(step: Step) -> ft.Control:
    """The field, and examples that a tap adds as lines."""
    app, services = use_app(), use_services()
    words, support = app.words, services.support
    added, set_added = ft.use_state(0)
    typed = support.plan.texts.get(step, "")

    def write(value: str) -> Any:
        return keeps(app, lambda: support.write(step, value))()

    async def add(example: str) -> None:
        before = support.plan.texts.get(step, "").rstrip("\n")
        await support.write(step, f"{before}\n{example}" if before else example)
        set_added(lambda count: count + 1)  # the field is drawn with what it holds now

    said = words("One thing per line.")
    label = words("In your own words")
    field = TextEntry(label, typed, write, multiline=True, field=f"{step}-{added}", helper=said)
    lines = support.plan.lines(step)
    examples = [one for one in map(words, PARTS[step].examples) if one not in lines]
    offered = [secondary(one, keeps(app, partial(add, one)), icon=ft.Icons.ADD) for one in examples]
    title = [text(words("Tap to add:"), quiet=True)] if offered else []
    return ft.Column([field, *title, *offered], spacing=8, tight=True,
                     horizontal_alignment=ft.CrossAxisAlignment.STRETCH)  # fmt: skip


def _people(app: AppView, services: Services, step: Step) -> list[ft.Control]:
    """Who of the person's people stands with this part."""
    if step not in (Step.TELL, Step.COMPANY):
        return []
    words, support = app.words, services.support
    chosen = frozenset(one.id for one in support.contacts if (one.can_tell if step is Step.TELL else one.is_company))

    def pick(one: str) -> Any:
        return keeps(app, lambda: support.mark(step, one))()

    people = [(one.id, one.name) for one in support.contacts]
    add: Callable[[], Any] = lambda: routes.go(ft.context.page, routes.NEW_CONTACT)  # noqa: E731 - an event handler
    listed = [toggles(people, chosen, pick, name=words(PARTS[step].title))] if people else []
    return [*listed, secondary(words("Add a person"), add, icon=ft.Icons.PERSON_ADD)]


def _numbers(app: AppView, services: Services, step: Step) -> list[ft.Control]:
    """The numbers that are always there."""
    if step is not Step.LINES:
        return []
    here, told = here_of(app), services.preferences.choices.help_profile
    layer = layer_of(app.content.crisis, country_of(app), told, here)
    return own_lines(app.words, app.content.crisis, layer, app.clinic_contact, here)
