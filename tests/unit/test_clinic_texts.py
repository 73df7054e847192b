"""A clinic's own words and checklists: what it may replace, add and hide, and what nobody may say."""

from pathlib import Path
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from companion.clinic_file import ClinicFileError, load_clinic
from companion.config import ClinicSettings, assets_dir
from companion.content import CHECKLIST_NAMES, CHECKLISTS, load_content, with_own
from companion.domain.clinic_words import leave_in
from companion.domain.guidance import EATING
from companion.domain.own_texts import ADDED, TEXTS, with_own_texts
from companion.guidance_file import load_guidance

DOCS = Path(__file__).parents[2] / "docs"
GUIDANCE = load_guidance(assets_dir())
SHIPPED = {item.id: item for item in GUIDANCE.items}
WRONG = """\
name: A
texts:
  replace:
    g_24_drive: {title: Drive}
    g_nothing: {title: "<b>"}
    g_night_sleep:
      title: Sleep heals everything
      lines:
        - You may drive after a nap.
        - Call 911.
    g_night_bag: {lines: []}
  add:
    - id: g_own
      phase: noon
      start: 10
      end: 500.5
      level: must
      title: Secure your car.
      lines: [Do not stop taking it.]
    - {id: own_a, phase: morning, start: 0, end: 0, title: " ", lines: [x]}
    - {id: own_a, phase: morning, start: -5, end: 0, title: A, lines: [x]}
  hide: [g_week_driver, g_24_drive, g_arr_toilet, g_night_sleep, nope]
forms: [evaluation, daily-check-in]
"""


def read(folder: Path, text: str) -> ClinicSettings:
    """The clinic of a file with this text."""
    file = folder / "clinic.yaml"
    file.write_text(text, "utf-8")
    return load_clinic(file)


def problems(folder: Path, text: str) -> list[str]:
    """What is said of a file, a line each."""
    with pytest.raises(ClinicFileError) as found:
        read(folder, text)
    return [str(one) for one in found.value.problems]


def test_all_that_a_clinic_may_not_do_is_told_at_once_with_line_and_reason(tmp_path: Path) -> None:
    found = problems(tmp_path, WRONG)
    for said in (
        "line 4: texts.replace.g_24_drive: this text keeps people safe: no clinic can replace or hide it",
        "line 5: texts.replace.g_nothing: no text of the app's guidance has this id; docs/clinic-file.md lists them",
        "line 5: texts.replace.g_nothing.title: is not in the expected form: one line of words, without < > { }, "
        "up to 90 letters",
        "line 7: texts.replace.g_night_sleep.title: this cannot be in a text: “heals”: a promise",
        "line 9: texts.replace.g_night_sleep.lines.1: this cannot be in a text: “You may drive”: a promise, "
        "permission or instruction that only staff may give; you may write what is not allowed, and who to ask",
        "line 10: texts.replace.g_night_sleep.lines.2: this cannot be in a text: “911”: write {em} or {cl}: "
        "numbers follow the country",
        "line 13: texts.add.1.id: is not in the expected form: own_ followed by lowercase letters, digits and _",
        "line 22: texts.hide.1: g_week_driver: this text is a must: it cannot be hidden, only replaced",
        "line 22: texts.hide.2: g_24_drive: this text keeps people safe: no clinic can replace or hide it",
        "line 22: texts.hide.4: g_night_sleep: is both replaced and hidden: choose one",
        "line 22: texts.hide.5: nope: no text of the app's guidance has this id; docs/clinic-file.md lists them",
    ):
        assert said in found, said
    places = [one.split(": ")[1] for one in found]
    for place in ("texts.replace.g_night_bag.lines", "texts.add.1.phase", "texts.add.1.end", "texts.add.1.level",
                  "texts.add.1.lines.1", "texts.add.2.title", "texts.add.3.id", "forms.2"):  # fmt: skip
        assert place in places, place
    assert "texts.add.1.title" not in places, "“secure” is no promise of a cure"
    assert not [one for one in places if one == "texts.hide.3"]


def test_a_text_that_ends_before_it_starts_is_refused(tmp_path: Path) -> None:
    text = "name: A\ntexts:\n  add:\n    - {id: own_a, phase: morning, start: 0, end: 0, title: A, lines: [x]}\n"
    assert problems(tmp_path, text) == ["line 4: texts.add.1: end has to come after start"]


def test_the_clinics_words_replace_add_and_hide_and_the_rest_stays_as_it_ships() -> None:
    clinic = load_clinic(DOCS / "clinic.example.yaml")
    found = {item.id: item for item in with_own_texts(GUIDANCE, clinic.texts).items}
    bag, parking = found["g_night_bag"], found["own_parking"]
    assert bag.title == "Pack your bag for our clinic" and bag.why == SHIPPED["g_night_bag"].why and bag.is_own
    assert (bag.start, bag.end, bag.level) == (-1080, -180, "tip"), "its time is not the clinic's"
    assert (parking.start, parking.end, parking.level, parking.is_own) == (-1080, 0, "tip", True)
    assert SHIPPED.keys() - found.keys() == {"g_arr_toilet"}
    assert all(found[id] == item for id, item in SHIPPED.items() if id not in ("g_arr_toilet", "g_night_bag"))


