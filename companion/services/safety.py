"""Red flags over what is being answered here: which card stands beside it, and the log of what was shown.

It comes after an answer was kept and never before: a card keeps nothing from being saved, and calls and sends nothing.
"""

import logging
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import uuid4

from companion.content import BLOOD_PRESSURE, FOLLOW_UP, SIDE_EFFECT, RedFlags
from companion.domain.answering import typed_texts
from companion.domain.journal import Draft, Infusion
from companion.domain.safety.engine import Card, Shown, card, fired, kept_on, must_ask_now
from companion.domain.safety.fields import UNKNOWN_COUNTS, Facts
from companion.domain.safety.free_text import tier_of
from companion.domain.safety.rules import Level, Rule, RuleBook, Topic
from companion.domain.safety.standing import Standing, may_fold, standing
from companion.domain.safety.warned import Warned
from companion.domain.search_words import LONGEST_TYPED
from companion.errors import CompanionError, StoreError
from companion.services.changes import Changes
from companion.services.journal import Journal
from companion.services.preferences import Preferences
from companion.services.situations import Situations, changed_fields
from companion.services.unlooked import Unlooked
from companion.store.safety import SafetyLog

log = logging.getLogger("companion.safety")

HAD_KETAMINE = timedelta(days=30)
"""For so long after an infusion a card asks to tell the ambulance of it."""


@dataclass(frozen=True, slots=True)
class Alert:
    """What stands beside a draft, or beside the entry that it became.

    Attributes:
        card: None while only "Is this happening now?" is open.
        asks_now: that question is open.
        follows_up: the card's own question, `sui_now`, is open.
        is_blind: the rules could not look, by a fault of ours; that is said.
        firing: ids of the rules that fire for the answers as they are now; others stand because they were shown.
    """

    card: Card | None
    asks_now: bool = False
    follows_up: bool = False
    is_blind: bool = False
    firing: frozenset[str] = frozenset()


