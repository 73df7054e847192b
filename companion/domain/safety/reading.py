"""Conditions from JSON. Closed: an unknown key, field or code, or a value of another type, is refused by name.

{"all": [condition, ...]}   {"any": [condition, ...]}
{"field": F, "is" | "in" | "at_least" | "at_most" | "above" | "below": value}
{"field": F, "missing": true}
{"field": F, "at_least_field": F}
{"entries": prefix, "where": condition, "at_least": n | "at_most": n, "within_hours": h, "apart_minutes": m,
 "last": n, "different_days": true, "including_this": true, "before_course": true}
{"falls": F, "by": n, "from_mean_of": n}
{"rises": F, "by": n, "same_form": true}
"""

from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Any

from companion.domain.safety.conditions import (
    OPERATORS,
    AllOf,
    AnyOf,
    AtLeastField,
    Compare,
    Condition,
    Entries,
    Falls,
    Missing,
    Rises,
)
from companion.domain.safety.fields import FIELDS, PREFIXES, Field, Kind

Json = Mapping[str, Any]

FORMS = frozenset(PREFIXES.values())
FLAGS_OF_ENTRIES = frozenset({"different_days", "including_this", "before_course"})
NUMBERS_OF_ENTRIES = frozenset({"at_least", "at_most", "within_hours", "apart_minutes", "last"})
LONGEST_HOURS = 24 * 366 * 10
DEEPEST = 8


class RuleError(ValueError):
    """A rule or a message cannot be used.

    Attributes:
        id: of the rule or message.
        reason: why, in words for whoever writes rules.
    """

    def __init__(self, id: str, reason: str) -> None:
        super().__init__(f"{id}: {reason}")
        self.id = id
        self.reason = reason


class ConditionError(ValueError):
    """Why a condition cannot be used."""


def condition_from_json(data: object, within: str = "", depth: int = 0) -> Condition:
    """A condition. `within`: the prefix of the entries that a `where` speaks of. Raises ConditionError."""
    if not isinstance(data, dict):
        raise ConditionError("a condition is an object")
    if depth > DEEPEST:
        raise ConditionError(f"conditions stand in each other more than {DEEPEST} deep")
    kinds = {"all": _joined, "any": _joined, "field": _compared}
    if not within:
        kinds |= {"entries": _counted, "falls": _fallen, "rises": _risen}
    found = [kind for kind in kinds if kind in data]
    if len(found) != 1:
        raise ConditionError(f"a condition has one of {', '.join(kinds)}; this one has {_listed(data)}")
    return kinds[found[0]](data, within, depth)


def _joined(data: Json, within: str, depth: int) -> Condition:
    (word, parts), *more = data.items()
    if more or not isinstance(parts, list) or not parts:
        raise ConditionError(f"all and any stand alone, over a list of conditions; here are {_listed(data)}")
    made = tuple(condition_from_json(part, within, depth + 1) for part in parts)
    return AllOf(made) if word == "all" else AnyOf(made)


def _compared(data: Json, within: str, depth: int) -> Condition:
    name, field = _field(data["field"])
    if within and not name.startswith(f"{within}."):
        raise ConditionError(f"{name} is no field of the {within} entries that are counted")
    words = data.keys() - {"field"}
    if len(words) != 1 or not words <= {*OPERATORS, "missing", "at_least_field"}:
        raise ConditionError(f"a field has one of {_listed([*OPERATORS, 'missing', 'at_least_field'])}")
    (word,) = words
    bare = name.removeprefix(f"{within}.") if within else name
    if word == "missing":
        _only_true(data, "missing")
        return Missing(bare)
    if word == "at_least_field":
        other, beside = _field(data[word])
        if within or field.kind is not Kind.NUMBER or beside.kind is not Kind.NUMBER:
            raise ConditionError("at_least_field compares two numbers of the entry at hand")
        return AtLeastField(bare, other)
    return Compare(bare, word, _value(name, field, word, data[word]))


