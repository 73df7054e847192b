"""Finds known words that were misspelled (letters changed, left out, added or swapped) or only begun."""

from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

SHORTEST_FORGIVEN, LONG = 4, 8
"""The shortest word in which one letter may be wrong, and the shortest in which two may be."""

SHORTEST_BEGUN = 2
"""The fewest letters that count as the beginning of a word; fewer would match too many words."""


@dataclass(frozen=True, slots=True)
class SameLength:
    """Known words of one length, in order; `letters` has a bit for each letter of each word."""

    words: tuple[str, ...]
    letters: "array[int]"


ByLength = Mapping[int, SameLength]


def by_length(words: Iterable[str]) -> dict[int, SameLength]:
    """Return the words by their length."""
    found: dict[int, list[str]] = {}
    for word in sorted(words):
        found.setdefault(len(word), []).append(word)
    return {
        length: SameLength(tuple(those), array("I", [_letters(one) for one in those]))
        for length, those in found.items()
    }


def _letters(word: str) -> int:
    bits = 0
    for one in word:
        bits |= 1 << (ord(one) & 31)
    return bits


def begun(known: Sequence[str], word: str) -> Iterator[str]:
    """Yield the known words, given in order, that begin with what was typed."""
    if len(word) >= SHORTEST_BEGUN:
        at = bisect_left(known, word)
        while at < len(known) and known[at].startswith(word):
            yield known[at]
            at += 1


def near(known: ByLength, word: str) -> Iterator[tuple[str, int]]:
    """Yield the known words that differ in one letter, or in two where the word is long, and in how many."""
    if len(word) < SHORTEST_FORGIVEN:
        return
    most, letters = 2 if len(word) >= LONG else 1, _letters(word)
    for length in range(len(word) - most, len(word) + most + 1):
        if there := known.get(length):
            # Each letter that differs changes two bits at the most.
            likely = [one for one, its in zip(there.words, there.letters, strict=True)
                      if (its ^ letters).bit_count() <= 2 * most]  # fmt: skip
            for one in likely:
                if is_near(one, word, most):
                    yield one, 1 if most == 1 or is_near(one, word, 1) else 2


def is_near(one: str, other: str, most: int) -> bool:
    """Return whether at most so many letters have to be changed, put in, left out or swapped with the next."""
    if one == other:
        return True
    start = 0
    shortest = min(len(one), len(other))
    while start < shortest and one[start] == other[start]:
        start += 1
    if most == 0:
        return False
    one, other = one[start:], other[start:]
    return (
        is_near(one[1:], other[1:], most - 1)
        or is_near(one[1:], other, most - 1)
        or is_near(one, other[1:], most - 1)
        or (one[:2] == other[:2][::-1] and len(one) > 1 and is_near(one[2:], other[2:], most - 1))
    )
