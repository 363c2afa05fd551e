"""What a person asks of one recommendation, apart from their taste."""

from dataclasses import dataclass
from enum import StrEnum

from core.anime import AnimeType


class Length(StrEnum):
    """How long the whole of it takes. SHORT: up to 13 episodes or one film; MEDIUM: up to 26; LONG: more."""

    SHORT = "short"
    MEDIUM = "medium"
    LONG = "long"


class Adventure(StrEnum):
    """How far from the well-trodden path picks may lie."""

    SAFE = "safe"
    BALANCED = "balanced"
    ADVENTUROUS = "adventurous"


class Dislikes(StrEnum):
    """Whether what speaks against anime in a taste counts this time."""

    COUNT = "count"
    IGNORE = "ignore"


class Mood(StrEnum):
    """How the evening should feel; `core.moods` says which labels speak for and against each."""

    COZY = "cozy"
    FUNNY = "funny"
    EXCITING = "exciting"
    DARK = "dark"
    TEARS = "tears"
    ROMANTIC = "romantic"
    MIND_BENDING = "mind-bending"
    EPIC = "epic"


@dataclass(frozen=True, slots=True)
class Wish:
    """The limits and leanings of one question; the default asks for anything that is not adult."""

    mood: Mood | None = None
    genre: str | None = None  # a genre or theme as the catalogue spells it
    type: AnimeType | None = None
    length: Length | None = None
    adventure: Adventure = Adventure.BALANCED
    dislikes: Dislikes = Dislikes.COUNT
    without: frozenset[int] = frozenset()  # ids of anime that this time say nothing, though the taste has them
    types: frozenset[AnimeType] | None = None  # a person's setting: what they watch at all; None is everything
    adult: bool = False  # whether adult anime may appear: the chat's setting
