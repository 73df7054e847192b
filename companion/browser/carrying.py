"""Drafts that could not be stored go along when the page has to be loaded again: sealed, in the page's memory alone."""

import base64
import json
from collections.abc import Sequence
from contextlib import suppress
from typing import Any

from companion.domain.journal import Unsaved
from companion.ports import Part, Sealing
from companion.store.codec import draft_from_json, draft_to_json

PLACE = b"carried"


class PageCarrier:
    """The port Carrier. `page` is the module of js/host.js; None where no page is around the worker."""

    def __init__(self, page: Any, sealing: Sealing) -> None:
        self._page = page
        self._sealing = sealing

    async def sealed(self, drafts: Sequence[Unsaved]) -> str:
        """The drafts as text that the journal's key alone opens."""
        text = json.dumps([(one.revision, one.draft.id, *draft_to_json(one.draft)) for one in drafts])
        (sealed,) = await self._sealing.seal_many([Part(text.encode(), PLACE)])
        return base64.b64encode(sealed).decode()

    async def carried(self) -> Sequence[Unsaved]:
        """What came along with this page, once; none where nothing did, where the key is another one, or where it
        cannot be read: any page may give a tab a name, and none may keep the journal shut."""
        said = json.loads(await self._page.ask("carried")) if self._page else ""
        if not said:
            return ()
        with suppress(ValueError, LookupError, TypeError, AttributeError):
            (text,) = await self._sealing.open_many([Part(base64.b64decode(said), PLACE)])
            return [Unsaved(draft_from_json(*draft), int(at)) for at, *draft in json.loads(text or b"[]")]
        return ()
