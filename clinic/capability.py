"""What this server says that it can do."""

from clinic.outcome import Resource
from clinic.search import PARAMETERS

_READ_ONLY = ("read", "search-type")
_WRITABLE = ("create", "read", "vread", "history-instance", "update", "search-type")
_KINDS = {
    "_id": "token",
    "_lastUpdated": "date",
    "date": "date",
    "patient": "reference",
    "subject": "reference",
    "questionnaire": "reference",
    "url": "uri",
}


def capability_statement(base: str) -> Resource:
    """The CapabilityStatement for the server at this address."""
    return {
        "resourceType": "CapabilityStatement",
        "status": "active",
        "date": "2026-11-24",
        "kind": "instance",
        "software": {"name": "Companion demo clinic"},
        "implementation": {"description": "A demo clinic with invented patients", "url": base},
        "fhirVersion": "4.0.1",
        "format": ["application/fhir+json", "application/json"],
        "rest": [
            {
                "mode": "server",
                "security": {"description": "A bearer token, bound to one patient.", "cors": False},
                "resource": [_resource(kind) for kind in PARAMETERS],
                "interaction": [{"code": "batch"}],
            }
        ],
    }


def _resource(kind: str) -> Resource:
    writable = kind == "QuestionnaireResponse"
    return {
        "type": kind,
        "interaction": [{"code": code} for code in (_WRITABLE if writable else _READ_ONLY)],
        "versioning": "versioned-update" if writable else "versioned",
        "readHistory": writable,
        "updateCreate": False,
        "conditionalCreate": writable,
        "conditionalUpdate": False,
        "conditionalDelete": "not-supported",
        "searchParam": [{"name": name, "type": _KINDS.get(name, "token")} for name in PARAMETERS[kind]],
    }
