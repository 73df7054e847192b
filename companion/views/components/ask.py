"""Asking before something written is deleted: one tap never does it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import flet as ft

from companion.i18n import Words
from companion.views.components.controls import dialog, does, link, text
from companion.views.components.guard import component


@dataclass(frozen=True, slots=True)
class _Question:
    """What is asked, the words of the tap that does it, and what it does."""

    title: str
    said: str
    yes: str
    do: Callable[[], Any]


Ask = Callable[[str, str, str, Callable[[], Any]], None]
"""Is given the question, what is said below it, the words of the tap that confirms it, and what that tap does."""


def use_ask(words: Words, keep: str = "") -> Ask:
    """Return what opens the question over the screen. `keep` are the words of the harmless answer, "Keep it" else."""
    state: Any = ft.use_state(None)
    asked: _Question | None = state[0]
    close: Callable[[], None] = lambda: state[1](None)  # noqa: E731 - an event handler

    async def confirm() -> None:
        close()
        if asked:
            await does(asked.do)()

    ft.use_dialog(
        dialog(
            asked.title,
            *([text(asked.said)] if asked.said else []),
            actions=[(keep or words("Keep it"), close), (asked.yes, confirm)],
            on_dismiss=close,
        )
        if asked
        else None
    )
    return lambda title, said, yes, do: state[1](_Question(title, said, yes, do))


@component
def AskedLink(words: Words, label: str, title: str, said: str, yes: str, do: Callable[[], Any]) -> ft.Control:
    """A quiet button that asks before it does something that cannot be undone."""
    ask = use_ask(words)
    return link(label, lambda: ask(title, said, yes, do))
