"""Phone numbers as people write them: cleaned once, by one function, before anything is judged.

`companion/browser/js/clinic.js` reads a clinic's numbers in the same way; tests/unit/phones.json is run against both.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

FEWEST_DIGITS, MOST_DIGITS = 3, 15
"""A short number such as 988; the longest number of ITU-T E.164."""

WHOLE, WHOLE_ABROAD = 7, 9
"""So many digits are a whole number (with its country's code: the second); fewer may be an area, or a short number."""

LONGEST_EXTENSION = 6
LONGEST_TEXT = 500
"""Signs of a text that is looked through for numbers: a pasted page would keep the screen still for a minute."""
UNSIGNED = "\ufe0f\u20e3"
"""Signs that make an emoji of a digit."""

PICTURES = frozenset({"So", "Sk", "Cc", "Cs"})
"""Unicode's categories of what is pasted along and says nothing: a picture of a phone, a control, half a letter."""

DOTS, STROKES = "\u00b7\u2022\u2027\u30fb", "\u2044\u2215"
EXTENSION = re.compile(
    r"\s*[,;]?\s*(?:;ext=|(?<![a-z])(?:extension|extn\.?|ext\.?|x|#)|[,;]+(?=\d))\s*[:.]?\s*(\d{1,6})\s*$", re.I
)
EXTENSION_WORD = re.compile(r"\b(?:ext|extn|extension|x)\b", re.I)
SEPARATOR = re.compile(r"\s*(?:[\n/|&,;]|\b(?:or|and)\b)\s*|[ ]{2,}|(?<=[\d) ])(?=\(?\+)", re.I)
NEVER_JOINED = re.compile(r"[|&+]|\b(?:or|and)\b", re.I)
DATE = re.compile(r"(\d{4})([-./])(\d{1,2})\2(\d{1,2})|(\d{1,2})([-./])(\d{1,2})\6(\d{4})|(\d{1,2})/(\d{1,2})/(\d\d)")
IN_PLACE = re.compile(r"[()\s\-./]*\+?[0-9()\-. /]+")
BESIDE_WORDS = re.compile(r"(?<![A-Za-z\d-])\(?\+?\(?\d[\d()\-. ]*+(?!(?<=[\d\-.])[A-Za-z])")
ABROAD = re.compile(r"[(\s]*(?:\+|00|011)")
KEYS = {letter: key for key, letters in zip("23456789", ("ABC", "DEF", "GHI", "JKL", "MNO", "PQRS", "TUV", "WXYZ"),
                                            strict=True) for letter in letters}  # fmt: skip
LIKE_DIGITS = str.maketrans("OoIl", "0011")
"""Letters that look like digits, and are typed or read from a picture in their place."""

UNMARKED = re.compile(
    r"((?:\+?1[-. ]*)?\(?\d{3}\)?[-. ]*\d{3}[-. ]*\d{4}|\d{3}[-.]\d{4}(?= ))[-. ]+(\d(?:[-. ]*\d){0,5})"
)
"""A number as North America writes it, and a few digits after it: an extension, or the rest of a longer number."""

TOLL_FREE = re.compile(r"1?8(?:00|33|44|55|66|77|88)")


class Problem(StrEnum):
    """Why a text is not one number that can be called."""

    NONE = "none"
    """There are no digits, or too few."""

    LONG = "long"
    DATE = "date"
    SEVERAL = "several"
    LETTERS = "letters"
    """Some of its digits are written as letters, as on a keypad."""

    WORDS = "words"
    """There are other words or signs in it."""


@dataclass(frozen=True, slots=True)
class Number:
    """One number.

    Attributes:
        digits: as a phone dials them, with "+" before the country's code where it was written.
        extension: dialed after a pause, "" where there is none.
    """

    digits: str
    extension: str = ""

    @property
    def uri(self) -> str:
        """The `tel:` address; a comma is a pause of about 2 seconds."""
        return f"tel:{self.digits}{f',{self.extension}' if self.extension else ''}"


@dataclass(frozen=True, slots=True)
class Reading:
    """What a text is as a phone number.

    Attributes:
        number: None where it is not one number.
        choices: texts that are one number each, to ask about.
    """

    number: Number | None = None
    problem: Problem | None = None
    choices: tuple[str, ...] = ()


def read_phone(typed: str) -> Reading:
    """Read what a person typed or pasted as a phone number. What may be two numbers is never joined to one."""
    text = re.sub(r"^tel:\s*", "", cleaned(typed), flags=re.I)
    if not any(one.isdigit() for one in text):
        return Reading(problem=Problem.NONE)
    if len(text) > LONGEST_TEXT:
        return Reading(problem=Problem.LONG)
    if _is_date(text):
        return Reading(problem=Problem.DATE)
    text, extension = _extension_of(text)
    parts = [one.strip() for one in SEPARATOR.split(text) if _digits(one)]
    if re.search(r"[^\W\d_]", SEPARATOR.sub("", text)):
        return _with_letters(text, extension)
    if _are_several(parts) or (len(parts) > 1 and NEVER_JOINED.search(text, 2)):
        return _several(text, extension, parts)
    return _one(" ".join(parts) or text, extension)


def callable_numbers(typed: str) -> tuple[tuple[str, Number], ...]:
    """Return what of a kept text can be called: a text for each number, and the number.

    A number that was kept before this reading asked about it is still called as it is shown.
    """
    read = read_phone(typed)
    if read.number:
        return ((typed.strip(), read.number),)
    if read.problem is Problem.DATE:
        return ((typed.strip(), Number(_digits(cleaned(typed)))),)
    return tuple((one, number) for one in read.choices if (number := read_phone(one).number))


def cleaned(typed: str) -> str:
    """Return a text with one kind of digit, dash, blank and line end, without marks that nobody sees."""
    return "".join(_signs(typed)).strip()


def _signs(typed: str) -> Iterator[str]:
    for sign in unicodedata.normalize("NFC", typed):
        kind = unicodedata.category(sign)
        if sign in "\n\r\v\f\u0085\u2028\u2029":
            yield "\n"
        elif kind == "Zs" or sign == "\t":
            yield " "
        elif kind == "Cf" or sign in UNSIGNED:
            continue
        elif kind in PICTURES:
            yield " "
        elif kind == "Pd" or sign in "\u2212\u2043\u30fc\uff70":
            yield "-"
        elif sign in DOTS:
            yield "."
        elif sign in STROKES:
            yield "/"
        elif (digit := unicodedata.decimal(sign, None)) is not None:
            yield str(digit)
        elif unicodedata.numeric(sign, None) is not None:
            yield "?"  # a small raised 1, a half: no digit of a number
        else:
            yield unicodedata.normalize("NFKC", sign)


def _digits(text: str) -> str:
    """The digits that a phone dials, without a 0 that is dialed inside the country alone."""
    if ABROAD.match(text):
        text = re.sub(r"\(\s*0\s*\)", "", text)
    return "".join(one for one in text if one in "0123456789")


def _is_date(text: str) -> bool:
    found = DATE.fullmatch(text)
    if not found:
        return False
    year, _, month, day, first, _, second, last, *short = found.groups()
    if short[0]:
        year, first, second = f"20{short[2]}", short[0], short[1]
    pairs = [(month, day)] if month else [(first, second), (second, first)]
    is_year = 1900 <= int(year or last) <= 2100
    return is_year and any(1 <= int(one) <= 12 and 1 <= int(other) <= 31 for one, other in pairs)


def _extension_of(text: str) -> tuple[str, str]:
    """A text without its extension, and that; an extension follows a whole number alone."""
    found = EXTENSION.search(text)
    before = text[: found.start()] if found else ""
    if found and (len(_digits(before)) >= WHOLE or _on_keys(before)):
        return text[: found.start()], found[1]
    return text, ""


def _is_whole(part: str) -> bool:
    abroad = ABROAD.match(part)
    return len(_digits(part)) - len(_digits(abroad[0]) if abroad else "") >= (WHOLE_ABROAD if abroad else WHOLE)


def _could_be_one(part: str) -> bool:
    """A whole number, or a short one such as 988; none of an area or a country."""
    is_area = _digits(part).startswith("0") or part.startswith(("(", "+"))
    return _is_whole(part) or (len(_digits(part)) >= FEWEST_DIGITS and not is_area)


def _are_several(parts: Sequence[str]) -> bool:
    """Something follows a whole number, or two parts could be one each."""
    return any(map(_is_whole, parts[:-1])) or len([part for part in parts if _could_be_one(part)]) > 1


def _several(text: str, extension: str, parts: Sequence[str]) -> Reading:
    texts = [*parts[:-1], _with_extension(parts[-1], extension)]
    choices = [one for one, part in zip(texts, parts, strict=True) if _could_be_one(part) and _one(part).number]
    joined = " ".join(parts)
    if any(map(_is_whole, parts[:-1])):
        if len(parts) == 2 and re.search(r"[,;]", text) and len(_digits(parts[1])) <= LONGEST_EXTENSION:
            choices.append(_with_extension(parts[0], _digits(parts[1])))
    elif not NEVER_JOINED.search(text, 2) and _is_whole(joined) and _one(joined).number:
        choices.insert(0, _with_extension(joined, extension))
    return Reading(problem=Problem.SEVERAL if choices else Problem.WORDS, choices=tuple(dict.fromkeys(choices)))


def _with_extension(text: str, extension: str) -> str:
    return f"{text.strip()} ext. {extension}" if extension else text.strip()


def _one(text: str, extension: str = "") -> Reading:
    text = text.strip().rstrip(",;/|& ")
    if not IN_PLACE.fullmatch(text):
        return Reading(problem=Problem.WORDS)
    halves = _halves(text) or _alike(text)
    if halves:
        choices = (halves[0], _with_extension(halves[1], extension))
        return Reading(problem=Problem.SEVERAL, choices=choices)
    digits = _digits(text)
    if found := UNMARKED.fullmatch(text):
        joined = (_with_extension(("+" if "+" in text else "") + digits, extension),) if not _is_american(text) else ()
        marked = () if extension else (_with_extension(found[1], _digits(found[2])),)
        return Reading(problem=Problem.SEVERAL, choices=(_with_extension(found[1], extension), *marked, *joined))
    if not FEWEST_DIGITS <= len(digits) <= MOST_DIGITS:
        return Reading(problem=Problem.NONE if len(digits) < FEWEST_DIGITS else Problem.LONG)
    return Reading(Number(("+" if "+" in text else "") + digits, extension))


def _halves(text: str) -> tuple[str, str] | None:
    """Two whole numbers with one blank between them; those that are written alike first."""
    blanks = [found.start() for found in re.finditer(r" ", text)]
    pairs = [(text[:at].strip(), text[at:].strip()) for at in blanks]
    whole = [pair for pair in pairs if all(map(_is_whole, pair))]
    return min(whole, key=lambda pair: (_shape(pair[0]) != _shape(pair[1]), abs(len(pair[0]) - len(pair[1]))),
               default=None)  # fmt: skip


def _alike(text: str) -> tuple[str, str] | None:
    """Two whole numbers that are written alike, whatever stands between them."""
    ends = [at for at in range(1, len(text)) if not text[at - 1 : at + 1].isdigit()]
    pairs = [(text[:at].strip(" -./"), text[at:].strip(" -./")) for at in ends]
    return next((pair for pair in pairs if _shape(pair[0]) == _shape(pair[1]) and all(map(_is_whole, pair))), None)


def _is_american(text: str) -> bool:
    """Whether North America's code stands before it: then a number has 10 digits and never more."""
    return text.lstrip("( ").startswith("+1")


def _shape(text: str) -> str:
    return re.sub(r"\d", "0", text)


def _with_letters(text: str, extension: str) -> Reading:
    pieces = [one for one in SEPARATOR.split(text) if one.strip()]
    if len(pieces) > 1:
        reads = [(one, read_phone(one)) for one in (*pieces[:-1], _with_extension(pieces[-1], extension))]
        offered = [choice for one, read in reads for choice in ((one.strip(),) if read.number else read.choices)]
        return Reading(problem=Problem.WORDS, choices=tuple(dict.fromkeys(offered)))
    on_keys = _on_keys(text)
    if on_keys:
        meant = text.translate(LIKE_DIGITS)
        both = (on_keys,) if re.search(r"[^\W\d_]", meant) else (meant, on_keys)
        choices = tuple(_with_extension(one, extension) for one in both if _one(one).number)
        return Reading(problem=Problem.LETTERS, choices=choices)
    found = BESIDE_WORDS.findall(text)
    numbers = [one.strip("(-. ") if one.count("(") > one.count(")") else one.rstrip("-. ") for one in found]
    whole = [one for one in numbers if len(_digits(one)) >= WHOLE and _one(one).number]
    kept = whole or [one for one in numbers if _one(one).number]
    kept = kept or [choice for one in numbers for choice in _one(one).choices]
    found_ones = [*kept[:-1], *(_with_extension(one, extension) for one in kept[-1:])]
    return Reading(problem=Problem.WORDS, choices=tuple(dict.fromkeys(found_ones)))


def _on_keys(text: str) -> str:
    """A number of which some digits are written as letters, in digits; "" where the letters are words beside it."""
    if not re.fullmatch(r"[(\s]*\+?[0-9(][0-9A-Za-z()\-. ]*", text) or EXTENSION_WORD.search(text):
        return ""
    first = re.search(r"[A-Za-z]", text)
    before = _digits(text[: first.start()]) if first else ""
    replaced = "".join(KEYS.get(one.upper(), one) for one in text)
    digits = _digits(replaced)
    free = TOLL_FREE.match(digits)
    if free and len(digits) >= (length := len(free[0]) + WHOLE) > len(before):
        # More letters than a number has digits make the word whole; the phone does not dial them.
        code, rest = free[0][-3:], digits[len(free[0]) : length]
        return f"{'1-' if free[0][0] == '1' else ''}{code}-{rest[:3]}-{rest[3:]}"
    # A word with a blank before it is most likely no part of the number: "988 home".
    is_part = first is not None and not text[: first.start()].endswith(" ")
    is_whole = len(before) < WHOLE <= len(digits) <= MOST_DIGITS
    return replaced if is_part and is_whole and not free else ""
