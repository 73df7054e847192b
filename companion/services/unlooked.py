"""Which answers of a draft the rules have not looked at yet: what is being typed, what was kept before a restart."""

from companion.domain.journal import Draft
from companion.domain.safety.preparation import typed_in


class Unlooked:
    """Kept in memory alone: what an app that was ended had looked at is looked at once more, and nothing is missed."""

    def __init__(self) -> None:
        """Know of no draft."""
        self._typed: dict[str, set[str]] = {}
        self._before: dict[str, set[str]] = {}

    def typed(self, draft: Draft, link_id: str) -> None:
        """Note that a field is being typed into; it is looked at with its page."""
        self._meet(draft, link_id)
        self._typed.setdefault(draft.id, set()).add(link_id)

    def with_tap(self, draft: Draft, link_id: str) -> set[str]:
        """Return the linkIds to look at after a tap: its own, and those that were answered before a restart."""
        self._meet(draft, link_id)
        found = self._before[draft.id] | {link_id}
        self._before[draft.id] = set()
        return found

    def with_page(self, draft: Draft) -> set[str]:
        """Return the linkIds to look at when a page is left."""
        self._meet(draft)
        found = self._typed.pop(draft.id, set()) | self._before[draft.id]
        self._before[draft.id] = set()
        return found

    def with_end(self, draft: Draft) -> set[str]:
        """Return the linkIds to look at when the draft is saved, and forget it."""
        found = self.with_page(draft) | typed_in(draft.form)
        del self._before[draft.id]
        return found

    def _meet(self, draft: Draft, link_id: str = "") -> None:
        """Take what a draft holds when it is first met as not looked at yet, but for what is answered just now."""
        if draft.id not in self._before:
            self._before[draft.id] = set(draft.answers) - {link_id}
        self._before[draft.id].discard(link_id)
