"""docs/safety-rules.md is that of the rules, and each rule in it has its test."""

import re

from companion.config import assets_dir
from companion.safety_rules import load_rules
from tests.rules_document import DOCUMENT, TEST, document
from tests.unit import test_red_flags

BOOK = load_rules(assets_dir())


def test_the_document_is_up_to_date() -> None:
    assert DOCUMENT.read_text("utf-8") == document(BOOK), "run `make safety-rules`"


def test_every_rule_of_the_document_has_the_test_that_it_names() -> None:
    named = re.findall(r"`" + re.escape(TEST) + r"\[([A-Z0-9-]+)\]`", DOCUMENT.read_text("utf-8"))
    assert sorted(named) == sorted(rule.id for rule in BOOK.rules) == sorted(test_red_flags.TABLE)
    file, _, name = TEST.partition("::")
    assert file.endswith("test_red_flags.py") and callable(getattr(test_red_flags, name))
