"""The clinic's file: what cannot work is refused when it is read, all of it at once, each with its line."""

import json
from argparse import Namespace
from asyncio import Event, run
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from companion.__main__ import main
from companion.check_clinic import check_clinic
from companion.clinic_fields import AVAILABLE_TIME, CLINIC, PHONE_BY_HOURS, READING
from companion.clinic_file import DEMO, ClinicFileError, clinic_from_announcement, load_clinic, load_site_clinic
from companion.clinic_yaml import read_yaml
from companion.config import ClinicSettings, assets_dir
from companion.content import load_content, with_pack
from companion.domain.course_settings import COURSE
from companion.domain.safety.rules import Level

DOCS = Path(__file__).parents[2] / "docs"
WHOLE = {"name": "Example Clinic", "fhir": "https://fhir.clinic.example/r4", "patient": "robin", "token": "abc.def-1"}
WRONG = """\
name: ""
fone: (555) 010-0199
country: UK
phones:
  - phone: 5550100
    phone_uri: 5550100
  - label: Nurse
    answered: after-hours
available_time:
  - days_of_week: [mon, tuesday]
    start: "08:00"
    end: "8"
  - {days_of_week: [fri], start: "08:00", end: "08:00"}
reading:
  who: a nurse
fhir: http://fhir.clinic.example
token: "two words"
name: Again
safety:
  raise:
    - {id: RF-SUI-4, level: info}
    - id: RF-BP-6
      level: urgent
    - id: RF-XX-1
      level: urgent
  hide: [RF-SUI-4]
"""


def written(folder: Path, **more: object) -> Path:
    file = folder / "clinic.json"
    file.write_text(json.dumps({**WHOLE, **more}), "utf-8")
    return file


def refused(folder: Path, text: str, *, is_for_site: bool = False) -> list[tuple[int, str]]:
    """Line and place of every problem of a file."""
    file = folder / "clinic.yaml"
    file.write_text(text, "utf-8")
    with pytest.raises(ClinicFileError) as found:
        (load_site_clinic if is_for_site else load_clinic)(file)
    return [(one.line, str(one).split(": ")[1]) for one in found.value.problems]


def test_a_whole_file_can_send(tmp_path: Path) -> None:
    assert load_clinic(written(tmp_path)).can_send


@pytest.mark.parametrize("token", ["…", "with a space", "line\nbreak", "ü"])
def test_a_token_that_no_header_can_carry_is_refused_by_its_name(tmp_path: Path, token: str) -> None:
    with pytest.raises(ClinicFileError, match="token") as found:
        load_clinic(written(tmp_path, token=token))
    assert token not in str(found.value)


