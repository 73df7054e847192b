"""The page is loaded again because nothing else connects it to its storage: drafts on the screen alone go along."""

from collections.abc import Callable
from contextlib import suppress
from typing import Any

from companion.errors import StoreError
from companion.services.bundle import Carrier, OpenJournal, Services


async def load_with_drafts(services: Services | None, carrier: Carrier | None, load: Callable[[str], Any]) -> None:
    """Load the page again. A plan on the screen alone cannot go along: then it stays there, and Save says why."""
    carried = ""
    if services:
        with suppress(StoreError):  # an answer that is under way ends first
            await services.journal.keep_unsaved()
        if not services.support.is_all_kept:
            return
        if carrier and (unsaved := services.journal.unsaved):
            carried = await carrier.sealed(unsaved)
    load(carried)


async def take_drafts(opened: OpenJournal) -> None:
    """Store what came along; where that fails it is on the screen alone, as before."""
    if opened.carrier and (drafts := await opened.carrier.carried()):
        with suppress(StoreError):
            await opened.services.journal.go_on_with(drafts)
