"""Every failure that this app knows, as one tree.

    CompanionError
    ├── StoreError                the device cannot keep or give back records
    │   ├── StoreFull             no space left; nothing of the batch was kept
    │   ├── StoreReadOnly         the folder or file cannot be written
    │   ├── StoreBusy             another process has the store open
    │   ├── StoreNewer            written by a newer app
    │   ├── StoreDamaged          the file is not a sound database
    │   │   └── StoreSplit        the browser holds two journals, or one that lost its newest part in one place
    │   ├── StoreWiped            the browser erased the journal
    │   ├── StorageRefused        the browser lets the app keep nothing
    │   │   ├── FirstUnread       it does not give back the first copy; the second one can be read
    │   │   └── SecondUnread      the first copy is gone; the second one may be there, and cannot be read now
    │   ├── StoreSilent           it did not answer in time; nothing of the batch was kept
    │   └── RevisionConflict      a record is not at the revision that the writer expected
    ├── JournalKeyError
    │   ├── KeyMissing            records exist, their key does not
    │   ├── KeyWrong              the key at hand does not open them
    │   └── SealBroken            one sealed part was changed or belongs elsewhere
    ├── LockError
    │   ├── SecretWrong           the PIN or the recovery code does not open the lock
    │   ├── TooSoon               the wait after a wrong PIN is not over
    │   ├── TriesUsedUp           ten wrong PINs: the recovery code alone opens the lock
    │   └── StretchMissing        what a PIN was made a key with cannot be done here
    ├── BackupError
    │   ├── BackupUnreadable      not a backup, or a damaged one
    │   └── BackupLocked          the passphrase or recovery code does not open it
    ├── FormError
    │   ├── UnsupportedForm       a Questionnaire asks for what the form engine cannot draw
    │   ├── InvalidAnswer         an answer does not fit its question
    │   ├── NotTaken              something typed could not be taken as an answer; nothing was saved
    │   ├── NothingAnswered       there is nothing to save
    │   └── SavedAlready          an answer to what was saved or thrown away meanwhile
    ├── EntryGone                 the entry was removed meanwhile
    └── ClinicError               the clinic's server could not be reached or did not accept
        ├── Unreachable           no connection; nothing was sent
        ├── NoAnswer              sent, but no usable answer came: it may have been kept
        ├── Busy                  429 or 503; `retry_after` seconds where the server says so
        ├── ServerFailed          another 5xx
        ├── SignedOut             401
        ├── NotAllowed            403
        ├── NotThere              404 or 410
        ├── OutOfDate             409 or 412: the server has another version
        ├── Refused               400 or 422, with what the OperationOutcome says
        ├── TooLarge              413
        └── WrongMediaType        415

No message holds anything that a person typed. What a patient reads is worded in views, by class.
"""


class CompanionError(Exception):
    """The root. `str()` is for logs: it names what happened, never what was typed."""


class StoreError(CompanionError):
    """The device's store did not do what was asked."""


class StoreFull(StoreError):
    """No space is left on the device."""


class StoreReadOnly(StoreError):
    """The store's folder or file may not be written."""


class StoreBusy(StoreError):
    """Another process holds the store."""


class StoreNewer(StoreError):
    """The store's schema is newer than this app knows."""

    def __init__(self, found: int, known: int) -> None:
        super().__init__(f"store schema {found}, this app knows up to {known}")
        self.found = found
        self.known = known


class StoreDamaged(StoreError):
    """The store is not a sound database."""


class StoreSplit(StoreDamaged):
    """Database and mirror hold different journals, or the one that is ahead has lost records. Both are left whole.

    Attributes:
        saves: how many batches the database has seen, and the mirror; None where the database holds no journal.
    """

    def __init__(self, message: str, saves: tuple[int | None, int] = (None, 0)) -> None:
        super().__init__(message)
        self.saves = saves


class StoreWiped(StoreError):
    """There was a journal, and the browser has erased it with everything that could bring it back from here."""