TRICKS = {
    "a space that does not break": "You may\u00a0drive",
    "two spaces": "You  can drive after 6 hours",
    "a space without width": "You may\u200bdrive",
    "a space without width in a word": "You m\u200bay drive",
    "a joiner": "You may d\u200drive",
    "a soft hyphen": "sa\u00adfe to drive",
    "wide letters": "ｙｏｕ ｍａｙ ｄｒｉｖｅ",
    "small capitals": "ʏᴏᴜ ᴍᴀʏ ᴅʀɪᴠᴇ",
    "accents": "yóu máy dríve",
    "a stroke": "you may ɖriṿe",
    "a Cyrillic letter": "Yоu may drive",
    "a Cyrillic word": "ок to drive",
    "turned round": "\u202eevird yam uoY",
    "a blank that counts as a sign": "You may\u2800drive",
    "marks between": "You may… drive",
    "other words": "okay to drive",
    "words between": "You might then go and drive",
    "to be allowed": "You are allowed to drive after 6 hours",
    "the other way round": "Driving home is fine after 6 hours",
    "what the library's files leave out": "also = ketamine heals",
    "an order": "stop\u00a0taking your pills",
    "a number": "Call 9\u200b11",
}


@pytest.mark.parametrize("said", TRICKS.values(), ids=TRICKS)
def test_no_trick_of_spelling_lets_a_leave_a_promise_or_an_order_pass(tmp_path: Path, said: str) -> None:
    found = problems(tmp_path, f"name: A\ntexts:\n  replace:\n    g_24_decisions: {{lines: ['{said}']}}\n")
    assert all(one.startswith("line 4: texts.replace.g_24_decisions.lines.1: ") for one in found), found


@pytest.mark.parametrize("said", ["You may drive yourself home.", "It is OK\u00a0to drive", "You m\u00aday drive"])
@pytest.mark.parametrize(
    "field", ["name", "address", "hours", "after_hours", "driver", "where", "label", "who", "when", "title", "text"]
)
def test_no_field_of_the_file_gives_leave_to_drive(tmp_path: Path, field: str, said: str) -> None:
    given = {
        one: said if one == field else "Words" for one in ("driver", "where", "label", "who", "when", "title", "text")
    }
    top = {one: said if one == field else "Words" for one in ("name", "address", "hours", "after_hours")}
    text = "".join(f"{one}: '{value}'\n" for one, value in top.items()) + (
        f"course: {{driver: '{given['driver']}', where: '{given['where']}'}}\n"
        f"reading: {{who: '{given['who']}', when: '{given['when']}'}}\n"
        f"phones: [{{label: '{given['label']}', phone: '112', phone_uri: 'tel:112'}}]\n"
        f"safety: {{messages: [{{id: own, title: '{given['title']}', paragraphs: [{{text: '{given['text']}'}}], "
        "actions: [call_clinic]}]}\n"
    )
    [found] = problems(tmp_path, text)
    assert (
        f"{field}: this cannot be in a text: “" in found or f"{field}: has a character in it that is invisible" in found
    )


@pytest.mark.parametrize("blank", ["\u2800", "\u200b", ".", "\u3164", "\u0301", "12", "…"])
def test_nothing_that_says_nothing_stands_in_place_of_a_must(tmp_path: Path, blank: str) -> None:
    for field in (f"title: '{blank}'", f"lines: ['{blank}']", f"why: '{blank}'"):
        [found] = problems(tmp_path, f"name: A\ntexts:\n  replace:\n    g_morn_diabetes: {{{field}}}\n")
        assert found.startswith("line 4: texts.replace.g_morn_diabetes.")


def test_a_text_of_marks_alone_is_judged_at_once() -> None:
    started = process_time()
    for start in ("you", "driving", "ok", "you may", "driving is", "eat"):
        for mark in ("...", "_", " - ", "_.", "now _", "a_", " b"):
            leave_in((start + mark * 240)[:239] + "x")
    assert process_time() - started < 2


EATS = ["Eat a good breakfast", "A light breakfast is fine until 2 hours before.", "Sip\u00a0water.", "Drink coffee!"]


