"""A QuestionnaireResponse in words: each question with its answer, and what changed between two versions."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from clinic.outcome import Resource

_CONTROL = "http://hl7.org/fhir/StructureDefinition/questionnaire-itemControl"
_UNIT = "http://hl7.org/fhir/StructureDefinition/questionnaire-unit"
_OPTION_LABEL = "https://companion.example/fhir/StructureDefinition/option-label"
_ENDS = {"lower": "minValue", "upper": "maxValue"}


@dataclass(frozen=True, slots=True)
class Line:
    """One question. `answer` is empty for a group; `key` is the same in every version of the response."""

    key: str
    link_id: str
    question: str
    answer: str
    depth: int


@dataclass(frozen=True, slots=True)
class Change:
    """A question that two versions answer differently; an empty text is no answer."""

    question: str
    before: str
    after: str


def questions(form: Resource | None) -> dict[str, Resource]:
    """The form's items by linkId; empty when the form is not known."""
    found: dict[str, Resource] = {}
    waiting = list((form or {}).get("item", []))
    while waiting:
        item = waiting.pop()
        found[str(item.get("linkId", ""))] = item
        waiting.extend(item.get("item", []))
    return found


def lines(response: Resource, asked: Mapping[str, Resource]) -> list[Line]:
    """The response from top to bottom. Without the form a question is called by its text, or else its linkId."""
    return list(_walk(response.get("item", []), asked, "", 0))


def changes(before: list[Line], after: list[Line]) -> list[Change]:
    """What the later version answers differently, in its own order, then what it no longer answers."""
    old, new = {line.key: line for line in before}, {line.key: line for line in after}
    found = [
        Change(line.question, old[key].answer if key in old else "", line.answer)
        for key, line in new.items()
        if key not in old or old[key].answer != line.answer
    ]
    found += [Change(line.question, line.answer, "") for key, line in old.items() if key not in new]
    return [change for change in found if change.before or change.after]


def _walk(items: list[Resource], asked: Mapping[str, Resource], above: str, depth: int) -> Iterator[Line]:
    seen: dict[str, int] = {}
    for item in items:
        link_id = item["linkId"]
        seen[link_id] = seen.get(link_id, 0) + 1
        key = f"{above}/{link_id}#{seen[link_id]}"
        question = asked.get(link_id, {})
        words = question.get("text") or item.get("text") or link_id
        answers = item.get("answer", [])
        said = "; ".join(_say(answer, question) for answer in answers)
        yield Line(key, link_id, words, said, depth)
        nested = [inner for answer in answers for inner in answer.get("item", [])]
        yield from _walk(item.get("item", []) + nested, asked, key, depth + 1)


def _say(answer: Resource, question: Resource) -> str:
    kind = next(name for name in answer if name.startswith("value"))
    value = answer[kind]
    match kind:
        case "valueBoolean":
            return "Yes" if value else "No"
        case "valueCoding":
            return str(value.get("display") or _option(value, question) or value.get("code", ""))
        case "valueInteger" | "valueDecimal":
            return f"{value}{_unit(question)}{_scale(question)}{_word(value, question)}"
        case "valueTime":
            return str(value)[:5]
        case "valueDateTime":
            return str(value).replace("T", " ")
        case "valueQuantity":
            amount = f"{value.get('comparator', '')}{value.get('value', '')}"
            return f"{amount} {value.get('unit') or value.get('code', '')}".strip()
        case "valueReference":
            return str(value.get("display") or value.get("reference", ""))
        case "valueAttachment":
            return str(value.get("title") or "(an attachment)")
        case _:
            return str(value)


def _option(coding: Resource, question: Resource) -> str:
    """How the form calls this code."""
    options = (option.get("valueCoding", {}) for option in question.get("answerOption", []))
    return next((str(o.get("display", "")) for o in options if o.get("code") == coding.get("code")), "")


def _unit(question: Resource) -> str:
    coding = _extension(question, _UNIT).get("valueCoding", {})
    unit = coding.get("display") or coding.get("code")
    return f" {unit}" if unit else ""


def _scale(question: Resource) -> str:
    """` (0 = very low, 10 = very good)` where the form names both ends."""
    named = {}
    for inner in question.get("item", []):
        control = _extension(inner, _CONTROL).get("valueCodeableConcept", {}).get("coding", [{}])[0].get("code")
        bound = _extension(question, f"http://hl7.org/fhir/StructureDefinition/{_ENDS.get(control, '')}")
        if "valueInteger" in bound and inner.get("text"):
            named[control] = f"{bound['valueInteger']} = {inner['text']}"
    return f" ({named['lower']}, {named['upper']})" if len(named) == 2 else ""


def _word(number: object, question: Resource) -> str:
    """` (Mild - I notice it)` where the form gives the number a word."""
    options = (option for option in question.get("answerOption", []) if option.get("valueInteger") == number)
    word = next((_extension(option, _OPTION_LABEL).get("valueString") for option in options), None)
    return f" ({word})" if word else ""


def _extension(element: Resource, url: str) -> Resource:
    return next((each for each in element.get("extension", []) if each.get("url") == url), {})
