"""The pages that a form is answered on, one after the other."""

from collections.abc import Sequence

from companion.domain.enabling import enabled
from companion.domain.questionnaire import Answers, Item, ItemType, PartOfDay, Questionnaire, walk


def pages(form: Questionnaire, part: PartOfDay, answers: Answers) -> tuple[Item, ...]:
    """What is shown now: a question, a group as a whole, or a display, each if it is asked and has something to show.

    A question of another part of the day is asked too where it has an answer.
    """
    on = enabled(form, answers)
    return tuple(
        item for item in form.items if (item.ask in (None, part) or item.link_id in answers) and _shows(item, on)
    )


def page_of(form: Questionnaire, link_id: str) -> str:
    """The linkId of the page that a question stands on. Raises KeyError."""
    for page in form.items:
        if any(item.link_id == link_id for item in walk((page,))):
            return page.link_id
    raise KeyError(link_id)


def place(form: Questionnaire, shown: Sequence[Item], page: str, answers: Answers) -> int:
    """Where a person is among the pages that are shown, as an index.

    A page that is not shown any more: the one before it. No page ("", as in drafts of an older version): the first
    that has no answer yet.
    """
    if not page:
        open_ones = (index for index, one in enumerate(shown) if not _is_answered(one, answers))
        return next(open_ones, max(0, len(shown) - 1))
    order = [item.link_id for item in form.items]
    until = order.index(page) if page in order else 0
    before = [index for index, one in enumerate(shown) if order.index(one.link_id) <= until]
    return before[-1] if before else 0


def _shows(item: Item, on: frozenset[str]) -> bool:
    """Whether something is seen on this page: a group of hidden questions is an empty one."""
    if item.link_id not in on:
        return False
    if item.type is not ItemType.GROUP:
        return True
    return any(_shows(child, on) for child in item.items)


def _is_answered(page: Item, answers: Answers) -> bool:
    asked = [item for item in walk((page,)) if item.is_question]
    return not asked or any(item.link_id in answers for item in asked)
