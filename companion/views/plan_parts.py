"""One part of the plan as it is read: what was written, the people who stand with it, and the numbers."""

import flet as ft

from companion.domain.crisis import CrisisLine
from companion.domain.plan import IN_A_CRISIS, Step
from companion.hours_words import line_hours
from companion.i18n import Words
from companion.views.components.contact_card import contact_card
from companion.views.components.controls import lines_of
from companion.views.components.own_lines import layer_of, own_lines
from companion.views.context import AppView
from companion.views.plan_wording import PARTS
from companion.views.seen import Seen


def part_of(app: AppView, seen: Seen, step: Step) -> list[ft.Control]:
    """Its lines, then who can be called."""
    written = seen.plan.lines(step)
    found: list[ft.Control] = [lines_of(written)] if written else []
    found += [contact_card(app.words, one) for one in seen.with_role(step)]
    if step is Step.LINES:
        layer = layer_of(app.content.crisis, seen.country, seen.told, seen.here)
        found += own_lines(app.words, app.content.crisis, layer, app.clinic_contact, seen.here)
    return found


def steps_of(seen: Seen) -> list[Step]:
    """The parts that say something, in the order in which they are used."""
    return [step for step in IN_A_CRISIS if seen.has(step)]


def as_text(app: AppView, seen: Seen) -> str:
    """The whole plan as text, with every phone number in it."""
    words = app.words
    parts = [words("My safety plan")]
    for step in (*IN_A_CRISIS, Step.HELPER):
        lines = [*seen.plan.lines(step), *(f"{one.name}: {one.phone.strip()}" for one in seen.with_role(step))]
        lines += _numbers(app, seen) if step is Step.LINES else []
        if lines:
            parts.append("\n".join([words(PARTS[step].title), *(f"- {line}" for line in lines)]))
    return "\n\n".join(parts)


def _numbers(app: AppView, seen: Seen) -> list[str]:
    layer = layer_of(app.content.crisis, seen.country, seen.told, seen.here)
    clinic = app.clinic_contact
    found = [f"{clinic.name}: {', '.join(one.display for one in clinic.phones)}"] if clinic else []
    found += [
        f"{line.name}: {', '.join(app.words(one.display) for one in line.channels)}{_hours(app.words, line)}"
        for line in (*layer.national, *layer.fitting)
    ]
    return [*found, app.words(layer.emergency.display)]


def _hours(words: Words, line: CrisisLine) -> str:
    """Return a line's hours for a text that is read at another time; "" where it is always open."""
    said = line_hours(words, line.hours)
    return f" ({said})" if said else ""