def test_every_problem_is_told_at_once_with_its_line_and_its_field(tmp_path: Path) -> None:
    assert refused(tmp_path, WRONG) == [
        (1, "name"),
        (1, "time_zone"),
        (2, "fone"),
        (3, "country"),
        (5, "phones.1.phone"),
        (6, "phones.1.phone_uri"),
        (7, "phones.2.phone"),
        (7, "phones.2.phone_uri"),
        (10, "available_time.1.days_of_week.2"),
        (12, "available_time.1.end"),
        (13, "available_time.2"),
        (14, "reading.when"),
        (16, "fhir"),
        (17, "token"),
        (18, "name"),
        (21, "safety.raise.1.level"),
        (24, "safety.raise.3.id"),
        (26, "safety.hide"),
    ]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("name: A\nfone: x", "is not a field here; did you mean phone?"),
        ("name: A\nphone_uri: 5550100", "put it in quotes"),
        ("name: A\ntime_zone: Nowhere/Town", "such as America/New_York"),
        ("name: A\nreading: {who: a nurse, when: daily}", "has to give a phone"),
        (
            "name: A\nphone: '1'\nphones: [{phone: '1', phone_uri: 'tel:123'}]",
            "use either phones, or phone and phone_uri",
        ),
        ("name: A\nphones: [{phone: '1', phone_uri: 'tel:123', answered: after-hours}]", "needs the clinic's own"),
        # A clinic whose number nobody can call, or which is another one, is none.
        ("name: A\nphone: (555) 010-0199", "line 1: phone_uri: phone and phone_uri belong together"),
        ("name: A\nphone_uri: 'tel:+15550100199'", "line 1: phone: phone and phone_uri belong together"),
        (
            "name: A\nphone: '1'\nphone_uri: 'tel:---'",
            "line 3: phone_uri: is not in the expected form: the number as a phone",
        ),
        (
            "name: A\nphone: '*100#'\nphone_uri: 'tel:*100#'",
            "line 3: phone_uri: is not in the expected form: the number as a phone",
        ),
        ("name: A\nphone: (555) 010-0199\nphone_uri: 'tel:+15550100191'", "line 3: phone_uri: this calls a different"),
        ("name: A\nphones: [{phone: '112', phone_uri: 'tel:+112911'}]", "phones.1.phone_uri: this calls a different"),
        # One sign may not switch the look off, and no code does something else than call.
        (
            "name: A\nphone: (555) 010-0199\nphone_uri: 'tel:+19005551234,'",
            "line 3: phone_uri: this calls a different number",
        ),
        (
            "name: A\nphone: Front desk (555) 010-0199\nphone_uri: 'tel:+15550100199'",
            "line 2: phone: this is not a single number",
        ),
        ("name: A\nphone: '911'\nphone_uri: 'tel:+19005551234,,1'", "line 3: phone_uri: this calls a different number"),
        ("name: A\nphone: '911'\nphone_uri: 'tel:911,,1'", "line 3: phone_uri: a short number is called as it is"),
        (
            "name: A\nphone: (555) 010-0199\nphone_uri: 'tel:*72,19005551234'",
            "line 3: phone_uri: is not in the expected form: the number as a phone",
        ),
        (
            "name: A\nphones:\n- {phone: 555-0100 / 555-0199, phone_uri: 'tel:55501005550199'}",
            "line 3: phones.1.phone: this is not a single number",
        ),
        ("name: A\nphone: <1>\nphone_uri: 'tel:123'", "line 2: phone: is not in the expected form"),
        ("name: A\nphone: ' '\nphone_uri: 'tel:123'", "line 2: phone: is empty: the number as people read it"),
        ("name: A\ntime_zone: localtime", "such as America/New_York"),
        ("name: A\nsafety: {phone: {}}", "belong in the file itself"),
        ("name: A\nsafety: {raise: [{id: RF-SUI-4, level: call_clinic}]}", "a clinic may only raise it"),
        ("name: &a A\nhours: *a", "write the value out"),
        ("name: !!python/object:os.system A", "tags (!)"),
        ("", "line 1: the file: is empty: at least name"),
        ("- name", "needs fields below it, each with a colon: at least name"),
    ],
)
def test_the_reason_is_in_plain_words(tmp_path: Path, text: str, said: str) -> None:
    file = tmp_path / "clinic.yaml"
    file.write_text(text, "utf-8")
    with pytest.raises(ClinicFileError) as found:
        load_clinic(file)
    assert said in str(found.value)


@pytest.mark.parametrize(
    ("read", "called"),
    [
        ("(555) 010-0199", "tel:+15550100199"),
        ("+44 (0)20 7946 0000", "tel:+442079460000"),
        ("1-800-CLINICS", "tel:+18002546427"),
        ("(555) 010-0199 ext. 5", "tel:+15550100199,,5"),
        ("988", "tel:988"),
    ],
)
def test_a_number_that_is_read_otherwise_than_it_is_called_is_taken(tmp_path: Path, read: str, called: str) -> None:
    contact = load_clinic(written(tmp_path, phone=read, phone_uri=called)).contact
    assert contact and (contact.phone_display, contact.phone_uri) == (read, called)


def test_what_yaml_takes_for_something_else_stays_what_people_wrote() -> None:
    said = {"country": "NO", "start": "17:00", "day": "2026-11-28", "phone": "on", "date": "1_000"}
    assert read_yaml("\n".join(f"{name}: {value}" for name, value in said.items())).data == said


def test_a_file_of_json_is_read_as_before_with_tabs_and_letters_of_two_escapes(tmp_path: Path) -> None:
    file = tmp_path / "clinic.json"
    file.write_text('{\n\t"name": "Example \\ud83c\\udf33",\n\t"hours": "a\\/b"\n}', "utf-8")
    found = load_clinic(file)
    assert (found.name, found.hours) == ("Example 🌳", "a/b")


