"""The catalogue turned into arrays."""

from collections.abc import Iterable, Sequence

import numpy as np

from core.anime import Anime, LabelKind
from core.facts import TYPES, Facts, Label
from core.learning.franchises import Franchises


def learn_facts(catalogue: Sequence[Anime]) -> Facts:
    """Return the arrays over a catalogue that is sorted by id, each id once. Raises ValueError where it is not."""
    ids = np.array([anime.id for anime in catalogue], np.int32)
    if np.any(ids[1:] <= ids[:-1]):
        raise ValueError("the catalogue must be sorted by id, each anime once")
    franchises = Franchises(catalogue)
    labels: dict[Label, int] = {}
    rows, numbers = [], []
    for at, anime in enumerate(catalogue):
        for label in dict.fromkeys(labels_of(anime)):
            rows.append(at)
            numbers.append(labels.setdefault(label, len(labels)))
    return Facts(
        ids=ids,
        types=np.array([TYPES.index(anime.type) for anime in catalogue], np.int8),
        episodes=np.array([anime.episodes or 0 for anime in catalogue], np.int32),
        years=np.array([anime.year or 0 for anime in catalogue], np.int32),
        adult=np.array([anime.adult for anime in catalogue], np.bool_),
        franchise=franchises.franchise,
        before=franchises.before,
        entry=franchises.entry,
        label_rows=np.array(rows, np.int32),
        label_ids=np.array(numbers, np.int32),
        labels=tuple(labels),
    )


def labels_of(anime: Anime) -> Iterable[Label]:
    """Yield all labels of an anime. A tag that repeats another label says nothing new and is left out."""
    for kind, names in (
        (LabelKind.GENRE, anime.genres),
        (LabelKind.THEME, anime.themes),
        (LabelKind.DEMOGRAPHIC, anime.demographics),
        (LabelKind.STUDIO, anime.studios),
    ):
        for name in names:
            yield Label(kind, name)
    for name in anime.tags:
        if name not in {*anime.genres, *anime.themes, *anime.demographics, *anime.studios}:
            yield Label(LabelKind.TAG, name)
