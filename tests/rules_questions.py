"""Which question fires which rule: for docs/safety-rules.md, and so that no rule ships without one.

Two kinds of questions are told apart. Those that ship can fire a rule today. Those that only an earlier version of a
form asked still count for what was answered then, and in an entry of that time that is changed now.
"""

import json
from collections.abc import Iterator, Mapping
from functools import cache
from itertools import product

from companion.config import assets_dir
from companion.content import load_content
from companion.domain.enabling import enabled, holds
from companion.domain.questionnaire import Answers, AnswerValue, Item, ItemType, Operator, Questionnaire, walk
from companion.domain.questionnaire import Condition as EnableWhen
from companion.domain.safety.conditions import AllOf, AnyOf, Compare, Condition, Entries, Falls, Rises, names, number
from companion.domain.safety.fields import FIELDS, IS_FINISHED, IS_THERE, PREFIXES, TIMES, Field, Kind
from companion.domain.safety.preparation import MORNING_OF, TOLD, TOO_LATE
from companion.domain.safety.rules import Rule
from companion.forms import questionnaire_from_json

WORKED_OUT = TIMES | {IS_FINISHED, IS_THERE, "course.days_to_infusion", "text.tier"}
"""Fields that no question asks: the app knows them from the course, the clock, what was said about time or how bad it
is, and the words of a note."""

NOTES = "text.tier"


@cache
def _forms() -> Mapping[str, Questionnaire]:
    return load_content(assets_dir()).forms


@cache
def _earlier() -> Mapping[str, tuple[Questionnaire, ...]]:
    """Canonical url -> the versions of the form that shipped before, the newest first."""
    files = (assets_dir() / "forms" / "earlier").glob("*.json")
    found = [questionnaire_from_json(json.loads(file.read_text("utf-8"))) for file in files]
    found.sort(key=lambda form: int(form.version), reverse=True)
    return {url: tuple(form for form in found if form.url == url) for url in {form.url for form in found}}


def asked_by(field: str) -> list[tuple[Questionnaire, Item]]:
    """Return the shipped questions that fill a field, in the order of the forms' titles; none for one worked out."""
    places = [(form, link_id) for form, link_id in _places(field)]
    places += [(row.form, row.question) for row in TOLD if row.field == field]
    places += [(MORNING_OF, one.question) for one in TOO_LATE if one.field == field]
    found = [(_forms()[url], item) for url, id in dict.fromkeys(places) if (item := _item(_forms().get(url), id))]
    return sorted(found, key=lambda one: one[0].title)


def asked_before(field: str) -> list[tuple[Questionnaire, Item]]:
    """Return the questions of earlier versions that fill a field, the newest version of each form that has one."""
    found = []
    for url, link_id in _places(field):
        versions = [(form, item) for form in _earlier().get(url, ()) if (item := _item(form, link_id))]
        found += versions[:1]
    return found


def _places(field: str) -> list[tuple[str, str]]:
    prefix, _, link_id = field.partition(".")
    return [(form, link_id) for form, own in PREFIXES.items() if own == prefix]


def _item(form: Questionnaire | None, link_id: str) -> Item | None:
    return next((item for item in form.questions() if item.link_id == link_id), None) if form else None


def questions_of(rule: Rule) -> list[str]:
    """Return each shipped question that a rule reads, as `Form: "Question?"`; "notes" for the words of a note."""
    found = dict.fromkeys(
        f'{form.title}: "{item.text}"' for field in sorted(rule.fields) for form, item in asked_by(field)
    )
    return [*found, *(["the words of any note"] if NOTES in rule.fields else [])]


def earlier_questions_of(rule: Rule) -> list[str]:
    """Return each question that a rule reads and that no form asks any more, with the last version that did."""
    return [
        f'{form.title}, version {form.version}: "{item.text}"'
        for field in sorted(rule.fields)
        if not asked_by(field)
        for form, item in asked_before(field)
    ]


def never_met(condition: Condition) -> list[str]:
    """Return every part of a condition that no question can meet, a whole alternative or a single code.

    The questions of earlier versions count; `fires_today` asks whether there is a way without them.
    """
    match condition:
        case AllOf(parts) | AnyOf(parts):
            return [one for part in parts for one in never_met(part)]
        case Entries(prefix=prefix, where=where):
            return [one for part in _within(where, prefix) for one in never_met(part)]
        case Falls() | Rises():
            return _unasked(condition.field)
        case Compare(field):
            return _unasked(field) or [f"{field} {one.value}" for one in _each(condition) if not _can_be(one)]
        case _:
            return [one for field in sorted(names(condition)) for one in _unasked(field)]


def _within(where: Condition, prefix: str) -> list[Condition]:
    """The comparisons of a `where`, with whole names; a field that is only missing stands as such."""
    match where:
        case AllOf(parts) | AnyOf(parts):
            return [one for part in parts for one in _within(part, prefix)]
        case Compare(field, operator, value):
            return [Compare(f"{prefix}.{field}", operator, value)]
        case _:
            return [type(where)(*(f"{prefix}.{name}" for name in sorted(names(where))))]


def _each(one: Compare) -> list[Compare]:
    """A comparison for each single code."""
    if isinstance(one.value, tuple):
        return [Compare(one.field, "is", code) for code in one.value]
    if isinstance(one.value, frozenset):
        return [Compare(one.field, one.operator, code) for code in sorted(one.value)]
    return [one]


def _unasked(field: str) -> list[str]:
    return [] if field in WORKED_OUT or asked_by(field) or asked_before(field) else [field]


