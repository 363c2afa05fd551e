"""What one person likes: ratings in, never a name or an address."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import IntEnum, StrEnum
from types import MappingProxyType


class Thumb(IntEnum):
    """A tap under a card."""

    UP = 1
    DOWN = -1


class Status(StrEnum):
    """Where an anime stands on a list. LISTED: it is on the list and no more is known (Kaggle's -1)."""

    WATCHED = "watched"
    PLANNED = "planned"
    DROPPED = "dropped"
    LISTED = "listed"


@dataclass(frozen=True, slots=True)
class Rating:
    """All that one person said about one anime; at least one field is set."""

    score: int | None = None  # 1-10
    thumb: Thumb | None = None
    status: Status | None = None

    def __post_init__(self) -> None:
        """Raise ValueError where nothing is said or the score is not 1-10."""
        if self.score is None and self.thumb is None and self.status is None:
            raise ValueError("a rating says at least one of score, thumb, status")
        if self.score is not None and not 1 <= self.score <= 10:  # noqa: PLR2004  the scale's ends, named in DESIGN
            raise ValueError(f"a score is 1 to 10, not {self.score}")


def _nothing() -> Mapping[int, Rating]:
    return MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Taste:
    """One person's ratings by anime id, and what they waved away ("not for me") without judging it."""

    ratings: Mapping[int, Rating] = field(default_factory=_nothing)
    dismissed: frozenset[int] = frozenset()

    @property
    def known(self) -> frozenset[int]:
        """The anime that must not be recommended: seen, dropped, rated or dismissed. A mere plan may be."""
        planned = {
            anime_id
            for anime_id, rating in self.ratings.items()
            if rating.status is Status.PLANNED and rating.score is None and rating.thumb is None
        }
        return (frozenset(self.ratings) - planned) | self.dismissed
