"""What a start does with what it finds in the browser's storage: every state has its step."""

import itertools

import pytest

from companion.browser.reconcile import Found, State, Step, state_from_json, step
from companion.errors import SecondUnread, StoreError, StoreSplit, StoreWiped

A5, A7, B5, TORN = Found("a", 5), Found("a", 7), Found("b", 5), Found("a", 7, is_whole=False)


@pytest.mark.parametrize(
    ("main", "mirror", "failure", "is_marked", "expected"),
    [
        (None, None, "", False, Step.BEGIN),
        (None, None, "", True, StoreWiped),
        (None, None, "UnknownError", False, SecondUnread),
        (None, None, "UnknownError", True, SecondUnread),
        (None, A5, "", False, Step.MAIN_FROM_MIRROR),
        (None, A5, "", True, Step.MAIN_FROM_MIRROR),
        (A5, None, "", True, Step.MIRROR_FROM_MAIN),
        (A5, None, "UnknownError", True, Step.NOTHING),
        (A5, A5, "", True, Step.NOTHING),
        (A7, A5, "", True, Step.MIRROR_FROM_MAIN),
        (A5, A7, "", True, Step.MAIN_FROM_MIRROR),
        (A5, B5, "", True, StoreSplit),
        (A5, TORN, "", True, StoreSplit),
        (None, TORN, "", True, StoreSplit),
        (TORN, A5, "", True, Step.MIRROR_FROM_MAIN),  # which copies nothing that is not whole
    ],
)
def test_each_state_has_its_step(
    main: Found | None, mirror: Found | None, failure: str, is_marked: bool, expected: Step | type[StoreError]
) -> None:
    state = State(main, mirror, failure, is_marked)
    if isinstance(expected, Step):
        assert step(state) is expected
    else:
        with pytest.raises(expected):
            step(state)


def test_a_new_journal_begins_only_where_none_can_be_left() -> None:
    for main, mirror, failure, is_marked, was_there, anew in itertools.product(
        (None, A5), (None, A5, TORN), ("", "UnknownError"), (False, True), (False, True), (False, True)
    ):
        try:
            begins = step(State(main, mirror, failure, is_marked, was_there), anew) is Step.BEGIN
        except StoreError:
            begins = False
        may_be_left = is_marked or (failure and was_there)
        assert not begins or (main is None and mirror is None and (anew or not may_be_left))


def test_where_the_browser_says_that_there_was_no_mirror_one_that_fails_stops_no_beginning() -> None:
    assert step(State(None, None, "UnknownError", False, mirror_was_there=False)) is Step.BEGIN
    with pytest.raises(StoreWiped):
        step(State(None, None, "UnknownError", True, mirror_was_there=False))


@pytest.mark.parametrize(
    ("main", "mirror", "keep", "expected"),
    [
        (A5, B5, "main", Step.KEEP_MAIN),
        (A5, B5, "mirror", Step.KEEP_MIRROR),
        (A5, TORN, "main", Step.KEEP_MAIN),
        (None, TORN, "mirror", Step.KEEP_MIRROR),
        (A5, A7, "main", Step.MAIN_FROM_MIRROR),  # nothing to choose: they are one
    ],
)
def test_of_two_that_differ_the_person_chooses_one(
    main: Found | None, mirror: Found, keep: str, expected: Step
) -> None:
    assert step(State(main, mirror, "", True), keep=keep) is expected


def test_what_the_second_copy_has_seen_is_said_where_the_first_one_is_gone() -> None:
    with pytest.raises(StoreSplit) as raised:
        step(State(None, TORN, "", True), keep="main")
    assert raised.value.saves == (None, 7)


def test_a_state_is_read_as_the_page_says_it() -> None:
    text = (
        '{"main": null, "mirror": {"id": "a", "batch": 5, "rows": 2, "isWhole": true}, "mirrorFailure": "", '
        '"mirrorWasThere": false, "isMarked": true}'
    )
    assert state_from_json(text) == State(None, A5, "", True, mirror_was_there=False)
