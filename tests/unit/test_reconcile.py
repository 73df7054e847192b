"""What a start does with what it finds in the browser's storage: every state has its step."""

import itertools

import pytest

from companion.browser.reconcile import Found, State, Step, state_from_json, step
from companion.errors import StorageRefused, StoreDamaged, StoreError, StoreWiped

A5, A7, B5 = Found("a", 5), Found("a", 7), Found("b", 5)


@pytest.mark.parametrize(
    ("main", "mirror", "failure", "is_marked", "expected"),
    [
        (None, None, "", False, Step.BEGIN),
        (None, None, "", True, StoreWiped),
        (None, None, "UnknownError", False, Step.BEGIN),
        (None, None, "UnknownError", True, StorageRefused),
        (None, A5, "", False, Step.MAIN_FROM_MIRROR),
        (None, A5, "", True, Step.MAIN_FROM_MIRROR),
        (A5, None, "", True, Step.MIRROR_FROM_MAIN),
        (A5, None, "UnknownError", True, Step.NOTHING),
        (A5, A5, "", True, Step.NOTHING),
        (A7, A5, "", True, Step.MIRROR_FROM_MAIN),
        (A5, A7, "", True, Step.MAIN_FROM_MIRROR),
        (A5, B5, "", True, StoreDamaged),
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
    for main, mirror, failure, is_marked, anew in itertools.product(
        (None, A5), (None, A5), ("", "UnknownError"), (False, True), (False, True)
    ):
        try:
            begins = step(State(main, mirror, failure, is_marked), anew) is Step.BEGIN
        except StoreError:
            begins = False
        assert not begins or (main is None and mirror is None and (not is_marked or (anew and not failure)))


def test_a_state_is_read_as_the_page_says_it() -> None:
    text = '{"main": null, "mirror": {"id": "a", "batch": 5}, "mirrorFailure": "", "isMarked": true}'
    assert state_from_json(text) == State(None, A5, "", True)
