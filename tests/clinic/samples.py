"""Resources to send."""

from typing import Any
from uuid import uuid4

SYSTEM = "https://companion.example/entry"
FORM = "https://companion.example/fhir/Questionnaire/daily-check-in"


def fresh() -> str:
    """A value that no other test uses."""
    return str(uuid4())


def response(identifier: str | None = None, patient: str = "robin", **changes: Any) -> dict[str, Any]:
    """A valid QuestionnaireResponse; a change to None leaves that element out."""
    whole = {
        "resourceType": "QuestionnaireResponse",
        "identifier": {"system": SYSTEM, "value": identifier or fresh()},
        "questionnaire": f"{FORM}|1",
        "status": "completed",
        "subject": {"reference": f"Patient/{patient}"},
        "authored": "2026-11-20T09:30:00+01:00",
        "item": [
            {"linkId": "mood", "answer": [{"valueInteger": 4}]},
            {"linkId": "note", "answer": [{"valueString": "slept well"}]},
        ],
    } | changes
    return {name: value for name, value in whole.items() if value is not None}


def batch(*entries: dict[str, Any], kind: str = "batch") -> dict[str, Any]:
    """A Bundle of these entries."""
    return {"resourceType": "Bundle", "type": kind, "entry": list(entries)}


def creating(resource: dict[str, Any], *, once: bool = True) -> dict[str, Any]:
    """An entry that creates, by default under the condition that it is not there yet."""
    request = {"method": "POST", "url": "QuestionnaireResponse"}
    if once:
        request["ifNoneExist"] = f"identifier={SYSTEM}|{resource['identifier']['value']}"
    return {"resource": resource, "request": request}


def asking(url: str) -> dict[str, Any]:
    """An entry that reads."""
    return {"request": {"method": "GET", "url": url}}
