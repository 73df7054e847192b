"""The clinical judgements behind the app's advice, and which of them somebody at the clinic has signed."""

import flet as ft

from companion.domain.safety.judgements import Judgement, signature_of, unsigned
from companion.i18n import Words
from companion.services.bundle import Services
from companion.views import routes
from companion.views.components.controls import card, heading, text
from companion.views.components.guard import component
from companion.views.components.layout import screen
from companion.views.context import AppView, use_app, use_services
from companion.views.wording import full_day


@component
def Judgements() -> ft.Control:
    """Show every judgement: first those that nobody has signed, then the others with who signed and when."""
    app, services = use_app(), use_services()
    words, content = app.words, services.content
    waiting = unsigned(content.judgements(), content.signatures)
    signed = [judgement for judgement in content.judgements() if judgement not in waiting]
    body: list[ft.Control] = [
        text(words(
            "Some advice in this app rests on clinical judgment, because no public source settles it. A clinician at "
            "your clinic confirms each point and signs it."
        )),
        text(words("If you are not sure about something here, ask your clinic."), quiet=True),
    ]  # fmt: skip
    if waiting:
        body += [heading(words("Not signed yet")), *(card(text(words(one.says))) for one in waiting)]
    if signed:
        body += [heading(words("Signed")), *(_signed(app, services, one) for one in signed)]
    back = lambda: routes.go(ft.context.page, routes.ABOUT)  # noqa: E731 - an event handler
    return screen(words, words("What a clinician has to sign"), *body, back=back, has_page_help=app.has_page_help)


def signed_count(words: Words, services: Services) -> str:
    """Return one line for About: how many clinical judgements nobody has signed."""
    content = services.content
    count = len(unsigned(content.judgements(), content.signatures))
    if not count:
        return words("All clinical judgments in this app are signed")
    return words.plural(
        "{n} clinical judgment has not been signed by a clinician",
        "{n} clinical judgments have not been signed by a clinician",
        count,
    )


def _signed(app: AppView, services: Services, judgement: Judgement) -> ft.Control:
    words = app.words
    signature = signature_of(judgement, services.content.signatures)
    assert signature is not None
    said = words("Signed by {who}, {day}", who=signature.by, day=full_day(words, signature.on))
    return card(text(words(judgement.says)), text(said, quiet=True, small=True))
