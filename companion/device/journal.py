"""Opening the journal of this device: store and ring of keys first, the services over them with the journal's key."""

from companion.config import Settings
from companion.content import Content
from companion.services.backup import Backup, origin_of
from companion.services.bundle import OpenJournal, SealedJournal, Services
from companion.services.clinic import Clinic
from companion.services.course import Course, course_settings
from companion.services.front import Front
from companion.services.journal import Journal
from companion.services.library import Library
from companion.services.lock import Lock
from companion.services.plan import Support
from companion.services.preferences import Preferences
from companion.services.safety import Safety
from companion.store.front import FrontStore
from companion.store.journal import JournalStore
from companion.store.plan import PlanStore
from companion.store.reading import ReadingLog
from companion.store.safety import SafetyLog
from companion.store.vault import open_vault

FILE = "journal.db"


async def reach_device_journal(settings: Settings, content: Content) -> SealedJournal:
    """The journal in the data folder, found or created, still sealed. Raises StoreError, JournalKeyError, OSError."""
    # Native or slow to import, and not needed for the first frame.
    from companion.device.clock import DeviceClock
    from companion.device.keys import open_secrets
    from companion.device.records import SqliteRecords
    from companion.device.sealing import DeviceCryptography
    from companion.store.keyring import open_keyring

    records = await SqliteRecords.open(settings.data / FILE)
    try:
        exist = bool(await records.headers())
        secrets = await open_secrets(settings.data, exist)
        cryptography, clock = DeviceCryptography(), DeviceClock()
        keyring = await open_keyring(secrets, cryptography, clock)
    except BaseException:
        await records.close()
        raise

    front = Front(FrontStore(records, cryptography, keyring), content.forms, clock)

    async def unseal(key: bytes) -> OpenJournal:
        vault = await open_vault(records, cryptography.sealing(key), clock.now)
        store, preferences = JournalStore(vault), Preferences(vault)
        unread = await front.move_in(vault, store)
        journal = Journal(store, content.forms, clock)
        await journal.load()
        support = Support(PlanStore(vault), front.store, preferences, clock)
        await support.load()
        front.forget()
        services = Services(
            journal=journal,
            preferences=preferences,
            clinic=Clinic(settings.clinic, preferences),
            backup=Backup(vault, store, cryptography, support.reload, origin_of(settings.clinic)),
            content=content,
            safety=Safety(SafetyLog(vault), journal, preferences, content.red_flags, store.course.all),
            lock=Lock(keyring, key, preferences),
            support=support,
            library=Library(ReadingLog(vault), clock, content.books),
            course=Course(store.course, journal, clock, content.guidance, course_settings(settings.clinic)),
            damaged=len(vault.damaged) + unread,
            key_in_file=secrets.kept_in == "file",
        )
        return OpenJournal(services, store, clock, vault.close)

    return SealedJournal(keyring, front, unseal, records.close)


async def open_device_journal(settings: Settings, content: Content) -> OpenJournal:
    """The journal where no PIN is set, opened in one go. Raises what `reach_device_journal` raises, and KeyWrong."""
    return await (await reach_device_journal(settings, content)).open_without_pin()


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
