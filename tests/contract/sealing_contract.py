"""What every implementation of the ports Sealing and Cryptography must do, and the one format they share."""

import pytest

from companion.ports import Cryptography, Part
from companion.store.ring import ARGON2ID, PBKDF2, SealedKey, Stretch, lock_key, unlock_key

KEY = bytes(range(32))

MADE_ON_A_DEVICE = {
    "argon2id": "01c25b72200c130d0260b098d5e00f50a28fd208d3e090dc87dbba78a5d1d2c378947052e64c0001"
    "566ec6d18c8361b452e7fc1eedbdfa311500eee6e2",
    "pbkdf2-hmac-sha256": "0121d7d19d54944127c1260de5328837dbaab98241d7eb1a4a0352a05d21dc7237ab43c211fead33"
    "de15f6cd79d344c1e17ccee2b7e87271c164b79163",
}
"""The same key under "246810", sealed once on CPython; a salt of 16 bytes, three passes, 1 MiB."""


class SealingContract:
    """Subclasses give the fixture `crypto`."""

    pytestmark = pytest.mark.asyncio

    async def test_parts_come_back_in_their_order(self, crypto: Cryptography) -> None:
        sealing = crypto.sealing(KEY)
        parts = [Part(b"%d" % n * n, b"place %d" % n) for n in range(50)]
        sealed = await sealing.seal_many(parts)
        again = [Part(data, part.place) for data, part in zip(sealed, parts, strict=True)]
        assert list(await sealing.open_many(again)) == [part.data for part in parts]

    async def test_a_sealed_part_has_the_format_of_every_place_to_run(self, crypto: Cryptography) -> None:
        sealed = (await crypto.sealing(KEY).seal_many([Part(b"words", b"here")]))[0]
        assert sealed[0] == 1 and len(sealed) == 1 + 12 + len(b"words") + 16

    async def test_equal_parts_are_sealed_differently_each_time(self, crypto: Cryptography) -> None:
        sealed = await crypto.sealing(KEY).seal_many([Part(b"same", b"p")] * 200)
        assert len({one[1:13] for one in sealed}) == 200

    async def test_another_place_another_key_or_no_part_at_all_does_not_open(self, crypto: Cryptography) -> None:
        sealed = (await crypto.sealing(KEY).seal_many([Part(b"words", b"here")]))[0]
        parts = [
            Part(sealed, b"there"),
            Part(b"", b"here"),
            Part(b"\x01", b"here"),
            Part(b"\x02" + sealed[1:], b"here"),
        ]
        assert list(await crypto.sealing(KEY).open_many(parts)) == [None] * 4
        assert list(await crypto.sealing(bytes(32)).open_many([Part(sealed, b"here")])) == [None]

    async def test_one_bad_part_does_not_hide_the_good_ones(self, crypto: Cryptography) -> None:
        sealing = crypto.sealing(KEY)
        sealed = (await sealing.seal_many([Part(b"words", b"here")]))[0]
        assert list(await sealing.open_many([Part(b"x" * 40, b"here"), Part(sealed, b"here")])) == [None, b"words"]

    async def test_a_passphrase_is_stretched_as_everywhere(self, crypto: Cryptography) -> None:
        # RFC 7914, section 11: PBKDF2-HMAC-SHA256 of "passwd" with salt "salt" and 1 round.
        assert (await crypto.stretch("passwd", b"salt", 1)).hex().startswith("55ac046e56e3089fec1691c22544b605")
        composed, decomposed = "caf\u00e9", "cafe\u0301"
        assert await crypto.stretch(composed, b"s", 2) == await crypto.stretch(decomposed, b"s", 2)

    async def test_a_pin_is_stretched_as_everywhere(self, crypto: Cryptography) -> None:
        # Derived on CPython by OpenSSL; the page computes it by hash-wasm.
        key = await crypto.argon2id("123456", b"0" * 16, 3, 64 * 1024)
        assert key.hex() == "c7a5e5dfc8384f50df075976a58d67ecc57ee223fc02a0594cf83fcdb99064ae"

    async def test_a_lock_made_here_opens_by_its_pin_alone(self, crypto: Cryptography) -> None:
        for how in (Stretch(ARGON2ID, bytes(16), 1, 64), Stretch(PBKDF2, bytes(16), 2)):
            lock = await lock_key(KEY, "123456", how, crypto)
            assert await unlock_key(lock, "123456", crypto) == KEY
            assert await unlock_key(lock, "123457", crypto) is None

    async def test_a_lock_made_on_a_device_opens_everywhere(self, crypto: Cryptography) -> None:
        for kdf, sealed in MADE_ON_A_DEVICE.items():
            how = Stretch(kdf, b"salt of a lock..", 3, 1024 if kdf == ARGON2ID else 0)
            assert await unlock_key(SealedKey(how, bytes.fromhex(sealed)), "246810", crypto) == KEY
