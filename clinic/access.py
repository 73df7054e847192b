"""Who asks: a bearer token is bound to one patient, and a patient reads and writes only what is theirs."""

import hashlib

from clinic.keys import patient_in
from clinic.outcome import Resource, refuse
from clinic.store import Store


def hash_token(token: str) -> str:
    """What is stored and looked up instead of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


def patient_asking(store: Store, authorization: str) -> str:
    """The patient whose token the header carries. RefusedError 401 without one that is known."""
    scheme, _, token = authorization.partition(" ")
    patient = store.patient_of(hash_token(token.strip())) if scheme.lower() == "bearer" and token.strip() else None
    if patient is None:
        challenge = 'Bearer realm="clinic"' + (', error="invalid_token"' if token else "")
        raise refuse(401, "login", "A valid access token is needed.", WWW_Authenticate=challenge)
    return patient


def check_owner(resource: Resource, patient: str) -> None:
    """RefusedError 403 when a valid QuestionnaireResponse is about, or said to be by, anybody but this patient."""
    for role in ("subject", "author", "source"):
        if role in resource and patient_in(resource[role]) != patient:
            at = f"QuestionnaireResponse.{role}"
            raise refuse(403, "forbidden", "A patient can only write about, and as, themselves.", at=at)
