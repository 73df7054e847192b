"""`make safety-rules`: write the table of alerts into docs/hazards.md, each with the basis of its level and numbers."""

import sys
from pathlib import Path

from companion.config import assets_dir
from companion.domain.safety.judgements import Judgement
from companion.domain.safety.rules import Rule
from companion.safety_rules import load_judgements, load_rules

DOCUMENT = Path(__file__).parent.parent / "docs" / "hazards.md"
BEGIN, END = "<!-- alerts: written by make safety-rules -->", "<!-- alerts end -->"
JUDGED = "CLINICAL_JUDGEMENT"
OF_THE_CLINIC = {
    "RF-PRE-2": "`course.solids_hours` and `course.liquids_hours`",
    "RF-PRE-5": "`course.driving_hours`",
}
"""Rule -> the clinic's own numbers that decide it, where its file sets them."""


def basis(rule: Rule, judgements: tuple[Judgement, ...]) -> str:
    """Return what an alert rests on: public source, the clinic's own number, judgement, unsigned; several joined."""
    found = []
    if public := [key for key in rule.sources if key != JUDGED]:
        found.append(f"public source ({', '.join(public)})")
    if number := OF_THE_CLINIC.get(rule.id):
        found.append(f"the clinic's own number ({number}), where its file has it")
    resting = [one.id for one in judgements if rule.id in one.rules]
    if resting or JUDGED in rule.sources:
        found.append(f"judgement, unsigned ({', '.join(resting)})" if resting else "judgement, unsigned")
    return "; ".join(found)


def table() -> str:
    """Return the table of every rule that ships, in the order of its file."""
    judgements, rules = load_judgements(assets_dir()), load_rules(assets_dir()).rules
    lines = [f"| [{one.id}](safety-rules.md) | {one.level.name.lower()} | {basis(one, judgements)} |" for one in rules]
    return "\n".join([BEGIN, "", "| Alert | Level | Basis |", "|---|---|---|", *lines, "", END])


def with_table(document: str) -> str:
    """Return the document with the table of today."""
    before, rest = document.split(BEGIN)
    return before + table() + rest.split(END)[1]


def main() -> int:
    """Write the document."""
    DOCUMENT.write_text(with_table(DOCUMENT.read_text("utf-8")), "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
