"""Where the browsers of the tests cannot be had, `make test` stops with one line; only a developer may do without."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.engines import install

ROOT = Path(__file__).parents[2]
APT = """#!/bin/sh
# Knows the packages of a system that is not Debian 12, installs all that it is told or nothing, and puts a program there.
PATH=/usr/bin:/bin
cd "$(dirname "$0")"
echo "$@" >> asked
for word in "$@"; do
  case $word in firefox-esr|gir1.2-webkit2-4.1) exit 100;; esac
done
case " $* " in *" xvfb "*) cp apt-get Xvfb;; esac
"""


def machine(folder: Path, module: str, **more: str) -> "subprocess.CompletedProcess[str]":
    """What make runs, on a machine without programs: nothing can be found nor installed there."""
    environment = {"PATH": str(folder), "CHROMIUM": "/a/chromium", "PYTHONPATH": str(ROOT), **more}
    command = [sys.executable, "-m", module]
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)


def engines(folder: Path, **more: str) -> "subprocess.CompletedProcess[str]":
    """`make engines` there."""
    return machine(folder, "tests.engines.install", **more)


def test_missing_engines_stop_the_run_with_what_to_install(tmp_path: Path) -> None:
    done = engines(tmp_path)
    assert done.returncode == 1
    said = done.stderr.strip()
    assert "\n" not in said and "apt-get install firefox-esr xvfb" in said


def test_a_developer_may_do_without_them(tmp_path: Path) -> None:
    done = engines(tmp_path, COMPANION_ENGINES="chromium")
    assert (done.returncode, done.stderr) == (0, "")


def test_no_other_word_leaves_them_out(tmp_path: Path) -> None:
    assert engines(tmp_path, COMPANION_ENGINES="none").returncode == 1


def test_what_needs_chromium_alone_asks_for_no_other_browser(tmp_path: Path) -> None:
    done = machine(tmp_path, "tests.browser")
    assert (done.returncode, done.stderr) == (0, "")
    needs = dict(re.findall(r"^([a-z-]+): ([^#\n]*)", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    assert {name for name, what in needs.items() if "browser" in what} >= {"test", "bench", "soak", "screenshots"}
    assert {name for name, what in needs.items() if "engines" in what} == {"test", "bench"}


def test_a_package_that_the_system_does_not_know_leaves_the_others_installed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "apt-get").write_text(APT, "utf-8")
    (tmp_path / "apt-get").chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("FIREFOX", raising=False)
    monkeypatch.delenv("COMPANION_ENGINES", raising=False)
    monkeypatch.setattr(install, "SYSTEM_PYTHON", str(tmp_path / "python3"))
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    with pytest.raises(SystemExit) as stopped:
        install.engines()
    assert "firefox-esr" in str(stopped.value) and "xvfb" not in str(stopped.value)
    asked = (tmp_path / "asked").read_text("utf-8")
    assert "gir1.2-webkit2-4.0" in asked, "an older WebKitGTK does as well"


def test_what_checks_a_change_leaves_no_engine_out() -> None:
    said = (ROOT / ".ci/run").read_text("utf-8")
    assert "unset COMPANION_ENGINES" in said and "COMPANION_ENGINES=" not in said
    assert os.access(ROOT / ".ci/run", os.X_OK)
