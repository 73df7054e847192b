"""Reads the conditions of a Questionnaire (enableWhen); one that can never be judged is refused."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, datetime, time
from typing import Any, TypeVar

from companion.domain.answering import fits
from companion.domain.enabling import ORDERED, circles
from companion.domain.questionnaire import Coding, Condition, Item, ItemType, OneAnswer, Operator, Questionnaire, walk
from companion.errors import UnsupportedForm

Json = Mapping[str, Any]
T = TypeVar("T")

IN_ORDER = (ItemType.INTEGER, ItemType.DATE, ItemType.TIME, ItemType.DATE_TIME)
"""Types whose answers have an order."""


def coding_from_json(raw: Json) -> Coding:
    """A Coding: system, code and display."""
    return Coding(str(raw.get("system", "")), str(raw["code"]), str(raw.get("display", "")))


def condition_from_json(raw: Json, item: Json) -> Condition:
    """One enableWhen of an item. Raises UnsupportedForm."""
    try:
        kind, answer = next((key, value) for key, value in raw.items() if key.startswith("answer"))
        operator = Operator(raw["operator"])
    except (StopIteration, ValueError):
        raise UnsupportedForm(f"a condition of {item['linkId']}") from None
    if kind not in _ANSWERS:
        raise UnsupportedForm(f"{kind} in a condition of {item['linkId']}")
    return Condition(raw["question"], operator, _ANSWERS[kind](answer, item))


def _same(answer: Any, _: Json) -> OneAnswer:
    return answer  # type: ignore[no-any-return]


def day_from_json(text: str, item: Json) -> date:
    """A whole day. Raises UnsupportedForm."""
    return _parsed(date.fromisoformat, text, item)


def _moment(text: str, item: Json) -> OneAnswer:
    """A day or a moment with its zone."""
    found = _parsed(datetime.fromisoformat, text, item)
    if "T" in text and found.tzinfo is None:
        raise UnsupportedForm(f"{text} of {item['linkId']} has no zone")
    return found if "T" in text else found.date()


def _clock(text: str, item: Json) -> OneAnswer:
    return _parsed(time.fromisoformat, text, item)


def _parsed(read: Callable[[str], T], text: str, item: Json) -> T:
    try:
        return read(text)
    except (ValueError, TypeError):
        raise UnsupportedForm(f"{text} of {item['linkId']} is not a whole day or time") from None


_ANSWERS: Mapping[str, Callable[[Any, Json], OneAnswer]] = {
    "answerBoolean": _same,
    "answerInteger": _same,
    "answerString": _same,
    "answerCoding": lambda answer, _: coding_from_json(answer),
    "answerDate": day_from_json,
    "answerDateTime": _moment,
    "answerTime": _clock,
}
"""What a condition may compare with, and how it is read."""


def is_any(raw: Json) -> bool:
    """Whether one of the item's conditions is enough. Raises UnsupportedForm where it does not say so."""
    behaviour = raw.get("enableBehavior")
    if behaviour not in ("all", "any") and len(raw.get("enableWhen", ())) > 1:
        raise UnsupportedForm(f"{raw['linkId']} does not say whether all or any of its conditions must hold")
    return behaviour == "any"


def check_conditions(form: Questionnaire) -> None:
    """Raise UnsupportedForm for a condition that can never be judged, or that depends on what it decides."""
    items = {item.link_id: item for item in walk(form.items)}
    for item in items.values():
        for condition in item.enable_when:
            asked = items.get(condition.question)
            if asked is None or not asked.is_question or asked is item:
                raise UnsupportedForm(f"{item.link_id} depends on {condition.question}, which is not another question")
            if not _can_hold(condition, asked):
                raise UnsupportedForm(f"a condition of {item.link_id} can never hold")
    if circles(form):
        raise UnsupportedForm("questions that depend on one another in a circle")


def _can_hold(condition: Condition, asked: Item) -> bool:
    answer: OneAnswer = condition.answer
    if condition.operator is Operator.EXISTS:
        return isinstance(answer, bool)
    if condition.operator in ORDERED and asked.type not in IN_ORDER:
        return False
    if isinstance(answer, Coding):
        return (answer.system, answer.code) in ((one.system, one.code) for one in asked.options)
    if asked.type is ItemType.INTEGER:  # a bound may lie outside of what can be answered
        return isinstance(answer, int) and not isinstance(answer, bool)
    bare = replace(asked, repeats=False, earliest=None, latest=None)
    return fits(bare, answer)
