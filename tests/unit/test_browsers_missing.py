"""Where the browsers of the tests cannot be had, `make test` stops with one line; only a developer may do without."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def browsers(folder: Path, **more: str) -> "subprocess.CompletedProcess[str]":
    """`make browser` on a machine without programs: nothing can be found nor installed there."""
    environment = {"PATH": str(folder), "CHROMIUM": "/a/chromium", "PYTHONPATH": str(ROOT), **more}
    command = [sys.executable, "-m", "tests.browser"]
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)


def test_missing_engines_stop_the_run_with_what_to_install(tmp_path: Path) -> None:
    done = browsers(tmp_path)
    assert done.returncode == 1
    said = done.stderr.strip()
    assert "\n" not in said and "apt-get install firefox-esr xvfb" in said


def test_a_developer_may_do_without_them(tmp_path: Path) -> None:
    done = browsers(tmp_path, COMPANION_ENGINES="chromium")
    assert (done.returncode, done.stderr) == (0, "")


def test_no_other_word_leaves_them_out(tmp_path: Path) -> None:
    assert browsers(tmp_path, COMPANION_ENGINES="none").returncode == 1


def test_what_checks_a_change_leaves_no_engine_out() -> None:
    said = (ROOT / ".ci/run").read_text("utf-8")
    assert "unset COMPANION_ENGINES" in said and "COMPANION_ENGINES=" not in said
    assert os.access(ROOT / ".ci/run", os.X_OK)
