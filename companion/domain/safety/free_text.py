"""Words in a note after which help is offered. Lists miss much and meet by mistake: they offer, and say nothing else.

Nothing found means nothing: there is no text for it. English and Spanish alone.
"""

import re
from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from companion.domain.safety.note_words import Clause, Phrases, Repairs, clause_of, phrases_of, repairs_of, spans, words
from companion.domain.sources import REVIEW_DATES

__all__ = ["WordLists", "tier_of", "word_lists_from_json", "words"]

ORDER = ("C", "A", "B")
"""Tiers in the order in which they are looked for; the first that is found counts."""

LOWER = {"A": "B", "B": ""}
"""What a hit becomes that is about a story, or that a negation stands before."""

FOR_I = re.compile(r"(?<=[^\W\d_])!(?=[^\W\d_])")
"""An exclamation mark inside a word stands for its "i"."""

SENTENCE = re.compile(r"[.!?;\n\r\u2028\u2029]+")
NEEDED = frozenset({"version", "tiers", "negations", "window", "breaks"})
MORE = frozenset({"harmless", "softer", "still", "stories", "told", "spellings", "near", "masked"})
FILLERS = frozenset(
    {
        "a",
        "so",
        "as",
        "feel",
        "felt",
        "feeling",
        "really",
        "that",
        "very",
        "completely",
        "be",
        "been",
        "like",
        "totally",
    }
)
"""Words that may stand between a negation and what it denies: "not really hopeless"."""

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class WordLists:
    """The phrases as words, ready to be compared.

    Attributes:
        tiers: tier -> first word of a phrase -> phrases that begin with it.
        negations: what turns a phrase of tier A into tier B when it stands before it.
        window: how many words before a phrase a negation, or what tells of a story, may stand.
        breaks: words at which a new clause begins.
        harmless: a phrase of tier A inside one of these, or of tier B that touches one, is none: "trapped in traffic".
        softer: a phrase of tier A inside one of these counts as tier B: "suicide awareness".
        still: what holds a negation and denies nothing: "I don't know".
        stories: words for a film, book or song before `told`: "a film where she says".
        repairs: other ways to type the words.
    """

    tiers: Mapping[str, Phrases]
    negations: Phrases
    window: int
    breaks: frozenset[str]
    harmless: Phrases
    softer: Phrases
    still: Phrases
    stories: frozenset[str]
    told: frozenset[str]
    repairs: Repairs


def word_lists_from_json(data: Mapping[str, Any]) -> WordLists:
    """assets/safety/free-text.json. Raises ValueError on another shape."""
    try:
        if (
            not data.keys() >= NEEDED
            or not data.keys() <= NEEDED | MORE | REVIEW_DATES
            or data["tiers"].keys() != set(ORDER)
        ):
            raise ValueError("word lists have version, tiers, negations, window and breaks")
        tiers = {tier: phrases_of(phrases) for tier, phrases in data["tiers"].items()}
        others = {key: phrases_of(data.get(key, ())) for key in ("negations", "harmless", "softer", "still")}
        repairs = repairs_of(tiers, data.get("spellings", {}), data.get("near", ()), data.get("masked", ()))
        return WordLists(
            tiers=tiers,
            window=int(data["window"]),
            breaks=_singles(data["breaks"]),
            stories=_singles(data.get("stories", ())),
            told=_singles(data.get("told", ())),
            repairs=repairs,
            **others,
        )
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError("word lists are not in the expected shape") from error


def _singles(lines: Sequence[str]) -> frozenset[str]:
    return frozenset(word for one in lines for word in words(one))


def tier_of(text: str, lists: WordLists) -> str | None:
    """ "C", "A" or "B" for what a note calls for, None where nothing was found (which says nothing)."""
    found = {tier for clause in _clauses(text, lists) for tier in _tiers(clause, lists)}
    return next((tier for tier in ORDER if tier in found), None)


