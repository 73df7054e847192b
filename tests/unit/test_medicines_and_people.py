"""What the articles on medicines, daily life, home and people say agrees with the facts and with each other."""

import re
from pathlib import Path

import pytest

from companion.articles import load_library
from companion.config import assets_dir
from companion.domain.article_text import Care, links_of, texts_of
from companion.domain.library import Article

LIBRARY = load_library(assets_dir() / "content")
FOLDER = assets_dir() / "content" / "en"

OURS = (
    "medicines", "medicines-by-name", "substances", "sleep", "calm-skills", "memories", "tracking", "family", "privacy",
    "glossary", "pregnancy", "anger", "telling-people", "overdose", "safer-home", "someone-hurts-you",
)  # fmt: skip


def text(id: str) -> str:
    """Return everything that a reader sees of an article, as one line."""
    found = LIBRARY.articles[id]
    parts = (found.title, found.summary, *texts_of(found.sections()), *found.unknown, *found.questions)
    return " ".join(" ".join(parts).split())


def targets(id: str) -> set[str]:
    """Return the names of the articles and screens that an article leads to."""
    return {one.target for one in links_of(LIBRARY.articles[id].sections())}


def claim(article: Article, source: str) -> str:
    """Return the claim of an article that leans on a source, with its limit."""
    [found] = [one for one in article.claims if source in one.sources]
    return f"{found.text} {found.limit}"


# Medicines by name

NAMED = (
    "lorazepam/Ativan", "clonazepam/Klonopin", "alprazolam/Xanax", "diazepam/Valium", "Sleep pills", "pregabalin",
    "Methadone", "buprenorphine", "Gabapentin", "phenelzine/Nardil", "tranylcypromine/Parnate", "isocarboxazid",
    "selegiline", "amphetamine/Adderall", "methylphenidate/Ritalin", "modafinil", "pseudoephedrine/Sudafed",
    "Lamotrigine", "Theophylline", "Blood thinners", "semaglutide", "tirzepatide", "liraglutide", "dulaglutide",
    "exenatide", "Insulin", "Prazosin", "SSRIs and SNRIs", "SGLT2", "Grapefruit", "St. John’s wort",
)  # fmt: skip


@pytest.mark.parametrize("name", NAMED)
def test_each_medicine_of_the_facts_is_in_the_list(name: str) -> None:
    assert name in text("medicines-by-name")


@pytest.mark.parametrize("name", ["Naltrexone", "CBD", "caffeine", "nicotine"])
def test_where_no_sure_fact_exists_the_list_says_so_and_asks(name: str) -> None:
    [line] = [one for one in texts_of(LIBRARY.articles["medicines-by-name"].sections()) if name in one]
    assert re.search(r"not clear enough|do not say", line) and re.search(r"\b[Aa]sk\b", line)


def test_thyroid_medicine_is_left_out_as_no_label_seen_names_it() -> None:
    assert "thyroid" not in text("medicines").lower() + text("medicines-by-name").lower()


def test_a_name_is_explained_in_one_article_alone() -> None:
    trade = re.compile(r"Ativan|Klonopin|Xanax|Valium|Nardil|Parnate|Adderall|Ritalin|Sudafed|[Ll]amotrigine|MAOI")
    assert trade.search(text("medicines-by-name")) and not trade.search(text("medicines"))
    assert "medicines-by-name" in targets("medicines")


@pytest.mark.parametrize("id", ["medicines", "medicines-by-name"])
def test_the_first_words_are_never_to_stop_a_medicine_on_your_own(id: str) -> None:
    first = next(texts_of(LIBRARY.articles[id].sections()))
    assert re.match(r"Do not stop or change|Never stop, skip or change", first)


def test_medicines_that_change_how_the_body_handles_ketamine_are_not_called_strong() -> None:
    assert "strongly change how the body handles ketamine" in text("medicines-by-name")
    assert not [id for id in OURS if re.search(r"\bstrong medicines?\b", text(id))]


def test_what_a_low_sugar_needs_is_the_same_as_on_the_day_before() -> None:
    for said in (text("medicines-by-name"), text("day-before")):
        assert re.search(r"under 70 mg/dL, drink half a cup of a clear,? sweet drink", said)
        assert re.search(
            r"even if (?:it|that) breaks the fast. Check again in 15 minutes, and call (?:the|your) clinic", said
        )


@pytest.mark.parametrize("id", ["medicines", "overdose"])
def test_a_dose_taken_twice_goes_to_a_poison_line_at_once_even_if_well(id: str) -> None:
    said = text(id)
    assert re.search(r"even if you feel well|If you feel well", said) and "all a poison line now" in said
    assert "No poison line where you are? Call {em}." in said
    boxes = [
        block for section in LIBRARY.articles[id].sections() for block in section.blocks if isinstance(block, Care)
    ]
    assert not [line for box in boxes for line in box.lines if "twice" in line]


# Overdose and a safer home


@pytest.mark.parametrize("id", ["overdose", "family", "substances", "call-for-help"])
def test_naloxone_is_given_the_same_way_everywhere(id: str) -> None:
    said = text(id)
    assert re.search(r"[Gg]ive naloxone at once if you have it", said)
    assert "Lay them on their side" in said or "lay them on their side" in said
    assert "Give a second dose after 2 to 3 minutes if they do not wake up" in said and "Stay with them" in said


def test_who_keeps_the_pills_of_another_never_holds_a_dose_back() -> None:
    said = text("safer-home")
    assert "gives you each dose on time and never holds one back" in said and "Do not stop a medicine" in said


