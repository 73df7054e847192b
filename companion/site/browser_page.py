"""The page of the browser form, its headers, and its service worker."""

import base64
import hashlib
import json
import re
from html import escape
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from companion.i18n import Words

HERE = Path(__file__).parent


def browser_index(site: dict[str, Any], help_html: str, words: Words, server: str, fonts: str) -> str:
    """The page: Help first, then the name and the bar, then what starts Python and Flutter."""
    site = {**site, "words": failures(words)}
    data = json.dumps(site, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")
    page = (HERE / "index.html").read_text("utf-8")
    parts = {
        "language": escape(words.language),
        "title": escape(words("Companion")),
        "description": escape(words("Preparation, a private journal, and help one tap away.")),
        "help": help_html,
        "loading": escape(words("Help works now. The app is still loading.")),
        "progress": escape(words("Loading")),
        "again": escape(words("Try again")),
        "no_script": escape(words("This app needs JavaScript. “Help now” works without it.")),
        "site": data,
        "clinic": (clinic := f"{site['assets']}js/clinic.js"),
        "clinic_sum": site["files"][clinic][1],
        "page": (own := f"{site['assets']}js/page.js"),
        "page_sum": site["files"][own][1],
        "whole": _inline("../browser/js/whole.js"),
        "fonts": fonts,
        "again_script": _inline("again.js"),
        "words": _inline("words.js"),
        "semantics": _inline("semantics.js"),
    }
    for name, value in parts.items():
        page = page.replace("{{" + name + "}}", value)
    policy = escape(content_security_policy(page, server, in_page=True), quote=True)
    return page.replace("{{policy}}", policy)


def _inline(name: str) -> str:
    return f"<script>{(HERE / name).read_text('utf-8')}</script>"


def failures(words: Words) -> dict[str, dict[str, Any]]:
    """What is said when the app cannot start, by reason."""
    kept = words("Nothing in your journal was changed.")
    return {
        "old": _failure(
            words("This browser is too old for the app"),
            words("Update it, or open this page in another browser. “Help now” works here."),
        ),
        "insecure": _failure(
            words("This page was not opened securely"),
            words("Open it at its https address. “Help now” works here."),
        ),
        "file": _failure(
            words("Part of the app did not load"),
            words("Check that you are online, then try again.") + " " + kept,
            again=True,
        ),
        "python": _failure(
            words("The app did not start"),
            kept + " " + words("Try again. If it happens again, restart the browser."),
            again=True,
        ),
    }


def _failure(title: str, more: str, *, again: bool = False) -> dict[str, Any]:
    return {"title": title, "more": more, "again": again}


def content_security_policy(page: str, server: str, *, in_page: bool = False) -> str:
    """Only the site's own files and the clinic's server; inline scripts by their hash. `in_page`: as a meta element."""
    hashes = " ".join(sorted(set(script_hashes(page))))
    there = ""
    if server:
        parts = urlsplit(server)
        there = f" {parts.scheme}://{parts.netloc}"
    rules = [
        "default-src 'self'",
        f"script-src 'self' 'wasm-unsafe-eval' {hashes}",
        "worker-src 'self'",
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data: blob:",
        "font-src 'self' data:",
        f"connect-src 'self' data: blob:{there}",
        "object-src 'none'",
        "base-uri 'self'",
        "form-action 'none'",
    ]
    if not in_page:
        rules.append("frame-ancestors 'none'")
    return "; ".join(rules)


def script_hashes(page: str) -> list[str]:
    """The hashes of the page's inline scripts."""
    found = re.findall(r"<script>(.*?)</script>", page, re.DOTALL)
    return [f"'sha256-{base64.b64encode(hashlib.sha256(one.encode()).digest()).decode()}'" for one in found]


def security_headers(page: str, server: str) -> dict[str, str]:
    """What every answer of the host carries."""
    return {
        "Content-Security-Policy": content_security_policy(page, server),
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "DENY",
        "Referrer-Policy": "no-referrer",
        "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
    }


def service_worker(script: str, files: dict[str, tuple[int, str]], version: str, headers: dict[str, str]) -> str:
    """The service worker with what it keeps, each file with its bytes and sum; it changes with every build."""
    kept = {"version": version, "files": files, "headers": headers}
    return f"const SITE = {json.dumps(kept, separators=(',', ':'))};\n{script}"
