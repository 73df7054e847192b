"""enableWhen: which items are shown, and what the form engine refuses to judge."""

from datetime import UTC, date, datetime, time, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from companion.domain.enabling import circles, counted, enabled, holds
from companion.domain.questionnaire import Answers, Coding, Condition, Item, ItemType, Operator, Questionnaire, walk
from companion.errors import UnsupportedForm
from companion.forms import questionnaire_from_json
from tests.unit.strategies import answered, any_answer, forms


@st.composite
def answered_forms(draw: st.DrawFn) -> tuple[Questionnaire, Answers]:
    """A form with conditions, and answers to some of its questions."""
    form = draw(forms())
    return form, draw(answered(form))


def above(form: Questionnaire) -> dict[str, str]:
    return {child.link_id: item.link_id for item in walk(form.items) for child in item.items}


@given(answered_forms())
@settings(max_examples=150, deadline=None)
def test_an_item_is_shown_when_its_conditions_hold_and_all_above_it_is_shown(
    made: tuple[Questionnaire, Answers],
) -> None:
    form, answers = made
    on, parents = enabled(form, answers), above(form)
    given_answers = {key: value for key, value in answers.items() if key in on}
    for item in walk(form.items):
        held = [holds(one, given_answers.get(one.question)) for one in item.enable_when]
        own = not held or (any(held) if item.enable_any else all(held))
        parent = parents.get(item.link_id)
        assert (item.link_id in on) is (own and (parent is None or parent in on))


@given(answered_forms())
@settings(max_examples=100, deadline=None)
def test_an_answer_that_is_not_shown_changes_nothing(made: tuple[Questionnaire, Answers]) -> None:
    form, answers = made
    kept = counted(form, answers)
    assert set(kept) == set(answers) & enabled(form, answers)
    assert enabled(form, kept) == enabled(form, answers)
    assert counted(form, kept) == kept


@given(answered_forms(), st.dictionaries(st.from_regex(r"old\.[a-z]{1,3}", fullmatch=True), any_answer, max_size=2))
@settings(max_examples=60, deadline=None)
def test_what_another_version_of_the_form_asked_is_kept(made: tuple[Questionnaire, Answers], old: Answers) -> None:
    form, answers = made
    assert {key: value for key, value in counted(form, {**answers, **old}).items() if key in old} == old


YES = Coding("s", "yes", "Yes")
MOMENT = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("operator", "wanted", "given_answer", "holds_then"),
    [
        ("exists", True, 0, True),
        ("exists", True, None, False),
        ("exists", False, None, True),
        ("exists", False, False, False),
        ("=", 3, 3, True),
        ("=", 3, None, False),
        ("=", True, True, True),
        ("=", 1, True, False),
        ("=", "a", "a", True),
        ("=", YES, Coding("s", "yes", "Other words"), True),
        ("=", YES, Coding("t", "yes"), False),
        ("!=", 3, 3, False),
        ("!=", 3, 4, True),
        ("!=", 3, None, True),
        (">", 3, 4, True),
        (">", 3, 3, False),
        ("<", 3, 2, True),
        (">=", 3, 3, True),
        ("<=", 3, 3, True),
        ("<", 3, None, False),
        (">=", 0, False, False),
        ("=", 3, (2, 3), True),
        ("!=", 3, (2, 3), False),
        ("!=", 3, (2, 4), True),
        ("=", YES, ("own words", YES), True),
        ("=", "own words", ("own words", YES), True),
        ("exists", True, ("own words",), True),
        (">", date(2026, 11, 24), date(2026, 11, 25), True),
        (">=", date(2026, 11, 24), date(2026, 11, 24), True),
        ("<", time(8, 0), time(7, 59), True),
        ("<", time(8, 0), None, False),
        ("=", MOMENT, datetime(2026, 11, 24, 10, 0, tzinfo=timezone(timedelta(hours=2))), True),
        (">", MOMENT, datetime(2026, 11, 24, 9, 0, tzinfo=UTC), True),
        (">", MOMENT, date(2026, 11, 25), True),
        (">=", MOMENT, date(2026, 11, 24), False),
        ("=", MOMENT, date(2026, 11, 24), False),
        ("<", date(2026, 11, 24), MOMENT, False),
        ("<", date(2026, 11, 25), MOMENT, True),
        (">", 3, date(2026, 11, 25), False),
    ],
)
def test_each_operator_holds_as_r4_has_it(operator: str, wanted: Any, given_answer: Any, holds_then: bool) -> None:
    assert holds(Condition("q", Operator(operator), wanted), given_answer) is holds_then


def chain() -> Questionnaire:
    """a shows b, b shows c; d stands in b."""
    b = Item("b", ItemType.BOOLEAN, "b", enable_when=(Condition("a", Operator.EQUAL, True),),
             items=(Item("d", ItemType.BOOLEAN, "d"),))  # fmt: skip
    c = Item("c", ItemType.BOOLEAN, "c", enable_when=(Condition("b", Operator.EQUAL, True),))
    return Questionnaire("u", "1", "", "", (Item("a", ItemType.BOOLEAN, "a"), b, c))


def test_a_hidden_answer_does_not_show_another_question_and_comes_back_with_its_own() -> None:
    form, answers = chain(), {"b": True, "c": True}
    assert enabled(form, {**answers, "a": True}) == {"a", "b", "c", "d"}
    assert enabled(form, {**answers, "a": False}) == {"a"}
    assert counted(form, {**answers, "a": False}) == {"a": False}


