"""Conditions from JSON. Closed: an unknown key, field or code, or a value of another type, is refused by name.

What is wrong is gathered: one fault hides no other, and each has its place.

{"all": [condition, ...]}   {"any": [condition, ...]}
{"field": F, "is" | "in" | "at_least" | "at_most" | "above" | "below": value}
{"field": F, "any_of" | "only_one_of": [code, ...]}     of a question with several answers
{"field": F, "missing": true}
{"field": F, "at_least_field": F}
{"entries": prefix, "where": condition, "at_least": n | "at_most": n, "within_hours": h, "apart_minutes": m,
 "last": n, "different_days": true, "including_this": true, "before_course": true, "since_infusion": true,
 "new_to_course": true, "same": F, "at_least_this": F, "at_most_this": F}
{"new_to_course": "se"}
{"falls": F, "by": n, "from_mean_of": n}
{"rises": F, "by": n, "same_form": true}
"""

from collections.abc import Iterable, Mapping
from datetime import timedelta
from difflib import get_close_matches
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
    NewToCourse,
    Rises,
)
from companion.domain.safety.fields import FIELDS, PREFIXES, Field, Kind
from companion.domain.safety.refused import Gathered as Gathered
from companion.domain.safety.refused import Refused as Refused
from companion.domain.safety.refused import RuleError as RuleError
from companion.domain.safety.refused import because as because

Json = Mapping[str, Any]

FORMS = tuple(dict.fromkeys(PREFIXES.values()))
FLAGS_OF_ENTRIES = ("different_days", "including_this", "before_course", "since_infusion", "new_to_course")
BESIDE_THIS = ("same", "at_least_this", "at_most_this")
LONGEST_HOURS = 24 * 366 * 10
NUMBERS_OF_ENTRIES = {
    "at_least": (1, 100),
    "at_most": (0, 100),
    "within_hours": (1, LONGEST_HOURS),
    "apart_minutes": (1, LONGEST_HOURS * 60),
    "last": (1, 1000),
}
"""Their least and their most."""
NUMBER_OPERATORS = ("is", "at_least", "at_most", "above", "below")
CHANGE = (1, 1000)
"""The least and the most of `by` and `from_mean_of`."""
DEEPEST = 8


def condition_from_json(data: object, within: str = "", depth: int = 0) -> Condition:
    """A condition. `within`: the prefix of the entries that a `where` speaks of. Raises Refused."""
    if not isinstance(data, dict):
        raise because("a condition has to be an object")
    if depth > DEEPEST:
        raise because(f"conditions are nested more than {DEEPEST} deep")
    kinds = {"all": _joined, "any": _joined, "field": _compared}
    if not within:
        kinds |= {"entries": _counted, "falls": _fallen, "rises": _risen, "new_to_course": _new}
    found = [kind for kind in kinds if kind in data and not (kind == "new_to_course" and "entries" in data)]
    if len(found) != 1:
        raise because(f"a condition needs exactly one of {', '.join(kinds)}; this one has {_listed(data)}")
    return kinds[found[0]](data, within, depth)


def _joined(data: Json, within: str, depth: int) -> Condition:
    (word, parts), *more = data.items()
    if more or not isinstance(parts, list) or not parts:
        raise because(f"all or any has to be the only key, with a list of conditions; this one has {_listed(data)}")
    made, gathered = [], Gathered()
    for index, part in enumerate(parts):
        with gathered.at(word, index):
            made.append(condition_from_json(part, within, depth + 1))
    gathered.settle()
    return AllOf(tuple(made)) if word == "all" else AnyOf(tuple(made))


