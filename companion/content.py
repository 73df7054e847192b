"""Loads what lies under assets/: trusted at start (a test checks every file), read with the json module alone."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from companion.domain.crisis import Crisis, crisis_from_json
from companion.domain.questionnaire import Coding, Item, ItemType, PartOfDay, Questionnaire
from companion.errors import UnsupportedForm

Json = Mapping[str, Any]

ITEM_CONTROL = "http://hl7.org/fhir/StructureDefinition/questionnaire-itemControl"
MIN_VALUE = "http://hl7.org/fhir/StructureDefinition/minValue"
MAX_VALUE = "http://hl7.org/fhir/StructureDefinition/maxValue"
ASK_WHEN = "https://companion.example/fhir/StructureDefinition/ask-when"

DAILY_CHECK_IN = "https://companion.example/fhir/Questionnaire/daily-check-in"


@dataclass(frozen=True)
class Content:
    """What the app ships: forms by canonical url, and the crisis lines."""

    forms: Mapping[str, Questionnaire]
    crisis: Crisis


def load_content(assets: Path) -> Content:
    """Read everything that the first screens need. Raises UnsupportedForm, ValueError, OSError."""
    files = sorted((assets / "forms").glob("*.json"))
    forms = [questionnaire_from_json(json.loads(file.read_text("utf-8"))) for file in files]
    crisis = crisis_from_json(json.loads((assets / "crisis.json").read_text("utf-8")))
    return Content({form.url: form for form in forms}, crisis)


def questionnaire_from_json(data: Json) -> Questionnaire:
    """A FHIR R4 Questionnaire as the form engine draws it. Raises UnsupportedForm for what it cannot draw."""
    if data.get("resourceType") != "Questionnaire":
        raise UnsupportedForm("not a Questionnaire")
    items = tuple(_item(raw) for raw in data.get("item", ()))
    link_ids = [raw["linkId"] for raw in _walk_json(data)]
    if not items or len(set(link_ids)) != len(link_ids):
        raise UnsupportedForm("a form needs items, each with a linkId of its own")
    return Questionnaire(
        url=data["url"],
        version=str(data.get("version", "")),
        name=str(data.get("name", "")),
        title=str(data.get("title", "")),
        items=items,
    )


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
    for key in ("enableWhen", "repeats", "answerValueSet", "initial"):
        if raw.get(key):
            raise UnsupportedForm(f"{key} of {raw['linkId']}")
    labels = {_control(child): str(child.get("text", "")) for child in raw.get("item", ())}
    children = [child for child in raw.get("item", ()) if _control(child) not in ("lower", "upper")]
    ask = _extension(raw, ASK_WHEN)
    return Item(
        link_id=raw["linkId"],
        type=kind,
        text=str(raw.get("text", "")),
        required=bool(raw.get("required", False)),
        options=tuple(_option(option, raw) for option in raw.get("answerOption", ())),
        minimum=_extension(raw, MIN_VALUE),
        maximum=_extension(raw, MAX_VALUE),
        low=labels.get("lower", ""),
        high=labels.get("upper", ""),
        ask=PartOfDay(ask) if ask else None,
        max_length=raw.get("maxLength"),
        items=tuple(_item(child) for child in children),
    )


def _option(raw: Json, item: Json) -> Coding:
    coding = raw.get("valueCoding")
    if not coding:
        raise UnsupportedForm(f"an answer option of {item['linkId']} is not a Coding")
    return Coding(str(coding.get("system", "")), str(coding["code"]), str(coding.get("display", "")))


def _extension(raw: Json, url: str) -> Any:
    for extension in raw.get("extension", ()):
        if extension["url"] == url:
            return next(value for key, value in extension.items() if key.startswith("value"))
    return None


def _control(raw: Json) -> str:
    concept = _extension(raw, ITEM_CONTROL)
    return str(concept["coding"][0]["code"]) if concept else ""
