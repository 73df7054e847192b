"""A FHIR Questionnaire as the form engine draws it, and the pages it is answered on.

Only what the app's own forms use is here; `content.questionnaire_from_json` refuses the rest.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum


class ItemType(StrEnum):
    """Questionnaire.item.type, the codes that can be drawn."""

    GROUP = "group"
    DISPLAY = "display"
    BOOLEAN = "boolean"
    INTEGER = "integer"
    CHOICE = "choice"
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


AnswerValue = bool | int | str | Coding
Answers = Mapping[str, AnswerValue]
"""linkId -> answer. A question that was skipped has none."""


@dataclass(frozen=True, slots=True)
class Item:
    """One item of a Questionnaire.

    Attributes:
        minimum, maximum: bounds of an integer, both inclusive; None where there is none.
        low, high: what the ends of a scale mean (display children with item-control lower and upper).
        ask: the part of the day in which the item is asked, None for always.
        max_length: of a text, in characters.
    """

    link_id: str
    type: ItemType
    text: str
    required: bool = False
    options: tuple[Coding, ...] = ()
    minimum: int | None = None
    maximum: int | None = None
    low: str = ""
    high: str = ""
    ask: PartOfDay | None = None
    max_length: int | None = None
    items: tuple["Item", ...] = ()

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
    def moves_on(self) -> bool:
        """Whether the tap that answers it is complete by itself, so that the next page may follow."""
        return self.type in (ItemType.BOOLEAN, ItemType.CHOICE) or self.is_scale


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


def pages(form: Questionnaire, part: PartOfDay) -> tuple[Item, ...]:
    """What is shown one after the other: a question, a group as a whole, or a display, each if it is asked now."""
    return tuple(item for item in form.items if item.ask in (None, part))


def fits(item: Item, value: AnswerValue) -> bool:
    """Whether a value is an answer to this question."""
    match item.type:
        case ItemType.BOOLEAN:
            return isinstance(value, bool)
        case ItemType.INTEGER:
            return _is_within(item, value)
        case ItemType.CHOICE:
            return value in item.options
        case ItemType.TEXT:
            return isinstance(value, str) and (item.max_length is None or len(value) <= item.max_length)
        case _:
            return False


def _is_within(item: Item, value: AnswerValue) -> bool:
    if not isinstance(value, int) or isinstance(value, bool):
        return False
    above = item.minimum is None or value >= item.minimum
    return above and (item.maximum is None or value <= item.maximum)
