"""What a clinic's site says since it was built: rules of the course, texts, checklists. Looked at as at the build.

{"course": {…}, "texts": {…}, "forms": […] or None}     as in the clinic's file; what is missing is as it was built
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from companion.domain.course_settings import newer_rules, rules_to_keep, told_faults
from companion.domain.guidance import Item
from companion.domain.own_texts import text_faults
from companion.domain.shapes import Faults, ListOf, OneOf, Place, named

MOST_TOLD = 5
"""Reasons that a log gets of one thing that is refused."""


def forms_of(known: Sequence[str]) -> ListOf:
    """A clinic's choice of checklists, of those that are known here."""
    return ListOf(
        "a list of the checklists that the clinic uses; the check-in, side effects and blood pressure are always "
        "there and are not listed here",
        OneOf("", tuple(known)),
        len(known),
        is_set=True,
    )


@dataclass(frozen=True, slots=True)
class Shipped:
    """What news are looked at with: the guidance's items and the checklists of this build, none of a clinic's own."""

    items: Sequence[Item]
    checklists: Sequence[str]


@dataclass(frozen=True, slots=True)
class News:
    """What of the news is taken, and why the rest is not."""

    taken: Mapping[str, Any] = field(default_factory=dict)
    refused: tuple[str, ...] = ()


def look_at(told: object, before: Mapping[str, Any], shipped: Shipped) -> News:
    """The news that a clinic's site tells, `before` being what was taken last.

    Texts and checklists are taken whole or not at all: what is refused leaves those of before. Each rule of the
    course stands for itself: a typo in one leaves that of before, too. Total, whatever is told.
    """
    if not isinstance(told, Mapping):
        return News(before, ("it has no fields",))
    taken, refused = dict[str, Any](), list[str]()
    rules = told.get("course")
    if rules is not None:
        refused += _said(("course",), told_faults(rules))
        taken["course"] = rules_to_keep(rules, before.get("course") or {})
    for part, look in (("texts", _text_faults), ("forms", _form_faults)):
        if part not in told:
            continue
        found = list(look(told[part], shipped))
        refused += _said((part,), found)
        if not found:
            taken[part] = told[part]
        elif part in before:
            taken[part] = before[part]
    return News(taken, tuple(refused))


def newest(built: Mapping[str, Any], news: Mapping[str, Any]) -> dict[str, Any]:
    """`course`, `texts` and `forms` as they were built, with the news that were taken."""
    texts = news["texts"] or {} if "texts" in news else built["texts"]
    forms = news.get("forms", built["forms"])
    return {"course": newer_rules(built["course"], news.get("course")), "texts": texts, "forms": forms}


def _text_faults(texts: object, shipped: Shipped) -> Faults:
    return text_faults(texts, shipped.items) if texts is not None else iter(())


def _form_faults(forms: object, shipped: Shipped) -> Faults:
    return forms_of(shipped.checklists).faults(forms) if forms is not None else iter(())


def _said(place: Place, faults: Iterable[tuple[Place, str]]) -> Iterator[str]:
    for inside, reason in islice(faults, MOST_TOLD):
        yield f"{named((*place, *inside))}: {reason}"
