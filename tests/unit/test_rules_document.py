"""docs/safety-rules.md is that of the rules, each rule in it has its test, and what a clinic may write is all there."""

import re
from pathlib import Path

from companion.clinic_file import load_site_clinic
from companion.config import assets_dir
from companion.domain.safety.book import FLAGS, NEEDED
from companion.domain.safety.conditions import OPERATORS
from companion.domain.safety.engine import fired
from companion.domain.safety.fields import FIELDS
from companion.domain.safety.pack import merge
from companion.domain.safety.reading import FLAGS_OF_ENTRIES, NUMBERS_OF_ENTRIES
from companion.safety_rules import load_rules
from tests.rules_document import DOCUMENT, TEST, document
from tests.situations import answered, earlier
from tests.unit import test_red_flags

BOOK = load_rules(assets_dir())


def test_the_document_is_up_to_date() -> None:
    assert DOCUMENT.read_text("utf-8") == document(BOOK), "run `make safety-rules`"


def test_every_rule_of_the_document_has_the_test_that_it_names() -> None:
    named = re.findall(r"`" + re.escape(TEST) + r"\[([A-Z0-9-]+)\]`", DOCUMENT.read_text("utf-8"))
    assert sorted(named) == sorted(rule.id for rule in BOOK.rules) == sorted(test_red_flags.TABLE)
    file, _, name = TEST.partition("::")
    assert file.endswith("test_red_flags.py") and callable(getattr(test_red_flags, name))


def test_every_word_that_a_clinic_may_write_stands_in_the_document() -> None:
    said = DOCUMENT.read_text("utf-8")
    words = {*NEEDED, *FLAGS, "asks", *OPERATORS, "missing", "at_least_field", "all", "any", "entries", "where",
             "falls", "by", "from_mean_of", "rises", "title", "paragraphs", "actions", *FIELDS, *NUMBERS_OF_ENTRIES}  # fmt: skip
    assert not [word for word in words if f"`{word}`" not in said]
    assert not [word for word in FLAGS_OF_ENTRIES if f"`{word}: true`" not in said]


def test_the_example_of_red_flags_is_sound_and_its_rules_fire(tmp_path: Path) -> None:
    document = (DOCUMENT.parent / "clinic-file.md").read_text("utf-8")
    (example,) = re.findall(r"```yaml\n(safety:\n.*?)```", document, re.DOTALL)
    file = tmp_path / "clinic.yaml"
    file.write_text("name: Example Clinic\n" + example, "utf-8")
    merged = merge(BOOK, load_site_clinic(file).safety)
    assert merged.problems == ()
    own = {rule.id for rule in merged.book.rules} - {rule.id for rule in BOOK.rules}
    high, low = {"pulse": 115, "systolic": 120, "diastolic": 80}, {"safe": "yes", "mood": 1, "sleep_hours": 3}
    for situation, fires in (
        (answered("bp", earlier("bp", {"pulse": 112}, hours=3), **high), {"CLINIC-PULSE"}),
        (answered("bp", earlier("bp", {"pulse": 112}, hours=25), **high), set()),
        (answered("daily", **low), {"CLINIC-LOW-DAY"}),
        (answered("daily", **{**low, "sleep_hours": 5}), set()),
    ):
        assert {rule.id for rule in fired(merged.book, situation)} & own == fires
    assert own == {"CLINIC-PULSE", "CLINIC-LOW-DAY"}
