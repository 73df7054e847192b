"""Articles, guidance, side effects and lists say the same about the same thing."""

import json
import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from companion.articles import load_library
from companion.config import assets_dir
from companion.content import INTEGRATION, RECOVERY, load_content
from companion.domain.article_text import Care, CareLevel, texts_of
from companion.domain.safety.rules import Level
from companion.emergency_file import load_signs
from companion.safety_rules import load_rules
from tests.reading_grade import grade

ASSETS = assets_dir()
CONTENT = load_content(ASSETS)
LIBRARY = load_library(ASSETS / "content")
SIGNS = {one.id: one for one in load_signs(ASSETS)}
ITEMS = {item.id: " ".join((item.title, *item.lines, item.why)) for item in CONTENT.guidance.items}
STRETCHES = {care.id: care for care in CONTENT.guidance.aftercare}
BLADDER = ("se_ur_pain", "se_ur_freq", "se_ur_urgency", "se_ur_night", "se_ur_blood", "se_bladder_pain")
BOOK = load_rules(ASSETS)
FEVER_ALONE = "You have a fever with any bladder sign"
FEVER = "You have a bladder sign, such as pain or burning, with a fever and back pain"


def article(id: str) -> str:
    found = LIBRARY.articles[id]
    return " ".join((found.summary, *texts_of(found.sections()), *found.unknown))


def form(url: str) -> str:
    def lines(items: object) -> Iterator[str]:
        for item in items:  # type: ignore[attr-defined]
            yield item.text
            yield from (one.display for one in item.options)
            yield from lines(item.items)

    return " ".join(lines(CONTENT.forms[url].items))


def stretch(id: str) -> str:
    care = STRETCHES[id]
    return " ".join((*care.common, *care.self_care, *care.call_clinic, *care.emergency))


def effect(id: str) -> str:
    found = CONTENT.side_effects[id]
    return " ".join((*found.self_care, *found.call_clinic, *found.emergency, *found.emergency_notes))


def box(id: str, level: CareLevel) -> list[str]:
    blocks = [block for section in LIBRARY.articles[id].sections() for block in section.blocks]
    return [line for block in blocks if isinstance(block, Care) and block.level is level for line in block.lines]


def every_text() -> Iterator[tuple[str, str]]:
    yield from ((id, article(id)) for id in LIBRARY.articles)
    yield from ITEMS.items()
    yield from ((id, stretch(id)) for id in STRETCHES)
    yield from ((id, effect(id)) for id in CONTENT.side_effects)
    yield from ((url, form(url)) for url in (RECOVERY, INTEGRATION))


EVENING = {
    "after-the-session": article("after-the-session"),
    "family": article("family"),
    "medicines": article("medicines"),
    "g_24_alcohol": ITEMS["g_24_alcohol"],
    "rest_of_day": stretch("rest_of_day"),
    "recovery": form(RECOVERY),
}


@pytest.mark.parametrize("where", EVENING)
def test_usual_evening_medicines_are_the_same_everywhere(where: str) -> None:
    said = EVENING[where].lower()
    assert all(one in said for one in ("evening medicines", "benzodiazepine", "methadone", "buprenorphine", "seizure"))
    assert re.search(r"never skip|(?:to skip|skipping) a daily", said) and re.search(
        r"take it twice|taking it twice", said
    )
    assert "after-hours line" in said and "pharmacist" in said and re.search(r"prescriber|person who prescribes", said)
    assert re.search(r"before the infusion day|what your clinic told you", said)


@pytest.mark.parametrize("where", [one for one in EVENING if one != "family"])
def test_what_is_not_taken_that_night_is_alcohol_extra_doses_and_as_needed_pills_alone(where: str) -> None:
    said = EVENING[where]
    assert "o extra doses" in said and "“as needed” pills" in said and "unless your clinic said so" in said
    assert not re.search(r"[Aa]sk (?:your clinic )?before you take (?:sleep|opioid)", said), "the clinic is closed then"


def test_a_helper_holds_no_medicine_back_and_watches_breathing() -> None:
    said = article("family")
    assert "Never hold back a medicine that was prescribed" in said and "Watch how they breathe" in said
    assert not re.search(r"no pills|no medicine that", said, re.IGNORECASE)
    for text in (ITEMS["g_0_2_withyou"], stretch("rest_of_day"), article("after-the-session")):
        assert re.search(r"easy to wake|watches how you breathe", text)


EATING = "Do not eat or drink until staff say it is OK"


