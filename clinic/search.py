"""Search parameters: the text after the question mark becomes a `Query`, or a refusal that says which part is wrong."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import TypeAlias
from urllib.parse import parse_qsl

from clinic.keys import Identifier
from clinic.outcome import RefusedError, refuse
from clinic.times import period

DEFAULT_COUNT = 50
LARGEST_COUNT = 200
PAGE = "_page"


@dataclass(frozen=True, slots=True)
class AnyOf:
    """The column has one of the values."""

    column: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Between:
    """The column, in milliseconds, lies in [low, high); None is open."""

    column: str
    low: int | None
    high: int | None


@dataclass(frozen=True, slots=True)
class HasIdentifier:
    """One of these; a system or a value of None is any."""

    wanted: tuple[tuple[str | None, str | None], ...]


@dataclass(frozen=True, slots=True)
class HasUrl:
    """One of these addresses; a version of None is any."""

    wanted: tuple[tuple[str, str | None], ...]


Term: TypeAlias = AnyOf | Between | HasIdentifier | HasUrl


@dataclass(frozen=True, slots=True)
class Query:
    """What to look for: all terms hold. The patient's own limits are added by the store."""

    type: str
    terms: tuple[Term, ...] = ()
    sort: str = "updated"
    descending: bool = False
    count: int = DEFAULT_COUNT


_Reader: TypeAlias = Callable[[str], Term]
_PREFIXED = re.compile(r"(eq|ge|gt|le|lt)?(\d.*)", re.ASCII)


def parse_query(resource_type: str, pairs: Iterable[tuple[str, str]]) -> Query:
    """The query, handled strictly: RefusedError 400 for an unknown parameter or a value that cannot be read."""
    query = Query(resource_type)
    for name, value in pairs:
        if name == "_count":
            query = replace(query, count=_count(value))
        elif name == "_sort":
            column, descending = _sort(resource_type, value)
            query = replace(query, sort=column, descending=descending)
        elif reader := PARAMETERS[resource_type].get(name):
            query = replace(query, terms=(*query.terms, _read(reader, name, value)))
        else:
            raise _bad(name, f"This search parameter is not known for {resource_type}.", "not-supported")
    return query


def parse_if_none_exist(header: str) -> Identifier:
    """`identifier=system|value` -> the identifier. RefusedError 400 for any other condition."""
    pairs = parse_qsl(header.removeprefix("?"), keep_blank_values=True)
    if len(pairs) == 1 and pairs[0][0] == "identifier":
        parts = _split(pairs[0][1], "|")
        if len(parts) == 2 and all(parts) and len(_split(pairs[0][1], ",")) == 1:
            return Identifier(parts[0], parts[1])
    raise refuse(400, "not-supported", "If-None-Exist must be identifier=<system>|<value>.", at="If-None-Exist")


def _bad(name: str, text: str, code: str = "value") -> RefusedError:
    # A name that is no plain word is not repeated.
    plain = name if re.fullmatch(r"[A-Za-z_:\-.]{1,40}", name) else "(a parameter)"
    return refuse(400, code, f"{plain}: {text}", at=f"http.{plain}" if plain == name else None)


def _read(reader: _Reader, name: str, value: str) -> Term:
    try:
        return reader(value)
    except ValueError:
        raise _bad(name, "This value cannot be read.") from None


def _count(value: str) -> int:
    if not re.fullmatch(r"\d{1,9}", value, re.ASCII):
        raise _bad("_count", "This must be a whole number from 0.")
    return min(int(value), LARGEST_COUNT)


def _sort(resource_type: str, value: str) -> tuple[str, bool]:
    column = SORTS[resource_type].get(value.removeprefix("-"))
    if column is None:
        raise _bad("_sort", f"{resource_type} can be sorted by {', '.join(SORTS[resource_type])}, one at a time.")
    return column, value.startswith("-")


def _split(value: str, separator: str) -> list[str]:
    """Split at separators that no backslash stands before; other escapes stay for the next split."""
    parts = re.split(rf"(?<!\\){re.escape(separator)}", value)
    return [part.replace("\\" + separator, separator) for part in parts]


def _filled(value: str) -> tuple[str, ...]:
    parts = tuple(_split(value, ","))
    if not all(parts):
        raise ValueError("empty")
    return parts


def _any_of(column: str) -> _Reader:
    return lambda value: AnyOf(column, _filled(value))


def _code(column: str) -> _Reader:
    """A token whose system, if one is given, is taken for granted."""
    return lambda value: AnyOf(column, tuple(part.rpartition("|")[2] for part in _filled(value)))


def _patient(value: str) -> Term:
    """`robin`, `Patient/robin` or `http://…/Patient/robin`: only a patient can be meant."""
    return AnyOf("patient", tuple(part.rpartition("Patient/")[2] for part in _filled(value)))


def _identifier(value: str) -> Term:
    return HasIdentifier(tuple(_token(part) for part in _filled(value)))


def _token(part: str) -> tuple[str | None, str | None]:
    sides = _split(part, "|")
    if len(sides) > 2:
        raise ValueError("too many bars")
    return (None, sides[0]) if len(sides) == 1 else (sides[0], sides[1] or None)


def _url(value: str) -> Term:
    return HasUrl(tuple((part.partition("|")[0], part.partition("|")[2] or None) for part in _filled(value)))


def _moment(column: str) -> _Reader:
    def read(value: str) -> Term:
        match = _PREFIXED.fullmatch(value)
        if match is None:
            raise ValueError("no such prefix")
        low, high = period(match[2])
        bounds = {"ge": (low, None), "gt": (high, None), "le": (None, high), "lt": (None, low), "eq": (low, high)}
        return Between(column, *bounds[match[1] or "eq"])

    return read


_COMMON = {"_id": _any_of("id"), "_lastUpdated": _moment("updated")}
PARAMETERS: MappingProxyType[str, dict[str, _Reader]] = MappingProxyType(
    {
        "Patient": _COMMON | {"identifier": _identifier},
        "Appointment": _COMMON | {"patient": _patient, "date": _moment("happens"), "status": _code("status")},
        "Questionnaire": _COMMON | {"url": _url},
        "QuestionnaireResponse": _COMMON
        | {
            "identifier": _identifier,
            "patient": _patient,
            "subject": _patient,
            "questionnaire": _url,
            "status": _code("status"),
        },
    }
)
"""The types that this server has, and what each can be searched by."""

SORTS: MappingProxyType[str, dict[str, str]] = MappingProxyType(
    {
        "Patient": {"_lastUpdated": "updated"},
        "Appointment": {"_lastUpdated": "updated", "date": "happens"},
        "Questionnaire": {"_lastUpdated": "updated"},
        "QuestionnaireResponse": {"_lastUpdated": "updated", "authored": "happens"},
    }
)
"""What can be sorted by, and in which column it stands."""
