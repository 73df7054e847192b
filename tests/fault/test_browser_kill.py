"""The browser killed while saving: what was acknowledged is there, and an entry and its outbox agree (I1, I2)."""

import secrets
from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest

from tests.page.killing import Found, Killer, leave_snapshot
from tests.page.server import PageServer, page_server

KILLS = 100


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PageServer]:
    with page_server() as one:
        leave_snapshot(one, tmp_path_factory.mktemp("snapshot"))
        yield one


def test_killing_the_browser_at_100_random_moments_loses_nothing_and_tears_nothing(
    server: PageServer, tmp_path: Path
) -> None:
    seed = secrets.randbits(32)
    print("seed", seed)
    found = Killer(server, tmp_path, "sound", Random(seed)).kill_many(KILLS)
    print(found)
    assert found.acknowledged > KILLS, "the browser was killed before anything was saved"
    assert (found.lost, found.apart, found.failures) == ([], [], []), f"seed {seed}"


def test_the_harness_finds_entries_that_were_acknowledged_too_early(server: PageServer, tmp_path: Path) -> None:
    assert any(killed(server, tmp_path / str(n), "early", n).lost for n in range(5))


def test_the_harness_finds_an_outbox_that_is_written_apart(server: PageServer, tmp_path: Path) -> None:
    assert any(killed(server, tmp_path / str(n), "apart", n).apart for n in range(5))


def killed(server: PageServer, folder: Path, mode: str, seed: int) -> Found:
    return Killer(server, folder, mode, Random(seed)).kill_many(6)
