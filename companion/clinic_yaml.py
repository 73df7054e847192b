"""YAML with its lines: what a file of a clinic's says, where it says it, and what is wrong with it, all at once.

JSON is read as well. What YAML reads otherwise than people mean it stays text here: `country: NO`, `start: 17:00`.
"""

import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Any, get_args, get_origin

import yaml
from pydantic import BaseModel, ValidationError

Place = tuple[str | int, ...]
"""Where something stands: keys, and places in lists from 0 on."""

LONGEST = 256_000


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """What is wrong, in plain words and never with what was written, and the line on which it stands."""

    line: int
    place: Place
    reason: str

    def __str__(self) -> str:
        named = ".".join(str(one + 1) if isinstance(one, int) else one for one in self.place)
        return f"line {self.line}: {named or 'the file'}: {self.reason}"


@dataclass(slots=True)
class Read:
    """A file's data, the line of each place in it, and what could not be read."""

    data: Any = None
    lines: dict[Place, int] = field(default_factory=lambda: {(): 1})
    problems: list[Problem] = field(default_factory=list)

    def line(self, place: Place) -> int:
        """The line of a place; of what it would stand in where it is missing."""
        while place not in self.lines:
            place = place[:-1]
        return self.lines[place]

    def note(self, place: Place, reason: str) -> None:
        """Something is wrong at a place."""
        self.problems.append(Problem(self.line(place), place, reason))


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

MAKES: dict[str, Callable[[str], Any]] = {
    "str": str,
    "null": lambda _: None,
    "bool": lambda said: said == "true",
    "int": int,
    "float": float,
}


def read_yaml(text: str) -> Read:
    """What a text of YAML or JSON says. Total: what is wrong is among the problems."""
    read = Read()
    if len(text) > LONGEST:
        read.note((), "this is too long for a clinic's file")
        return read
    is_json, said = _as_json(text)
    try:
        node = yaml.compose(text.replace("\t", " ") if is_json else text, _Loader)
        read.data = _Walk(read).value(node, ()) if node else None
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 1 if mark else text.count("\n", 0, getattr(error, "position", 0)) + 1
        read.problems.append(Problem(line, (), f"this is no YAML: {getattr(error, 'problem', None) or 'a character'}"))
    except (RecursionError, ValueError):
        read.problems.append(Problem(1, (), "something in it is too deep or too large"))
    if is_json:
        read.data = said  # two escapes of JSON make one letter; YAML would keep them apart
    return read


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
            self._read.note(place, "names with & and * are not understood here: write it out")
            return None
        self._seen.add(id(node))
        if isinstance(node, yaml.MappingNode):
            return self._mapping(node, place)
        if isinstance(node, yaml.SequenceNode):
            return [self.value(one, (*place, index)) for index, one in enumerate(node.value)]
        make = MAKES.get(node.tag.rpartition(":")[2])
        if make is None:
            self._read.note(place, "kinds with ! are not understood here")
            return None
        return make(node.value)

    def _mapping(self, node: yaml.MappingNode, place: Place) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for key, value in node.value:
            name = key.value if isinstance(key, yaml.ScalarNode) else ""
            if not isinstance(name, str) or not name:
                self._read.problems.append(Problem(key.start_mark.line + 1, place, "a field has a name"))
                continue
            inside = (*place, name)
            if name in found:
                self._read.problems.append(Problem(key.start_mark.line + 1, inside, "this stands here twice"))
                continue
            self._read.lines[inside] = key.start_mark.line + 1
            found[name] = self.value(value, inside)
        return found


PLAIN = {
    "missing": "is missing",
    "extra_forbidden": "is no field of this file",
    "string_type": "is text: put it in quotes",
    "string_unicode": "has a letter that is none",
    "string_too_short": "is empty",
    "string_too_long": "is longer than {max_length} letters",
    "too_short": "is empty",
    "too_long": "has more than {max_length} in it",
    "literal_error": "is one of {expected}",
    "greater_than_equal": "is {ge:g} or more",
    "less_than_equal": "is {le:g} or less",
    "float_type": "is a number",
    "float_parsing": "is a number",
    "int_type": "is a whole number",
    "int_parsing": "is a whole number",
    "int_from_float": "is a whole number",
    "bool_type": "is true or false",
    "bool_parsing": "is true or false",
    "tuple_type": "is a list: each of it begins with a dash",
    "model_type": "has fields of its own below it",
    "dict_type": "has fields of its own below it",
    "own": "{reason}",
}
"""pydantic's kinds of errors in words; what is not here is said by the field's description alone."""


def check(model: type[BaseModel], read: Read) -> BaseModel | None:
    """The data as a model; every problem is noted, and then there is none."""
    try:
        return model.model_validate_json(json.dumps(read.data))
    except ValidationError as error:
        for one in error.errors(include_url=False, include_input=False):
            read.note(one["loc"], "; ".join(_said(model, one["type"], one["loc"], one.get("ctx") or {})))
    return None


def _said(model: type[BaseModel], kind: str, place: Place, limits: Mapping[str, Any]) -> Iterator[str]:
    """Why, and how the field is meant: the description that it has in its model."""
    owner, described = _field(model, place)
    plain = PLAIN.get(kind, "").format(**limits) if kind in PLAIN else ""
    if plain:
        yield plain
    if kind == "extra_forbidden":
        near = get_close_matches(str(place[-1]), owner.model_fields if owner else (), 1)
        yield from (f"is {one} meant?" for one in near)
    elif kind != "own" and (described or not plain):
        yield described or "cannot be read"


def _field(model: type[BaseModel] | None, place: Place) -> tuple[type[BaseModel] | None, str]:
    """The model in which a place's last field is, or would be, and that field's description."""
    owner, said, is_key = model, "", False
    for name in place:
        if is_key:  # of a dictionary: any name
            is_key = False
        elif isinstance(name, str):
            owner, known = model, model.model_fields.get(name) if model else None
            said = (known.description or "") if known else ""
            model = _model_in(known.annotation) if known else None
            is_key = known is not None and get_origin(known.annotation) is dict
    return owner, said


def _model_in(annotation: Any) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next((found for one in get_args(annotation) if (found := _model_in(one))), None)
