"""The documents say what is there: commands, options, make targets, files and links."""

import argparse
import re
from pathlib import Path

import pytest

from companion.__main__ import parser

ROOT = Path(__file__).parents[2]
README = ROOT / "README.md"
ARCHITECTURE = ROOT / "docs" / "ARCHITECTURE.md"
DOCUMENTS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
TARGET = re.compile(r"^([a-z][a-z-]*):", re.MULTILINE)
LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
A_PATH = re.compile(r"`((?:companion|clinic|tests|docs|assets)/[^`\s]*|[\w.]+\.(?:py|md|toml|lock))`")


def targets() -> set[str]:
    """What `make` can do."""
    return set(TARGET.findall((ROOT / "Makefile").read_text("utf-8")))


def commands() -> dict[str, set[str]]:
    """Every subcommand of `companion` with its options; the clinic has a parser of its own."""
    from clinic.__main__ import _parser

    top = parser()
    found = next(one for one in top._actions if isinstance(one, argparse._SubParsersAction)).choices
    options = {name: set(command._option_string_actions) for name, command in found.items()}
    return {**options, "clinic": set(_parser()._option_string_actions), "": set(top._option_string_actions)}


def headings(file: Path) -> set[str]:
    """The anchors of a document."""
    lines = re.findall(r"^#+ (.+)$", file.read_text("utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", line.lower()).replace(" ", "-") for line in lines}


@pytest.mark.parametrize("file", DOCUMENTS, ids=lambda file: file.name)
def test_every_make_target_that_a_document_names_exists(file: Path) -> None:
    named = set(re.findall(r"`?\bmake ([a-z][a-z-]*)`", file.read_text("utf-8")))
    named |= set(re.findall(r"^make ([a-z][a-z-]*)", file.read_text("utf-8"), re.MULTILINE))
    assert named <= targets(), named - targets()


def test_the_readme_names_every_command_and_the_make_targets_that_people_use() -> None:
    said = README.read_text("utf-8")
    assert all(f"companion {name}" in said for name in commands() if name)
    inner = {"browser", "help"}
    assert all(re.search(rf"make {name}\b", said) for name in targets() - inner)


@pytest.mark.parametrize("file", DOCUMENTS, ids=lambda file: file.name)
def test_every_command_and_option_that_a_document_names_exists(file: Path) -> None:
    known = commands()
    for command, rest in re.findall(r"`companion(?: ([a-z][a-z-]*))?([^`]*)`", file.read_text("utf-8")):
        if rest.startswith(("/", ".")):
            continue
        assert command in known, command
        assert set(re.findall(r"--[a-z-]+", rest)) <= known[command], (command, rest)
    every = set().union(*known.values())
    assert set(re.findall(r"`(--[a-z-]+)`", file.read_text("utf-8"))) <= every


def test_every_file_that_the_architecture_names_exists() -> None:
    named = A_PATH.findall(ARCHITECTURE.read_text("utf-8"))
    assert len(named) > 50
    missing = [one for one in named if not (ROOT / one).exists() and one != "journal.db"]
    assert not missing, missing


def test_every_room_of_the_app_is_in_the_architecture() -> None:
    said = ARCHITECTURE.read_text("utf-8")
    rooms = [one for one in (ROOT / "companion").iterdir() if one.is_dir() and (one / "__init__.py").exists()]
    assert rooms and all(f"`companion/{one.name}/`" in said for one in rooms)


@pytest.mark.parametrize("file", DOCUMENTS, ids=lambda file: file.name)
def test_every_link_leads_somewhere(file: Path) -> None:
    for link in LINK.findall(file.read_text("utf-8")):
        if re.match(r"[a-z]+:", link):
            continue
        path, _, anchor = link.partition("#")
        there = (file.parent / path) if path else file
        assert there.exists(), link
        assert not anchor or anchor in headings(there), link


@pytest.mark.parametrize("file", DOCUMENTS, ids=lambda file: file.name)
def test_no_document_tells_of_the_machine_it_was_written_on(file: Path) -> None:
    assert not re.search(r"(?<![\w.])/(?:home|root|Users|work|tmp)/", file.read_text("utf-8"))


def test_the_readme_shows_three_pictures_that_are_small_and_described() -> None:
    pictures = re.findall(r"!\[([^\]]+)\]\((docs/screenshots/[^)]+\.png)\)", README.read_text("utf-8"))
    assert len(pictures) == 3 and all(len(text) > 20 for text, _ in pictures)
    for _, path in pictures:
        data = (ROOT / path).read_bytes()
        assert data.startswith(b"\x89PNG") and len(data) < 150_000, path


def test_the_readme_says_what_the_app_is_not() -> None:
    said = README.read_text("utf-8")
    for limit in ("not a medical device", "not watched live", "fixed token", "configured, not built"):
        assert limit in said, limit


def test_the_changelog_keeps_its_form() -> None:
    assert "## [Unreleased]" in (ROOT / "CHANGELOG.md").read_text("utf-8")
