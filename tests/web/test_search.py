"""The library's search in the browser: what is typed is nowhere but in the page, and is gone with it."""

import re
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import expect

from tests.web.phone import A_MOMENT, Phone
from tests.web.site import Site
from tests.web.test_privacy import places

MARKER = "kingfisherzanzibar"
KEPT_BY_THE_PAGE = """async () => {
  const found = [JSON.stringify(localStorage), JSON.stringify(sessionStorage), document.cookie, location.href,
                 JSON.stringify(history.state), document.title, JSON.stringify(performance.getEntries())];
  for (const { name } of await indexedDB.databases()) {
    const database = await new Promise((resolve, reject) => {
      const asked = indexedDB.open(name);
      asked.onsuccess = () => resolve(asked.result);
      asked.onerror = () => reject(asked.error);
    });
    for (const store of database.objectStoreNames) {
      const all = database.transaction(store).objectStore(store).getAll();
      await new Promise(resolve => { all.onsuccess = all.onerror = resolve });
      for (const one of all.result ?? []) {
        const bytes = Object.values(one ?? {}).filter(value => ArrayBuffer.isView(value) || value instanceof ArrayBuffer);
        found.push(JSON.stringify(one), ...bytes.map(value => new TextDecoder().decode(value)));
      }
    }
    database.close();
  }
  for (const name of await caches.keys()) {
    for (const request of await (await caches.open(name)).keys()) found.push(request.url);
  }
  return found.join(" ");
}"""


def test_what_is_searched_for_is_in_no_storage_address_request_console_or_file_of_the_browser(
    site: Site, kept_phones: Callable[..., Phone], tmp_path: Path
) -> None:
    phone = kept_phones("searcher")
    phone.page.context.on("request", lambda request: phone.finished.append(f"{request.url} {request.post_data or ''}"))
    phone.open(site.address)
    phone.begin()
    phone.tap(re.compile("^Learn"), "tab")
    phone.sees("All topics")
    phone.type("Find an article", f"{MARKER} kill myself")
    phone.sees("You do not have to do this alone")
    expect(phone.control(re.compile("^Call 988"), "link").or_(phone.control(re.compile("^Call 988")))).to_be_attached()
    field = phone.page.locator("flt-text-editing-host input, flt-semantics-host input").first
    expect(field).to_have_attribute("autocomplete", "off")
    phone.tap(re.compile("^If you feel unsafe"))
    phone.sees("What we do not know")
    phone.tap("Back")
    expect(phone.control("Find an article", "textbox")).to_be_attached(timeout=A_MOMENT)
    phone.has_kept_the_site()
    assert MARKER not in phone.page.evaluate(KEPT_BY_THE_PAGE)
    assert MARKER not in " ".join([*phone.console, *phone.finished])
    phone.page.context.close()
    assert places(tmp_path / "searcher", MARKER) == []

    again = kept_phones("searcher")
    again.open(site.address)
    again.sees("How is your mood right now?")
    again.show("/learn")
    again.sees("All topics")
    assert MARKER not in again.page.content()
