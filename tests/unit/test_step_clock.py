"""The step clock: it never passes a step unseen, never goes while paused, and always comes to an end."""

from hypothesis import given
from hypothesis import strategies as st

from companion.domain.step_clock import MOST_AT_ONCE, StepClock

LENGTHS = st.lists(st.floats(0.5, 20), min_size=1, max_size=6).map(tuple)
JUMPS = st.lists(st.floats(-1e6, 1e6), max_size=40)


@given(LENGTHS, JUMPS)
def test_whatever_the_clock_does_one_look_leads_at_most_to_the_next_step(
    lengths: tuple[float, ...], jumps: list[float]
) -> None:
    clock, now = StepClock(lengths).go_on(0.0), 0.0
    for jump in jumps:
        now += jump
        after = clock.look(now)
        assert after.at - clock.at in (0, 1)
        counted = after.spent - clock.spent if after.at == clock.at else lengths[clock.at] - clock.spent + after.spent
        assert -1e-6 <= counted <= MOST_AT_ONCE + 1e-6
        assert after.is_over or 0 <= after.spent < lengths[after.at]
        clock = after


@given(LENGTHS, st.lists(st.floats(0.05, 0.45), min_size=1, max_size=20))
def test_looked_at_often_it_takes_just_as_long_as_its_steps(lengths: tuple[float, ...], waits: list[float]) -> None:
    clock, now = StepClock(lengths).go_on(0.0), 0.0
    for wait in waits * 400:
        now += wait
        clock = clock.look(now)
        if clock.is_over:
            break
        assert abs(sum(lengths[: clock.at]) + clock.spent - now) < 1e-6
    left = sum(lengths) - sum(waits) * 400
    assert abs(left) < 1e-6 or clock.is_over is (left < 0), "at the very end rounding decides"
    assert not clock.is_over or 0 <= now - sum(lengths) + 1e-6 < 0.5


@given(LENGTHS, JUMPS)
def test_nothing_changes_while_it_is_paused(lengths: tuple[float, ...], jumps: list[float]) -> None:
    clock = StepClock(lengths).go_on(0.0).look(0.3).pause(0.4)
    for jump in jumps:
        assert clock.look(jump) == clock
    assert clock.go_on(1e6).look(1e6) == StepClock(lengths, clock.at, clock.spent, 1e6)


@given(LENGTHS, st.lists(st.sampled_from((-1, 1)), max_size=30))
def test_back_and_next_stay_within_the_run(lengths: tuple[float, ...], turns: list[int]) -> None:
    clock = StepClock(lengths).go_on(0.0)
    for by in turns:
        before, clock = clock, clock.turn(by, 1.0)
        assert 0 <= clock.at <= len(lengths) and clock.spent == 0.0
        assert clock.at == min(max(0, before.at + by), len(lengths))


@given(st.floats(0.5, 20), st.floats(0, 20))
def test_the_number_counts_down_from_the_whole_length_to_one(length: float, spent: float) -> None:
    left = StepClock((length,), 0, min(spent, length * 0.999)).left
    assert 1 <= left <= length + 1


def test_a_breath_of_four_seconds_counts_four_three_two_one() -> None:
    clock, said = StepClock((4, 6)).go_on(0.0), []
    for tick in range(17):
        clock = clock.look(tick / 4)
        said.append((clock.at, clock.left))
    assert said[0] == (0, 4) and said[5] == (0, 3) and said[15] == (0, 1) and said[16] == (1, 6)
