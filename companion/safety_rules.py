"""Read the rules, the judgements and the word lists from assets/safety/."""

import json
from pathlib import Path

from companion.domain.safety.book import rule_book_from_json
from companion.domain.safety.free_text import WordLists, word_lists_from_json
from companion.domain.safety.judgements import Judgement, judgements_from_json
from companion.domain.safety.rules import RuleBook
from companion.emergency_file import load_signs


def load_rules(assets: Path, *, with_waiting: bool = False) -> RuleBook:
    """Read the rules that apply; `with_waiting` adds those whose form does not ship.

    Raises RuleError, ValueError, OSError.
    """
    signs = {sign.id: sign.floor for sign in load_signs(assets)}
    data = json.loads((assets / "safety" / "rules.json").read_text("utf-8"))
    return rule_book_from_json(data, signs, with_waiting=with_waiting)


def load_word_lists(assets: Path) -> WordLists:
    """What is looked for in notes. Raises ValueError, OSError."""
    return word_lists_from_json(json.loads((assets / "safety" / "free-text.json").read_text("utf-8")))


def load_judgements(assets: Path) -> tuple[Judgement, ...]:
    """Return the clinical judgements that a clinic has to sign. Raises ValueError, OSError."""
    return judgements_from_json(json.loads((assets / "safety" / "judgements.json").read_text("utf-8")))
