"""What the person has set: country, look, the agreement to send. One sealed record."""

import asyncio
from dataclasses import asdict, dataclass, replace
from enum import StrEnum
from typing import Any
from uuid import uuid4

from companion.services.changes import Changes
from companion.store.vault import Put, Vault


class Consent(StrEnum):
    """Whether entries may go to the clinic."""

    UNASKED = "unasked"
    YES = "yes"
    NO = "no"


class Look(StrEnum):
    """Which colours the screens have."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"
    DIM = "dim"


@dataclass(frozen=True, slots=True)
class Choices:
    """All that can be set.

    Attributes:
        country: ISO 3166 alpha-2, "" while it is not known.
        has_read_limits: the person has seen what the app is not.
        was_welcomed: the first start is over, whether its steps were done or left for later.
        knows_key_file: the person has seen the notice that the key lies in a file.
        was_asked_to_keep: this browser was asked once to keep the journal.
        knows_home_screen: the person was told once about the home screen.
        offers_after_words: help is offered after a note in which certain words are found.
        help_profile: what the person chose to tell Help: codes of domain/crisis.py's PROFILE, and languages.
        lock_after: minutes without input after which a journal with a PIN locks itself.
        locks_in_background: it also does soon after the app went to the background.
    """

    country: str = ""
    has_read_limits: bool = False
    was_welcomed: bool = False
    consent: Consent = Consent.UNASKED
    look: Look = Look.SYSTEM
    knows_key_file: bool = False
    was_asked_to_keep: bool = False
    knows_home_screen: bool = False
    offers_after_words: bool = True
    help_profile: frozenset[str] = frozenset()
    lock_after: int = 5
    locks_in_background: bool = True


OF_THIS_BROWSER = ("was_asked_to_keep", "knows_home_screen", "help_profile")
"""What holds for one browser alone: a backup from another one does not bring it along. What Help was told lies unsealed
in a browser: only a person's own choice there puts it there."""


class Preferences:
    """Reads and keeps the choices."""

    def __init__(self, vault: Vault) -> None:
        self._vault = vault
        self.changes = Changes()
        self._one_at_a_time = asyncio.Lock()
        self._choices = self._stored()

    @property
    def choices(self) -> Choices:
        """What is set now."""
        return self._choices

    async def change(self, **changed: Any) -> None:
        """Set some of the choices; they are durable when this returns. Raises StoreError."""
        # A tap and what the app notes by itself may come together: the second must see what the first has written.
        async with self._one_at_a_time:
            choices = replace(self._choices, **changed)
            rows = self._vault.of_kind("settings")
            row = rows[0] if rows else None
            header = {"k": "settings", **asdict(choices), "help_profile": sorted(choices.help_profile)}
            if moment := self._vault.moment():  # a restore takes what was set last
                before = row.header.get("set") or {} if row else {}
                header["set"] = {**before, **dict.fromkeys(changed, moment)}
            await self._vault.write([Put(row.id if row else str(uuid4()), header, {}, row)])
            self._choices = choices
        self.changes.announce()

    async def reload(self) -> None:
        """Read the choices anew, after a restore. Raises StoreError."""
        here = {name: getattr(self._choices, name) for name in OF_THIS_BROWSER}
        self._choices = self._stored()
        if any(getattr(self._choices, name) != value for name, value in here.items()):
            await self.change(**here)
        self.changes.announce()

    def _stored(self) -> Choices:
        rows = self._vault.of_kind("settings")
        if not rows:
            return Choices()
        known = {key: value for key, value in rows[0].header.items() if key in Choices.__dataclass_fields__}
        return replace(
            Choices(**known),
            consent=Consent(known.get("consent", "unasked")),
            look=Look(known.get("look", "system")),
            help_profile=frozenset(known.get("help_profile", ())),
        )
