"""The browser's ports keep the same contracts as the device's, in a real page by the ordinary start of Python."""

import asyncio
from collections.abc import Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from playwright.sync_api import Browser, sync_playwright

from companion.device.sealing import DeviceCryptography
from companion.store.backup import OpenRecord, make_backup, read_backup
from tests.browser import QUICK, chromium
from tests.contract.records_contract import RecordsContract
from tests.contract.sealing_contract import SealingContract
from tests.contract.secrets_contract import SecretsContract
from tests.page.browser import BarePage, tab
from tests.page.server import page_server

SECRET = "a passphrase of some length, café"
BODY = {"answers": {"note": {"string": "words in a backup: naïve café 🙂"}}}


def claims_of(contract: type) -> list[str]:
    return sorted(name for name in dir(contract) if name.startswith("test_"))


def beside_the_browser(work: Coroutine[Any, Any, Any]) -> Any:
    """Run it on another thread: Playwright has a loop of its own on this one."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, work).result()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        one = playwright.chromium.launch(executable_path=chromium(), args=list(QUICK))
        yield one
        one.close()


@pytest.fixture(scope="module")
def page(browser: Browser) -> Iterator[BarePage]:
    with page_server() as server:
        yield tab(browser.new_context(timezone_id="America/St_Johns"), server, start="")


@pytest.mark.parametrize("test", claims_of(RecordsContract))
def test_indexed_db_records(page: BarePage, test: str) -> None:
    failed = page.run("contract", ["records", test])
    assert not failed, failed


@pytest.mark.parametrize("test", claims_of(SealingContract))
def test_web_cryptography(page: BarePage, test: str) -> None:
    failed = page.run("contract", ["sealing", test])
    assert not failed, failed


@pytest.mark.parametrize("test", claims_of(SecretsContract))
def test_browser_secrets(page: BarePage, test: str) -> None:
    failed = page.run("contract", ["secrets", test])
    assert not failed, failed


def test_a_contract_that_is_broken_is_found(page: BarePage) -> None:
    assert "AttributeError" in page.run("contract", ["records", "test_of_nothing"])


def test_a_backup_made_in_the_page_opens_on_the_device(page: BarePage) -> None:
    file = bytes.fromhex(page.run("backup", {"secret": SECRET, "body": BODY}))
    records = beside_the_browser(read_backup(file, SECRET, DeviceCryptography()))
    assert [record.id for record in records] == ["id"] and b"caf\\u00e9" in records[0].body


def test_a_backup_made_on_the_device_opens_in_the_page(page: BarePage) -> None:
    record = OpenRecord("id", 1, 1, b'{"k":"entry"}', b'{"note":"from the device"}')
    file = beside_the_browser(make_backup([record], SECRET, DeviceCryptography()))
    assert page.run("opened_backup", {"secret": SECRET, "file": file.hex()}) == [{"note": "from the device"}]


def test_the_clock_has_the_zone_of_the_browser_and_the_offset_of_each_moment(page: BarePage) -> None:
    zone, today, winter, summer = page.run("clock", ["2026-11-24T08:00:00+00:00", "2026-07-24T08:00:00+00:00"])
    assert zone == "America/St_Johns" and len(today) == 10
    assert (winter, summer) == ("2026-11-24T04:30:00-03:30", "2026-07-24T05:30:00-02:30")
