"""Finding an option by what somebody types: case, accents and marks do not matter."""

import unicodedata
from collections.abc import Iterable, Sequence
from typing import TypeVar

T = TypeVar("T")


def plain(text: str) -> str:
    """A text without case, accents and marks, its words apart by one blank."""
    letters = unicodedata.normalize("NFKD", text.casefold())
    kept = "".join(one if one.isalnum() else "" if unicodedata.combining(one) else " " for one in letters)
    return " ".join(kept.split())


def found(named: Iterable[tuple[T, Sequence[str]]], typed: str) -> list[T]:
    """What has every typed word somewhere in one of its names; first those in whose names a word begins with it.

    Nothing typed finds everything, in the order given.
    """
    words = plain(typed).split()
    ranked = [(rank, one) for one, names in named if (rank := _rank(" ".join(map(plain, names)), words)) is not None]
    return [one for _, one in sorted(ranked, key=lambda pair: pair[0])]


def _rank(name: str, words: Sequence[str]) -> int | None:
    if not all(word in name for word in words):
        return None
    return 0 if all(f" {word}" in f" {name}" for word in words) else 1
