"""Which items of a form are shown (FHIR `enableWhen`, as SDC reads it): a pure function of the answers.

An item is shown when its own conditions hold and all that it stands in is shown. The answer to a question that is
not shown is none for the conditions of others. It is kept by the draft, so that it is there when the question is.
"""

from collections.abc import Callable, Mapping
from operator import ge, gt, le, lt
from typing import TypeGuard

from companion.domain.questionnaire import Answers, AnswerValue, Coding, Condition, Item, Operator, Questionnaire, walk

ORDERED = {Operator.GREATER: gt, Operator.LESS: lt, Operator.AT_LEAST: ge, Operator.AT_MOST: le}
"""Operators that need numbers."""

AnswerOf = Callable[[str], AnswerValue | None]


def enabled(form: Questionnaire, answers: Answers) -> frozenset[str]:
    """The linkIds of the items that are shown. The form has no cycles (`content` refuses them)."""
    items = {item.link_id: item for item in walk(form.items)}
    above = {child.link_id: item.link_id for item in items.values() for child in item.items}
    known: dict[str, bool] = {}

    def is_on(link_id: str) -> bool:
        if link_id not in known:
            parent = above.get(link_id)
            known[link_id] = (parent is None or is_on(parent)) and _own_hold(items[link_id], answer_of)
        return known[link_id]

    def answer_of(link_id: str) -> AnswerValue | None:
        return answers.get(link_id) if link_id in items and is_on(link_id) else None

    return frozenset(link_id for link_id in items if is_on(link_id))


def counted(form: Questionnaire, answers: Answers) -> dict[str, AnswerValue]:
    """The answers that count: without those to questions that are not shown. What this form does not ask stays."""
    asked = {item.link_id for item in walk(form.items)}
    on = enabled(form, answers)
    return {link_id: value for link_id, value in answers.items() if link_id in on or link_id not in asked}


def circles(form: Questionnaire) -> bool:
    """Whether an item's being shown depends on itself, in however many steps."""
    needs = {item.link_id: {one.question for one in item.enable_when} for item in walk(form.items)}
    for item in walk(form.items):
        for child in item.items:
            needs[child.link_id] = needs[child.link_id] | {item.link_id}
    return _has_cycle(needs)


def _own_hold(item: Item, answer_of: AnswerOf) -> bool:
    if not item.enable_when:
        return True
    held = (holds(one, answer_of(one.question)) for one in item.enable_when)
    return any(held) if item.enable_any else all(held)


def holds(condition: Condition, given: AnswerValue | None) -> bool:
    """Whether one condition holds for an answer, None for none.

    As R4 has it: without an answer only "not equal" and "exists false" hold. Codings are compared by system and code.
    """
    wanted = condition.answer
    match condition.operator:
        case Operator.EXISTS:
            return (given is not None) is wanted
        case Operator.EQUAL:
            return _is_same(given, wanted)
        case Operator.NOT_EQUAL:
            return not _is_same(given, wanted)
        case _:
            return _is_number(given) and _is_number(wanted) and ORDERED[condition.operator](given, wanted)


def _is_number(value: AnswerValue | None) -> TypeGuard[int]:
    return isinstance(value, int) and not isinstance(value, bool)


def _is_same(given: AnswerValue | None, wanted: AnswerValue) -> bool:
    if isinstance(given, Coding) and isinstance(wanted, Coding):
        return (given.system, given.code) == (wanted.system, wanted.code)
    return type(given) is type(wanted) and given == wanted


def _has_cycle(needs: Mapping[str, set[str]]) -> bool:
    waiting = dict(needs)
    while waiting:
        free = [one for one, others in waiting.items() if not others & waiting.keys()]
        if not free:
            return True
        for one in free:
            del waiting[one]
    return False
