"""What real servers do, row by row, and what it means for one entry."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from companion.answers import Create, Done, Operation, Update, done_of, failure, wait_of
from companion.errors import ClinicError, NoAnswer, Unreachable
from companion.sync.classify import Acknowledged, Compare, Later, MakeAgain, Quarantine, Step, classify

CREATE = Create("e-1", {})
UPDATE = Update("e-1", "s-1", 'W/"1"', {})
BODY = {"resourceType": "QuestionnaireResponse", "id": "s-1", "meta": {"versionId": "7"}}
ISSUES = ("value QuestionnaireResponse.item",)
SERVER = Later("server")


def step(operation: Operation, status: int, **headers: str) -> Step:
    """What follows an answer with this status."""
    place = "QuestionnaireResponse/s-1/_history/1"
    answer = failure(status, ISSUES, headers) or done_of(operation, status, place, 'W/"2"', None)
    return classify(operation, answer)


@pytest.mark.parametrize(
    ("status", "after_create", "after_update"),
    [
        (200, Compare("s-1"), Acknowledged("s-1", 'W/"2"')),  # a create that found it there: whose version is it?
        (201, Acknowledged("s-1", 'W/"2"'), Acknowledged("s-1", 'W/"2"')),
        (301, SERVER, SERVER),
        (400, Quarantine(ISSUES), Quarantine(ISSUES)),
        (401, Later("signed_out", is_sure=True), Later("signed_out", is_sure=True)),
        (403, Later("not_allowed", is_sure=True), Later("not_allowed", is_sure=True)),
        (404, SERVER, MakeAgain()),
        (408, SERVER, SERVER),
        (409, Compare(""), Compare("s-1")),
        (410, SERVER, MakeAgain()),
        (412, Compare(""), Compare("s-1")),
        (413, Quarantine(("TooLarge",)), Quarantine(("TooLarge",))),
        (415, Quarantine(("WrongMediaType",)), Quarantine(("WrongMediaType",))),
        (422, Quarantine(ISSUES), Quarantine(ISSUES)),
        (429, Later("busy", is_sure=True), Later("busy", is_sure=True)),
        (500, SERVER, SERVER),
        (502, SERVER, SERVER),
        (503, Later("busy"), Later("busy")),  # perhaps from a proxy that lost the answer: looked for, then sent
        (504, SERVER, SERVER),
    ],
)
def test_each_status_has_one_next_step(status: int, after_create: Step, after_update: Step) -> None:
    assert (step(CREATE, status), step(UPDATE, status)) == (after_create, after_update)


@pytest.mark.parametrize("operation", [CREATE, UPDATE])
def test_only_what_surely_did_not_arrive_is_as_it_was(operation: Operation) -> None:
    assert classify(operation, Unreachable("x")) == Later("offline", is_sure=True)
    assert classify(operation, NoAnswer("a timeout, half a body, a captive portal")) == SERVER


@given(st.integers(100, 999), st.sampled_from([CREATE, UPDATE]))
def test_every_status_leads_somewhere_and_only_2xx_is_success(status: int, operation: Operation) -> None:
    assert isinstance(step(operation, status), Step)
    assert (failure(status, (), {}) is None) is (200 <= status < 300)


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({}, None),
        ({"retry-after": "30"}, 30),
        ({"retry-after": " 5 "}, 5),
        ({"retry-after": "Tue, 24 Nov 2026 10:00:00 GMT"}, None),
        ({"ratelimit": '"requests";r=0;t=42'}, 42),
        ({"ratelimit": "limit; t=soon"}, None),
        ({"retry-after": "7", "ratelimit": '"requests";r=0;t=42'}, 7),
    ],
)
def test_a_busy_server_is_waited_for_as_long_as_it_says(headers: dict[str, str], seconds: float | None) -> None:
    for status in (429, 503):
        waits = classify(UPDATE, failure(status, (), headers))  # type: ignore[arg-type]
        assert isinstance(waits, Later) and (waits.trouble, waits.told) == ("busy", seconds)
    assert wait_of(headers) == seconds


@pytest.mark.parametrize(
    ("location", "etag", "body", "known_as"),
    [
        ("QuestionnaireResponse/s-1", 'W/"2"', None, ("s-1", 'W/"2"')),
        ("http://clinic.example/fhir/QuestionnaireResponse/s-1/_history/2", "opaque", None, ("s-1", "opaque")),
        ("", "", BODY, ("s-1", 'W/"7"')),
        ("", 'W/"2"', BODY, ("s-1", 'W/"2"')),
        ("QuestionnaireResponse/s-1", "", {"resourceType": "OperationOutcome"}, None),
        ("Patient/s-1", 'W/"2"', None, None),
        ("", "", None, None),
    ],
)
def test_an_entry_is_acknowledged_only_under_the_name_that_the_server_gives_it(
    location: str, etag: str, body: dict[str, object] | None, known_as: tuple[str, str] | None
) -> None:
    done = done_of(CREATE, 201, location, etag, body)
    assert isinstance(done, Done | ClinicError)
    assert (isinstance(done, Done) and (done.server_id, done.etag)) == (known_as or False)
