"""What the app says of itself: no phrase that a native speaker would not use, and American spelling."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.messages import catalog

ROOT = Path(__file__).parent.parent.parent

ODD = re.compile(
    r"(?<!there )\b(?:is|are|as) no (?:text|list|code|field|fault|form|number|server|source|time zone|TOML|whole|YAML)\b"
    r"|\bany more\b(?! \w+s\b)|\banew\b|\bwhom\b|\bneed not\b|\bgo on\b|\bfor who\b|\bnot even we\b|\bhard hour\b"
    r"|\b(?:stands?|lies?) (?:here|there|in|beside|together|behind|alone)\b|\bdoes not take place\b"
    r"|\b(?:has|have|had|you) told\b(?! (?:the app|you|staff))|\b(?:told|hears?) of\b|\bhere will be\b"
    r"|\bsuch as \{|\ball the same\b|\bthat was it\b|\bmay not write\b|\bhow it stands\b|\bone reaches\b"
    r"|\b(?:put|take|took) (?:it|these|a \w+|the \w+) (?:out|into|back)\b|\bbring a backup\b"
    r"|\blooks? (?:at it|whether)\b|\bis (?:behind|of another)\b|\bnothing belongs\b",
    re.IGNORECASE,
)
"""Word for word from another language, or a syntax that was bent to please a reading grade."""

BRITISH = re.compile(
    r"\b(?:cancelled|dialled|colours?|favourites?|neighbours?|behaviours?|licences?|centres?|programmes?|"
    r"analys(?:e|ed)|organis\w+|recognis\w+|tick (?:off|what))\b",
    re.IGNORECASE,
)

FOUND_BEFORE = (
    "It is no text", "No PIN is tried any more", "The app then makes the first one anew.", "You choose whom you give",
    "You need not write down what it is.", "Go on at: 3", "nobody can open it, not even we", "for a hard hour",
    "what has a colon in it stands in quotes", "that it does not take place", "Nobody has told its end",
    "Here will be the people you can call", "It is saved all the same.", "is told of the start", "That was it",
    "the app may not write here", "How it stands", "Take the bookmark out", "Bring a backup back", "Look at it",
    "Look whether your newest entries are there", "The second copy is behind.", "Nothing belongs here.",
    "whom one reaches there", "Write it such as {time}.", "Does not hear of changes here",
)  # fmt: skip


def interface() -> Iterator[tuple[str, str]]:
    """Each text of a screen with the file that it comes from; what comes from assets has checks of its own."""
    for message in catalog():
        files = [file for file, _ in message.locations if file.endswith(".py")]
        for text in (message.id,) if isinstance(message.id, str) else message.id:
            if files and text:
                yield files[0], text


COMMANDS = (
    "companion/__main__.py", "companion/articles.py", "companion/check_clinic.py", "companion/check_content.py",
    "companion/check_library.py", "companion/check_reviews.py", "companion/clinic_fields.py", "companion/clinic_file.py",
    "companion/clinic_rules.py", "companion/clinic_yaml.py", "companion/demo.py", "companion/device/server.py",
    "companion/domain/article_text.py", "companion/domain/clinic_news.py", "companion/domain/clinic_words.py",
    "companion/domain/course_settings.py", "companion/domain/library_review.py", "companion/domain/own_texts.py",
    "companion/domain/review.py", "companion/domain/safety/book.py", "companion/domain/safety/pack.py",
    "companion/domain/safety/reading.py", "companion/domain/shapes.py", "companion/guidance_file.py",
    "companion/publish.py", "companion/site/build.py", "companion/site/report.py", "companion/site/serve.py",
    "companion/start.py", "clinic/__main__.py", "clinic/interactions.py", "clinic/paging.py", "clinic/server.py",
    "clinic/switchboard.py",
)  # fmt: skip
"""What whoever builds, checks or hosts a site can read."""


def commands() -> Iterator[tuple[str, str]]:
    """Each text in these files that is no docstring and has a space."""
    for file in COMMANDS:
        tree = ast.parse((ROOT / file).read_text("utf-8"))
        said = [node.value for node in ast.walk(tree) if isinstance(node, ast.Expr)]
        for node in ast.walk(tree):
            is_text = isinstance(node, ast.Constant) and isinstance(node.value, str) and node not in said
            if is_text and isinstance(node, ast.Constant) and re.search(r"\w \w", str(node.value)):
                yield file, str(node.value)


@pytest.mark.parametrize("sentence", FOUND_BEFORE)
def test_what_was_found_once_would_be_found_again(sentence: str) -> None:
    assert ODD.search(sentence)


def test_no_screen_says_what_a_native_speaker_would_not() -> None:
    texts = list(interface())
    assert len(texts) > 1000
    assert [(file, text) for file, text in texts if ODD.search(text) or BRITISH.search(text)] == []


def test_no_command_and_no_check_says_it_either() -> None:
    texts = [one for one in commands() if not one[1].startswith(("(?:", "\\b", "^"))]
    assert len(texts) > 400
    assert [(file, text) for file, text in texts if ODD.search(text) or BRITISH.search(text)] == []
