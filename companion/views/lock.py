"""More, Lock: whether the journal has a PIN, setting, changing and turning it off, and when it locks itself."""

from collections.abc import Callable
from typing import Any

import flet as ft

from companion.errors import CompanionError, SecretWrong
from companion.i18n import Words
from companion.services.lock import ASKED_GROUPS, Lock
from companion.views import routes
from companion.views.components.controls import card, choices, heading, link, live, primary, row_link, secondary, text
from companion.views.components.guard import component
from companion.views.components.layout import screen
from companion.views.components.lost_card import lost_card
from companion.views.components.pin_pad import PinPad
from companion.views.components.text_entry import TextEntry
from companion.views.components.toggles import toggles
from companion.views.context import keeps, use_app, use_changes, use_services
from companion.views.wording import trouble

MINUTES = (1, 5, 15)


@component
def LockSettings() -> ft.Control:
    """One step at a time; Back leads to what stood before."""
    app, services = use_app(), use_services()
    use_changes(services.lock.changes, services.preferences.changes)
    lock = services.lock
    step, set_step = ft.use_state("new" if lock.needs_new_pin else "")
    to_start = lambda: set_step("")  # noqa: E731 - an event handler
    if step == "set":
        return SetPin(lambda: set_step("allow"), to_start)
    if step == "allow":
        return Allow(to_start)
    if step in ("change", "new"):
        return ChangePin(to_start, must_check=step == "change")
    if step == "off":
        return TurnOff(to_start)
    body = _on(app.words, lock, set_step) if lock.is_set else _off(app.words, set_step)
    back = lambda: routes.go(ft.context.page, routes.MORE)  # noqa: E731 - an event handler
    return screen(app.words, app.words("Lock"), *body, back=back, has_page_help=app.has_page_help)


def _off(words: Words, set_step: Callable[[str], Any]) -> list[ft.Control]:
    return [
        text(words("A PIN keeps your journal closed when someone else has this device.")),
        text(words("“Help now” works without it.")),
        card(
            heading(words("If you forget your PIN")),
            text(words("Next, you get a recovery code. It opens your journal if you forget the PIN. Keep it safe.")),
        ),
        lost_card(words),
        primary(words("Set a PIN"), lambda: set_step("set")),
    ]


def _on(words: Words, lock: Lock, set_step: Callable[[str], Any]) -> list[ft.Control]:
    return [
        text(words("Your journal has a PIN.")),
        Timing(),
        OnLockScreen(),
        secondary(words("Change the PIN"), lambda: set_step("change")),
        secondary(words("Turn the PIN off"), lambda: set_step("off")),
    ]


@component
def Timing() -> ft.Control:
    """When it locks by itself."""
    app, services = use_app(), use_services()
    use_changes(services.preferences.changes)
    words, preferences = app.words, services.preferences
    chosen = preferences.choices

    def after(value: str) -> object:
        return keeps(app, lambda: preferences.change(lock_after=int(value)))()

    def background(value: str) -> object:
        return keeps(app, lambda: preferences.change(locks_in_background=value == "yes"))()

    minutes = [(str(n), words.plural("{n} minute", "{n} minutes", n)) for n in MINUTES]
    asked, other = (
        words("Lock automatically when no one taps for:"),
        words("Lock when you leave the app for 30 seconds:"),
    )
    return card(
        heading(asked),
        choices(minutes, str(chosen.lock_after), after, name=asked),
        heading(other),
        choices([("yes", words("Yes")), ("no", words("No"))], "yes" if chosen.locks_in_background else "no", background,
                name=other),
    )  # fmt: skip


@component
def OnLockScreen() -> ft.Control:
    """What of the person's own may be seen without the PIN: nothing until they say so."""
    app, services = use_app(), use_services()
    support = services.support
    use_changes(support.changes)
    words, plan = app.words, "plan"
    asked = words("What the lock screen may show:")
    options = [*([] if support.plan.is_empty else [(plan, words("My safety plan"))]),
               *((one.id, one.name) for one in support.contacts)]  # fmt: skip
    chosen = frozenset(one.id for one in support.contacts if one.on_lock) | ({plan} if support.plan.on_lock else set())

    def pick(one: str) -> object:
        return keeps(app, support.turn_plan if one == plan else lambda: support.turn_contact(one))()

    if not options:
        lead = row_link(words("My people and my plan"), words("There is nothing to show yet"),
                        lambda: routes.go(ft.context.page, routes.SUPPORT))  # fmt: skip
        return card(heading(asked), lead)
    said = text(words("Anyone who has this device can read what you choose here, and call these people."), quiet=True)
    return card(heading(asked), said, toggles(options, chosen, pick, name=asked))


@component
def Allow(on_end: Callable[[], Any]) -> ft.Control:
    """After a PIN was set: what may be seen without it. Nothing is, until it is chosen."""
    app = use_app()
    words = app.words
    return screen(
        words,
        words("Your PIN is on"),
        text(words("Your journal has a PIN.")),
        text(words("While it is locked, nothing of yours is shown. “Help now” still works.")),
        OnLockScreen(),
        text(words("You can change this at any time under More, Lock."), quiet=True),
        primary(words("Done"), on_end),
        has_page_help=app.has_page_help,
        back=on_end,
    )