@pytest.mark.parametrize(
    "said",
    [
        article("after-the-session"), article("at-the-clinic"), ITEMS["g_0_2_quiet"], ITEMS["g_rec_rest"],
        stretch("first_hours"), form(RECOVERY),
    ],
)  # fmt: skip
def test_nothing_is_eaten_until_staff_say_so_after_the_infusion(said: str) -> None:
    assert EATING in said


def test_no_text_says_that_one_eats_once_it_has_begun_or_before_staff_agree() -> None:
    for where, said in every_text():
        assert "until it has begun" not in said, where
    assert "nce staff have said it is OK" in ITEMS["g_24_food"]


FALLS = {
    "after-the-session": article("after-the-session"),
    "family": article("family"),
    "call-for-help": article("call-for-help"),
    "first_hours": stretch("first_hours"),
    "rest_of_day": stretch("rest_of_day"),
    "se_fall": effect("se_fall"),
    "recovery": form(RECOVERY),
}


@pytest.mark.parametrize("where", FALLS)
def test_a_fall_asks_for_the_head_and_a_blood_thinner(where: str) -> None:
    said = FALLS[where]
    assert "blood thinner" in said and re.search(r"hit (?:your|their|my) head", said)
    assert re.search(r"did not hit (?:your|their) head|no sign in the list above applies", said), (
        "only that is for the clinic"
    )


def test_no_clinic_box_takes_a_fall_without_asking_for_the_head() -> None:
    lines = [line for id in LIBRARY.articles for line in box(id, CareLevel.CLINIC)]
    lines += [line for care in STRETCHES.values() for line in care.call_clinic]
    lines += [line for one in CONTENT.side_effects.values() for line in one.call_clinic]
    falls = [line for line in lines if re.search(r"\bfall\b", line)]
    assert falls and not [line for line in falls if not re.search(r"head|blood thinner", line)]


def test_a_line_that_may_be_closed_is_never_there_at_any_time_nor_named_in_one_breath_with_the_emergency_number() -> (
    None
):
    for where, said in every_text():
        for sentence in re.split(r"(?<=[.?:])\s", said):
            assert "{cl}" not in sentence or "any time" not in sentence, where
            assert not re.search(r"\{(?:em|cl)\} or \{(?:em|cl)\}", sentence), where


def test_what_must_not_be_given_is_said_so() -> None:
    said = article("not-for-everyone")
    assert "Esketamine must not be given to anyone with an aneurysm" in said and "speak against" not in said
    assert all(one in said for one in ("anywhere in the body", "past bleeding in the brain", "allergy to ketamine"))


def test_pregnancy_has_its_reason_its_test_birth_control_and_a_call_before_the_next_infusion() -> None:
    said = article("not-for-everyone")
    assert "do not have esketamine" in said and "can harm an unborn baby" in said
    assert all(
        one in said for one in ("ask for a test", "birth control", "before the next infusion", "breastfeed or pump")
    )
    assert "can harm an unborn baby" in ITEMS["g_weeks_history"]
    assert "breastfeed or pump" in ITEMS["g_24_breast"] and "breastfeed or pump" in form(RECOVERY)


def test_blood_pressure_has_confusion_and_the_pulse_and_counts_24_hours_after_the_infusion() -> None:
    emergency, clinic = (" ".join(box("blood-pressure", level)) for level in (CareLevel.EMERGENCY, CareLevel.CLINIC))
    assert (
        "confused or less awake, more than 4 hours after" in emergency and "140 or more, or it is under 40" in emergency
    )
    assert "160/100 or more on two checks within 24 hours after an infusion" in clinic and "day after" not in clinic
    assert "At any reading" in article("blood-pressure") and "rest for 5 minutes and check again" in article(
        "blood-pressure"
    )
    assert "160/100 or more on two checks within 24 hours after an infusion" in effect("se_bp_high")
    assert "confused" in effect("se_bp_high") and "emergency at any reading" in effect("se_bp_high")


@pytest.mark.parametrize(
    "said",
    [
        article("blood-pressure"), article("after-the-session"), article("family"), stretch("first_hours"),
        effect("se_confusion"), effect("se_vision"), effect("se_bp_high"),
    ],
)  # fmt: skip
def test_in_the_first_4_hours_confusion_and_blurred_sight_alone_are_for_the_nurse_or_the_clinic(said: str) -> None:
    assert "first 4 hours" in said and re.search(
        r"tell the nurse|Stay with them, and call the clinic", said, re.IGNORECASE
    )
    assert re.search(r"stays? with you|Stay with them", said)


