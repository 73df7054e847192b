"""The course's records: typed in, told, moved, cancelled; durable, in backups, beside the clinic's."""

from datetime import date, time, timedelta

import pytest

from companion.config import assets_dir
from companion.content import BLOOD_PRESSURE, load_content
from companion.device.sealing import AesGcmSealing
from companion.domain.course import Told
from companion.domain.course_settings import CourseSettings
from companion.domain.journal import TookPlace
from companion.domain.progress import Progress
from companion.errors import InvalidAnswer, StoreFull
from companion.ports import Batch
from companion.services.course import Course
from companion.services.journal import Journal
from companion.store.course import told_from_json, told_to_json
from companion.store.journal import JournalStore
from companion.store.transfer import open_records, take_in
from companion.store.vault import Vault, open_vault
from tests.courses import PARIS, at, infusion, when
from tests.fakes import FixedClock, MemoryRecords

pytestmark = pytest.mark.asyncio
CONTENT = load_content(assets_dir())


class Phone:
    """A course over records that outlive a restart."""

    def __init__(self) -> None:
        self.records, self.clock = MemoryRecords(), FixedClock(at("2026-11-24 09:00"), PARIS)

    async def open(self) -> Course:
        self.vault: Vault = await open_vault(self.records, AesGcmSealing(bytes(32)))
        self.store = JournalStore(self.vault)
        journal = Journal(self.store, CONTENT.forms, self.clock)
        return Course(self.store.course, journal, self.clock, CONTENT.guidance, CourseSettings())


async def test_what_is_told_and_typed_in_is_there_after_a_restart() -> None:
    phone = Phone()
    course = await phone.open()
    id = await course.add(course.moment(date(2026, 11, 24), time(10, 0)))
    one = course.infusion(id)
    assert one.is_own and one.start.clock == "10:00"
    await course.confirm_driver(one, True)
    await course.start(one)
    phone.clock.advance(50 * 60)
    await course.end(course.infusion(id))
    again = (await phone.open()).infusion(id)
    assert again == course.infusion(id)
    assert (again.has_driver, again.started.clock, again.ended.clock, again.is_done) == (True, "09:00", "09:50", True)


async def test_a_wrong_tap_is_taken_back_the_end_first() -> None:
    phone = Phone()
    course = await phone.open()
    id = await course.add(course.moment(date(2026, 11, 24), time(10, 0)))
    await course.start(course.infusion(id))
    phone.clock.advance(1)
    await course.end(course.infusion(id))
    phone.clock.advance(1)
    await course.take_back(course.infusion(id))
    assert course.infusion(id).started and not course.infusion(id).ended
    phone.clock.advance(1)
    await course.take_back(course.infusion(id))
    assert course.infusion(id).started is None


async def test_what_is_taken_back_is_the_last_that_was_told_whatever_the_screen_knew() -> None:
    phone = Phone()
    course = await phone.open()
    id = await course.add(course.moment(date(2026, 11, 24), time(9, 0)))
    await course.start(course.infusion(id))
    drawn = course.infusion(id)
    phone.clock.advance(2400)
    await course.end(drawn)
    phone.clock.advance(5)
    with pytest.raises(InvalidAnswer):
        await course.start(drawn, phone.clock.now())
    await course.take_back(drawn)
    assert course.infusion(id).started and not course.infusion(id).ended


async def test_two_taps_at_once_lose_neither() -> None:
    import asyncio

    phone = Phone()
    course = await phone.open()
    one = course.infusion(await course.add(course.moment(date(2026, 11, 24), time(10, 0))))
    await asyncio.gather(course.start(one), course.confirm_driver(one, True))
    assert course.infusion(one.appointment_id).started and course.infusion(one.appointment_id).has_driver


