"""More: what can be set, and what this app is."""

import flet as ft

from companion import __version__
from companion.i18n import Words
from companion.services.preferences import Choices, Consent, Look
from companion.services.storage import StorageState
from companion.views import routes
from companion.views.clinic_list import part_of_list
from companion.views.components.consent import consent_card
from companion.views.components.controls import card, choices, row_link, secondary, text
from companion.views.components.country import CountryChoice
from companion.views.components.guard import component
from companion.views.components.layout import screen
from companion.views.context import keeps, use_app, use_changes, use_services, use_today
from companion.views.course_words import can_wait
from companion.views.judgements import signed_count
from companion.views.limits import clinic_line, limits
from companion.views.storage_cards import key_line, use_storage


@component
def More() -> ft.Control:
    """The list of settings with what is set now."""
    app, services = use_app(), use_services()
    use_changes(services.preferences.changes, services.lock.changes)
    state = use_storage(services.storage)
    words, choice, page = app.words, services.preferences.choices, ft.context.page
    country = app.content.crisis.countries.get(choice.country, "")
    look_name = dict(look_options(words))[choice.look.value]
    sending = {
        Consent.UNASKED: words("Not decided yet"),
        Consent.YES: words("Yes, to {clinic}", clinic=services.clinic.name),
        Consent.NO: words("Stopped") if services.journal.was_any_sent() else words("No, they stay on this device"),
    }[choice.consent]
    lines = [
        *([row_link(words("Lock now"), words("Your PIN opens it again"), keeps(app, app.lock))]
          if services.lock.is_set and app.lock else []),
        row_link(words("My people and my plan"), words("Who you can call, and what helps when things get hard"),
                 lambda: routes.go(page, routes.SUPPORT)),
        row_link(words("Country for help numbers"), words(country) or words("Not set yet"),
                 lambda: routes.go(page, routes.COUNTRY)),
        row_link(words("Which help lines fit you"), _told(words, choice),
                 lambda: routes.go(page, routes.HELP_PROFILE)),
        *([row_link(words("Send entries to your clinic"), sending, lambda: routes.go(page, routes.SENDING))]
          if services.clinic.can_send else []),
        row_link(words("Colors"), look_name, lambda: routes.go(page, routes.LOOK)),
        row_link(words("Lock"), words("On: your PIN opens the journal") if services.lock.is_set else words("Off"),
                 lambda: routes.go(page, routes.LOCK)),
        row_link(words("Backup"), words("Save your journal as one locked file, or restore one"),
                 lambda: routes.go(page, routes.BACKUP)),
        *([row_link(words("Where your journal is kept"), _kept(words, state), lambda: routes.go(page, routes.STORAGE))]
          if services.storage else []),
        row_link(words("Help offered after notes"), words("On") if choice.offers_after_words else words("Off"),
                 lambda: routes.go(page, routes.NOTE_WORDS)),
        *([row_link(words("Warnings"), words("What the app told you after your answers"),
                    lambda: routes.go(page, routes.WARNINGS))] if services.safety.warned() else []),
        row_link(words("About this app"), words("What it is, what it is not, where your entries are"),
                 lambda: routes.go(page, routes.ABOUT)),
    ]  # fmt: skip
    return screen(words, words("More"), card(*lines), has_page_help=app.has_page_help)


def _told(words: Words, choices: Choices) -> str:
    # Not what was chosen: others see this list too.
    return words("Chosen") if choices.help_profile else words("Nothing chosen")


def _kept(words: Words, state: StorageState | None) -> str:
    if state is None or state.is_persisted is None:
        return words("In this browser")
    if state.is_persisted:
        return words("In this browser, which has promised to keep it")
    return words("In this browser, which has not promised to keep it")


