"""What the recommender answers: picks, and the reasons that add up to their scores."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from core.anime import LabelKind


class ReasonKind(StrEnum):
    """Where a part of a score comes from."""

    LIKED_TOGETHER = "liked together"  # people with this rating in common: collaborative weights
    LABEL = "label"  # a genre, theme, studio, … that the taste leans to
    SOURCE = "source"  # adapted from the same kind of original
    ERA = "era"  # from the same years
    STORY = "story"  # the synopsis reads alike
    POPULAR = "popular"  # well liked by everyone (Bayesian mean and audience)
    LENGTH = "length"  # how many episodes it has, for somebody like this
    FRANCHISE = "franchise"  # what the taste says of the rest of its franchise, and whether it can be watched first
    TRENDING = "trending"  # more people than before like it lately
    SEASON = "season"  # of the latest season
    MOOD = "mood"  # fits the mood that was wished for
    NOVELTY = "novelty"  # the dial from safe to adventurous


class Reason(NamedTuple):
    """One signed part of a pick's score; the amounts of a pick's reasons add up to its score.

    A pick has dozens of them: until somebody reads one it is a few numbers, see `core.reasons`.
    """

    kind: ReasonKind
    amount: float
    because: int | None = None  # the anime in the taste (or the one asked about) that speaks here
    label: str | None = None  # for LABEL, SOURCE, MOOD: which
    label_kind: LabelKind | None = None  # for LABEL


class Prediction(NamedTuple):
    """The rating that somebody would give; four of five are within the margin (`core.predicted.COVERED`)."""

    rating: float  # 1-10
    margin: float  # above 0
    known: int  # scores and thumbs of theirs that it was made from


@dataclass(frozen=True, slots=True)
class Pick:
    """One recommended anime."""

    anime_id: int
    score: float
    reasons: Sequence[Reason]  # largest absolute amount first
    predicted: Prediction | None = None  # what this person would give it; None while nothing is known of them
