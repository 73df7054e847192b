"""Help as HTML of the page: above the canvas, from the same data, there before anything else has loaded."""

import json
from html import escape
from pathlib import Path

from companion.domain.clinic import ClinicContact
from companion.domain.crisis import Crisis, first_layer
from companion.i18n import Words
from companion.site.help_data import help_data

HERE = Path(__file__).parent
FAMILY = "Atkinson Hyperlegible Next"


def help_html(crisis: Crisis, clinic: ClinicContact | None, text: Words, fonts: str = "fonts/", home: str = "") -> str:
    """One fragment to stand first in the body: style, button, layer, data and script.

    Without its script the button still opens the layer (`:target`), with the words that hold everywhere. `fonts` is
    the folder of the app's type, seen from the page; `home` is the clinic's country.
    """
    told = help_data(crisis, clinic, text, home)
    data = json.dumps(told, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")
    css = _faces(fonts) + (HERE / "help.css").read_text("utf-8")
    script = "".join((HERE / name).read_text("utf-8") for name in ("help_order.js", "help.js"))
    return (
        f'<div id="companion-help"><style>{css}</style>'
        f'<a id="companion-help-button" role="button" href="#companion-help-layer">{escape(text("Help now"))}</a>'
        '<div id="companion-help-layer" role="dialog" aria-modal="true" aria-labelledby="companion-help-title">'
        '<div id="companion-help-sheet"><header>'
        f'<h2 id="companion-help-title">{escape(text("Help now"))}</h2>'
        f'<button id="companion-help-close" type="button">{escape(text("Close"))}</button></header>'
        f'<div id="companion-help-main">{_without_script(crisis, clinic, told["text"], text)}</div></div></div>'
        f'<script type="application/json" id="companion-help-data">{data}</script><script>{script}</script></div>'
    )


def _faces(fonts: str) -> str:
    """The app's type, shown once it is there: "swap" draws the words in the system's until then."""
    return "".join(
        f'@font-face {{ font-family: "{FAMILY}"; font-weight: {weight}; font-display: swap; '
        f'src: url("{fonts}AtkinsonHyperlegibleNext-{name}.ttf") format("truetype"); }}\n'
        for weight, name in ((400, "Regular"), (600, "SemiBold"))
    )


def _without_script(crisis: Crisis, clinic: ClinicContact | None, phrases: dict[str, str], text: Words) -> str:
    """What the layer holds until its script has drawn the person's own country."""
    calls = [("911", "tel:911"), ("112", "tel:112"), ("999", "tel:999")]
    links = "".join(
        f'<a class="call emergency" href="{uri}">{escape(phrases["call"].format(number=number))}</a>'
        for number, uri in calls
    )
    us = first_layer(crisis, "US", frozenset({"veteran"}))
    us_links = "".join(
        f'<a class="call" href="{escape(one.uri)}">{escape(line.name)}: {escape(one.display)}</a>'
        for line in us.national + us.fitting
        for one in line.channels
        if one.uri.startswith(("tel:", "sms:"))
    )
    own = ""
    if clinic and clinic.phone_uri:
        said = f"{clinic.name}: {clinic.phone_display}"
        own = f'<a class="call" href="{escape(clinic.phone_uri)}">{escape(said)}</a>'
    return (
        f"<p>{escape(phrases['danger'])}</p><p>{escape(text(crisis.emergency['DEFAULT'].display))}</p>{links}{own}"
        f"<p>{escape(text('In the United States:'))}</p>{us_links}<p>{escape(phrases['watched'])}</p>"
    )
