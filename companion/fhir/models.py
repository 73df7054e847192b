"""What comes over the wire, as small pydantic models: known elements are checked, others are left alone."""

import re
from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from companion.errors import NoAnswer

Json = Mapping[str, Any]
M = TypeVar("M", bound=BaseModel)

ENTRY_SYSTEM = "https://companion.example/fhir/identifier/entry"
"""The namespace of entries' identifiers; the value is the entry's UUID."""


class _Read(BaseModel):
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
    valueDecimal: Decimal | None = None
    valueString: str | None = None
    valueCoding: FhirCoding | None = None
    valueDate: str | None = None
    valueDateTime: str | None = None
    valueTime: str | None = None
    item: tuple["ResponseItem", ...] = ()


class ResponseItem(_Read):
    """QuestionnaireResponse.item."""

    linkId: str
    answer: tuple[Answer, ...] = ()
    item: tuple["ResponseItem", ...] = ()


class Identifier(_Read):
    """Identifier."""

    system: str = ""
    value: str = ""


class Reference(_Read):
    """Reference."""

    reference: str = ""


class Extension(_Read):
    """Extension, with the one value type that is looked at."""

    url: str
    valueCode: str = ""


class Element(_Read):
    """What stands beside a primitive: "_authored" beside "authored"."""

    extension: tuple[Extension, ...] = ()


class QuestionnaireResponse(_Read):
    """What is read back of an entry."""

    resourceType: str = Field(pattern="^QuestionnaireResponse$")
    id: str
    meta: Meta = Meta()
    identifier: Identifier = Identifier()
    questionnaire: str = ""
    status: str
    subject: Reference = Reference()
    authored: str = ""
    authored_element: Element = Field(default=Element(), alias="_authored")
    item: tuple[ResponseItem, ...] = ()

    @field_validator("identifier", mode="before")
    @classmethod
    def _one_identifier(cls, given: Any) -> Any:
        """R5 servers keep a list: ours out of it."""
        if not isinstance(given, list):
            return given
        ours = (one for one in given if isinstance(one, dict) and one.get("system") == ENTRY_SYSTEM)
        return next(ours, given[0] if given else {})


class Appointment(_Read):
    """The part of an Appointment that is used. A start without a zone is none (FHIR's `instant` has one)."""

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


class EntrySearch(_Read):
    """Bundle.entry.search: whether an entry was asked for ("match"), or came along ("include", "outcome")."""

    mode: str = ""


class BundleEntry(_Read):
    """Bundle.entry."""

    resource: dict[str, Any] | None = None
    response: EntryResponse | None = None
    search: EntrySearch = EntrySearch()


class BundleLink(_Read):
    """Bundle.link."""

    relation: str = ""
    url: str = ""


class Bundle(_Read):
    """A searchset or a batch-response.

    Attributes:
        total: how many match in all pages, 0 where the server does not say.
    """

    resourceType: str = Field(pattern="^Bundle$")
    entry: tuple[BundleEntry, ...] = ()
    link: tuple[BundleLink, ...] = ()
    total: int = 0

    @field_validator("total", mode="before")
    @classmethod
    def _whole_number(cls, given: Any) -> Any:
        """A total that is no number, nor one as a text, says nothing; the entries are good all the same."""
        given = int(given) if isinstance(given, str) and re.fullmatch(r"[0-9]{1,9}", given) else given
        return given if isinstance(given, int) and not isinstance(given, bool) and given > 0 else 0


def parse_response(data: Json) -> QuestionnaireResponse:
    """A QuestionnaireResponse that came. Raises NoAnswer when it is none."""
    return _parse(QuestionnaireResponse, data)


def parse_bundle(data: Json) -> Bundle:
    """A Bundle that came. Raises NoAnswer when it is none."""
    return _parse(Bundle, data)


def issues_of(data: object) -> tuple[str, ...]:
    """The codes and places of an OperationOutcome, () for anything else."""
    try:
        outcome = OperationOutcome.model_validate(data)
    except ValidationError:
        return ()
    return tuple(f"{one.code} {' '.join(one.expression)}".strip() for one in outcome.issue)


LEFT_OUT = frozenset({"incomplete", "too-costly", "timeout", "throttled", "transient", "suppressed"})
"""Codes of an issue by which a search says that something is missing in its answer."""

SAID_OF_THE_QUESTION = frozenset({"not-supported", "not-found", "informational"})
"""Codes that some servers call an error where a parameter is unknown to them; the answer is whole all the same."""


def says_incomplete(resource: Json) -> bool:
    """Return whether an OperationOutcome among a search's entries says that something is missing in the answer."""
    try:
        outcome = OperationOutcome.model_validate(resource)
    except ValidationError:
        return False
    failed = (one.code for one in outcome.issue if one.severity in ("fatal", "error"))
    return any(code not in SAID_OF_THE_QUESTION for code in failed) or any(
        one.code in LEFT_OUT for one in outcome.issue
    )


def _parse(model: type[M], data: Json) -> M:
    try:
        return model.model_validate(data)
    except (ValidationError, RecursionError):
        # Not chained: pydantic's message quotes what came, and that may be what was typed.
        raise NoAnswer(f"what came is no {model.__name__}") from None
