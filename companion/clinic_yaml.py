"""YAML with its lines: what a file of a clinic's says, where it says it, and what is wrong with it, all at once.

JSON is read as well. What YAML reads otherwise than people mean it stays text here: `country: NO`, `start: 17:00`.
"""

import json
import re
from collections.abc import Callable, Container
from dataclasses import dataclass, field
from typing import Any

import yaml

from companion.domain.shapes import Place, named

LONGEST = 256_000


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """What is wrong, in plain words and never with what was written, and the line on which it stands."""

    line: int
    place: Place
    reason: str

    def __str__(self) -> str:
        return f"line {self.line}: {named(self.place) or 'the file'}: {self.reason}"


class UnreadError(ValueError):
    """This is no YAML; the text says on which line, and why."""


@dataclass(slots=True)
class Read:
    """A file's data, the line of each place in it, and what is wrong.

    Attributes:
        passed_over: places of what is not understood here, so that nobody asks what stands there.
    """

    data: Any = None
    lines: dict[Place, int] = field(default_factory=lambda: {(): 1})
    problems: list[Problem] = field(default_factory=list)
    passed_over: set[Place] = field(default_factory=set)

    def line(self, place: Place) -> int:
        """The line of a place; of what it would stand in where it is missing."""
        while place not in self.lines:
            place = place[:-1]
        return self.lines[place]

    def note(self, place: Place, reason: str) -> None:
        """Something is wrong at a place."""
        if place not in self.passed_over:
            self.problems.append(Problem(self.line(place), place, reason))

    def pass_over(self, place: Place, reason: str) -> None:
        """What stands at a place is not understood."""
        self.note(place, reason)
        self.passed_over.add(place)


class _Loader(yaml.SafeLoader):  # type: ignore[misc]
    """Text, whole numbers, numbers, true, false and nothing: no dates, no times, no "yes" and "no"."""

    yaml_implicit_resolvers: dict[str, Any] = {}  # noqa: RUF012 - as PyYAML has it


for _tag, _shape, _first in (
    ("null", r"~|null|", ["~", "n", ""]),
    ("bool", r"true|false", list("tf")),
    ("int", r"[-+]?[0-9]+", list("-+0123456789")),
    ("float", r"[-+]?[0-9]+\.[0-9]+", list("-+0123456789")),
):
    _Loader.add_implicit_resolver(f"tag:yaml.org,2002:{_tag}", re.compile(rf"^(?:{_shape})$"), _first)

KNOWN = "tag:yaml.org,2002:"
MAKES: dict[str, Callable[[str], Any]] = {
    "str": str,
    "null": lambda _: None,
    "bool": lambda said: said == "true",
    "int": int,
    "float": float,
}
KINDS: dict[type[yaml.Node], Container[str]] = {
    yaml.MappingNode: ("map",),
    yaml.SequenceNode: ("seq",),
    yaml.ScalarNode: MAKES,
}


def read_yaml(text: str) -> Read:
    """What a text of YAML or JSON says, and what of it is not understood here. Raises UnreadError where it is none."""
    read = Read()
    if len(text) > LONGEST:
        raise UnreadError(f"it is longer than {LONGEST:,} letters, the most that a clinic's file can have")
    is_json, said = _as_json(text)
    try:
        node = yaml.compose(text.replace("\t", " ") if is_json else text, _Loader)
        read.data = _Walk(read).value(node, ()) if node else None
    except yaml.YAMLError as error:
        raise UnreadError(_why(error, text)) from error
    except RecursionError:
        raise UnreadError("it is nested too deeply") from None
    except ValueError:
        raise UnreadError("a number in it is too large, or is not a number") from None
    if is_json:
        read.data = said  # two escapes of JSON make one letter; YAML would keep them apart
    return read


HINTS = (
    (r"character '\\t'", "it is indented with a tab: use spaces"),
    (r"cannot start any token", "put a text that begins with @, ` or another sign in quotes"),
    (r"mapping values are not allowed", "this line's indent does not match the lines around it, or it has a second "
                                        "colon: put text with a colon in quotes"),
    (r"end of stream|unexpected end", "a quote that begins here is never closed"),
    (r"expected <block end>", "this line's indent does not match the lines around it, or there is text after a "
                              "closing quote"),
    (r"expected ',' or", "a bracket that begins here is never closed, or a comma is missing"),
    (r"could not find expected ':'", "this line has no name followed by a colon and a space"),
    (r"undefined alias", "YAML anchors and aliases (& and *) are not supported: write the value out"),
    (r"but found another document", "--- begins a second document: a clinic's file has only one"),
    (r"special characters", "there is a control character here"),
)  # fmt: skip
"""What PyYAML says, and what whoever writes a file can do."""


def _why(error: yaml.YAMLError, text: str) -> str:
    said = str(getattr(error, "problem", None) or getattr(error, "reason", None) or "an unexpected character")
    begins_there = re.search("end of stream|unexpected end|expected ','", said)
    mark = (getattr(error, "context_mark", None) if begins_there else None) or getattr(error, "problem_mark", None)
    line = mark.line + 1 if mark else text.count("\n", 0, getattr(error, "position", 0)) + 1
    return f"line {line} is not YAML: {next((hint for found, hint in HINTS if re.search(found, said)), said)}"


def _as_json(text: str) -> tuple[bool, Any]:
    try:
        return True, json.loads(text)
    except (ValueError, RecursionError):
        return False, None


class _Walk:
    """From nodes to data, each thing once: an alias to what stands elsewhere is refused."""

    def __init__(self, read: Read) -> None:
        self._read = read
        self._seen: set[int] = set()

    def value(self, node: yaml.Node, place: Place) -> Any:
        self._read.lines.setdefault(place, node.start_mark.line + 1)
        if id(node) in self._seen:
            self._read.pass_over(place, "YAML anchors and aliases (& and *) are not supported: write the value out")
            return None
        self._seen.add(id(node))
        kind = node.tag.removeprefix(KNOWN)
        if kind not in KINDS[type(node)]:
            self._read.pass_over(place, "YAML tags (!) are not supported: leave it out")
            return None
        if isinstance(node, yaml.MappingNode):
            return self._mapping(node, place)
        if isinstance(node, yaml.SequenceNode):
            return [self.value(one, (*place, index)) for index, one in enumerate(node.value)]
        return MAKES[kind](node.value)

    def _mapping(self, node: yaml.MappingNode, place: Place) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for key, value in node.value:
            name = key.value if isinstance(key, yaml.ScalarNode) else ""
            line = key.start_mark.line + 1
            if not isinstance(name, str) or not name:
                self._read.problems.append(Problem(line, place, "a field needs a name: one word before a colon"))
                continue
            inside = (*place, name)
            if name in found:
                said = f"is here twice; first on line {self._read.lines[inside]}"
                self._read.problems.append(Problem(line, inside, said))
                continue
            self._read.lines[inside] = line
            found[name] = self.value(value, inside)
        return found
