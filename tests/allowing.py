"""What a person allows on the lock screen, set as a whole."""

from companion.services.plan import Support


async def allow(support: Support, *, plan: bool, contacts: frozenset[str]) -> None:
    """The plan, and these of the people by their ids, may be seen while locked; nothing else."""
    for one in support.contacts:
        if one.on_lock is not (one.id in contacts):
            await support.turn_contact(one.id)
    if support.plan.on_lock is not plan:
        await support.turn_plan()
