"""Backup: the journal as one locked file, made here and brought back here."""

from collections.abc import Callable
from typing import Any

import flet as ft

from companion.i18n import Words
from companion.services.backup import OpenBackup, Restored, Whose
from companion.views import routes
from companion.views.components.controls import card, dialog, heading, live, primary, secondary, text
from companion.views.components.guard import component
from companion.views.components.layout import screen
from companion.views.components.text_entry import TextEntry
from companion.views.context import keeps, use_app, use_maybe, use_services, use_today
from companion.views.restored_words import restored


@component
def BackupScreen() -> ft.Control:
    """Make a backup, or bring one back."""
    app = use_app()
    words = app.words
    return screen(
        words,
        words("Backup"),
        text(words("A backup is one locked file with your whole journal. Keep it in a safe place.")),
        MakeBackup(),
        RestoreBackup(),
        back=lambda: routes.go(ft.context.page, routes.MORE),
        has_page_help=app.has_page_help,
    )


@component
def RestoreScreen() -> ft.Control:
    """Bring a backup back before anything else: in an app that was just put on the home screen, or on a new phone."""
    app = use_app()
    words, page = app.words, ft.context.page
    is_done, set_done = ft.use_state(False)
    return screen(
        words,
        words("I have a backup file"),
        RestoreBackup(lambda: set_done(True)),
        *([primary(words("Continue"), lambda: routes.go(page, routes.TODAY))] if is_done else []),
        back=lambda: routes.go(page, routes.TODAY),
        has_page_help=app.has_page_help,
    )


@component
def MakeBackup() -> ft.Control:
    """A new recovery code, or a passphrase of one's own, and the file."""
    app, services = use_app(), use_services()
    words, backup = app.words, services.backup
    code, set_code = ft.use_state("")
    own, set_own = ft.use_state(False)
    said, set_said = ft.use_state("")
    is_ready = backup.is_long_enough(code)

    async def save() -> None:
        made = await backup.make(code)
        day = services.journal.now().date.isoformat()
        path = await ft.FilePicker().save_file(file_name=f"companion-backup-{day}.companion", src_bytes=made.data)
        if path or ft.context.page.web:
            set_said(_made(words, made.left_out))

    def change(entered: str) -> None:
        set_code(entered)

    def make_code() -> None:
        set_own(False)
        set_code(backup.new_recovery_code())

    def choose_own() -> None:
        set_code("")
        set_own(True)

    if own:
        secret = [
            TextEntry(words("Your passphrase, at least 12 characters"), code, change, password=True, field="passphrase")
        ]
    elif code:
        secret = [
            text(words("Write this code down. It is shown only on this screen.")),
            _shown(code),
        ]
    else:
        secret = []
    return card(
        heading(words("Make a backup")),
        *secret,
        *([] if code and not own else [secondary(words("Make a recovery code"), make_code)]),
        *([] if own else [secondary(words("Use my own passphrase"), choose_own)]),
        *([primary(words("Save the backup file"), keeps(app, save))] if is_ready else []),
        *([live(said)] if said else []),
    )


@component
def RestoreBackup(on_done: Callable[[], Any] = lambda: None) -> ft.Control:
    """Ask for a backup file and its code or passphrase, join it with this journal, and say what changed."""
    app, services = use_app(), use_services()
    use_today()
    words = app.words
    secret, set_secret = ft.use_state("")
    done, set_done = use_maybe(Restored)
    asked, set_asked = use_maybe(OpenBackup)

    async def bring_in(opened: OpenBackup, stays_here: bool) -> None:
        set_asked(None)
        brought = await services.backup.bring_in(opened, services.journal, services.preferences, stays_here=stays_here)
        set_done(brought)
        services.clinic.wake()
        on_done()

    async def restore() -> None:
        set_done(None)
        picked = await ft.FilePicker().pick_files(with_data=True)
        if not picked or picked[0].bytes is None:
            return
        opened = await services.backup.open(picked[0].bytes, secret)
        if opened.whose is Whose.MINE:
            await bring_in(opened, False)
        else:
            set_asked(opened)

    def take(stays_here: bool) -> Any:
        return keeps(app, lambda: bring_in(asked, stays_here) if asked else None)

    ft.use_dialog(_whose_dialog(words, asked, take, lambda: set_asked(None)) if asked else None)
    return card(
        heading(words("Restore a backup")),
        text(
            words(
                "Its entries are added to your journal. Where two versions differ, you see the newer one, and "
                "the other one is kept."
            ),
            quiet=True,
        ),
        text(words("First type the backup's code or passphrase. Then choose the file.")),
        TextEntry(words("Recovery code or passphrase"), secret, set_secret, field="secret"),
        *([secondary(words("Choose the backup file"), keeps(app, restore))] if secret else []),
        *([live(restored(words, done, services.journal.now().date))] if done else []),
    )


def _made(words: Words, left_out: int) -> str:
    said = words("The backup was made. No one can open it without its code or passphrase, not even us.")
    if not left_out:
        return said
    missing = words.plural(
        "{n} damaged record could not be read, so it is not in the backup. It is kept on this device as it is.",
        "{n} damaged records could not be read, so they are not in the backup. They are kept on this device as "
        "they are.",
        left_out,
    )
    return f"{said} {missing}"


def _shown(code: str) -> ft.Control:
    """Selectable text has no words for a screen reader: they are given to it."""
    said = ft.Text(code, size=22, weight=ft.FontWeight.W_600, selectable=True)
    return ft.Semantics(label=code, container=True, exclude_semantics=True, content=said)


def _whose_dialog(
    words: Words, asked: OpenBackup, take: Callable[[bool], Any], close: Callable[[], Any]
) -> ft.AlertDialog:
    """Ask before another patient's journal comes in: it would be sent under this patient's name."""
    if asked.whose is Whose.ANOTHERS:
        said = words("This backup was made for another patient, or for another clinic.")
        mine = []
    else:
        said = words("This backup does not say whose it is. If it is yours, your clinic can get its entries.")
        mine = [(words("It is mine"), take(False))]
    return dialog(
        words("Is this your backup?"),
        text(said),
        text(words("If it is not yours, its entries stay on this device. None of them are sent to your clinic.")),
        actions=[
            (words("Do not restore it"), close),
            *mine,
            (words("Restore it, send nothing"), take(True)),
        ],
        on_dismiss=close,
    )