async def test_the_second_of_two_quick_taps_is_not_the_next_buttons() -> None:
    phone = Phone()
    course = await phone.open()
    id = await course.add(course.moment(date(2026, 11, 24), time(10, 0)))
    await course.start(course.infusion(id))
    await course.end(course.infusion(id))
    assert course.infusion(id).started and not course.infusion(id).ended, "the button that comes in its place"
    phone.clock.advance(1)
    await course.end(course.infusion(id))
    phone.clock.advance(1)
    await course.take_back(course.infusion(id))
    await course.take_back(course.infusion(id))
    assert course.infusion(id).started, "the start is not lost with the end"
    await course.confirm_driver(course.infusion(id), True)
    await course.confirm_driver(course.infusion(id), False)
    assert course.infusion(id).has_driver
    phone.clock.advance(-3600)
    await course.end(course.infusion(id))
    assert course.infusion(id).ended, "a clock that is put back stops nobody"


async def test_one_added_twice_at_once_or_after_the_clinic_has_booked_it_is_one() -> None:
    import asyncio

    phone = Phone()
    course = await phone.open()
    start = course.moment(date(2026, 11, 24), time(10, 0))
    first, second = await asyncio.gather(course.add(start), course.add(start))
    assert first == second and len(course.all()) == 1
    await phone.store.keep_infusions([infusion("2026-11-24 11:00", id="clinic")])
    assert await course.add(start) == first and len(course.all()) == 1


async def test_moving_and_cancelling_are_kept_and_can_be_undone() -> None:
    course = await Phone().open()
    id = await course.add(course.moment(date(2026, 11, 24), time(10, 0)))
    await course.move(id, course.moment(date(2026, 11, 25), time(11, 30)))
    assert (course.infusion(id).start.clock, course.infusion(id).moved_from.clock) == ("11:30", "10:00")
    await course.cancel(id, True)
    assert course.infusion(id).is_cancelled and course.fasting() is None
    await course.cancel(id, False)
    assert course.fasting().infusion.appointment_id == id


async def test_the_clinics_replaces_what_was_typed_for_its_day_and_takes_what_was_told() -> None:
    phone = Phone()
    course = await phone.open()
    id = await course.add(course.moment(date(2026, 11, 24), time(11, 0)))
    await course.start(course.infusion(id))
    await phone.store.keep_infusions([infusion("2026-11-24 10:00", id="clinic")])
    [one] = course.all()
    assert (one.appointment_id, one.typed.clock, one.started.clock) == ("clinic", "11:00", "09:00")
    await course.end(one)
    await phone.store.keep_infusions([])
    [own] = course.all()
    assert own.appointment_id == id and own.ended, "what was told stays with the person's own"


async def test_a_look_at_the_clinic_keeps_from_when_an_infusion_was_moved() -> None:
    phone = Phone()
    course = await phone.open()
    for start in ("2026-11-24 10:00", "2026-11-26 14:00", "2026-11-26 14:00"):
        await phone.store.keep_infusions([infusion(start, id="clinic")])
    assert course.all()[0].moved_from == when(at("2026-11-24 10:00"))
    await phone.store.keep_infusions([infusion("2026-11-24 10:00", id="clinic")])
    assert course.all()[0].moved_from is not None
    cancelled = infusion("2026-11-24 10:00", id="clinic", status="cancelled", number=0)
    await phone.store.keep_infusions([cancelled])
    assert phone.store.infusions() == [] and course.all()[0].is_cancelled


async def test_a_backup_brings_back_what_was_typed_and_told_beside_what_is_here() -> None:
    old, new = Phone(), Phone()
    there, here = await old.open(), await new.open()
    id = await there.add(there.moment(date(2026, 11, 24), time(10, 0)))
    await there.start(there.infusion(id))
    other = await here.add(here.moment(date(2026, 11, 27), time(10, 0)))
    records, _ = await open_records(old.vault)
    await take_in(new.vault, records)
    assert [one.appointment_id for one in here.all()] == [id, other] and here.infusion(id).started


@pytest.mark.parametrize("is_started_here", [True, False])
async def test_what_was_told_here_and_in_a_backup_of_one_infusion_is_told(is_started_here: bool) -> None:
    old, new = Phone(), Phone()
    there, here = await old.open(), await new.open()
    for phone in (old, new):
        await phone.store.keep_infusions([infusion("2026-11-24 09:00", id="clinic")])
    starts, drives = (here, there) if is_started_here else (there, here)
    await starts.start(starts.infusion("clinic"))
    await drives.confirm_driver(drives.infusion("clinic"), True)
    records, _ = await open_records(old.vault)
    await take_in(new.vault, records)
    assert here.infusion("clinic").started and here.infusion("clinic").has_driver
    new.clock.advance(60)
    await here.end(here.infusion("clinic"))
    told = (await new.open()).infusion("clinic")
    assert told.started and told.ended and told.has_driver


