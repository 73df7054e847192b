"""What stands on Today for a day, what may be folded, and that a card's label and words agree at every level."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from companion.config import assets_dir
from companion.domain.safety.agreement import LATER, TODAY, Label, agreed, label_of
from companion.domain.safety.agreement import NOW as NOW_SAID
from companion.domain.safety.pack import merge
from companion.domain.safety.rules import LEVELS, Level, Message, Paragraph, Rule, Topic
from companion.domain.safety.standing import MOST, STAYS, may_fold, rules_told, standing
from companion.domain.safety.warned import Warned
from companion.safety_rules import load_rules

BOOK = load_rules(assets_dir())
RULES = {rule.id: rule for rule in BOOK.rules}
NOW = datetime(2026, 11, 25, 12, 0, tzinfo=UTC)
RAISED = [(rule, level) for rule in BOOK.rules for level in Level if level >= rule.level]


def told(*rules: str, hours: float = 1, form: str = "form", level: Level | None = None, folded: bool = False) -> Warned:
    """A line of the log, as the first of these rules leads it."""
    lead = RULES[rules[0]]
    lines = tuple((id, level or RULES[id].level) for id in rules)
    at = NOW - timedelta(hours=hours)
    return Warned("-".join((*rules, str(hours))), at, level or lead.level, lead.topic, lead.message, form, lines,
                  folded=at if folded else None)  # fmt: skip


def shown(*log: Warned) -> tuple[list[str], list[str]]:
    found = standing(sorted(log, key=lambda one: one.at, reverse=True), NOW, BOOK)
    return [one.rules[0][0] for one in found.cards], [one.rules[0][0] for one in found.folded]


def test_a_warning_stands_for_24_hours_and_not_a_second_longer() -> None:
    last = told("RF-CP-1", hours=24)
    assert timedelta(hours=24) == STAYS and shown(last) == ([], [])
    assert shown(replace(last, at=last.at + timedelta(seconds=1))) == (["RF-CP-1"], [])


def test_a_clock_that_was_put_back_takes_no_warning_away_and_one_that_was_far_ahead_leaves_none_for_ever() -> None:
    assert shown(told("RF-CP-1", hours=-1)) == (["RF-CP-1"], [])
    assert shown(told("RF-CP-1", hours=-23.9)) == (["RF-CP-1"], [])
    assert shown(told("RF-CP-1", hours=-24)) == ([], [])


def test_no_emergency_is_left_out_for_newer_ones() -> None:
    log = [told("RF-SUI-10", hours=9), told("RF-CP-1", hours=1), told("RF-AL-1", hours=2), told("RF-MIS-3", hours=3)]
    log = [replace(one, level=Level.EMERGENCY) for one in log]
    cards, folded = shown(*log, told("RF-SUI-5", hours=0.5))
    assert len(cards) == len({one.message for one in log}) >= 3 and "RF-SUI-5" not in cards and folded == []


def test_the_two_highest_stand_and_a_third_is_in_the_log() -> None:
    assert MOST == 2
    log = [told("RF-SUI-5", hours=1), told("RF-BP-3", hours=2, form="bp"), told("RF-CP-1", hours=3)]
    assert shown(*log) == (["RF-CP-1", "RF-SUI-5"], [])


def test_what_asks_for_less_stands_only_where_it_led_with_a_line_to_talk_to() -> None:
    assert shown(told("RF-LIV-1"), told("RF-SAFE-1"), told("RF-SUI-11")) == (["RF-SAFE-1"], [])


def test_sit_down_and_measure_again_ends_when_the_same_answers_became_an_emergency() -> None:
    assert shown(told("RF-BP-2", hours=2, form="bp"), told("RF-BP-1", hours=1, form="bp")) == (["RF-BP-1"], [])
    assert shown(told("RF-BP-1", hours=2, form="bp"), told("RF-BP-2", hours=1, form="bp")) == (
        ["RF-BP-1", "RF-BP-2"], []
    )  # fmt: skip


def test_the_same_words_stand_once() -> None:
    assert shown(told("RF-CP-1", hours=1), told("RF-SZ-1", hours=2)) == (["RF-CP-1"], [])


def test_two_emergencies_that_ask_for_the_same_call_leave_room_for_the_way_to_a_crisis_line() -> None:
    log = [told("RF-BP-0", hours=1, form="bp"), told("RF-CP-1", hours=2), told("RF-SUI-5", hours=3)]
    assert BOOK.messages[RULES["RF-BP-0"].message].title == BOOK.messages[RULES["RF-CP-1"].message].title
    assert shown(*log) == (["RF-BP-0", "RF-SUI-5"], [])


def test_an_emergency_that_also_told_of_the_mind_or_offers_more_ways_stays_beside_another() -> None:
    assert shown(told("RF-BP-0", hours=1, form="bp"), told("RF-CP-1", "RF-SUI-5", hours=2)) == (
        ["RF-BP-0", "RF-CP-1"], []
    )  # fmt: skip


def test_only_what_is_about_the_mind_and_no_emergency_may_be_folded() -> None:
    for rule, level in RAISED:
        line = told(rule.id, level=level)
        allowed = rule.topic is Topic.MIND and level in (Level.CALL_CLINIC, Level.URGENT)
        assert may_fold(line, BOOK) == allowed, (rule.id, level)
        if level >= Level.URGENT and not allowed:
            assert shown(replace(line, folded=NOW)) == ([rule.id], []), "folding does not take it away"


def test_a_card_about_the_mind_that_also_tells_of_an_injury_or_of_violence_stays_open() -> None:
    assert not may_fold(told("RF-SUI-5", "RF-CP-1"), BOOK) and not may_fold(told("RF-SUI-5", "RF-SAFE-2"), BOOK)
    assert may_fold(told("RF-SUI-5", "RF-SAFE-1"), BOOK) and may_fold(told("RF-SUI-5", "RF-BP-7"), BOOK)


def test_a_warning_whose_rules_are_gone_keeps_to_its_own_topic() -> None:
    gone = (("GONE", Level.URGENT),)
    assert not may_fold(replace(told("RF-BP-3"), rules=gone), BOOK)
    assert may_fold(replace(told("RF-SUI-5"), rules=gone), BOOK)


def test_the_higher_of_two_warnings_of_one_moment_takes_the_place_of_the_lower() -> None:
    assert shown(told("RF-BP-2", hours=1, form="bp"), told("RF-BP-1", hours=1, form="bp")) == (["RF-BP-1"], [])


def test_an_emergency_of_the_body_takes_no_place_of_a_warning_about_the_mind() -> None:
    assert shown(told("RF-SUI-5", hours=2), told("RF-CP-1", hours=1)) == (["RF-CP-1", "RF-SUI-5"], [])


def test_a_call_to_the_clinic_about_the_body_on_a_card_keeps_it_open_too() -> None:
    assert RULES["RF-SE-1"].level is Level.CALL_CLINIC and not may_fold(told("RF-SUI-5", "RF-SE-1"), BOOK)


def test_words_that_are_there_already_are_not_said_twice() -> None:
    said = Paragraph("This may be serious. Do not drive yourself.")
    message = Message("own", "Call your clinic", (said, Paragraph("Rest.")), BOOK.messages["call_now"].offers)
    raised = replace(RULES["RF-UR-1"], level=Level.EMERGENCY)
    assert [one.text for one in agreed(raised, message).paragraphs].count(said.text) == 1


def test_what_was_folded_stays_as_a_line_for_the_day() -> None:
    assert shown(told("RF-SUI-5", folded=True)) == ([], ["RF-SUI-5"])
    assert shown(told("RF-SUI-5", folded=True), told("RF-CP-1", hours=2)) == (["RF-CP-1"], ["RF-SUI-5"])
    assert shown(told("RF-SUI-5", hours=23.9, folded=True), told("RF-SUI-6", hours=1)) == (["RF-SUI-6"], [])


@given(st.lists(st.builds(
    lambda pair, hours, form, folded: told(pair[0].id, hours=hours, form=form, level=pair[1], folded=folded),
    st.sampled_from(RAISED), st.floats(0, 30), st.sampled_from(["a", "b"]), st.booleans(),
), max_size=8))  # fmt: skip
def test_no_more_than_two_stand_but_for_emergencies_which_all_stand(log: list[Warned]) -> None:
    found = standing(log, NOW, BOOK)
    both = (*found.cards, *found.folded)
    assert len(both) <= MOST or all(one.level is Level.EMERGENCY for one in both)
    assert len({one.message for one in both}) == len(both)
    assert all(may_fold(one, BOOK) for one in found.folded)
    held = [one for one in log if NOW - one.at < STAYS and one.level is Level.EMERGENCY]
    said = {(BOOK.messages[one.message].title, BOOK.messages[one.message].offers) for one in found.cards}
    assert {(BOOK.messages[one.message].title, BOOK.messages[one.message].offers) for one in held} <= said


def test_a_warning_keeps_the_level_at_which_it_was_told() -> None:
    line = told("RF-FA-2", level=Level.EMERGENCY)
    assert [one.level for one in rules_told(line, BOOK)] == [Level.EMERGENCY]
    assert rules_told(replace(line, rules=(("GONE", Level.URGENT),)), BOOK) == []


# The label and the words


def words_of(rule: Rule) -> tuple[Label, Message]:
    message = agreed(rule, BOOK.messages[rule.message])
    return label_of(rule.level, same_day=rule.same_day, message=message), message


@pytest.mark.parametrize(("rule", "level"), RAISED, ids=lambda one: getattr(one, "id", getattr(one, "name", "")))
def test_label_and_words_agree_at_the_level_that_ships_and_at_each_one_above_it(rule: Rule, level: Level) -> None:
    label, message = words_of(replace(rule, level=level))
    text = " ".join((message.title, *(one.text for one in message.paragraphs)))
    if label is Label.SOON:
        assert not TODAY.search(text)
    if label is Label.URGENT_NOW:
        assert not TODAY.search(message.title) and (not LATER.search(text) or NOW_SAID.search(text))
    if label is Label.EMERGENCY and not rule.soft:
        assert "{em}" in message.title and not TODAY.search(message.title) and "Call your clinic" not in text
    if "today" in message.title.lower():
        assert label in (Label.TODAY, Label.URGENT_TODAY)
    assert message.paragraphs and message.offers


def test_what_ships_needs_no_other_words() -> None:
    reworded = {
        rule.id for rule in BOOK.rules if agreed(rule, BOOK.messages[rule.message]) is not BOOK.messages[rule.message]
    }
    assert reworded <= {"RF-FA-2"}, "its own words are an issue of its own"


def test_a_call_to_the_clinic_says_today_where_its_words_do() -> None:
    today = {rule.id for rule in BOOK.rules if words_of(rule)[0] is Label.TODAY}
    assert {"RF-HA-2", "RF-SED-2", "RF-DIS-1", "RF-BP-4", "RF-SE-1", "RF-SE-2", "RF-SE-3", "RF-HARM-2"} <= today
    assert {"RF-UR-2", "RF-LIV-1", "RF-PRE-3"} <= today and "RF-UR-1" not in today


def test_fainting_is_urgent_in_its_words_too_and_what_may_wait_until_tonight_is_labelled_so() -> None:
    assert words_of(RULES["RF-FA-2"])[0] is Label.URGENT_NOW
    assert words_of(RULES["RF-FA-2"])[1].title == "Call your clinic now"
    care_today = replace(BOOK.messages["call_now"], title="Get care today")
    assert agreed(RULES["RF-BP-3"], care_today) is care_today
    assert label_of(Level.URGENT, same_day=False, message=care_today) is Label.URGENT_TODAY
    same_day = replace(RULES["RF-FA-2"], same_day=True, message="call_today")
    assert label_of(Level.URGENT, same_day=True, message=BOOK.messages["call_now"]) is Label.URGENT_NOW
    assert words_of(same_day) == (Label.URGENT_TODAY, BOOK.messages["call_today"])


@pytest.mark.parametrize("level", ["urgent", "emergency"])
def test_a_clinic_that_raises_a_rule_gets_words_that_fit(level: str) -> None:
    found = merge(BOOK, {"version": 1, "raise": [{"id": "RF-UR-1", "level": level}]})
    rule = next(one for one in found.book.rules if one.id == "RF-UR-1")
    assert rule.level is LEVELS[level]
    label, message = words_of(rule)
    assert (label, message.title) == {
        "urgent": (Label.URGENT_NOW, "Call your clinic now"),
        "emergency": (Label.EMERGENCY, "Call {em} now"),
    }[level]
