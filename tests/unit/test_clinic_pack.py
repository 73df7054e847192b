"""A clinic may raise and add. It can never lower, hide or loosen, and hears all that is wrong, each at its place."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from companion.config import assets_dir
from companion.domain.safety.engine import fired
from companion.domain.safety.pack import merge
from companion.domain.safety.rules import LEVELS, Level
from companion.domain.shapes import Place
from companion.safety_rules import load_rules
from tests.situations import answered

BOOK = load_rules(assets_dir(), with_waiting=True)
RULES = {rule.id: rule for rule in BOOK.rules}
OWN_RULE = {
    "id": "CLINIC-CSSRS-HIGH",
    "topic": "mind",
    "level": "emergency",
    "when": {"field": "cssrs.risk", "is": "high"},
    "message": "sui_emergency",
    "sources": ["CSSRS_SITE"],
}
OWN_MESSAGE = {
    "id": "clinic_note",
    "title": "Call us",
    "paragraphs": [{"text": "Call us."}],
    "actions": ["call_clinic"],
}


def only_problem(**parts: Any) -> tuple[Place, str]:
    """The one problem of a pack; the rules are as they ship."""
    merged = merge(BOOK, parts)
    (problem,) = merged.problems
    assert merged.book.rules == BOOK.rules and merged.book.messages == BOOK.messages
    return problem


def test_a_clinic_adds_its_own_rules_and_messages() -> None:
    own = {**OWN_RULE, "id": "CLINIC-2", "message": "clinic_note", "level": "call_clinic"}
    merged = merge(BOOK, {"version": 1, "rules": [OWN_RULE, own], "messages": [OWN_MESSAGE]})
    assert merged.problems == ()
    found = fired(merged.book, answered("phq9", beside={"cssrs.risk": "high"}, item9=2))
    assert [rule.id for rule in found] == ["CLINIC-CSSRS-HIGH", "RF-SUI-2", "CLINIC-2"]
    assert merged.book.rules[: len(BOOK.rules)] == BOOK.rules
    assert not found[0].has_cooldown and found[2].has_cooldown


def test_a_clinic_raises_a_level_and_widens_a_condition() -> None:
    wider = {"field": "phq9.total", "at_least": 15}
    merged = merge(BOOK, {"raise": [{"id": "RF-PHQ-1", "level": "urgent", "also_when": wider}]})
    assert merged.problems == ()
    for total, fires in ((14, False), (15, True), (20, True)):
        found = [rule for rule in fired(merged.book, answered("phq9", total=total)) if rule.id == "RF-PHQ-1"]
        assert bool(found) == fires and all(rule.level is Level.URGENT for rule in found)
    assert "phq9.total" in merged.book.rules[[rule.id for rule in BOOK.rules].index("RF-PHQ-1")].fields


def test_what_is_raised_to_an_emergency_keeps_no_cooldown() -> None:
    merged = merge(BOOK, {"raise": [{"id": "RF-BP-3", "level": "emergency"}]})
    (rule,) = (rule for rule in merged.book.rules if rule.id == "RF-BP-3")
    assert rule.level is Level.EMERGENCY and not rule.has_cooldown and RULES["RF-BP-3"].has_cooldown


REFUSED: dict[str, dict[str, Any]] = {
    "may only raise it": {"raise": [{"id": "RF-SUI-2", "level": "call_clinic"}]},
    "the level of RF-SUI-2 is urgent": {"raise": [{"id": "RF-SUI-2", "level": "urgent"}]},
    "only raise it, to emergency": {"raise": [{"id": "RF-SUI-2", "level": ["x"]}]},
    "can be given only": {"raise": [{"id": "RF-SUI-2", "hide": True}]},
    "a higher level and an also_when": {"raise": [{"id": "RF-SUI-2", "level": "emergency", "message": "call_today"}]},
    "only a higher level and an also_when": {"raise": [{"id": "RF-SUI-2"}]},
    "no rule with this id": {"raise": [{"id": "RF-SUI-99", "level": "urgent"}]},
    "no rule with": {"raise": ["RF-SUI-2"]},
    "is not a known field": {"raise": [{"id": "RF-SUI-2", "also_when": {"field": "x", "is": 1}}]},
    "list it under raise": {"rules": [{**OWN_RULE, "id": "RF-SUI-2"}]},
    "does not begin with RF-": {"rules": [{**OWN_RULE, "id": "RF-SUI-7"}]},
    "not a code": {"rules": [{**OWN_RULE, "when": {"field": "cssrs.risk", "is": "huge"}}]},
    "no message 'none'": {"rules": [{**OWN_RULE, "message": "none"}]},
    "the app's own messages cannot be changed": {"messages": [{**OWN_MESSAGE, "id": "sui_firm"}]},
    "call_police": {"messages": [{**OWN_MESSAGE, "actions": ["call_police"]}]},
    "applies in every country": {"messages": [{**OWN_MESSAGE, "paragraphs": [{"text": "Call us.", "country": "US"}]}]},
    "without {clinic}": {"messages": [{**OWN_MESSAGE, "paragraphs": [{"text": "Call {clinic}."}]}]},
    "not allowed here": {"hide": ["RF-SUI-2"]},
    "add rules and messages": {"phone": "911"},
    "raise has to be a list": {"raise": {}},
    "version has to be 1": {"version": 2},
}


@pytest.mark.parametrize("reason", REFUSED)
def test_what_a_clinic_may_not_do_is_refused_with_the_reason(reason: str) -> None:
    assert reason in only_problem(**REFUSED[reason])[1]


def test_every_problem_of_one_rule_is_told_at_its_place_and_what_is_sound_is_taken() -> None:
    mood, pulse = {"field": "daily.moods", "at_most": 2}, {"field": "bp.pulse", "at_least": "110"}
    counted = {"entries": "bp", "where": pulse, "at_least": 0, "including_this": False, "sum": 1}
    wrong = {
        **OWN_RULE,
        "id": "RF-OWN",
        "topic": "weather",
        "level": 2,
        "when": {"any": [mood, {"field": "daily.safe", "in": ["no", "x"]}, counted, {"rises": "phq9.total"}]},
        "message": "nowhere",
        "sources": [],
        "soft": "yes",
        "color": 1,
    }
    mended = {"id": "RF-GAD-1", "level": "urgent"}
    merged = merge(BOOK, {"rules": [wrong], "raise": [{"id": "RF-PHQ-1", "level": "info", "also_when": mood}, mended]})
    assert {place for place, _ in merged.problems} == {
        ("raise", 0, "also_when", "field"),
        ("raise", 0, "level"),
        *(("rules", 0, name) for name in ("id", "topic", "level", "message", "sources", "soft", "color")),
        ("rules", 0, "when", "any", 0, "field"),
        ("rules", 0, "when", "any", 1, "in"),
        ("rules", 0, "when", "any", 2, "sum"),
        ("rules", 0, "when", "any", 2, "at_least"),
        ("rules", 0, "when", "any", 2, "including_this"),
        ("rules", 0, "when", "any", 2, "where", "at_least"),
        ("rules", 0, "when", "any", 3),
    }
    assert "did you mean daily.mood?" in dict(merged.problems)["rules", 0, "when", "any", 0, "field"]
    assert {rule.id: rule.level for rule in merged.book.rules}["RF-GAD-1"] is Level.URGENT
    assert "RF-OWN" not in {rule.id for rule in merged.book.rules}


def test_every_problem_of_one_message_is_told_and_a_rule_that_names_it_adds_none() -> None:
    wrong = {"id": "clinic_note", "title": " ", "color": 1, "actions": ["call_police", {"id": "not_now", "country": "us"}],
             "paragraphs": [{"text": "Hello {name}"}, {"text": "", "country": "US"}]}  # fmt: skip
    merged = merge(BOOK, {"messages": [wrong], "rules": [{**OWN_RULE, "message": "clinic_note"}]})
    assert {place[2:] for place, _ in merged.problems} == {
        ("title",),
        ("color",),
        ("actions", 0, "id"),
        ("actions", 1, "country"),
        ("paragraphs", 0, "text"),
        ("paragraphs", 1, "text"),
    }
    assert {place[0] for place, _ in merged.problems} == {"messages"}
    assert merged.book.rules == BOOK.rules and merged.book.messages == BOOK.messages


def test_a_second_rule_or_message_of_one_id_is_refused_even_where_the_first_is_wrong() -> None:
    twice = {"rules": [{**OWN_RULE, "topic": "x"}, OWN_RULE], "messages": [{**OWN_MESSAGE, "title": ""}, OWN_MESSAGE]}
    found = [place for place, _ in merge(BOOK, twice).problems]
    assert ("rules", 1, "id") in found and ("messages", 1, "id") in found


@pytest.mark.parametrize("pack", [None, [], "x", 3])
def test_what_is_no_pack_is_one_problem_and_changes_nothing(pack: object) -> None:
    merged = merge(BOOK, pack)
    assert len(merged.problems) == 1 and merged.book is BOOK


values = st.recursive(
    st.one_of(st.none(), st.integers(), st.text(max_size=5), st.sampled_from([*RULES, *LEVELS])),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(st.sampled_from(["id", "level", "also_when", "when", "x"]), inner, max_size=4)),
    max_leaves=6,
)  # fmt: skip
packs = st.dictionaries(st.sampled_from(["version", "raise", "rules", "messages", "phone", "x"]), values, max_size=5)


@given(packs)
def test_no_pack_makes_it_fail_and_none_lowers_anything(data: dict[str, Any]) -> None:
    merged = merge(BOOK, data)
    after = {rule.id: rule for rule in merged.book.rules}
    for rule in BOOK.rules:
        assert after[rule.id].level >= rule.level and after[rule.id].message == rule.message
    assert all(merged.book.messages[id] is BOOK.messages[id] for id in BOOK.messages)