def test_a_safer_home_has_distance_first_then_locks_and_someone_else_with_the_keys() -> None:
    said = text("safer-home")
    assert said.index("away from home") < said.index("Unloaded and locked up") < said.index("with someone else")
    assert all(one in said for one in ("where the law allows it", "free gun locks to veterans", "one week at a time"))
    assert "Ask someone to do it for you" in said, "nobody handles a gun in a crisis"


METHODS = re.compile(
    r"\b(?:rope|noose|hang\w*|jump\w*|bridge|cut(?:ting)?|knife|knives|blade|bleach|carbon monoxide|drown\w*|train"
    r"|lethal|deadly dose|\d+ (?:pills|tablets))\b",
    re.IGNORECASE,
)


@pytest.mark.parametrize("id", ["overdose", "safer-home", "anger", "someone-hurts-you", "if-you-feel-unsafe"])
def test_no_text_for_a_crisis_describes_a_method_or_an_amount(id: str) -> None:
    assert METHODS.findall(text(id)) == []


@pytest.mark.parametrize("id", ["overdose", "safer-home", "anger", "someone-hurts-you", "memories", "calm-skills"])
def test_a_text_for_a_crisis_has_the_emergency_number_and_help(id: str) -> None:
    assert "{em}" in text(id) and "help" in targets(id)


# People


def test_pregnancy_says_what_the_list_of_who_needs_care_says() -> None:
    for said in (text("pregnancy"), text("not-for-everyone")):
        assert "Ketamine can harm an unborn baby" in said and "birth control during the course" in said
        assert "before the next infusion" in said and re.search(r"breastfeed or pump", said)


def test_no_hours_are_given_for_milk_or_for_birth_control_after_the_last_infusion() -> None:
    said = text("pregnancy")
    assert not re.search(r"\b\d+ (?:hours|days|weeks|months)\b", said)
    assert said.count("We have no facts on") >= 3


def test_another_adult_is_in_charge_of_children_until_the_next_day() -> None:
    for id in ("telling-people", "pregnancy"):
        assert re.search(r"Another adult is in charge of (?:your children|the baby) until the next day", text(id))
    assert "24 hours have passed and you have slept well" in text("telling-people")


def test_a_clinic_without_insurance_bills_may_be_outside_of_the_privacy_law() -> None:
    said = claim(LIBRARY.articles["privacy"], "HIPAA")
    assert "bills insurance" in said and "only cash" in said and "may not have to" in said


# Evidence as it may be said


@pytest.mark.parametrize("source", ["SLOWBREATH2018", "SIGH2023"])
def test_studies_of_healthy_people_are_called_that(source: str) -> None:
    said = claim(LIBRARY.articles["calm-skills"], source)
    assert "healthy people" in said and "PTSD" in said


def test_relaxation_rests_on_studies_and_not_on_trials_alone() -> None:
    said = claim(LIBRARY.articles["calm-skills"], "RELAX_META2008")
    assert "studies" in said and "trial" not in said


def test_asking_with_scores_has_its_numbers_and_that_trials_together_are_less_clear() -> None:
    said = claim(LIBRARY.articles["tracking"], "MBC_GUO2015")
    assert "74 in 100" in said and "29 in 100" in said and "less clear" in said and "120 people" in text("tracking")


@pytest.mark.parametrize("id", ["sleep", "anger"])
def test_how_long_an_effect_lasts_is_called_a_guess_where_no_study_says_it(id: str) -> None:
    [said] = [f"{one.text} {one.limit}" for one in LIBRARY.articles[id].claims if "SHORT2018" in one.sources]
    assert "a careful guess, not a number from a study" in said and not re.search(r"1 to 3 nights", text(id))


# English

TELLS = re.compile(
    r"that holds for|the most of|\balso (?:when|if)\b|speak against|is told of|[Nn]obody has|as few as|what fits you"
    r"|how it goes|Whom do|face drops|far too high|by chance says|\bfetch\b|look in\b|[Nn]o loss|is a must|keep free"
    r"|\bfits? (?:you|me)\b|taken apart|single people|all that you|gives what|stands in|lies on|a yes\b|not right\b",
)


@pytest.mark.parametrize("id", OURS)
def test_no_turn_of_phrase_is_left_that_a_native_reader_trips_over(id: str) -> None:
    assert TELLS.findall(text(id)) == []


@pytest.mark.parametrize("id", [one for one in OURS if LIBRARY.articles[one].is_safety])
def test_sentences_of_safety_texts_are_short(id: str) -> None:
    found = LIBRARY.articles[id]
    lines = (found.summary, *texts_of(found.sections()), *found.unknown)
    sentences = [one for line in lines for one in re.split(r"(?<=[.?:])\s", line)]
    assert [one for one in sentences if len(one.split()) > 20] == []


@pytest.mark.parametrize("id", OURS)
def test_an_article_is_checked_again_as_soon_as_what_stands_in_it_asks_for(id: str) -> None:
    found = LIBRARY.articles[id]
    days = (found.next_review - found.reviewed).days
    if id in ("overdose", "safer-home", "someone-hurts-you"):
        assert days <= 90
    elif {"KETALAR_PI", "SPRAVATO_PI", "VADOD2023", "NCPTSD_MEDS", "FDA2023"} & set(found.sources):
        assert days <= 183
    assert days <= 366


@pytest.mark.parametrize("id", OURS)
def test_no_article_names_a_form_that_does_not_ship_as_the_apps_own(id: str) -> None:
    said = Path(FOLDER / f"{id}.md").read_text("utf-8")
    assert not re.search(r"(?:[Ff]ill in|[Aa]nswer) (?:the|your) (?:PHQ|GAD|PCL|bladder|starting)", said)
