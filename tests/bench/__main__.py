"""`make bench`: a table and JSON. Exit status 1 when a bound is not held."""

import json
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from statistics import median

from playwright.sync_api import sync_playwright

from tests.bench.course import course_rows
from tests.bench.library import opening_row, search_rows
from tests.bench.measure import (
    Taps,
    app_taps,
    bare_app,
    counter_taps,
    durable_saves,
    loads,
    our_app,
    prepare,
    process_starts,
    unlocks,
    watched_phone,
)
from tests.bench.row import Row, p95
from tests.bench.rules import rules_rows
from tests.bench.site import site_rows
from tests.browser import ARGUMENTS, chromium


def rows() -> Iterator[Row]:
    """All measurements, each as soon as it is made."""
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        prepare(folder / "app")
        saves = durable_saves(folder, 200)
        ours, bare = process_starts(folder, 7)
        yield Row("process start until it accepts, median", median(ours), median(bare), 1.5)
        taps, device = on_the_device(folder / "app")
        yield from device
        yield Row("durable save of an entry, median", median(saves[0]), median(saves[1]), 3.0)
        yield from rules_rows()
        yield from course_rows()
        yield from search_rows()
        yield Row("right PIN until the journal is open, p95", p95(unlocks(folder, 15)), None, 1000)
        yield from site_rows(folder / "site", taps)


def on_the_device(folder: Path) -> tuple[Taps, list[Row]]:
    """The device form in Chromium beside bare Flet."""
    with sync_playwright() as playwright, bare_app() as plain, our_app(folder) as address:
        browser = playwright.chromium.launch(executable_path=chromium(), args=list(ARGUMENTS))
        cold_bare, warm_bare, _ = loads(browser, plain, "count 0", 7)
        cold, warm, help_ = loads(browser, address, "How is your mood", 7)
        counter = counter_taps(browser, plain, 40)
        taps = app_taps(watched_phone(browser), address, 20)
        opening = opening_row(browser, address, plain, 20)
        browser.close()
    return taps, [
        opening,
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
    print(f"{'what':62}{'ours':>9}{'bare':>9}{'value':>9}    {'bound':>8}", flush=True)
    found = []
    for row in rows():
        print(row.line(), flush=True)
        found.append(row)
    print(json.dumps([{**asdict(row), "value": round(row.value, 3)} for row in found]))
    return 0 if all(row.value <= row.bound for row in found) else 1


if __name__ == "__main__":
    sys.exit(main())
