"""Faults that tests can switch on, over HTTP and without touching the data.

`POST /_faults` with `Authorization: Bearer <staff key>` and a JSON object; `GET /_faults` tells what is on:

    {"mode": "429", "count": 3, "delay": 0, "after": 1, "retry_after": 1}

`mode`         one of the names below; null clears
`count`        how many requests it applies to; null (the default): until cleared
`delay`        seconds, for `slow`
`after`        for `inner429`: how many entries of the batch still go through
`retry_after`  seconds, for `down`, `429` and `inner429`

| mode             | the answer                                                                   | is the work done? |
|------------------|------------------------------------------------------------------------------|-------------------|
| `down`           | 503 and Retry-After                                                          | no                |
| `429`            | 429 and Retry-After                                                          | no                |
| `500`            | 500                                                                          | no                |
| `401`            | 401 and WWW-Authenticate, whatever the token                                 | no                |
| `html`           | 200 with a captive portal's page                                             | no                |
| `slow`           | the ordinary one, `delay` seconds late                                       | yes               |
| `drop_after`     | none: the connection is closed                                               | yes               |
| `half`           | half of it: content-length is that of the whole, then the connection closes  | yes               |
| `reject`         | 422 for each write of a QuestionnaireResponse, alone or in a batch           | no                |
| `no_conditional` | the ordinary one, but If-None-Exist (`ifNoneExist`) is not looked at         | yes, perhaps twice|
| `inner429`       | a batch answers 200, but after `after` entries each further one is 429       | in part           |
| `no_batch`       | 400 for a batch                                                              | no                |

A fault applies to requests under /fhir alone, never to / or /_faults. `reject` and `no_conditional` count only the
requests that they can touch (a batch is one), `inner429` and `no_batch` only batches.
"""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

Mode = Literal[
    "down",
    "429",
    "500",
    "401",
    "html",
    "slow",
    "drop_after",
    "half",
    "reject",
    "no_conditional",
    "inner429",
    "no_batch",
]


class Fault(BaseModel):
    """What is on. Shape and defaults: see this module's description."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    mode: Mode | None
    count: Annotated[int, Field(ge=1)] | None = None
    delay: Annotated[float, Field(ge=0, le=120)] = 0.0
    after: Annotated[int, Field(ge=0)] = 1
    retry_after: Annotated[int, Field(ge=0, le=3600)] = 1


class Faults:
    """The one fault that is on. Used from the event loop only, so it needs no lock."""

    def __init__(self) -> None:
        self._fault = Fault(mode=None)

    @property
    def current(self) -> Fault:
        """What is on; its `count` is what is left."""
        return self._fault

    def switch(self, fault: Fault) -> None:
        """Replace what was on."""
        self._fault = fault

    def take(self, method: str, path: tuple[str, ...], conditional: bool) -> Fault | None:
        """The fault for this request, counted down; None when there is none or it cannot touch the request."""
        fault = self._fault
        if fault.mode is None or not _touches(fault.mode, method, path, conditional):
            return None
        if fault.count is not None:
            left = fault.count - 1
            self._fault = fault.model_copy(update={"count": left}) if left else Fault(mode=None)
        return fault


def _touches(mode: Mode, method: str, path: tuple[str, ...], conditional: bool) -> bool:
    is_batch = method == "POST" and not path
    is_write = method in ("POST", "PUT") and path[:1] == ("QuestionnaireResponse",)
    match mode:
        case "inner429" | "no_batch":
            return is_batch
        case "reject":
            return is_batch or is_write
        case "no_conditional":
            return is_batch or (is_write and conditional)
        case _:
            return True