class StorageRefused(StoreError):
    """The browser does not let the app keep anything, or does not give back what it keeps."""


class FirstUnread(StorageRefused):
    """The browser does not give back the journal's database; its mirror can be read."""


class SecondUnread(StorageRefused):
    """The database is gone. The mirror may hold the journal, and cannot be read now."""


class StoreSilent(StoreError):
    """The browser's storage did not answer in time: nothing of the batch was kept."""


class RevisionConflict(StoreError):
    """A record was changed by somebody else since it was read; nothing of the batch was written."""


class JournalKeyError(CompanionError):
    """The journal's key cannot be used."""


class KeyMissing(JournalKeyError):
    """There are records and no key for them."""


class KeyWrong(JournalKeyError):
    """The key at hand is not the one that sealed these records."""


class SealBroken(JournalKeyError):
    """A sealed part does not open: it was changed, or stands in another record's place."""


class LockError(CompanionError):
    """The lock does not open."""


class SecretWrong(LockError):
    """The PIN or the recovery code is another one."""


class TooSoon(LockError):
    """The wait after a wrong PIN is not over: nothing was tried."""


class TriesUsedUp(LockError):
    """No PIN is tried any more: the recovery code opens the lock."""


class StretchMissing(LockError):
    """Argon2id cannot be computed here: its part did not arrive, or there is not enough memory."""


class BackupError(CompanionError):
    """A backup cannot be used."""


class BackupUnreadable(BackupError):
    """The file is not one of this app's backups, or it was damaged."""


class BackupLocked(BackupError):
    """The passphrase or recovery code does not open this backup."""


class FormError(CompanionError):
    """A form cannot be used as it is."""


class UnsupportedForm(FormError):
    """A Questionnaire has an item that the form engine cannot draw."""


class InvalidAnswer(FormError):
    """An answer does not fit the question it is given to."""


class NotTaken(FormError):
    """Something that was typed could not be taken as an answer, so that nothing was saved.

    Attributes:
        page: linkId of the first page with such a field.
    """

    def __init__(self, page: str) -> None:
        super().__init__("a field holds what is no answer")
        self.page = page


class NothingAnswered(FormError):
    """Every question was skipped: there is nothing to save."""


class SavedAlready(FormError):
    """The draft is an entry by now, or was thrown away: an answer that came later is not in it."""


class EntryGone(CompanionError):
    """The entry is not in the journal any more."""


class ClinicError(CompanionError):
    """The clinic's server could not be reached, or did not do what was asked."""


class Unreachable(ClinicError):
    """No connection came about: nothing was sent."""


class NoAnswer(ClinicError):
    """The request may have arrived; no usable answer did."""


class Busy(ClinicError):
    """The server asks to wait.

    Attributes:
        retry_after: seconds, None where the server does not say.
        was_turned_away: the request was surely not carried out (429). A 503 may come from something between that
            lost the server's answer.
    """

    def __init__(self, message: str, retry_after: float | None = None, was_turned_away: bool = True) -> None:
        super().__init__(message)
        self.retry_after = retry_after
        self.was_turned_away = was_turned_away


class ServerFailed(ClinicError):
    """The server failed (5xx)."""


class SignedOut(ClinicError):
    """The server does not know this sign-in (401)."""


class NotAllowed(ClinicError):
    """The clinic does not allow this (403)."""


class NotThere(ClinicError):
    """The resource is not on the server (404, 410)."""


class OutOfDate(ClinicError):
    """The server has another version than the one named (409, 412)."""


class Refused(ClinicError):
    """The server read the resource and does not accept it (400, 422).

    Attributes:
        issues: the OperationOutcome's codes and expressions, never its free text.
    """

    def __init__(self, message: str, issues: tuple[str, ...] = ()) -> None:
        super().__init__(message)
        self.issues = issues


class TooLarge(ClinicError):
    """The request was larger than the server takes (413)."""


class WrongMediaType(ClinicError):
    """The server does not take this media type (415)."""
