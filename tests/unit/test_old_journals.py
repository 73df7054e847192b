"""Journals of released versions in this one: they open, show what was asked, go on, and send nothing twice."""

import asyncio
import json
from collections.abc import Coroutine
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest

from companion.content import CHECKLIST_NAMES, Content
from companion.device.sealing import AesGcmSealing, DeviceCryptography
from companion.domain.answering import fits
from companion.domain.clinic_news import Shipped, look_at
from companion.domain.questionnaire import Coding
from companion.services.backup import Backup
from companion.services.bundle import OpenJournal
from companion.services.journal import Journal
from companion.services.preferences import Preferences
from companion.store.journal import JournalStore
from companion.store.plan import PlanStore
from companion.store.reading import ReadingLog
from companion.store.vault import open_vault
from tests.data.filling import BASE, plain
from tests.data.folders import (
    FOLDERS,
    GONE,
    NAMES,
    codes,
    copy_of,
    entries_as_shown,
    made_in,
    of_next_year,
    opened,
    shipped,
)
from tests.fakes import FixedClock, MemoryRecords

CONTENTS = {"today": shipped, "next year": of_next_year}
each_version = pytest.mark.parametrize("folder", FOLDERS, ids=NAMES)
each_content = pytest.mark.parametrize("content", CONTENTS.values(), ids=CONTENTS)


def run(work: Coroutine[Any, Any, None]) -> None:
    asyncio.run(work)


@each_version
@each_content
@pytest.mark.parametrize("way", ["pin", "code", "open"])
def test_a_journal_opens_and_each_entry_shows_as_it_was_asked(
    folder: Path, content: Any, way: str, tmp_path: Path
) -> None:
    source = folder / "device" / ("open" if way == "open" else "pin")
    made = made_in(source)
    secret = made["secrets"].get({"pin": "pin", "code": "pin_code"}.get(way, ""), "")

    async def main() -> None:
        async with opened(copy_of(source, tmp_path / "data"), content(), secret, by_code=way == "code") as journal:
            found = await entries_as_shown(journal)
            new = {key: found.pop(key) for key in found.keys() - made["shown"]["entries"].keys()}
            assert found == made["shown"]["entries"]
            assert [one["form"] for one in new.values()] == ([] if way == "open" else ["steadying"]), (
                "left while locked"
            )
            assert journal.services.damaged == 0
            _same_beside(journal, made["shown"])

    run(main())


def _same_beside(journal: OpenJournal, shown: dict[str, Any]) -> None:
    """Plan, people, course, reading, settings."""
    services = journal.services
    assert dict(services.support.plan.texts) == shown["plan"]
    assert [asdict(one) for one in services.support.contacts] == shown["contacts"]
    assert services.support.removed and services.support.removed.name == shown["removed_contact"]
    course = [json.loads(json.dumps(asdict(one), default=str)) for one in services.course.all()]
    assert [{key: one.get(key) for key in old} for one, old in zip(course, shown["course"], strict=True)] == shown[
        "course"
    ]
    assert [[one.text, one.is_done] for one in services.library.questions()] == shown["questions"]
    assert sorted(one.id for one in services.library.kept()) == shown["kept"]
    assert len(services.safety.warned()) == shown["warned"]
    choices = json.loads(json.dumps(asdict(services.preferences.choices), default=sorted))
    assert {key: choices.get(key) for key in shown["choices"]} == shown["choices"]


@each_version
@each_content
def test_a_draft_opens_with_all_its_answers_and_becomes_an_entry_with_all_of_them(
    folder: Path, content: Any, tmp_path: Path
) -> None:
    source = folder / "device" / "open"
    made = made_in(source)

    async def main() -> None:
        async with opened(copy_of(source, tmp_path / "data"), content()) as journal:
            for id, (form, answers) in made["shown"]["drafts"].items():
                await _goes_on(journal.services.journal, id, form, answers)

    run(main())


async def _goes_on(journal: Journal, id: str, form: str, answers: dict[str, Any]) -> None:
    draft = journal.draft(id)
    assert draft is not None and draft.form == BASE + form
    assert draft.answers.keys() == answers.keys()
    asked = journal.form_of(draft)
    assert journal.pages(draft) and journal.position(draft) >= 0
    questions = {item.link_id: item for item in asked.questions()}
    assert all(fits(questions[key], value) for key, value in draft.answers.items() if key in questions)
    if draft.entry_id:
        assert draft.form_version == (await journal.entry(draft.entry_id)).head.form_version
    elif asked != journal.forms[draft.form]:
        today = {item.link_id: item for item in journal.forms[draft.form].questions()}
        offered = {key: {option.code for option in item.options} for key, item in today.items()}
        chosen = {key: value.code for key, value in draft.answers.items() if isinstance(value, Coding)}
        lost = [key for key, code in chosen.items() if code not in offered.get(key, {code})]
        assert lost == ["pregnancy"], "today's questions are asked unless an answer has no place among them"
    before = {key: codes(value) for key, value in draft.answers.items()}
    note = next(item for item in asked.questions() if item.link_id == "note")
    await journal.answer(id, note.link_id, "And on.")
    head = await journal.finish(id)
    entry = await journal.entry(head.id)
    kept = {key: codes(value) for key, value in entry.answers.items()}
    assert kept | {"note": ""} == before | {"note": ""}
    numbers = {key: value for key, value in before.items() if isinstance(value, int) and key in answers}
    assert numbers.items() <= head.facts.items(), "also those whose question is gone count"