@component
def Sending() -> ft.Control:
    """Whether entries go to the clinic; asked once, changed here."""
    app, services = use_app(), use_services()
    use_changes(services.preferences.changes, services.clinic.changes)
    use_today()
    words, clinic = app.words, services.clinic
    back = lambda: routes.go(ft.context.page, routes.MORE)  # noqa: E731 - an event handler

    def agree(yes: bool) -> object:
        return keeps(app, lambda: clinic.agree(yes))()

    match services.preferences.choices.consent:
        case Consent.UNASKED:
            body = [consent_card(words, clinic.name, agree, *can_wait(words, services))]
        case Consent.YES:
            body = [
                text(words("Your entries go to {clinic}.", clinic=clinic.name)),
                *part_of_list(words, services),
                text(words("If you stop, what was sent stays with your clinic. New entries stay on this device.")),
                secondary(words("Stop sending"), lambda: agree(False)),
            ]
        case Consent.NO:
            body = [
                text(
                    words("Nothing more is sent to {clinic}. What was sent before stays there.", clinic=clinic.name)
                    if services.journal.was_any_sent()
                    else words("Your entries stay on this device.")
                ),
                text(words("If you say yes, {clinic} gets the entries you have already saved and the ones you save "
                           "later.",
                           clinic=clinic.name)),
                *(text(one) for one in can_wait(words, services)),
                secondary(words("Yes, send them"), lambda: agree(True)),
            ]  # fmt: skip
    title = words("Send entries to your clinic")
    return screen(words, title, *body, back=back, has_page_help=app.has_page_help)


def look_options(words: Words) -> list[tuple[str, str]]:
    """(value, label) of every look."""
    return [
        (Look.SYSTEM.value, words("Same as this device")),
        (Look.LIGHT.value, words("Light")),
        (Look.DARK.value, words("Dark")),
        (Look.DIM.value, words("Dim: no bright light, larger buttons")),
    ]


@component
def Colours() -> ft.Control:
    """Light, dark or dim."""
    app, services = use_app(), use_services()
    use_changes(services.preferences.changes)
    words = app.words

    def pick(value: str) -> object:
        return keeps(app, lambda: services.preferences.change(look=Look(value)))()

    field = choices(look_options(words), services.preferences.choices.look.value, pick, name=words("Colors"))
    back = lambda: routes.go(ft.context.page, routes.MORE)  # noqa: E731 - an event handler
    return screen(words, words("Colors"), field, back=back, has_page_help=app.has_page_help)


@component
def Country() -> ft.Control:
    """Whose numbers Help shows."""
    app, services = use_app(), use_services()
    use_changes(services.preferences.changes)
    words = app.words

    async def change(value: str) -> None:
        await services.preferences.change(country=value)
        await services.support.refresh()  # what the lock screen may show has the country's numbers

    def pick(value: str) -> object:
        return keeps(app, lambda: change(value))()

    back = lambda: routes.go(ft.context.page, routes.MORE)  # noqa: E731 - an event handler
    said = text(words("Help shows the emergency number and the help lines of this country."))
    also = text(words("Times and dates are written the way this country writes them."), quiet=True)
    field = CountryChoice(services.preferences.choices.country, pick)
    title = words("Country for help numbers")
    return screen(words, title, said, also, field, back=back, has_page_help=app.has_page_help)


@component
def About() -> ft.Control:
    """What the app is, what it is not, and the state of what it keeps."""
    app, services = use_app(), use_services()
    words = app.words
    damaged = services.damaged
    said = (
        [text(words.plural("{n} record could not be read. It is kept as it is.",
                           "{n} records could not be read. They are kept as they are.", damaged))]
        if damaged
        else []
    )  # fmt: skip
    back = lambda: routes.go(ft.context.page, routes.MORE)  # noqa: E731 - an event handler
    return screen(
        words,
        words("About this app"),
        *limits(words, clinic_line(words, services)),
        text(key_line(words, services)),
        *said,
        card(
            row_link(
                words("What a clinician has to sign"),
                signed_count(words, services),
                lambda: routes.go(ft.context.page, routes.JUDGEMENTS),
            )
        ),
        text(words("Version {version}", version=__version__), quiet=True, small=True),
        back=back,
        has_page_help=app.has_page_help,
    )
