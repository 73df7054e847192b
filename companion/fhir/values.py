"""One answer <-> FHIR's value[x], and when two of them say the same."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, time
from typing import Any, TypeVar

from companion.domain.questionnaire import Coding, ItemType, OneAnswer
from companion.fhir.models import Answer, Json

T = TypeVar("T")

INTEGERS = range(-(2**31), 2**31)
"""FHIR's `integer`; what is beyond goes as a decimal."""

_HALF_SURROGATE = re.compile("[\ud800-\udfff]")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f]")
_DATE = r"\d{4}-\d\d-\d\d"
_CLOCK = r"([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d+)?"
_ZONE = r"(Z|[+-]\d\d:\d\d)"


def fhir_text(text: str) -> str:
    """A text as a FHIR string may be: "" for a blank one, which FHIR does not allow and which is left out.

    Control characters but tab and line ends are taken out; halves of a surrogate pair are joined, and one alone
    becomes U+FFFD. Everything else comes back as it was typed.
    """
    if _HALF_SURROGATE.search(text):
        text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    kept = _CONTROL.sub("", text)
    return kept if kept.strip() else ""


def value_to_fhir(value: OneAnswer, kind: ItemType | None = None) -> dict[str, Any] | None:
    """value[x] of one answer, None for a blank text. `kind` is the question's: a day may be a dateTime too."""
    match value:
        case bool():
            return {"valueBoolean": value}
        case int():
            return {"valueInteger" if value in INTEGERS else "valueDecimal": value}
        case str():
            cleaned = fhir_text(value)
            return {"valueString": cleaned} if cleaned else None
        case Coding():
            coding = {"system": value.system, "code": value.code, "display": fhir_text(value.display)}
            kept = {key: text for key, text in coding.items() if text}
            return {"valueCoding": kept} if kept else None
        case time():
            return {"valueTime": value.isoformat()}
        case datetime():
            return {"valueDateTime": value.isoformat()}
        case date():
            return {"valueDateTime" if kind is ItemType.DATE_TIME else "valueDate": value.isoformat()}


def value_from_fhir(answer: Answer) -> OneAnswer | None:
    """One answer; None for a kind that this app does not write, and for a day of which only the year is known."""
    if answer.valueCoding is not None:
        return Coding(answer.valueCoding.system, answer.valueCoding.code, answer.valueCoding.display)
    if answer.valueDecimal is not None:
        is_whole = answer.valueDecimal.is_finite() and answer.valueDecimal == answer.valueDecimal.to_integral_value()
        return int(answer.valueDecimal) if is_whole else None
    given = (answer.valueBoolean, answer.valueInteger, answer.valueString)
    times = (day(answer.valueDate), day(answer.valueDateTime), moment(answer.valueDateTime), clock(answer.valueTime))
    return next((value for value in (*given, *times) if value is not None), None)


def day(text: str | None) -> date | None:
    """A whole day of a FHIR date or dateTime, None for anything else."""
    return _read(date.fromisoformat, _DATE, text)


def moment(text: str | None) -> datetime | None:
    """A FHIR dateTime with its time and its offset, None for anything else."""
    found = _read(datetime.fromisoformat, f"{_DATE}T{_CLOCK}{_ZONE}", text)
    return found if found is None or _is_on_earth(found) else None


def clock(text: str | None) -> time | None:
    """A FHIR time, None for anything else."""
    return _read(time.fromisoformat, _CLOCK, text)


def _read(read: Callable[[str], T], pattern: str, text: str | None) -> T | None:
    if text is None or not re.fullmatch(pattern, text, re.ASCII):
        return None
    try:
        return read(text)
    except ValueError:
        return None


def _is_on_earth(found: datetime) -> bool:
    """Whether its instant is one that can be reckoned with: offsets reach over the ends of the calendar."""
    try:
        found.astimezone(UTC)
    except OverflowError:
        return False
    return True


def comparable(kind: str, value: Any) -> Any:
    """A value[x] without what servers change by themselves: line ends, blanks, displays, fractions, an offset."""
    if isinstance(value, str):
        at, hands = moment(value) if kind == "valueDateTime" else None, clock(value) if kind == "valueTime" else None
        if at or hands is not None:
            return at.astimezone(UTC).isoformat() if at else hands.isoformat()  # type: ignore[union-attr]
        return value.replace("\r\n", "\n").replace("\r", "\n").strip()
    if isinstance(value, dict) and value.get("code"):
        return {key: part for key, part in value.items() if key in ("system", "code")}
    return value


def values_of(answer: Json) -> dict[str, Any]:
    """What an answer says, of whatever kind, as it can be compared."""
    return {key: comparable(key, value) for key, value in answer.items() if key.startswith("value")}
