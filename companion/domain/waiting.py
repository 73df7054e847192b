"""Which fields of a draft still wait: they show something that could not be taken as an answer."""

from companion.domain.answering import is_open
from companion.domain.enabling import counted, enabled
from companion.domain.journal import Draft
from companion.domain.paging import page_of
from companion.domain.questionnaire import Item, Questionnaire, walk


def waiting(form: Questionnaire, draft: Draft) -> list[Item]:
    """Return the questions that are shown and whose typed text is no answer, in reading order."""
    shown = enabled(form, draft.answers)
    return [
        item
        for item in form.questions()
        if item.link_id in shown and is_open(item, draft.typed.get(item.link_id, ()), draft.answers.get(item.link_id))
    ]


def waiting_on(form: Questionnaire, draft: Draft, page: Item) -> list[Item]:
    """Return those of one page."""
    inside = {item.link_id for item in walk((page,))}
    return [item for item in waiting(form, draft) if item.link_id in inside]


def first_waiting_page(form: Questionnaire, draft: Draft) -> str:
    """Return the linkId of the first page with such a question, "" without one."""
    found = waiting(form, draft)
    return page_of(form, found[0].link_id) if found else ""


def has_answers(form: Questionnaire, draft: Draft) -> bool:
    """Return whether an entry made of the draft would hold anything."""
    return bool(counted(form, draft.answers))
