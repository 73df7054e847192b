"""The index of Learn's search: the words of all articles, and the questions that each article answers."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain

from companion.domain.library import Article
from companion.domain.search_words import Same, same_of, stem, stems_of, tokens_of, words_of
from companion.domain.spelling import ByLength, by_length

IN_TEXT, OFTEN, IN_HEADING, IN_SUMMARY, ASKED_ONCE, ASKED_OFTEN, IN_ALSO, IN_TITLE = range(8)
"""Where a word appears. ASKED_…: in the questions that this article answers."""

MANY = 4
"""A word that appears this many times in a text counts as frequent."""

ASKED, TITLE, ALSO = 30.0, 22.0, 16.0
"""The score of a question that covers everything that was typed."""

COMMON_WORDS = """
a about am an and any are as at be been being by can could did do does doing for from get gets getting go goes
going got had has have having he her him his how i if im in into is it its just let like may me more much my
of on or our please really she should so some that thats the their them then there these they this those to too
up us was we what whats when where which while who why will with would you your youre
"""
COMMON = frozenset(COMMON_WORDS.split())
"""Words that carry little meaning. Searched for only if nothing else was typed."""

COMMON_STEMS = frozenset(map(stem, COMMON))

Places = Mapping[str, bytes]
"""Token -> pairs of an article's number and the best place where the token appears. Packed as bytes: as objects they
would take as much memory in the page as the articles."""


Pattern = tuple[frozenset[str], ...]
"""What is looked for one after the other: any of these tokens each time."""

ANY_NUMBER = "#"
"""What stands for a number in a pattern."""


@dataclass(frozen=True, slots=True)
class Question:
    """What people type, and the articles that answer it, the best first."""

    typed: str
    articles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class HelpFirst:
    """Phrases for which help is shown above the articles.

    Attributes:
        message: of the red flags; what is said.
        article: the one that is shown first then.
        typed: words; "|" between two of them is "or", "#" is a number.
    """

    message: str
    article: str
    typed: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SearchWords:
    """How people ask in one language; see companion/search_file.py.

    Attributes:
        same: groups of words and phrases that mean the same.
        asked: questions.
        first: for what help stands first, the most urgent first.
        calm: phrases that are no danger, though one of `first` stands in them.
    """

    same: tuple[tuple[str, ...], ...] = ()
    asked: tuple[Question, ...] = ()
    first: tuple[HelpFirst, ...] = ()
    calm: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Goal:
    """The articles that a phrase leads to, best first, and its score if it covers everything that was typed."""

    articles: tuple[str, ...]
    counts: float


@dataclass(frozen=True, slots=True)
class Lead:
    """A phrase that leads to articles.

    Attributes:
        tokens: what has to be in the search.
        words: all its stems, the common ones too.
    """

    tokens: tuple[str, ...]
    words: frozenset[str]
    goal: Goal


@dataclass(frozen=True, slots=True)
class SearchIndex:
    """The words of all articles, and the phrases that lead to them.

    Attributes:
        titles: their words by article id, in the order of the articles' numbers.
        leads: by the token of theirs that the fewest leads have; a line for each, with the number of its goal and its
            stems. As objects they would weigh as much as all texts.
        goals: where they lead.
        known: every word as it is written, in order.
        named, written: by length: the words of titles and leads, and those of the texts alone.
        first: messages that stand above the articles, each with its phrases as tokens.
        leading: message -> the article that is shown first with it.
        calm: phrases that are no danger.
    """

    places: Places
    titles: Mapping[str, tuple[str, ...]]
    same: Same
    leads: Mapping[str, str]
    goals: tuple[Goal, ...]
    known: tuple[str, ...]
    named: ByLength
    written: ByLength
    first: tuple[tuple[str, tuple[Pattern, ...]], ...] = ()
    leading: Mapping[str, str] = field(default_factory=dict)
    calm: tuple[str, ...] = ()


def index_of(articles: Iterable[Article], words: SearchWords = SearchWords()) -> SearchIndex:
    """Return the index; it is made once, when the content is read."""
    articles, same = list(articles), same_of(words.same)
    named = {word for one in articles for text in (one.title, *one.also) for word in words_of(text)}
    texts = (*words.same, *(one.typed for one in words.first), tuple(one.typed for one in words.asked))
    named |= {word for text in chain(*texts) for word in words_of(text)}
    written = {word for one in articles for text in one.texts() for word in words_of(text)} - named
    phrases = list(_phrases(articles, words.asked))
    goals = tuple(dict.fromkeys(goal for _, goal in phrases))
    return SearchIndex(
        places=_packed(articles, words.asked, same),
        titles={one.id: tuple(words_of(one.title)) for one in articles},
        same=same,
        leads=_by_token(phrases, goals, same),
        goals=goals,
        known=tuple(sorted(named | written)),
        named=by_length(named),
        written=by_length(written),
        first=tuple((one.message, tuple(_in_order(text, same) for text in one.typed)) for one in words.first),
        leading={one.message: one.article for one in words.first},
        calm=words.calm,
    )


def _in_order(text: str, same: Same) -> Pattern:
    """The pattern of a phrase; one word is looked for as it is and as its group, words together as their group."""
    words = text.split()
    stems = [stem("".join(words_of(word))) if "|" not in word and word != ANY_NUMBER else "" for word in words]
    found: list[frozenset[str]] = []
    for at, length, token in same.parts(stems):
        if length == 1 and not token:
            found.append(frozenset(chain.from_iterable(_either(word, same) for word in words[at].split("|"))))
        else:
            found.append(frozenset({token}))
    return tuple(found)


def _either(word: str, same: Same) -> Iterator[str]:
    """One of the words that may stand in a place: its group, or itself where it has none."""
    stems = stems_of(word)
    yield same.tokens.get(stems) or "".join(stems) or word


def _packed(articles: Sequence[Article], asked: Sequence[Question], same: Same) -> Places:
    places: dict[str, dict[int, int]] = {}
    for number, article in enumerate(articles):
        counts: dict[str, int] = {}
        for text in article.texts():
            for token in tokens_of(text, same):
                counts[token] = counts.get(token, 0) + 1
        for token, count in counts.items():
            places.setdefault(token, {})[number] = OFTEN if count >= MANY else IN_TEXT
        questions = [one.typed for one in asked if one.articles[:1] == (article.id,)]
        said = Counter(token for text in questions for token in tokens_of(text, same))
        for place, tokens in (
            (IN_HEADING, _tokens_in((one.title for one in article.sections()), same)),
            (IN_SUMMARY, _tokens_in((article.summary,), same)),
            (ASKED_ONCE, said),
            (ASKED_OFTEN, (one for one, times in said.items() if times >= MANY)),
            (IN_ALSO, _tokens_in(article.also, same)),
            (IN_TITLE, _tokens_in((article.title,), same)),
        ):
            for token in tokens:
                places.setdefault(token, {})[number] = place
    return {token: bytes(one for pair in found.items() for one in pair) for token, found in places.items()}


def _tokens_in(texts: Iterable[str], same: Same) -> Iterator[str]:
    return chain.from_iterable(tokens_of(text, same) for text in texts)


def _phrases(articles: Sequence[Article], asked: Iterable[Question]) -> Iterator[tuple[str, Goal]]:
    """Yield every phrase that leads to an article."""
    there = {one.id for one in articles}
    for one in asked:
        if found := tuple(id for id in one.articles if id in there):
            yield one.typed, Goal(found, ASKED)
    for article in articles:
        yield article.title, Goal((article.id,), TITLE)
        yield from ((one, Goal((article.id,), ALSO)) for one in article.also)


def _by_token(phrases: Sequence[tuple[str, Goal]], goals: Sequence[Goal], same: Same) -> dict[str, str]:
    numbers = {goal: number for number, goal in enumerate(goals)}
    leads = [(stems, _needed(stems, same), numbers[goal]) for text, goal in phrases if (stems := stems_of(text))]
    counts = Counter(token for _, tokens, _ in leads for token in tokens)
    found: dict[str, list[str]] = {}
    for stems, tokens, number in leads:
        rarest = min(tokens, key=lambda one: (counts[one], one))
        found.setdefault(rarest, []).append(f"{number} {' '.join(stems)}")
    return {token: "\n".join(lines) for token, lines in found.items()}


def _needed(stems: Sequence[str], same: Same) -> tuple[str, ...]:
    """What of a phrase has to be in a search: what says something, or all of it where nothing does."""
    parts = [(token or stems[at], token or stems[at] not in COMMON_STEMS) for at, _, token in same.parts(stems)]
    tokens = [one for one, says_something in parts if says_something] or [one for one, _ in parts]
    return tuple(dict.fromkeys(tokens))


def leads_at(index: SearchIndex, token: str) -> Iterator[Lead]:
    """Yield the leads that are kept under a token."""
    for line in index.leads.get(token, "").splitlines():
        number, *stems = line.split(" ")
        yield Lead(_needed(stems, index.same), frozenset(stems), index.goals[int(number)])
