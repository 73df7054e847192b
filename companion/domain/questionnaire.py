"""A FHIR Questionnaire as the form engine draws it.

`enabling` says which of its items are shown, `paging` on which pages, `answering` what is an answer. Only what can be
drawn is here; `companion.forms` refuses the rest.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum


class ItemType(StrEnum):
    """Questionnaire.item.type, the codes that can be drawn."""

    GROUP = "group"
    DISPLAY = "display"
    BOOLEAN = "boolean"
    INTEGER = "integer"
    CHOICE = "choice"
    OPEN_CHOICE = "open-choice"
    DATE = "date"
    TIME = "time"
    DATE_TIME = "dateTime"
    STRING = "string"
    TEXT = "text"


class PartOfDay(StrEnum):
    """When a question is asked; an item without one is always asked."""

    MORNING = "morning"
    LATER = "later"


@dataclass(frozen=True, slots=True)
class Coding:
    """A coded answer."""

    system: str
    code: str
    display: str = ""


OneAnswer = bool | int | str | Coding | date | time | datetime
"""A `time` is the hands of a clock. A moment has its offset; a `dateTime` of which only the day is known is a date."""

AnswerValue = OneAnswer | tuple[OneAnswer, ...]
"""A question that repeats has a tuple, also of one answer."""

Answers = Mapping[str, AnswerValue]
"""linkId -> answer. A question that was skipped has none."""


class Operator(StrEnum):
    """Questionnaire.item.enableWhen.operator."""

    EXISTS = "exists"
    EQUAL = "="
    NOT_EQUAL = "!="
    GREATER = ">"
    LESS = "<"
    AT_LEAST = ">="
    AT_MOST = "<="


class Planned(StrEnum):
    """A time that the course knows beforehand: to be at the clinic, of the infusion, of the last food and drink."""

    ARRIVAL = "arrival"
    INFUSION = "infusion"
    FOOD = "last-food"
    DRINKS = "last-drink"


@dataclass(frozen=True, slots=True)
class Condition:
    """One enableWhen: what is asked of the answer to another question, by its linkId."""

    question: str
    operator: Operator
    answer: OneAnswer


@dataclass(frozen=True, slots=True)
class Option:
    """One answer that a choice offers.

    Attributes:
        also: other names by which a search finds it.
        short_lists: the short lists that it stands in, in the form's own words.
        stands_alone: of a choice of several: no other is ticked beside it ("None of these").
    """

    coding: Coding
    also: str = ""
    short_lists: tuple[str, ...] = ()
    stands_alone: bool = False


@dataclass(frozen=True, slots=True)
class Item:
    """One item of a Questionnaire.

    Attributes:
        minimum, maximum: bounds of an integer, both inclusive; None where there is none.
        earliest, latest: bounds of a date, both inclusive.
        repeats: it takes several answers.
        planned: of a time: the one that the course may know; what has been is asked for by all others.
        low, high: what the ends of a scale mean (display children with item-control lower and upper).
        ask: the part of the day in which the item is asked, None for always.
        max_length: of a text, in characters.
        offered: what a choice offers, with what a search needs to know of it.
        levels: the words of each number, where a scale has words instead of bare digits.
        unit: of an integer, as it is said behind the number.
        is_searched: a choice of many options that is found by typing (item-control autocomplete).
        enable_when: the item is shown when these hold: all of them, or with `enable_any` one.
    """

    link_id: str
    type: ItemType
    text: str
    required: bool = False
    offered: tuple[Option, ...] = ()
    minimum: int | None = None
    maximum: int | None = None
    low: str = ""
    high: str = ""
    ask: PartOfDay | None = None
    max_length: int | None = None
    items: tuple["Item", ...] = ()
    levels: tuple[tuple[int, str], ...] = ()
    unit: str = ""
    is_searched: bool = False
    enable_when: tuple[Condition, ...] = ()
    enable_any: bool = False
    repeats: bool = False
    earliest: date | None = None
    latest: date | None = None
    planned: Planned | None = None

    @property
    def options(self) -> tuple[Coding, ...]:
        """The answers that a choice offers."""
        return tuple(option.coding for option in self.offered)

    @property
    def is_scale(self) -> bool:
        """An integer that is answered by one tap on a row of numbers."""
        bounded = self.minimum is not None and self.maximum is not None
        return self.type is ItemType.INTEGER and bounded and self.maximum - self.minimum <= 10  # type: ignore[operator]

    @property
    def is_question(self) -> bool:
        """Whether it takes an answer."""
        return self.type not in (ItemType.GROUP, ItemType.DISPLAY)

    @property
    def is_tapped(self) -> bool:
        """Whether a tap on an option is a whole answer; else it is put together, letter by letter."""
        chosen = self.type in (ItemType.BOOLEAN, ItemType.CHOICE, ItemType.OPEN_CHOICE)
        return chosen or self.is_scale or bool(self.levels)

    @property
    def moves_on(self) -> bool:
        """Whether the tap that answers it is complete by itself, so that the next page may follow."""
        return self.is_tapped and not self.repeats and not any(item.is_question for item in walk(self.items))

    def word_of(self, number: int) -> str:
        """What a number of a scale with words means, "" for a bare digit."""
        return dict(self.levels).get(number, "")


@dataclass(frozen=True, slots=True)
class Questionnaire:
    """A form: a canonical url, a version and items in their order."""

    url: str
    version: str
    name: str
    title: str
    items: tuple[Item, ...]

    def questions(self) -> Iterator[Item]:
        """Every item that takes an answer, in reading order, whatever group it is in."""
        return (item for item in walk(self.items) if item.is_question)

    def question(self, link_id: str) -> Item:
        """The question with this linkId. Raises KeyError."""
        for item in self.questions():
            if item.link_id == link_id:
                return item
        raise KeyError(link_id)


def walk(items: tuple[Item, ...]) -> Iterator[Item]:
    """Items and what is in them, in reading order."""
    for item in items:
        yield item
        yield from walk(item.items)
