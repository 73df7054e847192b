"""An article's body: a small Markdown of our own, read into blocks that a screen can draw.

    ## A heading
    A paragraph with **strong words**.
    - a line of a list
    [Words of a link](article:bladder)
    ::: emergency Call {em} if:
    {signs: you}
    - a line of a care card
    :::

`{signs: you}` and `{signs: them}` stand for the whole list of emergency signs, spoken to the patient or to a helper;
`{sign: harm}` stands for the lines of one sign. An emergency card has the whole list, or a link to it stands below.

A link stands on a line of its own: on the screen it is a button that a finger can hit. Anything else that Markdown
knows is refused, so that no mark is ever shown as a letter.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import accumulate

from companion.domain.safety.emergencies import Signs, Whom, chosen, lines_for

CARE = ":::"
SIGNS = re.compile(r"\{(signs|sign): ([a-z_]+)\}")
LINK = re.compile(r"\[([^\]]+)\]\((article|screen):([a-z0-9-]+)\)")
STRONG = re.compile(r"\*\*([^*]+)\*\*")
FOREIGN = re.compile(r"[*_`<>|\\#]|\[|\]|!\[|://")


class TextFault(ValueError):
    """Something that the screens cannot draw, with the number of its line in the text."""

    def __init__(self, line: int, said: str) -> None:
        super().__init__(said)
        self.line = line


class CareLevel(StrEnum):
    """How much a card of an article presses."""

    CLINIC = "clinic"
    EMERGENCY = "emergency"


@dataclass(frozen=True, slots=True)
class Run:
    """Words in one weight."""

    text: str
    is_strong: bool = False


Runs = tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Sentences that belong together."""

    runs: Runs


@dataclass(frozen=True, slots=True)
class Bullets:
    """A list."""

    lines: tuple[Runs, ...]


@dataclass(frozen=True, slots=True)
class Link:
    """A way to another article or to a screen of the app: `kind` is "article" or "screen"."""

    words: str
    kind: str
    target: str


@dataclass(frozen=True, slots=True)
class Care:
    """When to call whom. Its texts name numbers as {em} and {cl}.

    Attributes:
        has_all_signs: the whole list of emergency signs is in it.
    """

    level: CareLevel
    title: str
    lines: tuple[str, ...]
    has_all_signs: bool = False


Block = Paragraph | Bullets | Link | Care


@dataclass(frozen=True, slots=True)
class Section:
    """What stands under one heading; "" for what comes before the first."""

    title: str
    blocks: tuple[Block, ...]


@dataclass
class _Open:
    """What is being read; `began` is the line on which the present block does."""

    signs: Signs = ()
    sections: list[tuple[str, list[Block]]] = field(default_factory=lambda: [("", [])])
    paragraph: list[str] = field(default_factory=list)
    bullets: list[str] = field(default_factory=list)
    care: tuple[CareLevel, str] | None = None
    has_all_signs: bool = False
    line: int = 0
    began: int = 0

    def end_block(self) -> None:
        """Put what was read so far where it belongs."""
        blocks = self.sections[-1][1]
        if self.paragraph:
            blocks.append(Paragraph(_runs(" ".join(self.paragraph), self.began)))
        if self.bullets and not self.care:
            blocks.append(Bullets(tuple(_runs(one, self.began) for one in self.bullets)))
            self.bullets = []
        self.paragraph = []

    def end_care(self) -> None:
        """Close the card."""
        assert self.care is not None
        level, title = self.care
        if not self.bullets:
            raise TextFault(self.began, "a care card needs lines")
        lines = tuple(_plain(one, self.began) for one in self.bullets)
        self.sections[-1][1].append(Care(level, title, lines, self.has_all_signs))
        self.care, self.bullets, self.has_all_signs = None, [], False

    def add_signs(self, kind: str, name: str) -> None:
        """Put the lines of all signs, or of one, into the card."""
        if not self.care or self.care[0] is not CareLevel.EMERGENCY:
            raise TextFault(self.line, "emergency signs can be only in an emergency card")
        try:
            lines = lines_for(self.signs, Whom(name)) if kind == "signs" else lines_for(chosen(self.signs, (name,)))
        except ValueError:
            raise TextFault(self.line, f"there is no emergency sign or list of signs called {name}") from None
        self.bullets += lines
        self.has_all_signs = self.has_all_signs or kind == "signs"


