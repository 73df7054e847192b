"""The clinic as screens see it: may entries go there, how far have they got, whom to call."""

from collections.abc import Callable
from typing import Protocol

from companion.config import ClinicSettings
from companion.services.changes import Changes
from companion.services.preferences import Consent, Preferences


class Sender(Protocol):
    """What the sync engine offers to a service."""

    def wake(self) -> None:
        """Look for something to send soon."""

    async def resolve_keep_mine(self, entry_id: str) -> None:
        """Let the person's version follow the clinic's. Raises ClinicError, StoreError."""


class Clinic:
    """The one clinic of this copy of the app; without one, entries stay on this device."""

    def __init__(self, settings: ClinicSettings | None, preferences: Preferences) -> None:
        self.settings = settings
        self._preferences = preferences
        self._sender: Sender | None = None
        self.changes = Changes()
        self._trouble: Callable[[], str | None] = lambda: None

    def connect(self, sender: Sender, trouble: Callable[[], str | None]) -> None:
        """Take the engine, made after the first frame."""
        self._sender = sender
        self._trouble = trouble
        self.wake()

    @property
    def name(self) -> str:
        """The clinic's name, "" where the app works alone."""
        return self.settings.name if self.settings else ""

    @property
    def trouble(self) -> str | None:
        """Why nothing goes through at present: offline, signed_out, not_allowed, server, busy, app; or None."""
        return self._trouble()

    @property
    def can_send(self) -> bool:
        """Whether this copy of the app has a clinic's server to send to, and a sign-in there."""
        return self.settings is not None and self.settings.can_send

    def may_send(self) -> bool:
        """Whether the person has agreed to sending and there is a clinic."""
        return self.can_send and self._preferences.choices.consent is Consent.YES

    def asks_consent(self) -> bool:
        """Whether the question about sending has not been answered yet."""
        return self.can_send and self._preferences.choices.consent is Consent.UNASKED

    async def agree(self, yes: bool) -> None:
        """Keep the person's answer; may be changed at any time. Raises StoreError."""
        await self._preferences.change(consent=Consent.YES if yes else Consent.NO)
        self.changes.announce()
        self.wake()

    @property
    def can_resolve(self) -> bool:
        """Whether a conflict can be put to the clinic now."""
        return self._sender is not None and self.may_send()

    async def keep_mine(self, entry_id: str) -> None:
        """Send the person's version of an entry of which the clinic has another. Raises ClinicError, StoreError."""
        if self._sender:
            await self._sender.resolve_keep_mine(entry_id)
            self._sender.wake()
            self.changes.announce()

    def wake(self) -> None:
        """Something may be there to send."""
        if self._sender:
            self._sender.wake()