@each_version
def test_answers_under_the_old_form_and_the_new_one_stand_together(folder: Path, tmp_path: Path) -> None:
    source = folder / "device" / "open"

    async def main() -> None:
        async with opened(copy_of(source, tmp_path / "data"), of_next_year()) as journal:
            services = journal.services
            url = BASE + "daily-check-in"
            for draft in [one for one in await journal.store.drafts() if one.form == url and not one.entry_id]:
                await services.journal.discard(draft.id)
            old = [one for one in services.journal.heads() if one.form == url]
            draft = services.journal.begin(url)
            await services.journal.answer(draft.id, "anxiety", 4)
            await services.journal.finish(draft.id)
            both = [one for one in services.journal.heads() if one.form == url]
            assert [one.facts["anxiety"] for one in both] == [4, *(one.facts["anxiety"] for one in old)]
            assert {one.form_version for one in both} == {"999", old[0].form_version}
            latest = services.journal.latest(url)
            assert latest is not None and latest.form_version == "999"

    run(main())


@each_version
def test_a_change_of_an_old_entry_goes_on_in_the_words_in_which_it_was_asked(folder: Path, tmp_path: Path) -> None:
    source = folder / "device" / "open"

    async def main() -> None:
        async with opened(copy_of(source, tmp_path / "data"), of_next_year()) as journal:
            services = journal.services.journal
            for url in services.forms:
                head = services.latest(url)
                if head is None or services.change_of(head.id):
                    continue
                before = await services.entry(head.id)
                draft = await services.begin_change(head.id)
                assert services.form_of(draft).version == head.form_version
                after = await services.finish(draft.id)
                assert after.form_version == head.form_version and after.version == head.version + 1
                assert (await services.entry(head.id)).answers == before.answers

    run(main())


@each_version
@pytest.mark.parametrize("secret", ["passphrase", "code"])
def test_a_backup_of_that_version_restores_all_of_it(folder: Path, secret: str) -> None:
    made = json.loads((folder / "backup-made.json").read_text("utf-8"))

    async def main() -> None:
        vault = await open_vault(MemoryRecords(), AesGcmSealing(bytes(32)))
        store, preferences, clock = JournalStore(vault), Preferences(vault), FixedClock()
        journal = Journal(store, shipped().forms, clock)
        data = (folder / f"backup-{secret}.companion").read_bytes()
        backup = Backup(vault, store, DeviceCryptography())
        await backup.restore(data, made["secrets"][secret], journal, preferences)
        shown, there = made["shown"], {head.id: head for head in (*store.heads(), *store.removed())}
        assert there.keys() == shown["entries"].keys()
        for id, entry in shown["entries"].items():
            versions = [await store.entry(id), *await store.history(id)]
            assert [one.head.version for one in versions] == [one["version"] for one in entry["versions"]]
        assert {one.id for one in await store.drafts()} == shown["drafts"].keys()
        plans = PlanStore(vault)
        await plans.load()
        assert dict(plans.plan.texts) == shown["plan"]
        assert [dict(plan.texts) for _, plan in await plans.versions()] == shown["plan_versions"]
        assert [one.name for one in plans.people.contacts] == [one["name"] for one in shown["contacts"]]
        assert len(ReadingLog(vault).questions()) == len(shown["questions"])
        assert [one.start.at.isoformat(" ") for one in store.course.all()] == [
            one["start"]["at"] for one in shown["course"]
        ]

    run(main())


@each_version
def test_a_clinics_news_of_that_version_is_taken(folder: Path) -> None:
    told = json.loads((folder / "clinic.json").read_text("utf-8"))
    content: Content = shipped()
    news = look_at(told, {}, Shipped(content.guidance.items, CHECKLIST_NAMES))
    assert not news.refused
    assert news.taken["forms"] == told["forms"] and news.taken["texts"] == told["texts"]


def test_the_later_version_of_these_tests_lacks_questions_that_were_answered() -> None:
    for name, link_id in GONE.items():
        assert link_id not in {one.link_id for one in of_next_year().forms[BASE + name].questions()}
        assert link_id in {one.link_id for one in shipped().forms[BASE + name].questions()}
        assert of_next_year().forms.asked(BASE + name, link_id)
    assert plain((1, 2)) == [1, 2]
