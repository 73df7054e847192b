"""What a clinic may write: kinds of values with their limits. Every fault of a value is told, not the first alone.

The command line looks at a whole file with these, and the page at what `clinic.json` brings: the same limits in both.
A kind's `said` is how it is meant; it is read out where a value is wrong. What was written is never repeated: it may
be a secret.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Protocol

from companion.domain.clinic_words import odd_spelling

Place = tuple[str | int, ...]
"""Where something stands: keys, and places in lists from 0 on."""

Faults = Iterator[tuple[Place, str]]

LINE = r"[^<>\x00-\x1f]*"
"""One line: without < and >, which would be taken for HTML."""


def named(place: Place) -> str:
    """A place as people read it: places in lists count from 1."""
    return ".".join(str(one + 1) if isinstance(one, int) else one for one in place)


class Kind(Protocol):
    """What one value may be."""

    @property
    def said(self) -> str:
        """How it is meant, "" where the name says it."""

    def faults(self, value: object, place: Place = ()) -> Faults:
        """Everything that is wrong with a value at a place. Total."""


def _told(reason: str, said: str) -> str:
    return f"{reason}: {said}" if said else reason


@dataclass(frozen=True, slots=True)
class Text:
    """A text, spelled so that people read what is judged.

    Attributes:
        longest: letters.
        pattern: what the whole of it matches.
        is_needed: it says something.
        check: why a text of that pattern is refused all the same; "" where it is sound.
    """

    said: str
    longest: int
    pattern: str = LINE
    is_needed: bool = False
    check: Callable[[str], str] = field(default=lambda _: "")

    def faults(self, value: object, place: Place = ()) -> Faults:
        """See Kind."""
        if not isinstance(value, str):
            is_simple = isinstance(value, bool | int | float)
            yield place, _told("is not text; put it in quotes" if is_simple else "is not text", self.said)
        elif not value and not self.is_needed:
            return
        elif not value.strip():
            yield place, _told("is empty", self.said)
        elif len(value) > self.longest:
            yield place, _told(f"is longer than {self.longest} letters", self.said)
        elif re.search("[\ud800-\udfff]", value):
            yield place, _told("has a broken character in it", self.said)
        elif not re.fullmatch(self.pattern, value):
            yield place, _told("is not in the expected form", self.said)
        elif odd := odd_spelling(value):
            yield place, odd
        elif reason := self.check(value):
            yield place, reason


@dataclass(frozen=True, slots=True)
class Number:
    """A number from `least` to `most`."""

    said: str
    least: float
    most: float
    is_whole: bool = False

    def faults(self, value: object, place: Place = ()) -> Faults:
        """See Kind."""
        kinds = int if self.is_whole else int | float
        if isinstance(value, bool) or not isinstance(value, kinds) or value != value:
            yield place, _told("is not a whole number" if self.is_whole else "is not a number", self.said)
        elif not self.least <= value <= self.most:
            yield place, _told("is too small" if value < self.least else "is too large", self.said)


@dataclass(frozen=True, slots=True)
class OneOf:
    """One of some words; `meant` is what they are about."""

    meant: str
    words: tuple[str, ...]

    @property
    def said(self) -> str:
        """See Kind."""
        return _told(f"one of {', '.join(self.words)}", self.meant)

    def faults(self, value: object, place: Place = ()) -> Faults:
        """See Kind."""
        if not isinstance(value, str) or value not in self.words:
            yield place, f"is not {self.said}"


@dataclass(frozen=True, slots=True)
class ListOf:
    """A list of one kind, from `least` to `most` of it; where it `is_set`, nothing stands in it twice."""

    said: str
    kind: Kind
    most: int
    least: int = 0
    is_set: bool = False

    def faults(self, value: object, place: Place = ()) -> Faults:
        """See Kind."""
        if not isinstance(value, list | tuple):
            yield place, _told("is not a list, such as [a, b] or one item per line after a dash", self.said)
            return
        if len(value) < self.least:
            yield place, _told("is empty", self.said)
        if len(value) > self.most:
            yield place, _told(f"has more than {self.most} items", self.said)
        for index, one in enumerate(value):
            yield from self.kind.faults(one, (*place, index))
            if self.is_set and isinstance(one, str) and one in value[:index]:
                yield (*place, index), "is listed twice"


@dataclass(frozen=True, slots=True)
class Named:
    """Things of one kind by names that are looked at elsewhere."""

    said: str
    kind: Kind

    def faults(self, value: object, place: Place = ()) -> Faults:
        """See Kind."""
        if not isinstance(value, Mapping):
            yield place, _told("needs names below it, each with a colon", self.said)
            return
        for name, one in value.items():
            yield from self.kind.faults(one, (*place, name))


@dataclass(frozen=True, slots=True)
class LookedAt:
    """What a function of its own looks at."""

    said: str
    look: Callable[[object, Place], Faults]

    def faults(self, value: object, place: Place = ()) -> Faults:
        """See Kind."""
        yield from self.look(value, place)


@dataclass(frozen=True, slots=True)
class Fields:
    """Fields by their names. One that is not needed may be left out, or left empty.

    Attributes:
        needed: their names.
        check: why fields that are sound alone do not go together; "" where they do.
    """

    said: str
    kinds: Mapping[str, Kind]
    needed: tuple[str, ...] = ()
    check: Callable[[Mapping[str, object]], str] = field(default=lambda _: "")

    def faults(self, value: object, place: Place = ()) -> Faults:
        """See Kind."""
        if not isinstance(value, Mapping):
            why = "is empty" if value is None else "needs fields below it, each with a colon"
            yield place, _told(why, self.said or ", ".join(self.kinds))
            return
        found = list(self._each(value, place))
        yield from found
        if not found and (reason := self.check(value)):
            yield place, reason

    def _each(self, value: Mapping[str, object], place: Place) -> Faults:
        for name in self.needed:
            if name not in value:
                yield (*place, name), _told("is missing", self.kinds[name].said)
        for name, one in value.items():
            kind = self.kinds.get(name)
            if kind is None:
                yield (*place, name), f"is not a field here; {self._meant(name)}"
            elif one is None and name in self.needed:
                yield (*place, name), _told("is empty", kind.said)
            elif one is not None:
                yield from kind.faults(one, (*place, name))

    def _meant(self, name: str) -> str:
        near = get_close_matches(name, self.kinds, 1)
        return f"did you mean {near[0]}?" if near else f"the fields are {', '.join(self.kinds)}"
