"""Loads what lies under assets/: trusted at start (a test checks every file), read with the json module alone."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from companion.domain.crisis import Crisis, crisis_from_json
from companion.domain.exercise_reading import exercises_from_json
from companion.domain.exercises import Exercises
from companion.domain.form_versions import Forms, Version
from companion.domain.guidance import Guidance
from companion.domain.library import Library
from companion.domain.own_texts import with_own_texts
from companion.domain.questionnaire import Questionnaire
from companion.domain.safety.emergencies import Signs
from companion.domain.safety.free_text import WordLists
from companion.domain.safety.judgements import Judgement, Signature, signatures_from_json
from companion.domain.safety.rules import RuleBook
from companion.domain.search_index import SearchIndex
from companion.domain.side_effects import SideEffect, side_effects_from_json
from companion.emergency_file import load_signs
from companion.forms import questionnaire_from_json
from companion.guidance_file import load_guidance

DAILY_CHECK_IN = "https://companion.example/fhir/Questionnaire/daily-check-in"
SIDE_EFFECT = "https://companion.example/fhir/Questionnaire/side-effect"
FOLLOW_UP = "https://companion.example/fhir/Questionnaire/follow-up"
BLOOD_PRESSURE = "https://companion.example/fhir/Questionnaire/blood-pressure"
STEADYING = "https://companion.example/fhir/Questionnaire/steadying"

EVALUATION = "https://companion.example/fhir/Questionnaire/evaluation"
WEEK_BEFORE = "https://companion.example/fhir/Questionnaire/week-before"
DAY_BEFORE = "https://companion.example/fhir/Questionnaire/day-before"
MORNING_OF = "https://companion.example/fhir/Questionnaire/morning-of"
RECOVERY = "https://companion.example/fhir/Questionnaire/recovery"
INTEGRATION = "https://companion.example/fhir/Questionnaire/integration"
FOOD_PLAN = "https://companion.example/fhir/Questionnaire/food-plan"
CHECKLISTS = (EVALUATION, WEEK_BEFORE, DAY_BEFORE, MORNING_OF, RECOVERY, INTEGRATION)
"""The forms that are filled in over days, in the order in which they are needed. They are called by their titles."""


CHECKLIST_NAMES = tuple(url.rsplit("/", 1)[-1] for url in CHECKLISTS)
"""As a clinic's file calls them."""


class RedFlags(NamedTuple):
    """The rules, and what is looked for in notes."""

    book: RuleBook
    word_lists: Callable[[], WordLists]


class Books(NamedTuple):
    """The library, and the words by which it is searched."""

    library: Library
    words: SearchIndex


@dataclass(frozen=True)
class Content:
    """What the app ships.

    Attributes:
        forms: today's by canonical url; their earlier versions are read when one is first needed.
        side_effects: what is known of each, by its id.
        signs: the emergency signs, the one list for every screen.
        red_flags: the rules; read when they are first asked for, the first screen does not wait for them.
        exercises: the steadying exercises, the same way.
        books: the articles; read when they are first asked for, as well.
        judgements: what a clinic's medical director has to confirm; read when it is first asked for.
        signatures: who at the clinic confirmed which of them.
        checklists: those that are offered; `forms` has them all, for what was begun or saved.
    """

    forms: Forms
    crisis: Crisis
    side_effects: Mapping[str, SideEffect]
    guidance: Guidance
    signs: Signs
    red_flags: Callable[[], RedFlags]
    exercises: Callable[[], Exercises]
    books: Callable[[], Books]
    judgements: Callable[[], tuple[Judgement, ...]]
    signatures: tuple[Signature, ...] = ()
    checklists: tuple[str, ...] = CHECKLISTS


def load_content(assets: Path) -> Content:
    """Read everything that the first screens need. Raises UnsupportedForm, ValueError, OSError."""
    forms = _forms_in(assets / "forms")
    crisis = crisis_from_json(json.loads((assets / "crisis.json").read_text("utf-8")))
    signs = load_signs(assets)
    effects = side_effects_from_json(json.loads((assets / "safety" / "side-effects.json").read_text("utf-8")), signs)
    return Content(
        forms=Forms({form.url: form for form in forms}, cache(lambda: earlier_forms(assets))),
        crisis=crisis,
        side_effects={effect.id: effect for effect in effects},
        guidance=load_guidance(assets),
        signs=signs,
        red_flags=cache(lambda: _red_flags(assets)),
        exercises=cache(lambda: load_exercises(assets)),
        books=cache(lambda: _books(assets)),
        judgements=cache(lambda: _judgements(assets)),
    )


def earlier_forms(assets: Path) -> Mapping[Version, Questionnaire]:
    """Read the earlier versions of the forms, by url and version. Raises UnsupportedForm, ValueError, OSError."""
    return {(form.url, form.version): form for form in _forms_in(assets / "forms" / "earlier")}


def _forms_in(folder: Path) -> list[Questionnaire]:
    return [questionnaire_from_json(json.loads(file.read_text("utf-8"))) for file in sorted(folder.glob("*.json"))]


def with_own(content: Content, texts: Mapping[str, Any], forms: Sequence[str] | None) -> Content:
    """The same with a clinic's own words in the guidance, and with the checklists that it uses (None: all)."""
    used = tuple(url for url in CHECKLISTS if forms is None or url.rsplit("/", 1)[-1] in forms)
    return replace(content, guidance=with_own_texts(content.guidance, texts), checklists=used)


def with_signatures(content: Content, signed: Sequence[Mapping[str, Any]]) -> Content:
    """Return the same content with the clinic's signatures under the clinical judgements."""
    return replace(content, signatures=signatures_from_json(signed))


def with_pack(content: Content, pack: Mapping[str, Any]) -> Content:
    """The same with a clinic's own red flags: raised and added, never lowered. Nothing changes without a pack."""
    return replace(content, red_flags=cache(lambda: _merged(content.red_flags(), pack))) if pack else content


def _merged(shipped: RedFlags, pack: Mapping[str, Any]) -> RedFlags:
    from companion.domain.safety.pack import merge

    return shipped._replace(book=merge(shipped.book, dict(pack)).book)


def load_exercises(assets: Path) -> Exercises:
    """assets/exercises.json. Raises ValueError, OSError."""
    return exercises_from_json(json.loads((assets / "exercises.json").read_text("utf-8")), load_signs(assets))


def _red_flags(assets: Path) -> RedFlags:
    from companion.safety_rules import load_rules, load_word_lists

    return RedFlags(load_rules(assets), cache(lambda: load_word_lists(assets)))


def _judgements(assets: Path) -> tuple[Judgement, ...]:
    from companion.safety_rules import load_judgements

    return load_judgements(assets)


def _books(assets: Path) -> Books:
    from companion.articles import load_library
    from companion.domain.search_index import index_of
    from companion.search_file import load_search_words

    library = load_library(assets / "content")
    return Books(library, index_of(library.articles.values(), load_search_words(assets / "content")))
