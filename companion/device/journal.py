"""Opening the journal of this device: store, key, and the services over them."""

from companion.config import Settings
from companion.content import Content
from companion.services.backup import Backup
from companion.services.bundle import OpenJournal, Services
from companion.services.clinic import Clinic
from companion.services.journal import Journal
from companion.services.preferences import Preferences
from companion.services.safety import Safety
from companion.store.journal import JournalStore
from companion.store.safety import SafetyLog
from companion.store.vault import open_vault

FILE = "journal.db"


async def open_device_journal(settings: Settings, content: Content) -> OpenJournal:
    """Open or create the journal in the data folder. Raises StoreError, JournalKeyError, OSError."""
    # Native or slow to import, and not needed for the first frame.
    from companion.device.clock import DeviceClock
    from companion.device.keys import open_data_key
    from companion.device.records import SqliteRecords
    from companion.device.sealing import DeviceCryptography

    path = settings.data / FILE
    records = await SqliteRecords.open(path)
    try:
        exist = bool(await records.headers())
        key = await open_data_key(settings.data, exist)
        cryptography = DeviceCryptography()
        vault = await open_vault(records, cryptography.sealing(key.key))
        store, clock = JournalStore(vault), DeviceClock()
        preferences = Preferences(vault)
        journal = Journal(store, content.forms, clock)
        await journal.load()
    except BaseException:
        await records.close()
        raise
    services = Services(
        journal=journal,
        preferences=preferences,
        clinic=Clinic(settings.clinic, preferences),
        backup=Backup(vault, store, cryptography),
        content=content,
        safety=Safety(SafetyLog(vault), journal, preferences, content.red_flags),
        damaged=len(vault.damaged),
        key_in_file=key.kept_in == "file",
    )
    return OpenJournal(services, store, clock, vault.close)


async def rescue_device_journal(settings: Settings) -> None:
    """Save what can be read of a damaged store. Raises StoreDamaged when nothing can."""
    from companion.device.clock import DeviceClock
    from companion.device.rescue import rescue

    await rescue(settings.data / FILE, DeviceClock().now().strftime("%Y%m%dT%H%M%SZ"))


async def begin_anew_device_journal(settings: Settings) -> None:
    """Set a journal that does not open aside, whole. The next opening begins a new one. Raises StoreError."""
    from companion.device.aside import set_aside
    from companion.device.clock import DeviceClock

    await set_aside(settings.data / FILE, DeviceClock().now().strftime("%Y%m%dT%H%M%SZ"))
