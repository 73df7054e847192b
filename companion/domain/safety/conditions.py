"""What a rule asks: a small closed set of structured conditions. There are no expressions to evaluate."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from operator import eq, ge, gt, le, lt
from typing import Any

from companion.domain.safety.fields import Fact, Facts

OPERATORS: Mapping[str, Callable[[Any, Any], bool]] = {
    "is": eq,
    "in": lambda fact, codes: fact in codes,
    "at_least": ge,
    "at_most": le,
    "above": gt,
    "below": lt,
    "any_of": lambda ticked, codes: not codes.isdisjoint(ticked),
    "only_one_of": lambda ticked, codes: len(ticked) == 1 and codes.issuperset(ticked),
}
"""`any_of` and `only_one_of` ask for the ticks of a question with several answers: one of the codes is ticked, or
nothing but one of them."""


@dataclass(frozen=True, slots=True)
class Compare:
    """A field beside a value; false where the field is missing or holds another kind of value."""

    field: str
    operator: str
    value: Fact | tuple[str, ...] | frozenset[str]


@dataclass(frozen=True, slots=True)
class Missing:
    """The field has no answer."""

    field: str


@dataclass(frozen=True, slots=True)
class AtLeastField:
    """A number that is as large as that of another field."""

    field: str
    other: str


@dataclass(frozen=True, slots=True)
class AllOf:
    """Every part holds."""

    parts: tuple["Condition", ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    """One part holds."""

    parts: tuple["Condition", ...]


@dataclass(frozen=True, slots=True)
class Entries:
    """How many entries of a form meet `where`, counted from the newest one back; later ones than this are not seen.

    Attributes:
        prefix: of the form.
        where: over the facts of one entry; its fields are bare linkIds.
        least, most: the count that is asked for; the one that is not asked for is None.
        within: no older than this before the entry at hand.
        apart: each counted entry is at least this much older than the one counted before.
        last: look only at the newest n entries that answer a field of `where`.
        on_different_days: one entry a local day counts.
        includes_this: the entry at hand counts too.
        before_course: only entries before the person's first infusion count.
        since_infusion: only entries after the start of the last infusion count.
        new_to_course: only entries count that are new, or worse than before the course, each beside its own baseline.
        same: only entries with the very answer of this one to that question count (a bare linkId).
        at_least_this, at_most_this: only entries with a number as high, or as low, as that of this one count.
    """

    prefix: str
    where: "Condition"
    least: int | None = None
    most: int | None = None
    within: timedelta | None = None
    apart: timedelta | None = None
    last: int | None = None
    on_different_days: bool = False
    includes_this: bool = False
    before_course: bool = False
    since_infusion: bool = False
    new_to_course: bool = False
    same: str = ""
    at_least_this: str = ""
    at_most_this: str = ""


@dataclass(frozen=True, slots=True)
class NewToCourse:
    """The side effect at hand was not there before the course, or is at least one step worse than it last was then."""


@dataclass(frozen=True, slots=True)
class Falls:
    """A number is lower, by at least `by`, than the mean of the `mean_of` entries before that have it."""

    field: str
    by: int
    mean_of: int


@dataclass(frozen=True, slots=True)
class Rises:
    """A number is higher, by at least `by`, than in the last entry before that has it.

    `same_form`: that entry is of the very form of this one (the PCL-5 for a week is not that for a month).
    """

    field: str
    by: int
    same_form: bool = False


Condition = Compare | Missing | AtLeastField | AllOf | AnyOf | Entries | NewToCourse | Falls | Rises


def names(condition: Condition) -> frozenset[str]:
    """Every field that a condition names, in its parts too."""
    match condition:
        case AllOf(parts) | AnyOf(parts):
            return frozenset().union(*(names(part) for part in parts))
        case Entries(prefix=prefix, where=where):
            return frozenset(f"{prefix}.{name}" for name in names(where))
        case AtLeastField(field, other):
            return frozenset({field, other})
        case NewToCourse():
            return frozenset({"se.effect", "se.severity"})
        case _:
            return frozenset({condition.field})


def meets(condition: Condition, facts: Facts) -> bool:
    """Whether facts meet a condition that asks for nothing of the past. Raises TypeError for one that does."""
    match condition:
        case Compare(field, operator, value):
            return _compares(facts.get(field), operator, value)
        case Missing(field):
            return field not in facts
        case AtLeastField(field, other):
            mine, beside = number(facts.get(field)), number(facts.get(other))
            return mine is not None and beside is not None and mine >= beside
        case AllOf(parts):
            return all(meets(part, facts) for part in parts)
        case AnyOf(parts):
            return any(meets(part, facts) for part in parts)
    raise TypeError("a condition about the past is not allowed here")


def number(fact: object) -> float | None:
    """The fact if it is a number; a boolean is none."""
    return fact if isinstance(fact, int | float) and not isinstance(fact, bool) else None


def _compares(fact: object, operator: str, value: Any) -> bool:
    # Facts may come from an older form or another app: what is of another kind is no answer.
    if operator in ("any_of", "only_one_of"):
        return isinstance(fact, tuple) and OPERATORS[operator](fact, value)
    sample = value[0] if operator == "in" else value
    same_kind = type(fact) is type(sample) or (number(fact) is not None and number(sample) is not None)
    return same_kind and OPERATORS[operator](fact, value)
