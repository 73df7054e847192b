"""WebKit and Firefox killed while they save: what was acknowledged is there, once, whole, and the counters agree."""

import json
import secrets
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any

import pytest

from tests.engines.conftest import OTHERS
from tests.engines.pages import EngineError
from tests.engines.processes import until
from tests.engines.storing import Keeper, keeper, started
from tests.page.server import PageServer, page_server

KILLS = 10
EARLY = 0.2
"""The share of kills that come while the journal is being opened."""

SAVE = """
    const store = self.held.find((one) => one.write), mode = %s;
    const size = 40 + 400, encode = (text) => new TextEncoder().encode(text.padEnd(size));
    const put = (id, revision, text) => [[id, revision, 1, 40, size - 40], encode(text)];
    const written = async (...puts) => {
      const data = new Uint8Array(puts.length * size);
      puts.forEach(([, bytes], at) => data.set(bytes, at * size));
      const expect = Object.fromEntries(puts.map(([[id, revision]]) => [id, revision - 1]));
      await store.write(JSON.stringify({ puts: puts.map(([line]) => line), deletes: [], expect }), data);
    };
    const say = (number) => fetch("/said", { method: "POST", body: String(number) });
    (async () => {
      for (let number = %d; ; number++) {
        if (mode === "early") { await say(number); await new Promise((then) => setTimeout(then, 20)); }
        for (let version = 1; version <= 1 + number %% 2; version++) {
          const entry = put(`entry-${number}`, version, `${number} ${version}`);
          const outbox = put(`outbox-${number}`, version, `${number} ${version}`);
          if (mode === "apart") { await written(entry); await written(outbox); } else await written(entry, outbox);
        }
        if (mode !== "early") say(number);
      }
    })();
    """
LOOK = """
    const store = self.held.find((one) => one.write);
    const { asked, isWhole, readMeta, readRows, readWhole, reading } =
      await import("/companion/browser/js/database.js");
    const places = { main: store.database, mirror: store.mirror.database };
    const found = {};
    for (const [name, place] of Object.entries(places)) {
      const meta = await readMeta(place), rows = await readRows(place);
      const whole = await readWhole(place, rows.map((row) => row.id));
      found[name] = {
        batch: meta.batch, isWhole: await isWhole(place, meta),
        rows: whole.map((row) => [row.id, row.revision, new TextDecoder().decode(
          new Uint8Array([...row.header, ...row.body])).trim()]),
      };
    }
    return JSON.stringify(found);
    """


@dataclass
class Found:
    """What was wrong after the kills."""

    lost: list[str] = field(default_factory=list)
    apart: list[str] = field(default_factory=list)
    failures: list[Any] = field(default_factory=list)
    acknowledged: int = 0


class Killer:
    """Starts, looks, saves, kills, over one profile."""

    def __init__(self, name: str, folder: Path, server: PageServer, seed: int) -> None:
        self._name, self._folder, self._server = name, folder, server
        self._random, self._acknowledged, self._next, self.found = Random(seed), set[int](), 0, Found()

    def kill_many(self, kills: int, mode: str = "sound") -> Found:
        """That many kills, then a last look."""
        for _ in range(kills):
            self._one(mode, is_early=self._random.random() < EARLY)
        self._one("", is_early=False)
        return self.found

    def _one(self, mode: str, *, is_early: bool) -> None:
        engine = started(
            self._name,
            self._folder,
        )
        self._server.said.clear()
        try:
            tab = keeper(engine, self._server)
            if is_early:
                tab.page.evaluate("code => { window.script(code); }", OPEN)
            else:
                self._look(tab)
                if mode:
                    tab.script(SAVE % (json.dumps(mode), self._next))
                    until(lambda: len(self._server.said) or None, "the first saved entry")
            time.sleep(self._random.uniform(0, 0.4))
        except EngineError as error:
            self.found.failures.append(str(error))
        finally:
            engine.kill()
            engine.close()
        numbers = {int(one) for one in self._server.said}
        self._acknowledged |= numbers
        self._next = max([self._next, *(number + 2 for number in numbers)])
        self.found.acknowledged += len(numbers)

    def _look(self, tab: Keeper) -> None:
        """The app's own opening first, which brings both copies in order."""
        said = tab.records()
        if "error" in said:
            self.found.failures.append(said)
            return
        found = json.loads(tab.script(LOOK))
        if found["main"] != found["mirror"] or not found["main"]["isWhole"] or said["restored"]:
            self.found.failures.append({**said, "places": {key: one["batch"] for key, one in found.items()}})
        rows = {id: (revision, text) for id, revision, text in found["main"]["rows"]}
        for number in self._acknowledged:
            version = 1 + number % 2
            if rows.get(f"entry-{number}") != (version, f"{number} {version}"):
                self.found.lost.append(str(number))
        for id, row in rows.items():
            kind, _, number = id.partition("-")
            if kind == "entry" and rows.get(f"outbox-{number}") != row:
                self.found.apart.append(id)
            if kind in ("entry", "outbox") and row[1] != f"{number} {row[0]}":
                self.found.failures.append(f"half of {id}")
            if kind == "entry":
                self._next = max(self._next, int(number) + 1)


OPEN = """
    const { openStore } = await import("/companion/browser/js/records.js");
    await (await openStore("companion")).state();
    """


@pytest.fixture(scope="module")
def server() -> Iterator[PageServer]:
    with page_server() as one:
        yield one


@pytest.mark.parametrize("name", OTHERS)
def test_kills_at_random_moments_lose_nothing_and_tear_nothing(name: str, server: PageServer, tmp_path: Path) -> None:
    seed = secrets.randbits(32)
    found = Killer(name, tmp_path, server, seed).kill_many(KILLS)
    print("seed", seed, found)
    assert found.acknowledged > KILLS, "it was killed before anything was saved"
    assert (found.lost, found.apart, found.failures) == ([], [], []), f"seed {seed}"


def test_the_harness_finds_entries_that_were_acknowledged_too_early_and_an_outbox_apart(
    server: PageServer, tmp_path: Path
) -> None:
    for mode, what in (("early", "lost"), ("apart", "apart")):
        # Every other moment is one in which a kill shows it: the first that does is enough.
        found = (Killer("webkit", tmp_path / f"{mode}-{seed}", server, seed).kill_many(2, mode) for seed in range(8))
        assert any(getattr(one, what) for one in found), mode