class Safety:
    """The rules of one open journal. What is answered on this device is considered, nothing else."""

    def __init__(
        self,
        log: SafetyLog,
        journal: Journal,
        preferences: Preferences,
        red_flags: Callable[[], RedFlags],
        infusions: Callable[[], Sequence[Infusion]],
    ) -> None:
        """Open the rules of a journal.

        Args:
            red_flags: called at the first answer, not at the start.
            infusions: the whole course: the clinic's infusions, own ones, and what the person reported of both.
        """
        self._log = log
        self._journal = journal
        self._preferences = preferences
        self._red_flags = red_flags
        self._situations = Situations(journal, infusions)
        self._alerts: dict[str, Alert] = {}
        self._unlooked = Unlooked()
        self._said_now: dict[str, bool] = {}
        self._closed: dict[str, dict[str, Level]] = {}
        self._lines: dict[str, list[Warned]] = {}
        self.changes = Changes()

    def use_lists(self, prepared: Callable[[Draft], Facts]) -> None:
        """Take what the lists before an infusion tell from `prepared`, which knows the course."""
        self._situations.prepared = prepared

    @property
    def book(self) -> RuleBook:
        """The rules that apply."""
        return self._red_flags().book

    # What stands

    def alert(self, key: str) -> Alert | None:
        """What stands beside a draft or an entry (its id)."""
        return self._alerts.get(key)

    def close(self, key: str) -> None:
        """Take the card away once it was read. For this entry it comes back only at a higher level, or anew.

        What stood there for an answer that was taken back comes back as soon as that answer is given again.
        """
        if alert := self._alerts.pop(key, None):
            closed = {id: level for id, level in closed_by(alert.card).items() if id in alert.firing}
            self._closed.setdefault(key, {}).update(closed)
            self.changes.announce()

    def known(self) -> frozenset[str]:
        """What a card may take as given of this person: `infusion`, where there was one in the last 30 days."""
        return frozenset({"infusion"} if self._situations.had_infusion(HAD_KETAMINE) else ())

    def knows_plan_alone(self) -> bool:
        """Return whether only the plan says that the newest infusion took place: a card then does not claim it."""
        return self._situations.knows_plan_alone()

    def warned(self) -> list[Warned]:
        """The log: every card that was shown, the newest first."""
        return self._log.all()

    def standing(self) -> Standing:
        """Return the warnings of the last 24 hours that stand on Today."""
        return standing(self._log.all(), self._journal.now().at, self.book)

    async def safe_for_now(self, key: str) -> None:
        """Close a card because the person says that they are safe, and fold it on Today. Raises StoreError."""
        await self.fold(*self._lines.get(key, ()))
        self.close(key)

    async def fold(self, *lines: Warned) -> None:
        """Fold those warnings on Today that may be folded; the others stay open. Raises StoreError."""
        ids = {one.id for one in lines if may_fold(one, self.book)}
        if ids:
            await self._log.fold(ids, self._journal.now().at)
            self.changes.announce()

    def tier_of_search(self, typed: str) -> str | None:
        """Return what the word lists find in a search. It is looked at and let go: no card, and no line in the log."""
        return tier_of(typed[:LONGEST_TYPED], self._red_flags().word_lists())

    # What is answered

    def note_typed(self, draft_id: str, link_id: str) -> None:
        """A field is being typed into: half a number is no answer. It is considered with the page."""
        if draft := self._journal.draft(draft_id):
            self._unlooked.typed(draft, link_id)

    async def answered(self, draft_id: str, link_id: str) -> None:
        """Consider an answer that was given by one tap and is kept."""
        if draft := self._journal.draft(draft_id):
            await self._consider(draft, self._unlooked.with_tap(draft, link_id))

    async def left_page(self, draft_id: str) -> None:
        """Consider what was typed on a page."""
        draft = self._journal.draft(draft_id)
        if draft and (typed := self._unlooked.with_page(draft)):
            await self._consider(draft, typed)

    async def says_more(self, draft_id: str) -> bool:
        """Consider what was typed on a page that is left, and return whether that shows a card that was not there."""
        before = self._alerts.get(draft_id)
        await self.left_page(draft_id)
        now = self._alerts.get(draft_id)
        return now is not None and now.card is not None and (before is None or before.card != now.card)

    async def finished(self, draft: Draft, entry_id: str) -> None:
        """Consider the words of what was saved; what stands goes on beside the entry."""
        # What was answered before a restart is considered now, at the latest.
        typed = self._unlooked.with_end(draft)
        if standing := self._alerts.pop(draft.id, None):
            self._alerts[entry_id] = standing
        if draft.id in self._lines:
            self._lines[entry_id] = self._lines.pop(draft.id)
        if draft.id in self._closed:
            self._closed[entry_id] = self._closed.pop(draft.id)
        if draft.id in self._said_now:
            self._said_now[entry_id] = self._said_now.pop(draft.id)
        # What was skipped counts as the stricter answer with the entry's end.
        has_checks = draft.form in (SIDE_EFFECT, BLOOD_PRESSURE)
        skipped = set(UNKNOWN_COUNTS) - draft.answers.keys() if has_checks else set()
        if typed or skipped:
            await self._consider(draft, typed | skipped, entry_id, is_finished=True)

    async def answer_now(self, draft: Draft, key: str, yes: bool) -> None:
        """Whether what is told is happening now. Consider all of it again."""
        self._said_now[key] = yes
        await self._consider(draft, None, key)

    async def answer_follow_up(self, key: str, link_id: str, code: str) -> None:
        """Keep the answer to a card's question as an entry, like every answer, and consider it. Raises StoreError."""
        form = self._journal.forms[FOLLOW_UP]
        draft = self._journal.begin(FOLLOW_UP)
        option = next(one for one in form.question(link_id).options if one.code == code)
        draft = await self._journal.answer(draft.id, link_id, option)
        await self._journal.finish(draft.id)
        if standing := self._alerts.get(key):
            self._alerts[key] = replace(standing, follows_up=False)
        await self._consider(draft, {link_id}, key)

    # Inside

    async def _consider(self, draft: Draft, touched: set[str] | None, key: str = "", is_finished: bool = False) -> None:
        """Let the rules look; `touched` None is all of it. Never raises: an answer is kept whatever comes of this."""
        try:
            await self._look(draft, touched, key, is_finished)
        except Exception as error:
            log.error("the rules could not look: %s", type(error).__name__)
            before = self._alerts.get(key or draft.id)
            self._alerts[key or draft.id] = Alert(before.card if before else None, is_blind=True)
            self.changes.announce()

    async def _look(self, draft: Draft, touched: set[str] | None, key: str, is_finished: bool) -> None:
        if touched is not None and draft.entry_id:
            touched = await self._differing(draft, touched)
            if not touched:
                return
        key, book = key or draft.id, self.book
        tier = self._tier(draft) if is_finished else None
        situation = self._situations.of(draft, key, self._said_now.get(key), is_finished, tier)
        changed = None if touched is None else changed_fields(draft.form, touched)
        just = replace(situation, changed=changed)
        before, holding = self._alerts.get(key), fired(book, situation)
        shown = before.card.rules if before and before.card else ()
        standing = shown if draft.form == FOLLOW_UP else kept_on(shown, holding)
        now = self._journal.now().at
        due = card(fired(book, just), self._shown(), now)
        there = self._still_closed(key, holding) | {rule.id: rule.level for rule in shown}
        # Both what is due and what rose while it stood there is new, and goes into the log.
        all_of_it = {rule.id: rule for rule in (*standing, *(due.rules if due else ()))}
        new = [rule for rule in all_of_it.values() if rule.level > there.get(rule.id, -1)]
        new.sort(key=lambda rule: -rule.level)
        standing = tuple(rule for rule in standing if rule.id not in {one.id for one in new})
        firing = frozenset(rule.id for rule in holding)
        if draft.form == FOLLOW_UP and before:
            firing |= before.firing
        found = Alert(_merged(standing, new), must_ask_now(book, just), any(rule.asks for rule in new), firing=firing)
        self._set(key, found, before)
        if new:
            await self._keep(new, draft, now, key)
        await self._fold_corrected(draft, key, holding, is_finished)

    async def _fold_corrected(self, draft: Draft, key: str, holding: Sequence[Rule], is_finished: bool) -> None:
        """Fold the warnings of answers that were corrected: none of their rules holds any more.

        What was found in somebody's words is looked for again only when they are saved.
        """
        found = {one.id: one for id in (key, draft.entry_id or "") for one in self._lines.get(id, ())}
        words = {rule.id for rule in self.book.rules if "text.tier" in rule.fields}
        held = {rule.id for rule in holding}
        for line in found.values():
            told = {id for id, _ in line.rules}
            if line.form == draft.form and not told & held and (is_finished or not told & words):
                with suppress(StoreError):  # it stays open on Today
                    await self.fold(line)

    def _still_closed(self, key: str, holding: Sequence[Rule]) -> dict[str, Level]:
        """What was closed and fires still. What went away and fires anew is shown anew."""
        firing = {rule.id for rule in holding}
        found = {id: level for id, level in self._closed.get(key, {}).items() if id in firing}
        if key in self._closed:
            self._closed[key] = found
        return found

    def _set(self, key: str, found: Alert, before: Alert | None) -> None:
        """Let it stand there; `found.follows_up` says whether a rule asks anew."""
        was_open = before.follows_up if before else False
        asks = found.card is not None and any(rule.asks for rule in found.card.rules)
        if found.card is None and not found.asks_now:
            self._alerts.pop(key, None)
        else:
            self._alerts[key] = replace(found, follows_up=asks and (was_open or found.follows_up))
        self.changes.announce()

    async def _keep(self, rules: list[Rule], draft: Draft, now: datetime, key: str) -> None:
        lead = rules[0]
        lines = tuple((rule.id, rule.level) for rule in rules)
        line = Warned(str(uuid4()), now, lead.level, lead.topic, lead.message, draft.form, lines, lead.same_day)
        self._lines.setdefault(key, []).append(line)
        try:
            await self._log.add(line)
        except StoreError:
            return  # the card stands; only the log lacks it

    async def _differing(self, draft: Draft, touched: set[str]) -> set[str]:
        """Of an entry under change: what is not as it was before the change."""
        assert draft.entry_id
        try:
            if self._journal.draft(draft.id):
                old = await self._journal.entry(draft.entry_id)
            else:  # it was saved: its own version is the newest
                old = (await self._journal.history(draft.entry_id))[0]
        except (CompanionError, IndexError):
            return touched  # not known: rather one card too many
        return {one for one in touched if draft.answers.get(one) != old.answers.get(one)}

    def _shown(self) -> list[Shown]:
        return [Shown(rule, level, one.at) for one in self._log.all() for rule, level in one.rules]

    def _tier(self, draft: Draft) -> str | None:
        if not self._preferences.choices.offers_after_words:
            return None
        form = self._journal.form_of(draft)
        asked = {item.link_id for item in form.questions()}
        notes = typed_texts({key: value for key, value in draft.answers.items() if key in asked})
        return tier_of("\n".join(notes), self._red_flags().word_lists()) if notes else None


def closed_by(found: Card | None) -> dict[str, Level]:
    """Rule -> level of a card's rules about the body, which a further answer of the entry would only repeat.

    What is about life and safety is shown each time that it is answered.
    """
    about_the_body = (Topic.MEDICAL, Topic.SUBSTANCES)
    return {rule.id: rule.level for rule in (found.rules if found else ()) if rule.topic in about_the_body}


def _merged(standing: Sequence[Rule], new: Sequence[Rule]) -> Card | None:
    rules = sorted([*new, *standing], key=lambda rule: -rule.level)
    return Card(rules[0], tuple(rules[1:])) if rules else None
