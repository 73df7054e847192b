"""httpx's way out of the page: the browser's fetch."""

import asyncio
from typing import Any

import httpx

LEFT_TO_THE_BROWSER = ("host", "connection", "user-agent", "accept-encoding", "content-length")
DONE_BY_THE_BROWSER = ("content-encoding", "content-length", "transfer-encoding")


class FetchTransport(httpx.AsyncBaseTransport):
    """Sends requests by fetch, without cookies, following no redirect.

    A refused connection, an unknown name, a header that the server's CORS does not allow and an answer without CORS
    headers all look alike: the browser says no more, and it is a ConnectError here.
    """

    def __init__(self, bridge: Any) -> None:
        self._bridge = bridge

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """One request. Raises httpx.ConnectError, httpx.ReadError, httpx.ReadTimeout."""
        headers = [(key, value) for key, value in request.headers.items() if key.lower() not in LEFT_TO_THE_BROWSER]
        seconds = request.extensions.get("timeout", {}).get("read") or 30.0
        call = self._bridge.fetched(request.method, str(request.url), headers, request.content or None, seconds * 1000)
        try:
            status, names, body = (await call).to_py()
        except asyncio.CancelledError:
            raise
        except Exception as error:
            raise _failure(error, request) from None
        kept = [(key, value) for key, value in names if key.lower() not in DONE_BY_THE_BROWSER]
        return httpx.Response(status, headers=kept, content=bytes(body), request=request)


def _failure(error: Exception, request: httpx.Request) -> httpx.TransportError:
    """By the name that js/net.js gave it."""
    match str(getattr(error, "name", "")):
        case "TimeoutError":
            return httpx.ReadTimeout("no answer in time", request=request)
        case "BodyError":
            return httpx.ReadError("the answer ended half way", request=request)
        case _:
            return httpx.ConnectError("no connection, or the server does not allow this app", request=request)
