"""The hazard log names every alert with its basis, and only tests that exist."""

import re

from companion.config import assets_dir
from companion.safety_rules import load_judgements, load_rules
from tests.hazards_document import DOCUMENT, basis, with_table
from tests.processes import ROOT

TEXT = DOCUMENT.read_text("utf-8")
JUDGEMENTS = load_judgements(assets_dir())
RULES = {rule.id: rule for rule in load_rules(assets_dir()).rules}


def test_the_table_of_alerts_is_up_to_date() -> None:
    assert with_table(TEXT) == TEXT, "run `make safety-rules`"


def test_every_alert_is_marked_with_what_it_rests_on() -> None:
    for rule in RULES.values():
        said = basis(rule, JUDGEMENTS)
        assert re.search("public source|the clinic's own number|judgement, unsigned", said), rule.id
        assert ("judgement, unsigned" in said) >= ("CLINICAL_JUDGEMENT" in rule.sources), rule.id
    assert basis(RULES["RF-BP-4"], JUDGEMENTS).startswith("public source (SPRAVATO_PI); judgement, unsigned")
    assert "the clinic's own number" in basis(RULES["RF-PRE-2"], JUDGEMENTS)


def test_every_test_that_the_log_names_exists() -> None:
    named = re.findall(r"`(tests/[\w/]+\.py)(?:::(test_\w+))?`", TEXT)
    assert len(named) > 40
    for path, test in named:
        source = (ROOT / path).read_text("utf-8")
        assert not test or re.search(rf"def {test}\(", source), f"{path}::{test}"


def test_every_clinical_finding_and_every_hazard_of_false_alarm_is_in_the_log() -> None:
    found = set(re.findall(r"\b([AO]\d+)\b", TEXT))
    assert found >= {f"A{n}" for n in range(1, 19)} | {f"O{n}" for n in range(1, 8)}


def test_every_rule_that_the_log_names_ships() -> None:
    assert set(re.findall(r"RF-[A-Z]+-\d+", TEXT)) <= RULES.keys()
