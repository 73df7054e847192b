"""The guidance as it ships: its checks, its words, and every fact file's item in it."""

import json
from pathlib import Path
from shutil import copytree

import pytest

from companion.config import assets_dir
from companion.domain.guidance import LEVELS, Guidance
from companion.guidance_file import guidance_findings, load_guidance
from tests.reading_grade import grade, without_names

FILE = json.loads((assets_dir() / "guidance" / "en.json").read_text("utf-8"))


NAMED_MEDICINES = (
    "lorazepam (Ativan)", "clonazepam (Klonopin)", "alprazolam (Xanax)", "diazepam (Valium)", "sleeping pills", "opioids",
    "methadone", "buprenorphine", "gabapentin", "pregabalin", "phenelzine (Nardil)", "tranylcypromine (Parnate)",
    "isocarboxazid", "selegiline", "amphetamine (Adderall)", "methylphenidate (Ritalin)", "modafinil",
    "pseudoephedrine (Sudafed)", "lamotrigine", "theophylline", "blood thinners", "semaglutide", "tirzepatide",
    "liraglutide", "dulaglutide", "exenatide", "insulin", "prazosin", "SSRI", "SNRI", "antipsychotics",
)  # fmt: skip
"""What corrections to the facts want to be named, so that people find their own."""


@pytest.fixture(scope="module")
def guidance() -> Guidance:
    return load_guidance(assets_dir())


def test_nothing_is_wrong_with_it_but_that_nobody_has_signed(guidance: Guidance) -> None:
    assert [(one.said, one.is_error) for one in guidance_findings(assets_dir())] == [
        ("no clinician has signed it", False)
    ]


def test_all_sixty_two_are_there_or_left_out_with_a_reason(guidance: Guidance) -> None:
    assert len(guidance.items) + len(FILE["left_out"]) == 62
    assert all(one["reason"] and one["id"] not in {item.id for item in guidance.items} for one in FILE["left_out"])


def test_what_rests_on_an_unsure_source_asks_the_clinic(guidance: Guidance) -> None:
    assert [item.id for item in guidance.items if item.asks] == ["g_morn_diabetes"]


def test_what_must_not_be_weakened_is_marked_so(guidance: Guidance) -> None:
    fixed = {item.id for item in guidance.items if not item.clinic_may_override}
    assert fixed == {
        "g_during_staff", "g_during_noapp", "g_24_drive", "g_24_alcohol", "g_d1_driveok", "g_between_nomore",
        "g_week_plan",
    }  # fmt: skip


def test_what_the_facts_say_must_be_said_is_said(guidance: Guidance) -> None:
    said = {item.id: " ".join(item.lines) for item in guidance.items}
    for id in ("g_morn_solids", "g_morn_liquids"):
        assert "Your clinic’s own rule comes first." in said[id], "beside a clinic's longer hours"
    assert "under 70 mg/dL" in said["g_morn_diabetes"] and "basal insulin" in said["g_morn_diabetes"]
    assert not [name for name in NAMED_MEDICINES if name not in said["g_weeks_meds"]]
    assert "one exception: diabetes medicine" in said["g_morn_meds"] and "basal insulin" in said["g_morn_meds"]
    assert "at least 7 days before each infusion" in said["g_week_plan"] and "clear drinks" in said["g_week_plan"]
    assert "unborn baby" in said["g_weeks_history"] and "birth control" in said["g_weeks_history"]
    sip = "A sip of water with your pills: ask your clinic. The answer is usually yes."
    assert sip in said["g_morn_meds"] and sip in said["g_morn_liquids"], "said the same everywhere"
    assert "today" not in said["g_48_hydrate"], "it holds into the day itself, until the last food"


def test_its_words_are_easy_to_read(guidance: Guidance) -> None:
    hard = {}
    for item in guidance.items:
        text = " ".join(one if one.endswith((".", "?")) else one + "." for one in (*item.lines, item.why))
        found = grade(without_names(text))
        if found > (6 if item.level == "must" else 7.5):
            hard[item.id] = round(found, 1)
    assert hard == {}
    assert all(len(item.title.split()) <= 8 for item in guidance.items)
    assert {item.level for item in guidance.items} == set(LEVELS)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda data: data["items"][0].update(level="urgent"), "no level"),
        (lambda data: data["items"][0].update(phase="later"), "no phase"),
        (lambda data: data["items"][0].update(sources=["NOBODY2020"]), "not in the list of sources"),
        (lambda data: data["sources"]["FDA2023"].update(checked="unsure"), "unsure"),
        (lambda data: data["items"][0].update(lines=["You can drive again."]), "it says"),
        (lambda data: data["items"][0].update(window={"start": 5, "end": 5}), "ends before"),
        (lambda data: data["items"][0].update(window={"start": "noon", "end": 5}), "no bound"),
        (lambda data: data["items"][1].update(id=data["items"][0]["id"]), "twice"),
        (lambda data: data["expect"].pop(2), "gap"),
        (lambda data: data["items"][0].pop("title"), "shape"),
    ],
)
def test_what_is_wrong_is_found(tmp_path: Path, change: object, said: str) -> None:
    data = json.loads(json.dumps(FILE))
    change(data)  # type: ignore[operator]
    (tmp_path / "guidance").mkdir()
    copytree(assets_dir() / "safety", tmp_path / "safety")
    (tmp_path / "guidance" / "en.json").write_text(json.dumps(data), "utf-8")
    assert any(said in one.said and one.is_error for one in guidance_findings(tmp_path))


def test_stretches_after_the_start_leave_no_hole_for_a_day_and_a_week(guidance: Guidance) -> None:
    assert (guidance.expect[0].start, guidance.expect[-1].end) == (0, 1440)
    assert (guidance.aftercare[0].start, guidance.aftercare[-1].end) == (guidance.length, 10080)
