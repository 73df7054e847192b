"""What fires when: changes, what is happening now, cooldowns, clocks that jump, history."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from companion.config import assets_dir
from companion.domain.journal import EntryHead, EntryStatus, Occurrence
from companion.domain.safety.conditions import Compare, Rises, meets
from companion.domain.safety.engine import (
    COOLDOWN,
    WEEK,
    Shown,
    Situation,
    card,
    fired,
    is_due,
    is_now,
    kept_on,
    may_go,
    must_ask_now,
    touched_fields,
)
from companion.domain.safety.fields import FIELDS, PREFIXES
from companion.domain.safety.history import History
from companion.domain.safety.levels import FloorStep
from companion.domain.safety.rules import Action, Level, Topic, may_lead, offers, once_over, paragraphs
from companion.safety_rules import load_rules
from tests.situations import NOW, answered, earlier, newest_first, pressure, reading, side_effect

BOOK = load_rules(assets_dir(), with_waiting=True)
RULES = {rule.id: rule for rule in BOOK.rules}


def ids(situation: Situation) -> list[str]:
    """What fires, in its order."""
    return [rule.id for rule in fired(BOOK, situation)]


def test_the_highest_level_comes_first_and_the_others_are_its_reasons() -> None:
    found = fired(BOOK, side_effect("faint", 3, head_hit=True))
    assert [rule.id for rule in found] == ["RF-FALL-1", "RF-FA-2", "RF-SE-1"]
    shown = card(found, [], NOW)
    assert shown and shown.lead.id == "RF-FALL-1" and [one.id for one in shown.reasons] == ["RF-FA-2", "RF-SE-1"]
    assert [one.id for one in shown.rules] == [one.id for one in found]


def test_without_a_rule_there_is_no_card() -> None:
    assert fired(BOOK, answered("daily", mood=6, safe="yes")) == () and card((), [], NOW) is None


def test_a_rule_about_now_without_a_floor_is_silent_when_it_is_over_and_asks_when_nobody_knows() -> None:
    now, then, unknown = (
        answered("bp", is_now=known, systolic=80, diastolic=50, dizzy=True) for known in (True, False, None)
    )
    assert "RF-BP-6" in ids(now) and not must_ask_now(BOOK, now)
    assert "RF-BP-6" not in ids(then) and not must_ask_now(BOOK, then)
    assert "RF-BP-6" not in ids(unknown) and must_ask_now(BOOK, unknown)
    assert not must_ask_now(BOOK, answered("bp", is_now=None, systolic=120, diastolic=80))


def test_a_rule_with_a_floor_keeps_it_while_nobody_knows_and_once_it_is_over() -> None:
    for known in (False, None):
        found = fired(BOOK, answered("bp", is_now=known, systolic=185, diastolic=121))
        assert [(one.id, one.level, one.message) for one in found] == [("RF-BP-2", Level.CALL_CLINIC, "bp_high_later")]


def test_the_answer_that_it_is_happening_now_fires_by_itself() -> None:
    situation = answered("bp", changed=["entry.is_now"], systolic=185, diastolic=121)
    assert ids(situation) == ["RF-BP-2"]


def test_a_thought_of_suicide_fires_whenever_it_was() -> None:
    assert ids(answered("phq9", is_now=False, item9=3)) == ["RF-SUI-2"]
    assert not any(RULES[id].now for id in RULES if id.startswith("RF-SUI"))


def test_an_edit_fires_only_what_it_changed() -> None:
    facts = {"mood": 1, "safe": "no", "unsafe_kind": "self"}
    assert ids(answered("daily", changed=["daily.mood"], **facts)) == []
    assert ids(answered("daily", changed=["daily.safe"], **facts)) == ["RF-SUI-6"]
    assert ids(answered("daily", changed=[], **facts)) == []


def test_an_entry_fires_no_rule_of_another_form() -> None:
    low = [earlier("daily", {"mood": 1}, days=day) for day in (1, 2, 3)]
    high = [reading(150, 95, days=day) for day in (1, 2)]
    known = {"course.days_to_infusion": 2}
    assert ids(answered("bp", *low, *high, beside=known, systolic=140, diastolic=80)) == ["RF-BP-5"]
    assert ids(answered("bp", *low, *high, beside=known, systolic=120, diastolic=80)) == [], "this one is not high"
    assert ids(answered("bp", *low, *high, beside=known, pulse=70)) == []
    assert ids(answered("daily", *low, *high, beside=known, mood=1)) == ["RF-TREND-1"]
    assert ids(answered("prep", *low, *high, beside=known, driver_confirmed=True)) == []


def test_an_entry_under_change_is_not_counted_beside_itself() -> None:
    old = reading(185, 121, minutes=0)
    situation = pressure(185, 121, old, reading(130, 80, minutes=9))
    as_changed = Situation(situation.form, situation.fields, situation.occurrence, situation.history, None, old.id)
    assert "RF-BP-2" in ids(as_changed) and "RF-BP-3" not in ids(as_changed)


def test_a_removed_entry_counts_for_nothing() -> None:
    gone = reading(185, 121, minutes=9)
    removed = EntryHead(gone.id, gone.form, "1", gone.occurrence, EntryStatus.REMOVED, 2, NOW, gone.facts)
    assert "RF-BP-2" in ids(pressure(185, 121, removed))


def test_a_shown_rule_is_quiet_for_12_hours_at_the_same_level() -> None:
    rule = RULES["RF-HA-2"]
    at = NOW - COOLDOWN
    assert not is_due(rule, [Shown(rule.id, rule.level, at + timedelta(seconds=1))], NOW)
    assert is_due(rule, [Shown(rule.id, rule.level, at)], NOW)
    assert is_due(rule, [Shown(rule.id, Level.URGENT, NOW)], NOW) and is_due(
        rule, [Shown("RF-SED-2", rule.level, NOW)], NOW
    )
    assert not is_due(rule, [Shown(rule.id, rule.level, NOW)], NOW)


def test_a_log_from_the_future_keeps_nothing_back() -> None:
    rule = RULES["RF-HA-2"]
    assert is_due(rule, [Shown(rule.id, rule.level, NOW + timedelta(seconds=1))], NOW)


def test_what_is_about_life_has_no_cooldown() -> None:
    by_hand = {"RF-MIS-3", "RF-MIS-7", "RF-BR-2", "RF-SZ-2"}
    for rule in BOOK.rules:
        about_life = rule.id.split("-")[1] in ("SUI", "SAFE", "HARM") or rule.id in by_hand
        quiet = rule.id == "RF-HARM-2"
        assert rule.has_cooldown == (quiet or (not about_life and rule.level is not Level.EMERGENCY)), rule.id
        assert rule.has_cooldown or is_due(rule, [Shown(rule.id, rule.level, NOW)], NOW)


def test_the_pauses_are_12_hours_and_a_week() -> None:
    assert (timedelta(hours=12), timedelta(hours=168)) == (COOLDOWN, WEEK)


def test_a_card_never_says_less_than_the_one_before_it() -> None:
    found = fired(BOOK, side_effect("faint", 3))
    shown = card(found, [Shown("RF-FA-2", Level.URGENT, NOW)], NOW)
    assert shown and shown.lead.id == "RF-FA-2"
    assert card(found, [Shown(rule.id, rule.level, NOW) for rule in found], NOW) is None


def test_what_was_written_down_soon_after_is_now_and_the_rest_is_asked() -> None:
    assert is_now(NOW - timedelta(hours=2), NOW) is True
    assert is_now(NOW - timedelta(hours=2, seconds=1), NOW) is None
    assert is_now(NOW + timedelta(days=400), NOW) is True


def test_two_days_are_two_local_days() -> None:
    at = NOW - timedelta(hours=2)
    other_day = Occurrence(at, "Pacific/Auckland", date(2026, 11, 19), "23:30")
    head = EntryHead(
        "x", pressure(1, 1).form, "1", other_day, EntryStatus.COMPLETED, 1, at, {"systolic": 150, "diastolic": 80}
    )
    known = {"course.days_to_infusion": 3}
    assert "RF-BP-5" in ids(answered("bp", head, beside=known, systolic=150, diastolic=80))


def test_the_course_decides_the_question_of_baseline_and_without_one_there_is_none() -> None:
    before = earlier("se", {"effect": "se_ur_pain", "severity": 1}, days=200)
    recent = earlier("se", {"effect": "se_ur_pain", "severity": 1}, days=4)
    situation = side_effect("ur_pain", 1, before, recent)
    assert "RF-UR-1" not in ids(situation)
    unknown = Situation(situation.form, situation.fields, situation.occurrence, History([recent, before]))
    assert "RF-UR-1" in ids(unknown), "without a first infusion nothing is a baseline"


facts = st.dictionaries(
    st.sampled_from([name.partition(".")[2] for name in FIELDS]),
    st.one_of(
        st.integers(-5, 400),
        st.booleans(),
        st.floats(),
        st.text("ab", max_size=3),
        st.sampled_from(["se_ur_pain", "no"]),
    ),
    max_size=6,
)
moments = st.datetimes(datetime(1970, 1, 1), datetime(2200, 1, 1), timezones=st.just(UTC))


@st.composite
def heads(draw: st.DrawFn) -> EntryHead:
    """Any head, of any time: clocks jump."""
    at = draw(moments)
    when = Occurrence(at, "UTC", draw(st.dates()), "12:00")
    status = draw(st.sampled_from(list(EntryStatus)))
    return EntryHead(
        draw(st.text("ab", max_size=2)), draw(st.sampled_from([*PREFIXES, "x"])), "1", when, status, 1, at, draw(facts)
    )


@given(st.lists(heads(), max_size=8), heads(), st.one_of(st.none(), moments))
def test_no_history_and_no_clock_makes_it_fail(past: list[EntryHead], this: EntryHead, first: datetime | None) -> None:
    prefix = PREFIXES.get(this.form, "x")
    fields = {f"{prefix}.{name}": fact for name, fact in this.facts.items()} | {"entry.is_now": True}
    found = fired(BOOK, Situation(this.form, fields, this.occurrence, History(newest_first(past), first)))
    assert list(found) == sorted(found, key=lambda rule: -rule.level)
    log = [Shown(rule.id, rule.level, head.occurrence.at) for rule in found for head in past]
    assert card(found, log, this.occurrence.at) is None or found


@given(st.lists(heads(), max_size=8))
def test_a_history_that_was_asked_before_answers_the_same(past: list[EntryHead]) -> None:
    situation = pressure(185, 121, *past)
    fresh = History(newest_first(past), situation.history.first_infusion_at)
    assert ids(situation) == ids(situation) == ids(replace(situation, history=fresh))
    for prefix in PREFIXES.values():
        assert list(fresh.newest_first(prefix, NOW)) == list(situation.history.newest_first(prefix, NOW))


@given(st.lists(heads(), max_size=6))
def test_what_lies_in_the_future_is_not_looked_at(past: list[EntryHead]) -> None:
    later = [head for head in past if head.occurrence.at > NOW]
    assert ids(pressure(185, 121, *later)) == ids(pressure(185, 121))


@pytest.mark.parametrize("rule", BOOK.rules, ids=lambda rule: rule.id)
@pytest.mark.parametrize("country", ["", "US", "FR"])
def test_the_first_action_follows_the_topic(rule: object, country: str) -> None:
    one = RULES[rule.id]  # type: ignore[attr-defined]
    found = offers(one, BOOK.messages[one.message], country)
    assert may_lead(found[0], one.topic, one.level)
    if one.topic in (Topic.MEDICAL, Topic.SUBSTANCES):
        assert found[0] is not Action.CRISIS_LINE


def test_a_raised_level_puts_first_what_must_be_first() -> None:
    raised = replace(RULES["RF-PHQ-1"], level=Level.URGENT)
    message = BOOK.messages[raised.message]
    assert offers(raised, message, "US")[0] is Action.CRISIS_LINE
    assert offers(replace(raised, level=Level.EMERGENCY), message, "US")[:2] == (
        Action.CALL_EMERGENCY,
        Action.CALL_CLINIC,
    )
    assert len(offers(raised, message, "US")) == len(message.offers)


def test_what_is_of_one_country_or_names_what_is_unknown_is_not_drawn() -> None:
    craving = BOOK.messages["craving"]
    every = frozenset({"em", "cl", "clinic"})
    here, there = paragraphs(craving, "US", every), paragraphs(craving, "FR", every)
    assert len(here) == len(there) + 1 and "SAMHSA" in here[-1].text
    assert Action.SUBSTANCE_LINE in offers(RULES["RF-MIS-1"], craving, "US")
    assert Action.SUBSTANCE_LINE not in offers(RULES["RF-MIS-1"], craving, "FR")
    for message in BOOK.messages.values():
        assert paragraphs(message, "", frozenset({"em"})), "a message keeps something to say"


# Pauses of a week


def low_mood(*moods: int) -> Situation:
    """A check-in with the moods of the days before, the newest first."""
    past = [earlier("daily", {"mood": mood}, days=1 + day) for day, mood in enumerate(moods[1:])]
    return answered("daily", *past, mood=moods[0])


def is_shown(situation: Situation, rule_id: str, **shown_ago: float) -> bool:
    """Whether a rule that fired is due, when its card was shown so long ago."""
    rule = next(one for one in fired(BOOK, situation) if one.id == rule_id)
    return is_due(rule, [Shown(rule_id, rule.level, NOW - timedelta(**shown_ago))], NOW)


def test_a_card_about_the_mood_of_every_day_comes_once_a_week_and_earlier_where_it_got_worse() -> None:
    every_day = low_mood(2, 2, 2, 2)
    assert not is_shown(every_day, "RF-TREND-1", hours=13) and not is_shown(every_day, "RF-TREND-1", hours=167)
    assert is_shown(every_day, "RF-TREND-1", hours=168)
    worse = low_mood(1, 2, 2, 2)
    assert is_shown(worse, "RF-TREND-1", hours=12) and not is_shown(worse, "RF-TREND-1", hours=11)


def test_a_card_about_bad_dreams_comes_once_a_week_and_one_about_another_thing_does_not_wait_for_it() -> None:
    nightly = [earlier("se", {"effect": "se_nightmares", "severity": 3}, days=day) for day in (1, 2, 3)]
    assert not is_shown(side_effect("nightmares", 3, *nightly), "RF-SE-2", hours=100)
    assert is_shown(side_effect("nightmares", 3, *nightly), "RF-SE-2", hours=168)
    assert is_shown(side_effect("low_mood", 3, *nightly), "RF-SE-2", hours=12)
    mild = [earlier("se", {"effect": "se_nightmares", "severity": 2}, days=day) for day in (1, 2, 3)]
    assert is_shown(side_effect("nightmares", 3, *mild), "RF-SE-2", hours=12), "it got worse"


def test_feeling_unreal_every_day_gives_no_card_each_12_hours() -> None:
    before = earlier("se", {"effect": "se_dissociation", "severity": 2}, days=130)
    for since in (20, 40, 20 * 24):
        assert "RF-DIS-1" not in ids(side_effect("dissociation", 2, before, since=since))
        assert "RF-DIS-3" not in ids(side_effect("dissociation", 2, before, since=since))
    assert ids(side_effect("dissociation", 1, since=20 * 24)) == [], "three weeks later it is no matter of an infusion"
    daily = [earlier("se", {"effect": "se_dissociation", "severity": 1}, hours=hours) for hours in (24, 48)]
    assert not is_shown(side_effect("dissociation", 1, *daily, since=80), "RF-DIS-3", hours=24)
    assert is_shown(side_effect("dissociation", 2, *daily, since=80), "RF-DIS-3", hours=24), "it got worse"


# What stays of a card


def test_what_was_shown_stays_but_for_cards_about_the_mind_below_an_emergency() -> None:
    for rule in BOOK.rules:
        goes = rule.level is Level.INFO or (rule.topic is Topic.MIND and rule.level < Level.EMERGENCY)
        assert may_go(rule) is goes
        assert kept_on([rule], []) == (() if goes else (rule,))


def test_a_card_that_stays_never_comes_down_in_its_level_and_may_go_up() -> None:
    stroke, dip = RULES["RF-ST-1"], RULES["RF-TREND-2"]
    lower = replace(stroke, level=Level.URGENT, message="call_now")
    assert kept_on([stroke], [lower]) == (stroke,)
    assert kept_on([lower], [stroke]) == (stroke,)
    assert kept_on([dip], [dip]) == (dip,)
    calmer = replace(RULES["RF-HAL-1"], level=Level.CALL_CLINIC)
    assert kept_on([RULES["RF-HAL-1"]], [calmer]) == (calmer,)


def test_what_is_over_has_a_pause_where_it_is_for_the_clinic_alone_and_never_as_an_emergency() -> None:
    quiet, loud = RULES["RF-FA-2"], RULES["RF-CP-1"]
    for level, wanted in (
        (Level.CALL_CLINIC, (True, True)),
        (Level.URGENT, (True, False)),
        (Level.EMERGENCY, (False, False)),
    ):
        step = FloorStep(level, "call_now", same_day=True)
        found = [once_over(rule, step) for rule in (quiet, loud)]
        assert tuple(one.has_cooldown for one in found) == wanted
        assert {(one.level, one.message, one.same_day, one.soft) for one in found} == {(level, "call_now", True, False)}


def test_a_paragraph_that_is_true_only_after_an_infusion_is_not_drawn_without_one() -> None:
    message = BOOK.messages["medical_now"]
    with_it, without = (paragraphs(message, "US", frozenset({"em", *more})) for more in (["infusion"], []))
    assert [one.given for one in with_it] == ["", "infusion"] and with_it[:1] == without


def test_an_answer_about_time_touches_what_follows_from_it() -> None:
    assert touched_fields("se", ["note"]) == {"se.note"}
    times = {"entry.is_now", "entry.hours_ago"}
    times |= {
        f"course.{one}" for one in ("hours_since_infusion", "days_since_infusion", "hours_at_latest", "is_infusion_day")
    }
    assert touched_fields("se", ["began"]) == {"se.began", *times}
    assert touched_fields("se", ["severity"]) == {"se.severity", "entry.is_there"}
    assert touched_fields("se", ["still_now"]) == {"se.still_now", "entry.is_there", *times}


# Holes that mutation showed


def test_what_was_written_at_the_very_start_of_the_first_infusion_is_no_baseline() -> None:
    for days, is_new in ((120, True), (120.001, False)):
        before = earlier("se", {"effect": "se_dissociation", "severity": 1}, days=days)
        assert ("RF-DIS-1" in ids(side_effect("dissociation", 1, before, since=20))) is is_new


def test_the_newest_entry_before_the_course_is_the_baseline() -> None:
    worse_then_better = [
        earlier("se", {"effect": "se_dissociation", "severity": severity}, days=days)
        for severity, days in ((1, 125), (3, 130))
    ]
    assert "RF-DIS-1" in ids(side_effect("dissociation", 2, *worse_then_better, since=20))
    assert "RF-DIS-1" not in ids(side_effect("dissociation", 1, *worse_then_better, since=20))


def test_of_the_last_four_check_ins_those_that_say_no_mood_are_passed_over() -> None:
    said = [earlier("daily", {"mood": 2}, days=day) for day in (2, 4)]
    silent = [earlier("daily", {"anxiety": 3}, days=day) for day in (1, 3, 5)]
    assert "RF-TREND-1" in ids(answered("daily", *said, *silent, mood=2))


def test_a_fall_is_told_from_7_entries_and_not_from_fewer() -> None:
    known = {"course.hours_since_infusion": 24.0}
    past = [earlier("daily", {"mood": 9}, days=1 + day) for day in range(7)]
    assert "RF-TREND-2" in ids(answered("daily", *past, beside=known, mood=2))
    for few in (0, 1, 6):
        assert "RF-TREND-2" not in ids(answered("daily", *past[:few], beside=known, mood=2))


def test_a_list_of_one_code_is_compared_like_a_longer_one() -> None:
    assert meets(Compare("x", "in", ("a",)), {"x": "a"}) and not meets(Compare("x", "in", ("a",)), {"x": "b"})
    assert not meets(Compare("x", "in", ("a",)), {"x": 1}) and not meets(Compare("x", "in", ("a",)), {})


def test_a_condition_over_the_past_inside_a_counted_entry_is_an_error() -> None:
    with pytest.raises(TypeError):
        meets(Rises("phq9.total", 5), {})


def test_ticks_are_compared_as_a_set() -> None:
    one_of = Compare("x", "any_of", frozenset({"a", "b"}))
    alone = Compare("x", "only_one_of", frozenset({"a", "b"}))
    for ticks, some, only in (
        (("a",), True, True),
        (("a", "b"), True, False),
        (("a", "c"), True, False),
        (("c",), False, False),
        ((), False, False),
    ):
        assert (meets(one_of, {"x": ticks}), meets(alone, {"x": ticks})) == (some, only)
    assert not meets(one_of, {"x": "a"}) and not meets(one_of, {}), "a single code of an older form is no tick"
