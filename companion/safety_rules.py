"""Reads the rules and the word lists from assets/safety/: a test checks the files, and so does the loader."""

import json
from pathlib import Path

from companion.domain.safety.book import rule_book_from_json
from companion.domain.safety.emergencies import EmergencySign, emergency_signs_from_json
from companion.domain.safety.free_text import WordLists, word_lists_from_json
from companion.domain.safety.rules import RuleBook


def load_rules(assets: Path) -> RuleBook:
    """Read the rules that ship. Raises RuleError, ValueError, OSError."""
    signs = {sign.id: sign.floor for sign in load_emergency_signs(assets)}
    return rule_book_from_json(json.loads((assets / "safety" / "rules.json").read_text("utf-8")), signs)


def load_emergency_signs(assets: Path) -> tuple[EmergencySign, ...]:
    """Read the emergency signs. Raises ValueError, OSError."""
    return emergency_signs_from_json(json.loads((assets / "safety" / "emergencies.json").read_text("utf-8")))


def load_word_lists(assets: Path) -> WordLists:
    """What is looked for in notes. Raises ValueError, OSError."""
    return word_lists_from_json(json.loads((assets / "safety" / "free-text.json").read_text("utf-8")))
