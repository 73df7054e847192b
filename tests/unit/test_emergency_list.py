"""The emergency signs are written once, and every list of emergencies has all of them."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from companion.articles import load_library
from companion.check_library import clinic_findings
from companion.config import assets_dir
from companion.content import load_content
from companion.domain.article_text import Care, CareLevel, Section, TextFault, parse
from companion.domain.guidance import guidance_from_json
from companion.domain.own_texts import with_own_texts
from companion.domain.safety.emergencies import EmergencySign, Whom, chosen, lines_for, with_signs
from companion.domain.side_effects import side_effects_from_json
from companion.emergency_file import load_signs
from tests.library_texts import changed
from tests.unit.test_library import THE_DAY

ASSETS = assets_dir()
SIGNS = load_signs(ASSETS)
YOU, THEM = lines_for(SIGNS), lines_for(SIGNS, Whom.THEM)
SHORT = tuple(one.short for one in SIGNS)
CONTENT = load_content(ASSETS)
GUIDANCE = json.loads((ASSETS / "guidance" / "en.json").read_text("utf-8"))
EFFECTS = json.loads((ASSETS / "safety" / "side-effects.json").read_text("utf-8"))["sideEffects"]
ARTICLES = sorted((ASSETS / "content" / "en").glob("*.md"))
LIBRARY = load_library(ASSETS / "content")

WITH_ALL = {
    "call-for-help", "after-the-session", "alone-at-night", "side-effects", "blood-pressure", "substances", "family"
}  # fmt: skip
"""Articles whose emergency box has to have the whole list."""

KEY_WORDS = re.compile(
    r"chest (?:pain|pressure|hurts)|tight chest|wak(?:e|en) (?:you|them)|be woken|noisy|shallow|breath\w* (?:is )?slow"
    r"|slow(?:ed|ly)? breath|lips are|face (?:droop|drop)|drooping|weak|sudden\w*,? (?:very )?bad headache|worst"
    r"|seizure|throat swell|hives|faint|hit (?:your|their) head|knocked out|hurt (?:yourself|themselves) or"
    r"|trouble breathing|short of breath|breathe well|too much of",
    re.IGNORECASE,
)
"""Words by which a sign of the list is known again."""

OF_THEIR_OWN = {
    "You faint more than once": "any faint that comes again; the list has those with an injury or chest pain",
    "They faint more than once": "any faint that comes again",
    "You faint, even for a moment": "with a pounding heart a faint alone is an emergency",
    "You also faint": "with severe belly pain a faint alone is an emergency",
    "You fainted more than once": "any faint that comes again",
    "Voices tell you to hurt yourself or others": "the voices are the sign",
    "You are short of breath at rest": "also without any of the words of the list",
    "You take a blood thinner and may have hit your head, or you are not sure": "nobody knows whether the head was hit",
}
"""Lines that belong to one effect or article alone, and why the list does not have them."""


def written_lines() -> Iterator[tuple[str, str]]:
    """Every line that stands in a list of emergencies in its own words, with its place."""
    for file in ARTICLES:
        yield from ((file.stem, line[2:]) for line in boxes(file.read_text("utf-8")) if line.startswith("- "))
    for care in GUIDANCE["aftercare"]:
        yield from ((care["id"], line) for line in care["emergency"])
    yield from (("tell_the_nurse", line) for line in GUIDANCE["tell_the_nurse"])
    for effect in EFFECTS:
        yield from ((effect["id"], line) for line in effect["emergency"])
    for feeling in json.loads((ASSETS / "exercises.json").read_text("utf-8"))["feelings"]:
        yield from ((feeling["id"], line) for line in feeling["then"])


def boxes(text: str) -> Iterator[str]:
    """The lines of an article's emergency boxes."""
    is_in = False
    for line in text.splitlines():
        if line.startswith(":::"):
            is_in = line.startswith("::: emergency")
        elif is_in:
            yield line


def cards(sections: tuple[Section, ...]) -> list[Care]:
    blocks = [block for section in sections for block in section.blocks if isinstance(block, Care)]
    return [one for one in blocks if one.level is CareLevel.EMERGENCY]


# Written once


def test_no_sign_is_written_outside_the_list() -> None:
    found = {(where, line) for where, line in written_lines() if KEY_WORDS.search(line) and line not in OF_THEIR_OWN}
    assert found == set()
    assert OF_THEIR_OWN.keys() <= {line for _, line in written_lines()}, "an exception that nothing needs any more"


