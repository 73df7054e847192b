"""A clinic may raise and add. It can never lower, hide or loosen, and hears why, by line."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from companion.config import assets_dir
from companion.domain.safety.engine import fired
from companion.domain.safety.pack import Phone, Problem, lines_of_items, merge
from companion.domain.safety.rules import LEVELS, Level
from companion.safety_rules import load_rules
from tests.situations import answered

BOOK = load_rules(assets_dir())
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


def pack(**parts: Any) -> str:
    """A pack's text."""
    return json.dumps({"version": 1, **parts}, indent=1)


def only_problem(**parts: Any) -> Problem:
    """The one problem of a pack; the rules are as they ship."""
    merged = merge(BOOK, pack(**parts))
    (problem,) = merged.problems
    assert merged.book.rules == BOOK.rules and merged.book.messages == BOOK.messages
    return problem


def test_a_clinic_adds_its_own_rules_messages_and_phone() -> None:
    own = {**OWN_RULE, "id": "CLINIC-2", "message": "clinic_note", "level": "call_clinic"}
    phone = {"display": "(555) 010-0100", "uri": "tel:+15550100100"}
    merged = merge(BOOK, pack(rules=[OWN_RULE, own], messages=[OWN_MESSAGE], phone=phone))
    assert merged.problems == () and merged.phone == Phone("(555) 010-0100", "tel:+15550100100")
    found = fired(merged.book, answered("phq9", beside={"cssrs.risk": "high"}, item9=2))
    assert [rule.id for rule in found] == ["CLINIC-CSSRS-HIGH", "RF-SUI-2", "CLINIC-2"]
    assert merged.book.rules[: len(BOOK.rules)] == BOOK.rules
    assert not found[0].has_cooldown and found[2].has_cooldown


def test_a_clinic_raises_a_level_and_widens_a_condition() -> None:
    wider = {"field": "phq9.total", "at_least": 15}
    merged = merge(BOOK, pack(**{"raise": [{"id": "RF-PHQ-1", "level": "urgent", "also_when": wider}]}))
    assert merged.problems == ()
    for total, fires in ((14, False), (15, True), (20, True)):
        found = [rule for rule in fired(merged.book, answered("phq9", total=total)) if rule.id == "RF-PHQ-1"]
        assert bool(found) == fires and all(rule.level is Level.URGENT for rule in found)
    assert "phq9.total" in merged.book.rules[[rule.id for rule in BOOK.rules].index("RF-PHQ-1")].fields


def test_what_is_raised_to_an_emergency_keeps_no_cooldown() -> None:
    merged = merge(BOOK, pack(**{"raise": [{"id": "RF-BP-3", "level": "emergency"}]}))
    (rule,) = (rule for rule in merged.book.rules if rule.id == "RF-BP-3")
    assert rule.level is Level.EMERGENCY and not rule.has_cooldown and RULES["RF-BP-3"].has_cooldown


REFUSED: dict[str, dict[str, Any]] = {
    "may only raise it": {"raise": [{"id": "RF-SUI-2", "level": "call_clinic"}]},
    "its level is urgent": {"raise": [{"id": "RF-SUI-2", "level": "urgent"}]},
    "a clinic may only": {"raise": [{"id": "RF-SUI-2", "level": ["x"]}]},
    "nothing else": {"raise": [{"id": "RF-SUI-2", "hide": True}]},
    "a higher level and an also_when": {"raise": [{"id": "RF-SUI-2", "level": "emergency", "message": "call_today"}]},
    "nothing": {"raise": [{"id": "RF-SUI-2"}]},
    "no rule with this id": {"raise": [{"id": "RF-SUI-99", "level": "urgent"}]},
    "no rule with": {"raise": ["RF-SUI-2"]},
    "is no field": {"raise": [{"id": "RF-SUI-2", "also_when": {"field": "x", "is": 1}}]},
    "raises it under raise": {"rules": [{**OWN_RULE, "id": "RF-SUI-2"}]},
    "does not begin with RF-": {"rules": [{**OWN_RULE, "id": "RF-SUI-7"}]},
    "no code": {"rules": [{**OWN_RULE, "when": {"field": "cssrs.risk", "is": "huge"}}]},
    "no message 'none'": {"rules": [{**OWN_RULE, "message": "none"}]},
    "one that ships cannot be changed": {"messages": [{**OWN_MESSAGE, "id": "sui_firm"}]},
    "call_police": {"messages": [{**OWN_MESSAGE, "actions": ["call_police"]}]},
    "holds in every country": {"messages": [{**OWN_MESSAGE, "paragraphs": [{"text": "Call us.", "country": "US"}]}]},
    "without {clinic}": {"messages": [{**OWN_MESSAGE, "paragraphs": [{"text": "Call {clinic}."}]}]},
    "no part of a pack": {"hide": ["RF-SUI-2"]},
    "display and uri": {"phone": "911"},
    "uri is tel:": {"phone": {"display": "x", "uri": "https://x"}},
    "raise is a list": {"raise": {}},
    "version is 1": {"version": 2},
}


