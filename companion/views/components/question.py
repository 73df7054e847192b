"""The form engine's drawing: one item of a Questionnaire as controls."""

from collections.abc import Callable, Mapping
from datetime import date, datetime, time
from typing import Any

import flet as ft

from companion.domain.answering import Given
from companion.domain.questionnaire import AnswerValue, Item, ItemType
from companion.i18n import Words
from companion.views.components.controls import choices, heading, lines_of, scale, text
from companion.views.components.date_entry import DateEntry
from companion.views.components.number_entry import NumberEntry
from companion.views.components.option_search import OptionSearch
from companion.views.components.own_words import Lines, OpenChoice, Ticks
from companion.views.components.text_entry import TextEntry
from companion.views.components.time_entry import MomentEntry, Suggested, TimeEntry

Answer = Callable[[Given], Any]


def question_field(
    words: Words,
    item: Item,
    value: AnswerValue | None,
    on_answer: Answer,
    *,
    now: datetime,
    short_list: str = "",
    suggested: Suggested | None = None,
) -> ft.Control:
    """The field of one question, without its text. `on_answer` is called with each answer as it is given.

    `now` is the person's own time; `short_list` names the options that a choice with a search shows before anybody
    has typed; `suggested` is a time that is known beforehand.
    """
    match item.type:
        case ItemType.CHOICE | ItemType.OPEN_CHOICE if item.repeats:
            return Ticks(words, item, value, on_answer)
        case ItemType.OPEN_CHOICE:
            return OpenChoice(words, item, value, on_answer)
        case ItemType.TEXT | ItemType.STRING if item.repeats:
            return Lines(words, item, [str(one) for one in value] if isinstance(value, tuple) else (), on_answer)
        case ItemType.DATE:
            return DateEntry(words, item, value if isinstance(value, date) else None, now.date(), on_answer)
        case ItemType.TIME:
            clock = value if isinstance(value, time) else None
            has_been = item.planned is None
            return TimeEntry(words, item, clock, now.time(), on_answer, offers_now=has_been, suggested=suggested)
        case ItemType.DATE_TIME:
            return MomentEntry(words, item, value, now, on_answer, suggested)
        case ItemType.BOOLEAN:
            return _yes_no(words, item, value, on_answer)
        case ItemType.CHOICE if item.is_searched:
            return OptionSearch(words, item, value, on_answer, short_list)
        case ItemType.CHOICE:
            return _choice(words, item, value, on_answer)
        case ItemType.INTEGER if item.levels:
            return _levels(words, item, value, on_answer)
        case ItemType.INTEGER if item.is_scale:
            return _scale(words, item, value, on_answer)
        case ItemType.INTEGER:
            return NumberEntry(words, item, value, on_answer)
        case ItemType.TEXT | ItemType.STRING:
            shown, is_long = value if isinstance(value, str) else "", item.type is ItemType.TEXT
            return TextEntry(
                words(item.text), shown, on_answer, multiline=is_long, max_length=item.max_length, field=item.link_id
            )
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
) -> list[ft.Control]:
    """A group, a display or a question with its text, and all that is inside, in reading order.

    `shown` has the linkIds of what is shown at present.
    """
    if item.link_id not in shown:
        return []
    inner = [field for child in item.items for field in group_fields(words, child, answers, shown, on_answer, now=now)]
    if item.type is ItemType.DISPLAY:
        return [text(words(item.text))]
    if item.type is ItemType.GROUP:
        return [heading(words(item.text)), *inner] if item.text else inner
    link_id = item.link_id
    field = question_field(words, item, answers.get(link_id), lambda value: on_answer(link_id, value), now=now)
    label = [] if _names_itself(item) else [heading(words(item.text), level=3)]
    asked = ft.Column(
        [*label, field], spacing=8, tight=True, horizontal_alignment=ft.CrossAxisAlignment.STRETCH, key=link_id
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
    is_typed_number = item.type is ItemType.INTEGER and not item.levels and not item.is_scale
    return (item.type in (ItemType.TEXT, ItemType.STRING) and not item.repeats) or is_typed_number


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