def test_a_form_without_circles_has_none() -> None:
    assert not circles(chain())


CHOICE = {"linkId": "a", "type": "choice", "answerOption": [{"valueCoding": {"system": "s", "code": "yes"}}]}
REFUSED: list[tuple[dict[str, Any], list[dict[str, Any]]]] = [
    ({"linkId": "a", "type": "boolean"}, [{"question": "nobody", "operator": "exists", "answerBoolean": True}]),
    ({"linkId": "a", "type": "boolean"}, [{"question": "b", "operator": "exists", "answerBoolean": True}]),
    ({"linkId": "a", "type": "display"}, [{"question": "a", "operator": "exists", "answerBoolean": True}]),
    ({"linkId": "a", "type": "boolean"}, [{"question": "a", "operator": "=", "answerInteger": 1}]),
    ({"linkId": "a", "type": "integer"}, [{"question": "a", "operator": "=", "answerBoolean": True}]),
    ({"linkId": "a", "type": "boolean"}, [{"question": "a", "operator": ">", "answerBoolean": True}]),
    ({"linkId": "a", "type": "boolean"}, [{"question": "a", "operator": "exists", "answerInteger": 1}]),
    ({"linkId": "a", "type": "boolean"}, [{"question": "a", "operator": "near", "answerBoolean": True}]),
    ({"linkId": "a", "type": "boolean"}, [{"question": "a", "operator": "="}]),
    ({"linkId": "a", "type": "integer"}, [{"question": "a", "operator": "=", "answerDecimal": 1.5}]),
    ({"linkId": "a", "type": "date"}, [{"question": "a", "operator": "=", "answerDate": "2026"}]),
    ({"linkId": "a", "type": "date"}, [{"question": "a", "operator": "=", "answerDate": 2026}]),
    ({"linkId": "a", "type": "date"}, [{"question": "a", "operator": "=", "answerTime": "08:00:00"}]),
    ({"linkId": "a", "type": "time"}, [{"question": "a", "operator": ">", "answerTime": "noon"}]),
    ({"linkId": "a", "type": "dateTime"}, [{"question": "a", "operator": ">", "answerDateTime": "2026-11-24T08:00:00"}]),
    ({"linkId": "a", "type": "string"}, [{"question": "a", "operator": ">", "answerString": "x"}]),
    (CHOICE, [{"question": "a", "operator": "=", "answerCoding": {"system": "s", "code": "no"}}]),
    (CHOICE, [{"question": "a", "operator": "=", "answerString": "yes"}]),
    ({"linkId": "a", "type": "integer"}, [{"question": "a", "operator": ">", "answerInteger": 1}] * 2),
]  # fmt: skip


@pytest.mark.parametrize(("asked", "conditions"), REFUSED)
def test_a_condition_that_can_never_be_judged_is_refused(asked: dict[str, Any], conditions: list[Any]) -> None:
    item = {"linkId": "b", "type": "boolean", "enableWhen": conditions}
    with pytest.raises(UnsupportedForm):
        questionnaire_from_json({"resourceType": "Questionnaire", "url": "u", "item": [asked, item]})


def on(question: str) -> list[dict[str, Any]]:
    return [{"question": question, "operator": "=", "answerBoolean": True}]


@pytest.mark.parametrize(
    ("kind", "key", "wanted", "answer", "shown"),
    [
        ("date", "answerDate", "2026-11-24", date(2026, 11, 25), True),
        ("date", "answerDate", "2026-11-24", date(2026, 11, 23), False),
        ("time", "answerTime", "08:00:00", time(9, 0), True),
        ("dateTime", "answerDateTime", "2026-11-24T08:00:00Z", MOMENT + timedelta(minutes=1), True),
        ("dateTime", "answerDateTime", "2026-11-24", date(2026, 11, 25), True),
    ],
)
def test_a_question_is_shown_by_a_day_or_a_time(kind: str, key: str, wanted: str, answer: Any, shown: bool) -> None:
    asked = {"linkId": "a", "type": kind}
    then = {"linkId": "b", "type": "boolean", "enableWhen": [{"question": "a", "operator": ">", key: wanted}]}
    form = questionnaire_from_json({"resourceType": "Questionnaire", "url": "u", "item": [asked, then]})
    assert ("b" in enabled(form, {"a": answer})) is shown


def test_questions_that_depend_on_one_another_in_a_circle_are_refused() -> None:
    two = [{"linkId": one, "type": "boolean", "enableWhen": on(other)} for one, other in (("a", "b"), ("b", "a"))]
    below = [{"linkId": "a", "type": "group", "enableWhen": on("b"), "item": [{"linkId": "b", "type": "boolean"}]}]
    for items in (two, below):
        with pytest.raises(UnsupportedForm):
            questionnaire_from_json({"resourceType": "Questionnaire", "url": "u", "item": items})


def test_a_condition_on_a_question_that_it_stands_in_is_none_of_a_circle() -> None:
    inner = {"linkId": "b", "type": "boolean", "enableWhen": on("a")}
    form = questionnaire_from_json(
        {"resourceType": "Questionnaire", "url": "u", "item": [{"linkId": "a", "type": "boolean", "item": [inner]}]}
    )
    assert enabled(form, {"a": True}) == {"a", "b"} and enabled(form, {"a": False}) == {"a"}
