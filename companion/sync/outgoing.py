"""What is sent for an entry, and what the clinic's version of it turns out to be."""

from dataclasses import dataclass, replace

from companion.answers import Create, Found, Operation, Update
from companion.api_client import ClinicClient
from companion.domain.form_versions import Forms
from companion.domain.journal import UNREADABLE, Delivery, Entry, EntryStatus, OutboxItem
from companion.errors import ClinicError, EntryGone, NotThere, SealBroken
from companion.fhir import response_to_fhir, same_content
from companion.store.journal import JournalStore
from companion.sync.classify import Acknowledged, Compare, MakeAgain, Step, later


@dataclass(frozen=True, slots=True)
class Sending:
    """One entry on its way: what the outbox said before, what is sent."""

    item: OutboxItem
    entry: Entry
    operation: Operation


class Outgoing:
    """Makes resources of entries, and compares them with what the clinic has."""

    def __init__(self, store: JournalStore, client: ClinicClient, forms: Forms, patient_id: str) -> None:
        self._store = store
        self._client = client
        self._forms = forms
        self._patient_id = patient_id

    async def prepare(self, item: OutboxItem) -> Sending | OutboxItem | None:
        """What to send for an entry; None when there is nothing, the outbox state to write when it is damaged."""
        try:
            entry = await self._store.entry(item.entry_id)
        except EntryGone:
            return None
        except SealBroken:
            head = self._store.head(item.entry_id)
            version = head.version if head else item.version
            return replace(item, version=version, state=Delivery.REFUSED, issues=(UNREADABLE,), due=None)
        item = replace(item, version=entry.head.version)
        is_removed = entry.head.status is EntryStatus.REMOVED
        if is_removed and not item.server_id:
            await self._store.forget(item.entry_id)  # it never left this device
            return None
        form = self._forms.of(entry.head.form, entry.head.form_version)
        resource = response_to_fhir(entry, form, self._patient_id, item.server_id)
        if item.server_id:
            return Sending(item, entry, Update(item.entry_id, item.server_id, item.etag, resource))
        return Sending(item, entry, Create(item.entry_id, resource))

    async def compare(self, one: Sending, step: Compare) -> Step | OutboxItem:
        """The server has a version of this entry: ours, an older one of ours, or somebody else's."""
        try:
            server_id = step.server_id or one.item.server_id
            found = await self._client.read(server_id) if server_id else await self._client.find(one.item.entry_id)
        except NotThere:
            return MakeAgain()
        except ClinicError as error:
            return later(error)
        if found is None:
            return MakeAgain()
        if same_content(found.resource, one.operation.resource):
            return Acknowledged(found.server_id, found.etag)
        if isinstance(one.operation, Create) or await self._is_our_own(found, one):
            # An earlier version of ours, of which no answer had come: ours of now follows it.
            return replace(one.item, state=Delivery.PENDING, server_id=found.server_id, etag=found.etag, due=None)
        return Compare(found.server_id)

    async def _is_our_own(self, found: Found, one: Sending) -> bool:
        """Whether what the server has is an earlier version of the person's own."""
        for earlier in await self._store.history(one.entry.head.id):
            form = self._forms.of(earlier.head.form, earlier.head.form_version)
            if same_content(found.resource, response_to_fhir(earlier, form, self._patient_id)):
                return True
        return False
