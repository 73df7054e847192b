"""The browser's bridge, reached from this Python: the app's own opening and saving over a real engine's storage.

A start of Python in the page takes seconds; a test of the storage starts a browser dozens of times. Everything that
touches the storage is JavaScript in the page's worker all the same (companion/browser/js).
"""

import base64
import json
from collections.abc import Awaitable
from types import SimpleNamespace
from typing import Any

SYNCHRONOUS = ("sealing", "zone", "offset")
PROPERTIES = ("mirrorFailure",)
CALL = """
    const { bridge } = await import("/companion/browser/js/bridge.js");
    self.held ??= [bridge];
    const [handle, name, given] = %s;
    const bytes = (text) => Uint8Array.from(atob(text), (one) => one.charCodeAt(0));
    const text = (data) => {
      let said = "";
      for (let at = 0; at < data.length; at += 8192) said += String.fromCharCode(...data.subarray(at, at + 8192));
      return btoa(said);
    };
    const taken = (one) => {
      if (one?.bytes !== undefined) return bytes(one.bytes);
      return one?.handle === undefined ? one : self.held[one.handle];
    };
    const told = (value) => {
      if (value instanceof Uint8Array) return { bytes: text(value) };
      if (value === null || typeof value !== "object") return { value: value ?? null };
      const isPlain = Object.getPrototypeOf(value) === Object.prototype;
      if (isPlain && !Object.values(value).some((one) => typeof one === "function")) {
        return { parts: Object.fromEntries(Object.entries(value).map(([key, one]) => [key, told(one)])) };
      }
      return { handle: self.held.push(value) - 1 };
    };
    try {
      const target = self.held[handle];
      const found = typeof target[name] === "function"
        ? await target[name](...given.map(taken))
        : target[name];
      return told(found);
    } catch (error) {
      return { failure: { name: error.name, found: error.found ?? 0, known: error.known ?? 0, said: String(error) } };
    }
    """


class JsException(Exception):
    """What the browser threw."""

    def __init__(self, name: str, found: int, known: int, said: str) -> None:
        super().__init__(said)
        self.name, self.found, self.known = name, found, known


class Bytes(bytes):
    """Bytes of the page."""

    def to_bytes(self) -> bytes:  # type: ignore[override]
        """As a buffer of JavaScript gives them."""
        return bytes(self)


class Remote:
    """An object of the page's worker: the bridge, or what a call of it gave. A call blocks until it is answered."""

    def __init__(self, page: Any, handle: int = 0) -> None:
        self._page, self._handle = page, handle

    def __getattr__(self, name: str) -> Any:
        if name in PROPERTIES:
            return self._ask(name, ())
        if name in SYNCHRONOUS:
            return lambda *given: self._ask(name, given)
        return lambda *given: _done(self._ask(name, given))

    def _ask(self, name: str, given: tuple[Any, ...]) -> Any:
        code = CALL % json.dumps([self._handle, name, [_sent(one) for one in given]])
        return self._found(self._page.evaluate("code => window.script(code)", code))

    def _found(self, said: dict[str, Any]) -> Any:
        if "failure" in said:
            raise JsException(**said["failure"])
        if "bytes" in said:
            return Bytes(base64.b64decode(said["bytes"]))
        if "parts" in said:
            return SimpleNamespace(**{key: self._found(one) for key, one in said["parts"].items()})
        return Remote(self._page, said["handle"]) if "handle" in said else said["value"]


def _sent(given: Any) -> Any:
    match given:
        case bytes():
            return {"bytes": base64.b64encode(given).decode()}
        case Remote():
            return {"handle": given._handle}
        case _:
            return given


class RemoteHost:
    """The page around the worker: the app's own answers to what Python asks of it (js/storage.js)."""

    def __init__(self, page: Any) -> None:
        self._page = page
        page.evaluate(
            """async () => {
              window.listeners = [];
              window.companion ??= { answers: {}, listen: (listener) => window.listeners.push(listener) };
              await new Promise((done) => {
                const script = document.createElement("script");
                Object.assign(script, { src: "/companion/browser/js/storage.js", onload: done });
                document.head.append(script);
              });
              window.companionStorage(window.companion);
            }"""
        )

    def again(self, carried: str) -> None:
        """Load the page again, as js/host.js lets the page hear it."""
        self._page.evaluate(
            "carried => { const data = { kind: 'again', carried };"
            " setTimeout(() => window.listeners.forEach((one) => one(data)), 50); }",
            carried,
        )

    def ask(self, name: str) -> Awaitable[str]:
        """Its answer, as JSON."""
        said = self._page.evaluate("async (name) => (await window.companion.answers[name]()) ?? null", name)
        return _done(json.dumps(said))


async def _value(found: Any) -> Any:
    return found


def _done(found: Any) -> Awaitable[Any]:
    """A value that can be awaited, or left alone."""

    class Done:
        def __await__(self) -> Any:
            return _value(found).__await__()

    return Done()
