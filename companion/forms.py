"""Reads a FHIR R4 Questionnaire; what the form engine cannot draw is refused here, before it is ever shown."""

from collections.abc import Mapping
from datetime import date
from typing import Any, TypeVar

from companion.domain.questionnaire import (
    Item,
    ItemType,
    Option,
    PartOfDay,
    Planned,
    Questionnaire,
    walk,
)
from companion.errors import UnsupportedForm
from companion.form_conditions import check_conditions, coding_from_json, condition_from_json, day_from_json, is_any

Json = Mapping[str, Any]
T = TypeVar("T")

ITEM_CONTROL = "http://hl7.org/fhir/StructureDefinition/questionnaire-itemControl"
MIN_VALUE = "http://hl7.org/fhir/StructureDefinition/minValue"
MAX_VALUE = "http://hl7.org/fhir/StructureDefinition/maxValue"
UNIT = "http://hl7.org/fhir/StructureDefinition/questionnaire-unit"
ALONE = "http://hl7.org/fhir/StructureDefinition/questionnaire-optionExclusive"
_SDC = "http://hl7.org/fhir/uv/sdc/StructureDefinition/sdc-questionnaire-"
NOT_READ = {
    "http://hl7.org/fhir/StructureDefinition/questionnaire-hidden": "hidden",
    "http://hl7.org/fhir/StructureDefinition/cqf-expression": "cqf-expression",
    "http://hl7.org/fhir/StructureDefinition/questionnaire-maxOccurs": "maxOccurs",
    "http://hl7.org/fhir/StructureDefinition/regex": "regex",
    _SDC + "enableWhenExpression": "enableWhenExpression",
    _SDC + "calculatedExpression": "calculatedExpression",
    _SDC + "answerExpression": "answerExpression",
    _SDC + "contextExpression": "contextExpression",
}
"""Extensions that change what is asked or what may be answered: passed over, they would make another form of it."""

REPEATED = (ItemType.CHOICE, ItemType.OPEN_CHOICE, ItemType.STRING, ItemType.TEXT)
BOUNDED = {ItemType.INTEGER: int, ItemType.DATE: str}
"""Types whose bounds are held, and what a bound is in JSON."""

_OWN = "https://companion.example/fhir/StructureDefinition/"
ASK_WHEN = _OWN + "ask-when"
OPTION_LABEL = _OWN + "option-label"
ALSO_KNOWN_AS = _OWN + "also-known-as"
SHORT_LIST = _OWN + "short-list"
PLANNED_TIME = _OWN + "planned-time"


def questionnaire_from_json(data: Json) -> Questionnaire:
    """A FHIR R4 Questionnaire as the form engine draws it. Raises UnsupportedForm for what it cannot draw."""
    if data.get("resourceType") != "Questionnaire":
        raise UnsupportedForm("not a Questionnaire")
    if not data.get("url"):
        raise UnsupportedForm("a form needs a url: its answers are kept under it")
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
    check_conditions(form)
    return form


def _walk_json(data: Json) -> list[Json]:
    found = []
    for raw in data.get("item", ()):
        found += [raw, *_walk_json(raw)]
    return found


def _item(raw: Json) -> Item:
    kind = _kind(raw)
    labels = {_control(child): str(child.get("text", "")) for child in raw.get("item", ())}
    children = [child for child in raw.get("item", ()) if _control(child) not in ("lower", "upper")]
    ask = _extension(raw, ASK_WHEN)
    unit = _extension(raw, UNIT) or {}
    options = raw.get("answerOption", ())
    low, high = _bound(raw, kind, MIN_VALUE), _bound(raw, kind, MAX_VALUE)
    item = Item(
        link_id=raw["linkId"],
        type=kind,
        text=str(raw.get("text", "")),
        required=bool(raw.get("required", False)),
        offered=() if kind is ItemType.INTEGER else tuple(_option(option, raw) for option in options),
        minimum=low if isinstance(low, int) else None,
        maximum=high if isinstance(high, int) else None,
        low=labels.get("lower", ""),
        high=labels.get("upper", ""),
        ask=PartOfDay(ask) if ask else None,
        max_length=raw.get("maxLength"),
        items=tuple(_item(child) for child in children),
        levels=tuple(_level(option, raw) for option in options) if kind is ItemType.INTEGER else (),
        unit=str(unit.get("display") or unit.get("code") or ""),
        is_searched=_control(raw) == "autocomplete",
        enable_when=tuple(condition_from_json(one, raw) for one in raw.get("enableWhen", ())),
        enable_any=is_any(raw),
        repeats=bool(raw.get("repeats", False)),
        earliest=low if isinstance(low, date) else None,
        latest=high if isinstance(high, date) else None,
        planned=_planned(raw, kind),
    )
    _check_item(item)
    return item


