"""The two numbers that texts about health name: {em}, the emergency number, and {cl}, the crisis line."""

import re
from dataclasses import dataclass, replace

CRISIS_LINE = re.compile(r"(^|[.:?]\s+)?\{cl\}")
"""{cl}, and what stands before it where it begins a sentence."""


@dataclass(frozen=True, slots=True)
class Numbers:
    """What {em} and {cl} become in a text at one moment; "" where there is none to name.

    Attributes:
        emergency: the number, digits only.
        crisis_line: a phrase that fits after "call" or "reach": the line and its number, whether its hours may vary,
            and how to write to it; where every line is closed, the emergency number, a person, and when a line opens.
        beside_emergency: the same phrase for a text that names {em} itself.
    """

    emergency: str
    crisis_line: str
    beside_emergency: str = ""

    def beside(self) -> "Numbers":
        """Return the numbers for a text that stands next to the emergency number."""
        return replace(self, crisis_line=self.beside_emergency or self.crisis_line)


def fill(text: str, numbers: Numbers, *, emergency: str, crisis_line: str) -> str:
    """Return a text with {em} and {cl} filled; `emergency` and `crisis_line` are the words where none is known."""
    told = numbers.beside() if "{em}" in text else numbers
    line = told.crisis_line or crisis_line

    def placed(found: re.Match[str]) -> str:
        before = found[1]
        return line if before is None else before + line[:1].upper() + line[1:]

    return CRISIS_LINE.sub(placed, text).replace("{em}", numbers.emergency or emergency)
