"""The page is loaded again because nothing else connects it to its storage: drafts on the screen alone go along."""

from collections.abc import Awaitable, Callable
from contextlib import suppress

from companion.errors import StoreError
from companion.services.bundle import Carrier, OpenJournal, Services

LoadAgain = Callable[[str], Awaitable[bool]]
"""Loads the page again with what is to go along; False where it was done too often, and is not done."""


async def sealed_drafts(services: Services | None, carrier: Carrier | None) -> str:
    """What is on the screen alone, sealed; "" where nothing is, or nothing can seal it."""
    unsaved = services.journal.unsaved if services else ()
    return await carrier.sealed(unsaved) if carrier and unsaved else ""


async def load_with_drafts(services: Services | None, carrier: Carrier | None, load: LoadAgain) -> bool:
    """Load the page again; False where that is not done any more, and the screen is to say why.

    A plan on the screen alone cannot go along, and drafts cannot where the page is not loaded: then they stay there,
    and Save says why.
    """
    if services:
        with suppress(StoreError):  # an answer that is under way ends first
            await services.journal.keep_unsaved()
        if not services.support.is_all_kept:
            return True
    carried = await sealed_drafts(services, carrier)
    return await load(carried) or bool(carried)


async def take_drafts(opened: OpenJournal, held: str = "") -> None:
    """Store what came along, and what this page `held` since it lost the journal, sealed.

    Where that fails it is on the screen alone, as before.
    """
    carrier = opened.carrier
    if carrier and (drafts := [*await carrier.carried(), *(await carrier.opened(held) if held else ())]):
        with suppress(StoreError):
            await opened.services.journal.go_on_with(drafts)
