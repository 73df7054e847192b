"""The app's screens by their addresses, read from its own routes: a new screen is in every test by itself."""

from collections.abc import Iterator
from typing import Any
from unittest.mock import patch

import flet as ft

from companion.config import assets_dir
from companion.views import root

FORMS = tuple(file.stem for file in sorted((assets_dir() / "forms").glob("*.json")))
UNKNOWN = ("/journal/no-such-entry", "/no/such/screen", "/form/no-such-form")


def screens(entry: str = "no-such-entry") -> list[str]:
    """The address of every screen; `entry` stands where one asks for an entry's id."""
    with patch.object(ft, "Router", lambda routes, **_: routes):
        found = _addresses(root._routes(), "")
    named = [address.replace(":name", form) for address in found for form in (FORMS if ":name" in address else ("",))]
    return [_filled(address, entry) for address in named]


def _filled(address: str, entry: str) -> str:
    """An exercise's address names one that is there."""
    if address.startswith("/steady"):
        return address.replace(":id", "slow-breathing").replace(":version", "slow").replace(":rounds", "10")
    return address.replace(":id", entry)


def _addresses(routes: list[Any], base: str) -> Iterator[str]:
    for one in routes:
        address = f"{base}/{one.path}" if one.path else base
        if one.children:
            yield from _addresses(one.children, address)
        else:
            yield address or "/"
