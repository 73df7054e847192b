"""Reads a FHIR R4 Questionnaire; what the form engine cannot draw is refused here, before it is ever shown."""

from collections.abc import Mapping
from typing import Any

from companion.domain.enabling import ORDERED, circles
from companion.domain.questionnaire import (
    AnswerValue,
    Coding,
    Condition,
    Item,
    ItemType,
    Operator,
    Option,
    PartOfDay,
    Questionnaire,
    fits,
    walk,
)
from companion.errors import UnsupportedForm

Json = Mapping[str, Any]

ITEM_CONTROL = "http://hl7.org/fhir/StructureDefinition/questionnaire-itemControl"
MIN_VALUE = "http://hl7.org/fhir/StructureDefinition/minValue"
MAX_VALUE = "http://hl7.org/fhir/StructureDefinition/maxValue"
UNIT = "http://hl7.org/fhir/StructureDefinition/questionnaire-unit"
_OWN = "https://companion.example/fhir/StructureDefinition/"
ASK_WHEN = _OWN + "ask-when"
OPTION_LABEL = _OWN + "option-label"
ALSO_KNOWN_AS = _OWN + "also-known-as"
SHORT_LIST = _OWN + "short-list"


def questionnaire_from_json(data: Json) -> Questionnaire:
    """A FHIR R4 Questionnaire as the form engine draws it. Raises UnsupportedForm for what it cannot draw."""
    if data.get("resourceType") != "Questionnaire":
        raise UnsupportedForm("not a Questionnaire")
    items = tuple(_item(raw) for raw in data.get("item", ()))
    link_ids = [raw["linkId"] for raw in _walk_json(data)]
    if not items or len(set(link_ids)) != len(link_ids):
        raise UnsupportedForm("a form needs items, each with a linkId of its own")
    form = Questionnaire(
        url=data["url"],
        version=str(data.get("version", "")),
        name=str(data.get("name", "")),
        title=str(data.get("title", "")),
        items=items,
    )
    _check_conditions(form)
    return form


def _walk_json(data: Json) -> list[Json]:
    found = []
    for raw in data.get("item", ()):
        found += [raw, *_walk_json(raw)]
    return found


def _item(raw: Json) -> Item:
    try:
        kind = ItemType(raw["type"])
    except ValueError:
        raise UnsupportedForm(f"item type {raw['type']} of {raw['linkId']}") from None
    for key in ("repeats", "answerValueSet", "initial"):
        if raw.get(key):
            raise UnsupportedForm(f"{key} of {raw['linkId']}")
    labels = {_control(child): str(child.get("text", "")) for child in raw.get("item", ())}
    children = [child for child in raw.get("item", ()) if _control(child) not in ("lower", "upper")]
    ask = _extension(raw, ASK_WHEN)
    unit = _extension(raw, UNIT) or {}
    options = raw.get("answerOption", ())
    return Item(
        link_id=raw["linkId"],
        type=kind,
        text=str(raw.get("text", "")),
        required=bool(raw.get("required", False)),
        offered=() if kind is ItemType.INTEGER else tuple(_option(option, raw) for option in options),
        minimum=_extension(raw, MIN_VALUE),
        maximum=_extension(raw, MAX_VALUE),
        low=labels.get("lower", ""),
        high=labels.get("upper", ""),
        ask=PartOfDay(ask) if ask else None,
        max_length=raw.get("maxLength"),
        items=tuple(_item(child) for child in children),
        levels=tuple(_level(option, raw) for option in options) if kind is ItemType.INTEGER else (),
        unit=str(unit.get("display") or unit.get("code") or ""),
        is_searched=_control(raw) == "autocomplete",
        enable_when=tuple(_condition(one, raw) for one in raw.get("enableWhen", ())),
        enable_any=_is_any(raw),
    )


def _option(raw: Json, item: Json) -> Option:
    coding = raw.get("valueCoding")
    if not coding:
        raise UnsupportedForm(f"an answer option of {item['linkId']} is not a Coding")
    lists = tuple(str(value) for value in _extensions(raw, SHORT_LIST))
    return Option(_coding(coding), also=str(_extension(raw, ALSO_KNOWN_AS) or ""), short_lists=lists)


def _coding(raw: Json) -> Coding:
    return Coding(str(raw.get("system", "")), str(raw["code"]), str(raw.get("display", "")))


def _level(raw: Json, item: Json) -> tuple[int, str]:
    """A number with its word: R4 has no place for the word, so it stands in an extension of our own."""
    number = raw.get("valueInteger")
    if not isinstance(number, int):
        raise UnsupportedForm(f"an answer option of {item['linkId']} is not an integer")
    return number, str(_extension(raw, OPTION_LABEL) or number)


def _condition(raw: Json, item: Json) -> Condition:
    try:
        kind, answer = next((key, value) for key, value in raw.items() if key.startswith("answer"))
        operator = Operator(raw["operator"])
    except (StopIteration, ValueError):
        raise UnsupportedForm(f"a condition of {item['linkId']}") from None
    if kind not in ("answerBoolean", "answerInteger", "answerString", "answerCoding"):
        raise UnsupportedForm(f"{kind} in a condition of {item['linkId']}")
    return Condition(raw["question"], operator, _coding(answer) if kind == "answerCoding" else answer)


def _is_any(raw: Json) -> bool:
    behaviour = raw.get("enableBehavior")
    if behaviour not in ("all", "any") and len(raw.get("enableWhen", ())) > 1:
        raise UnsupportedForm(f"{raw['linkId']} does not say whether all or any of its conditions must hold")
    return behaviour == "any"


def _check_conditions(form: Questionnaire) -> None:
    """Raise UnsupportedForm for a condition that can never be judged, or that depends on what it decides."""
    items = {item.link_id: item for item in walk(form.items)}
    for item in items.values():
        for condition in item.enable_when:
            asked = items.get(condition.question)
            if asked is None or not asked.is_question or asked is item:
                raise UnsupportedForm(f"{item.link_id} depends on {condition.question}, which is no other question")
            if not _can_hold(condition, asked):
                raise UnsupportedForm(f"a condition of {item.link_id} can never hold")
    if circles(form):
        raise UnsupportedForm("questions that depend on one another in a circle")


def _can_hold(condition: Condition, asked: Item) -> bool:
    answer: AnswerValue = condition.answer
    if condition.operator is Operator.EXISTS:
        return isinstance(answer, bool)
    if isinstance(answer, Coding):
        is_answer = (answer.system, answer.code) in ((one.system, one.code) for one in asked.options)
    elif asked.type is ItemType.INTEGER:  # a bound may lie outside of what can be answered
        is_answer = isinstance(answer, int) and not isinstance(answer, bool)
    else:
        is_answer = fits(asked, answer)
    return is_answer and (condition.operator not in ORDERED or asked.type is ItemType.INTEGER)


def _extension(raw: Json, url: str) -> Any:
    return next(iter(_extensions(raw, url)), None)


def _extensions(raw: Json, url: str) -> list[Any]:
    found = (one for one in raw.get("extension", ()) if one["url"] == url)
    return [next(value for key, value in one.items() if key.startswith("value")) for one in found]


def _control(raw: Json) -> str:
    concept = _extension(raw, ITEM_CONTROL)
    return str(concept["coding"][0]["code"]) if concept else ""