def _can_be(one: Compare) -> bool:
    """Whether a question, or the app itself, can give a value that meets the comparison."""
    if one.field in WORKED_OUT:
        return True
    if one.field.startswith("prep."):
        return one.value in set(_told(one.field))
    asked = [*asked_by(one.field), *asked_before(one.field)]
    return any(_offers(item, FIELDS[one.field], one) for _, item in asked)


def _told(field: str) -> Iterator[object]:
    """The facts that the shipped lists before an infusion can tell of a field."""
    for row in TOLD:
        item = _item(_forms().get(row.form), row.question) if row.field == field else None
        if item:
            offered = {option.code for option in item.options}
            yield from (fact for code, fact in row.means.items() if code in offered)
            yield from (() if row.otherwise is None else (row.otherwise,))
    if any(one.field == field and _item(_forms().get(MORNING_OF), one.question) for one in TOO_LATE):
        yield from (True, False)


def _offers(item: Item, field: Field, one: Compare) -> bool:
    bound = number(one.value)
    if bound is not None and item.type is ItemType.INTEGER:
        levels = [level for level, _ in item.levels]
        low = min(levels) if levels else item.minimum
        high = max(levels) if levels else item.maximum
        is_high_enough = one.operator in ("at_most", "below") or high is None or high >= bound
        is_low_enough = one.operator in ("at_least", "above") or low is None or low <= bound
        return is_high_enough and is_low_enough
    if item.repeats is not (one.operator in ("any_of", "only_one_of")):
        return False
    if field.kind in (Kind.CODE, Kind.CODES):
        return one.value in {option.code for option in item.options}
    return field.kind is Kind.BOOLEAN and item.type in (ItemType.BOOLEAN, ItemType.CHOICE)


# Together


Way = tuple[Compare, ...]
"""One way to meet a condition: the comparisons that have to hold. The past, and what is not answered, is left out."""


def fires_today(rule: Rule) -> bool:
    """Whether a rule has a way to fire with the questions that ship alone."""
    return any(all(_is_shipped(one) for one in way) for way in _ways(rule.condition))


def _is_shipped(one: Compare) -> bool:
    return one.field in WORKED_OUT or bool(asked_by(one.field))


def never_asked_together(rule: Rule) -> list[str]:
    """Return each way in which a rule can fire whose questions no form shows at once, whatever else is answered.

    A way with a question of an earlier version needs that version to have shown its part, and the one that ships to
    show the rest: so they stand in an entry of then that is changed now.
    """
    return [str(way) for way in _ways(rule.condition) if not all(_is_asked(url, way) for url in PREFIXES)]


def _is_asked(url: str, way: Way) -> bool:
    own = [one for one in way if one.field.startswith(f"{PREFIXES[url]}.")]
    if not own or url not in _forms():
        return True
    present = _forms()[url]
    if not _shows(present, [one for one in own if _item(present, _link_id(one))]):
        return False
    old = [one for one in own if not _item(present, _link_id(one))]
    return not old or any(
        all(_item(form, _link_id(one)) for one in old)
        and _shows(form, [one for one in own if _item(form, _link_id(one))])
        for form in _earlier().get(url, ())
    )


def _link_id(one: Compare) -> str:
    return one.field.partition(".")[2]


def _ways(condition: Condition) -> list[Way]:
    """Every way to meet a condition."""
    match condition:
        case AllOf(parts):
            return [tuple(one for way in ways for one in way) for ways in product(*map(_ways, parts))]
        case AnyOf(parts):
            return [way for part in parts for way in _ways(part)]
        case Compare():
            return [(one,) for one in _each(condition)]
        case _:
            return [()]


def _shows(form: Questionnaire, way: list[Compare]) -> bool:
    """Whether a form can show all these questions at once, with these answers."""
    answers: dict[str, AnswerValue] = {}
    for one in way:
        item, link_id = form.question(_link_id(one)), _link_id(one)
        given = _answer(item, one)
        before = answers.get(link_id, ())
        answers[link_id] = (*before, given) if item.repeats and isinstance(before, tuple) else given  # type: ignore[assignment]
    return _can_show(form, answers)


def _answer(item: Item, one: Compare) -> AnswerValue:
    if isinstance(one.value, str):
        return next(option for option in item.options if option.code == one.value)
    step = {"above": 1, "below": -1}.get(one.operator, 0)
    return one.value + step if isinstance(one.value, int) and step else one.value  # type: ignore[return-value]


def _can_show(form: Questionnaire, answers: Answers) -> bool:
    """Whether some answers to the other questions show the questions of all these; each step gives one more answer."""
    hidden = answers.keys() - enabled(form, answers)
    wanted = [one for link_id in sorted(hidden) for one in _needs(form, link_id) if one.question not in answers]
    more = (one for one in wanted if not holds(one, None))
    return not hidden or any(_can_show(form, {**answers, one.question: _meeting(form, one)}) for one in more)


def _needs(form: Questionnaire, link_id: str) -> list[EnableWhen]:
    """What an item, and each group it stands in, asks of other questions."""
    return [
        one for item in walk(form.items) if link_id in {i.link_id for i in walk((item,))} for one in item.enable_when
    ]


def _meeting(form: Questionnaire, one: EnableWhen) -> AnswerValue:
    """An answer that meets a condition."""
    if one.operator is Operator.EXISTS:
        raise AssertionError("no shipped form asks whether there is an answer")
    step = {Operator.GREATER: 1, Operator.LESS: -1}.get(one.operator, 0)
    answer = one.answer + step if step and isinstance(one.answer, int) else one.answer
    return (answer,) if form.question(one.question).repeats else answer
