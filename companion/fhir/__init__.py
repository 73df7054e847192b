"""Domain <-> FHIR R4. What goes out are plain dictionaries; what comes in is read by small pydantic models.

Total: every answer that the form engine can take has a mapping, and what the mapping writes it can read back.
"""

from companion.fhir.appointment import BOOKED, cancelled_from_fhir, infusions_from_fhir, is_of_type
from companion.fhir.models import (
    ENTRY_SYSTEM,
    Bundle,
    OperationOutcome,
    QuestionnaireResponse,
    issues_of,
    parse_bundle,
    parse_response,
    says_incomplete,
)
from companion.fhir.response import (
    TIME_ZONE,
    ReadEntry,
    answers_from_fhir,
    authored,
    response_from_fhir,
    response_to_fhir,
    same_content,
)
from companion.fhir.values import fhir_text

__all__ = [
    "BOOKED",
    "ENTRY_SYSTEM",
    "TIME_ZONE",
    "Bundle",
    "OperationOutcome",
    "QuestionnaireResponse",
    "ReadEntry",
    "answers_from_fhir",
    "authored",
    "cancelled_from_fhir",
    "fhir_text",
    "infusions_from_fhir",
    "is_of_type",
    "issues_of",
    "parse_bundle",
    "parse_response",
    "response_from_fhir",
    "response_to_fhir",
    "same_content",
    "says_incomplete",
]
