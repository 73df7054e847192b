"""Decides whether help is shown above the search results: in an emergency, or if the person may be in danger.

Two things are looked at: phrases of assets/content/en/search.toml, and the word lists that look at notes. As with
notes, nothing found says nothing. What was typed is looked at and let go.
"""

from collections.abc import Callable, Mapping, Sequence

from companion.domain.library_search import ALIKE, ONE_OFF, parts_of
from companion.domain.search_calm import without_calm
from companion.domain.search_index import ANY_NUMBER, Pattern, SearchIndex
from companion.domain.search_words import LONGEST_TYPED, words_of

ACT_NOW, NOT_ALONE = "sui_emergency", "sui_firm"
"""The messages shown if the word lists for notes find something: tier C, and the other tiers."""

BETWEEN = 2
"""How many other words may come between two words of a phrase: "trouble with breathing", "weight is on my chest"."""

FEWEST = 5
"""The least number that "#" stands for in a phrase: "took # pills"."""


def first_help(index: SearchIndex, typed: str, tier_of: Callable[[str], str | None]) -> str:
    """Return the id of the message to show first, "" for none.

    Args:
        tier_of: what the word lists of notes find in a text; phrases that are no danger are taken out first.
    """
    typed = without_calm(typed[:LONGEST_TYPED], index.calm)
    tier = tier_of(typed)
    parts = [_sure(tokens) for _, tokens in parts_of(index, words_of(typed))]
    parts = [part | {ANY_NUMBER} if any(map(_is_number, part)) else part for part in parts]
    found = (message for message, phrases in index.first if any(_holds(parts, phrase) for phrase in phrases))
    message = next(found, "")
    if tier == "C" and message in ("", NOT_ALONE):
        return ACT_NOW
    return message or (NOT_ALONE if tier else "")


def _sure(tokens: Mapping[str, float]) -> frozenset[str]:
    """Return what a typed word can mean with at most one wrong letter."""
    return frozenset(token for token, quality in tokens.items() if quality >= ONE_OFF * ALIKE)


def _is_number(token: str) -> bool:
    return token.isdecimal() and int(token) >= FEWEST


def _holds(parts: Sequence[frozenset[str]], phrase: Pattern) -> bool:
    """Return whether the parts contain a phrase, in its order."""
    return any(_from(parts, phrase, start) for start in range(len(parts)))


def _from(parts: Sequence[frozenset[str]], phrase: Pattern, start: int) -> bool:
    if not phrase:
        return True
    if start >= len(parts) or phrase[0].isdisjoint(parts[start]):
        return False
    following = range(start + 1, start + 2 + BETWEEN)
    return len(phrase) == 1 or any(_from(parts, phrase[1:], at) for at in following)


def led_by(index: SearchIndex, found: Sequence[str], message: str) -> list[str]:
    """Return the results with the article that goes with the help moved to the top; `message` "" changes nothing."""
    article = index.leading.get(NOT_ALONE if message == ACT_NOW else message, "")
    if article not in index.titles:
        return list(found)
    return [article, *(one for one in found if one != article)]
