"""Where a pick would stand if one rating said nothing: what a reason is worth in places, counted and not guessed."""

from dataclasses import dataclass, replace

from core.engine import Engine
from core.pick import Pick
from core.taste import Taste
from core.wish import Wish

ASKED = 2  # ratings that are left out in turn: each is a whole list made anew
TELLING = 0.5  # of what the strongest adds: of a rating that adds less, the place says little
FIRST = 100  # places that are looked at; further down nobody reads


@dataclass(frozen=True, slots=True)
class LeftOut:
    """What one rating does to a pick's place in a list, 1 being first, None being beyond the `FIRST`."""

    anime_id: int  # whose rating it is
    amount: float  # what it adds to the pick's score
    place: int | None  # with all ratings
    without: int | None  # where this one says nothing, though its anime is still known


def influences(pick: Pick, taste: Taste) -> dict[int, float]:
    """Return what each rating of the taste adds to the pick's score, by anime id, the strongest first."""
    amounts: dict[int, float] = {}
    for reason in pick.reasons:
        if reason.because is not None and reason.because in taste.ratings:
            amounts[reason.because] = amounts.get(reason.because, 0.0) + reason.amount
    return dict(sorted(amounts.items(), key=lambda item: -abs(item[1])))


def explained(engine: Engine, anime_id: int, taste: Taste, wish: Wish) -> tuple[Pick, tuple[LeftOut, ...]]:
    """Return the pick with all its reasons, and what the strongest ratings, at most `ASKED`, do to its place.

    The place is in this person's list under this wish. Nothing is said of a rating that is not `TELLING`, or without
    which the pick is as little in sight as with it. Raises KeyError for an anime that the model does not know.
    """
    pick, place = engine.explain_place(anime_id, taste, wish, FIRST)
    if anime_id in taste.known:
        return pick, ()
    amounts = influences(pick, taste)
    least = TELLING * max(map(abs, amounts.values()), default=0.0)
    found = []
    for because, amount in list(amounts.items())[:ASKED]:
        if abs(amount) < least:
            break
        without = engine.place(anime_id, taste, replace(wish, without=wish.without | {because}), FIRST)
        if place is not None or without is not None:
            found.append(LeftOut(because, amount, place, without))
    return pick, tuple(found)
