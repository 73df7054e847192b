"""Which day it is: every screen that says Today or Yesterday follows the person's own date, in every zone."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import companion.views

VIEWS = Path(companion.views.__file__).parent
DAY_WORDS = {"day_name", "can_wait", "CheckInCard"}
"""What says Today, Yesterday, Tomorrow or "was today" of a date."""

LISTENS = {"use_today", "use_today_quietly"}


@dataclass
class Function:
    """A function of a view: what it calls by name, and whether Flet draws it as a component."""

    calls: set[tuple[str, str]] = field(default_factory=set)
    is_component: bool = False


def module_of(path: Path) -> str:
    return ".".join(("companion.views", *path.relative_to(VIEWS).with_suffix("").parts))


def functions() -> dict[tuple[str, str], Function]:
    """Every function of the views with what it refers to, whichever module that comes from."""
    found: dict[tuple[str, str], Function] = {}
    for path in VIEWS.rglob("*.py"):
        module, tree = module_of(path), ast.parse(path.read_text())
        names = {
            (alias.asname or alias.name): (node.module or "", alias.name)
            for node in ast.walk(tree)
            if isinstance(node, ast.ImportFrom)
            for alias in node.names
        }
        tops = [node for node in tree.body if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)]
        names |= {node.name: (module, node.name) for node in tops}
        for node in tops:
            used = {names[one.id] for one in ast.walk(node) if isinstance(one, ast.Name) and one.id in names}
            decorators = [one.id for one in getattr(node, "decorator_list", []) if isinstance(one, ast.Name)]
            found[module, node.name] = Function(used - {(module, node.name)}, "component" in decorators)
    return found


def reached(start: tuple[str, str], known: dict[tuple[str, str], Function]) -> Iterator[tuple[str, str]]:
    """What a component draws itself: it does not go through other components, which listen for themselves."""
    seen, waiting = set(), [start]
    while waiting:
        for name in known[waiting.pop()].calls - seen:
            seen.add(name)
            yield name
            if name in known and not known[name].is_component:
                waiting.append(name)


def names_a_day(name: tuple[str, str], known: dict[tuple[str, str], Function]) -> bool:
    if not known[name].is_component:
        return False
    return name[1] in DAY_WORDS or any(called[1] in DAY_WORDS - {"CheckInCard"} for called in reached(name, known))


def test_every_component_that_names_a_day_listens_to_the_day() -> None:
    known = functions()
    deaf = [
        ".".join(name)
        for name, one in known.items()
        if names_a_day(name, known) and not any(called[1] in LISTENS for called in one.calls)
    ]
    assert not deaf, "call use_today in these, or they still say Today after midnight"


def test_the_search_finds_the_screens_that_name_a_day() -> None:
    known = functions()
    found = {name[1] for name in known if names_a_day(name, known)}
    assert {"Today", "CheckInCard", "JournalList", "EntryDetails", "Warnings", "Timeline", "CourseNow"} <= found
