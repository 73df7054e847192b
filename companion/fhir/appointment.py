"""Appointments -> the course of infusions."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any

from pydantic import ValidationError

from companion.domain.course import YEARS
from companion.domain.journal import CANCELLED, Infusion, Occurrence
from companion.fhir.models import Appointment, Json

BOOKED = ("booked", "arrived", "checked-in", "fulfilled")
"""The statuses of an infusion that takes or took place."""

NOT_TAKING_PLACE = (CANCELLED, "noshow")


def is_of_type(resource: Json, types: Iterable[str]) -> bool:
    """Whether an Appointment is of one of these types (a code or the words of its service or kind); all without any."""
    wanted = {one.casefold() for one in types}
    return not wanted or any(one.casefold() in wanted for one in _types(resource))


def _types(resource: Json) -> Iterator[str]:
    """Codes and words of serviceType and appointmentType, whatever a server has put there."""
    services = resource.get("serviceType")
    for concept in (*(services if isinstance(services, list) else ()), resource.get("appointmentType")):
        if isinstance(concept, Mapping):
            codings = concept.get("coding")
            codes: list[Any] = [one.get("code") for one in codings or () if isinstance(one, Mapping)]
            yield from (one for one in (concept.get("text"), *codes) if isinstance(one, str))


def infusions_from_fhir(resources: Iterable[Json], occurrence: Callable[[datetime], Occurrence]) -> list[Infusion]:
    """The course out of Appointments, numbered by their start; what is not booked, unreadable or in no year of ours
    is left out."""
    in_order = sorted(_read(resources, occurrence, BOOKED).items(), key=lambda pair: (pair[1][0], pair[0]))
    return [Infusion(id, number, when, status) for number, (id, (_, when, status)) in enumerate(in_order, start=1)]


def cancelled_from_fhir(resources: Iterable[Json], occurrence: Callable[[datetime], Occurrence]) -> list[Infusion]:
    """The infusions that the clinic has called off, or to which nobody came; without a number."""
    found = _read(resources, occurrence, NOT_TAKING_PLACE)
    return [Infusion(id, 0, when, CANCELLED) for id, (_, when, _) in found.items()]


def _read(
    resources: Iterable[Json], occurrence: Callable[[datetime], Occurrence], statuses: tuple[str, ...]
) -> dict[str, tuple[datetime, Occurrence, str]]:
    found: dict[str, tuple[datetime, Occurrence, str]] = {}
    for raw in resources:
        try:
            one = Appointment.model_validate(raw)
            if one.start is None or one.start.tzinfo is None or one.start.year not in YEARS:
                continue
            if one.status in statuses:
                found[one.id] = (one.start, occurrence(one.start), one.status)
        except ValidationError:
            continue
    return found
