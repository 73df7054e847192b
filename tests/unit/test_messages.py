"""The template for translators is that of the source."""

from companion.config import assets_dir
from tests.messages import template


def test_the_template_for_translators_is_up_to_date() -> None:
    kept = (assets_dir() / "locale" / "companion.pot").read_bytes()
    assert kept == template(), "run `make messages`"
    assert b"How is your mood right now?" in kept and b"Saved on this device" in kept
