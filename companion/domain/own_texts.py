"""A clinic's own words in the guidance: it replaces and adds, and hides what is not needed for safety.

{"replace": {"g_night_bag": {"title": "…", "lines": ["…"], "why": "…"}},     any of the three
 "add": [{"id": "own_…", "phase": "…", "start": -1440, "end": 0, "title": "…", "lines": ["…"]}],
 "hide": ["g_arr_toilet"]}
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from companion.domain.clinic_words import (
    LEAVE,
    ONLY_A_PERSON,
    as_read,
    eating_in,
    gaps,
    no_word,
    usual_eating_in,
)
from companion.domain.guidance import AS_USUAL, BANNED, DRIVING_AGAIN, EATING, PHASES, Anchor, Guidance, Item
from companion.domain.library_review import reasons_not_to_say
from companion.domain.shapes import LINE, Faults, Fields, Kind, ListOf, Named, Number, OneOf, Place, Text

LEVELS_OF_ITS_OWN = ("should", "tip", "info")
"""A must of a clinic's would push one that ships away from Today."""

TIP = "tip"

FARTHEST = 366 * 24 * 60
"""Minutes from the start of an infusion."""

_NO_BRACES = r"[^<>{}\x00-\x1f]*"
_TITLE = Text("one line of words, without < > { }, up to 90 letters", 90, _NO_BRACES, is_needed=True, check=no_word)
_LINES = ListOf(
    "a list of 1 to 6 sentences of up to 240 letters, without < and >",
    Text("a sentence of up to 240 letters, without < and >", 240, LINE, is_needed=True, check=no_word), most=6, least=1,
)  # fmt: skip
_WHY = Text("one sentence, without < > { }, up to 240 letters", 240, _NO_BRACES, check=no_word)
_MINUTES = Number(
    "whole minutes from the start of an infusion, negative before it, up to a year", -FARTHEST, FARTHEST, is_whole=True
)
_WORDS: Mapping[str, Kind] = {"title": _TITLE, "lines": _LINES, "why": _WHY}
_IDS = "ids of the app's own texts"
ADDED = Fields(
    "a text with id, phase, start, end, title and lines",
    {
        "id": Text("own_ followed by lowercase letters, digits and _", 44, r"own_[a-z0-9_]{1,40}", is_needed=True),
        "phase": OneOf("the part of the course it belongs to", PHASES),
        "start": _MINUTES,
        "end": _MINUTES,
        "anchor": OneOf("each infusion, or the first or the last one of the course", tuple(Anchor)),
        "about": ListOf(
            "a list: a text about eating is left out while the patient is not to eat, one about driving_again "
            "while the patient is not to drive",
            OneOf("", (EATING, DRIVING_AGAIN)), 2, is_set=True,
        ),
        "level": OneOf("how much it matters; must is only for the app's own texts", LEVELS_OF_ITS_OWN),
        **_WORDS,
    },
    needed=("id", "phase", "start", "end", "title", "lines"),
    check=lambda own: "" if own["start"] < own["end"] else "end has to come after start",  # type: ignore[operator]
)  # fmt: skip
TEXTS = Fields(
    "the clinic's own words in the guidance",
    {
        "replace": Named(f"{_IDS}, each with title, lines or why", Fields("title, lines or why", _WORDS)),
        "add": ListOf(
            "a list of the clinic's own texts",
            ADDED,
            20,
        ),
        "hide": ListOf(
            f"a list of {_IDS}", Text("the id of one of the app's own texts", 60, is_needed=True), 60, is_set=True
        ),
    },
)
"""What a clinic's file and `clinic.json` may say of them."""

PROMISED = re.compile(
    rf"{LEAVE}|(?<!\w)(?:{'|'.join(gaps(one) for one in BANNED if one[0].isalpha())})(?!\w)", re.IGNORECASE
)


def text_faults(texts: object, shipped: Iterable[Item], place: Place = ()) -> Faults:
    """Everything that a clinic's texts may not say, replace or hide, whatever they are."""
    yield from TEXTS.faults(texts, place)
    if not isinstance(texts, Mapping):
        return
    known = {item.id: item for item in shipped}
    replaced, added, hidden = texts.get("replace"), texts.get("add"), texts.get("hide")
    replaced = replaced if isinstance(replaced, Mapping) else {}
    for id, own in replaced.items():
        if reason := refused(known.get(id), hides=False):
            yield (*place, "replace", id), reason
        shipped_about = known[id].about if id in known else ()
        yield from _said(own, (*place, "replace", id), shipped_about, "or add your own text with about: [eating]")
    for index, id in enumerate(hidden) if isinstance(hidden, list) else ():
        if isinstance(id, str) and id and (reason := refused(known.get(id), hides=True)):
            yield (*place, "hide", index), f"{id}: {reason}"
        elif isinstance(id, str) and id in replaced:
            yield (*place, "hide", index), f"{id}: is both replaced and hidden: choose one"
    ids: list[object] = []
    for index, own in enumerate(added) if isinstance(added, list) else ():
        about = own.get("about") if isinstance(own, Mapping) else ()
        own_about = about if isinstance(about, list | tuple) else ()
        yield from _said(own, (*place, "add", index), own_about, "or write about: [eating], and it is left out then")
        id = own.get("id") if isinstance(own, Mapping) else None
        if id is not None and id in ids:
            yield (*place, "add", index, "id"), "another text has this id"
        ids.append(id)


def _said(own: object, place: Place, about: Sequence[object], otherwise: str) -> Faults:
    """Words in a text that none of ours holds, or that may not stand at every time; `otherwise`: where they may."""
    if not isinstance(own, Mapping):
        return
    lines = own.get("lines")
    texts = [((*place, name), own.get(name)) for name in ("title", "why")]
    texts += [((*place, "lines", at), one) for at, one in enumerate(lines if isinstance(lines, list) else ())]
    for at, text in texts:
        for reason in _why_not(text) if isinstance(text, str) else ():
            yield at, f"this cannot be in a text: {reason}"
        if EATING not in about and isinstance(text, str) and (found := eating_in(text)):
            yield at, f"“{found}” could be shown while the patient is not to eat: say what is not allowed, {otherwise}"
    for at, line in texts[2:]:
        for found in re.findall(r"\{(?!em\}|cl\})[^}]*\}?", line) if isinstance(line, str) else ():
            yield at, f"“{found}”: only {{em}} and {{cl}} are filled in"


def _why_not(text: str) -> Iterator[str]:
    """Each word that is not said, once."""
    read = as_read(text)
    reasons = list(reasons_not_to_say(read))
    yield from reasons
    for found in PROMISED.finditer(read):
        if not any(one.startswith(f"“{found[0]}") for one in reasons):
            yield f"“{found[0]}”: {ONLY_A_PERSON}"


def refused(item: Item | None, *, hides: bool) -> str:
    """Why a clinic may not replace, or hide, this item of what ships; "" where it may."""
    if item is None:
        return "no text of the app's guidance has this id; docs/clinic-file.md lists them"
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
        about=_about(item.about, own),
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
        about=_about(own.get("about") or (), own),
        sources=(),
        is_own=True,
    )


def _about(about: Sequence[str], own: Mapping[str, Any]) -> tuple[str, ...]:
    """What a text is about. To eat "as usual" is wrong with diabetes or GLP-1 medicine, in a clinic's words too."""
    said = (own.get("title"), own.get("why"), *(own.get("lines") or ()))
    is_usual = any(usual_eating_in(one) for one in said if isinstance(one, str))
    return (*about, *([AS_USUAL] if is_usual and AS_USUAL not in about else []))
