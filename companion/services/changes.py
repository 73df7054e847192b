"""One small subscription type: a service announces, a hook in views listens."""

import logging
import weakref
from collections.abc import Callable
from typing import Any

Listener = Callable[[], Any]

log = logging.getLogger("companion.changes")


class Changes:
    """Tells listeners that something changed, not what: they read it anew.

    `count` grows with each change, for a listener that comes late. Listeners are held weakly, so that a screen that
    is gone is forgotten; keep what `subscribe` is given alive.
    """

    def __init__(self) -> None:
        self._listeners: list[weakref.ref[Any]] = []
        self.count = 0

    def subscribe(self, listener: Listener) -> Callable[[], None]:
        """Call `listener` at each change, until the returned function is called."""
        kind = weakref.WeakMethod if hasattr(listener, "__self__") else weakref.ref
        reference = kind(listener)
        self._listeners.append(reference)
        return lambda: self._listeners.remove(reference) if reference in self._listeners else None

    def announce(self) -> None:
        """Tell every listener that is still there.

        One that fails (its window was closed) is dropped: it may not undo what was already saved.
        """
        self.count += 1
        for reference in tuple(self._listeners):
            listener = reference()
            if listener is None:
                self._listeners.remove(reference)
                continue
            try:
                listener()
            except Exception as error:
                log.warning("a listener was dropped after %s", type(error).__name__)
                self._listeners.remove(reference)
