"""Who is kept out of training for an evaluation, and how much of them is shown."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from core.interactions import Interactions
from core.learning.held_out import FEW, FEWEST, SHOWN, Profile, few_likes, profiles, take

WHOLE = "80 % of the ratings"

Sizes = Mapping[str, Sequence[Profile]]


class TooFewPeopleError(Exception):
    """There are not enough people to hold any out; the message says so."""


@dataclass(frozen=True, slots=True)
class Split:
    """All rows, by person, in three."""

    training: Interactions
    tuning: Interactions  # peers' settings are chosen on these people
    test: Interactions


def split(rows: Interactions, people: int, seed: int) -> Split:
    """Return the rows of `people` people for the test, of half as many for tuning, and of the rest.

    Where that is more than a third of all, a third is held out in those proportions. Raises TooFewPeopleError where
    fewer than `FEWEST` would be left for either.
    """
    everybody = np.unique(rows.users)
    people = min(people, len(everybody) * 2 // 9)
    if people // 2 < FEWEST:
        raise TooFewPeopleError(
            f"{len(everybody)} people are too few to hold any out: {FEWEST * 9} are needed, and --people {FEWEST * 2}."
        )
    random = np.random.default_rng(seed)
    test = random.choice(everybody, people, replace=False)
    tuning = random.choice(np.setdiff1d(everybody, test), people // 2, replace=False)
    for_test, for_tuning = np.isin(rows.users, test), np.isin(rows.users, tuning)
    return Split(take(rows, ~for_test & ~for_tuning), take(rows, for_tuning), take(rows, for_test))


def sizes(rows: Interactions, seed: int) -> Sizes:
    """Return the profiles by how much is shown of each person: most of it, or so many likes.

    Sizes that fewer than `FEWEST` people have are left out. Raises TooFewPeopleError where there are none.
    """
    whole = profiles(rows, SHOWN, seed)
    found: dict[str, Sequence[Profile]] = {WHOLE: whole}
    found |= {f"{likes} like{'s' * (likes != 1)}": few_likes(whole, likes, seed) for likes in (0, *FEW)}
    kept = {size: given for size, given in found.items() if len(given) >= FEWEST}
    if WHOLE not in kept:
        raise TooFewPeopleError(f"only {len(whole)} people held out like anything that is not shown; more are needed.")
    return kept
