"""Entries <-> QuestionnaireResponse."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from companion.domain.answering import FURTHEST_OFFSET, fits
from companion.domain.enabling import counted
from companion.domain.journal import Entry, EntryStatus, Occurrence
from companion.domain.questionnaire import Answers, AnswerValue, Coding, Item, ItemType, OneAnswer, Questionnaire
from companion.errors import NoAnswer
from companion.fhir.models import ENTRY_SYSTEM, Json, QuestionnaireResponse, ResponseItem, parse_response
from companion.fhir.values import fhir_text, value_from_fhir, value_to_fhir, values_of

TIME_ZONE = "http://hl7.org/fhir/StructureDefinition/tz-code"
"""R4's extension for the IANA name of the zone that an offset belongs to."""


# Out


def response_to_fhir(entry: Entry, form: Questionnaire | None, patient_id: str, server_id: str = "") -> dict[str, Any]:
    """An entry as a QuestionnaireResponse; a removed one carries no answer.

    Answers to questions that the form at hand does not have (an older version of it had, or it is not at hand at
    all) follow at the end, so that nothing that was answered stays behind. Answers to questions that are not shown
    (`enableWhen`) are not sent.
    """
    head, subject = entry.head, {"reference": f"Patient/{patient_id}"}
    zone = head.occurrence.zone
    resource: dict[str, Any] = {
        "resourceType": "QuestionnaireResponse",
        **({"id": server_id} if server_id else {}),
        "identifier": {"system": ENTRY_SYSTEM, "value": head.id},
        "questionnaire": f"{head.form}|{head.form_version}" if head.form_version else head.form,
        "status": head.status.value,
        "subject": subject,
        "authored": authored(head.occurrence),
        "source": subject,
    }
    if re.fullmatch(r"[A-Za-z]\S*", zone):  # the extension takes IANA names alone; an offset stands in `authored`
        resource["_authored"] = {"extension": [{"url": TIME_ZONE, "valueCode": zone}]}
    if head.status is EntryStatus.REMOVED:
        return resource
    asked = form.items if form else ()
    known = {item.link_id for item in form.questions()} if form else set()
    answers = counted(form, entry.answers) if form else entry.answers
    rest = tuple(_unknown(link_id, value) for link_id, value in answers.items() if link_id not in known)
    items = [*_items(asked, answers), *(one for one in rest if one)]
    return {**resource, "item": items} if items else resource


def authored(when: Occurrence) -> str:
    """A FHIR dateTime with the offset that the person's clock had: date and hands of the clock are readable in it."""
    local = datetime.fromisoformat(f"{when.date.isoformat()}T{when.clock}:00+00:00")
    offset = timedelta(minutes=round((local - when.at).total_seconds() / 60 / 15) * 15)
    if abs(offset) > FURTHEST_OFFSET:  # no clock on earth: the instant alone is kept
        return when.at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S+00:00")
    minutes = abs(offset) // timedelta(minutes=1)
    sign = "-" if offset < timedelta() else "+"
    return f"{when.date.isoformat()}T{when.clock}:{when.at.second:02}{sign}{minutes // 60:02}:{minutes % 60:02}"


def _items(items: Sequence[Item], answers: Answers) -> list[dict[str, Any]]:
    found = []
    for item in items:
        value = answers.get(item.link_id) if item.is_question else None
        given = _given(value, item.type) if value is not None else []
        inner = _items(item.items, answers)
        if not given and not inner:
            continue
        text = fhir_text(item.text)
        one: dict[str, Any] = {"linkId": item.link_id, **({"text": text} if text else {})}
        if not given:
            one["item"] = inner
        else:
            # Below a question FHIR puts further items into its answer, below a group into the group.
            one["answer"] = [{**given[0], **({"item": inner} if inner else {})}, *given[1:]]
        found.append(one)
    return found


def _unknown(link_id: str, value: AnswerValue) -> dict[str, Any] | None:
    given = _given(value)
    return {"linkId": link_id, "answer": given} if given and link_id and fhir_text(link_id) == link_id else None


def _given(value: AnswerValue, kind: ItemType | None = None) -> list[dict[str, Any]]:
    """The answers of one question, each with its value[x]."""
    several = value if isinstance(value, tuple) else (value,)
    return [one for one in (value_to_fhir(part, kind) for part in several) if one]


# In


@dataclass(frozen=True, slots=True)
class ReadEntry:
    """What a server says of an entry.

    Attributes:
        status: as FHIR has it; any code may come.
        occurrence: None where `authored` is missing or no more than a date.
    """

    entry_id: str
    server_id: str
    status: str
    occurrence: Occurrence | None
    answers: Mapping[str, AnswerValue]


