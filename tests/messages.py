"""`make messages`: collect every text of the source, of the forms and of the care cards into assets/locale/companion.pot."""

import json
import sys
from io import BytesIO
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import write_po

from companion.config import assets_dir
from companion.domain.safety.emergencies import Signs, with_signs
from companion.emergency_file import load_signs

ROOT = Path(__file__).parent.parent
KEYWORDS = {"words": None, "text": None, "plural": (1, 2), "N_": None}


def catalog() -> Catalog:
    """Every text with the files it stands in."""
    found = Catalog(project="companion", charset="utf-8")
    for file, _, message, _, _ in extract_from_dir(
        str(ROOT / "companion"), method_map=[("**.py", "python")], keywords=KEYWORDS
    ):
        found.add(message, locations=[(f"companion/{file}", 0)])
    forms = assets_dir() / "forms"
    for form in sorted(forms.rglob("*.json")):  # earlier versions show what was saved under them
        for message in form_texts(json.loads(form.read_text("utf-8"))):
            found.add(message, locations=[(f"assets/forms/{form.relative_to(forms).as_posix()}", 0)])
    for message in crisis_texts(json.loads((assets_dir() / "crisis.json").read_text("utf-8"))):
        found.add(message, locations=[("assets/crisis.json", 0)])
    signs = load_signs(assets_dir())
    for message in sign_texts(signs):
        found.add(message, locations=[("assets/safety/emergencies.json", 0)])
    exercises = json.loads((assets_dir() / "exercises.json").read_text("utf-8"))
    for message in exercise_texts(exercises):
        found.add(with_signs(message, signs), locations=[("assets/exercises.json", 0)])
    effects = json.loads((assets_dir() / "safety" / "side-effects.json").read_text("utf-8"))["sideEffects"]
    for message in (one for effect in effects for one in effect_texts(effect)):
        found.add(message, locations=[("assets/safety/side-effects.json", 0)])
    cards = json.loads((assets_dir() / "safety" / "rules.json").read_text("utf-8"))["messages"]
    for message in form_texts(cards):
        found.add(message, locations=[("assets/safety/rules.json", 0)])
    judgements = json.loads((assets_dir() / "safety" / "judgements.json").read_text("utf-8"))["judgements"]
    for judgement in judgements:
        found.add(judgement["says"], locations=[("assets/safety/judgements.json", 0)])
    guidance = json.loads((assets_dir() / "guidance" / "en.json").read_text("utf-8"))
    for message in guidance_texts(guidance):
        found.add(message, locations=[("assets/guidance/en.json", 0)])
    return found


def guidance_texts(data: dict[str, Any]) -> list[str]:
    """Titles, lines and reasons of the guidance, what to expect, the lists of aftercare; no source's title."""
    parts = [*data["items"], *data["expect"], *data["aftercare"], {"lines": data["tell_the_nurse"]}]
    single = [part[key] for part in parts for key in ("title", "why", "normal") if key in part]
    lists = ("lines", "feel", "common", "self_care", "call_clinic", "emergency")
    return [*single, *(one for part in parts for key in lists for one in part.get(key, ()))]


def exercise_texts(data: object) -> list[str]:
    """What a person reads of the exercises: every text but ids, keys of sources and days."""
    if isinstance(data, list):
        return [one for part in data for one in ([part] if isinstance(part, str) else exercise_texts(part))]
    if not isinstance(data, dict):
        return []
    kept = {key: value for key, value in data.items() if key not in NO_TEXTS and not _is_keys(key, value)}
    return [one for value in kept.values() for one in ([value] if isinstance(value, str) else exercise_texts(value))]


NO_TEXTS = ("id", "instead", "breath", "when", "checked", "reviewed", "next_review", "try")


def _is_keys(key: str, value: object) -> bool:
    return key == "sources" and isinstance(value, list)


def effect_texts(effect: dict[str, Any]) -> list[str]:
    """What a person reads of a side effect; its name stands in the form."""
    there = [line for lines in effect.get("only_in", {}).values() for line in lines]
    notes = effect.get("emergency_notes", [])
    return [*effect["self_care"], *effect["call_clinic"], *effect["emergency"], *notes, *there]


def sign_texts(signs: Signs) -> list[str]:
    """What a person reads of the emergency signs."""
    return [one for sign in signs for one in (sign.short, *sign.you, *sign.them, sign.over) if one]


def crisis_texts(data: dict[str, Any]) -> list[str]:
    """What Help shows beside names and numbers: countries, languages, topics, notes, words beside a number."""
    named = [name for key in ("countries", "languages", "spoken", "topics", "profile") for name in data[key].values()]
    beside = [one["display"] for one in data["emergency"].values() if not one["display"].isdigit()]
    lines = [text for line in data["lines"] for text in (line["note"], line.get("access"), *_displays(line)) if text]
    texts = [one["text"]["display"] for one in data["emergency"].values() if "text" in one]
    return [*named, *beside, *texts, *lines]


def _displays(line: dict[str, Any]) -> list[str]:
    """What is shown of a channel and holds words: "Text HOME to 741741"."""
    shown = [one["display"] for one in line["channels"] if one["type"] != "chat"]
    return [one for one in shown if " " in one and any(letter.isalpha() for letter in one)]


def form_texts(data: object) -> list[str]:
    """What a form shows: titles, texts, the words of its options."""
    if isinstance(data, list):
        return [one for part in data for one in form_texts(part)]
    if not isinstance(data, dict):
        return []
    own = [data[key] for key in ("title", "text", "display", "valueString") if isinstance(data.get(key), str)]
    return own + [one for value in data.values() for one in form_texts(value)]


def template() -> bytes:
    """The template's bytes: the same for the same source."""
    out = BytesIO()
    write_po(out, catalog(), sort_output=True, omit_header=True, width=100, include_lineno=False)
    return out.getvalue()


if __name__ == "__main__":
    (assets_dir() / "locale" / "companion.pot").write_bytes(template())
    sys.exit(0)
