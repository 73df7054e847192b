"""The R4 data types that a QuestionnaireResponse may hold here, as pydantic models."""

import re
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints

from clinic.times import is_date, is_datetime

_TIME = re.compile(r"([01]\d|2[0-3]):[0-5]\d:([0-5]\d|60)(\.\d+)?", re.ASCII)


def _date(text: str) -> str:
    if not is_date(text):
        raise ValueError("must be a FHIR date")
    return text


def _datetime(text: str) -> str:
    if not is_datetime(text):
        raise ValueError("must be a FHIR dateTime; a time needs seconds and a zone")
    return text


def _time(text: str) -> str:
    if not _TIME.fullmatch(text):
        raise ValueError("must be a FHIR time")
    return text


def _number(value: object) -> object:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise ValueError("must be a number")
    return value


Text = Annotated[str, StringConstraints(min_length=1)]
Code = Annotated[str, StringConstraints(pattern=r"^\S+( \S+)*$", max_length=200)]
Uri = Annotated[str, StringConstraints(pattern=r"^\S+$", max_length=2000)]
Canonical = Annotated[str, StringConstraints(pattern=r"^(https?://|urn:)[^\s|]+(\|[^\s|]+)?$", max_length=2000)]
Date = Annotated[str, AfterValidator(_date)]
DateTime = Annotated[str, AfterValidator(_datetime)]
Time = Annotated[str, AfterValidator(_time)]
Number = Annotated[Any, AfterValidator(_number)]
Integer = Annotated[int, Field(ge=-(2**31), lt=2**31)]
Unsigned = Annotated[int, Field(ge=0, lt=2**31)]


class Extension(BaseModel):
    """An extension is kept as it is sent; only its address is looked at."""

    model_config = ConfigDict(extra="allow", strict=True)

    url: Uri


class Element(BaseModel):
    """What every data type has. Nothing unknown is taken, nothing is converted."""

    model_config = ConfigDict(extra="forbid", strict=True)

    id: Text | None = None
    extension: Annotated[list[Extension], Field(min_length=1)] | None = None


class Period(Element):
    start: DateTime | None = None
    end: DateTime | None = None


class Coding(Element):
    system: Uri | None = None
    version: Text | None = None
    code: Code | None = None
    display: Text | None = None
    userSelected: bool | None = None


class CodeableConcept(Element):
    coding: Annotated[list[Coding], Field(min_length=1)] | None = None
    text: Text | None = None


class Reference(Element):
    reference: Uri | None = None
    type: Uri | None = None
    identifier: "Identifier | None" = None
    display: Text | None = None


class Identifier(Element):
    use: Literal["usual", "official", "temp", "secondary", "old"] | None = None
    type: CodeableConcept | None = None
    system: Uri | None = None
    value: Text | None = None
    period: Period | None = None
    assigner: Reference | None = None


class Quantity(Element):
    value: Number | None = None
    comparator: Literal["<", "<=", ">=", ">"] | None = None
    unit: Text | None = None
    system: Uri | None = None
    code: Code | None = None


class Attachment(Element):
    contentType: Code | None = None
    language: Code | None = None
    data: Text | None = None
    url: Uri | None = None
    size: Unsigned | None = None
    hash: Text | None = None
    title: Text | None = None
    creation: DateTime | None = None


class Narrative(Element):
    status: Literal["generated", "extensions", "additional", "empty"]
    div: Text


class Meta(Element):
    versionId: Text | None = None
    lastUpdated: DateTime | None = None
    source: Uri | None = None
    profile: Annotated[list[Canonical], Field(min_length=1)] | None = None
    security: Annotated[list[Coding], Field(min_length=1)] | None = None
    tag: Annotated[list[Coding], Field(min_length=1)] | None = None
