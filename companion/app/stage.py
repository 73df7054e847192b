"""A window that nobody looks at: Flet draws into it as into a real one.

Leans on private names of Flet 1.0.5, like tests/views/harness.py.
"""

import asyncio
import gc
from collections.abc import Callable
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


class _Stage(Connection):
    """A connection to nobody: it encodes what it is sent, and answers every call with nothing."""

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self.loop = asyncio.get_running_loop()
        self.page_url = "http://localhost"
        self.pubsubhub = PubSubHub()
        self.session: Any = None

    def send_message(self, message: Message) -> None:
        encode: Any = configure_encode_object_for_msgpack
        msgpack.packb([message.action, message.body], default=encode(BaseControl))
        if message.action is MessageAction.INVOKE_METHOD and self.session:
            body = message.body
            self.loop.call_soon(self.session.handle_invoke_method_results, body.control_id, body.call_id, None, None)


async def draw_once(main: Callable[[ft.Page], None], route: str = "/") -> None:
    """Draw a route and end the session. Raises what drawing raises."""
    stage = _Stage()
    session: Any = Session(stage)
    stage.session = session
    page: ft.Page = session.page
    look = {"route": route, "web": True, "width": 390, "height": 844, "platform": "android"}
    session.apply_page_patch({**look, "platform_brightness": "light"})
    body = RegisterClientResponseBody(session_id=session.id, page_patch=session.get_page_patch(), error="")
    stage.send_message(Message(MessageAction.REGISTER_CLIENT, body))
    current: Any = _context_page
    token = current.set(page)
    try:
        main(page)
        for _ in range(20):
            await asyncio.sleep(0)
    finally:
        current.reset(token)
    await session.disconnect(0)
    session.close()
    gc.collect()  # a window holds itself in circles: what is drawn next takes its place in memory
