"""What the app says of its sources agrees with the register of facts beside the repository."""

import json
import os
from pathlib import Path
from typing import Any

import pytest
import yaml

from companion.config import assets_dir

SHARED = Path(os.environ.get("SHARED", Path(__file__).parents[3] / "shared"))
REGISTER = SHARED / "clinical" / "sources.yaml"


@pytest.fixture(scope="module")
def register() -> dict[str, Any]:
    assert REGISTER.is_file(), f"the register is not there: {REGISTER}"
    read: dict[str, Any] = yaml.safe_load(REGISTER.read_text("utf-8"))["sources"]
    return read


@pytest.mark.parametrize("name", ["content/sources.json", "guidance/en.json", "exercises.json"])
def test_what_was_read_of_each_source_is_said_as_it_is(name: str, register: dict[str, Any]) -> None:
    data = json.loads((assets_dir() / name).read_text("utf-8"))
    shipped = data.get("sources", data) if name != "content/sources.json" else data
    assert {key: one["checked"] for key, one in shipped.items()} == {key: register[key]["checked"] for key in shipped}


def test_a_source_of_which_a_cited_number_was_not_seen_says_so(register: dict[str, Any]) -> None:
    shipped = json.loads((assets_dir() / "content" / "sources.json").read_text("utf-8"))
    unseen = {key for key in shipped if "NOT in the part seen" in register[key].get("note", "")}
    assert unseen == {key for key, one in shipped.items() if one.get("is_partly")} != set()


def test_each_source_of_the_library_is_the_one_of_the_register(register: dict[str, Any]) -> None:
    for key, one in json.loads((assets_dir() / "content" / "sources.json").read_text("utf-8")).items():
        theirs = register[key]
        assert one["year"] == theirs.get("year", one["year"]), key
        assert not one.get("doi") or one["doi"] in f"{theirs.get('id', '')} {theirs.get('at', '')}", key


def test_no_rule_rests_on_a_source_that_the_register_has_not(register: dict[str, Any]) -> None:
    rules = json.loads((assets_dir() / "safety" / "rules.json").read_text("utf-8"))["sources"]
    assert rules.keys() <= register.keys()
    assert not [key for key in rules if register[key]["checked"] == "unsure"]
