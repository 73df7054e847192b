"""Red flags over what is being answered here: which card stands beside it, and the log of what was shown.

It comes after an answer was kept and never before: a card keeps nothing from being saved, and calls and sends nothing.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import uuid4

from companion.content import FOLLOW_UP, RedFlags
from companion.domain.answering import typed_texts
from companion.domain.journal import Draft
from companion.domain.safety.engine import Card, Shown, Situation, card, fired, is_now, must_ask_now
from companion.domain.safety.fields import IS_NOW, PREFIXES, Fact, Facts
from companion.domain.safety.free_text import tier_of
from companion.domain.safety.history import History
from companion.domain.safety.rules import Action, Level, Rule, RuleBook
from companion.domain.safety.warned import Warned
from companion.errors import CompanionError, StoreError
from companion.services.changes import Changes
from companion.services.journal import Journal
from companion.services.preferences import Preferences
from companion.store.safety import SafetyLog

log = logging.getLogger("companion.safety")

STAYS = timedelta(hours=24)
"""For so long Today still leads to an urgent card or an emergency."""


@dataclass(frozen=True, slots=True)
class Alert:
    """What stands beside a draft, or beside the entry that it became.

    Attributes:
        card: None while only "Is this happening now?" is open.
        asks_now: that question is open.
        follows_up: the card's own question, `sui_now`, is open.
        is_blind: the rules could not look, by a fault of ours; that is said.
    """

    card: Card | None
    asks_now: bool = False
    follows_up: bool = False
    is_blind: bool = False


class Safety:
    """The rules of one open journal. What is answered on this device is considered, nothing else."""

    def __init__(
        self, log: SafetyLog, journal: Journal, preferences: Preferences, red_flags: Callable[[], RedFlags]
    ) -> None:
        """`red_flags` is called at the first answer, not at the start."""
        self._log = log
        self._journal = journal
        self._preferences = preferences
        self._red_flags = red_flags
        self._alerts: dict[str, Alert] = {}
        self._typed: dict[str, set[str]] = {}
        self._said_now: dict[str, bool] = {}
        self._history: tuple[object, History] | None = None
        self.changes = Changes()

    @property
    def book(self) -> RuleBook:
        """The rules that apply."""
        return self._red_flags().book

    # What stands

    def alert(self, key: str) -> Alert | None:
        """What stands beside a draft or an entry (its id)."""
        return self._alerts.get(key)

    def close(self, key: str) -> None:
        """The person has read it."""
        if self._alerts.pop(key, None):
            self.changes.announce()

    def warned(self) -> list[Warned]:
        """The log: every card that was shown, the newest first."""
        return self._log.all()

    def banner(self) -> Warned | None:
        """The highest warning of the last 24 hours that offered somebody to talk to now, None without one."""
        now = self._journal.now().at
        recent = [one for one in self._log.all() if timedelta() <= now - one.at < STAYS and self._stays(one)]
        return max(recent, key=lambda one: (one.level, one.at), default=None)

    def _stays(self, one: Warned) -> bool:
        """What is urgent, and what led with a crisis line: who was not sure to be safe finds the way back, too."""
        message = self.book.messages.get(one.message)
        leads = message.offers[0].action if message and message.offers else None
        return one.level >= Level.URGENT or leads is Action.CRISIS_LINE

    # What is answered

    def note_typed(self, draft_id: str, link_id: str) -> None:
        """A field is being typed into: half a number is no answer. It is considered with the page."""
        self._typed.setdefault(draft_id, set()).add(link_id)

    async def answered(self, draft_id: str, link_id: str) -> None:
        """Consider an answer that was given by one tap and is kept."""
        draft = self._journal.draft(draft_id)
        if draft:
            await self._consider(draft, {link_id})

    async def left_page(self, draft_id: str) -> None:
        """Consider what was typed on a page."""
        draft, typed = self._journal.draft(draft_id), self._typed.pop(draft_id, set())
        if draft and typed:
            await self._consider(draft, typed)

    async def finished(self, draft: Draft, entry_id: str) -> None:
        """Consider the words of what was saved; what stands goes on beside the entry."""
        typed = self._typed.pop(draft.id, set())
        if standing := self._alerts.pop(draft.id, None):
            self._alerts[entry_id] = standing
        if draft.id in self._said_now:
            self._said_now[entry_id] = self._said_now.pop(draft.id)
        if typed:
            await self._consider(draft, typed, entry_id, with_words=True)

    async def answer_now(self, draft: Draft, key: str, yes: bool) -> None:
        """Whether what is told is happening now. Consider all of it again."""
        self._said_now[key] = yes
        self._alerts.pop(key, None)
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

    async def _consider(self, draft: Draft, touched: set[str] | None, key: str = "", with_words: bool = False) -> None:
        """Let the rules look; `touched` None is all of it. Never raises: an answer is kept whatever comes of this."""
        try:
            await self._look(draft, touched, key, with_words)
        except Exception as error:
            log.error("the rules could not look: %s", type(error).__name__)
            self._alerts[key or draft.id] = Alert(None, is_blind=True)
            self.changes.announce()

    async def _look(self, draft: Draft, touched: set[str] | None, key: str, with_words: bool) -> None:
        if touched is not None and draft.entry_id:
            touched = await self._differing(draft, touched)
            if not touched:
                return
        key, book = key or draft.id, self.book
        situation = self._situation(draft, key, with_words)
        prefix = PREFIXES.get(draft.form, "")
        changed = None if touched is None else frozenset({f"{prefix}.{one}" for one in touched} | {"text.tier"})
        just = replace(situation, changed=changed)
        holding = fired(book, situation)
        before = self._alerts.get(key)
        shown = before.card.rules if before and before.card else ()
        standing = [rule for rule in shown if rule in holding or draft.form == FOLLOW_UP]
        now = self._journal.now().at
        due = card(fired(book, just), self._shown(), now)
        new = [rule for rule in due.rules if rule not in standing] if due else []
        self._set(
            key,
            _merged(standing, new),
            before,
            asks_now=must_ask_now(book, just),
            asks_anew=any(rule.asks for rule in new),
        )
        if new:
            await self._keep(new, draft, now)

    def _set(self, key: str, found: Card | None, before: Alert | None, *, asks_now: bool, asks_anew: bool) -> None:
        was_open = before.follows_up if before else False
        asks = found is not None and any(rule.asks for rule in found.rules)
        if found is None and not asks_now:
            self._alerts.pop(key, None)
        else:
            self._alerts[key] = Alert(found, asks_now, asks and (was_open or asks_anew))
        self.changes.announce()

    async def _keep(self, rules: list[Rule], draft: Draft, now: datetime) -> None:
        lead = rules[0]
        lines = tuple((rule.id, rule.level) for rule in rules)
        try:
            await self._log.add(Warned(str(uuid4()), now, lead.level, lead.topic, lead.message, draft.form, lines))
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

    def _situation(self, draft: Draft, key: str, with_words: bool) -> Situation:
        form = self._journal.form_of(draft)
        prefix = PREFIXES.get(draft.form, "")
        facts = self._journal.forms.facts(form, draft.answers)
        fields: dict[str, Fact] = {f"{prefix}.{name}": fact for name, fact in facts.items()}
        fields |= self._course(draft.started.at)
        happening = self._happening(draft, key, facts)
        if happening is not None:
            fields[IS_NOW] = happening
        if with_words and (tier := self._tier(draft)):
            fields["text.tier"] = tier
        return Situation(draft.form, fields, draft.started, self._past(), None, draft.entry_id or key)

    def _happening(self, draft: Draft, key: str, facts: Facts) -> bool | None:
        if key in self._said_now:
            return self._said_now[key]
        if facts.get("still_now") is True or facts.get("began") in ("now", "within-2h"):
            return True
        if facts.get("still_now") is False and facts.get("began") in ("today", "before"):
            return False
        return is_now(draft.started.at, self._journal.now().at)

    def _course(self, at: datetime) -> dict[str, Fact]:
        starts = [one.begins for one in self._journal.infusions() if not one.is_cancelled]
        before = [(at - start).total_seconds() / 3600 for start in starts if start <= at]
        after = [(start - at).total_seconds() / 86400 for start in starts if start > at]
        found: dict[str, Fact] = {}
        if before:
            found["course.hours_since_infusion"] = min(before)
        if after:
            found["course.days_to_infusion"] = min(after)
        return found

    def _past(self) -> History:
        """The journal's earlier entries; put in order once, until an entry changes."""
        heads = self._journal.heads()
        if self._history is None or self._history[0] is not heads:
            starts = [one.begins for one in self._journal.infusions() if not one.is_cancelled]
            self._history = (heads, History(heads, min(starts, default=None)))
        return self._history[1]

    def _tier(self, draft: Draft) -> str | None:
        if not self._preferences.choices.offers_after_words:
            return None
        form = self._journal.form_of(draft)
        asked = {item.link_id for item in form.questions()}
        notes = typed_texts({key: value for key, value in draft.answers.items() if key in asked})
        return tier_of("\n".join(notes), self._red_flags().word_lists)


def _merged(standing: list[Rule], new: list[Rule]) -> Card | None:
    rules = sorted([*new, *standing], key=lambda rule: -rule.level)
    return Card(rules[0], tuple(rules[1:])) if rules else None
