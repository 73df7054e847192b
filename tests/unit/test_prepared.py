"""What the page's memory snapshot holds: everything that is read later, because there are no files then."""

import ast
import shutil
from dataclasses import fields
from pathlib import Path

import flet as ft

import companion
from companion.app.browser import prepare
from companion.config import assets_dir
from companion.content import with_pack
from companion.domain.safety.free_text import tier_of
from companion.domain.search_help import first_help
from companion.site.archive import flet_names


def test_after_the_snapshot_nothing_is_read_from_a_file(tmp_path: Path) -> None:
    shutil.copytree(assets_dir(), tmp_path / "assets", ignore=shutil.ignore_patterns("fonts", "*.ttf", "*.otf"))
    content = prepare(str(tmp_path / "assets")).content
    shutil.rmtree(tmp_path / "assets")
    for one in fields(content):
        value = getattr(content, one.name)
        if callable(value):
            assert value(), one.name
    assert content.forms.earlier()
    joined = with_pack(content, {"version": 1}).red_flags()
    assert joined.book.rules
    for lists in (content.red_flags().word_lists(), joined.word_lists()):
        assert tier_of("I want to die", lists) == "A"
    assert first_help(content.books().words, "chest pain", lambda _: None) == "medical_now"


def test_every_icon_of_the_app_is_named_where_the_build_finds_it() -> None:
    package = Path(companion.__file__).parent
    found = {name.removeprefix("Icons.") for name in flet_names(package) if name.startswith("Icons.")}
    assert len(found) > 20
    for name in found:
        assert getattr(ft.Icons, name), name
    for file in package.rglob("*.py"):
        tree = ast.parse(file.read_text("utf-8"))
        named = {id(one.value) for one in ast.walk(tree) if isinstance(one, ast.Attribute)}
        tables = [one for one in ast.walk(tree) if isinstance(one, ast.Attribute) and one.attr.endswith("Icons")]
        for one in tables:
            assert one.attr == "Icons" and id(one) in named, f"{file.name}:{one.lineno}"
