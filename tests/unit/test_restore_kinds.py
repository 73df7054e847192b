"""A restore of the kinds of records that came later: removed questions, folded warnings, a part of the clinic's list."""

from dataclasses import replace
from datetime import timedelta

import pytest

from companion.domain.journal import TookPlace
from companion.domain.reading import Question
from companion.domain.safety.rules import Level, Topic
from companion.domain.safety.warned import Warned
from companion.store.course import PART
from companion.store.joining import EARLIER
from companion.store.safety import SafetyLog
from tests.courses import infusion
from tests.unit.test_restore import START, Phone, at, pair, run

LINE = Warned("w", START, Level.INFO, Topic.MIND, "m", "form", ())


async def asked(text: str = "May I swim?") -> tuple[Phone, Phone]:
    phone, _ = await pair()
    await phone.reading.keep_question(Question("q", text, START))
    other = await phone.copy()
    for one in (phone, other):
        one.clock.advance(3600)
    return phone, other


def test_a_question_that_was_removed_stays_removed_on_both_and_comes_back_by_undo() -> None:
    async def check() -> None:
        phone, other = await asked()
        await phone.reading.drop_question("q")
        await phone.take(other)
        assert phone.reading.questions() == [], "the older backup does not bring it back"
        taken = await other.take(phone)
        assert other.reading.questions() == [] and taken.questions == 1
        for one in (phone, other):
            await one.reading.bring_back()
            await one.open()
            assert [question.text for question in one.reading.questions()] == ["May I swim?"]
            assert one.reading.removed() is None
        await other.reading.drop_question("q")
        await other.reading.drop_question("q")
        assert other.reading.removed() == Question("q", "May I swim?", START)

    run(check())


def test_a_question_that_was_changed_after_it_was_removed_elsewhere_is_in_the_list() -> None:
    async def check() -> None:
        phone, other = await asked()
        await phone.reading.drop_question("q")
        other.clock.advance(3600)
        await other.reading.keep_question(Question("q", "May I swim in the sea?", START))
        first = await phone.copy()
        await first.take(other)
        await other.take(phone)
        for one in (first, other):
            assert [question.text for question in one.reading.questions()] == ["May I swim in the sea?"]
            assert one.reading.removed() is None
            assert [row for row in one.vault.of_kind("question-removed") if row.header["text"] == "May I swim?"]

    run(check())


def test_two_questions_that_were_removed_one_after_the_other_both_come_back() -> None:
    async def check() -> None:
        phone = await Phone().open()
        for id in ("a", "b"):
            await phone.reading.keep_question(Question(id, id, START))
        for id in ("b", "a"):
            await phone.reading.drop_question(id)
        await phone.open()
        for left in (["a"], ["a", "b"]):
            await phone.reading.bring_back()
            assert [one.text for one in phone.reading.questions()] == left

    run(check())


def test_a_question_that_was_being_typed_does_not_come_back_once_it_is_asked() -> None:
    async def check() -> None:
        phone, other = await asked()
        await phone.reading.keep_begun("  May I\n swim? ", START)
        await other.take(phone)
        assert other.reading.begun() == ""
        await phone.reading.keep_begun("May I fly?", START)
        await other.take(phone)
        assert other.reading.begun() == "May I fly?"

    run(check())


def test_a_warning_that_was_folded_stays_folded_at_its_first_moment_whichever_way_round() -> None:
    async def check() -> None:
        phone, _ = await pair()
        await SafetyLog(phone.vault).add(LINE)
        open_still, other = await phone.copy(), await phone.copy()
        early, late = START + timedelta(hours=1), START + timedelta(hours=2)
        await SafetyLog(phone.vault).fold(["w"], late)
        await SafetyLog(other.vault).fold(["w"], early)
        await open_still.take(phone)
        assert SafetyLog(open_still.vault).all() == [replace(LINE, folded=late)]
        await phone.take(await (await pair())[0].copy())
        assert SafetyLog(phone.vault).all() == [replace(LINE, folded=late)]
        await phone.take(other)
        await other.take(open_still)
        for one in (phone, other):
            assert SafetyLog(one.vault).all() == [replace(LINE, folded=early)] and not one.vault.of_kind(EARLIER)

    run(check())


@pytest.mark.parametrize("stays_here", [False, True])
def test_that_a_list_is_a_part_comes_along_with_that_list_alone(stays_here: bool) -> None:
    async def check() -> None:
        phone, other = await pair()
        await phone.store.keep_infusions([infusion("2026-11-24 10:00")], is_whole=False)
        await other.store.keep_infusions([infusion("2026-11-24 10:00")])
        await other.take(phone, stays_here=stays_here)
        assert not other.store.course.is_part, "this device's own list is whole"
        fresh = await Phone().open()
        await fresh.take(phone, stays_here=stays_here)
        assert fresh.store.course.is_part is not stays_here, "another patient's list does not come at all"
        await phone.take(await phone.copy())
        assert len(phone.vault.of_kind(PART)) == 1

    run(check())


def test_a_no_from_elsewhere_lifts_no_caution_of_a_yes_and_a_report_of_the_start_counts_most() -> None:
    async def check() -> None:
        phone, _ = await pair()
        await phone.store.course.tell(["i"], took_place=TookPlace.YES, answered_for=at(26, 15))
        other = await phone.copy()
        phone.clock.advance(3600)
        await phone.store.course.tell(["i"], took_place=TookPlace.NO, answered_for=at(26, 15))
        behind = await other.copy()
        await other.take(phone)
        assert other.store.course.all()[0].took_place is TookPlace.YES
        await phone.take(behind)
        assert phone.store.course.all()[0].took_place is TookPlace.YES
        await behind.store.course.tell(["i"], started=at(26, 15, 10))
        await behind.take(phone)
        assert behind.store.course.all()[0].took_place is TookPlace.YES, "what began did take place"

    run(check())


def test_what_is_replaced_is_kept_once_also_where_it_was_written_again_meanwhile() -> None:
    async def check() -> None:
        phone, other = await asked()
        other.clock.advance(7200)
        await other.reading.keep_question(Question("q", "May I swim in the sea?", START))
        for _ in range(2):
            await phone.reading.keep_question(Question("q", "May I swim?", START))
            await other.take(phone)
            phone.clock.advance(60)
        assert [one.text for one in other.reading.questions()] == ["May I swim in the sea?"]
        assert len(other.vault.of_kind(EARLIER)) == 1

    run(check())


def test_a_person_of_whom_nobody_knows_when_they_were_written_stays_in_the_list() -> None:
    """An older app wrote no times: the number may be newer than the removal elsewhere, and it is one that helps."""

    async def check() -> None:
        phone = await Phone(dates=False).open()
        await phone.person("sam")
        other = await Phone().open()
        await other.take(phone)
        await other.without("sam")
        taken = await phone.take(other)
        assert "sam" in phone.people() and taken.people_removed == []

    run(check())


@pytest.mark.parametrize("is_seen", [False, True])
def test_a_newer_number_changes_nothing_of_what_may_be_seen_while_locked(is_seen: bool) -> None:
    async def check() -> None:
        phone, other = await pair()
        await other.person("sam", on_lock=is_seen)
        phone.clock.advance(7200)
        await phone.person("sam", phone="555-0177", on_lock=not is_seen)
        await other.take(phone)
        (sam,) = other.plans.people.contacts
        assert (sam.phone, sam.on_lock) == ("555-0177", is_seen)

    run(check())
