"""People in groups, since a mean can hide whom a model serves badly."""

from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from core.anime import Anime
from core.learning.held_out import FEWEST, Profile
from core.model_files import BoolArray


def slices(given: Sequence[Profile], catalogue: Sequence[Anime], audience: Mapping[int, int]) -> dict[str, BoolArray]:
    """Return who is in which third by how much they rated, by the years of it, and by how well known it is.

    audience: how many people have each anime. Thirds of fewer than `FEWEST` people are left out.
    """
    years = {anime.id: anime.year for anime in catalogue if anime.year is not None}
    shown = [list(profile.taste.ratings) for profile in given]
    by = {
        "ratings shown": [float(len(ids)) for ids in shown],
        "median year": [_median([years[at] for at in ids if at in years]) for ids in shown],
        "median audience": [_median([audience.get(at, 0) for at in ids]) for ids in shown],
    }
    named = ((name, which) for kind, values in by.items() for name, which in _thirds(kind, np.array(values)))
    return {name: which for name, which in named if np.count_nonzero(which) >= FEWEST}


def _thirds(kind: str, values: np.ndarray[tuple[int], np.dtype[np.float64]]) -> Iterator[tuple[str, BoolArray]]:
    known = ~np.isnan(values)
    if not known.any():
        return
    low, high = np.quantile(values[known], (1 / 3, 2 / 3)).round()
    yield f"{kind} up to {low:.0f}", known & (values <= low)
    yield f"{kind} {low:.0f} to {high:.0f}", known & (values > low) & (values <= high)
    yield f"{kind} above {high:.0f}", known & (values > high)


def _median(values: Sequence[int]) -> float:
    return float(np.median(values)) if values else float("nan")
