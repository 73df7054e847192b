"""After Save: that it is saved, how far it got, and, once, whether it may go to the clinic."""

import flet as ft

from companion.views import routes
from companion.views.care import care, has_card
from companion.views.components.consent import consent_card
from companion.views.components.controls import link, live, primary, text
from companion.views.components.guard import component
from companion.views.components.layout import screen
from companion.views.components.not_live import not_live
from companion.views.context import here_of, keeps, use_app, use_changes, use_services, use_today
from companion.views.course_words import can_wait
from companion.views.delivery import delivery_of
from companion.views.standing import emergencies_left
from companion.views.storage_cards import Keeping


@component
def Saved() -> ft.Control:
    """Says "Saved" only when the entry is durable: this screen is reached after that."""
    app, services = use_app(), use_services()
    use_changes(services.journal.changes, services.clinic.changes, services.safety.changes)
    use_today()
    words, clinic, page = app.words, services.clinic, ft.context.page
    entry_id = ft.use_route_params()["id"]
    asks = clinic.asks_consent()
    form = next((one.form for one in services.journal.heads() if one.id == entry_id), "")
    if not services.journal.version(entry_id):
        gone = text(words("This entry is not in your journal."))
        return screen(words, "", gone, back=lambda: routes.go(page, routes.TODAY), has_page_help=app.has_page_help)

    agree = lambda yes: keeps(app, lambda: clinic.agree(yes))()  # noqa: E731 - an event handler
    consent = [consent_card(words, clinic.name, agree, *can_wait(words, services))] if asks else []
    done = link if asks else primary
    said = not_live(words, app.clinic_contact, here_of(app), is_sent=services.clinic.may_send())
    return screen(
        words,
        words("Saved"),
        live(delivery_of(words, services, entry_id)),
        *(care(app, services, entry_id, None) or emergencies_left(services, form)),
        *consent,
        done(words("Done"), lambda: routes.go(page, routes.TODAY)),
        link(words("View it"), lambda: routes.go(page, routes.entry_route(entry_id))),
        *([Keeping(asks)] if services.storage else []),
        *([] if has_card(services, entry_id) else [said]),
        has_page_help=app.has_page_help,
    )
