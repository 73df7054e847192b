"""Next and Save, which stop at a field whose text could not be taken. It is said, and kept until it is changed."""

from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import Any

import flet as ft

from companion.domain.questionnaire import Item
from companion.errors import NothingAnswered, NotTaken
from companion.i18n import Words
from companion.services.bundle import Services
from companion.views import routes
from companion.views.components.ask import Ask, use_ask
from companion.views.components.controls import dialog, live, text
from companion.views.components.layout import Place
from companion.views.components.number_entry import OnSeveral
from companion.views.context import AppView, keeps


class Stops:
    """Where a form's page has stopped its person, and the ways on.

    Attributes:
        stopped: linkId of the field at which Next or Save has stopped, "" for none.
        calls: how often they have.
        renewed: how often fields were filled or emptied from outside.
        place: the page's column, which can be moved to a field.
    """

    def __init__(self, app: AppView, services: Services, draft_id: str, ask: Ask, state: Any, place: Place) -> None:
        self._app = app
        self._services = services
        self._draft_id = draft_id
        self._ask = ask
        self._page = ft.context.page
        (self.stopped, self.calls, self.renewed, self.has_nothing), self._set = state
        self.place = place

    async def next(self) -> None:
        """Go to the next page, or stop at a field that waits. Raises StoreError."""
        if waits := self._waiting():
            self._stop(waits[0])
            return
        await self._turn()

    async def save(self) -> None:
        """Save, or stop where something waits or there is nothing to save. Raises SavedAlready, StoreError."""
        journal, safety = self._services.journal, self._services.safety
        left = journal.draft(self._draft_id)
        try:
            head = await journal.finish(self._draft_id)
        except NotTaken as error:
            await journal.show_page(self._draft_id, error.page)
            self._stop(self._waiting()[0])
            return
        except NothingAnswered:
            self._set((self.stopped, self.calls, self.renewed, True))
            return
        self._services.clinic.wake()
        if left:
            await safety.finished(left, head.id)
        routes.go(self._page, f"{routes.SAVED}/{head.id}")

    def leave_out(self) -> None:
        """Ask whether what waits on this page may be left out."""
        words, draft = self._app.words, self._services.journal.draft(self._draft_id)
        waits = [one.link_id for one in self._waiting()]
        if not draft or not waits:
            return
        texts = "\n".join(" ".join(filter(None, draft.typed.get(one, ()))) for one in waits)
        is_last = self._is_last()

        async def leave() -> None:
            await self._services.journal.leave_out(self._draft_id, waits)
            self.renew()
            if not is_last:
                await self._turn()

        self._ask(
            words("Leave this out?"),
            words("This will not be saved: {typed}", typed=texts),
            words("Leave it out"),
            keeps(self._app, leave),
        )

    def renew(self) -> None:
        """Draw the fields anew, with what is kept."""
        self._set((self.stopped, self.calls, self.renewed + 1, False))

    def go_on(self) -> None:
        """Close what was said of an entry with nothing in it."""
        self._set((self.stopped, self.calls, self.renewed, False))

    async def _turn(self) -> None:
        await self._services.journal.turn(self._draft_id, 1)
        await self._services.safety.left_page(self._draft_id)

    def _shown(self) -> Item | None:
        journal = self._services.journal
        draft = journal.draft(self._draft_id)
        return journal.pages(draft)[journal.position(draft)] if draft else None

    def _is_last(self) -> bool:
        journal = self._services.journal
        draft = journal.draft(self._draft_id)
        return draft is not None and journal.position(draft) == len(journal.pages(draft)) - 1

    def _waiting(self) -> list[Item]:
        draft, shown = self._services.journal.draft(self._draft_id), self._shown()
        return self._services.journal.waiting(draft, shown) if draft and shown else []

    async def show(self) -> None:
        """Scroll to the field at which the page has stopped, once it is drawn."""
        if self.stopped:
            with suppress(RuntimeError, TimeoutError):  # the page may be gone again
                await self.place.move_to(self.stopped)

    def _stop(self, item: Item) -> None:
        self._set((item.link_id, self.calls + 1, self.renewed, False))


def use_stops(app: AppView, services: Services, draft_id: str) -> Stops:
    """Return the stops of one draft's pages, with the dialogs that belong to them."""
    ask = use_ask(app.words, app.words("Keep editing"))
    place: Any = ft.use_ref(lambda: Place(lambda _: None))
    stops = Stops(app, services, draft_id, ask, ft.use_state(("", 0, 0, False)), place.current)
    ft.use_effect(stops.show, [stops.calls])
    ft.use_dialog(_nothing(app, services, draft_id, stops) if stops.has_nothing else None)
    return stops


def _nothing(app: AppView, services: Services, draft_id: str, stops: Stops) -> ft.AlertDialog:
    """Every question was skipped: that is no fault, and no entry either."""
    words, page = app.words, ft.context.page
    draft = services.journal.draft(draft_id)
    entry_id = draft.entry_id if draft else None

    def leave() -> None:
        stops.go_on()
        routes.go(page, routes.entry_route(entry_id) if entry_id else routes.TODAY)

    if entry_id:
        title, said = words("This entry would be empty"), words("To remove it from your journal, choose Remove there.")
        way = words("Open the entry")
    else:
        title = words("There is nothing to save yet")
        said = words("You skipped every question, and that is OK. You can come back any time.")
        way = words("Leave for now")
    return dialog(title, text(said), actions=[(words("Keep going"), stops.go_on), (way, leave)],
                  on_dismiss=stops.go_on)  # fmt: skip


def stop_line(words: Words, stops: Stops, waits: list[Item]) -> list[ft.Control]:
    """Beside the button: which field the page has stopped at."""
    found = next((one for one in waits if one.link_id == stops.stopped), None)
    if found is None:
        return []
    return [
        live(words("Not saved yet: “{question}”. Change what you typed, or leave it out.", question=words(found.text)))
    ]


def keeps_several(app: AppView, stops: Stops, keep: Callable[[str, int], Any]) -> OnSeveral:
    """Return what keeps the numbers of one field as the answers to several questions, and shows them there."""

    async def take(numbers: Mapping[str, int]) -> None:
        for link_id, number in numbers.items():
            await keep(link_id, number)
        stops.renew()

    return lambda numbers: keeps(app, lambda: take(numbers))()
