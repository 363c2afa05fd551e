"""What every language must be able to say, and which one a person hears.

A language is a package beside `english` with the same functions, and one line in `_VOICES`.
"""

from collections.abc import Callable, Mapping
from typing import Protocol

from bot.words import english
from bot.words.breakdown import Row
from core.anime import Anime
from core.leave_one_out import LeftOut
from core.pick import Pick, Prediction
from core.taste import Rating, Taste
from core.wish import Wish

Names = Callable[[int], str]  # the title to use for an anime


class Voice(Protocol):
    """One language. All of it is read aloud without stumbling, and none of it holds markup."""

    def facts(self, anime: Anime) -> tuple[str, ...]:
        """Return the few facts of a card, a phrase each: "TV", "64 episodes", "Spring 2009", "Bones"."""

    def apart(self, title: str, anime: Anime) -> str:
        """Return a title with what tells it from others of its name: "Naruto (TV, 2002)"."""

    def background(self, anime: Anime) -> str:
        """Return where it is from and for whom, for the full card; "" where nothing is known."""

    def prediction(self, predicted: Prediction, *, simulated: bool) -> str:
        """Return the predicted rating with its margin, said to the person it is predicted for."""

    def doubt(self, predicted: Prediction) -> str:
        """Return that a prediction was made from next to nothing; "" where it was not."""

    def everyone(self, mean: float, *, simulated: bool) -> str:
        """Return the rating of everyone, 1-10."""

    def newness(self, audience: int | None) -> str:
        """Return that an anime is new here; "" where enough people know it. audience: None is unknown to the model."""

    def rating(self, rating: Rating) -> str:
        """Return all that a rating says: "9 of 10, watched"."""

    def evidence(self, taste: Taste) -> str:
        """Return how well a taste is known, and what would help; "" where it is known well."""

    def reason(self, pick: Pick, taste: Taste, names: Names, like: int | None = None) -> str:
        """Return the main reasons of a pick in a sentence or two. like: the anime it was asked for as the like of."""

    def named(self, pick: Pick) -> set[int]:
        """Return the anime that `reason` may name."""

    def rows(self, pick: Pick, taste: Taste, names: Names) -> tuple[Row, ...]:
        """Return the breakdown of a pick's score, largest first; the amounts add up to the score."""

    def told(self, rows: tuple[Row, ...]) -> tuple[str, ...]:
        """Return a sentence for each row: what speaks for the pick or against it, and how much."""

    def without(self, one: LeftOut, taste: Taste, names: Names) -> str:
        """Return in a sentence where a pick would stand without what was said of one anime."""

    def wish(self, wish: Wish, names: Names) -> str:
        """Return what was wished for: "cozy short films, not counting Naruto"; "" for a wish without any limits."""


_VOICES: Mapping[str, Voice] = {"en": english}


def voice_for(language: str) -> Voice:
    """Return the voice for an IETF tag ("pt-BR"), by its first part; English where there is none of that language."""
    return _VOICES.get(language.partition("-")[0].casefold(), english)
