"""The states in which Help has to open, each brought about in a real page. A new state is one more function here."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import expect

from tests.web.locking import lock_now, set_pin
from tests.web.phone import Phone
from tests.web.site import PYTHON_IN_REACH, Site

ENDLESS = "() => { setTimeout(() => { for (;;) {} }) }"
TAKE_THE_KEY = """async () => {
  const mirror = (await navigator.storageBuckets.open('companion-mirror')).indexedDB;
  for (const [factory, name] of [[indexedDB, 'companion'], [mirror, 'companion-mirror']])
    await new Promise((done, fail) => {
      const asked = factory.open(name);
      asked.onerror = () => fail(asked.error);
      asked.onsuccess = () => {
        const writing = asked.result.transaction(['keys'], 'readwrite');
        writing.objectStore('keys').clear();
        writing.oncomplete = () => { asked.result.close(); done(); };
      };
    });
}"""
DAMAGE = """() => new Promise((done, fail) => {
  const asked = indexedDB.open('companion');
  asked.onerror = () => fail(asked.error);
  asked.onsuccess = () => {
    const writing = asked.result.transaction(['meta'], 'readwrite');
    writing.objectStore('meta').openCursor().onsuccess = ({ target: { result: cursor } }) => {
      if (!cursor) return;
      cursor.update({ ...cursor.value, id: 'another journal' });
      cursor.continue();
    };
    writing.oncomplete = () => { asked.result.close(); done(); };
  };
})"""


@dataclass(frozen=True)
class World:
    """What a state is made of: a site with an invented patient's journal, one without a clinic's token, phones."""

    lived_in: Site
    signed_out: Callable[[], Site]
    phones: Callable[..., Phone]


@dataclass(frozen=True)
class State:
    """A page in a state. Where the app cannot draw a route, `opens_addresses` says that its address is opened anew."""

    phone: Phone
    address: str
    opens_addresses: bool = False


def _opened(world: World, site: Site | None = None, **more: bool) -> tuple[Phone, Site]:
    phone, site = world.phones(**more), site or world.lived_in
    phone.open(site.address)
    phone.help_knows_the_country()
    return phone, site


def normal(world: World) -> State:
    """The app as it is every day."""
    phone, site = _opened(world)
    return State(phone, site.address)


def offline(world: World) -> State:
    """No network, and the host is gone."""
    phone, site = _opened(world, keeps_site=True)
    phone.has_kept_the_site()
    site.stop()
    phone.page.context.set_offline(True)
    return State(phone, site.address)


def signed_out(world: World) -> State:
    """A clinic, and no token of it."""
    site = world.signed_out()
    phone = world.phones()
    phone.open(site.address)
    phone.begin()
    return State(phone, site.address)


def locked(world: World) -> State:
    """The journal behind its PIN."""
    phone, site = _opened(world)
    set_pin(phone)
    lock_now(phone)
    return State(phone, site.address)


def store_damaged(world: World) -> State:
    """The journal is there and cannot be read."""
    return _with_closed_journal(world, DAMAGE)


def store_without_key(world: World) -> State:
    """The journal is there, and its key in no place."""
    return _with_closed_journal(world, TAKE_THE_KEY)


def _with_closed_journal(world: World, how: str) -> State:
    phone, site = _opened(world)
    phone.page.goto(site.address + "favicon.png")
    phone.page.evaluate(how)
    phone.open(site.address)
    phone.sees("Help works without your journal: “Help now” is at the top of the screen.")
    return State(phone, site.address)


def error_card(world: World) -> State:
    """Every screen fails while it is drawn."""
    world.lived_in.rewrite(*PYTHON_IN_REACH)
    phone, site = _opened(world)
    phone.page.workers[0].evaluate(
        "() => python.runPython(`from companion.views.components import layout\\n"
        "layout.screen.__code__ = (lambda *a, **k: 1 / 0).__code__`)"
    )
    phone.show("/journal")
    phone.sees("This screen did not open")
    return State(phone, site.address)


def hung_worker(world: World) -> State:
    """Python goes in circles."""
    phone, site = _opened(world)
    phone.page.workers[0].evaluate(ENDLESS)
    return State(phone, site.address)


def dead_worker(world: World) -> State:
    """Python is gone."""
    phone, site = _opened(world)
    phone.page.evaluate("companion.worker.terminate()")
    return State(phone, site.address)


def broken_canvas(world: World) -> State:
    """Nothing is drawn any more."""
    phone, site = _opened(world)
    phone.page.evaluate("document.querySelectorAll('flutter-view, flt-glass-pane').forEach(one => one.remove())")
    expect(phone.page.locator("flutter-view")).to_have_count(0)
    return State(phone, site.address)


def before_load(world: World) -> State:
    """Nothing but the page has arrived."""
    phone, site = world.phones(), world.lived_in
    for name in ("pyodide-", "python-", "client-", "/app-", "/js/"):
        site.fault(name, hangs=True)
    phone.page.add_init_script("localStorage.setItem('flutter.companion.country', '\"US\"')")
    return State(phone, site.address, opens_addresses=True)


STATES = (
    normal, offline, signed_out, locked, store_damaged, store_without_key, error_card, hung_worker, dead_worker, broken_canvas,
    before_load,
)  # fmt: skip


WALK = """async (routes) => {
  const failed = {}, by = (id) => document.getElementById(id);
  const frame = () => new Promise((next) => setTimeout(next, 60));
  const isOnTop = (one) => {
    if (!one || !one.getClientRects().length) return false;
    const box = one.getBoundingClientRect();
    return one.contains(document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2));
  };
  for (const route of routes) {
    if (route) location.hash = '#' + route;
    await frame();
    const layer = by('companion-help-layer');
    if (/help$/.test(route || location.hash) && layer.hasAttribute('data-open')) by('companion-help-close').click();
    await frame();
    const button = by('companion-help-button');
    if (!isOnTop(button)) { failed[route] = 'no button'; continue; }
    button.click();
    if (!isOnTop(layer.querySelector('a[href="tel:911"]'))) failed[route] = 'no emergency number';
    else if (!isOnTop(layer.querySelector('a[href="tel:988"]'))) failed[route] = 'no line';
    by('companion-help-close').click();
    if (layer.hasAttribute('data-open')) failed[route] = 'does not close';
  }
  return failed;
}"""
"""Each route: the button is on top of whatever is there, and one tap shows numbers that can be tapped."""


def walk(state: State, routes: list[str]) -> dict[str, str]:
    """The routes on which Help does not open, and why; from one page, so that a state is brought about once."""
    page = state.phone.page
    if not state.opens_addresses:
        return dict(page.evaluate(WALK, routes))
    failed = {}
    for route in routes:
        page.goto("about:blank")
        page.goto(f"{state.address}#{route}", wait_until="commit")
        page.locator("#companion-help-button").wait_for()
        failed.update({route: why for why in page.evaluate(WALK, [""]).values()})
    return failed


def site_of(folder: Path) -> Site:
    """A built folder, served."""
    one = Site(folder)
    one.server.begin()
    return one
