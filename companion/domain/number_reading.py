"""Reading a number as people write it: with a unit, a comma, a plus sign, other digits, or two numbers in one field.

Nothing is guessed. What can only be meant in one way is taken; what may be meant is offered, and a person says so.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

from companion.domain.answering import fits, is_blank
from companion.domain.digits import plain_signs
from companion.domain.questionnaire import Item

LONGEST = 40
"""Signs of what can be a number or several with their units; a longer text is none."""

MOST_DIGITS = 9


class Trouble(StrEnum):
    """Why a text is no answer."""

    FRACTION = "a whole number is asked for"
    LETTERS = "letters in the place of digits, or a word such as about"
    MARKS = "a mark that may part thousands or begin a fraction"
    SEVERAL = "two or more numbers in one field"
    OUTSIDE = "a number that the question does not take"
    UNREADABLE = "not a number"


@dataclass(frozen=True, slots=True)
class Reading:
    """What a text means for one question.

    Attributes:
        number: the answer, None where there is none.
        trouble: why there is none; None for an answer and for an empty field.
        offers: what may have been meant. One number answers this question; several answer the questions of
            `targets` in their order.
    """

    number: int | None = None
    trouble: Trouble | None = None
    offers: tuple[tuple[int, ...], ...] = ()


UNITS: dict[str, tuple[str, ...]] = {
    "mmhg": ("mmhg", "mmofmercury", "mm", "torr"),
    "perminute": (
        "perminute",
        "permin",
        "/min",
        "/minute",
        "bpm",
        "beatsperminute",
        "beatspermin",
        "beats/min",
        "beats",
        "1/min",
    ),
}  # fmt: skip
"""A question's unit -> the ways in which people write it. Both without blanks and capitals."""

LIKE_DIGITS = str.maketrans({"o": "0", "i": "1", "l": "1", "|": "1"})
SIGNS = str.maketrans(
    {"\u066b": ".", "\u066c": "'", "\u060c": ",", "\u2019": "'", "\u02bc": "'", "\u2212": "-", "\u2010": "-",
     "\u2011": "-", "\u2012": "-", "\u2013": "-", "\u2014": "-", "\u2044": "/", "\u2215": "/", "\\": "/",
     "\u3001": ",", "\u3002": ".", "\u00b7": "."}
)  # fmt: skip
"""Signs that phones and other scripts put in the place of the plain ones."""

BETWEEN = re.compile(r"\s*(?:/|\b(?:over|by|on|and|sur|zu|auf|por|x)\b|[-;:|&]|,\s|\s)\s*")
SOME_NUMBERS = re.compile(r"^\d+\D+\d+(\D+\d+)*\D*$")
ABOUT = re.compile(r"^(?:~|≈|about|around|approx\.?|roughly|ca\.?|c\.)\s*(?=\d)")
PLAIN = re.compile(r"^[+]?([0-9]+)[.,]?$")
FRACTION = re.compile(r"^[+]?([0-9]+)[.,]([0-9]+)$")
THOUSANDS = re.compile(r"^[+]?([1-9]\d{0,2})((?:([.,' ])\d{3})(?:\3\d{3})*)$")


def read_number(item: Item, entered: str, beside: Sequence[Item] = ()) -> Reading:
    """Return what a text means as the answer to a question that takes a whole number.

    Args:
        item: the question with its bounds and unit.
        entered: what stands in the field.
        beside: the questions of whole numbers that stand in one group, in order, this one among them.
    """
    if is_blank(entered):
        return Reading()
    plain = _plain(entered)
    if len(plain) > LONGEST:
        return Reading(trouble=Trouble.UNREADABLE)
    several = _several(item, plain, beside)
    one = _one(item, _without_unit(item, plain))
    if one.number is not None:
        return one
    if several or (SOME_NUMBERS.match(plain) and one.trouble is Trouble.UNREADABLE):
        return Reading(trouble=Trouble.SEVERAL, offers=(*several, *one.offers))
    return one


def targets(item: Item, beside: Sequence[Item], count: int) -> tuple[Item, ...]:
    """Return the questions that so many numbers answer, () where this one would not be among them.

    Two numbers of one field belong together only where their questions have one unit, as the two of a blood pressure.
    """
    found = tuple(beside[:count])
    is_whole = count > 1 and len(found) == count and item in found
    return found if is_whole and found[0].unit == found[1].unit else ()


def _plain(entered: str) -> str:
    """The text in small letters, with plain digits, signs and blanks, without what shows nothing."""
    return " ".join(plain_signs(entered).translate(SIGNS).casefold().split())