@pytest.mark.parametrize("reason", REFUSED)
def test_what_a_clinic_may_not_do_is_refused_with_the_reason(reason: str) -> None:
    assert reason in only_problem(**REFUSED[reason]).reason


def test_every_problem_is_told_with_its_line_and_what_is_sound_is_taken() -> None:
    text = """{
  "version": 1,
  "raise": [
    {"id": "RF-PHQ-1", "level": "info"},
    {"id": "RF-GAD-1",
     "level": "urgent"},
    {"id": "RF-XX-1", "level": "urgent"}
  ],
  "phone": 3,
  "weaken": []
}"""
    merged = merge(BOOK, text)
    assert [(one.line, one.id) for one in merged.problems] == [
        (4, "RF-PHQ-1"),
        (7, "RF-XX-1"),
        (9, "phone"),
        (10, "weaken"),
    ]
    assert {rule.id: rule.level for rule in merged.book.rules}["RF-GAD-1"] is Level.URGENT


@pytest.mark.parametrize(
    ("text", "line"), [("", 1), ("{\n\n,}", 3), ("[]", 1), ('{"version": 1, "version": 1}', 1), ("[" * 100_000, 1)]
)
def test_a_pack_that_cannot_be_read_is_one_problem_and_changes_nothing(text: str, line: int) -> None:
    merged = merge(BOOK, text)
    assert [one.line for one in merged.problems] == [line] and merged.book is BOOK


values = st.recursive(
    st.one_of(st.none(), st.integers(), st.text(max_size=5), st.sampled_from([*RULES, *LEVELS])),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(st.sampled_from(["id", "level", "also_when", "when", "x"]), inner, max_size=4)),
    max_leaves=6,
)  # fmt: skip
packs = st.dictionaries(st.sampled_from(["version", "raise", "rules", "messages", "phone", "x"]), values, max_size=5)


@given(packs, st.sampled_from([None, 0, 2]))
def test_no_pack_makes_it_fail_and_none_lowers_anything(data: dict[str, Any], indent: int | None) -> None:
    merged = merge(BOOK, json.dumps(data, indent=indent))
    after = {rule.id: rule for rule in merged.book.rules}
    for rule in BOOK.rules:
        assert after[rule.id].level >= rule.level and after[rule.id].message == rule.message
    assert all(merged.book.messages[id] is BOOK.messages[id] for id in BOOK.messages)


@given(
    st.dictionaries(st.text(max_size=4), st.one_of(values, st.lists(values, max_size=3)), max_size=4),
    st.sampled_from([None, 1, 3]),
)
def test_the_line_of_an_item_is_where_it_begins(data: dict[str, Any], indent: int | None) -> None:
    text = json.dumps(data, indent=indent)
    lines = text.split("\n")
    for (key, place), line in lines_of_items(text).items():
        assert key in data and 1 <= line <= len(lines)
        item = data[key][place] if isinstance(data[key], list) and data[key] else data[key]
        begins = json.dumps(item)[0]
        assert begins in lines[line - 1]
