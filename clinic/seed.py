"""The demo's invented patients, their appointments and their tokens.

The tokens are fixed and public: they open nothing but invented records on this machine.
"""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from clinic.access import hash_token
from clinic.outcome import Resource
from clinic.store import Store

CLINIC_NAME = "Example Infusion Clinic (demo)"
_MINUTES = 40


@dataclass(frozen=True, slots=True)
class DemoPatient:
    """One invented patient; `infusions` as days from today and the hour on this machine's clock."""

    id: str
    given: str
    family: str
    token: str
    infusions: tuple[int, ...]
    hour: int

    @property
    def name(self) -> str:
        return f"{self.given} {self.family}"


DEMO_PATIENTS = (
    DemoPatient("robin", "Robin", "Example", "demo-token-robin", (-10, -6, 1, 4, 8, 11), 10),
    DemoPatient("kim", "Kim", "Sample", "demo-token-kim", (-3, 2), 14),
)


def seed_demo(store: Store, now: datetime) -> tuple[DemoPatient, ...]:
    """Puts the demo patients into the store; the same again changes nothing.

    The appointments are moved to fit today once the infusion that was to come next has passed, so that the demo
    stays in mid-course however old its folder is.
    """
    for patient in DEMO_PATIENTS:
        store.put(_patient(patient))
        store.bind_token(hash_token(patient.token), patient.id)
        if not _is_in_course(store, patient, now):
            for number, days in enumerate(patient.infusions, 1):
                store.put(_appointment(patient, number, days, now))
    return DEMO_PATIENTS


def _is_in_course(store: Store, patient: DemoPatient, now: datetime) -> bool:
    following = sum(days < 0 for days in patient.infusions) + 1
    found = store.read("Appointment", f"{patient.id}-infusion-{following}", patient.id)
    return found is not None and datetime.fromisoformat(found.resource["start"]) > now.astimezone()


def _patient(patient: DemoPatient) -> Resource:
    return {
        "resourceType": "Patient",
        "id": patient.id,
        "contained": [{"resourceType": "Organization", "id": "clinic", "name": CLINIC_NAME}],
        "identifier": [{"system": "https://clinic.example/patient-number", "value": f"demo-{patient.id}"}],
        "active": True,
        "name": [{"use": "usual", "text": patient.name, "family": patient.family, "given": [patient.given]}],
        "managingOrganization": {"reference": "#clinic", "display": CLINIC_NAME},
    }


def _appointment(patient: DemoPatient, number: int, days: int, now: datetime) -> Resource:
    day = now.astimezone().date() + timedelta(days=days)
    # astimezone on a time without a zone takes this machine's, with the offset of that very day.
    start = datetime.combine(day, time(patient.hour)).astimezone()
    end = (datetime.combine(day, time(patient.hour)) + timedelta(minutes=_MINUTES)).astimezone()
    person = {"reference": f"Patient/{patient.id}", "display": patient.name}
    return {
        "resourceType": "Appointment",
        "id": f"{patient.id}-infusion-{number}",
        "status": "fulfilled" if days < 0 else "booked",
        "serviceType": [{"text": "Ketamine infusion"}],
        "start": start.isoformat(timespec="seconds"),
        "end": end.isoformat(timespec="seconds"),
        "minutesDuration": _MINUTES,
        "participant": [
            {"actor": person, "status": "accepted"},
            {"actor": {"display": "Infusion room 1"}, "status": "accepted"},
        ],
    }
