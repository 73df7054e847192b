"""What the person may tell Help, so that the lines that fit them stand first. All of it is optional."""

import flet as ft

from companion.domain.crisis import profile_options
from companion.i18n import Words
from companion.services.preferences import Choices
from companion.views import routes
from companion.views.components.controls import card, text
from companion.views.components.guard import component
from companion.views.components.layout import screen
from companion.views.components.toggles import toggles
from companion.views.context import AppView, keeps, use_app, use_changes, use_services


@component
def HelpProfile() -> ft.Control:
    """Choices that some line of the person's country fits."""
    app, services = use_app(), use_services()
    use_changes(services.preferences.changes)
    words, choices = app.words, services.preferences.choices

    def pick(one: str) -> object:
        chosen = services.preferences.choices.help_profile ^ {one}
        return keeps(app, lambda: services.preferences.change(help_profile=chosen))()

    back = lambda: routes.go(ft.context.page, routes.MORE)  # noqa: E731 - an event handler
    options = profile_labels(app, choices)
    title = words("Which help lines fit you")
    field = (
        [toggles(options, choices.help_profile, pick, name=title)]
        if options
        else [text(words("There is nothing to choose for your country."))]
    )
    return screen(words, title, *_said(words, app), *field, back=back, has_page_help=app.has_page_help)


def _said(words: Words, app: AppView) -> list[ft.Control]:
    """What happens with it: a page's Help can be read by whoever holds the phone, and needs no key."""
    said = [text(words("Help then shows the lines for you first. You can leave all of this empty."))]
    kept = [text(words("What you choose stays on this device. It is not sent to anyone."))]
    if app.has_page_help:
        kept.append(
            text(
                words(
                    "Help works without your journal. So your choice is kept outside it and is not encrypted. "
                    "Anyone who opens Help on this device can see it. If that is not OK for you, choose nothing."
                )
            )
        )
    return [*said, card(*kept)]


def profile_labels(app: AppView, choices: Choices) -> list[tuple[str, str]]:
    """(code, words) of what can be told in the person's country, and of what they told before."""
    crisis, words = app.content.crisis, app.words
    labels = {code: words(said) for code, said in crisis.profile.items()}
    labels |= {code: words("I speak {language}", language=words(name)) for code, name in crisis.languages.items()}
    offered = profile_options(crisis, choices.country)
    return [(code, label) for code, label in labels.items() if code in offered or code in choices.help_profile]
