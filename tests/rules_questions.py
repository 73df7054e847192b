"""Which shipped question fires which rule: for docs/safety-rules.md, and so that no rule ships without one."""

from collections.abc import Iterator, Mapping
from functools import cache
from itertools import product

from companion.config import assets_dir
from companion.content import load_content
from companion.domain.enabling import enabled
from companion.domain.questionnaire import Answers, AnswerValue, Item, ItemType, Questionnaire
from companion.domain.safety.conditions import AllOf, AnyOf, Compare, Condition, Entries, Falls, Rises, names, number
from companion.domain.safety.fields import FIELDS, PREFIXES, Field, Kind
from companion.domain.safety.preparation import MORNING_OF, TOLD, TOO_LATE
from companion.domain.safety.rules import Rule

WORKED_OUT = {"course.hours_since_infusion", "course.days_to_infusion", "text.tier", "entry.is_now"}
"""Fields that no question asks: the app knows them from the course, the clock and the words of a note."""

NOTES = "text.tier"


@cache
def _forms() -> Mapping[str, Questionnaire]:
    return load_content(assets_dir()).forms


def asked_by(field: str) -> list[tuple[Questionnaire, Item]]:
    """Return the shipped questions that fill a field, in the order of the forms' titles; none for one worked out."""
    prefix, _, link_id = field.partition(".")
    places = [(form, link_id) for form, own in PREFIXES.items() if own == prefix]
    places += [(row.form, row.question) for row in TOLD if row.field == field]
    places += [(MORNING_OF, one.question) for one in TOO_LATE if one.field == field]
    found = [(form, item) for url, id in dict.fromkeys(places) for form, item in _in(url, id)]
    return sorted(found, key=lambda one: one[0].title)


def _in(url: str, link_id: str) -> Iterator[tuple[Questionnaire, Item]]:
    form = _forms().get(url)
    if form:
        yield from ((form, item) for item in form.questions() if item.link_id == link_id)


def questions_of(rule: Rule) -> list[str]:
    """Return each shipped question that a rule reads, as `Form: "Question?"`; "notes" for the words of a note."""
    found = dict.fromkeys(
        f'{form.title}: "{item.text}"' for field in sorted(rule.fields) for form, item in asked_by(field)
    )
    return [*found, *(["the words of any note"] if NOTES in rule.fields else [])]


def never_met(condition: Condition) -> list[str]:
    """Return every part of a condition that no shipped question can meet, a whole alternative or a single code."""
    match condition:
        case AllOf(parts) | AnyOf(parts):
            return [one for part in parts for one in never_met(part)]
        case Entries(prefix=prefix, where=where):
            return [one for field in names(where) for one in _unasked(f"{prefix}.{field}")]
        case Falls() | Rises():
            return _unasked(condition.field)
        case Compare(field, _, value):
            values = value if isinstance(value, tuple) else (value,)
            return _unasked(field) or [f"{field} {one}" for one in values if not _can_be(field, condition, one)]
        case _:
            return [one for field in names(condition) for one in _unasked(field)]


def _unasked(field: str) -> list[str]:
    return [] if field in WORKED_OUT or asked_by(field) else [field]


def _can_be(field: str, condition: Compare, value: object) -> bool:
    """Whether a question, or the app itself, can give a value that meets the comparison."""
    if field in WORKED_OUT:
        return True
    told = [row for row in TOLD if row.field == field]
    if told or field.startswith("prep."):
        facts = [fact for row in told for fact in (*row.means.values(), row.otherwise)]
        return value in facts or any(one.field == field for one in TOO_LATE)
    return any(_offers(item, FIELDS[field], condition, value) for _, item in asked_by(field))


def _offers(item: Item, field: Field, condition: Compare, value: object) -> bool:
    bound = number(value)
    if bound is not None and item.type is ItemType.INTEGER:
        levels = [one for one, _ in item.levels]
        low = min(levels) if levels else item.minimum
        high = max(levels) if levels else item.maximum
        is_high_enough = condition.operator in ("at_most", "below") or high is None or high >= bound
        is_low_enough = condition.operator in ("at_least", "above") or low is None or low <= bound
        return is_high_enough and is_low_enough
    if field.kind is Kind.CODE:
        return value in {option.code for option in item.options}
    return field.kind is Kind.BOOLEAN and item.type in (ItemType.BOOLEAN, ItemType.CHOICE)


def never_asked_together(rule: Rule) -> list[str]:
    """Return each way in which a rule can fire whose questions no form shows at once, whatever else is answered."""
    return [str(way) for way in _ways(rule.condition) if not all(_asks(*one) for one in _by_form(way))]


def _ways(condition: Condition) -> list[tuple[Compare, ...]]:
    """Every way to meet a condition, each as the comparisons that have to hold; the past is left out."""
    match condition:
        case AllOf(parts):
            return [tuple(one for way in ways for one in way) for ways in product(*map(_ways, parts))]
        case AnyOf(parts):
            return [way for part in parts for way in _ways(part)]
        case Compare(field, "in", tuple(codes)):
            return [(Compare(field, "is", code),) for code in codes]
        case Compare():
            return [(condition,)]
        case _:
            return [()]


def _by_form(way: tuple[Compare, ...]) -> Iterator[tuple[Questionnaire, Answers]]:
    """The answers that a way needs, of each form that is filled in by `prefix.linkId`."""
    for url, prefix in PREFIXES.items():
        own = {one.field.partition(".")[2]: one for one in way if one.field.startswith(f"{prefix}.")}
        if own and url in _forms():
            yield _forms()[url], {name: _answer(_forms()[url].question(name), one) for name, one in own.items()}


def _answer(item: Item, one: Compare) -> AnswerValue:
    if isinstance(one.value, str):
        return next(option for option in item.options if option.code == one.value)
    step = {"above": 1, "below": -1}.get(one.operator, 0)
    return one.value + step if isinstance(one.value, int) and step else one.value  # type: ignore[return-value]


def _asks(form: Questionnaire, answers: Answers) -> bool:
    """Whether some answer to the form's first question, at its worst, shows the questions of all these answers."""
    first = next(form.questions())
    worst = {item.link_id: max(level for level, _ in item.levels) for item in form.questions() if item.levels}
    others: list[Answers] = [{**worst, **answers, first.link_id: option} for option in first.options]
    tried = others if first.link_id not in answers else []
    return any(answers.keys() <= enabled(form, each) for each in [answers, *tried])
