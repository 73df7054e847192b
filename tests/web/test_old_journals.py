"""A browser's journal of a released version, put back row by row into a real page: it opens by its PIN and by its code."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.data.folders import FOLDERS, NAMES
from tests.web.locking import SLOW, enter, is_locked
from tests.web.phone import Phone
from tests.web.site import Site

PUT_BACK = """async (dump) => {
  const bytes = (text) => Uint8Array.from(atob(text), (one) => one.charCodeAt(0));
  const asked = (request) => new Promise((done, failed) => {
    request.onsuccess = () => done(request.result);
    request.onerror = () => failed(request.error);
  });
  const value = async (one) => {
    if (one?.key) return crypto.subtle.importKey("raw", bytes(one.key), "AES-GCM", false, ["encrypt", "decrypt"]);
    if (one?.bytes !== undefined) return bytes(one.bytes);
    if (!one?.fields) return one;
    const parts = Object.entries(one.fields).map(async ([name, inner]) => [name, await value(inner)]);
    return Object.fromEntries(await Promise.all(parts));
  };
  for (const place of dump.places) {
    const bucket = place.bucket && await navigator.storageBuckets.open(place.bucket, { persisted: true });
    const request = (bucket?.indexedDB ?? indexedDB).open(place.name, place.version);
    request.onupgradeneeded = () => {
      for (const name of Object.keys(place.stores)) request.result.createObjectStore(name);
    };
    const database = await asked(request);
    for (const [name, rows] of Object.entries(place.stores)) {
      const values = await Promise.all(rows.map(([, one]) => value(one)));
      const transaction = database.transaction(name, "readwrite");
      rows.forEach(([key], at) => transaction.objectStore(name).put(values[at], key));
      await new Promise((done, failed) => { transaction.oncomplete = done; transaction.onabort = failed; });
    }
    database.close();
  }
  for (const [name, path, text] of dump.marks) await (await caches.open(name)).put(path, new Response(text));
  for (const [name, text] of Object.entries(dump.local)) localStorage.setItem(name, text);
}"""


def put_back(phone: Phone, site: Site, folder: Path) -> dict[str, Any]:
    """Make this browser the one whose rows were taken; what its version showed."""
    dump = json.loads((folder / "browser" / "dump.json").read_text("utf-8"))
    phone.page.goto(f"{site.address}manifest.json")  # the site's origin, without the app
    phone.page.evaluate(PUT_BACK, dump)
    return dict(json.loads((folder / "browser" / "made.json").read_text("utf-8")))


@pytest.mark.parametrize("folder", FOLDERS, ids=NAMES)
def test_a_browsers_journal_opens_by_its_pin_with_every_entry_draft_and_contact(
    folder: Path, site: Site, phones: Callable[..., Phone]
) -> None:
    phone = phones(timezone_id="America/New_York")
    made = put_back(phone, site, folder)
    phone.open(site.address)
    is_locked(phone)
    enter(phone, made["secrets"]["pin"])
    expect(phone.control("Continue")).to_be_attached(timeout=SLOW)
    shown = made["shown"]
    for id in (made["changed"], made["high"], made["day-before 1"], made["evaluation 0"]):
        phone.show(f"/journal/{id}")
        for _, question, _ in shown["entries"][id]["versions"][0]["asked"]:
            phone.sees(question)
    phone.show("/contacts")
    phone.sees(shown["contacts"][0]["name"])
    phone.show("/plan")
    phone.sees("The dog.")


@pytest.mark.parametrize("folder", FOLDERS, ids=NAMES)
def test_a_browsers_journal_opens_by_its_recovery_code(folder: Path, site: Site, phones: Callable[..., Phone]) -> None:
    phone = phones(timezone_id="America/New_York")
    made = put_back(phone, site, folder)
    phone.open(site.address)
    is_locked(phone)
    phone.tap("I forgot my PIN")
    phone.type("Recovery code", made["secrets"]["pin_code"])
    phone.tap("Open")
    expect(phone.text("Choose a PIN")).to_be_attached(timeout=SLOW)