def _compared(data: Json, within: str, depth: int) -> Condition:
    gathered, words = Gathered(), data.keys() - {"field"}
    known = (*OPERATORS, "missing", "at_least_field")
    if len(words) != 1 or not words <= set(known):
        gathered.note(f"a field needs exactly one of {_listed(known)}; this one has {_listed(sorted(words))}")
    with gathered.at("field"):
        name, field = _field(data["field"])
        if within and not name.startswith(f"{within}."):
            raise because(f"{name} is not a field of the {within} entries that are counted")
    gathered.settle()
    (word,) = words
    bare = name.removeprefix(f"{within}.") if within else name
    with gathered.at(word):
        made = _comparison(data, name, bare, field, word, within)
    gathered.settle()
    return made


def _comparison(data: Json, name: str, bare: str, field: Field, word: str, within: str) -> Condition:
    if word == "missing":
        _only_true(data, "missing")
        return Missing(bare)
    if word == "at_least_field":
        other, beside = _field(data[word])
        if within or field.kind is not Kind.NUMBER or beside.kind is not Kind.NUMBER:
            raise because("at_least_field compares two numbers in the current entry")
        return AtLeastField(bare, other)
    return Compare(bare, word, _value(name, field, word, data[word]))


def _value(name: str, field: Field, word: str, value: Any) -> Any:
    if field.kind is Kind.NUMBER:
        if word not in NUMBER_OPERATORS or isinstance(value, bool) or not isinstance(value, int):
            raise because(f"compare {name} with a whole number, using {_listed(NUMBER_OPERATORS)}")
        return value
    if field.kind is Kind.BOOLEAN:
        if word != "is" or not isinstance(value, bool):
            raise because(f"compare {name} using is, with true or false")
        return value
    if field.kind is Kind.CODES:
        return _ticked(name, field, word, value)
    codes = value if word == "in" and isinstance(value, list) else [value]
    if word not in ("is", "in") or (word == "in") is not isinstance(value, list) or not codes:
        raise because(f"compare {name} using is with a code, or in with a list of codes")
    _check_codes(name, field, codes)
    return tuple(codes) if word == "in" else value


def _ticked(name: str, field: Field, word: str, value: Any) -> frozenset[str]:
    if word not in ("any_of", "only_one_of") or not isinstance(value, list) or not value:
        raise because(f"{name} can have several answers: compare it using any_of or only_one_of, with a list of codes")
    _check_codes(name, field, value)
    return frozenset(value)


def _check_codes(name: str, field: Field, codes: Iterable[object]) -> None:
    gathered = Gathered()
    for code in codes:
        if not isinstance(code, str) or code not in field.codes:
            gathered.note(f"{code!r} is not a code of {name}; its codes are {_listed(field.codes)}")
    gathered.settle()


def _counted(data: Json, within: str, depth: int) -> Condition:
    gathered = Gathered()
    _known(gathered, data, ("entries", "where", *FLAGS_OF_ENTRIES, *BESIDE_THIS, *NUMBERS_OF_ENTRIES))
    prefix = data["entries"]
    is_form = isinstance(prefix, str) and prefix in FORMS
    if not is_form:
        gathered.note(
            f"{prefix!r} is not a form whose entries can be counted; those forms are {_listed(FORMS)}", "entries"
        )
    if "where" not in data or ("at_least" in data) is ("at_most" in data):
        gathered.note("entries need where, and either at_least or at_most")
    for flag in FLAGS_OF_ENTRIES:
        with gathered.at(flag):
            _only_true(data, flag)
    if {"before_course", "including_this"} <= data.keys():
        gathered.note(
            "before_course and including_this cannot go together: this entry is never from before the course",
            "before_course",
        )
    if data.get("new_to_course") and prefix != "se":
        gathered.note("new_to_course is only for side effects (se)", "new_to_course")
    whole = {name: _whole(gathered, data, name, limits) for name, limits in NUMBERS_OF_ENTRIES.items()}
    beside = {name: _of_this(gathered, data, name, prefix) for name in BESIDE_THIS}
    if is_form and "where" in data:
        with gathered.at("where"):
            where = condition_from_json(data["where"], prefix, depth + 1)
    gathered.settle()
    return Entries(
        prefix=prefix,
        where=where,
        least=whole["at_least"],
        most=whole["at_most"],
        within=_span(whole["within_hours"], 60),
        apart=_span(whole["apart_minutes"], 1),
        last=whole["last"],
        on_different_days="different_days" in data,
        includes_this="including_this" in data,
        before_course="before_course" in data,
        since_infusion="since_infusion" in data,
        new_to_course="new_to_course" in data,
        **beside,
    )


