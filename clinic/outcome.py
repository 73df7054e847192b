"""OperationOutcome: the one shape in which this server says no."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeAlias

Resource: TypeAlias = dict[str, Any]
"""A FHIR resource as JSON: an object with a `resourceType`."""


@dataclass(frozen=True, slots=True)
class Issue:
    """One thing that is wrong: an R4 issue-type code, words for a person, and where (a path such as `Bundle.type`)."""

    code: str
    text: str
    expression: str | None = None
    severity: str = "error"


def operation_outcome(issues: Sequence[Issue]) -> Resource:
    """`{"resourceType": "OperationOutcome", "issue": [...]}`."""
    return {"resourceType": "OperationOutcome", "issue": [_issue(issue) for issue in issues]}


def _issue(issue: Issue) -> Resource:
    body: Resource = {"severity": issue.severity, "code": issue.code, "diagnostics": issue.text}
    return body | ({"expression": [issue.expression]} if issue.expression else {})


@dataclass(eq=False)
class RefusedError(Exception):
    """A request that is answered with an error: the HTTP status, the issues and further headers.

    The texts are written by this server; nothing that a patient typed may stand in them.
    """

    status: int
    issues: tuple[Issue, ...]
    headers: Mapping[str, str] = field(default_factory=dict)

    @property
    def outcome(self) -> Resource:
        return operation_outcome(self.issues)


def refuse(status: int, code: str, text: str, *, at: str | None = None, **headers: str) -> RefusedError:
    """A refusal with one issue. Headers are given as names with underscores: `Retry_After="3"`."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return RefusedError(status, (Issue(code, text, at),), named)


def not_found() -> RefusedError:
    """The same words for what does not exist and for what belongs to another patient."""
    return refuse(404, "not-found", "There is no such resource.")
