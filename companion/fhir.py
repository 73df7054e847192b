"""Domain <-> FHIR R4. What goes out are plain dictionaries; what comes in is read by small pydantic models.

Total: every answer that the form engine can take has a mapping, and what the mapping writes it can read back.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from companion.domain.journal import Entry, EntryStatus, Infusion, Occurrence
from companion.domain.questionnaire import Answers, AnswerValue, Coding, Item, Questionnaire
from companion.errors import NoAnswer

Json = Mapping[str, Any]
M = TypeVar("M", bound=BaseModel)

ENTRY_SYSTEM = "https://companion.example/fhir/identifier/entry"
"""The namespace of entries' identifiers; the value is the entry's UUID."""

TIME_ZONE = "http://hl7.org/fhir/StructureDefinition/tz-code"
BOOKED = ("booked", "arrived", "checked-in", "fulfilled", "pending")


class _Read(BaseModel):
    """What comes over the wire: known fields are checked, others are left alone."""

    model_config = ConfigDict(extra="ignore", frozen=True)


class Meta(_Read):
    """Resource.meta."""

    versionId: str = ""


class FhirCoding(_Read):
    """Coding."""

    system: str = ""
    code: str = ""
    display: str = ""


class Answer(_Read):
    """QuestionnaireResponse.item.answer, the value types that this app writes."""

    valueBoolean: bool | None = None
    valueInteger: int | None = None
    valueString: str | None = None
    valueCoding: FhirCoding | None = None


class ResponseItem(_Read):
    """QuestionnaireResponse.item."""

    linkId: str
    answer: tuple[Answer, ...] = ()
    item: tuple["ResponseItem", ...] = ()


class Identifier(_Read):
    """Identifier."""

    system: str = ""
    value: str = ""


class QuestionnaireResponse(_Read):
    """What is read back of an entry."""

    resourceType: str = Field(pattern="^QuestionnaireResponse$")
    id: str
    meta: Meta = Meta()
    identifier: Identifier = Identifier()
    status: str
    item: tuple[ResponseItem, ...] = ()


class Period(_Read):
    """The part of an Appointment that is used."""

    resourceType: str = Field(pattern="^Appointment$")
    id: str
    status: str
    start: datetime | None = None


class OutcomeIssue(_Read):
    """OperationOutcome.issue without its texts: they may quote what was sent."""

    severity: str = "error"
    code: str = "invalid"
    expression: tuple[str, ...] = ()


class OperationOutcome(_Read):
    """What a server says of a failure."""

    resourceType: str = Field(pattern="^OperationOutcome$")
    issue: tuple[OutcomeIssue, ...] = ()


class EntryResponse(_Read):
    """Bundle.entry.response."""

    status: str
    location: str = ""
    etag: str = ""
    outcome: dict[str, Any] | None = None


class BundleEntry(_Read):
    """Bundle.entry."""

    resource: dict[str, Any] | None = None
    response: EntryResponse | None = None


class BundleLink(_Read):
    """Bundle.link."""

    relation: str
    url: str


class Bundle(_Read):
    """A searchset or a batch-response."""

    resourceType: str = Field(pattern="^Bundle$")
    entry: tuple[BundleEntry, ...] = ()
    link: tuple[BundleLink, ...] = ()


def response_to_fhir(entry: Entry, form: Questionnaire, patient_id: str, server_id: str = "") -> dict[str, Any]:
    """An entry as a QuestionnaireResponse; a removed one carries no answer."""
    head, subject = entry.head, {"reference": f"Patient/{patient_id}"}
    canonical = f"{head.form}|{head.form_version}" if head.form_version else head.form
    resource: dict[str, Any] = {
        "resourceType": "QuestionnaireResponse",
        **({"id": server_id} if server_id else {}),
        "identifier": {"system": ENTRY_SYSTEM, "value": head.id},
        "questionnaire": canonical,
        "status": head.status.value,
        "subject": subject,
        "authored": authored(head.occurrence),
        "_authored": {"extension": [{"url": TIME_ZONE, "valueCode": head.occurrence.zone}]},
        "source": subject,
    }
    items = [] if head.status is EntryStatus.REMOVED else _items(form.items, entry.answers)
    return {**resource, "item": items} if items else resource


def authored(when: Occurrence) -> str:
    """A FHIR dateTime with the offset that the person's clock had: date and hands of the clock are readable in it."""
    local = datetime.fromisoformat(f"{when.date.isoformat()}T{when.clock}:00+00:00")
    minutes = round((local - when.at).total_seconds() / 60 / 15) * 15
    sign, size = ("-" if minutes < 0 else "+"), abs(minutes)
    seconds = when.at.second
    return f"{when.date.isoformat()}T{when.clock}:{seconds:02}{sign}{size // 60:02}:{size % 60:02}"


