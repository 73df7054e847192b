"""One of the person's people, with one tap to call and one to write."""

import flet as ft

from companion.domain.phones import Number, callable_numbers
from companion.domain.plan import Contact
from companion.i18n import Words
from companion.views.components.controls import call_button, card, copy_button, heading, text

PHONES = (ft.PagePlatform.ANDROID, ft.PagePlatform.IOS)


def contact_card(words: Words, contact: Contact, *more: ft.Control) -> ft.Control:
    """Name, how the person knows them, the number, the buttons; `more` stands below."""
    relation = [text(contact.relation.strip(), quiet=True)] if contact.relation.strip() else []
    said = [heading(contact.name), *relation, text(contact.phone.strip(), quiet=True)]
    head = ft.Column(said, spacing=2, tight=True)
    return card(head, *contact_buttons(words, contact), *more)


def call_buttons(words: Words, contact: Contact) -> list[ft.Control]:
    """Return a button for each number of somebody: more than one where two were once written into one field."""
    numbers = callable_numbers(contact.phone)
    return [
        call_button(_named(words, words("Call {name}", name=contact.name), said, len(numbers)), number.uri)
        for said, number in numbers
    ]


def contact_buttons(words: Words, contact: Contact) -> list[ft.Control]:
    """Call and write; where there is no phone, the number can be copied."""
    numbers = callable_numbers(contact.phone)
    found = [*call_buttons(words, contact), *_extensions(words, numbers)]
    for said, number in numbers:
        label = _named(words, words("Text {name}", name=contact.name), said, len(numbers))
        found.append(call_button(label, f"sms:{number.digits}"))
    if ft.context.page.platform not in PHONES:
        copied = [said for said, _ in numbers] or [contact.phone.strip()]
        found += [copy_button(words("Copy {number}", number=said), said) for said in copied]
    return found


def _named(words: Words, label: str, number: str, count: int) -> str:
    return label if count == 1 else words("{label}: {number}", label=label, number=number)


def _extensions(words: Words, numbers: tuple[tuple[str, Number], ...]) -> list[ft.Control]:
    """What else a call dials, so that nobody wonders about the pause."""
    return [
        text(words("After a short pause your phone dials extension {extension}.", extension=number.extension),
             quiet=True, small=True)
        for _, number in numbers if number.extension
    ]  # fmt: skip