@component
def SetPin(on_set: Callable[[], Any], on_end: Callable[[], Any]) -> ft.Control:
    """The PIN twice, the recovery code, and its proof; only then is the journal locked."""
    services = use_services()
    lock = services.lock
    pin, set_pin = ft.use_state("")
    code, set_code = ft.use_state("")
    asks, set_asks = ft.use_state(False)

    def chosen(digits: str) -> None:
        set_pin(digits)
        set_code(lock.new_recovery_code())

    async def take_effect() -> None:
        await lock.set_pin(pin, code)
        on_set()

    if not pin:
        return NewPin(chosen, on_end)
    if not asks:
        return ShownCode(code, lambda: set_asks(True), on_end)
    return ProveCode(code, take_effect, lambda: set_asks(False))


@component
def NewPin(on_chosen: Callable[[str], Any], back: Callable[[], Any]) -> ft.Control:
    """The same digits twice."""
    app = use_app()
    words = app.words
    first, set_first = ft.use_state("")
    said, set_said = ft.use_state("")

    def once(digits: str) -> None:
        set_said("")
        set_first(digits)

    async def twice(digits: str) -> None:
        if digits == first:
            result = on_chosen(digits)
            if hasattr(result, "__await__"):
                await result
            return
        set_first("")
        set_said(words("The two PINs do not match. Start again."))

    title = words("Enter it again") if first else words("Choose a PIN")
    hint = words("Enter the same digits again.") if first else words("6 to 12 digits. Choose digits you will remember.")
    pad = PinPad(words("Next"), twice if first else once)
    shown = [live(said)] if said else []
    return screen(words, title, text(hint), *shown, pad, back=back, has_page_help=app.has_page_help)


@component
def ShownCode(code: str, on_next: Callable[[], Any], back: Callable[[], Any]) -> ft.Control:
    """Shown this once."""
    app = use_app()
    words = app.words
    said = ft.Text(code, size=22, weight=ft.FontWeight.W_600, selectable=True)
    shown = ft.Semantics(label=code, container=True, exclude_semantics=True, content=said)
    return screen(
        words,
        words("Your recovery code"),
        text(words("Write it down and keep it away from this device. It is shown only this once.")),
        card(shown),
        text(words("It opens your journal if you forget the PIN.")),
        primary(words("I have written it down"), on_next),
        back=back,
        has_page_help=app.has_page_help,
    )


@component
def ProveCode(code: str, on_proved: Callable[[], Any], back: Callable[[], Any]) -> ft.Control:
    """Two groups of it, or all of it."""
    app, services = use_app(), use_services()
    words, lock = app.words, services.lock
    typed, set_typed = ft.use_state("")
    said, set_said = ft.use_state("")

    async def prove() -> None:
        if not lock.is_written_down(code, typed):
            set_said(words("That does not match. Check what you wrote down."))
            return
        set_said(words("One moment"))
        await on_proved()

    a, b = ASKED_GROUPS
    return screen(
        words,
        words("Check what you wrote"),
        text(words("Type group {a} and group {b} of the code, or all of it.", a=a, b=b)),
        TextEntry(words("Groups {a} and {b}", a=a, b=b), typed, set_typed, field="groups"),
        *([live(said)] if said else []),
        primary(words("Turn the PIN on"), keeps(app, prove)),
        link(words("Show the code again"), back),
        back=back,
        has_page_help=app.has_page_help,
    )


@component
def ChangePin(on_end: Callable[[], Any], must_check: bool) -> ft.Control:
    """The present PIN first, unless the recovery code has just opened the journal."""
    app, services = use_app(), use_services()
    lock = services.lock
    is_checked, set_checked = ft.use_state(not must_check)

    async def change(digits: str) -> None:
        try:
            await lock.change_pin(digits)
        except CompanionError as error:
            app.notices.tell(error)
            return
        on_end()

    if not is_checked:
        return CheckPin(app.words("Change the PIN"), lambda: set_checked(True), on_end)
    return NewPin(change, on_end)


@component
def TurnOff(on_end: Callable[[], Any]) -> ft.Control:
    """The PIN once more, and it is gone."""
    app, services = use_app(), use_services()

    async def turn_off() -> None:
        await services.lock.turn_off()
        on_end()

    return CheckPin(app.words("Turn the PIN off"), turn_off, on_end)


@component
def CheckPin(title: str, on_right: Callable[[], Any], back: Callable[[], Any]) -> ft.Control:
    """The present PIN; wrong ones count like those on the lock screen."""
    app, services = use_app(), use_services()
    words, lock = app.words, services.lock
    said, set_said = ft.use_state("")

    async def check(pin: str) -> None:
        set_said(words("One moment"))
        try:
            await lock.check(pin)
            result = on_right()
            if hasattr(result, "__await__"):
                await result
        except SecretWrong:
            left = words.plural("{n} try is left.", "{n} tries are left.", lock.keyring.tries_left)
            set_said(words("That is not your PIN. {left}", left=left))
        except CompanionError as error:
            set_said(trouble(words, error).do)

    shown = [live(said)] if said else []
    return screen(
        words, title, text(words("Enter your PIN")), *shown, PinPad(words("Next"), check), back=back,
        has_page_help=app.has_page_help,
    )  # fmt: skip