def _without_unit(item: Item, plain: str) -> str:
    """The text without the question's own unit at its end. Another unit stays, and makes it unreadable."""
    compact = plain.replace(" ", "").rstrip(".")
    own = "".join(item.unit.casefold().split())
    for unit in sorted(UNITS.get(own, (own,) if own else ()), key=len, reverse=True):
        rest = compact.removesuffix(unit).removesuffix(".") if compact.endswith(unit) else ""
        if rest and rest[-1] in "0123456789oil|":
            return plain[: _end_of(plain, len(rest))]
    return plain


def _end_of(plain: str, signs: int) -> int:
    """Where so many signs that are no blank end."""
    for end in range(len(plain) + 1):
        if len(plain[:end].replace(" ", "")) == signs:
            return end
    return len(plain)


def _one(item: Item, text: str) -> Reading:
    if found := PLAIN.match(text):
        return _whole(item, found[1])
    if found := THOUSANDS.match(text):
        return _grouped(item, text)
    if found := FRACTION.match(text):
        return _broken(item, found[1], found[2])
    if meant := _meant(text):
        inner = _one(item, meant)
        offers = ((inner.number,),) if inner.number is not None else inner.offers
        return Reading(trouble=Trouble.LETTERS if offers else Trouble.UNREADABLE, offers=offers)
    return Reading(trouble=Trouble.OUTSIDE if re.match(r"^-\d+$", text) else Trouble.UNREADABLE)


def _meant(text: str) -> str:
    """The digits that letters stand for, or the number after "about"; "" where nothing of the kind was written."""
    if ABOUT.match(text):
        return ABOUT.sub("", text)
    is_like = re.match(r"^[+]?[\doil|]+$", text) and any(one.isdigit() for one in text)
    return text.translate(LIKE_DIGITS) if is_like and text.translate(LIKE_DIGITS) != text else ""


def _whole(item: Item, digits: str) -> Reading:
    number = int(digits) if len(digits.lstrip("0")) <= MOST_DIGITS else -1
    return Reading(number) if number >= 0 and fits(item, number) else Reading(trouble=Trouble.OUTSIDE)


def _broken(item: Item, whole: str, part: str) -> Reading:
    """A fraction: 185.0 is 185, and 185.5 is asked about."""
    if not part.strip("0"):
        return _whole(item, whole)
    nearest = int(Decimal(f"{whole}.{part}").quantize(Decimal(1), ROUND_HALF_UP)) if len(whole) <= MOST_DIGITS else -1
    if nearest < 0 or not fits(item, nearest):
        return Reading(trouble=Trouble.OUTSIDE)
    return Reading(trouble=Trouble.FRACTION, offers=((nearest,),))


def _grouped(item: Item, text: str) -> Reading:
    """1,200 may be 1200 or one and a fifth: taken where one of both alone can be the answer and has no fraction."""
    signs = [one for one in text if not one.isdigit() and one != "+"]
    thousand = _whole(item, "".join(one for one in text if one.isdigit()))
    if len(signs) > 1 or signs[0] in "' ":
        return thousand
    whole, part = re.split(r"[.,]", text.lstrip("+"))
    fraction = _broken(item, whole, part)
    if thousand.number is not None and fraction.trouble is Trouble.OUTSIDE:
        return thousand
    if thousand.number is None:
        return fraction
    known = [thousand.number, *(one for offer in fraction.offers for one in offer), fraction.number]
    offers = tuple((one,) for one in dict.fromkeys(known) if one is not None)
    return Reading(trouble=Trouble.MARKS, offers=offers)


def _several(item: Item, plain: str, beside: Sequence[Item]) -> tuple[tuple[int, ...], ...]:
    """The numbers of a text with two or more, where each one can answer its question."""
    comma_pair = re.match(r"^(\d+)[.,](\d+)$", plain)
    parts = list(comma_pair.groups()) if comma_pair else BETWEEN.split(plain)
    for count in range(len(parts), 1, -1):
        asked = targets(item, beside, count)
        if not asked:
            continue
        ended = _joined(parts)
        numbers = [_likely(one, part) for one, part in zip(asked, ended, strict=False)]
        if len(ended) == count and all(one is not None for one in numbers):
            return (tuple(one for one in numbers if one is not None),)
    return ()


def _likely(item: Item, part: str) -> int | None:
    """What one part of several means. It is offered and not taken, so its only meaning is enough."""
    found = _one(item, _without_unit(item, part))
    if found.number is not None:
        return found.number
    return found.offers[0][0] if len(found.offers) == 1 else None


def _joined(parts: Sequence[str]) -> list[str]:
    """As many parts as there are questions: units that stand apart go to the number before them."""
    joined: list[str] = []
    for part in parts:
        if part.lstrip("+~")[:1].isdigit() or not joined:
            joined.append(part)
        else:
            joined[-1] += f" {part}"
    return joined
