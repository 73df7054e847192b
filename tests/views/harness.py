"""Draws the app's real screens with no client: Flet's own session and components over a connection that only listens.

It leans on private names of Flet 1.0.5, which is why that version is pinned.
"""

import asyncio
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import Any

import flet as ft
import msgpack
from flet.controls.base_control import BaseControl
from flet.controls.context import _context_page
from flet.messaging.connection import Connection
from flet.messaging.protocol import (
    Message,
    MessageAction,
    RegisterClientResponseBody,
    configure_encode_object_for_msgpack,
)
from flet.messaging.session import Session
from flet.pubsub.pubsub_hub import PubSubHub

PATIENCE = 1000
"""Times that something is looked for; five seconds on a quiet machine."""

CALM = 6
"""Looks in a row, 5 ms apart, that find nothing going on: then the screen stands."""

WAITING = {"One moment", "Opening your journal"}


class Work:
    """What the loop has handed to threads: reading and writing the journal, above all. A slow disk delays it."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self._under_way: set[asyncio.Future[Any]] = set()
        self._loop = loop
        self._run = loop.run_in_executor
        loop.run_in_executor = self._counted  # type: ignore[method-assign, assignment]

    def is_under_way(self) -> bool:
        """Whether a thread still has something to answer."""
        return bool(self._under_way)

    def end(self) -> None:
        """Leave the loop as it was."""
        self._loop.run_in_executor = self._run  # type: ignore[method-assign]

    def _counted(self, *given: Any) -> Any:
        future = self._run(*given)
        self._under_way.add(future)
        future.add_done_callback(self._under_way.discard)
        return future


class Listener(Connection):
    """A connection whose other end is the test: it encodes each message, as a socket would, and answers calls."""

    def __init__(self) -> None:
        super().__init__()
        self.loop = asyncio.get_running_loop()
        self.executor = ThreadPoolExecutor(1)
        self.page_url = "http://test"
        self.pubsubhub = PubSubHub(loop=self.loop, executor=self.executor)
        self.session: Session | None = None
        self.calls: list[tuple[str, Any]] = []
        self.crashes: list[Any] = []
        self.patches: list[Any] = []
        self.work = Work(self.loop)

    def send_message(self, message: Message) -> None:
        """Encoding is what takes the snapshots that the next difference is made against."""
        msgpack.packb([message.action, message.body], default=configure_encode_object_for_msgpack(BaseControl))
        if message.action is MessageAction.PATCH_CONTROL:
            self.patches.append(message.body)
        if message.action is MessageAction.SESSION_CRASHED:
            self.crashes.append(message.body)
        if message.action is MessageAction.INVOKE_METHOD and self.session:
            body = message.body
            self.calls.append((body.name, body.args))
            self.loop.call_soon(self.session.handle_invoke_method_results, body.control_id, body.call_id, None, None)

    def dispose(self) -> None:
        """End the executor."""
        self.work.end()
        self.executor.shutdown(wait=False)


class Window:
    """One window of the app: what is drawn in it, and what a person can do there."""

    def __init__(self, route: str = "/", width: int = 390) -> None:
        self.connection = Listener()
        self.session = self.connection.session = Session(self.connection)
        self.page: ft.Page = self.session.page
        self.session.apply_page_patch(
            {"route": route, "web": True, "width": width, "height": 844, "platform": "android",
             "platform_brightness": "light"}
        )  # fmt: skip
        body = RegisterClientResponseBody(
            session_id=self.session.id, page_patch=self.session.get_page_patch(), error=""
        )
        self.connection.send_message(Message(MessageAction.REGISTER_CLIENT, body))
        _context_page.set(self.page)

    async def settle(self) -> None:
        """Wait until nothing is read, kept or drawn any more, and nothing says that it will be there in a moment."""
        calm = 0
        for _ in range(PATIENCE):
            await asyncio.sleep(0.005)
            calm = 0 if self._is_busy() else calm + 1
            if calm >= CALM and not WAITING & set(self.texts()):
                return

    def _is_busy(self) -> bool:
        waiting = ("_Session__pending_updates", "_Session__pending_effects")
        return self.connection.work.is_under_way() or any(getattr(self.session, name) for name in waiting)

    def controls(self) -> Iterator[BaseControl]:
        """Every control that is drawn, in reading order, dialogs last."""
        seen: set[int] = set()
        waiting: list[Any] = [self.page._dialogs.controls, self.page.views]
        while waiting:
            one = waiting.pop()
            if isinstance(one, list | tuple):
                waiting.extend(reversed(one))
            elif isinstance(one, ft.DialogControl) and not one.open:
                continue  # closed: the client takes it away when its fading has ended
            elif isinstance(one, BaseControl) and id(one) not in seen:
                seen.add(id(one))
                yield one
                values = {**vars(one), **(getattr(one, "_values", None) or {})}
                inner = [
                    v for k, v in values.items() if k == "_b" or not (k.startswith("_") or k in ("args", "kwargs"))
                ]
                waiting.extend(reversed(inner))

    def texts(self) -> list[str]:
        """Every text on the screen."""
        return [one.value for one in self.controls() if isinstance(one, ft.Text) and one.value]

    def labels(self) -> list[str]:
        """Every text a person can meet: texts, button labels, field labels, names for a screen reader."""
        found = list(self.texts())
        for one in self.controls():
            for name in ("label", "semantics_label", "hint_text", "tooltip", "content"):
                value = getattr(one, name, None)
                if isinstance(value, str) and value:
                    found.append(value)
        return found

    def button(self, label: str) -> BaseControl:
        """The button or list line with this label."""
        for one in self.controls():
            if label in (getattr(one, "content", None), self._words(one), self._title(one)):
                return one
        raise AssertionError(f"no button {label!r} among {self.labels()}")

    def _words(self, one: BaseControl) -> str | None:
        words = one.content if isinstance(one, ft.FilledButton | ft.OutlinedButton | ft.TextButton) else None
        return words.value if isinstance(words, ft.Text) else None

    def _title(self, one: BaseControl) -> str | None:
        title = getattr(one, "title", None) if isinstance(one, ft.ListTile) else None
        return title.value if isinstance(title, ft.Text) else None

    async def tap(self, label: str) -> None:
        """Tap a button, a line, a number or an option."""
        target = await self._found(label)
        await self.session.dispatch_event(target._i, "click", None)
        await self.settle()

    async def tap_last(self, label: str) -> None:
        """Tap the button with this label that stands last: in a dialog, say, over one of the same words."""
        found = [one for one in self.controls() if label in (self._words(one), self._title(one))]
        await self.session.dispatch_event(found[-1]._i, "click", None)
        await self.settle()

    async def _found(self, label: str) -> BaseControl:
        """What is called so, as soon as it is drawn: the disk may be slow."""
        for _ in range(PATIENCE):
            with suppress(AssertionError):
                return self.button(label)
            with suppress(AssertionError):
                return self._tile(label)
            await asyncio.sleep(0.005)
        return self._tile(label)

    def _tile(self, label: str) -> BaseControl:
        tiles = [one for one in self.controls() if isinstance(one, ft.Container) and one.on_click]
        for tile in tiles:
            inner = tile.content.controls if isinstance(tile.content, ft.Row | ft.Column) else []
            if any(isinstance(one, ft.Text) and one.value == label for one in inner):
                return tile
        raise AssertionError(f"nothing to tap is called {label!r}: {self.labels()}")

    async def type(self, label: str, entered: str) -> None:
        """Type into the field with this label."""
        field = next(one for one in self.controls() if isinstance(one, ft.TextField) and one.label == label)
        self.session.apply_patch(field._i, {"value": entered})
        await self.session.dispatch_event(field._i, "change", entered)
        await self.settle()

    async def go(self, route: str) -> None:
        """Open a route, as an address or the browser's Back would."""
        self.page.route = route
        await self.session.dispatch_event(self.page._i, "route_change", {"route": route})
        await self.settle()

    async def until(self, text: str) -> None:
        """Wait until a text is drawn: what comes a moment after the screen."""
        for _ in range(PATIENCE):
            if text in self.texts():
                return
            await asyncio.sleep(0.005)
        raise AssertionError(f"{text!r} never came: {self.texts()}")

    def route(self) -> str:
        """Where the window is."""
        pushed = [args["route"] for name, args in self.connection.calls if name == "push_route"]
        return pushed[-1] if pushed else self.page.route

    async def follow(self) -> None:
        """Let the client's answer to a navigation arrive: it changes the route."""
        await self.go(self.route())

    async def close(self) -> None:
        """End the session."""
        await self.session.disconnect(0)
        self.session.close()
