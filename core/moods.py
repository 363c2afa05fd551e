"""Moods in the catalogue's own labels: what speaks for each and what against."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from core.facts import Facts
from core.model_files import IntArray
from core.pick import ReasonKind
from core.reasons import Spoken, about
from core.retrievers.query import Scores, totals_of
from core.wish import Mood

FULL = 1.0  # what a mood adds at most; without one, the best picks score about 1


@dataclass(frozen=True, slots=True)
class Leaning:
    """Labels by name, as genres, themes and tags spell them, compared without regard to case."""

    towards: frozenset[str]
    away: frozenset[str]


def _leaning(towards: str, away: str) -> Leaning:
    return Leaning(*(frozenset(name.strip().casefold() for name in names.split(",")) for names in (towards, away)))


MOODS: Mapping[Mood, Leaning] = {
    Mood.COZY: _leaning(
        "Slice of Life, Iyashikei, Gourmet, CGDCT, Childcare, Pets, Cute Girls Doing Cute Things, Food, Cooking",
        "Horror, Gore, Suspense, Thriller, Psychological, Survival, High Stakes Game, Military, Erotica, Tragedy",
    ),
    Mood.FUNNY: _leaning(
        "Comedy, Gag Humor, Parody, Slapstick, Satire, Surreal Comedy",
        "Horror, Gore, Suspense, Psychological, Survival, Tragedy",
    ),
    Mood.EXCITING: _leaning(
        "Action, Adventure, Sports, Martial Arts, Super Power, Survival, Combat Sports, Racing, High Stakes Game, "
        "Swordplay, Mecha, Battle Royale",
        "Slice of Life, Iyashikei, CGDCT",
    ),
    Mood.DARK: _leaning(
        "Horror, Psychological, Suspense, Gore, Thriller, Vampire, Survival, Tragedy, Seinen, Organized Crime, Demons",
        "Comedy, Gag Humor, CGDCT, Iyashikei, Kids, Slice of Life",
    ),
    Mood.TEARS: _leaning(
        "Drama, Tragedy, Romance, Love Polygon, Coming of Age, Orphan, Medical, Romantic Subtext",
        "Gag Humor, Parody, Comedy, Ecchi, Harem, Action, Suspense, Gore, Horror, Mecha, Super Power, Thriller",
    ),
    Mood.ROMANTIC: _leaning(
        "Romance, Love Polygon, Romantic Subtext, Shoujo, Josei, Boys Love, Girls Love",
        "Horror, Gore, Military, Mecha, Sports, Action, Ecchi, Harem, Isekai, Suspense",
    ),
    Mood.MIND_BENDING: _leaning(
        "Psychological, Mystery, Time Travel, Avant Garde, Suspense, Philosophy, Dementia, Detective, Cyberpunk, "
        "Surreal, Time Loop, Conspiracy, Thriller",
        "Gag Humor, CGDCT, Kids, Ecchi, Sports, Adventure, Comedy, Slice of Life, Martial Arts",
    ),
    Mood.EPIC: _leaning(
        "Adventure, Fantasy, Military, Historical, Space, Samurai, Mecha, War, Mythology, Sci-Fi, Politics",
        "Slice of Life, School, CGDCT, Gag Humor, Iyashikei",
    ),
}


class MoodVoice:
    """One mood's share of a score: `FULL` · (labels towards it - labels away from it) / (both + 1).

    So the first label that fits says most, and ten of them cannot drown what the person likes.
    """

    def __init__(self, facts: Facts, mood: Mood) -> None:
        self._facts = facts
        self._signs = np.zeros(len(facts.labels), np.float32)  # by label
        for names, sign in ((MOODS[mood].towards, 1), (MOODS[mood].away, -1)):
            for name in names:
                self._signs[facts.named(name)] = sign
        signs = self._signs[facts.label_ids]
        speaking = totals_of(facts.label_rows, np.abs(signs), len(facts))
        self._of_one: Scores = FULL / (speaking + 1)  # by position: what one label adds or takes
        self.totals: Scores = totals_of(facts.label_rows, signs, len(facts)) * self._of_one  # by position

    def scores(self, positions: IntArray) -> Scores:
        """Return the share of these positions."""
        return self.totals[positions]

    def spoken(self, positions: IntArray, weight: float) -> Spoken:
        """Return one reason for each label of each position that speaks for or against the mood."""
        starts, ends = (np.searchsorted(self._facts.label_rows, at) for at in (positions, positions + 1))
        labels = [self._facts.label_ids[start:end] for start, end in zip(starts, ends, strict=True)]
        rows = np.arange(len(positions), dtype=np.int32).repeat(ends - starts)
        every = np.concatenate(labels) if labels else np.empty(0, np.int32)
        amounts = self._signs[every] * self._of_one[positions[rows]] * weight
        speaks = amounts != 0
        return Spoken(rows[speaks], about(ReasonKind.MOOD) + 1 + every[speaks].astype(np.int64), amounts[speaks])
