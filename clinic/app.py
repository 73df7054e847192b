"""Composition: the one place where the parts of the clinic meet."""

from collections.abc import Sequence
from dataclasses import replace

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException

from clinic.cors import FhirCors
from clinic.faults import Faults
from clinic.fhir import FhirEndpoint
from clinic.guard import Guard, to_response
from clinic.interactions import Interactions
from clinic.outcome import refuse
from clinic.paging import Cursors
from clinic.staff import StaffPages
from clinic.store import Store
from clinic.switchboard import FaultsEndpoint
from clinic.wire import refused

_METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]


def create_app(store: Store, staff_key: str, port: int, origins: Sequence[str] = ()) -> FastAPI:
    """The app that is reached at this port of this machine, and under no other name."""
    app = FastAPI(openapi_url=None, docs_url=None, redoc_url=None, redirect_slashes=False)
    faults = Faults()
    fhir = FhirEndpoint(Interactions(store, Cursors(store.secret)), faults)
    for path in ("/fhir", "/fhir/{path:path}"):
        app.add_api_route(path, fhir.answer, methods=_METHODS, response_model=None)
    switchboard = FaultsEndpoint(faults, staff_key)
    app.add_api_route("/_faults", switchboard.answer, methods=["GET", "POST"], response_model=None)
    StaffPages(store, staff_key, port).attach(app)
    app.add_exception_handler(HTTPException, _no_route)
    app.add_exception_handler(RequestValidationError, _unreadable)
    if origins:
        app.add_middleware(FhirCors, origins=origins)
    app.add_middleware(Guard, hosts=frozenset({f"127.0.0.1:{port}", f"localhost:{port}"}))
    return app


def _no_route(request: Request, error: Exception) -> Response:
    """404 and 405 of the framework, as OperationOutcome."""
    status = error.status_code if isinstance(error, HTTPException) else 500
    if status == 405:
        refusal = refuse(405, "not-supported", "This method cannot be used here.")
    else:
        refusal = refuse(status, "not-found", "There is nothing at this address.")
    allowed = dict(error.headers or {}) if isinstance(error, HTTPException) else {}
    return to_response(replace(refused(refusal), headers=allowed))


def _unreadable(request: Request, error: Exception) -> Response:
    return to_response(refused(refuse(400, "value", "A parameter cannot be read.")))