def _items(items: Sequence[Item], answers: Answers) -> list[dict[str, Any]]:
    found = []
    for item in items:
        value = answers.get(item.link_id)
        given = _answer(value) if value is not None else None
        inner = _items(item.items, answers)
        if given is None and not inner:
            continue
        one: dict[str, Any] = {"linkId": item.link_id, "text": item.text}
        if given is not None:
            # Below a question FHIR puts further items into its answer, below a group into the group.
            one["answer"] = [{**given, **({"item": inner} if inner else {})}]
        elif inner:
            one["item"] = inner
        found.append(one if item.text else {k: v for k, v in one.items() if k != "text"})
    return found


def _answer(value: AnswerValue) -> dict[str, Any] | None:
    match value:
        case bool():
            return {"valueBoolean": value}
        case int():
            return {"valueInteger": value}
        case str():
            cleaned = fhir_text(value)
            return {"valueString": cleaned} if cleaned else None
        case Coding():
            coding = {"system": value.system, "code": value.code, "display": value.display}
            return {"valueCoding": {key: text for key, text in coding.items() if text}}


def fhir_text(text: str) -> str:
    """A text as a FHIR string may be: no control characters but tab and line ends, no half surrogates, not blank."""
    kept = "".join(
        letter for letter in text if letter in "\t\n\r" or (ord(letter) >= 32 and not 0xD800 <= ord(letter) < 0xE000)
    )
    return kept if kept.strip() else ""


def answers_from_fhir(response: QuestionnaireResponse) -> dict[str, AnswerValue]:
    """The answers by linkId; kinds that this app does not write are left out."""
    return dict(_answers(response.item))


def _answers(items: Iterable[ResponseItem]) -> Iterable[tuple[str, AnswerValue]]:
    for item in items:
        for answer in item.answer:
            value = _value(answer)
            if value is not None:
                yield item.linkId, value
        yield from _answers(item.item)


def _value(answer: Answer) -> AnswerValue | None:
    if answer.valueCoding is not None:
        return Coding(answer.valueCoding.system, answer.valueCoding.code, answer.valueCoding.display)
    given = (answer.valueBoolean, answer.valueInteger, answer.valueString)
    return next((value for value in given if value is not None), None)


def says_the_same(server: Json, ours: Json) -> bool:
    """Whether the server's resource has our identifier, status and answers."""
    try:
        there, here = parse_response(server), parse_response({"id": "-", **ours})
    except NoAnswer:
        return False
    same_entry = there.identifier == here.identifier and there.status == here.status
    return same_entry and answers_from_fhir(there) == answers_from_fhir(here)


def parse_response(data: Json) -> QuestionnaireResponse:
    """A QuestionnaireResponse that came. Raises NoAnswer when it is none."""
    return _parse(QuestionnaireResponse, data)


def parse_bundle(data: Json) -> Bundle:
    """A Bundle that came. Raises NoAnswer when it is none."""
    return _parse(Bundle, data)


def _parse(model: type[M], data: Json) -> M:
    try:
        return model.model_validate(data)
    except ValidationError as error:
        raise NoAnswer(f"what came is no {model.__name__}") from error


def issues_of(data: object) -> tuple[str, ...]:
    """The codes and places of an OperationOutcome, () for anything else."""
    try:
        outcome = OperationOutcome.model_validate(data)
    except ValidationError:
        return ()
    return tuple(f"{one.code} {' '.join(one.expression)}".strip() for one in outcome.issue)


def infusions_from_fhir(resources: Iterable[Json], occurrence: Callable[[datetime], Occurrence]) -> list[Infusion]:
    """The course out of Appointments, numbered by their start; cancelled ones are left out."""
    found = []
    for raw in resources:
        try:
            one = Period.model_validate(raw)
        except ValidationError:
            continue
        if one.start is not None and one.start.tzinfo is not None and one.status in BOOKED:
            found.append(one)
    found.sort(key=lambda one: one.start)  # type: ignore[arg-type, return-value]
    return [
        Infusion(one.id, number, occurrence(one.start), one.status)  # type: ignore[arg-type]
        for number, one in enumerate(found, start=1)
    ]
