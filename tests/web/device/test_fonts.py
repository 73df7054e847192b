"""The page of this machine draws other scripts from the app's own fonts, as the site does."""

from tests.web.device.conftest import Server
from tests.web.phone import Phone
from tests.web.test_fonts import BOXES, NOTE, SCRIPTS, differing, drawn


def test_arabic_is_drawn_and_asks_for_one_whole_font(app: Server, phone: Phone) -> None:
    phone.open(app.address)
    phone.begin()
    phone.to_the_last_question()
    one, other = SCRIPTS["arabic"]
    assert differing(drawn(phone, one), drawn(phone, other)) > BOXES * 4
    fonts = [url.rsplit("/", 1)[-1] for url in phone.finished if "/scripts/" in url]
    assert fonts == ["noto-sans-arabic.woff2"]
    assert phone.control(NOTE, "textbox").input_value() == other
