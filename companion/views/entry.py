"""One entry: its answers, how far it got, its earlier versions; change it or remove it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

import flet as ft

from companion.domain.journal import Delivery, Entry, EntryStatus
from companion.domain.questionnaire import AnswerValue, Coding, Item, ItemType
from companion.errors import EntryGone, SealBroken
from companion.i18n import Words
from companion.services.bundle import Services
from companion.services.journal import answered
from companion.views import routes
from companion.views.components.ask import AskedLink
from companion.views.components.controls import card, dialog, heading, link, live, primary, secondary, text
from companion.views.components.guard import component
from companion.views.components.layout import screen
from companion.views.context import AppView, keeps, use_app, use_changes, use_maybe, use_services, use_today
from companion.views.course_words import can_wait
from companion.views.delivery import delivery_of
from companion.views.headline import headline
from companion.views.wording import day_name, full_day, trouble


@dataclass(frozen=True, slots=True)
class Shown:
    """What was read for this screen."""

    entry: Entry
    history: tuple[Entry, ...] = ()


@component
def EntryDetails() -> ft.Control:
    """The entry of this route."""
    app, services = use_app(), use_services()
    use_changes(services.journal.changes, services.clinic.changes)
    use_today()
    entry_id = ft.use_route_params()["id"]
    shown, set_shown = use_maybe(Shown)
    asks, set_asks = ft.use_state(False)
    is_damaged, set_damaged = ft.use_state(False)
    version = services.journal.version(entry_id)

    async def read() -> None:
        try:
            entry = await services.journal.entry(entry_id)
        except EntryGone:
            return
        except SealBroken:
            set_damaged(True)
            return
        set_damaged(False)
        set_shown(Shown(entry, tuple(await services.journal.history(entry_id))))

    ft.use_effect(keeps(app, read), [entry_id, version])
    ft.use_dialog(_remove_dialog(app, services, entry_id, lambda: set_asks(False)) if asks else None)
    back = lambda: routes.go(ft.context.page, routes.JOURNAL)  # noqa: E731 - an event handler
    if is_damaged:
        return screen(app.words, app.words("This entry cannot be read"), *_damaged(app, services, entry_id), back=back,
                      has_page_help=app.has_page_help)  # fmt: skip
    if shown is None or shown.entry.head.id != entry_id:  # the address changed from one entry to another
        said = app.words("One moment") if version else app.words("This entry is not in your journal anymore")
        return screen(app.words, said, back=back, has_page_help=app.has_page_help)
    if shown.entry.head.status is EntryStatus.REMOVED:
        return screen(app.words, app.words("Removed"), *_removed(app, services, entry_id), back=back,
                      has_page_help=app.has_page_help)  # fmt: skip
    return screen(
        app.words,
        _title(app, services, shown.entry),
        *_answers(app, services, shown.entry),
        *_state(app, services, entry_id),
        *_actions(app, services, shown.entry, lambda: set_asks(True)),
        *_history(app, services, shown.history),
        back=back,
        has_page_help=app.has_page_help,
    )


def _damaged(app: AppView, services: Services, entry_id: str) -> list[ft.Control]:
    said = trouble(app.words, SealBroken())
    return [card(text(said.kept), text(said.do)), live(delivery_of(app.words, services, entry_id), quiet=True)]


def _title(app: AppView, services: Services, entry: Entry) -> str:
    when = entry.head.occurrence
    day = day_name(app.words, when.date, services.journal.now().date)
    name = headline(app.words, services.journal.form_as_asked(entry.head), entry.head.facts)
    return app.words("{name}: {day}, {time}", name=name, day=day, time=app.words.time(when.clock))


def _answers(app: AppView, services: Services, entry: Entry) -> list[ft.Control]:
    form = services.journal.form_as_asked(entry.head)
    if form is None:
        return [text(app.words("The form for this entry is not in this version of the app. Its answers are kept."))]
    lines = []
    for item, value in answered(form, entry.answers):
        if value is None and (item.ask or entry.head.form_version != form.version):
            continue  # it may not have been asked then
        lines.append(_line(app.words(item.text), said(app, item, value)))
    asked = {item.link_id for item in form.questions()}
    for link_id, value in entry.answers.items():
        if link_id not in asked:  # another version of the form asked it
            lines.append(_beyond(app, services.journal.forms.asked(form.url, link_id), value))
    return [card(*lines)]


def _line(asked: str, answer: str) -> ft.Control:
    return ft.Column([text(asked, quiet=True, small=True), text(answer)], spacing=2, tight=True)


def _beyond(app: AppView, item: Item | None, value: AnswerValue) -> ft.Control:
    """An answer to a question that the entry's form does not have: in the words of the version that asked it."""
    unknown = Item("", ItemType.TEXT, app.words("A question from another version of the app"))
    asked = item or unknown
    return _line(app.words(asked.text), said(app, asked, value))


