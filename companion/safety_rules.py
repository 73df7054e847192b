"""Reads the rules and the word lists from assets/safety/: a test checks the files, and so does the loader."""

import json
from pathlib import Path

from companion.domain.safety.book import rule_book_from_json
from companion.domain.safety.free_text import WordLists, word_lists_from_json
from companion.domain.safety.rules import RuleBook


def load_rules(assets: Path, *, with_waiting: bool = False) -> RuleBook:
    """Read the rules that apply; `with_waiting` adds those whose form does not ship. Raises RuleError, OSError."""
    data = json.loads((assets / "safety" / "rules.json").read_text("utf-8"))
    return rule_book_from_json(data, with_waiting=with_waiting)


def load_word_lists(assets: Path) -> WordLists:
    """What is looked for in notes. Raises ValueError, OSError."""
    return word_lists_from_json(json.loads((assets / "safety" / "free-text.json").read_text("utf-8")))
