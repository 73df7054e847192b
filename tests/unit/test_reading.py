"""What was read and what is to be asked: kept sealed, restored from a backup, never sent."""

import pytest

from companion.config import assets_dir
from companion.content import load_content
from companion.domain.journal import OutboxItem
from companion.domain.reading import Question, Reading, as_text
from companion.errors import InvalidAnswer
from companion.services.library import LONGEST_QUESTION, Library
from companion.store.journal import JournalStore
from companion.store.reading import ReadingLog
from companion.store.transfer import open_records, take_in
from companion.store.vault import Vault, open_vault
from tests.fakes import FixedClock, MemoryRecords

pytestmark = pytest.mark.asyncio
CONTENT = load_content(assets_dir())


class Plain:
    async def seal_many(self, parts):  # type: ignore[no-untyped-def]
        return [part.data for part in parts]

    async def open_many(self, parts):  # type: ignore[no-untyped-def]
        return [part.data for part in parts]


class Ticking(FixedClock):
    """No two questions are asked at the same moment."""

    def now(self):  # type: ignore[no-untyped-def]
        self.advance(1)
        return super().now()


async def opened(records: MemoryRecords) -> tuple[Library, Vault]:
    """The library over records, as after a start."""
    vault = await open_vault(records, Plain())
    return Library(ReadingLog(vault), Ticking(), CONTENT.books), vault


async def test_progress_bookmarks_and_questions_are_there_after_the_next_start() -> None:
    records = MemoryRecords()
    library, _ = await opened(records)
    await library.note_section("bladder", 2)
    await library.set_kept("bladder", True)
    await library.set_read("sleep", True)
    await library.ask("  Can I  drive? ", "after-the-session")
    await library.ask("And later?")
    await library.tick(library.questions()[0], True)
    again, _ = await opened(records)
    assert again.reading("bladder") == Reading("bladder", 2, False, True)
    assert again.reading("sleep").is_read and again.reading("memories") == Reading("memories")
    assert [(one.text, one.article, one.is_done) for one in again.questions()] == [
        ("And later?", "", False),
        ("Can I drive?", "after-the-session", True),
    ]
    assert [one.id for one in again.kept()] == ["bladder"]


async def test_a_question_is_in_the_list_once_is_never_cut_and_comes_back_after_undo() -> None:
    library, _ = await opened(MemoryRecords())
    for said in ("Why?", " Why? ", "", "\u200b", "x" * LONGEST_QUESTION):
        await library.ask(said)
    with pytest.raises(InvalidAnswer):
        await library.ask("y" * (LONGEST_QUESTION + 1))
    why, long = library.questions()
    assert why.text == "Why?" and len(long.text) == LONGEST_QUESTION
    await library.remove(why)
    assert not library.is_asked("Why?") and library.removed == why
    await library.bring_back()
    assert library.questions()[0] == why and library.removed is None


async def test_a_question_that_is_being_typed_is_kept_until_it_is_in_the_list() -> None:
    records = MemoryRecords()
    library, _ = await opened(records)
    await library.type_question("May I")
    await library.type_question("May I swim?")
    assert (await opened(records))[0].begun == "May I swim?" and library.questions() == []
    await library.type_question("")
    assert (await opened(records))[0].begun == ""


async def test_a_path_knows_how_much_of_it_was_read_and_what_comes_next() -> None:
    library, _ = await opened(MemoryRecords())
    trail = library.shelves.trails[0]
    assert (library.read_of(trail), library.next_of(trail).id) == (0, trail.articles[0])
    for id in trail.articles:
        await library.set_read(id, True)
    assert (library.read_of(trail), library.next_of(trail)) == (len(trail.articles), None)
    await library.set_read(trail.articles[1], False)
    assert library.next_of(trail).id == trail.articles[1]


async def test_an_article_that_was_read_to_its_end_begins_at_its_top_again() -> None:
    library, _ = await opened(MemoryRecords())
    await library.note_section("bladder", 2)
    await library.set_read("bladder", True)
    assert library.reading("bladder").section == 0


async def test_a_backup_brings_questions_and_readings_along_and_replaces_none_that_is_here() -> None:
    library, vault = await opened(MemoryRecords())
    await library.ask("Mine?")
    await library.note_section("bladder", 1)
    await library.set_kept("sleep", True)
    taken, _ = await open_records(vault)
    other, there = await opened(MemoryRecords())
    await other.ask("Theirs?")
    await other.note_section("bladder", 3)
    await take_in(there, taken)
    assert {one.text for one in other.questions()} == {"Mine?", "Theirs?"}
    assert other.reading("bladder").section == 3 and other.reading("sleep").is_kept
    await take_in(there, [*taken, *(await open_records(there))[0]])
    assert len(other.questions()) == 2


async def test_nothing_of_it_is_in_the_outbox_or_among_the_entries() -> None:
    library, vault = await opened(MemoryRecords())
    await library.ask("Secret?")
    await library.set_read("bladder", True)
    store = JournalStore(vault)
    outbox: list[OutboxItem] = store.outbox()
    assert outbox == [] and list(store.heads()) == []


async def test_the_copy_for_the_visit_has_the_open_questions_alone() -> None:
    now = FixedClock().now()
    asked = [Question("1", "One?", now), Question("2", "Two?", now, is_done=True)]
    assert as_text("My questions", asked) == "My questions\n\n- One?"


async def test_two_taps_at_once_do_not_lose_one_another() -> None:
    import asyncio

    library, _ = await opened(MemoryRecords())
    await asyncio.gather(library.set_kept("sleep", True), library.note_section("memories", 1), library.ask("A?"))
    await asyncio.gather(library.set_kept("bladder", True), library.note_section("bladder", 2))
    assert library.reading("bladder") == Reading("bladder", 2, False, True)
