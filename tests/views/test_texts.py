"""Every text goes through gettext: a pseudo-locale leaves no English word on any screen."""

import gettext
import re

import pytest

from companion.app.running import Companion
from companion.content import DAILY_CHECK_IN
from companion.domain.article_text import Block, Bullets, Paragraph, Runs
from companion.domain.plan import WRITTEN, Contact
from companion.i18n import Words
from companion.services.preferences import Consent
from tests.views.conftest import CLINIC, open_window

pytestmark = pytest.mark.asyncio

ROUTES = (
    "/", "/journal", "/journal/ID", "/change/ID", "/saved/ID", "/check-in", "/more", "/more/sending", "/more/look",
    "/more/country", "/more/backup", "/more/about", "/more/help-profile", "/help", "/add", "/form/side-effect",
    "/form/blood-pressure", "/more/lock", "/support", "/contacts", "/contacts/new", "/contacts/PERSON", "/plan",
    "/plan/edit", "/plan/edit/alone", "/plan/edit/tell", "/plan/edit/lines", "/plan/edit/safer", "/plan/steps",
    "/steady", "/steady/box-breathing", "/steady/muscles/run",
    "/form/evaluation", "/form/week-before", "/form/day-before", "/form/food-plan",
    "/form/morning-of", "/form/recovery", "/form/integration",
    "/learn", "/learn/shelf/first-infusion", "/learn/bladder", "/learn/treatments",
    "/learn/questions",
    "/course", "/course/matters", "/course/add", "/course/now", "/course/care",
)  # fmt: skip
ARTICLES = ("/learn/bladder", "/learn/treatments")
NO_WORDS = re.compile(r"^[\W\d]*$")
NAMES = {"Example Clinic", "(555) 010-0199", "sparrow"}
"""What is not the app's own text: the clinic's name and phone, and what the test typed."""


async def write_plan(app: Companion) -> str:
    """A person, whose id it is, and a plan, of words that the test typed."""
    support = app.opening.opened.support
    await support.type_contact("", Contact("", "sparrow", "sparrow", "555 010 0142", is_company=True))
    await support.keep_contact("")
    for step in WRITTEN:
        await support.write(step, "sparrow")
    return str(support.contacts[0].id)


class Pseudo(gettext.NullTranslations):
    """Turns every text into one that no source line holds; placeholders stay."""

    def gettext(self, message: str) -> str:
        return "".join(
            part if part.startswith("{") else "".join("¤" if letter.isalpha() else letter for letter in part)
            for part in re.split(r"(\{\w+\})", message)
        )

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return self.gettext(msgid1 if n == 1 else msgid2)


def english(label: str) -> bool:
    """Whether a label still has a letter of the source's English."""
    for name in NAMES:
        label = label.replace(name, "")
    digits_of_lines = re.sub(r"\d[\d\s-]*", "", label)
    return bool(re.search(r"[A-Za-z]", digits_of_lines)) and not NO_WORDS.match(label)


def library_texts(app: Companion) -> set[str]:
    """What the articles say: a language has articles of its own, not translated ones."""
    shelves = app.content.books().library
    found = {one.title for one in (*shelves.topics, *shelves.trails)} | {one.about for one in shelves.trails}
    for article in shelves.articles.values():
        found |= {article.title, *article.texts(), *article.questions}
        runs = (runs for section in article.sections() for block in section.blocks for runs in runs_of(block))
        found |= {run.text for one in runs for run in one}
    return {one.replace("{em}", "911").replace("{cl}", "988") for one in found}


def runs_of(block: Block) -> tuple[Runs, ...]:
    if isinstance(block, Paragraph):
        return (block.runs,)
    return block.lines if isinstance(block, Bullets) else ()


async def test_no_screen_has_a_text_that_is_not_translated(app: Companion) -> None:
    object.__setattr__(app, "words", Words(Pseudo(), "qps"))
    services = app.opening.opened
    services.clinic.settings = CLINIC
    journal = services.journal
    draft = journal.begin(DAILY_CHECK_IN)
    await journal.answer(draft.id, "mood", 5, 1)
    await journal.answer(draft.id, "note", "sparrow", 1)
    head = await journal.finish(draft.id)
    person = await write_plan(app)
    left: dict[str, list[str]] = {}
    async for window in open_window(app):
        left["welcome"] = [one for one in window.labels() if english(one)]
    await services.preferences.change(was_welcomed=True, country="US")
    for consent in (Consent.UNASKED, Consent.YES):
        await services.preferences.change(consent=consent)
        for route in ROUTES:
            async for window in open_window(app, route=route.replace("ID", head.id).replace("PERSON", person)):
                if route in ARTICLES:  # their end comes a moment after their beginning
                    await window.until(Pseudo().gettext("Where this comes from"))
                await window.settle()
                assert not window.connection.crashes
                left[route] = [one for one in window.labels() if english(one)]
    channels = {one.display for line in app.content.crisis.lines for one in line.channels}
    articles = library_texts(app)
    left = {route: [one for one in texts if one not in articles] for route, texts in left.items()}
    for route in (
        "/help",
        "/plan",
        "/plan/edit/lines",
        "/plan/steps",
    ):  # what a line's operator calls it is no text of ours
        left[route] = [one for one in left[route] if not any(display in one for display in channels)]
    assert {route: texts for route, texts in left.items() if texts} == {}
