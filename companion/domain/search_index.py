"""What Learn's search looks in: the words of all articles, and what leads to each of them."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain

from companion.domain.library import Article
from companion.domain.search_words import Same, same_of, stem, tokens_of, words_of
from companion.domain.spelling import ByLength, by_length

IN_TEXT, OFTEN, IN_SUMMARY, IN_TITLE = range(4)
"""Where a word stands."""

MANY = 4
"""So many times in a text is often."""

ASKED, TITLE, ALSO = 30.0, 22.0, 16.0
"""What a lead counts where it says all that was typed."""

COMMON_WORDS = """
a about am an and any are as at be been being by can could did do does doing for from get gets getting go goes
going got had has have having he her him his how i if ill im in into is it its just let like may me more much my
of on or our please really she should so some that thats the their them then there these they this those to too
up us was we what whats when where which while who why will with would you your youre
"""
COMMON = frozenset(COMMON_WORDS.split())
"""Words that say little; looked for only where nothing else was typed."""

Places = Mapping[str, bytes]
"""Token -> pairs of an article's number and the best place where it stands. The page's snapshot holds them all, and as
objects they would weigh as much as the articles."""


@dataclass(frozen=True, slots=True)
class Question:
    """What people type, and the articles that answer it, the best first."""

    typed: str
    articles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class HelpFirst:
    """Phrases after which help stands above the articles.

    Attributes:
        message: of the red flags; what is said.
        article: the one that is shown first then.
    """

    message: str
    article: str
    typed: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SearchWords:
    """What a language knows of how people ask; see companion/search_file.py.

    Attributes:
        same: groups of words and phrases that mean the same.
        asked: questions.
        first: for what help stands first, the most urgent first.
    """

    same: tuple[tuple[str, ...], ...] = ()
    asked: tuple[Question, ...] = ()
    first: tuple[HelpFirst, ...] = ()


@dataclass(frozen=True, slots=True)
class Lead:
    """A phrase that leads to articles.

    Attributes:
        tokens: what has to be in the search.
        words: all its stems, the common ones too.
    """

    tokens: tuple[str, ...]
    words: frozenset[str]
    articles: tuple[str, ...]
    counts: float


@dataclass(frozen=True, slots=True)
class SearchIndex:
    """The words of all articles, and what leads to them.

    Attributes:
        titles: their words by article id, in the order of the articles' numbers.
        leads: by the token of theirs that the fewest leads have.
        known: every word as it is written, in order.
        named, written: by length: the words of titles and leads, and those of the texts alone.
        first: messages that stand above the articles, each with its phrases as tokens.
        leading: message -> the article that is shown first with it.
    """

    places: Places
    titles: Mapping[str, tuple[str, ...]]
    same: Same
    leads: Mapping[str, tuple[Lead, ...]]
    known: tuple[str, ...]
    named: ByLength
    written: ByLength
    first: tuple[tuple[str, tuple[tuple[str, ...], ...]], ...] = ()
    leading: Mapping[str, str] = field(default_factory=dict)


def index_of(articles: Iterable[Article], words: SearchWords = SearchWords()) -> SearchIndex:
    """Return the index; it is made once, when the content is read."""
    articles, same = list(articles), same_of(words.same)
    packed = _packed(articles, same)
    named = {word for one in articles for text in (one.title, *one.also) for word in words_of(text)}
    texts = (*words.same, *(one.typed for one in words.first), tuple(one.typed for one in words.asked))
    named |= {word for text in chain(*texts) for word in words_of(text)}
    written = {word for one in articles for text in one.texts() for word in words_of(text)} - named
    return SearchIndex(
        packed,
        {one.id: tuple(words_of(one.title)) for one in articles},
        same,
        _by_token(list(_leads(articles, words.asked, same))),
        tuple(sorted(named | written)),
        by_length(named),
        by_length(written),
        tuple((one.message, tuple(_in_order(text, same) for text in one.typed)) for one in words.first),
        {one.message: one.article for one in words.first},
    )


def _in_order(text: str, same: Same) -> tuple[str, ...]:
    stems = list(map(stem, words_of(text)))
    return tuple(token or stems[at] for at, _, token in same.parts(stems))


def _packed(articles: Sequence[Article], same: Same) -> Places:
    places: dict[str, dict[int, int]] = {}
    for number, article in enumerate(articles):
        counts: dict[str, int] = {}
        for text in article.texts():
            for token in tokens_of(text, same):
                counts[token] = counts.get(token, 0) + 1
        for token, count in counts.items():
            places.setdefault(token, {})[number] = OFTEN if count >= MANY else IN_TEXT
        for place, texts in ((IN_SUMMARY, (article.summary,)), (IN_TITLE, (article.title, *article.also))):
            for token in chain.from_iterable(tokens_of(text, same) for text in texts):
                places.setdefault(token, {})[number] = place
    return {token: bytes(one for pair in found.items() for one in pair) for token, found in places.items()}


def _leads(articles: Sequence[Article], asked: Iterable[Question], same: Same) -> Iterator[Lead]:
    there = {one.id for one in articles}
    for one in asked:
        if found := tuple(id for id in one.articles if id in there):
            yield _lead(one.typed, found, ASKED, same)
    for article in articles:
        yield _lead(article.title, (article.id,), TITLE, same)
        yield from (_lead(one, (article.id,), ALSO, same) for one in article.also)


def _lead(text: str, articles: tuple[str, ...], counts: float, same: Same) -> Lead:
    words = words_of(text)
    stems = list(map(stem, words))
    parts = [(token or stems[at], token or words[at] not in COMMON) for at, _, token in same.parts(stems)]
    tokens = [one for one, says_something in parts if says_something] or [one for one, _ in parts]
    return Lead(tuple(dict.fromkeys(tokens)), frozenset(stems), articles, counts)


def _by_token(leads: Sequence[Lead]) -> dict[str, tuple[Lead, ...]]:
    counts = Counter(token for lead in leads for token in lead.tokens)
    found: dict[str, list[Lead]] = {}
    for lead in (one for one in leads if one.tokens):
        found.setdefault(min(lead.tokens, key=lambda one: (counts[one], one)), []).append(lead)
    return {token: tuple(those) for token, those in found.items()}
