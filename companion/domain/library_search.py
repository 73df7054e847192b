"""Searches articles for symptoms in plain words, names of medicines and fears, and tolerates typos.

Three things are looked at, and each adds to an article's score:

- the words of the article, each by where it stands and by how few articles have it;
- what leads to it: its title, its `also`, and what people ask (assets/content/en/search.toml), each as a whole;
- whether the title was typed just so.

A word is looked for as it is, as one that means the same, as a beginning, and with one letter wrong (two in a long
word). Nothing of what was typed is kept here.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import log, sqrt

from companion.domain.search_index import COMMON, IN_ALSO, SearchIndex, leads_at
from companion.domain.search_index import index_of as index_of
from companion.domain.search_words import stem, words_of
from companion.domain.spelling import begun, near

WEIGHTS = (1.0, 1.8, 2.5, 3.0, 3.0, 4.5, 5.5, 7.0)
"""What that counts, by place."""

ALIKE, BEGUN, ONE_OFF, TWO_OFF, OTHERWISE_KNOWN = 0.85, 0.6, 0.5, 0.3, 0.1
"""How much a match counts if it is a synonym, only the beginning of a word, or misspelled. A known word may still be a
typo for another one."""

JUST_SO, WHOLE_TITLE = 8.0, 1000.0
"""For a lead in the very words, and for a title that was typed as it is."""

SECOND = 0.6
"""How much a question counts for its second article."""

RARE = 0.05
"""The least that a word counts, even if every article has it."""

MOST_WORDS, FIRST_WORDS = 12, 40
"""So many words that say something are looked for, among the first of all."""

SHORTEST_PART = 4
"""Letters of each of two words that were typed as one."""


@dataclass(frozen=True, slots=True)
class Unit:
    """A word or phrase of a search.

    Attributes:
        tokens: what it is found by -> how good that is, from 0 to 1.
        weight: how much it says in a text, from RARE to 1; less where more articles have it.
        in_title: the same for titles and `also`.
    """

    tokens: Mapping[str, float]
    weight: float
    in_title: float


def search(index: SearchIndex, typed: str) -> list[str]:
    """Return the ids of the articles that were found, the best first."""
    words = words_of(typed)
    units = _units(index, words)
    scores = _by_words(index, units)
    for id, score in _by_leads(index, units, frozenset(map(stem, words))).items():
        scores[id] = scores.get(id, 0.0) + score
    for id, title in index.titles.items():
        if words and title == tuple(words):
            scores[id] = scores.get(id, 0.0) + WHOLE_TITLE
    return sorted(scores, key=lambda id: (-scores[id], id))


def _units(index: SearchIndex, words: Sequence[str]) -> list[Unit]:
    """The words and phrases of a search that say something, each once; all of them where none does."""
    found, common = dict[tuple[str, ...], Unit](), dict[tuple[str, ...], Unit]()
    for is_common, tokens in parts_of(index, words):
        (common if is_common else found).setdefault(tuple(tokens), _unit(index, tokens))
    return list((found or common).values())[:MOST_WORDS]


def parts_of(index: SearchIndex, words: Sequence[str]) -> Iterator[tuple[bool, dict[str, float]]]:
    """Yield each word or phrase of a search: whether it says little, and its tokens with how good each is."""
    words = [part for word in words[:FIRST_WORDS] for part in _apart(index, word)]
    meant = [_meant(index, word) for word in words]
    best = [max(tokens, key=lambda one: tokens[one], default="") for tokens in meant]
    for start, length, token in index.same.parts(best):
        if length > 1:
            yield False, {token: min(meant[at][best[at]] for at in range(start, start + length))}
        else:
            yield words[start] in COMMON, _with_alike(index, meant[start])


def _with_alike(index: SearchIndex, tokens: Mapping[str, float]) -> dict[str, float]:
    """The same with the tokens of their groups."""
    found = dict(tokens)
    for one, quality in tokens.items():
        if token := index.same.tokens.get((one,)):
            found[token] = max(found.get(token, 0.0), quality * ALIKE)
    return found


def _meant(index: SearchIndex, word: str) -> dict[str, float]:
    """The stems that a typed word may stand for."""
    own = stem(word)
    if word in COMMON or word.isdecimal():
        return {own: 1.0}
    is_known = _is_known(index, word)
    found = {own: 1.0} if is_known else {}
    if not is_known:
        for one in begun(index.known, word):
            quality = BEGUN * (0.5 + 0.5 * len(word) / len(one))
            found[stem(one)] = max(found.get(stem(one), 0.0), quality)
        for one, off in near(index.written, word):
            found[stem(one)] = max(found.get(stem(one), 0.0), ONE_OFF if off == 1 else TWO_OFF)
    for one, off in near(index.named, word):
        quality = OTHERWISE_KNOWN if is_known else ONE_OFF if off == 1 else TWO_OFF
        found[stem(one)] = max(found.get(stem(one), 0.0), quality)
    return found


def _apart(index: SearchIndex, word: str) -> tuple[str, ...]:
    """A word, or the two known words that were typed as one."""
    if len(word) < 2 * SHORTEST_PART or _is_known(index, word):
        return (word,)
    if any(off == 1 for _, off in near(index.named, word)):
        return (word,)  # a wrong letter is more likely
    cuts = range(SHORTEST_PART, len(word) - SHORTEST_PART + 1)
    pairs = ((word[:at], word[at:]) for at in cuts)
    return next((pair for pair in pairs if all(_is_known(index, part) for part in pair)), (word,))


def _is_known(index: SearchIndex, word: str) -> bool:
    own = stem(word)
    if own in index.places or (own,) in index.same.tokens:
        return True
    return any(next(begun(index.known, one), "") == one for one in (word, own, f"{own}e"))  # "damaging": damage


def _unit(index: SearchIndex, tokens: Mapping[str, float]) -> Unit:
    packed = [index.places.get(one, b"") for one, quality in tokens.items() if quality > ONE_OFF]
    having = max((len(one) // 2 for one in packed), default=0)
    titled = max((sum(place >= IN_ALSO for place in one[1::2]) for one in packed), default=0)
    of = log(2 + len(index.titles))
    weight = max(RARE, 1.0 - log(1 + having) / of)
    return Unit(tokens, weight, sqrt(weight * max(RARE, 1.0 - log(1 + titled) / of)))


def _by_words(index: SearchIndex, units: Sequence[Unit]) -> dict[str, float]:
    """Article id -> how well its own words answer; fewer of the words count for less."""
    ids, whole = list(index.titles), sum(one.weight for one in units)
    scores, covered = dict[str, float](), dict[str, float]()
    for unit in units:
        best: dict[int, float] = {}
        for token, quality in unit.tokens.items():
            packed = index.places.get(token, b"")
            for number, place in zip(packed[::2], packed[1::2], strict=True):
                weight = unit.in_title if place >= IN_ALSO else unit.weight
                best[number] = max(best.get(number, 0.0), WEIGHTS[place] * quality * weight)
        for number, score in best.items():
            id = ids[number]
            scores[id] = scores.get(id, 0.0) + score
            covered[id] = covered.get(id, 0.0) + unit.weight
    return {id: score * sqrt(covered[id] / whole) for id, score in scores.items()}


def _by_leads(index: SearchIndex, units: Sequence[Unit], words: frozenset[str]) -> dict[str, float]:
    """Article id -> what the best lead to it counts: one that is in the search as a whole."""
    whole, found = sum(one.weight for one in units), dict[str, float]()
    fits: dict[str, tuple[float, float]] = {}
    for unit in units:
        for token, quality in ((one, its) for one, its in unit.tokens.items() if its > OTHERWISE_KNOWN):
            fits[token] = max(fits.get(token, (0.0, 0.0)), (quality, quality * unit.weight))
    for lead in (lead for token in fits for lead in leads_at(index, token) if fits.keys() >= set(lead.tokens)):
        said = lead.goal.counts * min(1.0, sum(fits[one][1] for one in lead.tokens) / whole)
        said += JUST_SO * (len(lead.words & words) / len(lead.words | words)) ** 2
        for rank, id in enumerate(lead.goal.articles):
            found[id] = max(found.get(id, 0.0), said * SECOND**rank)
    return found