def _value(name: str, field: Field, word: str, value: Any) -> Any:
    if field.kind is Kind.NUMBER:
        if word == "in" or isinstance(value, bool) or not isinstance(value, int):
            raise ConditionError(f"{name} is compared with a whole number")
        return value
    if field.kind is Kind.BOOLEAN:
        if word != "is" or not isinstance(value, bool):
            raise ConditionError(f"{name} is compared by is, with true or false")
        return value
    codes = value if word == "in" and isinstance(value, list) else [value]
    if word not in ("is", "in") or (word == "in") is not isinstance(value, list) or not codes:
        raise ConditionError(f"{name} is compared by is, with a code, or by in, with a list of codes")
    for code in codes:
        if not isinstance(code, str) or code not in field.codes:
            raise ConditionError(f"{code!r} is no code of {name}")
    return tuple(codes) if word == "in" else value


def _counted(data: Json, within: str, depth: int) -> Condition:
    _known(data, {"entries", "where", *FLAGS_OF_ENTRIES, *NUMBERS_OF_ENTRIES})
    prefix = data["entries"]
    if not isinstance(prefix, str) or prefix not in FORMS:
        raise ConditionError(f"{prefix!r} is no form whose entries can be counted")
    if "where" not in data or ("at_least" in data) is ("at_most" in data):
        raise ConditionError("entries need where, and either at_least or at_most")
    for flag in FLAGS_OF_ENTRIES & data.keys():
        _only_true(data, flag)
    if {"before_course", "including_this"} <= data.keys():
        raise ConditionError("this entry is never one before the course")
    return Entries(
        prefix=prefix,
        where=condition_from_json(data["where"], prefix, depth + 1),
        least=_whole(data, "at_least", 1, 100),
        most=_whole(data, "at_most", 0, 100),
        within=_span(_whole(data, "within_hours", 1, LONGEST_HOURS), 60),
        apart=_span(_whole(data, "apart_minutes", 1, LONGEST_HOURS * 60), 1),
        last=_whole(data, "last", 1, 1000),
        on_different_days="different_days" in data,
        includes_this="including_this" in data,
        before_course="before_course" in data,
    )


def _fallen(data: Json, within: str, depth: int) -> Condition:
    _known(data, {"falls", "by", "from_mean_of"})
    by, mean_of = _whole(data, "by", 1, 1000), _whole(data, "from_mean_of", 1, 1000)
    if by is None or mean_of is None:
        raise ConditionError("falls needs by and from_mean_of")
    return Falls(_number_of_a_form(data["falls"]), by, mean_of)


def _risen(data: Json, within: str, depth: int) -> Condition:
    _known(data, {"rises", "by", "same_form"})
    if "same_form" in data:
        _only_true(data, "same_form")
    by = _whole(data, "by", 1, 1000)
    if by is None:
        raise ConditionError("rises needs by")
    return Rises(_number_of_a_form(data["rises"]), by, "same_form" in data)


def _number_of_a_form(value: object) -> str:
    name, field = _field(value)
    if field.kind is not Kind.NUMBER or name.partition(".")[0] not in FORMS:
        raise ConditionError(f"{name} is no number of a form")
    return name


def _field(value: object) -> tuple[str, Field]:
    if not isinstance(value, str) or value not in FIELDS:
        raise ConditionError(f"{value!r} is no field that is known")
    return value, FIELDS[value]


def _whole(data: Json, key: str, low: int, high: int) -> int | None:
    value = data.get(key)
    if key not in data:
        return None
    if not isinstance(value, int) or isinstance(value, bool) or not low <= value <= high:
        raise ConditionError(f"{key} is a whole number from {low} to {high}")
    return value


def _span(count: int | None, minutes: int) -> timedelta | None:
    return None if count is None else timedelta(minutes=count * minutes)


def _only_true(data: Json, key: str) -> None:
    if data[key] is not True:
        raise ConditionError(f"{key} is true, or is left out")


def _known(data: Json, keys: Iterable[str]) -> None:
    if unknown := data.keys() - set(keys):
        raise ConditionError(f"unknown: {_listed(sorted(unknown))}")


def _listed(words: Iterable[object]) -> str:
    return ", ".join(str(word) for word in words) or "nothing"
