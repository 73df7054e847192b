"""docs/safety-rules.md is that of the rules, each rule in it has its test, and what a clinic may write is all there."""

import re
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import pytest

from companion.clinic_file import load_site_clinic
from companion.config import assets_dir
from companion.content import load_content
from companion.domain.safety.book import FLAGS, NEEDED
from companion.domain.safety.conditions import (
    OPERATORS,
    AllOf,
    AnyOf,
    AtLeastField,
    Compare,
    Entries,
    Missing,
    NewToCourse,
    Rises,
)
from companion.domain.safety.engine import fired
from companion.domain.safety.fields import FIELDS, IS_THERE, TIMES
from companion.domain.safety.pack import merge
from companion.domain.safety.reading import BESIDE_THIS, FLAGS_OF_ENTRIES, NUMBERS_OF_ENTRIES
from companion.domain.safety.rules import Rule
from companion.safety_rules import load_rules
from tests.rules_document import DOCUMENT, SHIPPED_WORDS, TEST, document
from tests.rules_questions import (
    asked_before,
    asked_by,
    earlier_questions_of,
    fires_today,
    never_asked_together,
    never_met,
    questions_of,
)
from tests.situations import answered, earlier
from tests.unit import test_red_flags

EVERY = load_rules(assets_dir(), with_waiting=True)
BOOK = load_rules(assets_dir())


def test_the_document_is_up_to_date() -> None:
    assert DOCUMENT.read_text("utf-8") == document(EVERY), "run `make safety-rules`"


def test_every_rule_of_the_document_has_the_test_that_it_names() -> None:
    named = re.findall(r"`" + re.escape(TEST) + r"\[([A-Z0-9-]+)\]`", DOCUMENT.read_text("utf-8"))
    assert sorted(named) == sorted(rule.id for rule in EVERY.rules) == sorted(test_red_flags.TABLE)
    file, _, name = TEST.partition("::")
    assert file.endswith("test_red_flags.py") and callable(getattr(test_red_flags, name))


def test_every_shipped_rule_and_each_way_it_can_fire_has_a_question_that_ships() -> None:
    assert {rule.id: found for rule in BOOK.rules if (found := never_met(rule.condition))} == {}
    assert [rule.id for rule in BOOK.rules if not questions_of(rule)] == []
    assert {rule.id: found for rule in BOOK.rules if (found := never_asked_together(rule))} == {}
    assert [rule.id for rule in BOOK.rules if not fires_today(rule)] == []


def test_a_rule_without_a_question_is_found() -> None:
    ghost, real = Compare("phq9.item9", "is", 1), Compare("daily.mood", "at_most", 2)
    assert never_met(AnyOf((real, ghost))) == ["phq9.item9"] == never_met(AllOf((real, ghost)))
    assert never_met(Compare("prep.pregnant", "in", ("yes", "gone"))) == ["prep.pregnant gone"]
    assert never_met(Compare("se.effect", "is", "se_none")) == ["se.effect se_none"]
    assert never_met(Compare("se.severity", "at_least", 4)) == ["se.severity 4"]
    assert never_met(Entries("phq9", Compare("item9", "is", 1), least=2)) == ["phq9.item9"]
    apart = AllOf((Compare("se.effect", "is", "se_nausea"), Compare("se.voices_harm", "is", True)))
    assert never_met(apart) == [] and never_asked_together(replace(BOOK.rules[0], condition=apart))
    assert never_met(Rises("phq9.total", 5)) == ["phq9.total"] and never_met(Missing("gad7.total")) == ["gad7.total"]
    assert never_met(Compare("course.point", "is", "mid")) == ["course.point"]
    assert never_met(AtLeastField("bp.diastolic", "phq9.total")) == ["phq9.total"]
    assert never_met(Entries("se", AllOf((Compare("effect", "is", "se_none"), Missing("gone"))), least=2)) == [
        "se.effect se_none", "se.gone",
    ]  # fmt: skip


