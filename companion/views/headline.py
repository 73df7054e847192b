"""An entry in one line: what lists say of it without opening it."""

from collections.abc import Mapping

from companion.content import BLOOD_PRESSURE, SIDE_EFFECT, STEADYING
from companion.domain.journal import Fact
from companion.domain.questionnaire import Questionnaire
from companion.i18n import N_, Words

SEVERITY = (N_("{what}, none"), N_("{what}, mild"), N_("{what}, moderate"), N_("{what}, severe"))
"""A side effect with its severity, by 0 to 3."""


def headline(words: Words, form: Questionnaire | None, facts: Mapping[str, Fact]) -> str:
    """An entry in one line, from what its header knows: "Headache, mild", "Blood pressure 128/82, pulse 70"."""
    if form is None:
        return words("Entry")
    if form.url == SIDE_EFFECT:
        return _side_effect(words, form, facts)
    if form.url == STEADYING:
        return _option(words, form, "exercise", facts) or words(form.title)
    return _reading(words, facts) or words(form.title) if form.url == BLOOD_PRESSURE else words(form.title)


def _side_effect(words: Words, form: Questionnaire, facts: Mapping[str, Fact]) -> str:
    severity = facts.get("severity")
    named = _option(words, form, "effect", facts)
    if named and isinstance(severity, int) and 0 <= severity < len(SEVERITY):
        return words(SEVERITY[severity], what=named)
    return named or words(form.title)


def _option(words: Words, form: Questionnaire, link_id: str, facts: Mapping[str, Fact]) -> str:
    """The name of the option that was chosen, "" where none was."""
    code = facts.get(link_id)
    offered = [one for item in form.questions() if item.link_id == link_id for one in item.options]
    return next((words(one.display) for one in offered if one.code == code), "")


def _reading(words: Words, facts: Mapping[str, Fact]) -> str:
    known = {key: facts[key] for key in ("systolic", "diastolic", "pulse") if key in facts}
    top, low = known.get("systolic", "–"), known.get("diastolic", "–")
    match ("systolic" in known or "diastolic" in known, "pulse" in known):
        case True, True:
            return words("Blood pressure {top}/{low}, pulse {pulse}", top=top, low=low, pulse=known["pulse"])
        case True, False:
            return words("Blood pressure {top}/{low}", top=top, low=low)
        case False, True:
            return words("Pulse {pulse}", pulse=known["pulse"])
        case _:
            return ""
