"""Which items of a form are shown (FHIR `enableWhen`, as SDC reads it): a pure function of the answers.

An item is shown when its own conditions hold and all that it stands in is shown. The answer to a question that is
not shown is none for the conditions of others. It is kept by the draft, so that it is there when the question is.
"""

from collections.abc import Callable, Mapping
from datetime import date, datetime, time
from operator import ge, gt, le, lt
from typing import Any

from companion.domain.questionnaire import (
    Answers,
    AnswerValue,
    Coding,
    Condition,
    Item,
    OneAnswer,
    Operator,
    Questionnaire,
    walk,
)

ORDERED: Mapping[Operator, Callable[[Any, Any], bool]] = {
    Operator.GREATER: gt,
    Operator.LESS: lt,
    Operator.AT_LEAST: ge,
    Operator.AT_MOST: le,
}
"""Operators that need what has an order: numbers, days, moments, times of day."""

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

    As R4 has it: without an answer only "not equal" and "exists false" hold; of several answers one is enough, and
    "not equal" needs that none is equal. Codings are compared by system and code.
    """
    wanted = condition.answer
    several = given if isinstance(given, tuple) else (() if given is None else (given,))
    match condition.operator:
        case Operator.EXISTS:
            return bool(several) is wanted
        case Operator.EQUAL:
            return any(_is_same(one, wanted) for one in several)
        case Operator.NOT_EQUAL:
            return not any(_is_same(one, wanted) for one in several)
        case _:
            return any(_is_ordered(condition.operator, one, wanted) for one in several)


def _is_ordered(operator: Operator, given: OneAnswer, wanted: OneAnswer) -> bool:
    """Whether two of one kind stand so. A moment and a day alone are told apart by their days, where these differ."""
    kinds = {_order_of(given), _order_of(wanted)}
    if kinds == {date, datetime}:
        days = [one.date() if isinstance(one, datetime) else one for one in (given, wanted)]
        return days[0] != days[1] and ORDERED[operator](*days)
    return len(kinds) == 1 and None not in kinds and ORDERED[operator](given, wanted)


def _order_of(value: OneAnswer) -> type | None:
    return type(value) if type(value) in (int, date, datetime, time) else None


def _is_same(given: OneAnswer, wanted: OneAnswer) -> bool:
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
