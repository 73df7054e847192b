"""What a QuestionnaireResponse must be to be taken."""

from typing import Any

import pytest
from fhir.resources.R4B.questionnaireresponse import QuestionnaireResponse as Oracle
from pydantic import ValidationError

from clinic.outcome import RefusedError
from clinic.validate import check_response
from tests.clinic.samples import response


def answered(*answers: dict[str, Any]) -> dict[str, Any]:
    return response(item=[{"linkId": "q", "answer": list(answers)}])


GOOD_ANSWERS: list[dict[str, Any]] = [
    {"valueBoolean": False},
    {"valueInteger": -5},
    {"valueDecimal": 7.25},
    {"valueDecimal": 7},
    {"valueDate": "2026-11"},
    {"valueDateTime": "2026-11-24T10:00:00.123+05:30"},
    {"valueTime": "23:59:00"},
    {"valueString": "so so"},
    {"valueUri": "https://example.org/x"},
    {"valueCoding": {"system": "https://s.example", "code": "yes", "display": "Yes"}},
    {"valueQuantity": {"value": 120, "unit": "mmHg", "system": "http://unitsofmeasure.org", "code": "mm[Hg]"}},
    {"valueReference": {"reference": "Patient/robin", "display": "me"}},
    {"valueAttachment": {"contentType": "text/plain", "data": "aGk="}},
    {"valueString": "x", "item": [{"linkId": "inner", "answer": [{"valueBoolean": True}]}]},
    {"valueString": "x", "extension": [{"url": "https://e.example/x", "valueString": "y"}]},
]


@pytest.mark.parametrize("answer", GOOD_ANSWERS, ids=lambda answer: str(*list(answer)[:1]))
def test_each_kind_of_answer_is_taken_here_and_by_the_oracle(answer: dict[str, Any]) -> None:
    check_response(answered(answer))
    Oracle.model_validate(answered(answer))


@pytest.mark.parametrize(
    ("resource", "code", "path"),
    [
        ({}, "required", "resourceType"),
        (response(resourceType="Patient"), "code-invalid", "resourceType"),
        (response(status=None), "required", "status"),
        (response(status="done"), "code-invalid", "status"),
        (response(status=["completed"]), "code-invalid", "status"),
        (response(subject=None), "required", "subject"),
        (response(subject={"display": "Robin"}), "invalid", ""),
        (response(subject={"reference": "Group/1"}), "invalid", ""),
        (response(questionnaire=None), "required", "questionnaire"),
        (response(questionnaire="daily"), "value", "questionnaire"),
        (response(questionnaire="https://x.example|1|2"), "value", "questionnaire"),
        (response(authored=None), "required", "authored"),
        (response(authored="2026-11-24T10:00:00"), "invalid", "authored"),
        (response(authored="2026-11-24T10:00Z"), "invalid", "authored"),
        (response(authored="2026-13-01"), "invalid", "authored"),
        (response(authored="2026-02-29"), "invalid", "authored"),
        (response(authored=20261124), "value", "authored"),
        (response(mood=4), "structure", ""),
        (response(contained=[{"resourceType": "Patient"}]), "structure", ""),
        (response(modifierExtension=[{"url": "x"}]), "structure", ""),
        (response(item=[]), "value", "item"),
        (response(item={}), "value", "item"),
        (response(item=[{"answer": [{"valueBoolean": True}]}]), "required", "item[0].linkId"),
        (response(item=[{"linkId": ""}]), "value", "item[0].linkId"),
        (response(item=[{"linkId": "q", "answer": []}]), "value", "item[0].answer"),
        (answered({}), "invalid", "item[0].answer[0]"),
        (answered({"valueString": "a", "valueInteger": 1}), "invalid", "item[0].answer[0]"),
        (answered({"valueMoney": 1}), "structure", "item[0].answer[0]"),
        (answered({"valueInteger": True}), "value", "item[0].answer[0].valueInteger"),
        (answered({"valueInteger": 1.0}), "value", "item[0].answer[0].valueInteger"),
        (answered({"valueInteger": 2**31}), "value", "item[0].answer[0].valueInteger"),
        (answered({"valueInteger": 1}, {"valueDecimal": "1"}), "invalid", "item[0].answer[1].valueDecimal"),
        (answered({"valueDecimal": True}), "invalid", "item[0].answer[0].valueDecimal"),
        (answered({"valueBoolean": "true"}), "value", "item[0].answer[0].valueBoolean"),
        (answered({"valueString": ""}), "value", "item[0].answer[0].valueString"),
        (answered({"valueTime": "24:00:00"}), "invalid", "item[0].answer[0].valueTime"),
        (answered({"valueDate": "2026-11-24T10:00:00Z"}), "invalid", "item[0].answer[0].valueDate"),
        (answered({"valueCoding": {"kode": "x"}}), "structure", "item[0].answer[0].valueCoding"),
        (answered({"valueQuantity": {"value": "120"}}), "invalid", "item[0].answer[0].valueQuantity.value"),
        (
            response(item=[{"linkId": "g", "item": [{"linkId": "q"}], "answer": [{"valueBoolean": True}]}]),
            "invalid",
            "item[0]",
        ),
        (response(item=[{"linkId": "g", "item": [{"linkId": 7}]}]), "value", "item[0].item[0].linkId"),
    ],
)
def test_what_does_not_validate_is_422_and_says_where(resource: dict[str, Any], code: str, path: str) -> None:
    with pytest.raises(RefusedError) as refusal:
        check_response(resource)
    assert refusal.value.status == 422
    found = {(issue.code, issue.expression) for issue in refusal.value.issues}
    assert (code, f"QuestionnaireResponse.{path}".rstrip(".")) in found


def test_a_hundred_mistakes_give_twenty_issues() -> None:
    with pytest.raises(RefusedError) as refusal:
        check_response(response(item=[{"linkId": 1}] * 100))
    assert len(refusal.value.issues) == 20


def test_whatever_is_taken_here_the_oracle_takes_too() -> None:
    for status in ("in-progress", "completed", "amended", "entered-in-error", "stopped"):
        for authored in ("2026", "2026-11", "2026-11-24", "2026-11-24T10:00:00Z", "2026-11-24T10:00:00.5-08:00"):
            resource = response(status=status, authored=authored, item=None)
            check_response(resource)
            Oracle.model_validate(resource)


def test_the_oracle_agrees_that_a_missing_status_is_wrong() -> None:
    with pytest.raises(ValidationError):
        Oracle.model_validate(response(status=None))
