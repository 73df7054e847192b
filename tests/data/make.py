"""Makes one version's folder of invented data, by running that version's own code (see README.md).

    cd CHECKOUT && COMPANION_KEYRING=off PYTHONPATH=$PWD python .../tests/data/make.py OUT [device|browser]

CHECKOUT is a checkout of the version; it must come first on the path. Nothing of the checkout is changed.
"""

import asyncio
import hashlib
import json
import sys
from dataclasses import replace
from pathlib import Path
from zoneinfo import ZoneInfo

HERE = Path(__file__).resolve().parent
sys.path = [*(one for one in sys.path if Path(one).resolve() != HERE), str(HERE)]

import filling  # noqa: E402

ZONE = "America/New_York"


def fix_the_clock(moment):
    """Let the device's clock say an invented time and the clinic's zone."""
    from companion.device.clock import DeviceClock

    DeviceClock.now = moment.tick
    DeviceClock.zone = lambda self: ZONE
    DeviceClock.local = lambda self, at: at.astimezone(ZoneInfo(ZONE))


async def make_device(folder, has_pin):
    """One data folder; what was made in it."""
    from companion.config import Settings, assets_dir
    from companion.content import load_content
    from companion.device.journal import reach_device_journal

    moment = filling.Moment()
    fix_the_clock(moment)
    settings = Settings(folder, assets_dir(), None)
    sealed = await reach_device_journal(settings, load_content(settings.assets))
    opened = await sealed.unseal(sealed.keyring.key)
    made = await filling.fill(opened.services, opened.store, sealed.front, moment, has_pin)
    await opened.close()
    return made


def make_devices(out):
    """`device/pin`, `device/open`, and the backups of the second."""
    for name in ("pin", "open"):
        folder = out / "device" / name
        folder.mkdir(parents=True)
        made, backups = asyncio.run(make_device(folder, name == "pin"))
        write(folder / "made.json", made)
    for secret, data in backups.items():
        (out / f"backup-{secret}.companion").write_bytes(data)
    write(out / "backup-made.json", made)


def make_clinic(out):
    """`clinic.json` as a site of this version has it."""
    from companion.clinic_file import load_site_clinic
    from companion.config import assets_dir
    from companion.site.clinic import shown_of

    clinic = load_site_clinic(HERE / "clinic.yaml")
    assert assets_dir().is_dir()
    write(out / "clinic.json", shown_of(clinic))


def make_forms(out):
    """`forms.json`: which forms this version ships, each with its version and the sum of its file."""
    from companion.config import assets_dir

    found = {}
    for file in sorted((assets_dir() / "forms").glob("*.json")):
        content = file.read_bytes()
        found[file.stem] = [json.loads(content)["version"], hashlib.sha256(content).hexdigest()]
    write(out / "forms.json", found)


REACH = """
import gc, json, types
from companion.app.running import Companion
filling = types.ModuleType("filling")
exec(SOURCE, filling.__dict__)
from companion.browser.clock import BrowserClock
moment = filling.Moment()
BrowserClock.now = moment.tick
companion = next(one for one in gc.get_objects() if isinstance(one, Companion))
services, reached = companion.opening.opened, companion._reached
made, _ = await filling.fill(services, services.journal._store, reached.front, moment)
await reached.close()
json.dumps(made)
"""

