"""A line of the table."""

from dataclasses import dataclass
from statistics import quantiles


@dataclass(frozen=True)
class Row:
    """One line; `bound` is a ratio where there is a yardstick, else in `unit`."""

    what: str
    ours: float
    bare: float | None
    bound: float
    unit: str = "ms"

    @property
    def value(self) -> float:
        """What is held against the bound."""
        return self.ours / self.bare if self.bare else self.ours

    def line(self) -> str:
        """As the table shows it."""
        bare = f"{self.bare:9.1f}" if self.bare else " " * 9
        unit = "x" if self.bare else self.unit
        held = "held" if self.value <= self.bound else "NOT HELD"
        return f"{self.what:62}{self.ours:9.1f}{bare}{self.value:9.2f} {unit:3}{self.bound:8.2f} {unit:3} {held}"


def p95(values: list[float]) -> float:
    """The 95th percentile."""
    return quantiles(values, n=20, method="inclusive")[18]
