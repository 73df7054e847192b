"""Firefox, driven by WebDriver BiDi: it listens by itself, no driver is needed."""

import base64
import json
import os
import subprocess
import time
from itertools import count
from pathlib import Path
from queue import Empty, Queue
from threading import Thread
from typing import Any

from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection, connect

from tests.engines import processes
from tests.engines.engine import HEIGHT, WIDTH, Engine
from tests.engines.install import firefox
from tests.engines.pages import EngineError, EnginePage

AN_ANSWER = 90.0
"""Seconds that a command may take: a load waits for its scripts, on a shared machine."""
KEYS = {"Enter": "\ue007", "Tab": "\ue004", "Backspace": "\ue003", "Escape": "\ue00c", "Control": "\ue009", "Shift": "\ue008"}  # fmt: skip
SETTINGS: dict[str, Any] = {
    "focusmanager.testmode": True,  # without a window no page has the focus, and Flutter takes no letter
    "intl.accept_languages": "en-US",
    "browser.download.folderList": 2,
    "browser.download.useDownloadDir": True,
    "browser.download.always_ask_before_handling_new_types": False,
    "browser.shell.checkDefaultBrowser": False,
    "browser.aboutwelcome.enabled": False,
    "browser.startup.homepage_override.mstone": "ignore",
    "browser.sessionstore.resume_from_crash": False,
    "toolkit.startup.max_resumed_crashes": -1,
    "datareporting.policy.dataSubmissionEnabled": False,
    "app.update.enabled": False,
    "app.normandy.enabled": False,
    "extensions.update.enabled": False,
    "network.captive-portal-service.enabled": False,
    "network.connectivity-service.enabled": False,
}


class Firefox(Engine):
    """Firefox without a window over a profile on the disk."""

    name = "firefox"

    def _start(self) -> None:
        settings = {**SETTINGS, "browser.download.dir": str(self.downloads)}
        settings["browser.privatebrowsing.autostart"] = self.is_private
        lines = (f"user_pref({json.dumps(name)}, {json.dumps(value)});\n" for name, value in settings.items())
        (self.profile / "user.js").write_text("".join(lines), "utf-8")
        port_file = self.profile / "WebDriverBiDiServer.json"
        for left in (port_file, self.profile / "lock", self.profile / ".parentlock"):
            left.unlink(missing_ok=True)
        self._process = processes.start(
            [firefox() or "firefox", "--headless", "--no-remote", "--profile", str(self.profile),
             "--remote-debugging-port", "0", "--width", str(WIDTH), "--height", str(HEIGHT)],
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            env={**os.environ, "HOME": str(self.folder), "LANG": "C.UTF-8", "LC_ALL": "C.UTF-8", "MOZ_CRASHREPORTER_DISABLE": "1"},
        )  # fmt: skip
        self._numbers, self._file = count(), ""
        self._answers: dict[int, Queue[dict[str, Any]]] = {}
        self.console: dict[str, list[str]] = {}
        self._events: Queue[dict[str, Any]] = Queue()
        self._socket = processes.until(lambda: self._connected(port_file), "Firefox")
        Thread(target=self._read, args=(self._socket,), daemon=True).start()
        Thread(target=self._follow, args=(self._events,), daemon=True).start()
        self.ask("session.new", capabilities={"alwaysMatch": {"unhandledPromptBehavior": {"file": "ignore"}}})
        self.ask("session.subscribe", events=["log.entryAdded", "input.fileDialogOpened"])

    def _connected(self, port_file: Path) -> ClientConnection | None:
        try:
            port = json.loads(port_file.read_text())["ws_port"]
            return connect(f"ws://127.0.0.1:{port}/session", max_size=None, open_timeout=10, legacy=True)
        except (OSError, ValueError, KeyError):
            return None

    def _read(self, socket: ClientConnection) -> None:
        try:
            for line in socket:
                said = json.loads(line)
                if said.get("id") in self._answers:
                    self._answers[said["id"]].put(said)
                elif said.get("type") == "event":
                    self._events.put(said)
        except ConnectionClosed:
            pass
        self._events.put({})

    def _follow(self, events: "Queue[dict[str, Any]]") -> None:
        """What Firefox tells by itself: consoles, and pages that ask for a file."""
        while said := events.get():
            given = said["params"]
            if said["method"] == "log.entryAdded":
                where = given["source"].get("context", "")
                self.console.setdefault(where, []).append(given.get("text") or "")
            elif said["method"] == "input.fileDialogOpened" and self._file and "element" in given:
                self.ask("input.setFiles", context=given["context"], element=given["element"], files=[self._file])

    def ask(self, method: str, **params: Any) -> Any:
        """The result of a command. Raises EngineError."""
        number, box = next(self._numbers), Queue[dict[str, Any]]()
        self._answers[number] = box
        try:
            self._socket.send(json.dumps({"id": number, "method": method, "params": params}))
            answer = box.get(timeout=AN_ANSWER)
        except (ConnectionClosed, Empty) as error:
            raise EngineError(f"Firefox did not answer to {method}") from error
        finally:
            del self._answers[number]
        if answer["type"] == "error":
            raise EngineError(f"{answer['error']}: {answer['message']}")
        return answer["result"]

    def new_page(self) -> EnginePage:
        """Always another tab than the first: there the address has the focus, and Flutter would take no letter."""
        tab = FirefoxTab(self, self.ask("browsingContext.create", type="tab")["context"])
        tab.size(WIDTH, HEIGHT)
        return EnginePage(tab)

    def choose(self, file: Path) -> None:
        self._file = str(file)

    def kill(self) -> None:
        processes.kill(self._process)

    def close(self) -> None:
        processes.end(self._process)


