"""What every implementation of the ports Sealing and Cryptography must do, and the one format they share."""

import pytest

from companion.ports import Cryptography, Part

KEY = bytes(range(32))


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
