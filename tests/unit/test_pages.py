"""Which page comes next, and whether a search was read completely. Whatever a server writes, it alone is asked."""

from typing import Any
from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from companion.fhir import parse_bundle, says_incomplete
from companion.pages import MOST_PAGES, PagedSearch, next_page

BASE = "https://clinic.example/fhir"
FIRST = f"{BASE}/Appointment?patient=robin&_count=50"


@pytest.mark.parametrize(
    ("base", "link", "path"),
    [
        (BASE, f"{BASE}/Appointment?page=2", "/Appointment?page=2"),
        (BASE, f"{BASE}?_getpages=abc&_getpagesoffset=50", "?_getpages=abc&_getpagesoffset=50"),
        # The same server, written otherwise.
        (BASE, "https://clinic.example:443/fhir?page=2", "?page=2"),
        (BASE, "https://CLINIC.example/fhir/Appointment?page=2", "/Appointment?page=2"),
        (BASE, "HTTPS://clinic.example./fhir/Appointment?page=2", "/Appointment?page=2"),
        ("https://clinic.example:443/fhir", f"{BASE}/Appointment?page=2", "/Appointment?page=2"),
        (f"{BASE}/", f"{BASE}/Appointment?page=2", "/Appointment?page=2"),
        # Relative.
        (BASE, "Appointment?page=2", "/Appointment?page=2"),
        (BASE, "./Appointment?page=2", "/Appointment?page=2"),
        (BASE, "?page=2", "/Appointment?page=2"),
        (BASE, "/fhir/Appointment?page=2", "/Appointment?page=2"),
        (BASE, "//clinic.example/fhir/Appointment?page=2", "/Appointment?page=2"),
        (BASE, "https:///fhir/Appointment?page=2", "/Appointment?page=2"),
        (BASE, " /fhir/Appointment?page=2 ", "/Appointment?page=2"),
        (BASE, "/fhir/Appointment/?_page_token=a%3D%7Cb", "/Appointment/?_page_token=a%3D%7Cb"),
        # Without the prefix of a gateway, or with the server's inner address.
        (BASE, "/Appointment?page=2", "/Appointment?page=2"),
        (BASE, "http://clinic.example/fhir/Appointment?page=2", "/Appointment?page=2"),
        (BASE, "http://10.0.0.5:8080/fhir/Appointment?page=2", "/Appointment?page=2"),
        (BASE, "http://10.0.0.5:8080/fhir/pages/7", "/pages/7"),
        (BASE, "http://inner:8080/hapi/r4/Appointment?page=2", "/Appointment?page=2"),
        (BASE, "http://inner:8080/hapi/r4?_getpages=abc", "?_getpages=abc"),
        ("https://clinic.example", "http://inner:8080/r4/Appointment?page=2", "/Appointment?page=2"),
        ("https://clinic.example", "http://inner:8080/r4?_getpages=abc", "?_getpages=abc"),
        # Nobody else's, and no way out of the server's own folder.
        (BASE, "https://evil.example/x?page=2", None),
        (BASE, "http://inner:8080/hapi/pages/7", None),
        (BASE, "https://clinic.example/other-clinic/Patient?page=2", None),
        (BASE, "https://clinic.example/fhirs/pages/7", None),
        (BASE, "https://robin:secret@clinic.example/fhir/Appointment?page=2", None),
        (BASE, "https://clinic.example@evil.example/fhir/Appointment?page=2", None),
        (BASE, f"{BASE}/../staff/Appointment?page=2", None),
        (BASE, f"{BASE}/%2e%2e/staff/Appointment?page=2", None),
        (BASE, f"{BASE}/%252e%252e/staff/Appointment?page=2", None),
        (BASE, f"{BASE}/..;x=1/staff/Appointment?page=2", None),
        (BASE, f"{BASE}/..%3b/staff/Appointment?page=2", None),
        (BASE, f"{BASE}/..%2Fstaff/Appointment?page=2", None),
        (BASE, f"{BASE}/..\\staff/Appointment?page=2", None),
        (BASE, "ftp://clinic.example/fhir/Appointment?page=2", None),
        (BASE, "javascript:alert(1)", None),
        (BASE, "urn:uuid:1", None),
        (BASE, "https://clinic.example:port/fhir/pages/7", None),
        (BASE, "https://[::1/fhir/Appointment?page=2", None),
    ],
)  # fmt: skip
def test_a_link_is_followed_on_this_server_or_not_at_all(base: str, link: str, path: str | None) -> None:
    first = f"{base}/Appointment?patient=robin"
    assert next_page(base, first, link, "Appointment") == path


links = st.one_of(
    st.text(max_size=40),
    st.builds(
        "{}{}{}{}".format,
        st.sampled_from(
            ["", "https:", "http://", "https://", "//", ":8443", "@", ".evil.example", "\\\\", "https:\\\\"]
        ),
        st.sampled_from(
            ["clinic.example", "evil.example", "clinic.example@evil.example", ".evil.example", "", "[::1]"]
        ),
        st.sampled_from(["", ":443", ":8443", "/fhir", "/fhir/Appointment", "/..", "\\fhir", "@evil.example/x"]),
        st.sampled_from(["", "?page=2", "?_getpages=1", "#x", "/x?y=@evil.example"]),
    ),
)


