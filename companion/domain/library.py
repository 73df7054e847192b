"""The library: articles by topic, paths through them, and how far somebody has read."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from companion.domain.article_text import Section, parse, texts_of
from companion.domain.safety.emergencies import Signs, lines_for
from companion.domain.sources import Source

WORDS_A_MINUTE = 180
ALL_SIGNS = "{signs: "
"""How a body names the whole list of emergency signs, whose words are read too."""


@dataclass(frozen=True, slots=True)
class Claim:
    """A sentence of the article that rests on sources, and the sentence beside it that says how far it holds."""

    text: str
    sources: tuple[str, ...]
    limit: str


@dataclass(frozen=True, slots=True)
class Article:
    """One article.

    Attributes:
        also: words by which it is found, though they are not in its title.
        unknown: what we do not know.
        questions: to ask the clinic.
        reviewed_by: who of a clinic has signed it; "" until somebody has.
        body: in the Markdown of article_text.py.
        signs: the emergency signs that its care cards name.
    """

    id: str
    title: str
    summary: str
    topic: str
    order: int
    body: str
    unknown: tuple[str, ...]
    questions: tuple[str, ...]
    sources: tuple[str, ...]
    claims: tuple[Claim, ...]
    reviewed: date
    next_review: date
    reviewed_by: str = ""
    is_safety: bool = False
    related: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
    signs: Signs = ()

    def sections(self) -> tuple[Section, ...]:
        """Its body, read anew each time: kept, the texts would be in the page's memory twice. Raises TextFault."""
        return parse(self.body, self.signs)

    def texts(self) -> list[str]:
        """All that is read of it, in reading order; the questions are not part of the reading."""
        return [self.summary, *texts_of(self.sections()), *self.unknown]

    @property
    def minutes(self) -> int:
        """How long it takes to read, at the least one minute."""
        signs = " ".join(lines_for(self.signs) * self.body.count(ALL_SIGNS))
        words = f"{self.summary} {self.body} {signs} {' '.join(self.unknown)}".split()
        return max(1, round(len(words) / WORDS_A_MINUTE))


@dataclass(frozen=True, slots=True)
class Topic:
    """A shelf."""

    id: str
    title: str


@dataclass(frozen=True, slots=True)
class Trail:
    """Articles in an order that makes sense at one point of the course."""

    id: str
    title: str
    about: str
    articles: tuple[str, ...]


@dataclass(frozen=True)
class Library:
    """All articles of one language, by id, in the order of their shelves."""

    topics: tuple[Topic, ...]
    trails: tuple[Trail, ...]
    articles: Mapping[str, Article]
    sources: Mapping[str, Source] = field(default_factory=dict)

    def shelf(self, topic: str) -> list[Article]:
        """The articles of a topic, in their order."""
        return sorted((one for one in self.articles.values() if one.topic == topic), key=lambda one: one.order)

    def named(self, ids: Sequence[str]) -> list[Article]:
        """The articles with these ids, those that are there."""
        return [self.articles[one] for one in ids if one in self.articles]

    def trail(self, id: str) -> Trail | None:
        """A path by its id."""
        return next((one for one in self.trails if one.id == id), None)

    def topic(self, id: str) -> Topic | None:
        """A shelf by its id."""
        return next((one for one in self.topics if one.id == id), None)


def section_at(sections: Sequence[Section], fraction: float) -> int:
    """The section that stands about there: `fraction` of the whole text lies above it. Judged by their lengths."""
    lengths = [1 + sum(map(len, texts_of((one,)))) for one in sections]
    above, total = 0, sum(lengths)
    for index, length in enumerate(lengths):
        above += length
        if fraction * total < above:
            return index
    return max(0, len(lengths) - 1)