@pytest.mark.parametrize("said", EATS)
def test_a_text_that_says_to_eat_is_known_to_be_about_eating_or_refused(tmp_path: Path, said: str) -> None:
    said = said.removesuffix("!")
    start = "name: A\ntexts:\n  "
    added = f"add: [{{id: own_a, phase: morning, start: -300, end: 0, title: A word, lines: ['{said}']"
    [found] = problems(tmp_path, f"{start}{added}}}]\n")
    assert found.startswith("line 3: texts.add.1.lines.1: “") and "write about: [eating]" in found
    [found] = problems(tmp_path, f"{start}replace: {{g_morn_solids: {{lines: ['{said}']}}}}\n")
    assert (
        found.startswith("line 3: texts.replace.g_morn_solids.lines.1: “")
        and "while the patient is not to eat" in found
    )
    read(tmp_path, f"{start}replace: {{g_24_food: {{lines: ['{said}']}}}}\n")
    own = with_own_texts(GUIDANCE, read(tmp_path, f"{start}{added}, about: [eating]}}]\n").texts).items[-1]
    assert own.about == (EATING,), "it is left out while the patient is not to eat"


@pytest.mark.parametrize(
    "said",
    [
        "Nothing to eat or drink: no breakfast.",
        "Do not eat after midnight. You can’t drink then.",
        "Tell us when you last had a meal, or if you drink.",
        "Ask us about breakfast.",
        "The café has a heater.",
    ],
)
def test_what_is_not_allowed_and_what_is_asked_may_always_stand(tmp_path: Path, said: str) -> None:
    clinic = read(tmp_path, f"name: A\ntexts: {{replace: {{g_morn_solids: {{lines: ['{said}']}}}}}}\n")
    assert clinic.texts["replace"]["g_morn_solids"]["lines"] == [said]


@pytest.mark.parametrize(
    "said",
    [
        "Clínica Ñandú, 2º piso, Mª José Núñez",
        "Κλινική Κεταμίνης, Αθήνα (ketamine clinic)",
        "東京ケタミンクリニックABC 佐々木・髙橋　先生",
        "Клиника «Ромашка»",
        "عيادة الكيتامين",
        "می‌خواهد",
        "क्लिनिक",
        "คลินิกKetamine",
        "서울 클리닉",
        "Ärztehaus Łódź – Đà Nẵng, l’été",
        "You cannot drive. You can’t drive home, and you are not allowed to drive before you slept.",
        "Driving is not allowed for 24 hours. Ask who may drive you home.",
    ],
)
def test_plain_words_in_any_script_may_stand_everywhere(tmp_path: Path, said: str) -> None:
    clinic = read(
        tmp_path,
        f"name: '{said}'\naddress: '{said}'\ncourse: {{driver: '{said}', where: '{said}'}}\n"
        f"texts: {{replace: {{g_night_bag: {{lines: ['{said}']}}}}}}\n",
    )
    assert clinic.name == clinic.course["driver"] == clinic.texts["replace"]["g_night_bag"]["lines"][0] == said


ids = st.sampled_from([*SHIPPED, "nothing"])


@given(st.dictionaries(ids, st.just({"title": "Own", "lines": ["Own."]})), st.lists(ids))
def test_no_texts_weaken_what_keeps_people_safe_even_unchecked(replaced: dict[str, object], hidden: list[str]) -> None:
    found = {item.id: item for item in with_own_texts(GUIDANCE, {"replace": replaced, "hide": hidden}).items}
    for id, item in SHIPPED.items():
        assert id in found or (item.clinic_may_override and item.level != "must")
        assert item.clinic_may_override or found[id] == item


def test_without_texts_or_a_choice_nothing_changes() -> None:
    shipped = load_content(assets_dir())
    found = with_own(shipped, {}, None)
    assert found.guidance == shipped.guidance and found.checklists == CHECKLISTS


def test_a_choice_of_checklists_leaves_every_form_readable(tmp_path: Path) -> None:
    shipped = load_content(assets_dir())
    clinic = read(tmp_path, "name: A\nforms: [recovery, evaluation]\n")
    found = with_own(shipped, clinic.texts, clinic.forms)
    assert [url.rsplit("/", 1)[-1] for url in found.checklists] == ["evaluation", "recovery"]
    assert found.forms == shipped.forms, "what was begun or saved can still be opened"
    assert set(CHECKLISTS) <= shipped.forms.keys() and len(CHECKLIST_NAMES) == len(CHECKLISTS)


def test_the_document_has_every_field_and_every_text_with_what_a_clinic_may_do() -> None:
    said = (DOCS / "clinic-file.md").read_text("utf-8")
    for fields in (TEXTS, ADDED):
        assert not [name for name in fields.kinds if f"`{name}`" not in said]
    for name in CHECKLIST_NAMES:
        assert f"`{name}`" in said
    for id, item in SHIPPED.items():
        may = "replace, hide" if item.level != "must" else "replace"
        assert f"| `{id}` | {item.title} | {item.level} | {may if item.clinic_may_override else 'no'} |" in said, id