class FirefoxTab:
    """One tab."""

    def __init__(self, engine: Firefox, context: str) -> None:
        self._engine, self._context = engine, context

    def _ask(self, method: str, **params: Any) -> Any:
        return self._engine.ask(method, context=self._context, **params)

    @property
    def console(self) -> list[str]:
        return [*self._engine.console.get(self._context, []), *self._engine.console.get("", [])]

    def load(self, url: str) -> None:
        self._ask("browsingContext.navigate", url=url, wait="complete")

    def reload(self) -> None:
        self._ask("browsingContext.reload", wait="complete")

    def url(self) -> str:
        return str(self._engine.ask("browsingContext.getTree", root=self._context)["contexts"][0]["url"])

    def run(self, body: str) -> str:
        done = self._engine.ask(
            "script.callFunction", functionDeclaration=f"async () => {{{body}}}", target={"context": self._context},
            awaitPromise=True,
        )  # fmt: skip
        if done["type"] == "exception":
            raise EngineError(done["exceptionDetails"]["text"])
        return str(done["result"].get("value"))

    def press(self, key: str) -> None:
        *held, name = [key] if len(key) == 1 else key.split("+")
        down = [KEYS[one] for one in held]
        names = [*down, KEYS.get(name, name.lower() if held else name)]
        presses = [{"type": "keyDown", "value": one} for one in names]
        presses += [{"type": "keyUp", "value": one} for one in reversed(names)]
        self._ask("input.performActions", actions=[{"type": "key", "id": "keyboard", "actions": presses}])

    def insert(self, text: str) -> None:
        """Firefox lets a script put in a text as an input method does."""
        self.run(f"document.execCommand('insertText', false, {json.dumps(text)}); return ''")

    def click(self, x: float, y: float) -> None:
        point = {"type": "pointerMove", "x": round(x), "y": round(y)}
        steps = [point, {"type": "pointerDown", "button": 0}, {"type": "pointerUp", "button": 0}]
        pointer = {"type": "pointer", "id": "mouse", "parameters": {"pointerType": "mouse"}, "actions": steps}
        self._ask("input.performActions", actions=[pointer])

    def size(self, width: int, height: int) -> None:
        self._ask("browsingContext.setViewport", viewport={"width": width, "height": height})

    def picture(self, path: Path) -> None:
        path.write_bytes(base64.b64decode(self._ask("browsingContext.captureScreenshot")["data"]))

    def front(self) -> None:
        self._ask("browsingContext.activate")
        time.sleep(0.1)

    def close(self) -> None:
        self._ask("browsingContext.close")
