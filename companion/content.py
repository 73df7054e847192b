"""Loads what lies under assets/: trusted at start (a test checks every file), read with the json module alone."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from companion.domain.crisis import Crisis, crisis_from_json
from companion.domain.questionnaire import Questionnaire
from companion.domain.side_effects import SideEffect, side_effects_from_json
from companion.forms import questionnaire_from_json

DAILY_CHECK_IN = "https://companion.example/fhir/Questionnaire/daily-check-in"
SIDE_EFFECT = "https://companion.example/fhir/Questionnaire/side-effect"
BLOOD_PRESSURE = "https://companion.example/fhir/Questionnaire/blood-pressure"


@dataclass(frozen=True)
class Content:
    """What the app ships: forms by canonical url, the crisis lines, what is known of each side effect by its id."""

    forms: Mapping[str, Questionnaire]
    crisis: Crisis
    side_effects: Mapping[str, SideEffect]


def load_content(assets: Path) -> Content:
    """Read everything that the first screens need. Raises UnsupportedForm, ValueError, OSError."""
    files = sorted((assets / "forms").glob("*.json"))
    forms = [questionnaire_from_json(json.loads(file.read_text("utf-8"))) for file in files]
    crisis = crisis_from_json(json.loads((assets / "crisis.json").read_text("utf-8")))
    effects = side_effects_from_json(json.loads((assets / "safety" / "side-effects.json").read_text("utf-8")))
    return Content({form.url: form for form in forms}, crisis, {effect.id: effect for effect in effects})
