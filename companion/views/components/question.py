"""The form engine's drawing: one item of a Questionnaire as controls."""

from collections.abc import Callable, Mapping
from typing import Any

import flet as ft

from companion.domain.questionnaire import AnswerValue, Item, ItemType
from companion.i18n import Words
from companion.views.components.controls import choices, heading, scale, text
from companion.views.components.text_entry import TextEntry

Answer = Callable[[AnswerValue | None], Any]


def question_field(words: Words, item: Item, value: AnswerValue | None, on_answer: Answer) -> ft.Control:
    """The field of one question, without its text. `on_answer` is called with each answer as it is given."""
    match item.type:
        case ItemType.BOOLEAN:
            return _yes_no(words, item, value, on_answer)
        case ItemType.CHOICE:
            return _choice(words, item, value, on_answer)
        case ItemType.INTEGER if item.is_scale:
            return _scale(words, item, value, on_answer)
        case ItemType.INTEGER:
            return _number(words, item, value, on_answer)
        case ItemType.TEXT:
            shown = value if isinstance(value, str) else ""
            return TextEntry(
                words(item.text), shown, on_answer, multiline=True, max_length=item.max_length, field=item.link_id
            )
        case ItemType.DISPLAY | ItemType.GROUP:
            raise ValueError(f"{item.link_id} takes no answer")


def group_fields(
    words: Words, item: Item, answers: Mapping[str, AnswerValue], on_answer: Callable[[str, AnswerValue | None], Any]
) -> list[ft.Control]:
    """A group, a display or a question with its text, and all that is inside, in reading order."""
    if item.type is ItemType.DISPLAY:
        return [text(words(item.text))]
    if item.type is ItemType.GROUP:
        inner = [field for child in item.items for field in group_fields(words, child, answers, on_answer)]
        return [heading(words(item.text)), *inner] if item.text else inner
    link_id = item.link_id
    field = question_field(words, item, answers.get(link_id), lambda value: on_answer(link_id, value))
    label = [] if item.type is ItemType.TEXT else [heading(words(item.text), level=3)]
    children = [one for child in item.items for one in group_fields(words, child, answers, on_answer)]
    return [*label, field, *children]


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


def _number(words: Words, item: Item, value: AnswerValue | None, on_answer: Answer) -> ft.Control:
    def typed(entered: str) -> Any:
        return on_answer(int(entered) if entered.strip().lstrip("-").isdecimal() else None)

    return TextEntry(words(item.text), "" if value is None else str(value), typed, field=item.link_id)
