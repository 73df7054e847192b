"""What a locked app may show, and where it leaves what is written meanwhile. No key of the journal is needed for it."""

import logging
from datetime import UTC, datetime

from companion.domain.answering import fits
from companion.domain.enabling import counted
from companion.domain.form_versions import Forms
from companion.domain.journal import Draft, Entry, EntryHead, EntryStatus, Occurrence
from companion.domain.plan import Contact, Plan
from companion.domain.questionnaire import Answers
from companion.errors import CompanionError, InvalidAnswer
from companion.ports import Clock
from companion.services.changes import Changes
from companion.store.codec import answers_from_json, answers_to_json, occurrence_from_json, occurrence_to_json
from companion.store.front import FrontStore
from companion.store.journal import JournalStore
from companion.store.plan import contact_from_json, plan_from_json
from companion.store.vault import Json, Row, Vault

log = logging.getLogger("companion.front")


class Front:
    """Beside a journal that was reached, locked or open.

    Attributes:
        plan, contacts: what the person allows to be seen; read by `load`, let go of by `forget`.
        country: for the numbers that stand with them, "" where nothing is allowed.
        is_unread: what may be seen is there and could not be read.
    """

    def __init__(self, store: FrontStore, forms: Forms, clock: Clock) -> None:
        self.store = store
        self._forms = forms
        self._clock = clock
        self.changes = Changes()
        self.plan: Plan | None = None
        self.contacts: tuple[Contact, ...] = ()
        self.country = ""
        self.is_unread = False

    async def load(self) -> None:
        """Read what may be seen. Never raises: a journal is locked whatever comes of this."""
        try:
            shown = await self.store.shown()
            self.plan = plan_from_json(shown["plan"][0], shown["plan"][1]) if "plan" in shown else None
            self.contacts = tuple(contact_from_json(one) for one in shown.get("contacts", ()))
            self.country = shown.get("country", "")
        except (CompanionError, KeyError, TypeError) as error:
            log.error("what may be seen while locked could not be read: %s", type(error).__name__)
            self.forget()
            self.is_unread = True
        self.changes.announce()

    def forget(self) -> None:
        """Hold nothing any more: the journal is open, and has it all."""
        self.plan = None
        self.contacts = ()
        self.country = ""
        self.is_unread = False

    def now(self) -> datetime:
        """This moment on the person's clock."""
        return self._clock.local(self._clock.now())

    def local(self, moment: datetime) -> datetime:
        """A UTC time on the person's clock."""
        return self._clock.local(moment)

    async def leave(self, form_url: str, answers: Answers, at: datetime) -> None:
        """Keep a response to a form until the journal is open; durable when this returns.

        `at` is when it was begun, with its zone. Raises InvalidAnswer, StoreError.
        """
        form = self._forms[form_url]
        if not all(fits(form.question(link_id), value) for link_id, value in answers.items()):
            raise InvalidAnswer("an answer does not fit its question")
        local = self._clock.local(at)
        when = Occurrence(at.astimezone(UTC), self._clock.zone(), local.date(), local.strftime("%H:%M"))
        await self.store.leave(
            {
                "form": form_url,
                "formVersion": form.version,
                "when": occurrence_to_json(when),
                "answers": answers_to_json(answers),
            }
        )

    async def move_in(self, vault: Vault, journal: JournalStore) -> int:
        """Make entries of what was left, in one batch; how many records could not be read and stay as they are.

        Never raises: a journal opens whatever comes of this, and it is tried again at the next opening.
        """
        try:
            left, unread = await self.store.left(vault.apart)
            found = [(self._readable(row, item), row) for row, item in left]
            entries = [(entry, row) for entry, row in found if entry]
            if entries:
                await journal.move_in(entries)
        except CompanionError as error:
            log.error("what was written while locked could not be moved: %s", type(error).__name__)
            return 0
        return unread + len(found) - len(entries)

    def _readable(self, row: Row, item: Json) -> Entry | None:
        """The entry, None where another version of the app left what this one does not know: it keeps nothing back."""
        try:
            return self._entry(row, item)
        except (LookupError, TypeError, ValueError, AttributeError) as error:
            log.error("one that was written while locked could not be read: %s", type(error).__name__)
            return None

    def _entry(self, row: Row, item: Json) -> Entry:
        today, when = self._forms[item["form"]], occurrence_from_json(item["when"])
        said = answers_from_json(item["answers"])
        left = self._forms.moved(Draft(row.id, today.url, when, said, form_version=item.get("formVersion", "")))
        form, answers = self._forms.of(left.form, left.form_version) or today, left.answers
        head = EntryHead(
            id=row.id,
            form=form.url,
            form_version=form.version,
            occurrence=when,
            status=EntryStatus.COMPLETED,
            version=1,
            changed_at=self._clock.now(),
            facts=self._forms.facts(form, answers),
        )
        return Entry(head, counted(form, answers))
