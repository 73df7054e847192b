"""What the store files a resource under: whose it is, and what can be searched."""

from dataclasses import dataclass

from clinic.outcome import Resource
from clinic.times import period


@dataclass(frozen=True, slots=True)
class Identifier:
    """A business identifier; `system` is empty where there is none."""

    system: str
    value: str


@dataclass(frozen=True, slots=True)
class Keys:
    """`patient` None: everybody's (a form). `happens`: authored or start, in milliseconds."""

    patient: str | None
    status: str | None = None
    url: str | None = None
    url_version: str | None = None
    happens: int | None = None
    identifiers: tuple[Identifier, ...] = ()


def keys_of(resource: Resource) -> Keys:
    """The keys of one of the four types; the resource is known to be valid."""
    match resource["resourceType"]:
        case "Patient":
            return Keys(patient=resource["id"], identifiers=_identifiers(resource.get("identifier", [])))
        case "Appointment":
            return Keys(_participant(resource), resource["status"], happens=period(resource["start"])[0])
        case "Questionnaire":
            return Keys(None, resource["status"], resource.get("url"), resource.get("version"))
        case _:
            return _response_keys(resource)


def patient_in(reference: Resource | None) -> str | None:
    """The id in `{"reference": "Patient/<id>"}`; None for anything else."""
    kind, _, patient = str((reference or {}).get("reference", "")).partition("/")
    return patient if kind == "Patient" and patient else None


def _response_keys(resource: Resource) -> Keys:
    url, _, version = resource["questionnaire"].partition("|")
    return Keys(
        patient_in(resource["subject"]),
        resource["status"],
        url,
        version or None,
        period(resource["authored"])[0],
        _identifiers([resource["identifier"]] if "identifier" in resource else []),
    )


def _participant(appointment: Resource) -> str | None:
    found = (patient_in(each.get("actor")) for each in appointment["participant"])
    return next((patient for patient in found if patient), None)


def _identifiers(listed: list[Resource]) -> tuple[Identifier, ...]:
    return tuple(Identifier(each.get("system", ""), each["value"]) for each in listed if each.get("value"))
