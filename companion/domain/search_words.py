"""The words of a search and of what is searched, brought to one form.

Case, accents, apostrophes and common endings do not matter, every negation is the same word ("can't", "no", "never"),
and words that mean the same share a token: "puke", "threw up" and "vomiting".
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from companion.domain.safety.note_words import APOSTROPHES, WORD, plain

LONGEST_TYPED = 4000
"""Characters that are looked at: a page of text may be put into the field."""

NOT = "not"
NEGATION_WORDS = """
aint arent cannot cant couldnt didnt doesnt dont hadnt hasnt havent isnt never no not nothing shouldnt unable
wasnt werent without wont wouldnt
"""
NEGATIONS = frozenset(NEGATION_WORDS.split())

NUMBERS = {
    "ten": "10", "twelve": "12", "dozen": "12", "fifteen": "15", "twenty": "20", "thirty": "30", "forty": "40",
    "fifty": "50", "sixty": "60", "hundred": "100",
}  # fmt: skip
"""Numbers that are typed as words."""

CLOCK = re.compile(r"\b(\d{1,2})(?:[:.]00)?\s*([ap])\.?\s?m\b")
"""A full hour as it is typed: "3 am", "3:00 AM", "3 a.m."."""

PRESSURE = re.compile(r"\b(\d{3})\s*(?:/|over)\s*(\d{2,3})\b")
"""A reading of a blood pressure: "150/95", "180 over 120"."""

VOWEL = re.compile(r"[aeiouy]")
DOUBLED = re.compile(r"([bdgmnprt])\1$")
SHORTEST_STEM = 3
SHORTEST_JOINED = 6
"""Letters of a phrase that is known when it is typed as one word."""


def words_of(text: str) -> list[str]:
    """Return the words of a text in lower case, contractions as one word, every negation as NOT."""
    text = text[:LONGEST_TYPED]
    lower = text.lower().translate(APOSTROPHES) if text.isascii() else plain(text)
    lower = PRESSURE.sub(r"\1 \2 blood pressure", CLOCK.sub(r"\1\2m", lower))
    found = WORD.findall(lower)
    return [NOT if word in NEGATIONS else NUMBERS.get(word, word) for word in found]


def stem(word: str) -> str:
    """Return a word without the endings of a plural and of a verb's forms. Another word may have the same stem."""
    if len(word) > SHORTEST_STEM and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        word = word[:-3] + "y" if word.endswith("ies") and len(word) > 4 else word[:-1]
    if word.endswith("ying") and len(word) == 5:  # dying, lying
        return word[0] + "ie"
    for ending in ("ied", "ing", "ed"):
        if word.endswith(ending) and not word.endswith("eed"):
            return _without(word, ending)
    return word[:-1] if len(word) > SHORTEST_STEM and word.endswith("e") else word


def _without(word: str, ending: str) -> str:
    rest = word[: -len(ending)]
    if ending == "ied":
        return rest + ("y" if len(rest) > 1 else "ie")
    if len(rest) < SHORTEST_STEM or not VOWEL.search(rest):
        return word
    rest = DOUBLED.sub(r"\1", rest)
    return rest[:-1] if len(rest) > SHORTEST_STEM and rest.endswith("e") else rest


@dataclass(frozen=True, slots=True)
class Same:
    """Words and phrases that mean the same.

    Attributes:
        tokens: the stems of a word or phrase -> the token that all of its group share.
        longest: how many words the longest phrase has.
    """

    tokens: Mapping[tuple[str, ...], str]
    longest: int

    def at(self, stems: Sequence[str], start: int) -> tuple[int, str]:
        """Return how many words from there on are one of these phrases, the longest, and its token; (0, "") if none."""
        for length in range(min(self.longest, len(stems) - start), 0, -1):
            if token := self.tokens.get(tuple(stems[start : start + length])):
                return length, token
        return 0, ""

    def parts(self, stems: Sequence[str]) -> Iterator[tuple[int, int, str]]:
        """Yield each word or phrase in turn: where it begins, how many words it has, and its token or ""."""
        start = 0
        while start < len(stems):
            length, token = self.at(stems, start)
            yield start, max(1, length), token
            start += max(1, length)


def same_of(groups: Iterable[Iterable[str]]) -> Same:
    """Give every group its token. A word that stands in two groups belongs to the first."""
    tokens: dict[tuple[str, ...], str] = {}
    for number, group in enumerate(groups):
        for term in group:
            tokens.setdefault(stems_of(term), f"={number}")  # no word begins with "="
    for stems, token in list(tokens.items()):
        if len(stems) > 1 and NOT not in stems and sum(map(len, stems)) >= SHORTEST_JOINED:
            tokens.setdefault((stem("".join(stems)),), token)  # "offlabel", "badtrip"
    return Same(tokens, max(map(len, tokens), default=0))


def stems_of(text: str) -> tuple[str, ...]:
    """Return the stems of a text's words, in order."""
    return tuple(map(stem, words_of(text)))


def tokens_of(text: str, same: Same) -> Iterator[str]:
    """Yield what a text is found by: every stem, and the token of each group that a word or phrase of it is in."""
    stems = stems_of(text)
    yield from stems
    for start in range(len(stems)):
        token = same.at(stems, start)[1]
        if token:
            yield token