def test_the_key_words_know_every_sign_again() -> None:
    harmless = {"An arm or leg is suddenly weak or numb"}
    for line in (*YOU, *THEM, *SHORT):
        is_known = KEY_WORDS.search(line) or re.search(
            r"speaking|head|memory|throat|side of|took (?:a lot|too)|tongue|Fainting", line
        )
        assert is_known or line in harmless, line


def test_each_line_of_the_list_is_short_and_differs_from_every_other() -> None:
    for lines in (YOU, THEM, SHORT):
        assert len(set(lines)) == len(lines)
        assert all(len(line.split()) <= 20 and not line.endswith(".") and "{" not in line for line in lines)
    assert not [line for line in YOU if re.search(r"\b(?:they|them|their)\b", line, re.IGNORECASE)]
    assert not [line for line in THEM if re.search(r"\byour\b|^You (?!cannot wake)", line)]


# Every list has all of it


@pytest.mark.parametrize("id", sorted(LIBRARY.articles))
def test_an_emergency_box_of_an_article_has_all_signs_or_leads_to_them(id: str) -> None:
    article = LIBRARY.articles[id]
    whom = THEM if id == "family" else YOU
    for section in article.sections():
        for index, block in enumerate(section.blocks):
            if not isinstance(block, Care) or block.level is not CareLevel.EMERGENCY:
                continue
            leads = any(getattr(one, "target", "") == "call-for-help" for one in section.blocks[index:])
            assert set(whom) <= set(block.lines) or (leads and id not in WITH_ALL), id
            assert block.has_all_signs == (set(whom) <= set(block.lines))
    if id in WITH_ALL:
        assert any(one.has_all_signs for one in cards(article.sections())), id


def test_each_stretch_after_an_infusion_and_the_now_screen_have_all_signs() -> None:
    guidance = CONTENT.guidance
    assert [care.emergency[: len(YOU)] for care in guidance.aftercare] == [YOU] * 4
    assert guidance.emergency == SHORT
    assert guidance.tell_the_nurse == ("You are very afraid, or it is too much", *SHORT)


def test_a_side_effect_shows_the_signs_that_it_names_word_for_word() -> None:
    named = {effect["id"]: effect["signs"] for effect in EFFECTS if "signs" in effect}
    assert len(named) >= 25
    for id, signs in named.items():
        lines = lines_for(chosen(SIGNS, signs))
        assert CONTENT.side_effects[id].emergency[: len(lines)] == lines, id


@pytest.mark.parametrize(
    ("effect", "sign"),
    [
        ("se_chest_pain", "chest_pain"), ("se_breathing", "breathing"), ("se_seizure", "seizure"),
        ("se_stroke_signs", "stroke"), ("se_suicidal", "harm"), ("se_sleepy", "not_rousable"), ("se_faint", "fainting"),
        ("se_headache", "headache"), ("se_allergy", "allergy"), ("se_fall", "head_injury"), ("se_faint", "head_injury"),
        ("se_craving", "overdose"), ("se_drinking", "overdose"), ("se_numb", "stroke"), ("se_palpitations", "chest_pain"),
    ],
)  # fmt: skip
def test_a_side_effect_that_is_a_sign_says_so(effect: str, sign: str) -> None:
    assert set(lines_for(chosen(SIGNS, (sign,)))) <= set(CONTENT.side_effects[effect].emergency)


def test_a_sign_that_is_added_to_the_file_appears_everywhere() -> None:
    new = EmergencySign("new", "Newness", ("You are new",), ("They are new",), "", (), "judgement", ())
    signs = (*SIGNS, new)
    guidance = guidance_from_json(GUIDANCE, signs)
    assert "Newness" in guidance.tell_the_nurse and "Newness" in guidance.emergency
    assert all("You are new" in care.emergency for care in guidance.aftercare)
    for id in WITH_ALL:
        lines = [line for card in cards(parse(LIBRARY.articles[id].body, signs)) for line in card.lines]
        assert ("They are new" if id == "family" else "You are new") in lines, id


