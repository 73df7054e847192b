"""Where an article's facts come from, and what of each source was read; the list opens with a tap."""

from collections.abc import Mapping, Sequence
from datetime import date

import flet as ft

from companion.domain.library import Article
from companion.domain.sources import Source, all_read
from companion.domain.written_day import Parts
from companion.i18n import N_, Words
from companion.views.components.controls import card, heading, link, outside_link, text
from companion.views.components.guard import component

WHAT_WAS_READ = {
    "page": N_("We checked its text."),
    "abstract": N_("We checked its summary (abstract)."),
    "seen": N_("We looked up its listing, summary or text."),
    "record": N_("We found its listing, not its text."),
    "known": N_("Not checked again."),
}


@component
def Sources(words: Words, article: Article, sources: Mapping[str, Source]) -> ft.Control:
    """The dates, and the sources: each with a link where its address is sure."""
    is_open, set_open = ft.use_state(False)
    found = [sources[key] for key in article.sources]
    checked = checked_words(words, found, article.reviewed)
    again = words("To be checked again by {next}.", next=words.day(article.next_review, Parts.DATE))
    said = [text(f"{checked} {again}", quiet=True, small=True)]
    if article.reviewed_by:
        said.append(text(words("Checked by {who}.", who=article.reviewed_by), quiet=True, small=True))
    else:
        said.append(text(words("Not yet reviewed by a clinician."), quiet=True, small=True))
    label = words.plural("Show {n} source", "Show {n} sources", len(found))
    listed: list[ft.Control] = (
        [card(*(_source(words, one) for one in found)),
         text(words("Links open other websites. They can see that you visited."), quiet=True, small=True)]
        if is_open
        else [link(label, lambda: set_open(True), icon=ft.Icons.EXPAND_MORE)]
    )  # fmt: skip
    return ft.Column(
        [heading(words("Where this comes from")), *said, *listed],
        spacing=8,
        tight=True,
        horizontal_alignment=ft.CrossAxisAlignment.STRETCH,
    )


def checked_words(words: Words, sources: Sequence[Source], on: date) -> str:
    """When a text was compared with its sources. "Facts checked" only where every source was read."""
    day = words.day(on, Parts.DATE)
    if all_read(sources):
        return words("Facts checked on {day}.", day=day)
    return words("Written from these sources on {day}; not all of them were checked again.", day=day)


def _source(words: Words, source: Source) -> ft.Control:
    year = f" ({source.year})" if source.year else ""
    there = source.address.split("/")[2] if source.address else ""
    read = words(WHAT_WAS_READ.get(source.checked, WHAT_WAS_READ["known"]))
    parts = [
        text(f"{source.who}{year}", strong=True, small=True),
        text(source.title, small=True),
        text(read, quiet=True, small=True),
    ]
    opens = [outside_link(words("Open at {site}", site=there), source.address)] if there else []
    return ft.Column(list[ft.Control]([*parts, *opens]), spacing=2, tight=True)
