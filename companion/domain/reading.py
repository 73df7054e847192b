"""What a person has read and wants to ask. It stays on this device."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Reading:
    """How far somebody is in an article.

    Attributes:
        section: the one that was last in sight.
        is_read: its end was seen, or the person said so.
        is_kept: it has a bookmark.
    """

    article: str
    section: int = 0
    is_read: bool = False
    is_kept: bool = False


@dataclass(frozen=True, slots=True)
class Question:
    """Something to ask the clinic. `article` is "" for one that came from no article."""

    id: str
    text: str
    asked_at: datetime
    article: str = ""
    is_done: bool = False


def as_text(title: str, questions: Sequence[Question]) -> str:
    """The open questions as a text to bring along."""
    return "\n".join([title, "", *(f"- {one.text}" for one in questions if not one.is_done)])
