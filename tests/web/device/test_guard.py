"""Another site open in the same browser does not reach the journal."""

from pathlib import Path

import httpx
import pytest
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect

from tests.processes import start
from tests.web.device.conftest import Server

FILES = (
    "/",
    "/journal",
    "/main.dart.wasm",
    "/flutter_bootstrap.js",
    "/assets/FontManifest.json",
    "/docs",
    "/openapi.json",
)


def cookie_of(app: Server) -> str:
    answer = httpx.get(app.address)
    assert answer.status_code == 303 and answer.headers["location"] == "/"
    said = answer.headers["set-cookie"]
    assert "HttpOnly" in said and "SameSite=Strict" in said
    return said.split(";")[0]


def knock(app: Server, headers: dict[str, str]) -> int:
    """The status with which the WebSocket answers; 101 when it opens."""
    origin = headers.pop("Origin", None)
    try:
        with connect(
            app.base.replace("http", "ws") + "/ws",
            additional_headers=headers,
            origin=origin,  # type: ignore[arg-type]
        ):
            return 101
    except InvalidStatus as error:
        return error.response.status_code


@pytest.mark.parametrize("path", FILES)
def test_without_the_key_every_page_and_file_answers_403(app: Server, path: str) -> None:
    assert httpx.get(app.base + path).status_code == 403
    assert httpx.get(app.base + path, headers={"Cookie": "companion-1=x"}).status_code == 403
    assert httpx.get(app.base + path + "?key=wrong").status_code == 403


def test_the_websocket_answers_403_without_cookie_without_origin_or_with_a_foreign_one(app: Server) -> None:
    cookie, own = cookie_of(app), app.base
    assert knock(app, {"Origin": own}) == 403
    assert knock(app, {"Cookie": cookie}) == 403
    assert knock(app, {"Cookie": cookie, "Origin": "http://evil.example"}) == 403
    assert knock(app, {"Cookie": cookie, "Origin": "null"}) == 403
    assert knock(app, {"Cookie": cookie, "Origin": own}) == 101


def test_a_foreign_origin_or_host_gets_403_even_with_the_cookie(app: Server) -> None:
    cookie = cookie_of(app)
    assert httpx.get(app.base, headers={"Cookie": cookie}).status_code == 200
    assert httpx.get(app.base, headers={"Cookie": cookie, "Origin": "http://evil.example"}).status_code == 403
    assert httpx.get(app.base, headers={"Cookie": cookie, "Host": "evil.example"}).status_code == 403
    assert httpx.get(app.address, headers={"Host": "evil.example"}).status_code == 403
    cross = {"Cookie": cookie, "Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "no-cors"}
    assert httpx.get(app.base + "/main.dart.wasm", headers=cross).status_code == 403


def test_the_key_never_leads_to_another_host(app: Server) -> None:
    key = app.address.split("key=")[1]
    answer = httpx.get(f"{app.base}//evil.example/?key={key}")
    assert answer.headers["location"].startswith("/evil.example")


def test_every_answer_has_the_security_headers(app: Server) -> None:
    cookie = cookie_of(app)
    for path in ("/", "/main.dart.wasm", "/no-such-file.js"):
        headers = httpx.get(app.base + path, headers={"Cookie": cookie}).headers
        assert "default-src 'self'" in headers["content-security-policy"]
        assert headers["x-content-type-options"] == "nosniff" and headers["referrer-policy"] == "no-referrer"
        assert "access-control-allow-origin" not in headers and "cache-control" in headers


def test_another_address_than_this_machine_is_refused_with_an_explanation(tmp_path: Path) -> None:
    for host in ("0.0.0.0", "192.168.1.5", "example.org"):
        process = start("companion", "run", "--host", host, "--no-browser", "--data", str(tmp_path))
        process.line_with("only on this machine")
        assert process.popen.wait(20) == 2


def test_ctrl_c_ends_the_app_cleanly(app: Server) -> None:
    assert app.process.stop() == 0
    assert "Traceback" not in "".join(app.process.output)