async def test_a_typed_time_that_the_clocks_leave_out_or_repeat_is_some_time_of_that_day() -> None:
    course = await Phone().open()
    skipped = course.moment(date(2027, 3, 28), time(2, 30))  # Paris goes from 2 to 3
    assert (skipped.date, skipped.clock) in ((date(2027, 3, 28), "03:30"), (date(2027, 3, 28), "01:30"))
    twice = course.moment(date(2026, 10, 25), time(2, 30))
    assert (twice.date, twice.clock) == (date(2026, 10, 25), "02:30")
    for month in range(1, 13):
        plain = course.moment(date(2027, month, 15), time(10, 15))
        assert plain.at == at(f"2027-{month:02}-15 10:15") and plain.clock == "10:15"


async def test_a_minute_is_told_once_near_an_infusion_and_else_an_hour() -> None:
    phone = Phone()
    course = await phone.open()
    course.look_at_the_clock()
    begun = course.minutes.count
    phone.clock.advance(60)
    course.look_at_the_clock()
    assert course.minutes.count == begun, "there is nothing that counts the minutes"
    await course.add(course.moment(date(2026, 11, 24), time(10, 0)))
    for seconds in (60, 5, 5, 60):
        phone.clock.advance(seconds)
        course.look_at_the_clock()
    assert course.minutes.count == begun + 2
    phone.clock.advance(timedelta(days=9).total_seconds())
    course.look_at_the_clock()
    assert course.minutes.count == begun + 3, "after a long sleep no screen of then may stay"
    phone.clock.advance(60)
    course.look_at_the_clock()
    assert course.minutes.count == begun + 3


async def test_entries_belong_to_the_infusion_before_them() -> None:
    phone = Phone()
    course = await phone.open()
    first = await course.add(course.moment(date(2026, 11, 20), time(10, 0)))
    await course.add(course.moment(date(2026, 11, 27), time(10, 0)))
    journal = course._journal
    draft = journal.begin(BLOOD_PRESSURE)
    await journal.answer(draft.id, "systolic", 120)
    head = await journal.finish(draft.id)
    assert [one.id for one in course.entries_of(course.infusion(first))] == [head.id]


async def test_one_is_typed_in_by_the_clinics_clock_wherever_the_person_is() -> None:
    phone = Phone()
    course = await phone.open()
    assert course.moment(date(2026, 11, 24), time(10, 0)).at == at("2026-11-24 10:00")
    course.settings = CourseSettings(zone="America/New_York")
    found = course.moment(date(2026, 11, 24), time(10, 0))
    assert (found.at, found.clock) == (at("2026-11-24 10:00", "America/New_York"), "10:00")
    assert found.zone == "America/New_York" and course.by_its_clock(found.at).hour == 10
    course.settings = CourseSettings(zone="Nowhere/Land")
    assert course.moment(date(2026, 11, 24), time(10, 0)).at == at("2026-11-24 10:00")


async def test_who_drives_is_asked_again_when_the_day_is_another_one() -> None:
    phone = Phone()
    course = await phone.open()
    await phone.store.keep_infusions([infusion("2026-11-27 10:00", id="clinic")])
    await course.confirm_driver(course.infusion("clinic"), True)
    await phone.store.keep_infusions([infusion("2026-11-27 11:30", id="clinic")])
    assert course.infusion("clinic").has_driver
    await phone.store.keep_infusions([infusion("2026-11-30 10:00", id="clinic")])
    assert not course.infusion("clinic").has_driver, "who can on Friday may not on Monday"
    phone.clock.advance(60)
    await course.confirm_driver(course.infusion("clinic"), True)
    assert (await phone.open()).infusion("clinic").has_driver


