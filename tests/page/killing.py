"""Kills a browser that saves, again and again over one profile, and compares what was acknowledged with what is there."""

import json
import shutil
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any

from tests.page.browser import kill, start_process
from tests.page.server import PageServer

PATIENCE = 60  # seconds that a start may take
KILLS_OF_A_PROFILE = 25  # then a young one: looking takes time

EARLY = 0.15  # the share of kills that come while the browser or the journal is still starting


@dataclass
class Found:
    """What was wrong after the kills, and what happened on the way.

    Attributes:
        lost: entries that were acknowledged and are not there, or not in the acknowledged version.
        apart: entries whose outbox is missing or speaks of another version.
        failures: starts that did not open the journal, or opened it with damage.
        wipes: starts at which the browser had erased the database, and the mirror brought it back.
    """

    lost: list[str] = field(default_factory=list)
    apart: list[str] = field(default_factory=list)
    failures: list[Any] = field(default_factory=list)
    acknowledged: int = 0
    wipes: int = 0
    behind: int = 0


@dataclass
class Killer:
    """Starts, waits, kills, looks."""

    server: PageServer
    folder: Path
    mode: str
    random: Random
    found: Found = field(default_factory=Found)

    def kill_many(self, kills: int, tell: Callable[[int], None] = lambda number: None) -> Found:
        """That many kills, then a last look; `tell` hears the number of each profile's first kill."""
        acknowledged: set[int] = set()
        for number in range(kills + 1):
            profile = self.folder / f"profile-{number // KILLS_OF_A_PROFILE}"
            if number % KILLS_OF_A_PROFILE == 0 and number:
                self._one(self.folder / f"profile-{number // KILLS_OF_A_PROFILE - 1}", acknowledged, 0)
                shutil.rmtree(self.folder / f"profile-{number // KILLS_OF_A_PROFILE - 1}")
                acknowledged = set()
                tell(number)
            is_early = self.random.random() < EARLY
            acknowledged |= self._one(profile, acknowledged, self.random.uniform(0, 1.5 if is_early else 0.5), is_early)
        return self.found

    def _one(self, profile: Path, acknowledged: set[int], seconds: float, is_early: bool = False) -> set[int]:
        """One start and one kill; the numbers that were acknowledged in between.

        The kill comes that long after the look; an early one that long after the start, whatever it is doing.
        """
        self.server.said.clear()
        process = start_process(profile, f"{self.server.address}?quick&run=save_until_killed&name=t&mode={self.mode}")
        try:
            look = None if is_early else self._look()
            time.sleep(seconds)
        finally:
            kill(process, profile)
        if look:
            self._compare(look, acknowledged)
        numbers = {int(said) for said in self.server.said if said.isdigit()}
        self.found.acknowledged += len(numbers)
        return numbers

    def _look(self) -> dict[str, Any]:
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            for said in list(self.server.said):
                if said.startswith("look "):
                    look: dict[str, Any] = json.loads(said.removeprefix("look "))
                    return look
            time.sleep(0.01)
        return {"error": "no start"}

    def _compare(self, look: dict[str, Any], acknowledged: set[int]) -> None:
        if "error" in look or look["damaged"] or not look["bodies"]:
            self.found.failures.append(look.get("error", "damage"))
            return
        entries, outbox = look["entries"], look["outbox"]
        for number in acknowledged:
            version = entries.get(f"entry-{number:08}", 0)
            if version < (1 if self.mode != "sound" else 1 + number % 2):
                self.found.lost.append(str(number))
        self.found.apart += [id for id in entries.keys() | outbox.keys() if entries.get(id) != outbox.get(id)]
        self.found.wipes += look["restored"] > 0
        self.found.behind += bool(look["mirror"])


def leave_snapshot(server: PageServer, profile: Path) -> None:
    """The first start makes the snapshot from which the others start fast."""
    process = start_process(profile, f"{server.address}?quick&run=clock")
    deadline = time.monotonic() + PATIENCE
    while not server.snapshot and time.monotonic() < deadline:
        time.sleep(0.05)
    kill(process, profile)
    assert server.snapshot, "no snapshot was made"
