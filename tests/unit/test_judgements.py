"""The register of clinical judgements, and the signatures of a clinic."""

import asyncio
import json
from argparse import Namespace
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from companion import start
from companion.articles import load_library
from companion.clinic_file import ClinicFileError, load_clinic
from companion.config import assets_dir
from companion.domain.safety.judgements import ALL, Judgement, Signature, signature_of, unsigned, unsigned_lines
from companion.emergency_file import load_signs
from companion.safety_rules import load_judgements, load_rules

REGISTER = load_judgements(assets_dir())
RULES = {rule.id: rule for rule in load_rules(assets_dir()).rules}
SIGNS = {sign.id: sign for sign in load_signs(assets_dir())}
GUIDANCE = {
    item["id"]: item for item in json.loads((assets_dir() / "guidance" / "en.json").read_text("utf-8"))["items"]
}
ARTICLES = load_library(assets_dir() / "content").articles
JUDGED = "CLINICAL_JUDGEMENT"


def test_every_judgement_has_its_own_id_and_a_whole_sentence() -> None:
    ids = [judgement.id for judgement in REGISTER]
    assert len(set(ids)) == len(ids) and ALL not in ids
    assert all(judgement.says.endswith(".") for judgement in REGISTER)


def test_every_judgement_names_only_what_ships() -> None:
    for judgement in REGISTER:
        assert set(judgement.rules) <= RULES.keys(), judgement.id
        assert set(judgement.signs) <= SIGNS.keys(), judgement.id
        assert set(judgement.guidance) <= GUIDANCE.keys(), judgement.id
        assert set(judgement.articles) <= ARTICLES.keys(), judgement.id


def test_everything_that_rests_on_a_judgement_is_in_the_register() -> None:
    rules = {id for judgement in REGISTER for id in judgement.rules}
    signs = {id for judgement in REGISTER for id in judgement.signs}
    guidance = {id for judgement in REGISTER for id in judgement.guidance}
    assert {id for id, rule in RULES.items() if JUDGED in rule.sources} <= rules
    assert {id for id, sign in SIGNS.items() if "judgement" in sign.basis} <= signs
    assert {id for id, item in GUIDANCE.items() if JUDGED in item["sources"]} <= guidance
    articles = {id for judgement in REGISTER for id in judgement.articles}
    assert {id for id, article in ARTICLES.items() if JUDGED in article.sources} == articles


def test_a_signature_covers_the_wording_of_its_day_and_no_later_one() -> None:
    judgement = Judgement("pulse", "A pulse of 120 or more.", date(2026, 11, 30))
    signed = Signature("pulse", "Dr. Example", date(2026, 11, 30))
    assert signature_of(judgement, [signed]) == signed
    assert signature_of(replace(judgement, since=date(2026, 12, 1)), [signed]) is None
    assert signature_of(judgement, [replace(signed, judgement="voices")]) is None
    assert signature_of(judgement, [replace(signed, judgement=ALL)]) is not None


def test_the_newest_signature_is_the_one_that_is_shown() -> None:
    judgement = Judgement("pulse", "A pulse of 120 or more.", date(2026, 11, 30))
    old, new = (Signature(ALL, "A", date(2026, 12, 1)), Signature("pulse", "B", date(2026, 12, 2)))
    assert signature_of(judgement, [new, old]) == new == signature_of(judgement, [old, new])


def test_the_command_line_names_each_judgement_that_nobody_signed() -> None:
    said = "\n".join(unsigned_lines(REGISTER, []))
    assert all(judgement.id in said and judgement.says in said for judgement in REGISTER)
    assert f"{len(REGISTER)} of {len(REGISTER)}" in said
    everything = [Signature(ALL, "Dr. Example", REGISTER[0].since)]
    assert unsigned(REGISTER, everything) == ()
    assert unsigned_lines(REGISTER, everything) == [
        f"All {len(REGISTER)} clinical judgments are signed in the clinic's file."
    ]


def test_a_clinics_file_signs_judgements(tmp_path: Path) -> None:
    file = tmp_path / "clinic.yaml"
    file.write_text('name: A\nsigned: [{judgement: pulse, by: Dr. Example, on: "2026-11-30"}]', "utf-8")
    assert load_clinic(file).signed == [{"judgement": "pulse", "by": "Dr. Example", "on": "2026-11-30"}]


@pytest.mark.parametrize(
    ("signature", "said"),
    [
        ('{judgement: pulze, by: A, on: "2026-11-30"}', "judgement"),
        ('{judgement: pulse, by: A, on: "2026-11-31"}', "there is no such day"),
        (f'{{judgement: pulse, by: A, on: "{date.today() + timedelta(days=3)}"}}', "in the future"),
        ('{judgement: pulse, by: "", on: "2026-11-30"}', "is empty"),
        ("{judgement: pulse, by: A}", "on"),
    ],
)
def test_a_signature_that_cannot_be_right_is_refused(tmp_path: Path, signature: str, said: str) -> None:
    file = tmp_path / "clinic.yaml"
    file.write_text(f"name: A\nsigned: [{signature}]", "utf-8")
    with pytest.raises(ClinicFileError, match=said):
        load_clinic(file)


def test_a_start_with_a_clinics_file_says_what_nobody_has_signed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    async def shown(*_: object) -> int:
        return 0

    monkeypatch.setattr(start, "_show", shown)
    file = tmp_path / "clinic.json"
    file.write_text(json.dumps({"name": "North", "country": "US"}), "utf-8")
    options = Namespace(verbose=False, clinic=file, data=tmp_path, window=False)
    assert asyncio.run(start.run(options, asyncio.Event())) == 0
    said = capsys.readouterr().out
    assert f"Not signed: {len(REGISTER)} of {len(REGISTER)}" in said and all(one.id in said for one in REGISTER)
