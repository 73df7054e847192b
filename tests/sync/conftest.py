"""A phone with a journal and an engine, and the server that misbehaves."""

from collections.abc import Callable
from dataclasses import dataclass, field
from uuid import uuid4

import pytest

from companion.api_client import ClinicClient
from companion.config import ClinicSettings, assets_dir
from companion.content import DAILY_CHECK_IN, load_content
from companion.device.sealing import AesGcmSealing
from companion.domain.journal import Delivery, EntryHead
from companion.services.journal import Journal
from companion.store.journal import JournalStore
from companion.store.vault import open_vault
from companion.sync.engine import SyncEngine
from tests.fakes import FixedClock, MemoryRecords, NoBackground, SteadyRandomness
from tests.sync.server import FhirServer

SETTINGS = ClinicSettings("Example Clinic", "http://clinic.example/fhir", patient_id="robin", token="secret-token")
CONTENT = load_content(assets_dir())


@dataclass
class Phone:
    """Journal, engine and clock over records that outlive a crash."""

    server: FhirServer
    records: MemoryRecords = field(default_factory=MemoryRecords)
    clock: FixedClock = field(default_factory=FixedClock)
    may_send: bool = True
    settings: ClinicSettings = SETTINGS
    make_transport: Callable[["Phone"], object] = lambda phone: phone.server

    async def start(self) -> "Phone":
        """Open the journal anew, as after a crash."""
        self.store = JournalStore(await open_vault(self.records, AesGcmSealing(bytes(32))))
        self.journal = Journal(self.store, CONTENT.forms, self.clock)
        await self.journal.load()
        self.client = ClinicClient(self.settings, self.make_transport(self))  # type: ignore[arg-type]
        self.engine = SyncEngine(
            self.store, self.client, CONTENT.forms, self.clock, NoBackground(), SteadyRandomness(),
            lambda: self.may_send, lambda: None, self.settings.patient_id,
        )  # fmt: skip
        return self

    async def write(self, mood: int = 5, note: str = "") -> EntryHead:
        """A new entry."""
        draft = self.journal.begin(DAILY_CHECK_IN)
        await self.journal.answer(draft.id, "mood", mood, 0)
        await self.journal.answer(draft.id, "note", note or f"note {uuid4()}", 0)
        return await self.journal.finish(draft.id)

    async def change(self, entry_id: str, mood: int) -> None:
        """A new version of an entry."""
        draft = await self.journal.begin_change(entry_id)
        await self.journal.answer(draft.id, "mood", mood, 0)
        await self.journal.answer(draft.id, "note", f"note {uuid4()}", 0)
        await self.journal.finish(draft.id)

    def state(self, entry_id: str) -> Delivery:
        """How far it got."""
        item = self.store.outbox_of(entry_id)
        assert item is not None
        return item.state

    async def cycle(self, after: float = 0) -> None:
        """Some time passes, then one cycle."""
        self.clock.advance(after)
        await self.engine.cycle()


@pytest.fixture
def server() -> FhirServer:
    return FhirServer()


@pytest.fixture
def phone(server: FhirServer) -> Phone:
    return Phone(server)
