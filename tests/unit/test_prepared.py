"""What the page's memory snapshot holds: everything that is read later, because there are no files then."""

import shutil
from dataclasses import fields
from pathlib import Path

from companion.app.browser import prepare
from companion.config import assets_dir
from companion.content import with_pack
from companion.domain.safety.free_text import tier_of
from companion.domain.search_help import first_help


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
