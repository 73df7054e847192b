"""Words in a note after which help is offered. Lists miss much and meet by mistake: they offer, and say nothing else.

Nothing found means nothing: there is no text for it. English and Spanish alone.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

ORDER = ("C", "A", "B")
"""Tiers in the order in which they are looked for; the first that is found counts."""

APOSTROPHES = dict.fromkeys(map(ord, "'’‘ʼ`´′＇"))
SENTENCE = re.compile(r"[.!?;\n\r\u2028\u2029]+")
WORD = re.compile(r"[^\W_]+")

Words = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class WordLists:
    """The phrases as words, ready to be compared.

    Attributes:
        tiers: tier -> first word of a phrase -> phrases that begin with it.
        negations: what turns a phrase of tier A into tier B when it stands before it.
        window: how many words before a phrase a negation may stand.
        breaks: words at which a new clause begins.
    """

    tiers: Mapping[str, Mapping[str, tuple[Words, ...]]]
    negations: Mapping[str, tuple[Words, ...]]
    window: int
    breaks: frozenset[str]


def word_lists_from_json(data: Mapping[str, Any]) -> WordLists:
    """assets/safety/free-text.json. Raises ValueError on another shape."""
    try:
        if data.keys() != {"version", "tiers", "negations", "window", "breaks"} or data["tiers"].keys() != set(ORDER):
            raise ValueError("word lists have version, tiers, negations, window and breaks")
        tiers = {tier: _by_first_word(phrases) for tier, phrases in data["tiers"].items()}
        breaks = frozenset(word for one in data["breaks"] for word in words(one))
        return WordLists(tiers, _by_first_word(data["negations"]), int(data["window"]), breaks)
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError("word lists are not in the expected shape") from error


def tier_of(text: str, lists: WordLists) -> str | None:
    """ "C", "A" or "B" for what a note calls for, None where nothing was found (which says nothing)."""
    found = {tier for clause in _clauses(text, lists) for tier in _tiers(clause, lists)}
    return next((tier for tier in ORDER if tier in found), None)


def words(text: str) -> Words:
    """The words of a text: lower case, without accents, apostrophes and what does not show."""
    plain = unicodedata.normalize("NFKD", text.translate(APOSTROPHES)).casefold()
    # Once more: folding may bring an accent back.
    kept = (one for one in unicodedata.normalize("NFKD", plain) if unicodedata.category(one) not in ("Mn", "Cf"))
    return tuple(WORD.findall("".join(kept).translate(APOSTROPHES)))


def _clauses(text: str, lists: WordLists) -> Iterable[Words]:
    for sentence in SENTENCE.split(text):
        clause: list[str] = []
        for word in words(sentence):
            if word in lists.breaks:
                yield tuple(clause)
                clause = []
            else:
                clause.append(word)
        yield tuple(clause)


def _tiers(clause: Words, lists: WordLists) -> set[str]:
    """The tiers that a clause meets."""
    hits = {tier: list(_spans(clause, lists.tiers[tier])) for tier in ORDER}
    free = _free_negations(clause, [span for spans in hits.values() for span in spans], lists)
    found = {tier for tier in ("C", "B") if hits[tier]}
    for start, end in hits["A"]:
        is_negated = any(start - lists.window <= place < start for place in free)
        holds_one = any(True for _ in _spans(clause[start:end], lists.negations))
        found.add("B" if is_negated and not holds_one else "A")
    return found


def _free_negations(clause: Words, hits: Sequence[tuple[int, int]], lists: WordLists) -> list[int]:
    """Where negations end that are no part of a phrase that was found: those are the risk itself."""
    taken = {place for start, end in hits for place in range(start, end)}
    return [end - 1 for _, end in _spans(clause, lists.negations) if end - 1 not in taken]


def _spans(clause: Words, phrases: Mapping[str, tuple[Words, ...]]) -> Iterable[tuple[int, int]]:
    for start, word in enumerate(clause):
        for phrase in phrases.get(word, ()):
            if clause[start : start + len(phrase)] == phrase:
                yield start, start + len(phrase)


def _by_first_word(phrases: Sequence[str]) -> dict[str, tuple[Words, ...]]:
    found: dict[str, list[Words]] = {}
    for phrase in phrases:
        if not (split := words(phrase)):
            raise ValueError(f"{phrase!r} has no word")
        found.setdefault(split[0], []).append(split)
    return {word: tuple(several) for word, several in found.items()}
