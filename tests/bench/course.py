"""Today over a whole course: `python -m tests.bench.course` prints its own row."""

import asyncio
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from time import process_time

from companion.app.device import device_companion
from companion.config import Settings, assets_dir
from tests.bench.row import Row, p95
from tests.courses import at, course_of
from tests.views.course_time import book, set_clock
from tests.views.harness import Window

INFUSIONS = 12
MORNING = "2026-11-24 07:00"


async def today_draws(folder: Path, rounds: int) -> list[float]:
    """Milliseconds of Python, all of it (drawing, comparing, encoding), for Today when a minute has gone by."""
    app = device_companion(Settings(folder, assets_dir()))
    await app.start()
    while app.opening.opened is None:
        await asyncio.sleep(0.001)
    services = app.opening.opened
    await services.preferences.change(was_welcomed=True, country="US")
    clock = set_clock(app, MORNING)
    await book(app, *course_of(at("2026-11-24 10:00") - 5 * timedelta(days=3), INFUSIONS))
    window = Window()
    app.main(has_page_help=True)(window.page)
    await window.settle()
    found = []
    for _ in range(rounds):
        clock.advance(60)
        before, patches = process_time(), len(window.connection.patches)
        services.course.look_at_the_clock()
        while len(window.connection.patches) == patches:
            await asyncio.sleep(0)
        found.append((process_time() - before) * 1000)
    await window.close()
    await app.stop()
    return found


def course_rows() -> Iterator[Row]:
    """On CPython."""
    with TemporaryDirectory() as folder:
        draws = asyncio.run(today_draws(Path(folder), 60))
    yield Row("Today from the whole guidance and 12 infusions, p95", p95(draws), None, 20)


if __name__ == "__main__":
    for row in course_rows():
        print(row.line())
