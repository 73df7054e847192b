"""The person's people: read while locked as far as that is allowed; added, changed, put in order, removed."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

import flet as ft

from companion.domain.answering import is_blank
from companion.domain.plan import Contact
from companion.i18n import N_
from companion.services.bundle import Services
from companion.views import routes
from companion.views.components.ask import AskedLink
from companion.views.components.contact_card import contact_card
from companion.views.components.controls import card, heading, link, live, primary, secondary, text
from companion.views.components.guard import component
from companion.views.components.layout import screen
from companion.views.components.phone_choice import phone_choices, phone_trouble
from companion.views.components.text_entry import TextEntry
from companion.views.components.toggles import toggles
from companion.views.context import AppView, keeps, use_app, use_changes, use_services
from companion.views.seen import Seen, use_seen

NEW = "new"
USES = (
    ("can_tell", N_("I can tell this person how I am doing")),
    ("is_company", N_("Being with this person makes things easier")),
    ("on_lock", N_("Show this person on the lock screen")),
)


@component
def Contacts() -> ft.Control:
    """Everybody who may be seen, in the person's order."""
    app = use_app()
    seen = use_seen(app)
    if seen is None:
        return ft.Container()
    words, page = app.words, ft.context.page
    services = app.opening.opened
    body = _own(app, services, seen) if services else [contact_card(words, one) for one in seen.contacts]
    if not body:
        body = [text(words("No one is shown while the app is locked. You can allow it under More, Lock."))]
    return screen(words, words("My people"), *body, back=lambda: routes.go(page, routes.SUPPORT),
                  has_page_help=app.has_page_help)  # fmt: skip


def _own(app: AppView, services: Services, seen: Seen) -> list[ft.Control]:
    words, page = app.words, ft.context.page

    def to(contact_id: str) -> None:
        routes.go(page, routes.contact_route(contact_id))

    people = [contact_card(words, one, link(words("Change"), partial(to, one.id))) for one in seen.contacts]
    said = text(words("Add people you can call with one tap: family, a friend, a sponsor."))
    return [
        *_removed(app, services),
        *(people or [said]),
        *_begun(app, services),
        *(_to_the_plan(app) if people and seen.plan.is_empty else []),
        primary(words("Add a person"), lambda: routes.go(page, routes.NEW_CONTACT)),
    ]


def _to_the_plan(app: AppView) -> list[ft.Control]:
    """What comes next once somebody is in the list."""
    words, page = app.words, ft.context.page
    return [
        card(
            heading(words("Next: your safety plan")),
            text(
                words(
                    "What helps you when things get hard, step by step, in your own words. You can leave any "
                    "part empty."
                )
            ),
            secondary(words("Write my plan"), lambda: routes.go(page, routes.PLAN_EDIT)),
        )
    ]


def _begun(app: AppView, services: Services) -> list[ft.Control]:
    if services.support.draft("") is None:
        return []
    words, page = app.words, ft.context.page
    return [
        card(
            text(words("You started to add a person. What you typed is kept.")),
            secondary(words("Continue"), lambda: routes.go(page, routes.NEW_CONTACT)),
            AskedLink(
                words,
                words("Delete"),
                words("Delete what you typed?"),
                words("The person you started to add will not be in your list."),
                words("Delete it"),
                keeps(app, lambda: services.support.discard("")),
            ),
        )
    ]


def _removed(app: AppView, services: Services) -> list[ft.Control]:
    gone = services.support.removed
    if gone is None:
        return []
    return [
        card(
            live(app.words("{name} is not in your list anymore.", name=gone.name)),
            secondary(app.words("Undo"), keeps(app, services.support.bring_back_contact)),
        )
    ]


