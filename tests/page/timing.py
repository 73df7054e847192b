"""What the ports and the rules take in the page, in milliseconds."""

import time
from collections.abc import Awaitable, Callable
from statistics import median
from typing import Any
from uuid import uuid4

from companion.browser.opening import open_records
from companion.browser.sealing import WebCryptography
from companion.ports import Part
from companion.store.journal import JournalStore
from companion.store.vault import Put, open_vault
from tests.bench.row import p95
from tests.bench.rules import evaluations
from tests.page.saving import entry, key_of


async def measure(bridge: Any, name: str) -> dict[str, float]:
    """Durable writes, the sweep over 1,000 headers, sealing, and opening the journal as a start does."""
    opened = await open_records(bridge, name)
    sealing = WebCryptography(bridge).sealing(await key_of(opened))
    vault = await open_vault(opened.records, sealing)
    store = JournalStore(vault)
    numbers = iter(range(1000))
    saves = await times(200, lambda: store.keep_entry(entry(next(numbers))))
    header = {"k": "other", "facts": "x" * 100}
    await vault.write([Put(str(uuid4()), header, {"n": n}) for n in range(1000 - len(vault.all()))])
    sweeps = await times(20, lambda: open_vault(opened.records, sealing))
    reads = await times(20, opened.records.headers)
    seals = await times(200, lambda: sealing.seal_many([Part(b"x" * 2000, b"place")]))
    await vault.close()

    async def start() -> None:
        again = await open_records(bridge, name)
        await open_vault(again.records, WebCryptography(bridge).sealing(await key_of(again)))
        await again.records.close()

    starts = await times(20, start)
    fresh, kept = evaluations(10)
    return {
        "rules over ten years, history just read, p95": p95(fresh),
        "rules over ten years, history kept, p95": p95(kept),
        "save an entry, durable in both places, median": median(saves),
        "save an entry, durable in both places, p95": p95(saves),
        "1,000 headers read and opened": median(sweeps),
        "of that reading": median(reads),
        "seal 2 kB": median(seals),
        "open the journal of 1,000 records, lock and keys included": median(starts),
    }


async def times(count: int, work: Callable[[], Awaitable[Any]]) -> list[float]:
    """Milliseconds of each run."""
    taken = []
    for _ in range(count):
        began = time.perf_counter()
        await work()
        taken.append((time.perf_counter() - began) * 1000)
    return taken
