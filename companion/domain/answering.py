"""What is an answer to a question, and what becomes of an answer of several when one of them changes."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from unicodedata import category

from companion.domain.questionnaire import Answers, AnswerValue, Coding, Item, ItemType, OneAnswer

FURTHEST_OFFSET = timedelta(hours=14)

INVISIBLE = frozenset({"Cc", "Cf", "Zs", "Zl", "Zp"})
"""Unicode's categories of signs that show nothing: controls, format signs, blanks."""

FILLERS = frozenset("\u034f\u115f\u1160\u2800\u3164\ufe0e\ufe0f\uffa0")
"""Letters and marks that show nothing when they stand alone."""


@dataclass(frozen=True, slots=True)
class Tick:
    """An option of several was tapped: it is ticked where it was not, and no more where it was."""

    option: Coding


@dataclass(frozen=True, slots=True)
class OwnWords:
    """What is written beside the ticks of an answer of several, in the place of what was written there before."""

    texts: tuple[str, ...]


Change = Tick | OwnWords
"""What a tap does to an answer of several. The answer itself may be on its way: two quick taps must both count."""


@dataclass(frozen=True, slots=True)
class Typed:
    """What a field shows and what could not be taken as an answer. It is kept with the draft, word for word.

    Attributes:
        texts: what stands in the field, or in its parts in their order (day, month, year; hour, minutes, half).
        value: the part of it that is an answer, such as the day of a moment whose time cannot be read.
    """

    texts: tuple[str, ...]
    value: AnswerValue | Change | None = None


Given = AnswerValue | Change | Typed | None
"""What a screen hands over; None takes the answer away."""


def after(item: Item, present: AnswerValue | None, change: Change) -> tuple[OneAnswer, ...]:
    """The answer of several as it is after a change: the ticks in the form's order, then the own words."""
    before = present if isinstance(present, tuple) else ()
    ticked = {one for one in before if isinstance(one, Coding)}
    texts = tuple(one for one in before if isinstance(one, str))
    if isinstance(change, OwnWords):
        texts = change.texts
    else:
        ticked = _tapped(item, ticked, change.option)
    # What is not offered stays where it is: `fits` judges it.
    order = [*item.options, *(one for one in (*before, *ticked) if isinstance(one, Coding))]
    return (*dict.fromkeys(one for one in order if one in ticked), *texts)


def _tapped(item: Item, ticked: set[Coding], option: Coding) -> set[Coding]:
    if option in ticked:
        return ticked - {option}
    alone = _alone(item)
    return {option} if option in alone else (ticked - alone) | {option}


def is_blank(entered: str) -> bool:
    """Return whether a text shows nothing: blanks and invisible signs alone. A sign that is not known counts."""
    return all(category(sign) in INVISIBLE or sign in FILLERS for sign in entered)


def given(value: AnswerValue | None) -> AnswerValue | None:
    """The answer without blank lines of a list; None where nothing is left of it."""
    if isinstance(value, tuple):
        return tuple(one for one in value if not isinstance(one, str) or not is_blank(one)) or None
    return None if isinstance(value, str) and is_blank(value) else value


def length_of(entered: str) -> int:
    """Return a text's length in code points, as FHIR's maxLength and the clinic's server count it."""
    return len(entered)


def too_long_by(entered: str, most: int | None) -> int:
    """Return how many code points a text has over its limit, 0 where it fits or has no limit."""
    return 0 if most is None else max(0, length_of(entered) - most)


def as_text(item: Item, entered: str) -> str | Typed:
    """Return a text as the answer that it is, or as `Typed` where it is longer than the question takes."""
    return Typed((entered,)) if too_long_by(entered, item.max_length) else entered


def as_lines(item: Item, lines: tuple[str, ...], *, beside_ticks: bool = False) -> Given:
    """Return the lines of an answer in own words. Where one is too long, keep them all and answer with the others."""
    fitting = tuple(one for one in lines if not too_long_by(one, item.max_length))
    answer: AnswerValue | Change = OwnWords(fitting) if beside_ticks else fitting
    return answer if fitting == lines else Typed(lines, answer)


def is_open(item: Item, texts: tuple[str, ...], answer: AnswerValue | None) -> bool:
    """Return whether typed text still waits to become an answer, so that nothing may be saved before.

    Own words that stand aside while an option is ticked are kept and do not wait.
    """
    is_aside = item.type is ItemType.OPEN_CHOICE and not item.repeats and isinstance(answer, Coding)
    return not is_aside and not all(map(is_blank, texts))


def fits(item: Item, value: AnswerValue) -> bool:
    """Whether a value is an answer to this question."""
    if not item.repeats:
        return not isinstance(value, tuple) and _fits_one(item, value)
    if not isinstance(value, tuple) or not value:
        return False
    ticked = [one for one in value if isinstance(one, Coding)]
    is_sound = len(set(ticked)) == len(ticked) and (len(ticked) < 2 or not _alone(item) & set(ticked))
    return is_sound and all(_fits_one(item, one) for one in value)


def typed_texts(answers: Answers) -> Iterator[str]:
    """All that somebody wrote in their own words."""
    for value in answers.values():
        for one in value if isinstance(value, tuple) else (value,):
            if isinstance(one, str):
                yield one


def _alone(item: Item) -> set[Coding]:
    return {one.coding for one in item.offered if one.stands_alone}


def _fits_one(item: Item, value: OneAnswer) -> bool:
    match item.type:
        case ItemType.BOOLEAN:
            return isinstance(value, bool)
        case ItemType.INTEGER:
            return _is_within(item, value)
        case ItemType.CHOICE:
            return value in item.options
        case ItemType.OPEN_CHOICE:
            return value in item.options or _is_text(item, value)
        case ItemType.TEXT | ItemType.STRING:
            return _is_text(item, value)
        case ItemType.TIME:
            return isinstance(value, time) and value.tzinfo is None
        case ItemType.DATE:
            return _is_day(item, value)
        case ItemType.DATE_TIME:
            return _is_day(item, value) or _is_moment(value)
        case _:
            return False


def _is_text(item: Item, value: OneAnswer) -> bool:
    return isinstance(value, str) and not too_long_by(value, item.max_length)


def _is_day(item: Item, value: OneAnswer) -> bool:
    if not isinstance(value, date) or isinstance(value, datetime):
        return False
    return (item.earliest or date.min) <= value <= (item.latest or date.max)


def _is_moment(value: OneAnswer) -> bool:
    """Whether it has an offset that FHIR can write."""
    offset = value.utcoffset() if isinstance(value, datetime) else None
    return offset is not None and abs(offset) <= FURTHEST_OFFSET and not offset % timedelta(minutes=1)


def _is_within(item: Item, value: OneAnswer) -> bool:
    if not isinstance(value, int) or isinstance(value, bool):
        return False
    if item.levels and not item.word_of(value):
        return False
    above = item.minimum is None or value >= item.minimum
    return above and (item.maximum is None or value <= item.maximum)
