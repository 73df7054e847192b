"""Appointments -> the course of infusions."""

from collections.abc import Callable, Iterable
from datetime import datetime

from pydantic import ValidationError

from companion.domain.journal import Infusion, Occurrence
from companion.fhir.models import Appointment, Json

BOOKED = ("booked", "arrived", "checked-in", "fulfilled")
"""The statuses of an infusion that takes or took place."""


def infusions_from_fhir(resources: Iterable[Json], occurrence: Callable[[datetime], Occurrence]) -> list[Infusion]:
    """The course out of Appointments, numbered by their start; what is not booked or unreadable is left out."""
    found: dict[str, tuple[datetime, Occurrence, str]] = {}
    for raw in resources:
        try:
            one = Appointment.model_validate(raw)
            if one.start is not None and one.start.tzinfo is not None and one.status in BOOKED:
                found[one.id] = (one.start, occurrence(one.start), one.status)
        except (ValidationError, OverflowError):
            continue
    in_order = sorted(found.items(), key=lambda pair: (pair[1][0], pair[0]))
    return [Infusion(id, number, when, status) for number, (id, (_, when, status)) in enumerate(in_order, start=1)]