async def test_who_drives_is_kept_with_it_and_goes_with_it() -> None:
    phone = Phone()
    course = await phone.open()
    await phone.store.keep_infusions([infusion("2026-11-27 10:00", id="clinic")])
    await course.confirm_driver(course.infusion("clinic"), True)
    assert (course.infusion("clinic").has_driver, course.infusion("clinic").driver) == (True, "")
    phone.clock.advance(60)
    await course.confirm_driver(course.infusion("clinic"), True, " Sam ")
    course = await phone.open()
    assert course.infusion("clinic").driver == "Sam"
    await phone.store.keep_infusions([infusion("2026-11-30 10:00", id="clinic")])
    assert course.infusion("clinic").driver == "", "who can on Friday may not on Monday"
    await phone.store.keep_infusions([infusion("2026-11-27 10:00", id="clinic")])
    phone.clock.advance(60)
    await course.confirm_driver(course.infusion("clinic"), False)
    assert (course.infusion("clinic").has_driver, course.infusion("clinic").driver) == (False, "")


async def test_what_an_older_version_told_of_a_driver_has_no_name_and_a_backup_brings_one() -> None:
    header = {"k": "infusion-told", "infusion": "i", "started": None, "ended": None, "driver": True}
    assert told_from_json(header).driver == ""
    old, new = Phone(), Phone()
    there, here = await old.open(), await new.open()
    for phone in (old, new):
        await phone.store.keep_infusions([infusion("2026-11-27 10:00", id="clinic")])
    await there.confirm_driver(there.infusion("clinic"), True, "Sam")
    new.clock.moment = at("2026-11-27 10:00")
    await here.start(here.infusion("clinic"))
    records, _ = await open_records(old.vault)
    await take_in(new.vault, records)
    assert here.infusion("clinic").driver == "Sam" and here.infusion("clinic").started


async def test_who_drives_lies_on_the_disk_sealed_and_in_no_outbox() -> None:
    phone = Phone()
    course = await phone.open()
    await phone.store.keep_infusions([infusion("2026-11-27 10:00", id="clinic")])
    await course.confirm_driver(course.infusion("clinic"), True, "Canary Sparrow")
    kept = [*await phone.records.headers()]
    assert kept and all(b"Sparrow" not in one.header for one in kept)
    assert not phone.vault.of_kind("outbox")


async def test_the_start_of_one_that_was_moved_since_is_told_taken_back_and_put_right_apart() -> None:
    phone = Phone()
    course = await phone.open()
    await phone.store.keep_infusions([infusion("2026-11-24 09:00", id="clinic")])
    await course.start(course.infusion("clinic"))
    await phone.store.keep_infusions([infusion("2026-11-24 16:00", id="clinic")])
    phone.clock.moment = at("2026-11-24 16:05")
    await course.start(course.infusion("clinic"))
    course = await phone.open()
    assert [one.started.clock for one in course.all()] == ["09:00", "16:05"], "the second start replaces no first one"
    await course.start(course.infusion("clinic~"), at("2026-11-24 09:20"))
    phone.clock.advance(5)
    assert [one.started.clock for one in course.all()] == ["09:20", "16:05"]
    await course.take_back(course.infusion("clinic~"))
    assert [(one.appointment_id, one.started.clock) for one in (await phone.open()).all()] == [("clinic", "16:05")]


async def test_a_wrong_tap_before_it_was_moved_is_taken_back() -> None:
    phone = Phone()
    course = await phone.open()
    id = await course.add(course.moment(date(2026, 11, 24), time(9, 0)))
    await phone.store.keep_infusions([infusion("2026-11-24 09:30", id="clinic")])
    await course.start(course.infusion("clinic"))
    await phone.store.keep_infusions([infusion("2026-11-26 09:00", id="clinic")])
    assert [one.appointment_id for one in course.all()] == ["clinic~", "clinic"] and course.infusion(id).typed
    phone.clock.advance(5)
    await course.take_back(course.infusion("clinic~"))
    assert [(one.appointment_id, one.is_told) for one in course.all()] == [("clinic", False)]


