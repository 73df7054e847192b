"""The yardstick for the start: the same app as Flet itself would start it in the browser, without a snapshot."""

import shutil
from pathlib import Path

from flet.controls.types import RouteUrlStrategy, WebRenderer
from flet_web import patch_index_html

from companion.publish import sources
from companion.site.archive import PACKAGES, app_files, package_files, zip_of

MAIN = """
import asyncio
import os

os.environ["MSGPACK_PUREPYTHON"] = "1"

import flet as ft
from pyodide.code import run_js
from companion.app.browser import browser_companion, prepare


class Page:
    # The part of js/host.js that is asked for before the first text.

    def opened(self): ...

    async def files(self): ...

    def ask(self, name):
        answer = asyncio.get_running_loop().create_future()
        answer.set_result("null")
        return answer


async def main(page):
    bridge = (await run_js("import(new URL('js/bridge.js', location.origin).href)")).bridge
    companion = browser_companion(prepare("assets"), bridge, Page(), {"clinic": None, "demo": False})
    companion.main(has_page_help=True)(page)
    await companion.start()


ft.run(main)
"""


def build_stock(folder: Path) -> None:
    """Flet's client as it is packaged, with the app as an archive."""
    parts = sources()
    shutil.copytree(parts.client, folder)
    shutil.copytree(parts.package / "browser/js", folder / "js")
    shutil.copytree(parts.assets / "fonts", folder / "fonts")
    (folder / "app.zip").write_bytes(_archive())
    index = folder / "index.html"
    patch_index_html(
        str(index),
        base_href="",
        app_name="Companion",
        pyodide=True,
        pyodide_script_path="main.py",
        app_package_url="app.zip",
        web_renderer=WebRenderer.AUTO,
        route_url_strategy=RouteUrlStrategy.HASH,
        no_cdn=True,
    )
    (folder / "headers.json").write_text("{}")


def _archive() -> bytes:
    parts = sources()
    files = dict(app_files(parts.package, parts.assets))
    for name in PACKAGES:
        files.update({f"__pypackages__/{path}": data for path, data in package_files(name)})
    files["main.py"] = MAIN.encode()
    return zip_of(files)