@pytest.mark.parametrize("operator", ["any_of", "only_one_of"])
def test_each_tick_that_a_rule_asks_for_is_offered(operator: str) -> None:
    ticked = Compare("bp.red_symptoms", operator, frozenset({"sight", "gone"}))
    assert never_met(ticked) == ["bp.red_symptoms gone"]
    assert never_met(Compare("se.voices", operator, frozenset({"self"}))) == ["se.voices self"], "it takes one answer"


@pytest.mark.parametrize("field", sorted({*TIMES, IS_THERE, "course.days_to_infusion"}))
def test_what_the_app_works_out_needs_no_question_and_no_other_field_goes_without(field: str) -> None:
    assert field in FIELDS
    assert never_met(Compare(field, "at_least", 4)) == never_met(NewToCourse()) == []
    alone = replace(BOOK.rules[0], condition=AllOf((Compare(field, "at_least", 4), NewToCourse())))
    assert never_asked_together(alone) == []


def test_a_question_that_shows_after_others_is_found_and_one_that_never_can_is_not() -> None:
    back = Compare("se.back_pain", "is", True)
    first = Compare("se.effect", "is", "se_headache")
    assert never_asked_together(replace(BOOK.rules[0], condition=back)) == []
    assert never_asked_together(replace(BOOK.rules[0], condition=AllOf((back, first))))
    both = AllOf((Compare("bp.red_symptoms", "any_of", frozenset({"sight"})), Compare("bp.red_when", "is", "now")))
    assert never_asked_together(replace(BOOK.rules[0], condition=both)) == []


OF_BEFORE = {
    "bp.red_symptom": "Blood pressure, version 1: ",
    "se.mixed": "Side effect, version 1: ",
    "se.hard_to_wake": "Side effect, version 1: ",
    "se.slow_breathing": "Side effect, version 1: ",
    "se.took_too_much": "Side effect, version 1: ",
    "se.voices_harm": "Side effect, version 1: ",
    "se.head_hit": "Side effect, version 1: ",
    "se.sudden": "Side effect, version 1: ",
}


@pytest.mark.parametrize("field", OF_BEFORE)
def test_what_only_an_earlier_version_asked_is_said_so_and_is_no_shipped_question(field: str) -> None:
    rule = replace(BOOK.rules[0], condition=Compare(field, "is", True))
    assert never_met(rule.condition) == never_asked_together(rule) == []
    assert not fires_today(rule) and questions_of(rule) == [], "a rule of it alone would be dead"
    [said] = earlier_questions_of(rule)
    assert said.startswith(OF_BEFORE[field])
    document_ = DOCUMENT.read_text("utf-8")
    named = [one for one in BOOK.rules if field in one.fields]
    assert named and f"| `{field}` | yes or no (asked by an earlier version) |" in document_
    for one in named:
        part = document_.split(f"### {one.id}\n")[1].split("###")[0]
        asked, before = part.split("- **Asked by** ")[1].split("- **Asked by an earlier version** ")
        assert said in before.splitlines()[0] and said not in asked


def test_no_other_field_of_a_rule_is_left_to_earlier_versions() -> None:
    left = {field for rule in BOOK.rules for field in rule.fields if asked_before(field) and not asked_by(field)}
    assert left == OF_BEFORE.keys()


def test_a_rule_that_waits_for_a_form_is_data_alone() -> None:
    waiting = {rule.id: rule for rule in EVERY.rules if rule.waits_for}
    assert waiting.keys() == {
        "RF-SUI-1", "RF-SUI-2", "RF-SAFE-5", "RF-PHQ-1", "RF-PHQ-2", "RF-GAD-1", "RF-PCL-1", "RF-NORESP-1", "RF-ALC-2",
    }  # fmt: skip
    assert not waiting.keys() & {rule.id for rule in load_content(assets_dir()).red_flags().book.rules}
    shipped = {url.rsplit("/", 1)[-1] for url in load_content(assets_dir()).forms}
    assert not {rule.waits_for for rule in waiting.values()} & shipped, "its form is there: it waits for nothing"
    assert all(never_met(rule.condition) for rule in waiting.values())
    assert ids(fired(BOOK, answered("phq9", item9=3, total=27))) == []
    assert merge(BOOK, {"raise": [{"id": "RF-SUI-2", "level": "emergency"}]}).problems, "nothing there to raise"


