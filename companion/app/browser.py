"""The app wholly in the page: prepared once (for the snapshot), started in each page that restores it."""

import asyncio
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import flet as ft
import flet.messaging.pyodide_connection as pyodide_connection

from companion.app.running import Companion
from companion.background import LoopBackground
from companion.browser.clock import BrowserClock, BrowserRandomness
from companion.browser.journal import open_browser_journal
from companion.config import ClinicSettings
from companion.content import Content, load_content
from companion.i18n import Words, load_words
from companion.device.logs import set_up_logs


@dataclass(frozen=True)
class Prepared:
    """What every start of this build has in common. It holds nothing of a person."""

    content: Content
    words: Words


def prepare(assets: str) -> Prepared:
    """Read what the first screens need."""
    set_up_logs()
    return Prepared(load_content(Path(assets)), load_words(Path(assets)))
