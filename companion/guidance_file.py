"""Reads assets/guidance/, and what is looked at in it before a release."""

import json
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

from companion.domain.guidance import BANNED, LEVELS, PHASES, Guidance, Item, Named, guidance_from_json
from companion.domain.review import Finding
from companion.domain.sources import CHECKED
from companion.emergency_file import load_signs

FILE = "en.json"


def load_guidance(assets: Path) -> Guidance:
    """Return the guidance that ships, with every emergency sign in its lists. Raises ValueError, OSError."""
    return guidance_from_json(json.loads((assets / "guidance" / FILE).read_text("utf-8")), load_signs(assets))


def guidance_findings(assets: Path) -> list[Finding]:
    """What is wrong with the guidance, and that nobody has signed it."""
    try:
        guidance = load_guidance(assets)
    except (OSError, ValueError) as error:
        return [Finding(f"guidance/{FILE}", str(error), is_error=True)]
    found = [Finding(f"guidance: {where}", said, is_error=True) for where, said in _faults(guidance)]
    unsigned = Finding(f"guidance/{FILE}", "no clinician has signed it")
    return found if guidance.signed_by else [*found, unsigned]


def _faults(guidance: Guidance) -> Iterator[tuple[str, str]]:
    ids = [item.id for item in guidance.items]
    yield from ((id, "this id is used twice") for id in {one for one in ids if ids.count(one) > 1})
    for item in guidance.items:
        yield from ((item.id, said) for said in _faults_of(item))
    for id, sources, texts in _texts(guidance):
        for key in sources:
            if key not in guidance.sources:
                yield id, f"its source {key} is not in the list of sources"
            elif guidance.sources[key].checked not in CHECKED:
                yield id, f"its source {key} is marked as unsure"
        if not sources:
            yield id, "it has no source"
        yield from ((id, f"it says {word!r}") for word in BANNED for text in texts if word in text.lower())
    for name, spans in (
        ("expect", [(one.start, one.end) for one in guidance.expect]),
        ("aftercare", [(one.start, one.end) for one in guidance.aftercare]),
    ):
        if any(end != start for (_, end), (start, _) in pairwise(spans)):
            yield name, "its time windows overlap or leave a gap"


def _faults_of(item: Item) -> Iterator[str]:
    if item.level not in LEVELS:
        yield f"no level is called {item.level!r}"
    if item.phase not in PHASES:
        yield f"no phase is called {item.phase!r}"
    for one in (item.start, item.end):
        if isinstance(one, str) and one not in set(Named):
            yield f"no bound is called {one!r}"
    if isinstance(item.start, int) and isinstance(item.end, int) and item.start >= item.end:
        yield "its window ends before it starts"
    if item.end is None and item.minutes <= 0:
        yield "its window has no length"
    if item.asks and "ask your clinic" not in " ".join(item.lines).lower():
        yield "its source is marked as unsure, and it does not say “ask your clinic”"


def _texts(guidance: Guidance) -> Iterator[tuple[str, tuple[str, ...], tuple[str, ...]]]:
    """Id, sources and texts of everything that has both."""
    for item in guidance.items:
        yield item.id, item.sources, (item.title, *item.lines, item.why)
    for one in guidance.expect:
        yield one.id, one.sources, (one.title, *one.feel, one.normal)
    for care in guidance.aftercare:
        lists = (*care.common, *care.self_care, *care.call_clinic, *care.emergency)
        yield care.id, care.sources, (care.title, *lists)
