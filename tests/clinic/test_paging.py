"""Pages show the store as it stood when the first one was asked for."""

from itertools import pairwise
from typing import Any

import httpx
import pytest

from tests.clinic.process import ClinicProcess
from tests.clinic.samples import fresh, response


def fill(client: httpx.Client, count: int) -> tuple[str, list[str]]:
    """A form of its own and the ids of so many responses to it, in the order of arrival."""
    form = f"https://forms.example/{fresh()}"
    sent = [client.post("/QuestionnaireResponse", json=response(questionnaire=form)) for _ in range(count)]
    return form, [answer.json()["id"] for answer in sent]


def link(bundle: dict[str, Any], relation: str) -> str | None:
    return next((each["url"] for each in bundle["link"] if each["relation"] == relation), None)


def ids(bundle: dict[str, Any]) -> list[str]:
    return [entry["resource"]["id"] for entry in bundle.get("entry", [])]


def test_pages_together_show_each_result_once(clinic: ClinicProcess, robin: httpx.Client) -> None:
    form, sent = fill(robin, 7)
    url: str | None = f"/QuestionnaireResponse?questionnaire={form}&_count=3"
    pages = []
    while url:
        bundle = robin.get(url).json()
        assert bundle["total"] == 7
        assert (link(bundle, "self") or "").startswith(f"{clinic.fhir}/QuestionnaireResponse?")
        pages.append(ids(bundle))
        url = link(bundle, "next")
        assert url is None or url.startswith(f"{clinic.fhir}/QuestionnaireResponse?_page=")
    assert [len(page) for page in pages] == [3, 3, 1]
    assert [name for page in pages for name in page] == sent


@pytest.mark.parametrize("sort", ["_lastUpdated", "-_lastUpdated", "authored", "-authored"])
def test_pages_are_not_moved_by_what_is_written_in_between(robin: httpx.Client, sort: str) -> None:
    form, sent = fill(robin, 6)
    url = f"/QuestionnaireResponse?questionnaire={form}&_count=2&_sort={sort}"
    expected = ids(robin.get(url.replace("_count=2", "_count=50")).json())
    shown, versions = [], []
    bundle = robin.get(url).json()
    while True:
        shown += ids(bundle)
        versions += [entry["resource"]["meta"]["versionId"] for entry in bundle["entry"]]
        following = link(bundle, "next")
        if following is None:
            break
        robin.post("/QuestionnaireResponse", json=response(questionnaire=form, authored="2020-01-01"))
        for name in (sent[0], sent[-1], sent[3]):
            current = robin.get(f"/QuestionnaireResponse/{name}").json()
            robin.put(f"/QuestionnaireResponse/{name}", json=current | {"status": "amended"})
        bundle = robin.get(following).json()
    assert shown == expected
    assert versions == ["1"] * 6
    assert robin.get(f"/QuestionnaireResponse?questionnaire={form}").json()["total"] == 8


def test_a_page_link_can_be_followed_again_and_shows_the_same(robin: httpx.Client) -> None:
    form, _ = fill(robin, 4)
    following = link(robin.get(f"/QuestionnaireResponse?questionnaire={form}&_count=2").json(), "next")
    assert following is not None
    assert robin.get(following).json() == robin.get(following).json()


def test_a_count_of_zero_tells_the_total_alone(robin: httpx.Client) -> None:
    form, _ = fill(robin, 2)
    bundle = robin.get(f"/QuestionnaireResponse?questionnaire={form}&_count=0").json()
    assert (bundle["total"], ids(bundle), link(bundle, "next")) == (2, [], None)


def test_a_page_holds_two_hundred_at_most(robin: httpx.Client) -> None:
    form = f"https://forms.example/{fresh()}"
    for _ in range(5):
        entries = [
            {"resource": response(questionnaire=form), "request": {"method": "POST", "url": "QuestionnaireResponse"}}
            for _ in range(45)
        ]
        assert robin.post("", json={"resourceType": "Bundle", "type": "batch", "entry": entries}).status_code == 200
    bundle = robin.get(f"/QuestionnaireResponse?questionnaire={form}&_count=100000").json()
    assert (bundle["total"], len(ids(bundle))) == (225, 200)
    rest = robin.get(link(bundle, "next") or "").json()
    assert len(set(ids(bundle) + ids(rest))) == 225
    times = [entry["resource"]["meta"]["lastUpdated"] for entry in bundle["entry"] + rest["entry"]]
    assert all(earlier < later for earlier, later in pairwise(times))


@pytest.mark.parametrize("cursor", ["", "x", "AAAA", "!!!!", "A" * 80, "%C3%A4"])
def test_a_page_link_that_was_made_up_is_refused(robin: httpx.Client, cursor: str) -> None:
    assert robin.get(f"/QuestionnaireResponse?_page={cursor}").status_code == 400


def test_a_page_link_with_any_byte_changed_is_refused(robin: httpx.Client) -> None:
    form, _ = fill(robin, 2)
    following = link(robin.get(f"/QuestionnaireResponse?questionnaire={form}&_count=1").json(), "next")
    start, _, cursor = (following or "").partition("_page=")
    for place in range(0, len(cursor) - 4, 9):
        changed = cursor[:place] + ("A" if cursor[place] != "A" else "B") + cursor[place + 1 :]
        assert robin.get(f"{start}_page={changed}").status_code == 400
