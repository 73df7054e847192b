"""What is kept of an answer that a screen hands over. The client is not believed."""

from datetime import UTC, datetime, timedelta, timezone

from companion.domain.answering import Change, OwnWords, Tick, after, fits, given
from companion.domain.questionnaire import AnswerValue, Item
from companion.errors import InvalidAnswer
from companion.ports import Clock

MINUTE = timedelta(minutes=1)


def kept_answer(
    item: Item, present: AnswerValue | None, value: AnswerValue | Change | None, clock: Clock
) -> AnswerValue | None:
    """The answer as it is kept, None where it is taken away. Raises InvalidAnswer.

    A Change is made to the `present` answer. A moment without a zone is one of the person's own clock.
    """
    if isinstance(value, Tick | OwnWords):
        if not item.repeats:
            raise InvalidAnswer("the question takes one answer")
        value = after(item, present, value)
    if isinstance(value, datetime) and value.tzinfo is None:
        value = moment_of(value, clock)
    kept = given(value)
    if kept is not None and not fits(item, kept):
        raise InvalidAnswer("the answer does not fit the question")
    return kept


def moment_of(hands: datetime, clock: Clock) -> datetime:
    """The hands of the person's clock with the offset that it has there and then. Raises InvalidAnswer."""
    offset = timedelta()
    try:
        for _ in range(2):  # the first finds the offset nearly always, the second beside a change of the clocks
            offset = clock.local((hands - offset).replace(tzinfo=UTC)).utcoffset() or timedelta()
    except OverflowError:
        raise InvalidAnswer("a moment beyond the calendar") from None
    return hands.replace(tzinfo=timezone(round(offset / MINUTE) * MINUTE))
