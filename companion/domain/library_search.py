"""Finding articles by what somebody types, also with a wrong letter.

Each word is looked for three ways: as it is, as the beginning of a longer word, and with letters wrong (one; two in a
long word). What stands in a title counts more than what stands in the text. A word that is only nearly right is looked
for in the text as well where nothing has it as it is.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from companion.domain.library import Article
from companion.domain.search import plain

WEIGHTS = (1.0, 4.0, 9.0)
IN_TEXT, IN_SUMMARY, IN_TITLE = range(3)
"""Where a word stands, and what that counts."""

EXACT, BEGINS, NEARLY = 1.0, 0.8, 0.4
AS_TYPED = 30.0
"""For a title in which all that was typed stands as it is."""
SHORTEST_FORGIVEN, LONG = 4, 8
COMMON_WORDS = """a about am an and are as at be been by can did do does for from get had has have how i if in is it
its me my not of on or so than that the then there these they this to up was we what when where which who why will with
you your"""
MOST_WORDS = 12
"""Words that are looked for: a page of text may be put into the field."""
COMMON = frozenset(COMMON_WORDS.split())
"""Looked for only where nothing else was typed."""

Places = Mapping[str, bytes]
"""Word -> pairs of an article's number and the best place where it stands. The page's snapshot holds them all, and as
objects they would weigh as much as the articles."""


@dataclass(frozen=True, slots=True)
class SearchIndex:
    """The words of all articles.

    Attributes:
        titles: plain, by article id, in the order of the articles' numbers.
        named, written: words by their length, those of titles and those of the texts alone: where a typo is looked for.
    """

    places: Places
    titles: Mapping[str, str]
    named: Mapping[int, tuple[str, ...]]
    written: Mapping[int, tuple[str, ...]]


def index_of(articles: Iterable[Article]) -> SearchIndex:
    """Made once, when the content is read."""
    places: dict[str, dict[int, int]] = {}
    articles = list(articles)
    for number, article in enumerate(articles):
        for place, texts in (
            (IN_TEXT, article.texts()),
            (IN_SUMMARY, (article.summary,)),
            (IN_TITLE, (article.title, *article.also)),
        ):
            for word in plain(" ".join(texts)).split():
                places.setdefault(word, {})[number] = place
    names = {word for word, found in places.items() if IN_TITLE in found.values()}
    titles = {article.id: plain(article.title) for article in articles}
    packed = {word: bytes(one for pair in found.items() for one in pair) for word, found in places.items()}
    return SearchIndex(packed, titles, _by_length(names), _by_length(places.keys() - names))


def _by_length(words: Iterable[str]) -> dict[int, tuple[str, ...]]:
    found: dict[int, list[str]] = {}
    for word in sorted(words):
        found.setdefault(len(word), []).append(word)
    return {length: tuple(those) for length, those in found.items()}


def search(index: SearchIndex, typed: str) -> list[str]:
    """The ids of what was found, the best first. Every word has to be found, or, where that finds nothing, one."""
    words = plain(typed).split()
    wanted = list(dict.fromkeys([word for word in words if word not in COMMON] or words))[:MOST_WORDS]
    found = [_found(index, word) for word in wanted]
    everywhere = set.intersection(*(set(one) for one in found)) if found else set()
    ids = everywhere or {id for one in found for id in one}
    phrase = " ".join(words)
    total = {id: sum(one.get(id, 0.0) for one in found) + AS_TYPED * (phrase in index.titles[id]) for id in ids}
    return sorted(total, key=lambda id: (-total[id], id))


def _found(index: SearchIndex, word: str) -> dict[str, float]:
    """Article id -> how well it answers one word."""
    best: dict[str, float] = {}
    ids = list(index.titles)
    for known, quality in _alike(index, word):
        packed = index.places[known]
        for number, place in zip(packed[::2], packed[1::2], strict=True):
            best[ids[number]] = max(best.get(ids[number], 0.0), WEIGHTS[place] * quality)
    return best


def _alike(index: SearchIndex, word: str) -> Iterator[tuple[str, float]]:
    is_known = False
    for known in index.places:
        if known.startswith(word):
            is_known = True
            yield known, EXACT if known == word else BEGINS
    if len(word) >= SHORTEST_FORGIVEN:
        yield from ((one, NEARLY) for one in _near(index.named, word))
        if not is_known:
            yield from ((one, NEARLY) for one in _near(index.written, word))


def _near(by_length: Mapping[int, Sequence[str]], word: str) -> Iterator[str]:
    """Known words that differ in one letter, or in two where the word is long."""
    most = 2 if len(word) >= LONG else 1
    for length in range(len(word) - most, len(word) + most + 1):
        for known in by_length.get(length, ()):
            if is_near(known, word, most):
                yield known


def is_near(one: str, other: str, most: int) -> bool:
    """Whether at most so many letters have to be changed, put in, left out or swapped with the next."""
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
