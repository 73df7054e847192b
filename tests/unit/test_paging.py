"""The pages of a form: they come and go with the answers, and the person stays where they were."""

from datetime import UTC, date, datetime

from hypothesis import given, settings

from companion.config import assets_dir
from companion.content import BLOOD_PRESSURE, DAILY_CHECK_IN, SIDE_EFFECT, load_content
from companion.domain.enabling import enabled
from companion.domain.journal import Draft, Infusion, Occurrence, course_stage, facts_of
from companion.domain.paging import page_of, pages, place
from companion.domain.questionnaire import Answers, AnswerValue, ItemType, PartOfDay, Questionnaire
from companion.store.codec import draft_from_json
from tests.unit.test_enabling import answered_forms

FORMS = load_content(assets_dir()).forms
WHEN = Occurrence(datetime(2026, 11, 24, 8, 5, tzinfo=UTC), "Europe/Paris", date(2026, 11, 24), "09:05")


def shown(form: str, **answers: AnswerValue) -> list[str]:
    return [item.link_id for item in pages(FORMS[form], PartOfDay.LATER, answers)]


def code(form: str, link_id: str, wanted: str) -> AnswerValue:
    return next(one for one in FORMS[form].question(link_id).options if one.code == wanted)


def asked(**answers: AnswerValue) -> set[str]:
    """The fields of the side-effect form that are shown only where they matter."""
    checks = next(item for item in FORMS[SIDE_EFFECT].items if item.link_id == "checks")
    return {item.link_id for item in checks.items} & enabled(FORMS[SIDE_EFFECT], answers)


def test_what_makes_you_unsafe_is_asked_of_those_alone_who_are_not_safe() -> None:
    for said, is_asked in (("yes", False), ("no", True), ("not-sure", True)):
        assert ("unsafe_kind" in shown(DAILY_CHECK_IN, safe=code(DAILY_CHECK_IN, "safe", said))) is is_asked
    assert "unsafe_kind" not in shown(DAILY_CHECK_IN)


def test_each_side_effect_asks_what_its_rules_need_and_no_more() -> None:
    urine = {"cannot_pee", "fever"}
    wanted = {
        ("se_faint", 0): {"hit_head", "blood_thinner", "chest_pain", "repeated", "not_fully_awake"},
        ("se_fall", 1): {"hit_head", "blood_thinner"},
        ("se_numb", 1): {"one_side"},
        ("se_speech", 1): {"one_side", "came_suddenly"},
        ("se_vision", 1): {"one_side", "came_suddenly"},
        ("se_confusion", 1): {"one_side"},
        ("se_vomiting", 1): {"vomit_blood"},
        ("se_palpitations", 1): {"chest_pain", "faint_or_breathless"},
        ("se_headache", 0): {"thunderclap"},
        ("se_headache", 3): {"thunderclap", "worst_ever", "neuro_sign"},
        ("se_allergy", 1): {"swelling", "breathing_trouble"},
        ("se_hallucination", 1): {"voices"},
        ("se_ur_pain", 1): urine,
        ("se_ur_blood", 1): urine,
        ("se_bladder_pain", 1): urine,
        ("se_sleepy", 0): set(),
        ("se_sleepy", 1): {"could_not_wake", "hard_to_stay_awake"},
        ("se_sleepy", 2): {"could_not_wake", "hard_to_stay_awake", "mixed_with"},
        ("se_craving", 1): {"outside_ketamine", "too_much"},
        ("se_drinking", 0): {"outside_ketamine", "too_much"},
        ("se_suicidal", 1): {"too_much"},
        ("se_other", 1): {"too_much"},
        ("se_irritable", 2): set(),
        ("se_irritable", 3): {"hurt_someone"},
        ("se_tired", 3): set(),
    }
    for (effect, severity), fields in wanted.items():
        assert asked(effect=code(SIDE_EFFECT, "effect", effect), severity=severity) == fields, (effect, severity)


def test_what_follows_an_answer_is_asked_after_it() -> None:
    fall, other = (code(SIDE_EFFECT, "effect", name) for name in ("se_fall", "se_other"))
    for said, follows in (("yes", True), ("not-sure", True), ("no", False)):
        assert ("head_signs" in asked(effect=fall, severity=1, hit_head=code(SIDE_EFFECT, "hit_head", said))) is follows
    for said, follows in (("no", False), ("3-days", True), ("longer", True), ("not-sure", True)):
        found = asked(effect=other, severity=1, too_much=code(SIDE_EFFECT, "too_much", said))
        assert ({"too_much_signs", "on_purpose"} <= found) is follows
    ticked = (code(BLOOD_PRESSURE, "red_symptoms", "sight"),)
    assert "red_when" in shown(BLOOD_PRESSURE, red_symptoms=ticked)
    assert "red_when" not in shown(BLOOD_PRESSURE, red_symptoms=(code(BLOOD_PRESSURE, "red_symptoms", "none"),))


def test_a_seizure_is_told_of_before_how_bad_it_was_and_the_time_before_both() -> None:
    """So a card comes with what it depends on, and the person sees no emergency that the next answer takes back."""
    order = [item.link_id for item in FORMS[SIDE_EFFECT].items]
    assert order == ["effect", "still_now", "began", "lasted", "seizure", "severity", "checks", "note"]
    seizure = code(SIDE_EFFECT, "effect", "se_seizure")
    with_it = enabled(FORMS[SIDE_EFFECT], {"effect": seizure, "epilepsy": True})
    assert {
        "usual_seizure",
        "seizure_short",
        "awake_again",
        "seizure_hurt",
    } <= with_it and "first_seizure" not in with_it
    assert "first_seizure" in enabled(FORMS[SIDE_EFFECT], {"effect": seizure, "epilepsy": False})