def _kind(raw: Json) -> ItemType:
    """The type, where all that the raw item asks for can be drawn."""
    try:
        kind = ItemType(raw["type"])
    except ValueError:
        raise UnsupportedForm(f"item type {raw['type']} of {raw['linkId']}") from None
    for key in ("answerValueSet", "initial", "modifierExtension"):
        if raw.get(key):
            raise UnsupportedForm(f"{key} of {raw['linkId']}")
    for one in (*raw.get("extension", ()), *raw.get("_text", {}).get("extension", ())):
        if one["url"] in NOT_READ:
            raise UnsupportedForm(f"{NOT_READ[one['url']]} of {raw['linkId']}")
    return kind


def _bound(raw: Json, kind: ItemType, url: str) -> int | date | None:
    found = _extension(raw, url)
    if found is None:
        return None
    if not isinstance(found, BOUNDED.get(kind, ())) or isinstance(found, bool):
        raise UnsupportedForm(f"{url.rsplit('/', 1)[-1]} of {raw['linkId']}")
    return found if isinstance(found, int) else day_from_json(str(found), raw)


def _planned(raw: Json, kind: ItemType) -> Planned | None:
    code = _extension(raw, PLANNED_TIME)
    if code is None:
        return None
    if kind not in (ItemType.TIME, ItemType.DATE_TIME) or code not in list(Planned):
        raise UnsupportedForm(f"planned-time of {raw['linkId']}")
    return Planned(code)


def _check_item(item: Item) -> None:
    """Raise UnsupportedForm for what no control of this engine could answer."""
    if item.type in (ItemType.CHOICE, ItemType.OPEN_CHOICE) and not item.offered:
        raise UnsupportedForm(f"{item.link_id} offers nothing to choose")
    if item.is_searched and (item.repeats or item.type is ItemType.OPEN_CHOICE):
        raise UnsupportedForm(f"a search with several answers or own words in {item.link_id}")
    if not item.repeats:
        return
    if item.type not in REPEATED:
        raise UnsupportedForm(f"{item.link_id} is a {item.type.value} that repeats")
    if any(one.is_question for one in walk(item.items)):
        raise UnsupportedForm(f"questions inside {item.link_id}, which repeats")


def _option(raw: Json, item: Json) -> Option:
    coding = raw.get("valueCoding")
    if not coding:
        raise UnsupportedForm(f"an answer option of {item['linkId']} is not a Coding")
    lists = tuple(str(value) for value in _extensions(raw, SHORT_LIST))
    also, is_alone = str(_extension(raw, ALSO_KNOWN_AS) or ""), _extension(raw, ALONE) is True
    return Option(coding_from_json(coding), also=also, short_lists=lists, stands_alone=is_alone)


def _level(raw: Json, item: Json) -> tuple[int, str]:
    """A number with its word: R4 has no place for the word, so it stands in an extension of our own."""
    number = raw.get("valueInteger")
    if not isinstance(number, int):
        raise UnsupportedForm(f"an answer option of {item['linkId']} is not an integer")
    return number, str(_extension(raw, OPTION_LABEL) or number)


def _extension(raw: Json, url: str) -> Any:
    return next(iter(_extensions(raw, url)), None)


def _extensions(raw: Json, url: str) -> list[Any]:
    found = (one for one in raw.get("extension", ()) if one["url"] == url)
    return [value for one in found for key, value in one.items() if key.startswith("value")]


def _control(raw: Json) -> str:
    concept = _extension(raw, ITEM_CONTROL)
    return str(concept["coding"][0]["code"]) if concept else ""
