"""What a restore changed, in plain words."""

from collections.abc import Iterator, Sequence
from datetime import date

from companion.domain.journal import Occurrence
from companion.domain.taken import Taken
from companion.i18n import Words
from companion.services.backup import Restored
from companion.views.wording import day_name


def restored(words: Words, done: Restored, today: date) -> str:
    """Return what a restore did: first the entries, then everything else that is another one now."""
    added = words.plural("{n} entry was brought back.", "{n} entries were brought back.", done.added)
    there = words.plural("{n} was here already.", "{n} were here already.", done.already_there)
    stays = [words("Nothing from this backup is sent to your clinic.")] if done.stays_here else []
    return " ".join([added, there, *_changed(words, done.changed, today), *stays])


def _changed(words: Words, taken: Taken, today: date) -> Iterator[str]:
    if taken.updated:
        yield words.plural(
            "{n} of them is newer in the backup. What it said here is kept under “Earlier versions”.",
            "{n} of them are newer in the backup. What they said here is kept under “Earlier versions”.",
            taken.updated,
        )
    if taken.drafts:
        yield words.plural("{n} unfinished form was added.", "{n} unfinished forms were added.", taken.drafts)
    yield from _infusions(words, taken, today)
    if taken.plan:
        yield words("Your safety plan is now the newer one. The one before it is kept under “Earlier versions”.")
    yield from _people(words, taken)
    if taken.questions:
        yield words.plural("{n} question was added.", "{n} questions were added.", taken.questions)
    if taken.settings:
        yield words("Some settings changed. Check them under More.")


def _infusions(words: Words, taken: Taken, today: date) -> Iterator[str]:
    for start in taken.infusions:
        yield words("1 infusion changed: now {when}.", when=_when(words, start, today))
    for start in taken.canceled:
        yield words("1 infusion is canceled: {when}.", when=_when(words, start, today))
    if taken.reported:
        yield words.plural(
            "The start, end or driver of {n} infusion changed. Check it under Course.",
            "The start, end or driver of {n} infusions changed. Check them under Course.",
            taken.reported,
        )


def _when(words: Words, start: Occurrence, today: date) -> str:
    return words("{day}, {time}", day=day_name(words, start.date, today), time=words.time(start.clock))


def _people(words: Words, taken: Taken) -> Iterator[str]:
    if taken.people_added:
        yield words("Added to your people: {names}.", names=_names(taken.people_added))
    if taken.people_changed:
        yield words("Changed among your people: {names}.", names=_names(taken.people_changed))
    if taken.people_removed:
        yield words("Removed from your people: {names}.", names=_names(taken.people_removed))
    if taken.people_left_out:
        yield words("You removed {names} here earlier. They were not added again.", names=_names(taken.people_left_out))


def _names(names: Sequence[str]) -> str:
    return ", ".join(names)