def test_the_document_says_which_question_fires_a_rule_and_which_rules_wait() -> None:
    said = document(EVERY)
    first, apart = said.split("## Rules that wait for a form\n")
    assert "### RF-PHQ-1\n" not in first and "### RF-PHQ-1\n" in apart and "- **Waits for** `phq9`" in apart
    pregnant = first.split("### RF-PRE-3\n")[1].split("###")[0]
    assert 'Prepare for your evaluation: "Are you pregnant or breastfeeding?"' in pregnant
    assert 'The week before: "Are you pregnant, or could you be?"' in pregnant
    assert not re.search(r"\{(?!em\}|cl\}|clinic\})\w+\}", said), "a placeholder that nothing fills"


def ids(rules: Iterable[Rule]) -> list[str]:
    return [rule.id for rule in rules]


def test_every_word_that_a_clinic_may_write_stands_in_the_document() -> None:
    said = DOCUMENT.read_text("utf-8")
    words = {*NEEDED, *FLAGS, "asks", *OPERATORS, "missing", "at_least_field", "all", "any", "entries", "where",
             "falls", "by", "from_mean_of", "rises", "title", "paragraphs", "actions", *FIELDS, *NUMBERS_OF_ENTRIES,
             *BESIDE_THIS, "country"}  # fmt: skip
    assert not [word for word in words if f"`{word}`" not in said]
    assert not [word for word in (*FLAGS_OF_ENTRIES, "same_form") if f"`{word}: true`" not in said]
    assert "`new_to_course: se`" in said and "`given: infusion`" in said


@pytest.mark.parametrize(
    ("word", "value"),
    [
        ("floor", [{"level": "call_clinic", "message": "call_today"}]), ("sign", "stroke"), ("waits_for", "phq9"),
        ("weekly_unless", {"field": "daily.mood", "at_most": 2}),
    ],
)  # fmt: skip
def test_a_word_for_the_rules_that_ship_is_refused_in_a_clinics_rule_and_the_document_says_so(
    word: str, value: object
) -> None:
    own = {"id": "OWN", "topic": "mind", "level": "call_clinic", "when": {"field": "daily.mood", "at_most": 2},
           "message": "call_today", "sources": ["OWN"]}  # fmt: skip
    assert merge(BOOK, {"rules": [own]}).problems == ()
    merged = merge(BOOK, {"rules": [own | {word: value}]})
    assert {place for place, _ in merged.problems} == {("rules", 0, word)} and "OWN" not in ids(merged.book.rules)
    assert {"floor", "sign", "waits_for", "weekly_unless"} == {*SHIPPED_WORDS}
    [line] = [one for one in DOCUMENT.read_text("utf-8").splitlines() if "reserved for shipped rules" in one]
    assert f"`{word}`" in line and "refused" in line


def test_the_example_of_red_flags_is_sound_and_its_rules_fire(tmp_path: Path) -> None:
    document = (DOCUMENT.parent / "clinic-file.md").read_text("utf-8")
    (example,) = re.findall(r"```yaml\n(safety:\n.*?)```", document, re.DOTALL)
    file = tmp_path / "clinic.yaml"
    file.write_text("name: Example Clinic\n" + example, "utf-8")
    merged = merge(BOOK, load_site_clinic(file).safety)
    assert merged.problems == ()
    own = {rule.id for rule in merged.book.rules} - {rule.id for rule in BOOK.rules}
    high, low = {"pulse": 115, "systolic": 120, "diastolic": 80}, {"safe": "yes", "mood": 1, "sleep_quality": 2}
    for situation, fires in (
        (answered("bp", earlier("bp", {"pulse": 112}, hours=3), **high), {"CLINIC-PULSE"}),
        (answered("bp", earlier("bp", {"pulse": 112}, hours=25), **high), set()),
        (answered("daily", **low), {"CLINIC-LOW-DAY"}),
        (answered("daily", **{**low, "sleep_quality": 3}), set()),
    ):
        assert {rule.id for rule in fired(merged.book, situation)} & own == fires
    assert own == {"CLINIC-PULSE", "CLINIC-LOW-DAY"}
