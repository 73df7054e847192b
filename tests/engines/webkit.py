"""WebKitGTK, the family of Safari's engine: windows of our own, since WebKit's driver keeps no profile."""

import json
import os
import subprocess
from contextlib import suppress
from functools import cache
from itertools import count
from pathlib import Path
from queue import Empty, Queue
from threading import Thread
from typing import Any

from tests.engines import processes
from tests.engines.engine import HEIGHT, WIDTH, Engine
from tests.engines.install import SYSTEM_PYTHON
from tests.engines.pages import EngineError, EnginePage

WINDOW = Path(__file__).parent / "webkit_window.py"
AN_ANSWER = 90.0
"""Seconds that a command may take: a load waits for its scripts, on a shared machine."""

LISTEN = """window.wasClicked = new Promise(then => addEventListener("click", () => setTimeout(then), { once: true, capture: true }));
return '';"""


@cache
def display() -> str:
    """The name of a screen without a monitor, started once for this process."""
    if shown := os.environ.get("COMPANION_ENGINES_DISPLAY"):
        return shown
    read, write = os.pipe()
    command = ["Xvfb", "-displayfd", str(write), "-screen", "0", "1280x1300x24", "-nolisten", "tcp", "-noreset"]
    processes.start(command, pass_fds=(write,), stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
    os.close(write)
    with os.fdopen(read) as number:
        return f":{number.readline().strip()}"


class WebKit(Engine):
    """Windows of WebKitGTK over a profile on the disk."""

    name = "webkit"

    def _start(self) -> None:
        self.console_file = self.folder / "console.txt"
        self._numbers = count()
        self._answers: dict[int, Queue[dict[str, Any]]] = {}
        read, write = os.pipe()
        kept = "private" if self.is_private else "kept"
        command = [
            SYSTEM_PYTHON,
            str(WINDOW),
            str(self.profile),
            str(self.downloads),
            kept,
            str(WIDTH),
            str(HEIGHT),
            str(write),
        ]
        with self.console_file.open("wb") as console:
            self._process = processes.start(
                command,
                stdin=subprocess.PIPE,
                stdout=console,
                stderr=console,
                pass_fds=(write,),
                env=self._environment(),
            )
        os.close(write)
        Thread(target=self._read, args=(read,), daemon=True).start()

    def _environment(self) -> dict[str, str]:
        """Of the machine, but for the screen, the profile, a sound language, and drawing without a graphics card."""
        runtime = self.folder / "run"
        runtime.mkdir(mode=0o700, exist_ok=True)
        return {
            **os.environ, "DISPLAY": display(), "LANG": "C.UTF-8", "LC_ALL": "C.UTF-8", "HOME": str(self.profile),
            "XDG_RUNTIME_DIR": str(runtime), "GDK_BACKEND": "x11", "LIBGL_ALWAYS_SOFTWARE": "1",
            "WEBKIT_DISABLE_DMABUF_RENDERER": "1", "NO_AT_BRIDGE": "1", "GIO_USE_VFS": "local",
        }  # fmt: skip

    def _read(self, file: int) -> None:
        with os.fdopen(file) as lines:
            for line in lines:
                answer = json.loads(line)
                self._answers[answer["id"]].put(answer)

    def ask(self, do: str, **given: Any) -> Any:
        """What the windows answer to a command. Raises EngineError."""
        number, box = next(self._numbers), Queue[dict[str, Any]]()
        self._answers[number] = box
        assert self._process.stdin
        try:
            self._process.stdin.write(json.dumps({"id": number, "do": do, **given}).encode() + b"\n")
            self._process.stdin.flush()
            answer = box.get(timeout=AN_ANSWER)
        except (OSError, Empty) as error:
            raise EngineError(f"WebKit did not answer to {do}: {self.console()[-3:]}") from error
        finally:
            del self._answers[number]
        if answer["error"]:
            raise EngineError(answer["error"])
        return answer["value"]

    def console(self) -> list[str]:
        """What the pages have written to their consoles."""
        return self.console_file.read_text("utf-8", "replace").splitlines()

    def new_page(self) -> EnginePage:
        return EnginePage(WebKitTab(self, self.ask("tab")))

    def choose(self, file: Path) -> None:
        self.ask("choose", path=str(file))

    def kill(self) -> None:
        processes.kill(self._process)

    def close(self) -> None:
        """Closing the input ends the windows as closing the last of them does."""
        assert self._process.stdin
        with suppress(OSError):  # it has been killed
            self._process.stdin.close()
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(15)
        processes.kill(self._process)


class WebKitTab:
    """One window."""

    def __init__(self, engine: WebKit, number: int) -> None:
        self._engine, self._number = engine, number

    def _ask(self, do: str, **given: Any) -> Any:
        return self._engine.ask(do, tab=self._number, **given)

    @property
    def console(self) -> list[str]:
        return self._engine.console()

    def load(self, url: str) -> None:
        self._ask("load", url=url)

    def reload(self) -> None:
        self._ask("reload")

    def url(self) -> str:
        return str(self._ask("url"))

    def run(self, body: str) -> str:
        return str(self._ask("run", body=body))

    def press(self, key: str) -> None:
        self._ask("press", key=key)

    def insert(self, text: str) -> None:
        self._ask("insert", text=text)

    def click(self, x: float, y: float) -> None:
        """Returns when the page has had it: events come to it one after the other, beside the scripts that are run."""
        self.run(LISTEN)
        self._ask("click", x=x, y=y)
        with suppress(EngineError):  # the click may lead away
            self.run("await Promise.race([window.wasClicked, new Promise(then => setTimeout(then, 5000))]); return ''")

    def size(self, width: int, height: int) -> None:
        self._ask("size", width=width, height=height)

    def picture(self, path: Path) -> None:
        self._ask("picture", path=str(path))

    def front(self) -> None:
        self._ask("front")

    def close(self) -> None:
        self._ask("close")
