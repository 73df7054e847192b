"""`/_faults`: where tests switch faults on and off, with the staff key."""

import hmac

from fastapi import Request, Response
from pydantic import ValidationError

from clinic.faults import Fault, Faults
from clinic.guard import to_response
from clinic.outcome import RefusedError, refuse
from clinic.wire import Answer, refused


class FaultsEndpoint:
    """GET tells what is on; POST replaces it."""

    def __init__(self, faults: Faults, staff_key: str) -> None:
        self._faults = faults
        self._authorization = f"Bearer {staff_key}".encode()

    async def answer(self, request: Request) -> Response:
        """What is now on, as JSON; 401 without the staff key, 422 for what is no fault."""
        try:
            self._check_key(request)
            if request.method == "POST":
                self._faults.switch(Fault.model_validate_json(await request.body()))
        except RefusedError as refusal:
            return to_response(refused(refusal))
        except ValidationError:
            text = "This is not a known fault. See clinic/faults.py for the modes and their fields."
            return to_response(refused(refuse(422, "value", text)))
        return to_response(Answer(200, self._faults.current.model_dump()))

    def _check_key(self, request: Request) -> None:
        given = request.headers.get("authorization", "").encode()
        if not hmac.compare_digest(given, self._authorization):
            raise refuse(401, "login", "The staff key is needed.", WWW_Authenticate='Bearer realm="staff"')
