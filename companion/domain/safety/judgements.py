"""The clinical judgements in the app that no public source settles, and who at the clinic has signed them.

A judgement stays unsigned until the clinic's file names a person and a day for it. When a judgement changes, its
`since` moves, and an older signature no longer covers it.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

ALL = "all"
"""In a clinic's file: every judgement, as it stood on the day of the signature."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """One judgement for a clinic's medical director to confirm.

    Attributes:
        says: the judgement in one or two sentences, for a clinician.
        since: the day of its present wording.
        rules, signs, guidance: ids of what rests on it, in rules.json, emergencies.json and guidance/en.json.
        articles: ids of the articles that give advice of this kind.
    """

    id: str
    says: str
    since: date
    rules: tuple[str, ...] = ()
    signs: tuple[str, ...] = ()
    guidance: tuple[str, ...] = ()
    articles: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Signature:
    """A person at the clinic who confirmed a judgement (its id, or ALL), and the day."""

    judgement: str
    by: str
    on: date


def judgements_from_json(data: Mapping[str, Any]) -> tuple[Judgement, ...]:
    """Parse assets/safety/judgements.json. Raises ValueError on another shape."""
    try:
        return tuple(_judgement(raw) for raw in data["judgements"])
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError("the judgements are not in the expected shape") from error


def _judgement(raw: Mapping[str, Any]) -> Judgement:
    return Judgement(
        id=str(raw["id"]),
        says=str(raw["says"]),
        since=date.fromisoformat(raw["since"]),
        rules=tuple(raw.get("rules", ())),
        signs=tuple(raw.get("signs", ())),
        guidance=tuple(raw.get("guidance", ())),
        articles=tuple(raw.get("articles", ())),
    )


def signatures_from_json(raw: Iterable[Mapping[str, Any]]) -> tuple[Signature, ...]:
    """Parse the `signed` list of a clinic's file, which was checked when it was read."""
    return tuple(Signature(one["judgement"], one["by"], date.fromisoformat(one["on"])) for one in raw)


def signature_of(judgement: Judgement, signatures: Iterable[Signature]) -> Signature | None:
    """Return the newest signature that covers a judgement, None where nobody has signed its present wording."""
    covering = [
        signature
        for signature in signatures
        if signature.judgement in (judgement.id, ALL) and signature.on >= judgement.since
    ]
    return max(covering, key=lambda signature: signature.on, default=None)


def unsigned(judgements: Sequence[Judgement], signatures: Sequence[Signature]) -> tuple[Judgement, ...]:
    """Return the judgements that nobody has signed, in the order of the register."""
    return tuple(judgement for judgement in judgements if signature_of(judgement, signatures) is None)


def unsigned_lines(judgements: Sequence[Judgement], signatures: Sequence[Signature]) -> list[str]:
    """Return what the command line says about the clinical judgements that nobody at the clinic has signed."""
    open_ones = unsigned(judgements, signatures)
    if not open_ones:
        return [f"All {len(judgements)} clinical judgments are signed in the clinic's file."]
    head = (
        f"Not signed: {len(open_ones)} of {len(judgements)} clinical judgments. The clinic's medical director has to "
        "confirm each one before the first patient, and sign it in the clinic's file under `signed`:"
    )
    return [head, *(f"  {judgement.id}: {judgement.says}" for judgement in open_ones)]