@component
def ContactDetails() -> ft.Control:
    """One person: what is typed is kept as it is typed, and is in the list after Save."""
    app, services = use_app(), use_services()
    use_changes(services.support.changes)
    named = str(ft.use_route_params()["id"])
    contact_id = "" if named == NEW else named
    support, words, page = services.support, app.words, ft.context.page
    here: Any = ft.use_ref(lambda: ("", Contact("", "")))
    wrong, set_wrong = ft.use_state(("", "", 0))
    chosen, set_chosen = ft.use_state(0)

    def back() -> None:
        routes.go(page, routes.CONTACTS)

    if contact_id and support.contact(contact_id) is None:
        gone = text(words("This person is not in your list."))
        return screen(words, words("My people"), gone, back=back, has_page_help=app.has_page_help)
    typed = support.begun(contact_id)
    here.current = (contact_id, typed)

    async def change(**fields: Any) -> None:
        # What two fields send at nearly the same time must not undo one another.
        here.current = (contact_id, replace(here.current[1], **fields))
        await support.type_contact(contact_id, here.current[1])
        support.changes.announce()

    async def turn(name: str) -> None:
        await change(**{name: not getattr(here.current[1], name)})

    async def use(number: str) -> None:
        await change(phone=number)
        set_wrong(("", "", wrong[2]))
        set_chosen(chosen + 1)  # a new key: the field shows the chosen number

    async def save() -> None:
        field, missing = _missing(app, here.current[1])
        set_wrong((field, missing, wrong[2] + 1))
        if not missing:
            await support.type_contact(contact_id, here.current[1])
            await support.keep_contact(contact_id)
            back()

    meant = (
        phone_choices(words, typed.phone, lambda number: keeps(app, lambda: use(number))())
        if wrong[0] == "phone"
        else []
    )
    return screen(
        words,
        words("Add a person") if not contact_id else words("Change a person"),
        *_fields(app, f"{contact_id or NEW}-{chosen}", typed, change, turn, wrong, meant),
        *([live(wrong[1])] if wrong[1] and not meant else []),
        primary(words("Save"), keeps(app, save)),
        *_more(app, services, contact_id, back),
        back=back,
        has_page_help=app.has_page_help,
    )


def _fields(
    app: AppView,
    key: str,
    typed: Contact,
    change: Callable[..., Any],
    turn: Callable[[str], Any],
    wrong: tuple[str, str, int],
    meant: list[ft.Control],
) -> list[ft.Control]:
    """Draw what is typed of a person, and the ways in which they can help.

    Args:
        wrong: the field at which Save has stopped, what is said of it, and how often that was.
        meant: the numbers to choose from, below the field of the number.
    """
    words = app.words

    def at(name: str) -> dict[str, Any]:
        is_here = wrong[0] == name
        return {"error": wrong[1] if is_here else "", "calls": wrong[2] if is_here else 0}

    uses = [(name, words(said)) for name, said in USES]
    chosen = frozenset(name for name, _ in uses if getattr(typed, name))

    def write(name: str) -> Callable[[str], Any]:
        return lambda value: keeps(app, lambda: change(**{name: value}))()

    asked = words("How this person can help")
    return [
        TextEntry(words("Name"), typed.name, write("name"), field=f"name-{key}", **at("name")),
        TextEntry(words("How you know them"), typed.relation, write("relation"), field=f"relation-{key}",
                  helper=words("My sister, a friend, my sponsor. You can leave this empty.")),
        TextEntry(words("Phone number"), typed.phone, write("phone"), field=f"phone-{key}",
                  keyboard=ft.KeyboardType.PHONE, **at("phone")),
        *meant,
        heading(asked, level=3),
        toggles(uses, chosen, lambda name: keeps(app, lambda: turn(name))(), name=asked),
    ]  # fmt: skip


def _missing(app: AppView, typed: Contact) -> tuple[str, str]:
    """The field at which Save stops and what is missing there, ("", "") for none."""
    words = app.words
    if is_blank(typed.name):
        return "name", words("Write a name, so you can find this person in your list.")
    said = phone_trouble(words, typed.phone)
    return ("phone" if said else "", said)


def _more(app: AppView, services: Services, contact_id: str, back: Callable[[], Any]) -> list[ft.Control]:
    words, support = app.words, services.support
    found: list[ft.Control] = []

    async def remove() -> None:
        await support.remove(contact_id)
        back()

    async def discard() -> None:
        await support.discard(contact_id)
        back()

    if support.draft(contact_id):
        said = words("The person stays in your list as they were saved.") if contact_id else ""
        found.append(
            AskedLink(words, words("Delete what I typed"), words("Delete what you typed?"), said, words("Delete it"),
                      keeps(app, discard))
        )  # fmt: skip
    if not contact_id:
        return found
    removing: ft.Control = link(words("Remove"), keeps(app, remove))
    if support.draft(contact_id):  # Undo brings back who was saved, and not what was typed since
        removing = AskedLink(words, words("Remove"), words("Delete what you typed?"), support.begun(contact_id).name,
                             words("Delete it"), keeps(app, remove))  # fmt: skip
    if support.contacts and support.contacts[0].id != contact_id:
        found.append(link(words("Move up in the list"), keeps(app, lambda: support.move_up(contact_id))))
    return [*found, removing]
