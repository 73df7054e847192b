"""What the browser says, as the tree of errors."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from companion.errors import (
    FirstUnread,
    RevisionConflict,
    StorageRefused,
    StoreBusy,
    StoreDamaged,
    StoreError,
    StoreFull,
    StoreNewer,
    StoreReadOnly,
    StoreSilent,
    StoreWiped,
)

_BY_NAME: Mapping[str, type[StoreError]] = {
    "RevisionConflict": RevisionConflict,
    "Busy": StoreBusy,
    "Blocked": StoreBusy,
    "OtherWriter": StoreBusy,
    "Erased": StoreWiped,
    "QuotaExceededError": StoreFull,
    "ReadOnlyError": StoreReadOnly,
    "Timeout": StoreSilent,
    "Unsure": StoreSilent,
    "FirstUnread": FirstUnread,
    "RowsMissing": StoreDamaged,
    "OtherJournal": StoreDamaged,
    "DataError": StoreDamaged,
    "DataCloneError": StoreDamaged,
    # No permission, a private window that keeps nothing, a browser without what is needed, a disk that fails.
    "NoStorage": StorageRefused,
    "SecurityError": StorageRefused,
    "NotAllowedError": StorageRefused,
    "InvalidStateError": StorageRefused,
    "UnknownError": StorageRefused,
    "NotReadableError": StorageRefused,
}


@contextmanager
def errors_of_the_browser() -> Iterator[None]:
    """Turn an exception of JavaScript into one of the tree, by its name alone. Others pass."""
    try:
        yield
    except Exception as error:
        # By its name: pyodide's own class cannot be imported on CPython.
        if type(error).__name__ != "JsException":
            raise
        raise _translated(error) from error


def error_named(name: str) -> StoreError:
    """Return the error that a name of the browser, or of js/records.js, stands for."""
    return _BY_NAME.get(name, StoreError)(f"the browser said {name}")


def _translated(error: Exception) -> StoreError:
    name = str(getattr(error, "name", "Error"))
    if name == "VersionError":
        return StoreNewer(int(getattr(error, "found", 0)), int(getattr(error, "known", 0)))
    return error_named(name)
