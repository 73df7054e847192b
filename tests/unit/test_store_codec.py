"""What the store writes it can read: every dataclass of the journal, through JSON, a seal and a backup."""

import asyncio
import json
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from companion.device.sealing import AesGcmSealing, DeviceCryptography
from companion.domain.journal import Draft, Entry, Infusion, OutboxItem
from companion.domain.questionnaire import Answers, Coding, Questionnaire
from companion.store import codec
from companion.store.backup import make_backup, read_backup
from companion.store.transfer import open_records, take_in
from companion.store.vault import Put, open_vault
from tests.fakes import MemoryRecords
from tests.unit.strategies import any_answer, drafts, entries, infusions, outbox_items, texts


def through_json(value: Any) -> Any:
    """As the vault writes and reads it."""
    return json.loads(json.dumps(value, ensure_ascii=False).encode("utf-8", "surrogatepass"))


@given(entries())
@settings(max_examples=80, deadline=None)
def test_an_entry_comes_back_from_its_header_and_body(made: tuple[Questionnaire, Entry]) -> None:
    _, entry = made
    header, body = through_json(codec.entry_to_json(entry))
    assert codec.entry_from_json(entry.head.id, header, body) == entry
    assert codec.head_from_json(entry.head.id, header) == entry.head
    if entry.answers:
        assert "answers" not in header, "answers are for the body; the header holds numbers alone"


@given(drafts)
@settings(max_examples=80, deadline=None)
def test_a_draft_comes_back(draft: Draft) -> None:
    assert codec.draft_from_json(draft.id, *through_json(codec.draft_to_json(draft))) == draft


@given(outbox_items, infusions)
@settings(max_examples=80, deadline=None)
def test_an_outbox_state_and_an_infusion_come_back(item: OutboxItem, infusion: Infusion) -> None:
    assert codec.outbox_from_json(through_json(codec.outbox_to_json(item))) == item
    assert codec.infusion_from_json(through_json(codec.infusion_to_json(infusion))) == infusion


@given(st.dictionaries(texts, any_answer, max_size=6))
@settings(max_examples=80, deadline=None)
def test_an_answer_keeps_its_kind(answers: Answers) -> None:
    back = codec.answers_from_json(through_json(codec.answers_to_json(answers)))
    assert back == answers and [type(back[key]) for key in answers] == [type(one) for one in answers.values()]


def test_what_older_versions_wrote_is_still_read() -> None:
    old = {"a": {"boolean": True}, "b": {"integer": 0}, "c": {"string": "x"}, "d": {"coding": ["s", "c", "C"]}}
    assert codec.answers_from_json(old) == {"a": True, "b": 0, "c": "x", "d": Coding("s", "c", "C")}


@given(st.dictionaries(texts, texts, min_size=1, max_size=4))
@settings(max_examples=60, deadline=None)
def test_whatever_was_typed_comes_out_of_the_seal_and_out_of_a_backup(typed: dict[str, str]) -> None:
    """Halves of surrogate pairs too: no text may be one that cannot be saved."""

    async def check() -> None:
        records, sealing, crypto = MemoryRecords(), AesGcmSealing(bytes(32)), DeviceCryptography()
        vault = await open_vault(records, sealing)
        await vault.write([Put("a", {"k": "draft", **typed}, typed)])
        again = await open_vault(records, sealing)
        assert again.all()[0].header == {"k": "draft", **typed}
        assert (await again.bodies(again.all()))["a"] == typed
        file = await make_backup((await open_records(again))[0], "a long passphrase", crypto, rounds=1)
        other = await open_vault(MemoryRecords(), sealing)
        await take_in(other, await read_backup(file, "a long passphrase", crypto, fewest_rounds=1))
        assert (await other.bodies(other.all()))["a"] == typed

    asyncio.run(check())