def test_a_site_holds_no_token_but_for_a_demo_on_this_machine(tmp_path: Path) -> None:
    text = "name: A\npatient: robin\ntoken: abc\nfhir: {}\n"
    assert refused(tmp_path, text.format("https://fhir.example/r4"), is_for_site=True) == [(2, "patient"), (3, "token")]
    alone = "name: A\npatient: robin\nfhir: https://fhir.example/r4\n"
    assert refused(tmp_path, alone, is_for_site=True) == [(2, "patient")], "who it is, is everybody's too"
    assert refused(tmp_path, text.format('"https://[fhir"'), is_for_site=True)[2:] == [(4, "fhir")]
    file = tmp_path / "clinic.yaml"
    file.write_text(text.format("http://127.0.0.1:8080/fhir"))
    assert load_site_clinic(file).can_send


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"name: A\n  hours: B", "line 2 is not YAML: this line's indent does not match"),
        (
            b"name: A: B",
            "line 1 is not YAML: this line's indent does not match the lines around it, or it has a second colon",
        ),
        (b"hours: x\nname: 'A\nphone: x\n", "line 2 is not YAML: a quote that begins here is never closed"),
        (b"name: A\nforms: [evaluation\nhours: x", "line 2 is not YAML: a bracket that begins here is never closed"),
        (b"name: A\nphones:\n\t- phone: 1", "line 3 is not YAML: it is indented with a tab"),
        (b"name: A\nhours: @noon", "line 2 is not YAML: put a text that begins with @"),
        (b"name: A\n---\nname: B", "line 2 is not YAML: --- begins a second document"),
        (b"name: A\nhours: *x", "line 2 is not YAML: YAML anchors and aliases (& and *) are not supported"),
        (b"name: A\nhours: a\x00", "line 2 is not YAML: there is a control character"),
        ("name: A\nhours: f\u00fcr".encode("latin-1"), "line 2 is not UTF-8 text: save the file as UTF-8"),
        ("name: A".encode("utf-16"), "line 1 is not UTF-8 text"),
        (b"[" * 5000, "nested too deeply"),
        (b"name: " + b"A" * 300_000, "longer than 256,000 letters"),
        (b"course: {infusion_minutes: " + b"9" * 5000 + b"}", "a number in it is too large"),
    ],
)
def test_what_is_no_yaml_is_told_with_its_line_and_what_to_do(tmp_path: Path, data: bytes, said: str) -> None:
    file = tmp_path / "clinic.yaml"
    file.write_bytes(data)
    with pytest.raises(ClinicFileError) as found:
        load_clinic(file)
    assert said in str(found.value) and not found.value.problems


@pytest.mark.parametrize(
    ("text", "told"),
    [
        # A name that is not understood is not missing as well; what stands twice is told with its first line.
        ("name: &a A\naddress: *a", [(2, "address")]),
        ("address: &a x\nname: *a", [(2, "name")]),
        ("name: !!python/name:os.system x\ncourse: !mine {driver: x}", [(1, "name"), (2, "course")]),
        ("name: A\nhours: x\nhours: y", [(3, "hours")]),
        ('{\n"name": "A",\n"name": "B"}', [(3, "name")]),
        ("name: A\n? [a]\n: x", [(2, "the file")]),
        # A zone that is not known is told once.
        ('name: A\ntime_zone: X\navailable_time: [{days_of_week: [mon], start: "08:00", end: "17:00"}]', [(2, "time_zone")]),
        # What YAML 1.1 would read otherwise: times stay times, the number 8 is none.
        ("name: A\ntime_zone: UTC\navailable_time:\n- {days_of_week: [mon], start: 08, end: 17:00}", [(4, "available_time.1.start")]),
        ("name: A\nphone: 0800123\nphone_uri: tel:0800123", [(2, "phone")]),
        ("name:\ncountry:\nphones:\n- phone:\n  phone_uri: tel:123", [(1, "name"), (4, "phones.1.phone")]),
        ("name: A\nfhir: https://user:word@fhir.example/r4", [(2, "fhir")]),
        ("name: A\nfhir: https://fhir.example;script-src/r4", [(2, "fhir")]),
        ("name: A\nforms: [evaluation, evaluation]", [(2, "forms.2")]),
    ],
)  # fmt: skip
def test_each_problem_is_told_once(tmp_path: Path, text: str, told: list[tuple[int, str]]) -> None:
    assert refused(tmp_path, text) == told


def test_what_is_left_empty_is_as_if_it_were_not_there_and_a_mark_of_the_order_of_bytes_is_none(tmp_path: Path) -> None:
    file = tmp_path / "clinic.yaml"
    file.write_bytes(b"\xef\xbb\xbfname: A\r\nhours:\r\nphones:\r\ncourse:\r\nforms:\r\nsafety:\r\n")
    assert load_clinic(file) == ClinicSettings("A", available_time=[], phones=[], course=dict.fromkeys(COURSE.kinds))


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    with pytest.raises(ClinicFileError, match=f"{tmp_path} cannot be read"):
        load_clinic(tmp_path)


