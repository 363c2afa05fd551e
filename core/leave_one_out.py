"""Where a pick would stand if one rating said nothing: what a reason is worth in places, counted and not guessed."""

from dataclasses import dataclass, replace

from core.engine import Engine
from core.pick import Pick
from core.taste import Taste
from core.wish import Wish

ASKED = 2  # ratings that are left out in turn: each is a whole list made anew
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


def left_out(engine: Engine, pick: Pick, taste: Taste, wish: Wish) -> tuple[LeftOut, ...]:
    """Return what the strongest ratings, at most `ASKED`, do to the pick's place in this person's list.

    Nothing of one without which the pick is as little in sight as with it.
    """
    strongest = list(influences(pick, taste).items())[:ASKED]
    if not strongest or pick.anime_id in taste.known:  # what is known stands in no list
        return ()
    place = engine.place(pick.anime_id, taste, wish, FIRST)
    found = []
    for anime_id, amount in strongest:
        less = replace(wish, without=wish.without | {anime_id})
        without = engine.place(pick.anime_id, taste, less, FIRST)
        if place is not None or without is not None:
            found.append(LeftOut(anime_id, amount, place, without))
    return tuple(found)
