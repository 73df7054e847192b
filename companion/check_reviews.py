"""The part of `companion check-content` that checks the review dates of everything except articles."""

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from companion.articles import SOURCES, load_sources
from companion.domain.review import Finding
from companion.domain.sources import days_to_review

FILES = (
    "exercises.json",
    "guidance/en.json",
    "safety/emergencies.json",
    "safety/free-text.json",
    "safety/rules.json",
    "safety/side-effects.json",
)


def review_findings(assets: Path, today: date) -> list[Finding]:
    """Check each file's `reviewed` and `next_review`: dates, in time for its sources, and not past."""
    kinds = {key: source.kind for key, source in load_sources(assets / "content" / SOURCES).items()}
    return [one for name in FILES for one in _of_file(assets / name, name, kinds, today)]


def _of_file(file: Path, name: str, kinds: dict[str, str], today: date) -> Iterator[Finding]:
    try:
        text = file.read_text("utf-8")
        data: dict[str, Any] = json.loads(text)
        reviewed, due = (date.fromisoformat(data[key]) for key in ("reviewed", "next_review"))
    except (OSError, ValueError, KeyError, TypeError) as error:
        yield Finding(name, f"its review dates cannot be read: {error!r}", is_error=True)
        return
    days = days_to_review([kind for key, kind in kinds.items() if f'"{key}"' in text], [text])
    if due <= reviewed or reviewed > today:
        yield Finding(name, "reviewed is in the future, or next_review is not later than reviewed", is_error=True)
    if (due - reviewed).days > days:
        yield Finding(name, f"its next review is more than {days} days after the last", is_error=True)
    if due < today:
        yield Finding(name, f"was due to be checked again by {due}")
