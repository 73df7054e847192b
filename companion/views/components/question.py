"""The form engine's drawing: one item of a Questionnaire as controls."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any

import flet as ft

from companion.domain.answering import Given, as_lines, as_text
from companion.domain.questionnaire import AnswerValue, Item, ItemType
from companion.i18n import Words
from companion.views.components.controls import choices, heading, lines_of, scale, text
from companion.views.components.date_entry import DateEntry
from companion.views.components.number_entry import NumberEntry, OnSeveral
from companion.views.components.option_search import OptionSearch
from companion.views.components.own_words import Lines, OpenChoice, Ticks
from companion.views.components.text_entry import LimitedEntry
from companion.views.components.time_entry import MomentEntry, Suggested, TimeEntry

Answer = Callable[[Given], Any]


@dataclass(frozen=True, slots=True)
class Open:
    """What the fields of a page hold that is no answer yet.

    Attributes:
        typed: linkId -> what its field, or each part of it, shows (`Typed.texts`).
        stopped: linkId of the field at which Next or Save has stopped, "" for none.
        calls: how often they have; each time the focus goes there anew.
        renewed: how often fields were filled or emptied from outside: those are new fields, which show what is kept.
    """

    typed: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    stopped: str = ""
    calls: int = 0
    renewed: int = 0

    def calls_of(self, link_id: str) -> int:
        """How often this field was stopped at."""
        return self.calls if link_id == self.stopped else 0


NOTHING_OPEN = Open()


def question_field(
    words: Words,
    item: Item,
    value: AnswerValue | None,
    on_answer: Answer,
    *,
    now: datetime,
    short_list: str = "",
    suggested: Suggested | None = None,
    waits: Open = NOTHING_OPEN,
    beside: Sequence[Item] = (),
    on_several: OnSeveral | None = None,
) -> ft.Control:
    """The field of one question, without its text. `on_answer` is called with each answer as it is given.

    `now` is the person's own time; `short_list` names the options that a choice with a search shows before anybody
    has typed; `suggested` is a time that is known beforehand; `waits` is what fields hold that is no answer.
    """
    typed = waits.typed.get(item.link_id, ())
    key = f"{item.link_id}-{waits.renewed}"
    match item.type:
        case ItemType.CHOICE | ItemType.OPEN_CHOICE if item.repeats:
            return Ticks(words, item, value, on_answer, typed=typed, calls=waits.calls_of(item.link_id), key=key)  # type: ignore[call-arg]
        case ItemType.OPEN_CHOICE:
            return OpenChoice(words, item, value, on_answer, typed=typed, calls=waits.calls_of(item.link_id), key=key)  # type: ignore[call-arg]
        case ItemType.TEXT | ItemType.STRING if item.repeats:
            lines = typed or ([str(one) for one in value] if isinstance(value, tuple) else ())
            give = lambda entered: on_answer(as_lines(item, entered))  # noqa: E731 - an event handler
            return Lines(words, item, lines, give, calls=waits.calls_of(item.link_id), key=key)  # type: ignore[call-arg]
        case ItemType.DATE:
            day = value if isinstance(value, date) else None
            return DateEntry(  # type: ignore[call-arg]
                words, item, day, now.date(), on_answer, on_typed=on_answer, typed=typed,
                calls=waits.calls_of(item.link_id), key=key,
            )  # fmt: skip
        case ItemType.TIME:
            clock = value if isinstance(value, time) else None
            has_been = item.planned is None
            return TimeEntry(  # type: ignore[call-arg]
                words, item, clock, now.time(), on_answer, on_typed=on_answer, typed=typed, offers_now=has_been,
                suggested=suggested, calls=waits.calls_of(item.link_id), key=key,
            )  # fmt: skip
        case ItemType.DATE_TIME:
            return MomentEntry(  # type: ignore[call-arg]
                words, item, value, now, on_answer, suggested, typed=typed, calls=waits.calls_of(item.link_id), key=key
            )
        case ItemType.BOOLEAN:
            return _yes_no(words, item, value, on_answer)
        case ItemType.CHOICE if item.is_searched:
            return OptionSearch(  # type: ignore[call-arg]
                words, item, value, on_answer, short_list, typed=typed, calls=waits.calls_of(item.link_id), key=key
            )
        case ItemType.CHOICE:
            return _choice(words, item, value, on_answer)
        case ItemType.INTEGER if item.levels:
            return _levels(words, item, value, on_answer)
        case ItemType.INTEGER if item.is_scale:
            return _scale(words, item, value, on_answer)
        case ItemType.INTEGER:
            return NumberEntry(  # type: ignore[call-arg]
                words, item, value, on_answer, typed=typed, beside=beside, on_several=on_several,
                calls=waits.calls_of(item.link_id), key=key,
            )  # fmt: skip
        case ItemType.TEXT | ItemType.STRING:
            shown = typed[0] if typed else value if isinstance(value, str) else ""
            return LimitedEntry(  # type: ignore[call-arg]
                words, words(item.text), shown, lambda entered: on_answer(as_text(item, entered)),
                multiline=item.type is ItemType.TEXT, most=item.max_length, field=item.link_id,
                calls=waits.calls_of(item.link_id), key=key,
            )  # fmt: skip
        case ItemType.DISPLAY | ItemType.GROUP:
            raise ValueError(f"{item.link_id} takes no answer")


def group_fields(
    words: Words,
    item: Item,
    answers: Mapping[str, AnswerValue],
    shown: frozenset[str],
    on_answer: Callable[[str, Given], Any],
    *,
    now: datetime,
    waits: Open = NOTHING_OPEN,
    on_several: OnSeveral | None = None,
    beside: Sequence[Item] = (),
) -> list[ft.Control]:
    """A group, a display or a question with its text, and all that is inside, in reading order.

    `shown` has the linkIds of what is shown at present; `beside` are the typed numbers of the group above.
    """
    if item.link_id not in shown:
        return []
    numbers = [child for child in item.items if child.link_id in shown and is_typed_number(child)]
    inner = [
        one
        for child in item.items
        for one in group_fields(
            words, child, answers, shown, on_answer, now=now, waits=waits, on_several=on_several, beside=numbers
        )
    ]
    if item.type is ItemType.DISPLAY:
        return [text(words(item.text))]
    if item.type is ItemType.GROUP:
        return [heading(words(item.text)), *inner] if item.text else inner
    link_id = item.link_id
    entry = question_field(
        words, item, answers.get(link_id), lambda value: on_answer(link_id, value), now=now, waits=waits,
        beside=beside, on_several=on_several,
    )  # fmt: skip
    # A field itself takes no ScrollKey: the client would make it anew, without its focus, each time it is drawn.
    at = ft.ScrollKey(link_id)  # type: ignore[call-arg]  # Flet makes its __init__ unseen by mypy
    label = [] if _names_itself(item) else [ft.Container(heading(words(item.text), level=3), key=at)]
    asked = ft.Column(
        [*label, entry], spacing=8, tight=True, horizontal_alignment=ft.CrossAxisAlignment.STRETCH, key=link_id
    )
    return [asked, *inner]


def notes_of(words: Words, item: Item, shown: frozenset[str]) -> list[ft.Control]:
    """What stands between a question and its field: the displays inside it, several as a list."""
    notes = [words(one.text) for one in item.items if one.type is ItemType.DISPLAY and one.link_id in shown]
    if len(notes) == 1:
        return [text(notes[0])]
    return [lines_of(notes)] if notes else []


def _names_itself(item: Item) -> bool:
    """Whether the field has the question as its label."""
    return (item.type in (ItemType.TEXT, ItemType.STRING) and not item.repeats) or is_typed_number(item)


def is_typed_number(item: Item) -> bool:
    """Return whether the question takes a number from the keyboard."""
    return item.type is ItemType.INTEGER and not item.levels and not item.is_scale


def _yes_no(words: Words, item: Item, value: AnswerValue | None, on_answer: Answer) -> ft.Control:
    chosen = None if value is None else ("yes" if value else "no")
    options = [("yes", words("Yes")), ("no", words("No"))]
    return choices(options, chosen, lambda picked: on_answer(picked == "yes"), name=words(item.text))


def _choice(words: Words, item: Item, value: AnswerValue | None, on_answer: Answer) -> ft.Control:
    by_index = {str(index): option for index, option in enumerate(item.options)}
    chosen = next((index for index, option in by_index.items() if option == value), None)
    options = [(index, words(option.display or option.code)) for index, option in by_index.items()]
    return choices(options, chosen, lambda picked: on_answer(by_index[picked]), name=words(item.text))


def _scale(words: Words, item: Item, value: AnswerValue | None, on_answer: Answer) -> ft.Control:
    assert item.minimum is not None and item.maximum is not None
    return scale(
        range(item.minimum, item.maximum + 1),
        value if isinstance(value, int) else None,
        on_answer,
        name=words(item.text),
        low=words(item.low),
        high=words(item.high),
    )


def _levels(words: Words, item: Item, value: AnswerValue | None, on_answer: Answer) -> ft.Control:
    options = [(str(number), words(said)) for number, said in item.levels]
    chosen = None if value is None else str(value)
    return choices(options, chosen, lambda picked: on_answer(int(picked)), name=words(item.text))
