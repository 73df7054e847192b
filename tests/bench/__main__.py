"""`make bench`: a table and JSON. Exit status 1 when a bound is not held."""

import json
import sys
import tempfile
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median, quantiles

from playwright.sync_api import sync_playwright

from tests.bench.measure import app_taps, bare_app, counter_taps, durable_saves, loads, our_app, prepare, process_starts
from tests.browser import ARGUMENTS, chromium


@dataclass(frozen=True)
class Row:
    """One line of the table; `bound` is a ratio where there is a yardstick, else milliseconds."""

    what: str
    ours: float
    bare: float | None
    bound: float

    @property
    def value(self) -> float:
        """What is held against the bound."""
        return self.ours / self.bare if self.bare else self.ours

    def line(self) -> str:
        """As the table shows it."""
        bare = f"{self.bare:9.1f}" if self.bare else "         "
        unit = "x" if self.bare else "ms"
        held = "held" if self.value <= self.bound else "NOT HELD"
        return f"{self.what:50}{self.ours:9.1f}{bare}{self.value:9.2f} {unit:3}{self.bound:7.2f} {unit:3} {held}"


def p95(values: list[float]) -> float:
    """The 95th percentile."""
    return quantiles(values, n=20, method="inclusive")[18]


def rows() -> list[Row]:
    """All measurements."""
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        prepare(folder / "app")
        saves = durable_saves(folder, 200)
        ours, bare = process_starts(folder, 7)
        found = [Row("process start until it accepts, median", median(ours), median(bare), 1.5)]
        found += in_the_browser(folder / "app")
        return [*found, Row("durable save of an entry, median", median(saves[0]), median(saves[1]), 3.0)]


def in_the_browser(folder: Path) -> list[Row]:
    """What is measured in Chromium, the app and bare Flet in one run."""
    with sync_playwright() as playwright, bare_app() as plain, our_app(folder) as address:
        browser = playwright.chromium.launch(executable_path=chromium(), args=list(ARGUMENTS))
        cold_bare, warm_bare, _ = loads(browser, plain, "count 0", 7)
        cold, warm, help_ = loads(browser, address, "How is your mood", 7)
        counter = counter_taps(browser, plain, 40)
        taps = app_taps(browser, address, 20)
        browser.close()
    return [
        Row("first app text, cold, median", median(cold), median(cold_bare), 1.3),
        Row("first app text, warm, median", median(warm), median(warm_bare), 1.3),
        Row("help visible, cold, median", median(help_), None, 150),
        Row("tap to repaint in place, median", median(taps.in_place), median(counter), 1.5),
        Row("tap to repaint in place, p95", p95(taps.in_place), p95(counter), 1.5),
        Row("tap on an answer until the next question, median", median(taps.answers), median(counter), 1.5),
        Row("tap on an answer until the next question, p95", p95(taps.answers), p95(counter), 1.5),
        Row("tap on a tab until its screen, median", median(taps.screens), median(counter), 1.5),
        Row("tap on Save until Saved, p95", p95(taps.saves), None, 100),
    ]


def main() -> int:
    """Print the table, then JSON."""
    found = rows()
    print(f"{'what':50}{'ours ms':>9}{'bare ms':>9}{'value':>9}    {'bound':>8}")
    for row in found:
        print(row.line())
    print(json.dumps([{**asdict(row), "value": round(row.value, 3)} for row in found]))
    return 0 if all(row.value <= row.bound for row in found) else 1


if __name__ == "__main__":
    sys.exit(main())
