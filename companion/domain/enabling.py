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
    shown = _Shown(form, answers)
    return frozenset(link_id for link_id in shown.items if shown.is_on(link_id))


def counted(form: Questionnaire, answers: Answers) -> dict[str, AnswerValue]:
    """The answers that count: without those to questions that are not shown. What this form does not ask stays."""
    shown = _Shown(form, answers)
    return {link_id: value for link_id, value in answers.items() if link_id not in shown.items or shown.is_on(link_id)}


class _Shown:
    """Which items are shown for some answers. Each is worked out when it is asked for, and once."""

    def __init__(self, form: Questionnaire, answers: Answers) -> None:
        self.items = {item.link_id: item for item in walk(form.items)}
        self._above = {child.link_id: item.link_id for item in self.items.values() for child in item.items}
        self._answers = answers
        self._known: dict[str, bool] = {}

    def is_on(self, link_id: str) -> bool:
        """Whether an item of the form is shown."""
        if link_id not in self._known:
            parent = self._above.get(link_id)
            is_open = parent is None or self.is_on(parent)
            self._known[link_id] = is_open and _own_hold(self.items[link_id], self._answer_of)
        return self._known[link_id]

    def _answer_of(self, link_id: str) -> AnswerValue | None:
        given = self._answers.get(link_id)
        return given if given is not None and link_id in self.items and self.is_on(link_id) else None


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
