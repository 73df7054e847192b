"""Logs that hold nothing a person typed: exceptions appear by type and place, never with their text."""

import logging
import traceback
from types import TracebackType


class PlaceFormatter(logging.Formatter):
    """Writes where an exception came from, not what it says: its text may quote an answer."""

    def formatException(  # noqa: N802 - the base class's name
        self,
        ei: tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None],
    ) -> str:
        """Type and frames."""
        kind, _, trace = ei
        frames = traceback.extract_tb(trace)
        places = " < ".join(f"{frame.name}:{frame.lineno}" for frame in reversed(frames[-6:]))
        return f"{kind.__name__ if kind else 'exception'} at {places}"

    def format(self, record: logging.LogRecord) -> str:
        """One line; a cached traceback of another formatter is not used."""
        record.exc_text = None
        return super().format(record)


def set_up_logs(verbose: bool = False) -> None:
    """Log to stderr: warnings, with `verbose` also what the app does. Flet's transport log is off for good."""
    handler = logging.StreamHandler()
    handler.setFormatter(PlaceFormatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(logging.WARNING)
    logging.getLogger("companion").setLevel(logging.INFO if verbose else logging.WARNING)
    for name in ("flet_transport", "flet_controls", "flet_object_patch", "uvicorn.access", "httpx", "httpcore"):
        quiet = logging.getLogger(name)
        quiet.setLevel(logging.CRITICAL)
        quiet.propagate = False
