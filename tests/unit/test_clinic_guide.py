"""The guide for clinics: each step is one that works, with what it says that one sees."""

import re
from pathlib import Path

import pytest

from companion.__main__ import parser
from companion.clinic_file import ClinicFileError, load_site_clinic
from companion.config import assets_dir
from companion.domain.safety.judgements import signatures_from_json, unsigned_lines
from companion.safety_rules import load_judgements

DOCS = Path(__file__).parents[2] / "docs"
GUIDE = (DOCS / "clinic-guide.md").read_text("utf-8")
PARTS = re.findall(r"```yaml\n(.*?)```", GUIDE, re.DOTALL)
COMMANDS = re.findall(r"^\.venv/bin/companion (.+)$", GUIDE, re.MULTILINE)


@pytest.mark.parametrize("parts", range(1, len(PARTS) + 1))
def test_the_file_of_the_guide_is_sound_after_each_step(tmp_path: Path, parts: int) -> None:
    file = tmp_path / "clinic.yaml"
    file.write_text("".join(PARTS[:parts]), "utf-8")
    assert load_site_clinic(file).name == "Riverside Infusion Center"


def test_the_whole_file_of_the_guide_has_phones_course_texts_and_every_signature(tmp_path: Path) -> None:
    file = tmp_path / "clinic.yaml"
    file.write_text("".join(PARTS), "utf-8")
    clinic = load_site_clinic(file)
    assert len(clinic.phones) == 2 and clinic.course["driving_hours"] == 24 and clinic.texts["add"]
    assert not clinic.reading and not clinic.fhir_base, "nothing is sent yet, so nothing is promised"
    said = unsigned_lines(load_judgements(assets_dir()), signatures_from_json(clinic.signed))
    assert list(said) == [line for line in said if line in GUIDE], "the line that the guide shows"


def test_the_faults_that_the_guide_shows_are_what_the_command_says(tmp_path: Path) -> None:
    file = tmp_path / "clinic.yaml"
    wrong = PARTS[0].replace("[mon, tue", "[Monday, tue").replace('start: "08:00"', "start: 8:00")
    file.write_text(wrong.replace("tel:+15550100199", "tel:+15550100198"), "utf-8")
    with pytest.raises(ClinicFileError) as found:
        load_site_clinic(file)
    shown = re.search(r"```text\n(.*?)```", GUIDE, re.DOTALL)
    assert shown and [str(one) for one in found.value.problems] == [one.strip() for one in shown[1].splitlines()[1:]]


@pytest.mark.parametrize(
    ("was", "becomes"),
    [
        ("phone: (555) 010-0199", "phone: 5550100199"), ("+15550100142", "+15550100143"), ("time_zone", "time_zon"),
        ("    phone: (555) 010-0142", "     phone: (555) 010-0142"),
        ("address: 12 Example Street", "address: You may drive home. 12 Example Street"),
    ],
)  # fmt: skip
def test_each_common_fault_of_the_guide_is_said_in_the_words_of_its_table(
    tmp_path: Path, was: str, becomes: str
) -> None:
    file = tmp_path / "clinic.yaml"
    file.write_text(PARTS[0].replace(was, becomes, 1), "utf-8")
    with pytest.raises(ClinicFileError) as found:
        load_site_clinic(file)
    rows = [one.replace("…?", "") for one in re.findall(r"^\| `(.+?)` \|", GUIDE, re.MULTILINE)]
    assert any(row in str(found.value) for row in rows), str(found.value)


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_of_the_guide_is_one_that_the_command_line_knows(command: str) -> None:
    if command != "--version":
        assert parser().parse_args(command.split()).command


@pytest.mark.parametrize("link", re.findall(r"\]\(([^)]+)\)", GUIDE))
def test_every_link_of_the_guide_leads_somewhere(link: str) -> None:
    name, _, heading = link.partition("#")
    file = DOCS / (name or "clinic-guide.md")
    assert file.exists(), link
    slugs = [
        re.sub(r"[^\w -]", "", one.lower()).strip().replace(" ", "-")
        for one in re.findall(r"^#+ (.+)$", file.read_text("utf-8"), re.MULTILINE)
    ]
    assert not heading or heading in slugs, (link, slugs)