def _of_this(gathered: Gathered, data: Json, key: str, prefix: object) -> str:
    """The bare linkId of a field of the counted form that is compared with the entry at hand; "" where none is."""
    if key not in data:
        return ""
    kinds = (Kind.CODE, Kind.BOOLEAN) if key == "same" else (Kind.NUMBER,)
    with gathered.at(key):
        name, field = _field(data[key])
        if not name.startswith(f"{prefix}.") or field.kind not in kinds:
            raise because(f"{name} cannot be compared with the {prefix} entries that are counted")
        return name.partition(".")[2]
    return ""


def _new(data: Json, within: str, depth: int) -> Condition:
    if data != {"new_to_course": "se"}:
        raise because("new_to_course has to be the only key, with se: the current side effect")
    return NewToCourse()


def _fallen(data: Json, within: str, depth: int) -> Condition:
    gathered = Gathered()
    _known(gathered, data, ("falls", "by", "from_mean_of"))
    by, mean_of = (_whole(gathered, data, name, CHANGE) for name in ("by", "from_mean_of"))
    if not {"by", "from_mean_of"} <= data.keys():
        gathered.note("falls needs by and from_mean_of")
    with gathered.at("falls"):
        field = _number_of_a_form(data["falls"])
    gathered.settle()
    return Falls(field, by or 0, mean_of or 0)


def _risen(data: Json, within: str, depth: int) -> Condition:
    gathered = Gathered()
    _known(gathered, data, ("rises", "by", "same_form"))
    with gathered.at("same_form"):
        _only_true(data, "same_form")
    by = _whole(gathered, data, "by", CHANGE)
    if "by" not in data:
        gathered.note("rises needs by")
    with gathered.at("rises"):
        field = _number_of_a_form(data["rises"])
    gathered.settle()
    return Rises(field, by or 0, "same_form" in data)


def _number_of_a_form(value: object) -> str:
    name, field = _field(value)
    if field.kind is not Kind.NUMBER or name.partition(".")[0] not in FORMS:
        raise because(f"{name} is not a number in a form")
    return name


def _field(value: object) -> tuple[str, Field]:
    if not isinstance(value, str) or value not in FIELDS:
        near = get_close_matches(str(value), FIELDS, 1)
        more = f"did you mean {near[0]}?" if near else "docs/safety-rules.md lists them"
        raise because(f"{value!r} is not a known field; {more}")
    return value, FIELDS[value]


def _whole(gathered: Gathered, data: Json, key: str, limits: tuple[int, int]) -> int | None:
    value = data.get(key)
    if key not in data:
        return None
    if not isinstance(value, int) or isinstance(value, bool) or not limits[0] <= value <= limits[1]:
        gathered.note(f"{key} has to be a whole number from {limits[0]} to {limits[1]}", key)
        return None
    return value


def _span(count: int | None, minutes: int) -> timedelta | None:
    return None if count is None else timedelta(minutes=count * minutes)


def _only_true(data: Json, key: str) -> None:
    if key in data and data[key] is not True:
        raise because(f"{key} has to be true, or left out")


def _known(gathered: Gathered, data: Json, keys: tuple[str, ...]) -> None:
    for one in (key for key in data if key not in keys):
        gathered.note(f"{one} is unknown; the known keys are {_listed(keys)}", one)


def _listed(words: Iterable[object]) -> str:
    return ", ".join(str(word) for word in words) or "nothing"