def test_confusion_counts_from_the_start_everywhere() -> None:
    for where, said in every_text():
        assert not re.search(r"4 hours after (?:it ended|the end)", said), where
        assert not re.search(r"confused (?:after 4 hours|4 hours after[^\w ]|4 hours after$)", said), where


def test_the_strongest_part_is_25_to_40_minutes_in_the_item_the_article_and_what_to_expect() -> None:
    [expect] = [one for one in CONTENT.guidance.expect if one.id == "strongest"]
    [item] = [one for one in CONTENT.guidance.items if one.id == "g_during_3"]
    assert (expect.start, expect.end) == (item.start, item.end) == (25, 40)
    assert "Minutes 25 to 40" in article("what-it-may-feel-like")


def test_a_sip_of_water_with_pills_is_usually_allowed_ask() -> None:
    for said in (article("day-before"), article("medicines"), ITEMS["g_morn_liquids"]):
        assert "sip of water with your pills: ask your clinic. The answer is usually yes." in said.replace("**", "")


@pytest.mark.parametrize("id", BLADDER)
def test_who_cannot_pee_or_has_a_fever_and_back_pain_with_a_bladder_sign_has_an_emergency(id: str) -> None:
    emergency = " ".join(CONTENT.side_effects[id].emergency)
    assert "You cannot pee at all" in emergency and "fever and back pain" in emergency
    assert "You also have a fever. Call now, and get care today." in CONTENT.side_effects[id].call_clinic


def test_a_fever_with_a_bladder_sign_is_for_care_today_as_its_card_says() -> None:
    [rule] = [one for one in BOOK.rules if one.id == "RF-UR-3"]
    card = BOOK.messages[rule.message]
    assert rule.level is Level.URGENT and card.title == "Get care today"
    assert "Call your clinic now" in card.paragraphs[0].text
    for id in ("bladder", "call-for-help"):
        assert f"{FEVER_ALONE}: call now, and get care today" in box(id, CareLevel.CLINIC)
    for id in ("days_1_3", "days_4_7"):
        assert f"{FEVER_ALONE}: call now, and get care today" in STRETCHES[id].call_clinic
    assert "With a fever, call now and get care today" in ITEMS["g_d4_bladder"]
    lines = [line for id in LIBRARY.articles for line in box(id, CareLevel.CLINIC)]
    lines += [line for care in STRETCHES.values() for line in care.call_clinic]
    lines += [line for one in CONTENT.side_effects.values() for line in one.call_clinic]
    assert not [line for line in lines if "fever" in line and "same day" in line]


def test_severe_pain_after_a_fall_is_an_emergency_wherever_a_fall_is_spoken_of() -> None:
    [rule] = [one for one in BOOK.rules if one.id == "RF-FALL-3"]
    assert rule.level is Level.EMERGENCY and "The pain is severe" in CONTENT.side_effects["se_fall"].emergency
    for id in ("after-the-session", "call-for-help", "side-effects"):
        assert "You fall, and the pain is severe" in box(id, CareLevel.EMERGENCY), id
    assert "They fall, and the pain is severe" in box("family", CareLevel.EMERGENCY)
    assert all("You fall, and the pain is severe" in care.emergency for care in STRETCHES.values())


@pytest.mark.parametrize("id", STRETCHES)
def test_the_same_stands_in_each_stretch_after_an_infusion(id: str) -> None:
    assert FEVER in STRETCHES[id].emergency and any("cannot pee at all" in one for one in STRETCHES[id].emergency)


@pytest.mark.parametrize("id", ["bladder", "call-for-help", "side-effects"])
def test_the_same_stands_in_the_articles(id: str) -> None:
    emergency = box(id, CareLevel.EMERGENCY)
    assert FEVER in emergency and "You cannot pee at all" in emergency


def test_a_thought_of_hurting_oneself_is_for_the_clinic_today_and_acting_on_it_an_emergency() -> None:
    for care in STRETCHES.values():
        assert any("thought of hurting yourself" in one for one in care.call_clinic), care.id
    for id in ("after-the-session", "side-effects", "days-after", "call-for-help"):
        assert any("hurting yourself" in one for one in box(id, CareLevel.CLINIC)), id


def test_screens_are_off_in_the_last_hour_before_bed() -> None:
    for said in (article("sleep"), effect("se_insomnia")):
        assert "No screens in the last hour before bed" in said
    assert "screens away late" not in article("sleep")


