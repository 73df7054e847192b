"""Connections that can be closed on purpose, for the faults `drop_after` and `half`."""

import asyncio

from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send
from uvicorn.protocols.http.h11_impl import H11Protocol

_EXTENSION = "clinic.connection"


class ClosableConnection(H11Protocol):
    """uvicorn's HTTP/1.1 connection, which hands its transport to the app."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        app: ASGIApp = self.app

        async def with_transport(scope: Scope, receive: Receive, send: Send) -> None:
            scope.setdefault("extensions", {})[_EXTENSION] = transport
            await app(scope, receive, send)

        self.app = with_transport


class Dropped(Response):
    """No answer at all: the connection is reset."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        scope["extensions"][_EXTENSION].abort()
        await _gone(receive)


class Half(Response):
    """The headers of the whole answer, half of its body, and then the connection ends."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await send({"type": "http.response.start", "status": self.status_code, "headers": self.raw_headers})
        part = bytes(self.body[: len(self.body) // 2])
        await send({"type": "http.response.body", "body": part, "more_body": True})
        scope["extensions"][_EXTENSION].close()
        await _gone(receive)


async def _gone(receive: Receive) -> None:
    """Waits until the server has seen the connection end, so that it takes no answer to be missing."""
    while (await receive())["type"] != "http.disconnect":
        pass
