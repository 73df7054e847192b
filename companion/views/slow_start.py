"""What About says of a start that could not use its memory snapshot."""

import flet as ft

from companion.domain.slow_start import SlowReason, SlowStart
from companion.i18n import Words
from companion.views.components.controls import card, heading, text
from companion.views.wording import full_day


def slow_start_card(words: Words, slow: SlowStart) -> ft.Control:
    """Return a card: what happened and when, what it means, what to do, and what a clinic may ask for."""
    if slow.is_now:
        said = words("The app started the slow way on this phone or computer today.")
    else:
        said = words("On {day}, the app started the slow way. Since then it has started as usual.",
                     day=full_day(words, slow.day))  # fmt: skip
    return card(
        heading(words("A slow start")),
        text(said),
        text(words("It took longer to open. Everything in it works, and nothing in your journal was changed.")),
        text(_why(words, slow.reason)),
        text(
            words("For your clinic: {reason}, {error}, version {version}",
                  reason=slow.reason.value, error=slow.error, version=slow.version),
            quiet=True, small=True,
        ),
    )  # fmt: skip


def _why(words: Words, reason: SlowReason) -> str:
    match reason:
        case SlowReason.FILE:
            return words(
                "One file did not arrive, or was damaged on the way. Open the app once with a good connection. If it "
                "keeps starting slowly, tell your clinic."
            )
        case SlowReason.MEMORY:
            return words(
                "The browser did not have enough free memory. Close other tabs and apps before you open this one. If "
                "it keeps starting slowly, tell your clinic."
            )
        case _:
            return words(
                "The browser could not use the file that makes the app open fast. Update your browser. If the app "
                "keeps starting slowly, tell your clinic."
            )