def test_who_had_no_infusion_is_not_told_to_say_so() -> None:
    for where, said in every_text():
        assert "Tell them that you had ketamine" not in said, where


def test_before_the_first_infusion_harms_and_other_ways_come_too() -> None:
    trail = LIBRARY.trail("first-infusion")
    assert trail is not None
    assert set(trail.articles) >= {
        "side-effects", "bladder", "call-for-help", "treatments", "guidelines", "safety-plan", "family"
    }  # fmt: skip


def test_what_is_over_and_still_an_emergency_has_the_hours_of_the_list() -> None:
    def hours(sign: str, *, first_ever: bool = False) -> int:
        steps = [one for one in SIGNS[sign].floor if one.level is Level.EMERGENCY and one.only_first_ever == first_ever]
        return (steps[-1].within or timedelta()) // timedelta(hours=1)

    said = article("call-for-help")
    assert f"chest pain in the last {hours('chest_pain')} hours" in said
    assert f"a seizure in the last {hours('seizure')} hours" in said
    assert f"first one ever in the last {hours('seizure', first_ever=True) // 24} days" in said
    assert hours("allergy") == 72 and "throat, or hives with trouble breathing, in the last 3 days" in said
    assert hours("head_injury") == 72 and "as in the list above, in the last 3 days" in said
    assert hours("stroke") == hours("headache") == 168 and "very bad headache, in the last 7 days" in said
    sedated = [one.within for one in SIGNS["breathing"].floor if one.of_sedation]
    assert sedated == [timedelta(hours=6)] and "in the 6 hours after an infusion, an opioid or a sedative" in said
    assert "Call a poison line now, even if you feel well" in said


def test_what_is_urgent_when_it_is_told_to_the_rules_is_not_for_today_in_a_list() -> None:
    """Fainting, and things seen or heard after the visit: RF-FA-2 and RF-HAL-1 are urgent."""
    lists = [*box("call-for-help", CareLevel.CLINIC), *box("family", CareLevel.CLINIC)]
    lists += box("after-the-session", CareLevel.CLINIC)
    lists += [line for care in STRETCHES.values() for line in care.call_clinic]
    lists += [
        line for id in ("se_faint", "se_dizzy", "se_hallucination") for line in CONTENT.side_effects[id].call_clinic
    ]
    urgent = [
        one for one in lists if "for a moment and feel well" in one or "not there" in one or "fully well now" in one
    ]
    assert len(urgent) > 8 and all("call right away" in one.lower() for one in urgent)


def test_each_line_of_care_is_short_and_plain() -> None:
    for care in STRETCHES.values():
        lines = [*care.common, *care.self_care, *care.call_clinic, *care.emergency]
        assert grade(". ".join(one.rstrip(".?") for one in lines)) <= 6, care.id
        sentences = [one for line in lines for one in re.split(r"(?<=[.?:;])\s", line)]
        assert [one for one in sentences if len(one.split()) > 20] == [], care.id


@pytest.mark.parametrize("name", ["recovery", "integration"])
def test_the_list_as_it_was_is_kept_beside_the_new_one_with_the_same_questions(name: str) -> None:
    def questions(file: Path) -> dict[str, tuple[str, set[str]]]:
        data = json.loads(file.read_text("utf-8"))
        return {
            item["linkId"]: (item["type"], {one["valueCoding"]["code"] for one in item.get("answerOption", ())})
            for item in data["item"]
            if item["type"] not in ("group", "display")
        }

    new, old = (ASSETS / "forms" / f"{name}.json", ASSETS / "forms" / "earlier" / f"{name}-1.json")
    assert [json.loads(file.read_text("utf-8"))["version"] for file in (new, old)] == ["3", "1"]
    for link_id, (kind, codes) in questions(old).items():
        assert questions(new)[link_id][0] == kind and codes <= questions(new)[link_id][1], link_id


NOT_IN_THE_FACTS = re.compile(r"ozempic|wegovy|mounjaro|zepbound|rybelsus|victoza|saxenda|trulicity", re.IGNORECASE)


def test_no_brand_of_a_glp1_medicine_is_named_that_no_fact_names() -> None:
    texts = [one for one in ASSETS.rglob("*") if one.suffix in (".json", ".md", ".toml")]
    files = [one for one in texts if one.parent.name != "earlier" and one.name != "search.toml"]  # words to find by
    assert [one.name for one in files if NOT_IN_THE_FACTS.search(one.read_text("utf-8"))] == []
    assert len(files) > 50
