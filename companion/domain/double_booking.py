"""One infusion that a clinic has booked twice, such as once for the room and once for the clinician.

Bookings less than `NEAR` apart are one infusion: the earliest start is its start, so that fasting is never too short,
and the latest is kept as `latest`, so that driving is never off too short. A ketamine course has at most one infusion
a day, but bookings that are further apart stay two: joining them would hide a planned time.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import timedelta

from companion.domain.journal import CANCELLED, Infusion

NEAR = timedelta(hours=2)
"""Two bookings whose starts are less than this apart are one infusion. A judgement: infusions last about 40 minutes."""

SURE = ("fulfilled", "checked-in", "arrived", "booked", CANCELLED)
"""Statuses, the one that says the most first."""


def joined(bookings: Iterable[Infusion]) -> list[Infusion]:
    """Return each infusion once, in the order of its start, whatever the order of the bookings.

    It takes place while one of its bookings does. A canceled booking joins the nearest one that takes place.
    """
    in_order = sorted(bookings, key=_by_start)
    groups = _groups([one for one in in_order if not _is_off(one)])
    left = [one for one in in_order if _is_off(one) and not _found_room(groups, one)]
    return sorted((_as_one(group) for group in [*groups, *_groups(left)]), key=_by_start)


def _by_start(one: Infusion) -> tuple[object, str]:
    return one.start.at, one.appointment_id


def _is_off(one: Infusion) -> bool:
    return one.status == CANCELLED


def _groups(in_order: Sequence[Infusion]) -> list[list[Infusion]]:
    """Put each with the first of its group: a row of near ones does not grow over a day."""
    groups: list[list[Infusion]] = []
    for one in in_order:
        if groups and one.start.at - groups[-1][0].start.at < NEAR:
            groups[-1].append(one)
        else:
            groups.append([one])
    return groups


def _found_room(groups: list[list[Infusion]], off: Infusion) -> bool:
    """Put a canceled booking with the nearest infusion that takes place, if one is near."""
    near = [group for group in groups if abs(group[0].start.at - off.start.at) < NEAR]
    if near:
        min(near, key=lambda group: abs(group[0].start.at - off.start.at)).append(off)
    return bool(near)


def _as_one(group: Sequence[Infusion]) -> Infusion:
    """Make one of the bookings of an infusion. Canceled ones lend it their ids, for what was reported, and no time."""
    on = [one for one in group if not _is_off(one)] or list(group)
    first = min(on, key=_by_start)
    latest = max((one.latest or one.start for one in on), key=lambda start: start.at)
    before = next((one.start for one in group if _is_off(one) and one.start.at != first.start.at), None)
    others = {id for one in group for id in (one.appointment_id, *one.also)} - {first.appointment_id}
    return replace(
        first,
        status=min((one.status for one in on), key=_rank),
        also=tuple(sorted(others)),
        latest=latest if latest.at > first.start.at else None,
        moved_from=first.moved_from or (None if _is_off(first) else before),
    )


def _rank(status: str) -> int:
    return SURE.index(status) if status in SURE else len(SURE)