def test_a_file_is_looked_at_as_for_a_site_where_that_is_asked(tmp_path: Path, capsys: Any) -> None:
    file = tmp_path / "clinic.yaml"
    file.write_text("name: A\nfhir: https://fhir.example/r4\npatient: robin\ntoken: abc\n")
    assert main(["check-clinic", str(file)]) == 0 and "--for-site" in capsys.readouterr().out
    assert main(["check-clinic", str(file), "--for-site"]) == 1
    assert "line 4: token: a site for patients cannot hold a token" in capsys.readouterr().err


@pytest.mark.parametrize(("text", "status"), [("name: A", 0), ("name: 1", 1), ("name: 'A", 2), (None, 2)])
def test_the_command_says_what_it_found_by_its_status(
    tmp_path: Path, text: str | None, status: int, capsys: Any
) -> None:
    file = tmp_path / "clinic.yaml"
    if text:
        file.write_text(text)
    assert run(check_clinic(Namespace(file=file, for_site=False), Event())) == status
    shown = capsys.readouterr()
    assert ("nothing is wrong" in shown.out, "cannot be used" in shown.err, "cannot be read" in shown.err) == (
        status == 0, status == 1, status == 2,
    )  # fmt: skip


def test_the_example_is_read_and_its_red_flags_act() -> None:
    example = load_site_clinic(DOCS / "clinic.example.yaml")
    assert [one["label"] for one in example.phones] == ["Front desk", "Nurse on call"]
    shipped = load_content(assets_dir())
    rules = {one.id: one for one in with_pack(shipped, example.safety).red_flags().book.rules}
    assert rules["RF-BP-6"].level is Level.URGENT and rules["CLINIC-PULSE"].level is Level.CALL_CLINIC
    assert rules.keys() - {one.id for one in shipped.red_flags().book.rules} == {"CLINIC-PULSE"}
    assert with_pack(shipped, {}) is shipped


def test_every_field_stands_in_the_document() -> None:
    said = (DOCS / "clinic-file.md").read_text("utf-8")
    for fields in (CLINIC, PHONE_BY_HOURS, AVAILABLE_TIME, READING, COURSE):
        missing = [name for name in fields.kinds if f"`{name}`" not in said]
        assert not missing, missing


def test_the_demo_clinic_has_a_file_of_its_own_and_tells_its_address_when_it_starts() -> None:
    there = {
        "fhir": "http://127.0.0.1:9/fhir/",
        "staff": "http://127.0.0.1:9/staff",
        "patients": [{"id": "robin", "token": "t"}],
    }
    found, staff = clinic_from_announcement(there)
    assert (found.fhir_base, found.patient_id, found.token) == ("http://127.0.0.1:9/fhir", "robin", "t")
    assert asdict(found) == {**asdict(load_clinic(assets_dir() / DEMO)), "fhir_base": "http://127.0.0.1:9/fhir",
                             "patient_id": "robin", "token": "t"}  # fmt: skip
    assert staff == there["staff"]


# Whatever stands in a file

names = st.sampled_from(
    [
        *CLINIC.kinds,
        *PHONE_BY_HOURS.kinds,
        *AVAILABLE_TIME.kinds,
        *COURSE.kinds,
        "who",
        "id",
        "raise",
        "x",
    ]
)
values = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(-9, 9), st.text(max_size=4), st.sampled_from(["US", "tel:123", "mon", "08:00", "after-hours", "RF-SUI-4"])),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(names, inner, max_size=4)),
    max_leaves=12,
)  # fmt: skip


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=150)
@given(st.dictionaries(names, values, max_size=6), st.sampled_from(["json", "flow", "block"]))
def test_a_file_is_taken_or_every_problem_has_the_line_of_its_field(
    tmp_path: Path, data: dict[str, Any], style: str
) -> None:
    text = (
        json.dumps(data, indent=1)
        if style == "json"
        else yaml.safe_dump(data, default_flow_style=style == "flow", allow_unicode=True, sort_keys=False)
    )
    file = tmp_path / "clinic.yaml"
    file.write_bytes(text.encode())
    try:
        assert isinstance(load_clinic(file), ClinicSettings)
    except ClinicFileError as error:
        lines = read_yaml(file.read_text("utf-8")).lines
        count = len(text.splitlines()) or 1
        assert error.problems
        for one in error.problems:
            assert 1 <= one.line <= count and one.reason
            if one.place in lines:
                assert one.line == lines[one.place]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.binary(max_size=60))
def test_no_file_makes_the_reader_fail(tmp_path: Path, data: bytes) -> None:
    file = tmp_path / "clinic.yaml"
    file.write_bytes(data)
    try:
        load_clinic(file)
    except ClinicFileError as error:
        assert str(error)
