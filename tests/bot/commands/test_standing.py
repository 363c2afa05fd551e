import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.commands.standing import Standing, StandingCode, standing_in, with_standing
from bot.conversation.parameters import Unclear
from core.taste import Rating, Status, Taste, Thumb
from tests.bot.conversation.shop import Shop, asked


def _rating(score: int | None, thumb: Thumb | None, status: Status | None) -> Rating | None:
    return None if score is None and thumb is None and status is None else Rating(score, thumb, status)


ratings = st.builds(
    _rating, st.none() | st.integers(1, 10), st.none() | st.sampled_from(Thumb), st.none() | st.sampled_from(Status)
)
standings = st.builds(Standing, ratings, st.booleans())


@given(standings)
async def test_a_standing_is_remembered_in_four_bytes(standing: Standing) -> None:
    code = StandingCode().write(standing)
    assert len(code.encode()) <= 4
    assert await StandingCode().read(code, asked(), Shop()) == standing


@pytest.mark.parametrize(
    ("standing", "code"),
    [
        (Standing(), "-"),
        (Standing(dismissed=True), "-!"),
        (Standing(Rating(9, Thumb.UP, Status.WATCHED)), "9+w"),
        (Standing(Rating(10)), "a.."),
        (Standing(Rating(status=Status.PLANNED), dismissed=True), "0.p!"),
    ],
)
def test_the_codes_stay_as_they_are_because_old_buttons_hold_them(standing: Standing, code: str) -> None:
    assert StandingCode().write(standing) == code


@pytest.mark.parametrize("code", ["", "x", "b..", "9+", "9+w?", "--"])
async def test_anything_else_is_unclear(code: str) -> None:
    with pytest.raises(Unclear):
        await StandingCode().read(code, asked(), Shop())


@given(standings, standings)
def test_a_taste_holds_the_standing_it_was_given_and_nothing_else_changes(before: Standing, after: Standing) -> None:
    taste = with_standing(Taste({1: Rating(8)}, frozenset({2})), 3, before)
    changed = with_standing(taste, 3, after)
    assert standing_in(changed, 3) == after
    assert with_standing(changed, 3, Standing()) == Taste({1: Rating(8)}, frozenset({2}))
