"""Help as HTML of the page: above the canvas, from the same data, there before anything else has loaded."""

import json
from collections.abc import Callable
from html import escape
from pathlib import Path
from typing import Any

from companion.domain.crisis import ClinicContact, Crisis, CrisisLine, EmergencyNumber, first_layer

Translate = Callable[[str], str]
HERE = Path(__file__).parent
FAMILY = "Atkinson Hyperlegible Next"


def help_html(crisis: Crisis, clinic: ClinicContact | None, text: Translate, fonts: str = "fonts/") -> str:
    """One fragment to stand first in the body: style, button, layer, data and script.

    Without its script the button still opens the layer (`:target`), with the words that hold everywhere. `fonts` is
    the folder of the app's type, seen from the page.
    """
    unknown = first_layer(crisis, None)
    phrases = _phrases(crisis, text)
    data = json.dumps(
        {
            "text": phrases,
            "unknown": _country("", unknown.emergency, unknown.lines, unknown.more, text),
            "countries": _countries(crisis, text),
            "clinic": _clinic(clinic, text),
        },
        ensure_ascii=False,
        separators=(",", ":"),
    ).replace("<", "\\u003c")
    css = _faces(fonts) + (HERE / "help.css").read_text("utf-8")
    script = (HERE / "help.js").read_text("utf-8")
    return (
        f'<div id="companion-help"><style>{css}</style>'
        f'<a id="companion-help-button" role="button" href="#companion-help-layer">{escape(text("Help now"))}</a>'
        '<div id="companion-help-layer" role="dialog" aria-modal="true" aria-labelledby="companion-help-title">'
        '<div id="companion-help-sheet"><header>'
        f'<h2 id="companion-help-title">{escape(text("Help now"))}</h2>'
        f'<button id="companion-help-close" type="button">{escape(text("Close"))}</button></header>'
        f'<div id="companion-help-main">{_without_script(crisis, clinic, phrases, text)}</div></div></div>'
        f'<script type="application/json" id="companion-help-data">{data}</script><script>{script}</script></div>'
    )


def _faces(fonts: str) -> str:
    """The app's type, shown once it is there: "swap" draws the words in the system's until then."""
    return "".join(
        f'@font-face {{ font-family: "{FAMILY}"; font-weight: {weight}; font-display: swap; '
        f'src: url("{fonts}AtkinsonHyperlegibleNext-{name}.ttf") format("truetype"); }}\n'
        for weight, name in ((400, "Regular"), (600, "SemiBold"))
    )


def _phrases(crisis: Crisis, text: Translate) -> dict[str, str]:
    checked = crisis.last_checked
    return {
        "danger": text("If you may hurt yourself or someone, or think you may have a medical emergency:"),
        "call": text("Call {number}"),
        "write": text("Text: {number}"),
        "chat": text("Chat: {number}"),
        "more": text("More lines"),
        "country": text("Country for these numbers"),
        "choose": text("Choose your country"),
        "find": text("Lines in other countries are listed at:"),
        "clinic": text("Your clinic: {name}"),
        "watched": text("No one watches this app live."),
        "unconfirmed": checked or text("These numbers are not yet confirmed with the operators."),
    }


def _countries(crisis: Crisis, text: Translate) -> dict[str, Any]:
    named = sorted(crisis.countries.items(), key=lambda item: text(item[1]))
    found = {}
    for code, name in named:
        layer = first_layer(crisis, code)
        found[code] = _country(text(name), layer.emergency, layer.lines, layer.more, text)
    return found


def _country(
    name: str,
    emergency: EmergencyNumber,
    lines: tuple[CrisisLine, ...],
    more: tuple[CrisisLine, ...],
    text: Translate,
) -> dict[str, Any]:
    words = text(emergency.display) if emergency.display != emergency.number else ""
    shown = {"n": name, "e": emergency.number, "u": emergency.uri, "w": words}
    return {**shown, "l": [_line(one, text) for one in lines], "m": [_line(one, text) for one in more]}


def _line(line: CrisisLine, text: Translate) -> dict[str, Any]:
    # "Text HOME to 741741" is a whole sentence already.
    channels = [["" if one.display.startswith("Text ") else one.type, one.display, one.uri] for one in line.channels]
    return {"n": text(line.name), "a": text(line.note), "h": text(line.hours), "c": channels}


def _clinic(clinic: ClinicContact | None, text: Translate) -> dict[str, Any] | None:
    if clinic is None or not clinic.phone_uri:
        return None
    hours = " ".join(part for part in (clinic.hours_text, clinic.after_hours_text) if part)
    channels = [["call", clinic.phone_display, clinic.phone_uri]]
    return {"n": text("Your clinic: {name}").format(name=clinic.name), "a": "", "h": hours, "c": channels}


def _without_script(crisis: Crisis, clinic: ClinicContact | None, phrases: dict[str, str], text: Translate) -> str:
    """What the layer holds until its script has drawn the person's own country."""
    calls = [("911", "tel:911"), ("112", "tel:112"), ("999", "tel:999")]
    links = "".join(
        f'<a class="call emergency" href="{uri}">{escape(phrases["call"].format(number=number))}</a>'
        for number, uri in calls
    )
    us = "".join(
        f'<a class="call" href="{escape(one.uri)}">{escape(line.name)}: {escape(one.display)}</a>'
        for line in first_layer(crisis, "US").lines
        for one in line.channels
        if one.uri.startswith(("tel:", "sms:"))
    )
    own = ""
    if clinic and clinic.phone_uri:
        said = f"{clinic.name}: {clinic.phone_display}"
        own = f'<a class="call" href="{escape(clinic.phone_uri)}">{escape(said)}</a>'
    return (
        f"<p>{escape(phrases['danger'])}</p><p>{escape(text(crisis.emergency['DEFAULT'].display))}</p>{links}{own}"
        f"<p>{escape(text('In the United States:'))}</p>{us}<p>{escape(phrases['watched'])}</p>"
    )