DUMP = """async () => {
  const text = (bytes) => btoa(Array.from(bytes, (one) => String.fromCharCode(one)).join(""));
  const asked = (request) => new Promise((done, failed) => {
    request.onsuccess = () => done(request.result);
    request.onerror = () => failed(request.error);
  });
  const plain = async (value) => {
    if (value instanceof CryptoKey) return { key: text(new Uint8Array(await crypto.subtle.exportKey("raw", value))) };
    if (value instanceof Uint8Array) return { bytes: text(value) };
    if (value === null || typeof value !== "object") return value;
    return { fields: Object.fromEntries(await Promise.all(
      Object.entries(value).map(async ([name, one]) => [name, await plain(one)]))) };
  };
  const dumped = async (factory, name) => {
    const database = await asked(factory.open(name));
    const stores = {};
    for (const store of database.objectStoreNames) {
      const [keys, values] = await Promise.all(["getAllKeys", "getAll"].map((read) => (
        asked(database.transaction(store).objectStore(store)[read]()))));
      stores[store] = await Promise.all(values.map(async (value, at) => [keys[at], await plain(value)]));
    }
    const { version } = database;
    database.close();
    return { name, version, stores };
  };
  const places = [{ bucket: "", ...await dumped(indexedDB, "companion") }];
  for (const bucket of await navigator.storageBuckets.keys()) {
    const opened = await navigator.storageBuckets.open(bucket);
    for (const { name } of await opened.indexedDB.databases()) {
      places.push({ bucket, ...await dumped(opened.indexedDB, name) });
    }
  }
  const marks = [];
  for (const name of await caches.keys()) {
    const cache = await caches.open(name);
    for (const request of await cache.keys()) {
      const path = new URL(request.url).pathname;
      if (path.includes("journal-exists")) marks.push([name, path, await (await cache.match(request)).text()]);
    }
  }
  return { places, marks, local: Object.fromEntries(Object.entries(localStorage)) };
}"""


def make_browser(out):
    """`browser/dump.json`: the rows of every place, the marks and the keys, from a real page."""
    from playwright.sync_api import sync_playwright

    from tests.browser import QUICK, chromium
    from tests.web import site as sites
    from tests.web.phone import SCREEN, Phone

    folder = out / "browser"
    folder.mkdir(parents=True)
    built = Path(sys.argv[3]) if len(sys.argv) > 3 else out.parent / f"{out.name}-site"
    if not (built / "index.html").exists():
        sites.build(built)
    site = sites.Site(built)
    with sync_playwright() as playwright:
        rewrite_all(site, sites)
        site.server.begin()
        browser = playwright.chromium.launch(executable_path=chromium(), args=list(QUICK))
        context = browser.new_context(**{**SCREEN, "service_workers": "block", "timezone_id": ZONE})
        phone = Phone(context.new_page())
        phone.open(site.address)
        phone.sees("Welcome")
        source = f"SOURCE = {(HERE / 'filling.py').read_text('utf-8')!r}\n{REACH}"
        made = phone.page.workers[0].evaluate("source => python.runPythonAsync(source)", source)
        write(folder / "made.json", json.loads(made))
        dump = phone.page.evaluate(DUMP)
        write(folder / "dump.json", dump)
        browser.close()
    site.stop()


def rewrite_all(site, sites):
    """Python in reach, and a wrapping key that the dump can take along."""
    changes = [
        sites.PYTHON_IN_REACH,
        ("crypto.js", 'generateKey({ name: "AES-GCM", length: 256 }, false,',
         'generateKey({ name: "AES-GCM", length: 256 }, true,'),
    ]  # fmt: skip
    told = []
    for change in changes:
        site.rewrite(*change)
        told.append(site.server.faults["/"].change)
    site.server.faults["/"] = replace(site.server.faults["/"], change=lambda page: told[1](told[0](page)))


def write(path, content):
    """As JSON, in lines that a diff can show; bytes of a dump in one line each."""
    path.write_text(json.dumps(content, ensure_ascii=False, indent=1) + "\n", "utf-8")


def main():
    """OUT and, if wanted, which of the two."""
    out, what = Path(sys.argv[1]), sys.argv[2] if len(sys.argv) > 2 else "all"
    out.mkdir(parents=True, exist_ok=True)
    if what in ("all", "device"):
        make_devices(out)
        make_clinic(out)
        make_forms(out)
    if what in ("all", "browser"):
        make_browser(out)


if __name__ == "__main__":
    main()
