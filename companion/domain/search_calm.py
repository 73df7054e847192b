"""Phrases in which a word of danger stands and no danger: "poison ivy", "my dad died by suicide"."""

import re
from collections.abc import Sequence
from functools import lru_cache

from companion.domain.safety.note_words import plain

SIGN = {"*": r"\w+(?:[^\w.!?;\n]+\w+){0,2}?", "*1": r"\w+"}
"""What stands for one to three words, and for one."""


def without_calm(text: str, phrases: Sequence[str]) -> str:
    """Return a text in plain letters, a full stop in place of each of these phrases. What else it says stays.

    Args:
        phrases: words with a space between them; "|" is "or", "*" is one to three words, "*1" one word.
    """
    return _pattern(tuple(phrases)).sub(" . ", plain(text)) if phrases else text


@lru_cache(maxsize=2)
def _pattern(phrases: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(map(_of, phrases))})\b")


def _of(phrase: str) -> str:
    """The pattern of one phrase. Words of one sentence alone: a full stop ends it."""
    return r"[^\w.!?;\n]+".join(SIGN.get(one) or f"(?:{'|'.join(map(re.escape, plain(one).split('|')))})"
                                for one in phrase.split())  # fmt: skip
