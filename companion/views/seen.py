"""What may be seen of the person's people and plan now: all of it while the journal is open, else what is allowed."""

from dataclasses import dataclass

from companion.domain.clinic import Here
from companion.domain.plan import Contact, Plan, Step
from companion.services.changes import Changes
from companion.views.context import AppView, country_of, here_of, use_changes


@dataclass(frozen=True, slots=True)
class Seen:
    """Plan and people for a screen.

    Attributes:
        plan: empty where there is none, and where it may not be seen.
        is_open: the journal is open: it can be changed, and what is missing is not there.
        is_unread: something may be seen and could not be read.
    """

    plan: Plan
    contacts: tuple[Contact, ...]
    country: str
    is_open: bool
    here: Here | None
    told: frozenset[str] = frozenset()
    is_unread: bool = False

    def with_role(self, step: Step) -> list[Contact]:
        """The people who stand with a part of the plan."""
        if step is Step.TELL:
            return [one for one in self.contacts if one.can_tell]
        return [one for one in self.contacts if one.is_company] if step is Step.COMPANY else []

    def has(self, step: Step) -> bool:
        """Whether a part of the plan says anything; the numbers always do."""
        return step is Step.LINES or bool(self.plan.lines(step)) or bool(self.with_role(step))


def use_seen(app: AppView) -> Seen | None:
    """Drawn anew when it changes; None while the journal is neither open nor locked."""
    opened, locked = app.opening.opened, app.opening.locked
    sources: tuple[Changes, ...] = ()
    if opened:
        sources = (opened.support.changes, opened.preferences.changes)
    elif locked:
        sources = (locked.front.changes,)
    use_changes(app.opening.changes, *sources)
    if opened:
        choices, support = opened.preferences.choices, opened.support
        return Seen(support.plan, support.contacts, country_of(app), True, here_of(app), choices.help_profile)
    if locked:
        front = locked.front
        plan, country = front.plan or Plan(), country_of(app)
        return Seen(plan, front.contacts, country, False, here_of(app), is_unread=front.is_unread)
    return None