TEXT = st.text(st.characters(categories=["L", "Nd"]), min_size=1, max_size=20)
SIGN = st.builds(
    EmergencySign,
    id=st.from_regex(r"[a-z_]{1,12}", fullmatch=True),
    short=TEXT,
    you=st.lists(TEXT, min_size=1, max_size=4).map(tuple),
    them=st.lists(TEXT, min_size=1, max_size=4).map(tuple),
    over=st.just(""),
    floor=st.just(()),
    basis=st.just("judgement"),
    sources=st.just(()),
)


@given(st.lists(SIGN, min_size=1, max_size=12, unique_by=lambda one: one.id), st.lists(TEXT, max_size=4))
def test_whatever_the_list_is_a_box_has_every_line_of_it_in_order_and_the_articles_own_after_it(
    signs: list[EmergencySign], own: list[str]
) -> None:
    for whom in Whom:
        body = "\n".join(["::: emergency Call {em} if:", f"{{signs: {whom}}}", *(f"- {one}" for one in own), ":::"])
        [card] = cards(parse(body, tuple(signs)))
        assert card.lines == (*lines_for(signs, whom), *own) and card.has_all_signs
    one = signs[-1]
    [card] = cards(parse(f"::: emergency Call {{em}} if:\n{{sign: {one.id}}}\n:::", tuple(signs)))
    assert card.lines == one.you and not card.has_all_signs


@pytest.mark.parametrize(
    "body",
    [
        "::: emergency Call {em} if:\n{sign: nothing}\n:::",
        "::: emergency Call {em} if:\n{signs: everybody}\n:::",
        "::: clinic Call your clinic if:\n{signs: you}\n:::",
        "{signs: you}",
        "::: emergency Call {em} if:\n{signs: you}\n",
    ],
)
def test_a_sign_that_does_not_exist_or_in_the_wrong_place_is_refused(body: str) -> None:
    with pytest.raises(TextFault):
        parse(body, SIGNS)


def test_an_effect_or_an_exercise_that_names_a_sign_that_does_not_exist_is_refused() -> None:
    with pytest.raises(ValueError, match="no emergency sign is called nothing"):
        side_effects_from_json({"sideEffects": [{**EFFECTS[0], "signs": ["nothing"]}]}, SIGNS)
    with pytest.raises(ValueError, match="nothing"):
        with_signs("{sign: nothing}? Call {em}.", SIGNS)
    assert with_signs("{sign: seizure}? Call {em}.", SIGNS) == "A seizure? Call {em}."


# A clinic's own words


@given(st.data())
def test_a_clinics_own_texts_take_no_sign_away(data: Any) -> None:
    ids = [item.id for item in CONTENT.guidance.items] + ["aftercare", "tell_the_nurse", "emergency", "first_hours"]
    hidden = data.draw(st.lists(st.sampled_from(ids)))
    replaced = data.draw(st.dictionaries(st.sampled_from(ids), st.just({"lines": ["Nothing to say."]})))
    own = with_own_texts(CONTENT.guidance, {"hide": hidden, "replace": replaced})
    assert own.aftercare == CONTENT.guidance.aftercare and own.emergency == SHORT
    assert own.tell_the_nurse == CONTENT.guidance.tell_the_nurse


@pytest.mark.parametrize(
    ("box", "is_refused"),
    [
        ("::: emergency Call {em} if:\n- You have chest pain\n:::", True),
        ("::: emergency Call {em} if:\n{sign: chest_pain}\n:::", True),
        (
            "::: emergency Call {em} if:\n{sign: chest_pain}\n:::\n\n## Later\n\n[All signs](article:call-for-help)",
            True,
        ),
        ("::: emergency Call {em} if:\n{sign: chest_pain}\n:::\n\n[All signs](article:call-for-help)", False),
        ("[All signs](article:call-for-help)\n::: emergency Call {em} if:\n{sign: chest_pain}\n:::", True),
        ("::: emergency Call {em} if:\n{signs: you}\n- You have your own sign\n:::", False),
        ("::: emergency Call {em} if:\n{signs: them}\n:::", False),
    ],
)
def test_an_article_of_a_clinic_with_a_part_of_the_list_alone_is_refused(
    tmp_path: Path, box: str, is_refused: bool
) -> None:
    (tmp_path / "good.md").write_text(changed("A short text.", box), "utf-8")
    told = [one.said for one in clinic_findings(ASSETS, tmp_path, THE_DAY) if one.is_error]
    assert any("an emergency card needs all signs" in one for one in told) == is_refused, told
    assert is_refused or told == []
