"""How far an entry has got, as one line of words."""

from companion.i18n import Words
from companion.services.bundle import Services
from companion.views.wording import delivery_line


def delivery_of(words: Words, services: Services, entry_id: str) -> str:
    """The line for one entry."""
    item = services.journal.delivery(entry_id)
    local = services.journal.local(item.at) if item and item.at else None
    return delivery_line(words, item, local, services.clinic.may_send(), services.journal.now().date)
