"""A right recovery code or passphrase opens, however it was copied, dictated or written down."""

import asyncio
import unicodedata
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from companion.device.sealing import DeviceCryptography
from companion.errors import BackupLocked, SecretWrong
from companion.services.lock import Lock
from companion.services.preferences import Preferences
from companion.store.backup import ALPHABET, OpenRecord, letters_of, make_backup, normalise_secret, read_backup, tried
from companion.store.keyring import open_keyring
from companion.store.vault import open_vault
from tests.fakes import FixedClock, MemoryRecords, MemorySecrets

CODE = "ABCD-EFGH-JK01-2345-6789-MNPQ-RSTV"
BARE = CODE.replace("-", "")
CRYPTO = DeviceCryptography()
RECORDS = [OpenRecord("a", 1, 1, b'{"k":"x"}', b"{}")]

WAYS = {
    "a full stop": CODE + ".",
    "en dashes": CODE.replace("-", "–"),
    "em dashes": CODE.replace("-", "—"),
    "hyphens that do not break": CODE.replace("-", "\u2011"),
    "minus signs": CODE.replace("-", "−"),
    "wide dashes": CODE.replace("-", "－"),
    "soft hyphens": CODE.replace("-", "\u00ad"),
    "zero-width blanks": "\u200b".join(CODE),
    "a mark of the order of bytes": "\ufeff" + CODE,
    "marks of direction": f"\u202a{CODE}\u202c",
    "narrow blanks": CODE.replace("-", "\u202f"),
    "quotes": f"“{CODE}”",
    "a line for each group": CODE.replace("-", "\r\n"),
    "commas": CODE.replace("-", ", "),
    "wide letters": "".join(chr(ord(one) + 0xFEE0) if one != "-" else one for one in CODE),
    "Arabic digits": CODE.translate({ord(str(n)): chr(0x0660 + n) for n in range(10)}),
    "letters for digits": CODE.replace("0", "o").replace("1", "l").lower(),
}
"""How the same code may come back."""


@pytest.mark.parametrize("typed", WAYS.values(), ids=WAYS)
def test_a_code_opens_the_lock_the_backup_and_counts_as_written_down(typed: str) -> None:
    async def check() -> None:
        file = await make_backup(RECORDS, CODE, CRYPTO, rounds=1)
        assert await read_backup(file, typed, CRYPTO, fewest_rounds=1) == RECORDS
        keyring = await open_keyring(MemorySecrets(), CRYPTO, FixedClock())
        key = keyring.key
        assert key
        await keyring.lock(key, "246810", CODE)
        assert await keyring.try_code(typed) == key
        with pytest.raises(SecretWrong):
            await keyring.try_code(typed.replace("A", "B", 1).replace("Ａ", "Ｂ", 1).replace("a", "b", 1))
        lock = Lock(keyring, key, Preferences(await open_vault(MemoryRecords(), CRYPTO.sealing(bytes(32)))))
        assert lock.is_written_down(CODE, typed)
        two = letters_of(typed)[4:8] + "—" + letters_of(typed)[16:20] + " ."
        assert lock.is_written_down(CODE, two) and not lock.is_written_down(CODE, two[:-4])

    asyncio.run(check())


@given(st.text(st.sampled_from(ALPHABET), min_size=28, max_size=28), st.data())
def test_whatever_stands_between_the_letters_of_a_code_is_dropped(code: str, data: Any) -> None:
    between = st.text(st.characters(exclude_categories=["L", "N", "Cs"]), max_size=3)
    typed = "".join(one + data.draw(between) for one in code)
    marks = (one for mark in typed if mark not in ALPHABET for one in unicodedata.normalize("NFKD", mark))
    if not any(one.isalnum() for one in marks):
        assert normalise_secret(typed) == code


PASSPHRASE = 'it\'s a "quiet" river-bank'


@pytest.mark.parametrize(
    "typed",
    [
        PASSPHRASE,
        PASSPHRASE + " ",
        " " + PASSPHRASE + "\n",
        "it’s a “quiet” river-bank",
        "it‘s a „quiet“ river–bank",
        PASSPHRASE.replace(" ", "\u00a0"),
    ],
)
@pytest.mark.parametrize("made_with", [PASSPHRASE, "it’s a “quiet” river-bank"])
def test_a_passphrase_opens_with_other_quotes_and_with_a_blank_at_its_end(made_with: str, typed: str) -> None:
    async def check() -> None:
        file = await make_backup(RECORDS, made_with, CRYPTO, rounds=1)
        assert await read_backup(file, typed, CRYPTO, fewest_rounds=1) == RECORDS
        with pytest.raises(BackupLocked):
            await read_backup(file, typed.upper(), CRYPTO, fewest_rounds=1)

    asyncio.run(check())


@given(st.text(st.characters(codec="utf-8"), min_size=1, max_size=40))
def test_the_very_words_are_always_tried_and_there_are_few_tries(secret: str) -> None:
    found = tried(secret)
    assert secret in found and len(found) <= 5 and found[0] == normalise_secret(secret)


def test_a_passphrase_that_an_older_app_did_not_take_for_a_code_opens_as_it_was() -> None:
    secret = "A cat, a dog, a bee, an ant, a gnat"
    assert len(letters_of(secret)) != 28 or normalise_secret(secret) != secret
    old = "abcd.efgh.jk01.2345.6789.mnpq.rstv"  # 28 letters, apart by full stops: an older app kept it as it is

    async def check() -> None:
        from companion.ports import Part
        from companion.store import backup

        file = await make_backup(RECORDS, "placeholder-passphrase", CRYPTO, rounds=1)
        line, head, salt, wrapped = backup._head(file, 1)
        key = await backup._key("placeholder-passphrase", salt, 1, wrapped, CRYPTO)
        sealing = CRYPTO.sealing(await CRYPTO.stretch(old, salt, 1))
        by_old = (await sealing.seal_many([Part(key, backup._key_place(salt, 1))]))[0]
        assert await backup._key(old, salt, 1, by_old, CRYPTO) == key and line and head

    asyncio.run(check())
