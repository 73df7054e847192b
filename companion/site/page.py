"""The index page: Flet's own, with Help, our loading screen and what accessibility needs put in."""

from html import escape
from pathlib import Path

HERE = Path(__file__).parent


class PageChanged(RuntimeError):
    """Flet's page is not what this code knows: an upgrade needs a look here."""


def build_index(packaged: str, *, title: str, language: str, help_html: str, loading: str, fonts: str = "") -> str:
    """Flet's packaged index.html with the app's own parts.

    Args:
        packaged: the page as Flet's `patch_index_html` left it.
        loading: the sentence under the name while the app loads.
        fonts: what answers Flutter's requests for fonts of other scripts.

    Raises PageChanged when a place to put something is not there.
    """
    page = _put(packaged, "<html>", f'<html lang="{escape(language)}">')
    page = _put(
        page,
        '<meta charset="UTF-8">',
        '<meta charset="UTF-8">\n  <meta name="viewport" content="width=device-width, initial-scale=1, '
        'viewport-fit=cover">\n'
        '  <meta name="theme-color" content="#FAF8F4" media="(prefers-color-scheme: light)">\n'
        '  <meta name="theme-color" content="#101816" media="(prefers-color-scheme: dark)">',
    )
    start, end = page.find('<div id="loading"'), page.find('<script src="flutter_bootstrap.js"')
    if start < 0 or end < start:
        raise PageChanged("the loading screen")
    page = page[:start] + _loading(title, loading) + fonts + page[end:]
    return _put(page, "<body>", f"<body>\n{help_html}\n")


def refused_page(*, title: str, language: str, help_html: str, said: str) -> str:
    """The page without the key: what to do, and Help all the same."""
    style = "body{margin:0;background:var(--cmp-ground);color:var(--cmp-ink);font:1.0625rem/1.4 system-ui,sans-serif}"
    return (
        f'<!DOCTYPE html><html lang="{escape(language)}"><head><meta charset="UTF-8">'
        f'<meta name="viewport" content="width=device-width, initial-scale=1"><title>{escape(title)}</title>'
        f"<style>{style} main{{max-width:32rem;margin:96px auto;padding:0 20px}}</style></head>"
        f"<body>{help_html}<main><h1>{escape(title)}</h1><p>{escape(said)}</p></main></body></html>"
    )


def _put(page: str, anchor: str, text: str) -> str:
    if page.count(anchor) != 1:
        raise PageChanged(anchor)
    return page.replace(anchor, text)


def _loading(title: str, said: str) -> str:
    script = (HERE / "semantics.js").read_text("utf-8")
    style = (
        "html,body{margin:0;height:100%;background:var(--cmp-ground)}"
        "#loading{position:fixed;inset:0;display:flex;flex-direction:column;gap:8px;align-items:center;"
        "justify-content:center;background:var(--cmp-ground);color:var(--cmp-ink);"
        "font:400 1.0625rem/1.4 system-ui,sans-serif}#loading b{font-size:1.75rem}"
    )
    return (
        f"<style>{style}</style>"
        f'<div id="loading" role="status"><b>{escape(title)}</b><span>{escape(said)}</span></div>\n'
        f"<script>{script}</script>\n  "
    )