def parse(body: str, signs: Signs = ()) -> tuple[Section, ...]:
    """Return the sections of a body, emergency signs filled in; an empty first one is left out. Raises TextFault."""
    state = _Open(signs)
    for state.line, line in enumerate(body.splitlines(), 1):
        _read(state, line.rstrip())
    if state.care:
        raise TextFault(state.began, "a care card is not closed")
    state.end_block()
    return tuple(Section(title, tuple(blocks)) for title, blocks in state.sections if title or blocks)


def _read(state: _Open, line: str) -> None:
    if not (state.paragraph or state.bullets or state.care):
        state.began = state.line
    if line.startswith(CARE):
        state.end_block()
        state.end_care() if state.care and line == CARE else _begin_care(state, line)
    elif found := SIGNS.fullmatch(line):
        state.add_signs(*found.groups())
    elif line.startswith("- "):
        if state.paragraph:
            state.end_block()
        state.bullets.append(line[2:].strip())
    elif state.care:
        if line:
            raise TextFault(
                state.line, "a care card can have only lines that begin with “- ”, {signs: you} or {sign: …}"
            )
    elif line.startswith("## "):
        state.end_block()
        state.sections.append((_plain(line[3:], state.line), []))
    elif line.startswith("["):
        state.end_block()
        state.sections[-1][1].append(_link(line, state.line))
    elif line:
        _go_on(state, line)
    else:
        state.end_block()


def _go_on(state: _Open, line: str) -> None:
    """A line of a paragraph, or the rest of a list's line."""
    if state.bullets and line.startswith("  "):
        state.bullets[-1] += " " + line.strip()
        return
    if state.bullets:
        state.end_block()
    state.paragraph.append(line.strip())


def _begin_care(state: _Open, line: str) -> None:
    level, _, title = line.removeprefix(CARE).strip().partition(" ")
    if state.care or level not in set(CareLevel) or not title:
        raise TextFault(state.line, "a care card has to begin with “::: clinic” or “::: emergency” and its title")
    state.care = CareLevel(level), _plain(title, state.line)


def _link(line: str, number: int) -> Link:
    found = LINK.fullmatch(line)
    if not found:
        raise TextFault(number, "a link has to be [words](article:id) or [words](screen:name), on its own line")
    return Link(*found.groups())


def _runs(text: str, number: int) -> Runs:
    """A text apart by its weight."""
    parts = STRONG.split(text)  # every second one stood between stars
    return tuple(Run(_plain(part, number), bool(index % 2)) for index, part in enumerate(parts) if part)


def _plain(text: str, number: int) -> str:
    if FOREIGN.search(text):
        raise TextFault(number, f"a mark that the app cannot show: {text[:40]}")
    return text


def said(runs: Runs) -> str:
    """The words of runs."""
    return "".join(run.text for run in runs)


def texts_of(sections: tuple[Section, ...]) -> Iterator[str]:
    """Every text of a body, in reading order."""
    for section in sections:
        if section.title:
            yield section.title
        for block in section.blocks:
            yield from _texts(block)


def _texts(block: Block) -> Iterator[str]:
    match block:
        case Paragraph(runs):
            yield said(runs)
        case Bullets(lines):
            yield from map(said, lines)
        case Care(title=title, lines=lines):
            yield from (title, *lines)
        case Link(words):
            yield words


def beginning(sections: tuple[Section, ...], letters: int) -> tuple[Section, ...]:
    """What stands before so many letters are full: whole blocks, of a list whole lines, always at least one."""
    kept = []
    for section in sections:
        blocks: list[Block] = []
        for block in section.blocks:
            if letters > 0:
                blocks.append(_fitting(block, letters) if isinstance(block, Bullets) else block)
                letters -= sum(map(len, _texts(blocks[-1])))
        kept.append(Section(section.title, tuple(blocks)))
        if letters <= 0:
            break
    return tuple(kept)


def _fitting(block: Bullets, letters: int) -> Bullets:
    """A list's first lines, up to the one that has the last of the letters."""
    ends = list(accumulate(len(said(line)) for line in block.lines))
    return Bullets(block.lines[: bisect_left(ends, letters) + 1])


def links_of(sections: tuple[Section, ...]) -> list[Link]:
    """Every link of a body."""
    return [block for section in sections for block in section.blocks if isinstance(block, Link)]
