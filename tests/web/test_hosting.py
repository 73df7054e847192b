"""The headers of `companion serve`, what the page's policy allows, and whom the demo clinic answers."""

import http.client
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Worker

from tests.processes import Process, start
from tests.web.phone import Phone
from tests.web.site import Site

ASKS = "url => fetch(url).then(() => 'answered', () => 'refused')"
READS = """async ([url, token]) => {
  const answer = await fetch(url, { headers: { Authorization: "Bearer " + token } });
  return [answer.status, answer.headers.get("etag")];
}"""


@pytest.fixture
def elsewhere(built: Path) -> Iterator[Site]:
    """A server of another origin that listens to what it is asked."""
    one = Site(built)
    one.server.begin()
    yield one
    one.stop()


@pytest.fixture
def serving(built: Path) -> Iterator[Process]:
    """`companion serve` as a process of its own."""
    process = start("companion", "serve", str(built))
    yield process
    process.stop()


def status_of(address: str, path: str) -> int:
    """Of a path exactly as it is written: a browser would tidy it up first."""
    connection = http.client.HTTPConnection(address.removeprefix("http://").rstrip("/"))
    connection.request("GET", path)
    return connection.getresponse().status


def test_serve_sends_the_security_headers_with_every_answer_and_keeps_what_is_named_by_content(
    serving: Process, built: Path
) -> None:
    address = serving.line_with("Companion:").split()[-1]
    names = [file.relative_to(built).as_posix() for file in built.rglob("*.js")]
    for name in ["", "index.html", "manifest.json", "service-worker.js", "no/such/file", *names]:
        headers = httpx.get(address + name).headers
        assert "default-src 'self'" in headers["content-security-policy"]
        assert "frame-ancestors 'none'" in headers["content-security-policy"]
        assert headers["x-content-type-options"] == "nosniff" and headers["referrer-policy"] == "no-referrer"
        assert headers["x-frame-options"] == "DENY" and "access-control-allow-origin" not in headers
        is_fixed = re.match(r"(pyodide|python|client|app)-[0-9a-f]{12}/", name)
        assert ("immutable" in headers["cache-control"]) == bool(is_fixed), name
    assert httpx.get(address).headers["cache-control"] == "no-cache"
    assert serving.stop() == 0
    assert "Traceback" not in "".join(serving.output)


def test_serve_gives_the_best_form_that_the_browser_takes(site: Site) -> None:
    script = next(name for name in site.files() if name.endswith("js/worker.js"))
    raw = (site.folder / script).read_bytes()
    for accepted, coding in (("br, gzip", "br"), ("gzip", "gzip"), ("identity", None)):
        answer = httpx.get(site.address + script, headers={"Accept-Encoding": accepted})
        assert answer.headers.get("content-encoding") == coding
        assert answer.headers["content-type"] == "text/javascript"
        assert coding == "br" or answer.content == raw
    wasm = next(name for name in site.files() if name.endswith(".wasm"))
    assert httpx.head(site.address + wasm).headers["content-type"] == "application/wasm"


def test_serve_gives_nothing_from_outside_its_folder_nor_what_is_for_the_host(site: Site) -> None:
    secret = site.folder.parent / "secret.txt"
    secret.write_text("secret")
    for path in ("/../secret.txt", "/%2e%2e/secret.txt", "/..%2fsecret.txt", "/app/../../secret.txt", "//etc/passwd",
                 "/headers.json", "/index.html.br", "/%00", "/" + "x" * 5000):  # fmt: skip
        assert status_of(site.address, path) == 404, path


def test_serve_refuses_another_address_than_this_machine_and_a_folder_without_site(built: Path, tmp_path: Path) -> None:
    for arguments, said in (
        ([str(built), "--host", "0.0.0.0"], "only on this machine"),
        ([str(tmp_path)], "has no site"),
    ):
        process = start("companion", "serve", *arguments)
        process.line_with(said)
        assert process.popen.wait(20) == 2


def test_page_and_worker_may_ask_the_clinic_and_no_other_server(joined: Site, elsewhere: Site, phone: Phone) -> None:
    assert joined.clinic
    phone.open(joined.address)
    phone.sees("Welcome")
    worker: Worker = phone.page.workers[0]
    for ask in (phone.page.evaluate, worker.evaluate):
        assert ask(ASKS, elsewhere.address + "favicon.png") == "refused"
        assert ask(ASKS, joined.clinic.fhir + "/metadata") == "answered"
    assert elsewhere.server.asked == []
    policy = phone.page.locator("meta[http-equiv=Content-Security-Policy]").get_attribute("content") or ""
    clinic = joined.clinic.fhir.removesuffix("/fhir")
    assert f"connect-src 'self' data: blob: {clinic};" in policy


def test_a_site_without_clinic_may_ask_nobody(site: Site, elsewhere: Site, phone: Phone) -> None:
    phone.open(site.address)
    phone.sees("Welcome")
    for ask in (phone.page.evaluate, phone.page.workers[0].evaluate):
        assert ask(ASKS, elsewhere.address + "favicon.png") == "refused"
    assert elsewhere.server.asked == []


def test_the_demo_clinic_answers_the_apps_origin_alone_and_lets_it_read_the_version(
    joined: Site, elsewhere: Site, phones: Callable[..., Phone]
) -> None:
    clinic = joined.clinic
    assert clinic
    patient = [f"{clinic.fhir}/Patient/{clinic.patient}", clinic.token]
    phone = phones(bypass_csp=True)  # the page's own policy would not even ask
    joined.fault("client-", hangs=True)
    phone.page.goto(joined.address, wait_until="commit")
    status, version = phone.page.evaluate(READS, patient)
    assert status == 200 and re.fullmatch(r'W/"\d+"', version)
    assert phone.page.evaluate(ASKS, clinic.staff) == "refused"
    elsewhere.fault("client-", hangs=True)
    phone.page.goto(elsewhere.address, wait_until="commit")
    assert phone.page.evaluate(ASKS, patient[0]) == "refused"


def test_the_demo_clinics_answers_name_no_other_origin_and_its_staff_page_none_at_all(joined: Site) -> None:
    clinic = joined.clinic
    assert clinic
    wanted = {"Access-Control-Request-Method": "PUT", "Access-Control-Request-Headers": "authorization,if-match"}
    for origin, status in ((joined.origin, 200), ("http://evil.example", 400), ("null", 400)):
        answer = httpx.options(f"{clinic.fhir}/QuestionnaireResponse/x", headers={"Origin": origin, **wanted})
        assert answer.status_code == status
        allowed = answer.headers.get("access-control-allow-origin")
        assert allowed == (joined.origin if status == 200 else None)
    page = httpx.get(clinic.staff, headers={"Origin": joined.origin}, follow_redirects=True)
    assert page.status_code == 200 and "access-control-allow-origin" not in page.headers
