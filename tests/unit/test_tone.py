"""Forms, guidance, cards and exercises as somebody in danger would read them, and as a native speaker would."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from companion.config import assets_dir

ASSETS = assets_dir()
FILES = [
    *sorted((ASSETS / "forms").glob("*.json")), *sorted((ASSETS / "guidance").glob("*.json")),
    ASSETS / "exercises.json", ASSETS / "crisis.json",
    *(ASSETS / "safety" / f"{name}.json" for name in ("rules", "emergencies", "judgements", "side-effects")),
]  # fmt: skip

HURTS = {
    r"\bend it\b": "an idiom of suicide: say stop the treatment",
    r"reason to go on|\bgo on\?|Go on, change": "of treatment: say continue the treatment",
    r"for the last time": "of food and drink: say when to stop",
    r"care for nobody": "reads as loving no one",
    r"watch(?:es)? (?:me|your body)": "to a survivor of assault: a trained person checks",
    r"[Vv]ery high, wired|far too high": "beside drugs, high means intoxicated: say wired or energetic",
    r"\bscold": "nobody is spoken of as a child",
    r"victim|addict\b|committed suicide": "person first",
}
"""What hurts somebody who reads it in a bad hour -> why, and what to say."""

FOREIGN = (
    r"\b[Cc]all too\b", r"\balso (?:when|those|for the day)\b", r"look(?:s)? in on", r"to its end", r"as few as",
    r"\bI (?:want|take) (?:no|none)\b", r"the worst I know", r"as much as it could", r"\bmeter\b", r"\btick(?:ed)?\b",
    r"before you go there", r"less of a scare", r"unsafe with yourself", r"\bsleep pills\b", r"base insulin",
    r"although you need to", r"be woken well", r"\bto stop (?:all|some of them)\b[^.]*is (?:not safe|dangerous)",
    r"[Ww]hat (?:you know of before|ketamine does often fades)",
)  # fmt: skip
"""Ways to say a thing that no native speaker would use."""


def strings(data: object) -> Iterator[str]:
    if isinstance(data, dict):
        for value in data.values():
            yield from strings(value)
    elif isinstance(data, list):
        for value in data:
            yield from strings(value)
    elif isinstance(data, str):
        yield data


def texts(file: Path) -> list[str]:
    return [one for one in strings(json.loads(file.read_text("utf-8"))) if " " in one]


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
@pytest.mark.parametrize("words", HURTS)
def test_nothing_hurts_somebody_who_reads_it_in_a_bad_hour(file: Path, words: str) -> None:
    assert [one for one in texts(file) if re.search(words, one)] == [], HURTS[words]


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_nothing_is_said_as_no_native_speaker_would(file: Path) -> None:
    assert [one for one in texts(file) if re.search("|".join(FOREIGN), one)] == []


UNSAFE = re.compile(r"(?:[Ii]f|[Dd]o) you (?:feel unsafe|do not feel safe)")


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_who_feels_unsafe_is_led_to_numbers_to_call_and_text_and_not_to_a_call_alone(file: Path) -> None:
    """Texts that belong to one screen stand in one list of the file."""
    parts = _parts(json.loads(file.read_text("utf-8")))
    for part in (one for one in parts if UNSAFE.search(one)):
        assert "Help now" in part or "{cl}" in part, part


def _parts(data: object) -> Iterator[str]:
    """Each item of a form with what stands under it, and each entry of another list, as one text."""
    found = data if isinstance(data, list) else list(data.values()) if isinstance(data, dict) else []
    for one in found:
        is_form = isinstance(one, dict) and "linkId" in one
        is_entry = isinstance(one, dict) and ("lines" in one or "paragraphs" in one)
        if is_form or is_entry:
            yield " ".join(strings(one))
        else:
            yield from _parts(one)


def test_the_first_night_names_the_safety_plan_too() -> None:
    guidance = json.loads((ASSETS / "guidance" / "en.json").read_text("utf-8"))
    said = {item["id"]: " ".join(item["lines"]) for item in guidance["items"]}
    assert all(one in said["g_24_feelings"] for one in ("Help now", "safety plan", "{em}", "{cl}"))
    assert "Help now" in said["g_d1_checkin"] and "safety plan" in said["g_d1_checkin"]
    assert "Help now" in said["g_48_checkin"]


@pytest.mark.parametrize(
    "link_id",
    ["chest_pain", "faint_or_breathless", "neuro_sign", "one_side", "swelling", "breathing_trouble", "voices"],
)
def test_a_sign_that_stays_an_emergency_when_it_is_over_is_asked_about_in_the_past_too(link_id: str) -> None:
    form = json.loads((assets_dir() / "forms" / "side-effect.json").read_text("utf-8"))
    [asked] = [one["text"] for one in items_of(form) if one["linkId"] == link_id]
    assert re.search(r", (or (did|was|were) (you|it|they)|now or) earlier\b", asked), asked


def items_of(form: dict[str, Any]) -> list[dict[str, Any]]:
    found = form.get("item", [])
    return [*found, *(one for item in found for one in items_of(item))]
