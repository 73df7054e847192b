"""Where an article's facts come from, and when they were checked; the list opens with a tap."""

from collections.abc import Mapping

import flet as ft

from companion.domain.library import Article, Source
from companion.domain.written_day import Parts
from companion.i18n import Words
from companion.views.components.controls import card, heading, link, outside_link, text
from companion.views.components.guard import component


@component
def Sources(words: Words, article: Article, sources: Mapping[str, Source]) -> ft.Control:
    """The dates, and the sources: each with a link where its address is sure."""
    is_open, set_open = ft.use_state(False)
    found = [sources[key] for key in article.sources]
    checked, next_check = (words.day(day, Parts.DATE) for day in (article.reviewed, article.next_review))
    dates = words("Facts checked on {day}. To be checked again by {next}.", day=checked, next=next_check)
    said = [text(dates, quiet=True, small=True)]
    if article.reviewed_by:
        said.append(text(words("Checked by {who}.", who=article.reviewed_by), quiet=True, small=True))
    else:
        said.append(text(words("Not yet reviewed by a clinician."), quiet=True, small=True))
    label = words.plural("Show {n} source", "Show {n} sources", len(found))
    listed: list[ft.Control] = (
        [card(*(_source(words, one) for one in found)),
         text(words("A link opens a page of somebody else. That page sees that you came."), quiet=True, small=True)]
        if is_open
        else [link(label, lambda: set_open(True), icon=ft.Icons.EXPAND_MORE)]
    )  # fmt: skip
    return ft.Column(
        [heading(words("Where this comes from")), *said, *listed],
        spacing=8,
        tight=True,
        horizontal_alignment=ft.CrossAxisAlignment.STRETCH,
    )


def _source(words: Words, source: Source) -> ft.Control:
    year = f" ({source.year})" if source.year else ""
    there = source.address.split("/")[2] if source.address else ""
    parts = [text(f"{source.who}{year}", strong=True, small=True), text(source.title, small=True)]
    opens = [outside_link(words("Open at {site}", site=there), source.address)] if there else []
    return ft.Column(list[ft.Control]([*parts, *opens]), spacing=2, tight=True)