@given(
    links, st.sampled_from([BASE, "https://clinic.example", "http://127.0.0.1:8000/r4", "https://clinic.example:8443"])
)
def test_whatever_the_link_says_only_the_clinics_own_address_is_asked(link: str, base: str) -> None:
    path = next_page(base, f"{base}/Appointment?x=1", link, "Appointment")
    if path is not None:
        asked, own = urlsplit(base + path), urlsplit(base)
        assert (asked.scheme, asked.netloc) == (own.scheme, own.netloc) and asked.path.startswith(own.path)


def page(*ids: str, next: str = "", **more: Any) -> dict[str, Any]:
    entries = [{"resource": {"resourceType": "Appointment", "id": id}} for id in ids]
    links = [{"relation": "self", "url": "x"}, *([{"relation": "next", "url": next}] if next else [])]
    return {"resourceType": "Bundle", "entry": entries, "link": links, **more}


def read(*pages: dict[str, Any]) -> tuple[list[str], bool]:
    search = PagedSearch(BASE, "Appointment", "/Appointment?page=1")
    for one in pages:
        search.take(parse_bundle(one))
    listed = search.listed()
    return [str(one["id"]) for one in listed.resources], listed.is_whole


@pytest.mark.parametrize(
    ("pages", "is_whole"),
    [
        ([page()], True),
        ([page("a", "b")], True),
        ([page("a", "b", total=2)], True),
        ([page("a", next="?page=2"), page("b")], True),
        ([page("a", next="?page=2", total=2), page("b", total=2)], True),
        # A row that came twice because one was booked meanwhile.
        ([page("a", "b", next="?page=2", total=3), page("b", "c", total=3)], True),
        # An empty page with a further one behind it.
        ([page("a", next="?page=2"), page(next="?page=3"), page("b")], True),
        # What came along or says something of the answer is none of the list.
        ([page("a", total="many")], True),
        ([page("a", total="1")], True),
        ([page("a", total="7")], False),
        ([{**page("a"), "entry": [{"resource": {"id": "a", "status": "booked"}}]}], False),
        ([{**page("a"), "entry": [{"resource": {"resourceType": 5, "id": "a"}}]}], False),
        ([page("a", total=True)], True),
        ([page("a", total=-1)], True),
        ([page("a", total=2)], False),
        ([page("a", next="?page=2", total=3), page("b", total=3)], False),
        # One was taken out meanwhile: the pages behind it moved up, and one may be missing.
        ([page("a", "b", next="?page=2", total=4), page("d", total=3)], False),
        ([page("a", next="https://evil.example/x")], False),
        ([page("a", next="?page=2"), page("b", next="?page=2")], False),
        ([page("a", next="?page=2"), page("a", next="?page=3")], False),
        ([page("a"), {**page(), "entry": [{"fullUrl": "x"}]}], False),
    ],
)
def test_a_part_of_a_list_is_known_to_be_one(pages: list[dict[str, Any]], is_whole: bool) -> None:
    assert read(*pages)[1] is is_whole


@pytest.mark.parametrize("relation", ["next", "Next", " NEXT "])
def test_a_next_page_is_one_however_its_relation_is_written(relation: str) -> None:
    bundle = {**page("a"), "link": [{"relation": relation, "url": "?page=2"}]}
    assert PagedSearch(BASE, "Appointment", "/Appointment").take(parse_bundle(bundle)) == "/Appointment?page=2"


def test_what_came_along_counts_for_no_match() -> None:
    along = [
        {"resource": {"resourceType": "Appointment", "id": "b"}, "search": {"mode": "include"}},
        {"resource": {"resourceType": "Patient", "id": "robin"}, "search": {"mode": "include"}},
        {"resource": {"resourceType": "OperationOutcome", "issue": []}, "search": {"mode": "outcome"}},
    ]
    first = page("a", total=2)
    assert read({**first, "entry": [*first["entry"], *along]}) == (["a", "b"], False)
    assert read({**first, "entry": [*first["entry"], *along], "total": 1}) == (["a", "b"], True)


def test_an_endless_list_is_read_up_to_its_last_page_and_known_to_be_a_part() -> None:
    search = PagedSearch(BASE, "Appointment", "/Appointment?page=1")
    asked = 0
    path: str | None = "/Appointment?page=1"
    while path:
        asked += 1
        path = search.take(parse_bundle(page(f"a{asked}", next=f"?page={asked + 1}")))
    assert asked == MOST_PAGES == 20 and not search.listed().is_whole and len(search.listed().resources) == 20


def test_a_list_that_ends_on_its_last_page_is_whole() -> None:
    pages = [page(f"a{n}", next=f"?page={n + 1}") for n in range(1, 20)]
    assert read(*pages, page("last"))[1] is True


@pytest.mark.parametrize(
    ("severity", "code", "says"),
    [
        ("warning", "not-supported", False),
        ("error", "not-supported", False),
        ("information", "informational", False),
        ("warning", "incomplete", True),
        ("warning", "throttled", True),
        ("error", "exception", True),
        ("fatal", "invalid", True),
    ],
)
def test_an_outcome_among_the_entries_may_say_that_some_are_missing(severity: str, code: str, says: bool) -> None:
    outcome = {"resourceType": "OperationOutcome", "issue": [{"severity": severity, "code": code}]}
    first = page("a")
    assert says_incomplete(outcome) is says
    assert read({**first, "entry": [*first["entry"], {"resource": outcome}]}) == (["a"], not says)