def test_a_page_whose_questions_are_all_hidden_is_left_out() -> None:
    picked = code(SIDE_EFFECT, "effect", "se_tired")
    assert "checks" not in shown(SIDE_EFFECT, effect=picked, severity=3)
    assert "checks" in shown(SIDE_EFFECT, effect=code(SIDE_EFFECT, "effect", "se_faint"))


def test_a_low_pressure_asks_for_dizziness_and_a_fast_pulse_for_rest() -> None:
    always = ["reading", "red_symptoms", "note"]
    assert shown(BLOOD_PRESSURE, systolic=90, diastolic=60, pulse=119) == always
    assert shown(BLOOD_PRESSURE, systolic=89) == ["reading", "red_symptoms", "dizzy", "note"]
    assert shown(BLOOD_PRESSURE, diastolic=59) == ["reading", "red_symptoms", "dizzy", "note"]
    assert shown(BLOOD_PRESSURE, pulse=120) == ["reading", "red_symptoms", "at_rest", "note"]


@given(answered_forms())
@settings(max_examples=100, deadline=None)
def test_a_page_is_shown_exactly_when_something_on_it_is(made: tuple[Questionnaire, Answers]) -> None:
    form, answers = made
    on = enabled(form, answers)
    for item in form.items:
        seen = [one for one in [item, *item.items] if one.type is not ItemType.GROUP and one.link_id in on]
        if item.type is not ItemType.GROUP or seen:
            assert (item in pages(form, PartOfDay.LATER, answers)) is (item.link_id in on)


@given(answered_forms())
@settings(max_examples=100, deadline=None)
def test_the_place_of_a_person_is_always_on_a_page(made: tuple[Questionnaire, Answers]) -> None:
    form, answers = made
    asked_now = pages(form, PartOfDay.LATER, answers)
    for page in ["", "no such page", *(item.link_id for item in form.items)]:
        at = place(form, asked_now, page, answers)
        assert 0 <= at < max(1, len(asked_now))
        if any(item.link_id == page for item in asked_now):
            assert asked_now[at].link_id == page


def test_a_page_before_that_vanishes_leaves_the_person_on_theirs() -> None:
    form = FORMS[BLOOD_PRESSURE]
    for numbers in ({"pulse": 130, "systolic": 80}, {"pulse": 60, "systolic": 80}, {"pulse": 130}):
        asked_now = pages(form, PartOfDay.LATER, numbers)
        assert asked_now[place(form, asked_now, "note", numbers)].link_id == "note"
    gone = pages(form, PartOfDay.LATER, {"pulse": 60})
    assert gone[place(form, gone, "dizzy", {"pulse": 60})].link_id == "red_symptoms"


def test_a_question_in_a_group_stands_on_the_groups_page() -> None:
    assert page_of(FORMS[SIDE_EFFECT], "hit_head") == "checks" and page_of(FORMS[SIDE_EFFECT], "note") == "note"


def test_a_draft_of_an_older_version_opens_at_its_first_question_without_an_answer() -> None:
    header = {"k": "draft", "form": DAILY_CHECK_IN, "entry": None,
              "started": {"at": WHEN.at.isoformat(), "zone": WHEN.zone, "date": "2026-11-24", "clock": "09:05"}}  # fmt: skip
    body = {"answers": {"mood": {"integer": 5}, "anxiety": {"integer": 4}}, "position": 2}
    draft = draft_from_json("d", header, body)
    assert draft == Draft("d", DAILY_CHECK_IN, WHEN, {"mood": 5, "anxiety": 4})
    asked_now = pages(FORMS[DAILY_CHECK_IN], PartOfDay.MORNING, draft.answers)
    assert asked_now[place(FORMS[DAILY_CHECK_IN], asked_now, draft.page, draft.answers)].link_id == "ptsd_bother"


def test_a_header_knows_numbers_yes_and_no_and_codes_but_no_words_and_nothing_hidden() -> None:
    answers = {
        "effect": code(SIDE_EFFECT, "effect", "se_faint"),
        "severity": 2,
        "hit_head": code(SIDE_EFFECT, "hit_head", "not-sure"),
        "thunderclap": True,
        "note": "private",
    }
    facts = facts_of(FORMS[SIDE_EFFECT], answers)
    assert facts == {"effect": "se_faint", "severity": 2, "hit_head": "not-sure"}


def test_the_short_list_is_that_of_the_day_after_an_infusion_or_of_the_days_between() -> None:
    def at(hour: int, day: int = 24) -> datetime:
        return datetime(2026, 11, day, hour, tzinfo=UTC)

    course = [Infusion("1", 1, Occurrence(at(10), "UTC", date(2026, 11, 24), "10:00"), "fulfilled")]
    assert course_stage(course, at(12)) == course_stage(course, at(9, 25)) == course_stage([], at(12)) == "same-day"
    assert course_stage(course, at(11, 25)) == course_stage(course, at(9)) == "between"
