"""The journals of released versions, for every test: copied, opened, and what their own version said of them."""

import json
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

from companion.config import Settings, assets_dir
from companion.content import Content, load_content
from companion.device.journal import reach_device_journal
from companion.domain.form_versions import Forms
from companion.domain.journal import Entry
from companion.domain.questionnaire import Coding, Item, ItemType, Questionnaire
from companion.services.bundle import OpenJournal
from companion.services.journal import Journal, answered
from tests.data.filling import BASE, plain

Json = dict[str, Any]

FOLDERS = sorted(one for one in Path(__file__).parent.iterdir() if (one / "forms.json").exists())
NAMES = [one.name for one in FOLDERS]


def made_in(folder: Path) -> Json:
    """What the version showed of this journal (`made.json`)."""
    return dict(json.loads((folder / "made.json").read_text("utf-8")))


def copy_of(folder: Path, to: Path) -> Path:
    """A data folder that a test may change."""
    shutil.copytree(folder, to)
    return to


@cache
def shipped() -> Content:
    """What ships today."""
    return load_content(assets_dir())


@cache
def of_next_year() -> Content:
    """Content of a later version in which every form has changed.

    Each question is worded anew and each option, the order is turned around, and the first question that no condition
    looks at is gone. Codes and linkIds stay. Today's forms are earlier ones.
    """
    today = shipped()
    earlier = {**today.forms.earlier(), **{(url, form.version): form for url, form in today.forms.items()}}
    return replace(today, forms=Forms({url: _later(form) for url, form in today.forms.items()}, lambda: earlier))


GONE = {"daily-check-in": "mood", "week-before": "infusion", "blood-pressure": "pulse", "evaluation": "when"}
"""The question that the later version of a form does not ask any more."""


def _later(form: Questionnaire) -> Questionnaire:
    gone = GONE.get(form.url.removeprefix(BASE))
    items = tuple(_reworded(item, gone) for item in reversed(form.items) if item.link_id != gone)
    return replace(form, version="999", title=f"{form.title} (later)", items=items)


def _reworded(item: Item, gone: str | None) -> Item:
    offered = tuple(
        replace(one, coding=replace(one.coding, display=f"{one.coding.display} (later)")) for one in item.offered
    )
    inner = tuple(_reworded(one, gone) for one in item.items if one.link_id != gone)
    kept = tuple(one for one in item.enable_when if one.question != gone)
    return replace(item, text=f"{item.text} (later)", offered=offered, items=inner, enable_when=kept)


@asynccontextmanager
async def opened(
    data: Path, content: Content, secret: str = "", *, by_code: bool = False
) -> AsyncIterator[OpenJournal]:
    """The journal in a data folder, by its PIN or recovery code where it has one."""
    sealed = await reach_device_journal(Settings(data, assets_dir(), None), content)
    ring = sealed.keyring
    key = ring.key or await (ring.try_code(secret) if by_code else ring.try_pin(secret))
    journal = await sealed.unseal(key)
    try:
        yield journal
    finally:
        await journal.close()


async def as_asked(journal: Journal, entry: Entry) -> list[list[Any]]:
    """What an entry's screen is made of: linkId, question and answer of all that was answered, in order."""
    form = journal.form_as_asked(entry.head)
    assert form is not None
    lines = [
        [item.link_id, item.text, plain(value)] for item, value in answered(form, entry.answers) if value is not None
    ]
    beyond = entry.answers.keys() - {item.link_id for item in form.questions()}
    for link_id in sorted(beyond):
        item = journal.forms.asked(form.url, link_id) or Item(link_id, ItemType.TEXT, "")
        lines.append([link_id, item.text, plain(entry.answers[link_id])])
    return lines


async def entries_as_shown(opened: OpenJournal) -> dict[str, Json]:
    """Every entry with all its versions, in the shape of `made.json`."""
    journal, found = opened.services.journal, {}
    for head in (*journal.heads(), *journal.removed()):
        versions = [await journal.entry(head.id), *await journal.history(head.id)]
        item = journal.delivery(head.id)
        found[head.id] = {
            "form": head.form.removeprefix(BASE),
            "delivery": item.state.value if item else "",
            "versions": [
                {
                    "version": one.head.version,
                    "form_version": one.head.form_version,
                    "status": one.head.status.value,
                    "when": [one.head.occurrence.at.isoformat(), one.head.occurrence.clock],
                    "facts": dict(one.head.facts),
                    "asked": await as_asked(journal, one),
                }
                for one in versions
            ],
        }
    return found


def codes(value: Any) -> Any:
    """An answer without the words of its choices: what stays the same when a form is worded anew."""
    if isinstance(value, tuple):
        return [codes(one) for one in value]
    return value.code if isinstance(value, Coding) else plain(value)
