"""One of the person's people, with one tap to call and one to write."""

import flet as ft

from companion.domain.plan import Contact, phone_uri, text_uri
from companion.i18n import Words
from companion.views.components.controls import call_button, card, copy_button, heading, text

PHONES = (ft.PagePlatform.ANDROID, ft.PagePlatform.IOS)


def contact_card(words: Words, contact: Contact, *more: ft.Control) -> ft.Control:
    """Name, how the person knows them, the number, the buttons; `more` stands below."""
    relation = [text(contact.relation.strip(), quiet=True)] if contact.relation.strip() else []
    said = [heading(contact.name), *relation, text(contact.phone.strip(), quiet=True)]
    head = ft.Column(said, spacing=2, tight=True)
    return card(head, *contact_buttons(words, contact), *more)


def contact_buttons(words: Words, contact: Contact) -> list[ft.Control]:
    """Call and write; where there is no phone, the number can be copied."""
    found = [
        call_button(words("Call {name}", name=contact.name), phone_uri(contact.phone)),
        call_button(words("Text {name}", name=contact.name), text_uri(contact.phone)),
    ]
    if ft.context.page.platform not in PHONES:
        found.append(copy_button(words("Copy {number}", number=contact.phone.strip()), contact.phone.strip()))
    return found
