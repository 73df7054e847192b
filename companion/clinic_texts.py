"""What a clinic's own texts may not do, and what no text here says."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from companion.clinic_yaml import Place
from companion.config import assets_dir
from companion.domain.library_review import never_said
from companion.domain.own_texts import refused
from companion.guidance_file import BANNED, load_guidance

Found = Iterator[tuple[Place, str]]
PROMISED = re.compile(
    rf"(?<!\w)(?:{'|'.join(re.escape(one) for one in BANNED if one[0].isalpha())})(?!\w)", re.IGNORECASE
)


def text_problems(data: Mapping[str, Any]) -> Found:
    """Place and reason of everything that `texts` may not say, replace or hide. Reads whatever is there."""
    texts = data.get("texts")
    if not isinstance(texts, dict):
        return
    shipped = {item.id: item for item in load_guidance(assets_dir()).items}
    replaced, added, hidden = texts.get("replace"), texts.get("add"), texts.get("hide")
    for id, own in replaced.items() if isinstance(replaced, dict) else ():
        place: Place = ("texts", "replace", id)
        if reason := refused(shipped.get(id), hides=False):
            yield place, reason
        yield from _said(place, own)
    for index, id in enumerate(hidden) if isinstance(hidden, list) else ():
        if isinstance(id, str) and (reason := refused(shipped.get(id), hides=True)):
            yield ("texts", "hide", index), f"{id}: {reason}"
        elif isinstance(replaced, dict) and isinstance(id, str) and id in replaced:
            yield ("texts", "hide", index), f"{id}: either replaced, or hidden"
    ids: list[object] = []
    for index, own in enumerate(added) if isinstance(added, list) else ():
        yield from _said(("texts", "add", index), own)
        id = own.get("id") if isinstance(own, dict) else None
        if id is not None and id in ids:
            yield ("texts", "add", index, "id"), "another text has this id"
        ids.append(id)


def _said(place: Place, own: object) -> Found:
    """Words in a text that none of ours holds."""
    if not isinstance(own, dict):
        return
    lines = own.get("lines")
    texts = [((*place, name), own.get(name)) for name in ("title", "why")]
    texts += [((*place, "lines", at), one) for at, one in enumerate(lines if isinstance(lines, list) else ())]
    for at, text in texts:
        if isinstance(text, str) and (reason := _why_not(text)):
            yield at, f"this cannot stand in a text: {reason}"


def _why_not(text: str) -> str:
    if fault := next(never_said(text), None):
        return fault.said
    found = PROMISED.search(text)
    return f"“{found[0]}”: a promise, a leave or an order that only a person can give" if found else ""
