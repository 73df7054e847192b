"""A clinic's own words in the guidance: it replaces and adds, and hides what is not needed for safety.

{"replace": {"g_night_bag": {"title": "…", "lines": ["…"], "why": "…"}},     any of the three
 "add": [{"id": "own_…", "phase": "…", "start": -1440, "end": 0, "title": "…", "lines": ["…"]}],
 "hide": ["g_arr_toilet"]}
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from companion.domain.guidance import Anchor, Guidance, Item

LEVELS_OF_ITS_OWN = ("should", "tip", "info")
"""A must of a clinic's would push one that ships away from Today."""

TIP = "tip"


def refused(item: Item | None, *, hides: bool) -> str:
    """Why a clinic may not replace, or hide, this item of what ships; "" where it may."""
    if item is None:
        return "no text of the app's guidance has this id"
    if not item.clinic_may_override:
        return "this text keeps people safe: no clinic can replace or hide it"
    if hides and item.level == "must":
        return "this text is a must: it cannot be hidden, only replaced"
    return ""


def with_own_texts(guidance: Guidance, texts: Mapping[str, Any]) -> Guidance:
    """The guidance with a clinic's texts. What it may not do changes nothing, whatever the texts say."""
    own, hidden = texts.get("replace") or {}, set(texts.get("hide") or ())
    kept = [
        _replaced(item, own.get(item.id))
        for item in guidance.items
        if item.id not in hidden or refused(item, hides=True)
    ]
    return replace(guidance, items=(*kept, *map(_added, texts.get("add") or ())))


def _replaced(item: Item, own: Mapping[str, Any] | None) -> Item:
    if not own or refused(item, hides=False):
        return item
    return replace(
        item,
        title=own.get("title") or item.title,
        lines=tuple(own.get("lines") or item.lines),
        why=own.get("why") or item.why,
        is_own=True,
    )


def _added(own: Mapping[str, Any]) -> Item:
    return Item(
        id=own["id"],
        phase=own["phase"],
        start=own["start"],
        end=own["end"],
        minutes=0,
        anchor=Anchor(own.get("anchor") or Anchor.EACH),
        level=own.get("level") or TIP,
        clinic_may_override=True,
        title=own["title"],
        lines=tuple(own["lines"]),
        why=own.get("why") or "",
        sources=(),
        is_own=True,
    )