def said(app: AppView, item: Item, value: AnswerValue | None) -> str:
    """An answer in words."""
    words = app.words
    match value:
        case None:
            return words("Skipped")
        case bool():
            return words("Yes") if value else words("No")
        case int():
            return _number(words, item, value)
        case Coding():
            return words(value.display or value.code)
        case str():
            return value
        case datetime():
            return words("{day}, {time}", day=full_day(words, value.date()), time=words.time(value))
        case date():
            return full_day(words, value)
        case time():
            return words.time(value)
        case tuple():
            several = [said(app, item, one) for one in value]
            return "\n".join(f"• {one}" for one in several) if len(several) > 1 else "".join(several)


def _number(words: Words, item: Item, value: int) -> str:
    if item.levels:
        return words(item.word_of(value)) or str(value)
    if item.is_scale:
        return words("{n} of {all}", n=value, all=item.maximum)
    return f"{value} {words(item.unit)}".strip()


def _state(app: AppView, services: Services, entry_id: str) -> list[ft.Control]:
    item = services.journal.delivery(entry_id)
    line: list[ft.Control] = [live(delivery_of(app.words, services, entry_id), quiet=True)]
    if item and item.state is Delivery.CONFLICT and services.clinic.can_resolve:
        keep = keeps(app, lambda: services.clinic.keep_mine(entry_id))
        line.append(text(app.words("You can send your version again. Your clinic keeps the other one in its history.")))
        line.append(secondary(app.words("Send my version"), keep))
    return line


def _actions(app: AppView, services: Services, entry: Entry, ask: Callable[[], Any]) -> list[ft.Control]:
    words, page, journal = app.words, ft.context.page, services.journal
    change = lambda: routes.go(page, f"{routes.CHANGE}/{entry.head.id}")  # noqa: E731 - an event handler
    remove = link(words("Remove"), ask)
    if entry.head.form not in journal.forms:
        return [remove]
    begun = journal.change_of(entry.head.id)
    if begun is None:
        return [primary(words("Change"), change), remove]
    drop = keeps(app, lambda: journal.discard(begun.id))
    return [
        card(
            heading(words("Your change is not finished")),
            text(words("What you see above is still the entry as it was saved.")),
            primary(words("Continue"), change),
            AskedLink(
                words,
                words("Delete the change"),
                words("Delete your change?"),
                words("The entry stays as it was saved. The changes you made since then will be deleted."),
                words("Delete it"),
                drop,
            ),
        ),
        remove,
    ]


def _history(app: AppView, services: Services, history: tuple[Entry, ...]) -> list[ft.Control]:
    if not history:
        return []
    cards: list[ft.Control] = []
    for entry in history:
        local = services.journal.local(entry.head.changed_at)
        when = app.words("{day}, {time}", day=day_name(app.words, local.date(), services.journal.now().date),
                         time=app.words.time(local))  # fmt: skip
        cards.append(text(app.words("Version {n}, {when}", n=entry.head.version, when=when), strong=True))
        if entry.head.status is EntryStatus.REMOVED:
            cards.append(text(app.words("You removed it here."), quiet=True))
        else:
            cards += _answers(app, services, entry)
    return [heading(app.words("Earlier versions")), *cards]


def _remove_dialog(app: AppView, services: Services, entry_id: str, close: Callable[[], Any]) -> ft.AlertDialog:
    words = app.words
    item = services.journal.delivery(entry_id)
    was_sent = item is not None and bool(item.server_id)
    if not was_sent:
        at_clinic = words("It was not sent to your clinic.")
    elif services.clinic.may_send():
        at_clinic = words(
            "Your clinic has a copy. The app will tell your clinic that this entry is not valid. Your clinic may "
            "keep it in its history."
        )
    else:
        at_clinic = words(
            "Your clinic has a copy and keeps it. You stopped sending, so the app does not tell your clinic about this."
        )

    async def remove() -> None:
        close()
        await services.journal.remove(entry_id)
        services.clinic.wake()

    waits = can_wait(words, services)
    keep = words("Wait until tomorrow") if waits else words("Keep it")
    return dialog(
        words("Remove this entry?"),
        *(text(one) for one in waits),
        text(words("It will be removed from your journal on this device.") + " " + at_clinic),
        actions=[(keep, close), (words("Remove it"), keeps(app, remove))],
        on_dismiss=close,
    )


def _removed(app: AppView, services: Services, entry_id: str) -> list[ft.Control]:
    async def undo() -> None:
        await services.journal.bring_back(entry_id)
        services.clinic.wake()

    return [
        live(app.words("The entry was removed from your journal.")),
        text(app.words("You can find it under “Removed entries”, at the end of your journal."), quiet=True),
        secondary(app.words("Undo"), keeps(app, undo)),
        primary(app.words("Go to your journal"), lambda: routes.go(ft.context.page, routes.JOURNAL)),
    ]
