"""Every header, read and then opened: the sweep of a place to run that gains nothing by doing both at once."""

from collections.abc import Sequence

from companion.ports import Part, SealedRecord, Sealing, Sweep


async def swept(records: Sequence[SealedRecord], sealing: Sealing, place: str, apart: int) -> Sweep:
    """Open the headers of these records. `place` and `apart` as Records.sweep (companion/ports.py) has them."""
    stored = [one for one in records if one.schema != apart]
    parts = [
        Part(one.header, place.format(id=one.id, revision=one.revision, schema=one.schema).encode()) for one in stored
    ]
    found = [((one.id, one.revision, one.schema), data)
             for one, data in zip(stored, await sealing.open_many(parts), strict=True)]  # fmt: skip
    return Sweep(
        opened=[line for line, data in found if data is not None],
        headers=b",".join(data for _, data in found if data is not None),
        unopened=[line for line, data in found if data is None],
        apart=[one for one in records if one.schema == apart],
    )
