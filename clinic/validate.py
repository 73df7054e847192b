"""Whether what a patient sends is a QuestionnaireResponse that this clinic can take."""

from typing import Annotated, Any, Literal, Self

from pydantic import Field, ValidationError, model_validator

from clinic import elements as fhir
from clinic.outcome import Issue, RefusedError, Resource

_MOST_ISSUES = 20
# Elements that R4 has and this server does not take; only these are named in an issue, since a key may be anything.
_KNOWN_REFUSED = frozenset({"contained", "implicitRules", "modifierExtension"})


class Answer(fhir.Element):
    """One answer: exactly one value[x]."""

    valueBoolean: bool | None = None
    valueDecimal: fhir.Number | None = None
    valueInteger: fhir.Integer | None = None
    valueDate: fhir.Date | None = None
    valueDateTime: fhir.DateTime | None = None
    valueTime: fhir.Time | None = None
    valueString: fhir.Text | None = None
    valueUri: fhir.Uri | None = None
    valueAttachment: fhir.Attachment | None = None
    valueCoding: fhir.Coding | None = None
    valueQuantity: fhir.Quantity | None = None
    valueReference: fhir.Reference | None = None
    item: Annotated[list["Item"], Field(min_length=1)] | None = None

    @model_validator(mode="after")
    def _has_one_value(self) -> Self:
        if sum(name.startswith("value") for name in self.model_fields_set) != 1:
            raise ValueError("must have exactly one value[x]")
        return self


class Item(fhir.Element):
    """One question with its answers, or a group of them."""

    linkId: fhir.Text
    definition: fhir.Uri | None = None
    text: fhir.Text | None = None
    answer: Annotated[list[Answer], Field(min_length=1)] | None = None
    item: Annotated[list["Item"], Field(min_length=1)] | None = None

    @model_validator(mode="after")
    def _is_question_or_group(self) -> Self:
        if self.answer and self.item:
            raise ValueError("must not have both answer and item (qrs-1)")
        return self


class QuestionnaireResponse(fhir.Element):
    """The elements that are taken; `contained`, `modifierExtension` and `implicitRules` are not."""

    resourceType: Literal["QuestionnaireResponse"]
    meta: fhir.Meta | None = None
    language: fhir.Code | None = None
    text: fhir.Narrative | None = None
    identifier: fhir.Identifier | None = None
    basedOn: Annotated[list[fhir.Reference], Field(min_length=1)] | None = None
    partOf: Annotated[list[fhir.Reference], Field(min_length=1)] | None = None
    questionnaire: fhir.Canonical
    status: Literal["in-progress", "completed", "amended", "entered-in-error", "stopped"]
    subject: fhir.Reference
    encounter: fhir.Reference | None = None
    authored: fhir.DateTime
    authored_more: Annotated[fhir.Element | None, Field(alias="_authored")] = None
    author: fhir.Reference | None = None
    source: fhir.Reference | None = None
    item: Annotated[list[Item], Field(min_length=1)] | None = None

    @model_validator(mode="after")
    def _has_patient_as_subject(self) -> Self:
        if not (self.subject.reference or "").startswith("Patient/"):
            raise ValueError("must have a subject.reference of the form Patient/<id>")
        return self


def check_response(resource: Resource) -> None:
    """RefusedError 422 with an issue and a path for each thing that is wrong; values are never repeated."""
    try:
        QuestionnaireResponse.model_validate(resource)
    except ValidationError as error:
        found = error.errors(include_url=False, include_input=False)
        raise RefusedError(422, tuple(_to_issue(dict(each)) for each in found[:_MOST_ISSUES])) from None


def _to_issue(error: dict[str, Any]) -> Issue:
    at = list(error["loc"])
    match error["type"]:
        case "missing":
            return Issue("required", "is required", _path(at))
        case "extra_forbidden":
            name = at.pop()
            known = f" ({name})" if name in _KNOWN_REFUSED else ""
            return Issue("structure", f"has an element that is not accepted here{known}", _path(at))
        case "literal_error":
            return Issue("code-invalid", f"must be one of {error['ctx']['expected']}", _path(at))
        case "value_error":
            return Issue("invalid", str(error["ctx"]["error"]), _path(at))
        case _:
            return Issue("value", "is not of the type or form that FHIR R4 gives it", _path(at))


def _path(location: list[int | str]) -> str:
    """`("item", 0, "linkId")` -> `QuestionnaireResponse.item[0].linkId`."""
    steps = (f"[{step}]" if isinstance(step, int) else f".{step}" for step in location)
    return "QuestionnaireResponse" + "".join(steps)