async def test_what_is_told_of_the_clinics_and_the_typed_one_is_kept_of_both_or_of_neither() -> None:
    phone = Phone()
    course = await phone.open()
    await course.add(course.moment(date(2026, 11, 24), time(9, 0)))
    await phone.store.keep_infusions([infusion("2026-11-24 09:30", id="clinic")])
    write, left = phone.records.write, [True]

    async def nearly_full(batch: Batch) -> None:
        if not left:
            raise StoreFull("x")
        left.pop()
        await write(batch)

    phone.records.write = nearly_full  # type: ignore[method-assign]
    await course.start(course.infusion("clinic"))
    phone.clock.advance(5)
    with pytest.raises(StoreFull):
        await course.end(course.infusion("clinic"), phone.clock.now())
    phone.records.write = write  # type: ignore[method-assign]
    course = await phone.open()
    assert course.infusion("clinic").started and not course.infusion("clinic").ended
    await phone.store.keep_infusions([])
    [own] = course.all()
    assert own.started and not own.ended


async def test_an_answer_is_kept_under_every_id_and_outlives_a_restart_and_a_canceled_booking() -> None:
    phone = Phone()
    course = await phone.open()
    twice = [infusion("2026-11-24 10:00", id="room"), infusion("2026-11-24 10:00", id="clinician")]
    await phone.store.keep_infusions(twice)
    phone.clock.moment = at("2026-11-25 08:00")
    assert course.to_confirm() is course.all()[0] and len(course.all()) == 1
    await course.answer(course.all()[0], TookPlace.YES)
    assert course.to_confirm() is None and course.counts().done == 1
    await phone.store.keep_infusions(twice[:1])
    [one] = (await phone.open()).all()
    assert (one.appointment_id, one.took_place) == ("room", TookPlace.YES)
    phone.clock.advance(5)
    course = await phone.open()
    await course.answer(course.all()[0], None)
    assert course.all()[0].took_place is None and course.progress(course.all()[0]) is Progress.PROBABLE


async def test_a_start_that_was_reported_of_two_bookings_stays_with_either_of_them() -> None:
    for stays in ("room", "clinician"):
        phone = Phone()
        course = await phone.open()
        await phone.store.keep_infusions([infusion("2026-11-24 10:00", id=id) for id in ("room", "clinician")])
        phone.clock.moment = at("2026-11-24 10:05")
        await course.start(course.infusion("room"))
        await phone.store.keep_infusions([infusion("2026-11-24 10:00", id=stays)])
        [one] = course.all()
        assert (one.appointment_id, one.started.clock, one.number) == (stays, "10:05", 1)


async def test_a_start_that_is_put_right_after_a_booking_is_gone_makes_no_second_infusion() -> None:
    phone = Phone()
    course = await phone.open()
    await phone.store.keep_infusions([infusion("2026-11-24 10:00", id=id) for id in ("room", "clinician")])
    phone.clock.moment = at("2026-11-24 10:30")
    await course.start(course.infusion("room"), at("2026-11-24 10:05"))
    await phone.store.keep_infusions([infusion("2026-11-24 10:00", id="clinician")])
    phone.clock.advance(5)
    await course.start(course.infusion("clinician"), at("2026-11-24 10:10"))
    assert [one.started.clock for one in course.all()] == ["10:10"]
    phone.clock.advance(5)
    await course.take_back(course.infusion("room"))
    [one] = course.all()
    assert not one.is_told and course.counts().all == 1


async def test_a_second_tap_at_once_on_an_answer_does_nothing() -> None:
    phone = Phone()
    course = await phone.open()
    await phone.store.keep_infusions([infusion("2026-11-23 10:00")])
    await course.answer(course.all()[0], TookPlace.UNKNOWN)
    await course.answer(course.all()[0], TookPlace.NO)  # where its button was there is another one by then
    assert course.all()[0].took_place is TookPlace.UNKNOWN
    phone.clock.advance(1)
    await course.answer(course.all()[0], TookPlace.NO)
    assert course.all()[0].is_cancelled


async def test_what_an_older_version_kept_of_an_infusion_has_no_answer_and_an_unknown_one_is_none() -> None:
    older = {"k": "infusion-told", "infusion": "i", "started": None, "ended": None, "driver": True}
    assert told_from_json(older) == Told("i", has_driver=True)
    assert told_from_json({**older, "tookPlace": "perhaps"}).took_place is None
    answered = Told("i", took_place=TookPlace.NO, answered_for=when(at("2026-11-24 10:00")))
    assert told_from_json(told_to_json(answered)) == answered
