"""The library for its screens: what can be read and found, how far somebody is, what they want to ask."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from uuid import uuid4

from companion.content import Books
from companion.domain.answering import is_blank, too_long_by
from companion.domain.library import Article, Trail
from companion.domain.library import Library as Shelves
from companion.domain.library_search import search
from companion.domain.reading import Question, Reading
from companion.domain.search_help import first_help, led_by
from companion.errors import InvalidAnswer
from companion.ports import Clock
from companion.services.changes import Changes
from companion.store.reading import ReadingLog

LONGEST_QUESTION = 300
"""Code points of one question."""


class Library:
    """The articles, and this person's progress, bookmarks and questions. None of it is sent.

    `typed` and `shelf` are what was looked for and where. They are held in memory alone, and end with the open journal:
    neither is stored, logged or put into an address.
    """

    def __init__(self, log: ReadingLog, clock: Clock, books: Callable[[], Books]) -> None:
        self._log = log
        self._clock = clock
        self._books = books
        self.changes = Changes()
        self._begun: str | None = None
        self.typed = ""
        self.shelf = ""

    @property
    def shelves(self) -> Shelves:
        """Every article, topic and path."""
        return self._books().library

    def found(self, typed: str, help_first: str = "") -> list[Article]:
        """Return what answers to what was typed, the best first; `help_first` as below."""
        index = self._books().words
        return self.shelves.named(led_by(index, search(index, typed), help_first))

    def help_first(self, typed: str, tier: str | None) -> str:
        """Return the id of the message that stands above what is found, "" for none; `tier` as in `first_help`."""
        return first_help(self._books().words, typed, tier)

    # Reading

    def reading(self, article: str) -> Reading:
        """How far an article was read."""
        return self._log.readings().get(article, Reading(article))

    def kept(self) -> list[Article]:
        """The articles with a bookmark, in the order of their titles."""
        ids = [one.article for one in self._log.readings().values() if one.is_kept]
        return sorted(self.shelves.named(ids), key=lambda one: one.title)

    def read_of(self, trail: Trail) -> int:
        """How many articles of a path were read."""
        return sum(self.reading(one).is_read for one in trail.articles)

    def next_of(self, trail: Trail) -> Article | None:
        """The first article of a path that was not read."""
        return next(iter(self.shelves.named([one for one in trail.articles if not self.reading(one).is_read])), None)

    async def note_section(self, article: str, section: int) -> None:
        """Keep which section is in sight. No screen is drawn anew for it. Raises StoreError."""
        await self._log.change_reading(article, section=section)

    async def set_read(self, article: str, is_read: bool) -> None:
        """Keep that it was read, or take that back; it begins at its top again. Raises StoreError."""
        if await self._log.change_reading(article, is_read=is_read, section=0):
            self.changes.announce()

    async def set_kept(self, article: str, is_kept: bool) -> None:
        """Put a bookmark in or take it out. Raises StoreError."""
        await self._log.change_reading(article, is_kept=is_kept)
        self.changes.announce()

    # Questions

    def questions(self) -> Sequence[Question]:
        """Every question, those that are still open first."""
        return sorted(self._log.questions(), key=lambda one: one.is_done)

    def is_asked(self, text: str) -> bool:
        """Whether a question is in the list."""
        return any(one.text == text for one in self._log.questions())

    async def ask(self, text: str, article: str = "") -> None:
        """Put a question into the list; the same one is there once. Raises InvalidAnswer, StoreError."""
        text = " ".join(text.split())
        if too_long_by(text, LONGEST_QUESTION):
            raise InvalidAnswer("the question is too long: nothing of it is cut")
        if not is_blank(text) and not self.is_asked(text):
            await self._log.keep_question(Question(str(uuid4()), text, self._clock.now(), article))
            self.changes.announce()

    @property
    def begun(self) -> str:
        """The question that is being typed and is not in the list yet."""
        return self._log.begun() if self._begun is None else self._begun

    async def type_question(self, text: str) -> None:
        """Keep a question as far as it is typed; "" once it is in the list.

        Raises StoreError; the newest letters are on the screen alone then, and `begun` has them.
        """
        self._begun = text
        await self._log.keep_begun(text, self._clock.now())

    async def tick(self, question: Question, is_done: bool) -> None:
        """It was asked, or it was not. Raises StoreError."""
        await self.keep(replace(question, is_done=is_done))

    async def keep(self, question: Question) -> None:
        """Write a question as it is: also one that was removed a moment ago. Raises StoreError."""
        await self._log.keep_question(question)
        self.changes.announce()

    async def remove(self, question: Question) -> None:
        """Take a question out of the list; `bring_back` undoes it. Raises StoreError."""
        await self._log.drop_question(question.id)
        self.changes.announce()

    @property
    def removed(self) -> Question | None:
        """The question that was removed last, until another one is: it can come back, also after a restart."""
        return self._log.removed()

    async def bring_back(self) -> None:
        """Undo `remove`. Raises StoreError."""
        await self._log.bring_back()
        self.changes.announce()
