"""Phrases that contain a word of danger but mean no danger: "poison ivy", "my dad died by suicide"."""

import re
from collections.abc import Sequence
from functools import lru_cache

from companion.domain.safety.note_words import plain

SIGN = {"*": r"\w+(?:[^\w.!?;\n]+\w+){0,2}?", "*1": r"\w+"}
"""Wildcards for one to three words, and for exactly one."""


def without_calm(text: str, phrases: Sequence[str]) -> str:
    """Return a text in plain letters with each of these phrases replaced by a full stop.

    Args:
        phrases: words with a space between them; "|" is "or", "*" is one to three words, "*1" one word.
    """
    return _pattern(tuple(phrases)).sub(" . ", plain(text)) if phrases else text


@lru_cache(maxsize=2)
def _pattern(phrases: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(map(_of, phrases))})\b")


def _of(phrase: str) -> str:
    """Return the pattern of one phrase. It matches only within a sentence."""
    return r"[^\w.!?;\n]+".join(SIGN.get(one) or f"(?:{'|'.join(map(re.escape, plain(one).split('|')))})"
                                for one in phrase.split())  # fmt: skip
