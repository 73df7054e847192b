"""What is known of each side effect: how to help oneself, when to call the clinic, when to call an ambulance.

The texts name numbers as {em} (the country's emergency number) and {cl} (its crisis line); `companion.domain.numbers`
says what stands there.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from companion.domain.safety.emergencies import Signs, chosen, lines_for


@dataclass(frozen=True, slots=True)
class SideEffect:
    """One side effect.

    Attributes:
        id: the code of the form's answer.
        group: mind, body, heart, sleep, bladder, misuse, safety or other.
        call_clinic, emergency: what follows "Call your clinic if" and "Call {em} if", each a line of its own. The
            signs of the one list of emergencies come first, then lines of this effect alone.
        emergency_notes: whole sentences below those lines; they are no signs themselves.
        comes_first: its emergency text stands before everything else, whatever was answered.
        is_crisis: a crisis line may help as well; it is named after the emergency number.
        only_in: ISO country -> lines that hold in that country alone.
        sources: keys of the sources of these facts.
    """

    id: str
    name: str
    clinical_term: str
    group: str
    onset: str
    duration: str
    self_care: tuple[str, ...] = ()
    call_clinic: tuple[str, ...] = ()
    emergency: tuple[str, ...] = ()
    emergency_notes: tuple[str, ...] = ()
    comes_first: bool = False
    is_crisis: bool = False
    only_in: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    sources: tuple[str, ...] = ()


def side_effects_from_json(data: Mapping[str, Any], signs: Signs) -> tuple[SideEffect, ...]:
    """Parse assets/safety/side-effects.json, which names emergency signs by their ids. Raises ValueError."""
    try:
        return tuple(_side_effect(raw, signs) for raw in data["sideEffects"])
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError("side effects are not in the expected shape") from error


def _side_effect(raw: Mapping[str, Any], signs: Signs) -> SideEffect:
    return SideEffect(
        id=str(raw["id"]),
        name=str(raw["name"]),
        clinical_term=str(raw["clinical_term"]),
        group=str(raw["group"]),
        onset=str(raw["onset"]),
        duration=str(raw["duration"]),
        self_care=tuple(raw["self_care"]),
        call_clinic=tuple(raw["call_clinic"]),
        emergency=(*lines_for(chosen(signs, raw.get("signs", ()))), *raw["emergency"]),
        emergency_notes=tuple(raw.get("emergency_notes", ())),
        comes_first=bool(raw.get("comes_first", False)),
        is_crisis=bool(raw.get("is_crisis", False)),
        only_in={country: tuple(said) for country, said in raw.get("only_in", {}).items()},
        sources=tuple(raw["sources"]),
    )
