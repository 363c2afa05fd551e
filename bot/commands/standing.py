"""Where a person stands to one anime, and the few bytes an undo button remembers it with.

-     nothing was said          9+w   9 of 10, a thumb up, watched      a..   10 of 10
0.p   planned                   !     after any of these: waved away
"""

import re
from dataclasses import dataclass

from bot.conversation.host import Host
from bot.conversation.parameters import Kind, Unclear
from bot.conversation.request import Request
from core.taste import Rating, Status, Taste, Thumb

NONE = "."
THUMBS = {Thumb.UP: "+", Thumb.DOWN: "-"}
STATUSES = {Status.WATCHED: "w", Status.PLANNED: "p", Status.DROPPED: "d", Status.LISTED: "l"}
_CODE = re.compile(r"(?:-|([0-9a])([-+.])([wpdl.]))(!?)")


@dataclass(frozen=True, slots=True)
class Standing:
    """What was said about an anime, and whether it was waved away."""

    rating: Rating | None = None
    dismissed: bool = False


@dataclass(frozen=True)
class StandingCode(Kind[Standing]):
    """The parameter of an undo: where to go back to."""

    prompt: str = "Back to what?"

    async def read(self, raw: str, request: Request, host: Host) -> Standing:  # noqa: ARG002  nothing to look up
        """Return the standing. Raises Unclear for another coding."""
        found = _CODE.fullmatch(raw)
        if found is None:
            raise Unclear("That message is too old.")
        score, thumb, status, dismissed = found.groups()
        rating = None
        if score is not None and (score, thumb, status) != ("0", NONE, NONE):
            rating = Rating(
                int(score, 16) or None,
                next((one for one, letter in THUMBS.items() if letter == thumb), None),
                next((one for one, letter in STATUSES.items() if letter == status), None),
            )
        return Standing(rating, dismissed=bool(dismissed))

    def write(self, value: Standing) -> str:
        """Return the coding of a standing, at most 4 bytes."""
        rating, wave = value.rating, "!" if value.dismissed else ""
        if rating is None:
            return f"-{wave}"
        thumb = NONE if rating.thumb is None else THUMBS[rating.thumb]
        status = NONE if rating.status is None else STATUSES[rating.status]
        return f"{rating.score or 0:x}{thumb}{status}{wave}"


def standing_in(taste: Taste, anime_id: int) -> Standing:
    """Return where the person of `taste` stands to an anime."""
    return Standing(taste.ratings.get(anime_id), anime_id in taste.dismissed)


def with_standing(taste: Taste, anime_id: int, standing: Standing) -> Taste:
    """Return `taste` after the person came to stand so."""
    ratings = {known: rating for known, rating in taste.ratings.items() if known != anime_id}
    if standing.rating is not None:
        ratings[anime_id] = standing.rating
    dismissed = taste.dismissed - {anime_id}
    return Taste(ratings, dismissed | {anime_id} if standing.dismissed else dismissed)
