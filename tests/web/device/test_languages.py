"""The page of this machine starts with a browser language that is no language tag, as the site does."""

import pytest

from tests.web.device.conftest import Server
from tests.web.phone import Phone
from tests.web.test_languages import UNSOUND, speaking


@pytest.mark.parametrize("which", ["C", "of a system"])
def test_the_app_starts_with_a_language_that_is_none(app: Server, phone: Phone, which: str) -> None:
    phone.page.add_init_script(speaking(UNSOUND[which]))
    phone.open(app.address)
    phone.sees("Welcome")