def _clauses(text: str, lists: WordLists) -> Iterable[Clause]:
    for sentence in SENTENCE.split(FOR_I.sub("i", text)):
        whole = clause_of(sentence, lists.repairs)
        start = 0
        for place in (*(at for at, word in enumerate(whole.words) if word in lists.breaks), len(whole.words)):
            part = whole.words[start:place]
            pauses = frozenset(one - start for one in whole.pauses if start <= one < place) | {len(part) - 1}
            yield Clause(part, pauses)
            start = place + 1


def _tiers(clause: Clause, lists: WordLists) -> set[str]:
    """The tiers that a clause meets. Tier C is never lowered."""
    hits = {tier: list(spans(clause, lists.tiers[tier])) for tier in ORDER}
    if not any(hits.values()):
        return set()
    context = _Context(clause, hits, lists)
    found = {"C"} if hits["C"] else set()
    for span in hits["A"]:
        found.add("" if context.is_harmless(span) else context.lowered("A", span))
    for span in hits["B"]:
        found.add("" if context.is_touched(span) or context.is_denied(span) else context.lowered("B", span))
    return found - {""}


class _Context:
    """What stands around the phrases that a clause meets."""

    def __init__(self, clause: Clause, hits: Mapping[str, Sequence[Span]], lists: WordLists) -> None:
        self._clause, self._lists = clause, lists
        self._harmless = list(spans(clause, lists.harmless))
        self._softer = list(spans(clause, lists.softer))
        taken = _places([span for several in hits.values() for span in several])
        taken |= _places(spans(clause, lists.still))
        self._negations = sorted({end - 1 for _, end in spans(clause, lists.negations) if end - 1 not in taken})
        self._holding = _places(spans(clause, lists.negations))
        self._touched = _places(self._harmless)
        self._told = self._told_at()

    def is_harmless(self, span: Span) -> bool:
        """Whether a longer phrase that says nothing holds it."""
        return any(start <= span[0] and span[1] <= end for start, end in self._near(self._harmless, span))

    def is_touched(self, span: Span) -> bool:
        """Whether it shares a word with a phrase that says nothing."""
        return any(place in self._touched for place in range(*span))

    def is_denied(self, span: Span) -> bool:
        """Whether a negation stands right before it, fillers aside: "not really hopeless"."""
        place = span[0] - 1
        while place >= max(0, span[0] - self._lists.window) and self._clause.words[place] in FILLERS:
            place -= 1
        return place in self._negations and place not in self._clause.pauses and not self._holds_one(span)

    def lowered(self, tier: str, span: Span) -> str:
        """The tier of a phrase after what stands before it, or around it."""
        is_soft = any(start <= span[0] and span[1] <= end for start, end in self._near(self._softer, span))
        is_negated = tier == "A" and not self._holds_one(span) and self._is_near(self._negations, span[0])
        is_story = self._is_near(self._told, span[0])
        return LOWER[tier] if is_negated or is_story or (is_soft and tier == "A") else tier

    def _holds_one(self, span: Span) -> bool:
        return any(place in self._holding for place in range(*span))

    def _is_near(self, places: Sequence[int], start: int) -> bool:
        """Whether one of these places is in the window before `start`, with no pause in between."""
        at = bisect_left(places, start) - 1
        if at < 0 or places[at] < start - self._lists.window:
            return False
        return not any(place in self._clause.pauses for place in range(places[at], start))

    def _near(self, found: Sequence[Span], span: Span) -> Sequence[Span]:
        """Of phrases in order, those that can hold a span: none of them is longer than 12 words."""
        return found[bisect_left(found, (span[0] - 12, 0)) : bisect_left(found, (span[0] + 1, 0))]

    def _told_at(self) -> list[int]:
        """Where a sentence begins to retell a film, a book or a song."""
        is_story, found = False, list[int]()
        for place, word in enumerate(self._clause.words):
            is_story = is_story or word in self._lists.stories
            if is_story and word in self._lists.told:
                found.append(place)
        return found


def _places(found: Iterable[Span]) -> set[int]:
    return {place for start, end in found for place in range(start, end)}
