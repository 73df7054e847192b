"""`companion check-content --country`: a clinic looks at the help lines of its own country."""

import json
from datetime import date
from pathlib import Path

import pytest

from companion.__main__ import parser
from companion.check_content import crisis_lines, look_at
from companion.config import assets_dir

THE_DAY = date(2026, 11, 30)


def signed(folder: Path, country: str) -> Path:
    """Assets of help lines in which somebody confirmed every number of one country."""
    data = json.loads((assets_dir() / "crisis.json").read_text("utf-8"))
    own = [line for line in data["lines"] if line["country"] == country]
    for one in [*own, data["emergency"][country]]:
        one["confirmed"], one["confirmed_by"] = "2026-11-29", "AB"
    (folder / "crisis.json").write_text(json.dumps(data), "utf-8")
    return folder


def test_a_country_whose_numbers_are_all_confirmed_passes_alone_and_not_with_the_others(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assets, lines = signed(tmp_path, "US"), {"Help lines": crisis_lines}
    assert look_at(assets, THE_DAY, is_release=True, countries=["US"], checks=lines) == 0
    assert "Help lines: no findings" in capsys.readouterr().out
    assert look_at(assets, THE_DAY, is_release=True, countries=["US", "CA"], checks=lines) == 1
    assert look_at(assets, THE_DAY, is_release=True, checks=lines) == 1


def test_a_confirmation_of_the_own_country_that_is_old_is_still_refused(tmp_path: Path) -> None:
    assets = signed(tmp_path, "US")
    assert (
        look_at(assets, date(2027, 6, 1), is_release=True, countries=["US"], checks={"Help lines": crisis_lines}) == 1
    )


def test_a_country_that_help_does_not_know_is_an_error_and_no_pass(tmp_path: Path) -> None:
    found = crisis_lines(signed(tmp_path, "US"), THE_DAY, ["USA"])
    assert [(one.where, one.is_error) for one in found] == [("USA", True)]


def test_a_wrong_number_elsewhere_is_an_error_whichever_country_is_looked_at(tmp_path: Path) -> None:
    assets = signed(tmp_path, "US")
    data = json.loads((assets / "crisis.json").read_text("utf-8"))
    data["emergency"]["CA"]["uri"] = "tel:912"
    (assets / "crisis.json").write_text(json.dumps(data), "utf-8")
    assert [one.where for one in crisis_lines(assets, THE_DAY, ["US"])] == ["CA"]


def test_the_country_may_be_given_more_than_once() -> None:
    assert parser().parse_args(["check-content", "--country", "US", "--country", "CA"]).country == ["US", "CA"]
    assert parser().parse_args(["check-content"]).country is None