def response_from_fhir(data: Json, form: Questionnaire | None = None) -> ReadEntry:
    """A QuestionnaireResponse, whoever wrote it. Raises NoAnswer for what is none.

    With a form, answers that do not fit its questions are left out, and codes get the display that it gives them.
    """
    response = parse_response(data)
    answers = answers_from_fhir(response)
    if form:
        answers = {item.link_id: value for item in form.questions() for value in _fitting(item, answers)}
    entry_id = response.identifier.value if response.identifier.system == ENTRY_SYSTEM else ""
    return ReadEntry(entry_id, response.id, response.status, occurrence_from_fhir(response), answers)


def answers_from_fhir(response: QuestionnaireResponse) -> dict[str, AnswerValue]:
    """The answers by linkId; kinds that this app does not write are left out.

    Several to one linkId are a tuple. Only its form tells whether a single one is the first of several.
    """
    found: dict[str, list[OneAnswer]] = {}
    for link_id, value in _answers(response.item):
        found.setdefault(link_id, []).append(value)
    return {link_id: tuple(values) if len(values) > 1 else values[0] for link_id, values in found.items()}


def occurrence_from_fhir(response: QuestionnaireResponse) -> Occurrence | None:
    """`authored` with its zone; the offset where no zone is named."""
    try:
        local = datetime.fromisoformat(response.authored)
    except ValueError:
        return None
    if local.tzinfo is None:
        return None
    named = (one.valueCode for one in response.authored_element.extension if one.url == TIME_ZONE and one.valueCode)
    zone = next(named, local.strftime("%z")[:3] + ":" + local.strftime("%z")[3:5])
    try:
        return Occurrence(local.astimezone(UTC), zone, local.date(), local.strftime("%H:%M"))
    except OverflowError:
        return None


def _answers(items: Iterable[ResponseItem]) -> Iterator[tuple[str, OneAnswer]]:
    for item in items:
        for answer in item.answer:
            value = value_from_fhir(answer)
            if value is not None:
                yield item.linkId, value
            yield from _answers(answer.item)
        yield from _answers(item.item)


def _fitting(item: Item, answers: Mapping[str, AnswerValue]) -> Iterator[AnswerValue]:
    """The answer to this question in the form's own words; of several those that are none are left out."""
    value = answers.get(item.link_id)
    several = value if isinstance(value, tuple) else (() if value is None else (value,))
    worded = [_worded(item, one) for one in several]
    if not item.repeats:
        yield from (one for one in worded[-1:] if fits(item, one))
        return
    sound = tuple(
        one
        for place, one in enumerate(worded)
        if fits(item, (one,)) and not (isinstance(one, Coding) and one in worded[:place])
    )
    if fits(item, sound):
        yield sound


def _worded(item: Item, value: OneAnswer) -> OneAnswer:
    if not isinstance(value, Coding):
        return value
    same = (one for one in item.options if (one.system, one.code) == (value.system, value.code))
    return next(same, value)


# Compared


def same_content(one: Json, other: Json) -> bool:
    """Whether two resources say the same of an entry: status and every answer, of whatever kind.

    Ids, meta, narrative, the questions' wording and displays do not count, nor do blanks around a text and the kind
    of its line ends: servers normalise these. `questionnaire` and `authored` count where both state them.
    False for what is no QuestionnaireResponse.
    """
    try:
        a, b = parse_response({"id": "-", **one}), parse_response({"id": "-", **other})
        if a.identifier != b.identifier or a.status != b.status:
            return False
        stated = ((a.questionnaire, b.questionnaire), (_instant(a), _instant(b)))
        if any(left and right and left != right for left, right in stated):
            return False
        return a.status == EntryStatus.REMOVED or sorted(_said(one)) == sorted(_said(other))
    except (NoAnswer, RecursionError):
        return False


def _instant(response: QuestionnaireResponse) -> datetime | None:
    when = occurrence_from_fhir(response)
    return when.at.replace(microsecond=0) if when else None


def _said(raw: Json) -> Iterator[str]:
    """Each answer as one line, raw: a kind of answer that this app does not write counts as well."""
    for item in raw.get("item", ()):
        for answer in item.get("answer", ()):
            if values := values_of(answer):
                yield json.dumps([item["linkId"], values], sort_keys=True)
            yield from _said(answer)
        yield from _said(item)
