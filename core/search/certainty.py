"""Whether the best match may be taken without asking. A wrong guess costs more than a question: in doubt, ask."""

import numpy as np

from core.search.asked import Asked
from core.search.scoring import Scored
from core.search.titles import NO_TYPE, Titles

ALIKE = 0.75  # below this likeness nothing is certain
SHORTEST_BEGINNING = 4  # letters that may stand for a whole title
CLEAR = 0.12  # a rival whose score is nearer than this is one
KNOWN_MORE = 0.05  # so is one that is better known by this much and begins with the words that were typed
FAMOUS, RESEMBLES = 0.25, 0.72  # and one that is far better known (ten times) and holds what was typed


def certain(asked: Asked, scored: Scored, titles: Titles) -> bool:
    """Return whether the first of `scored` (best first, one row an anime) is what was meant beyond reasonable doubt.

    Later seasons, parts and specials of the same name are no rivals to a first season that was asked without a number.
    """
    if not len(scored.rows) or scored.likeness[0] < ALIKE:
        return False
    if scored.likeness[0] < 1 and len(asked.key) < SHORTEST_BEGINNING:
        return False
    best = titles.names[int(scored.rows[0])].split()
    if any(word.isdecimal() and word not in best for word in asked.name.words):
        return False  # a number that was asked for is not in the title
    rows = titles.rows[scored.rows]
    anime = titles.anime[rows["anime"]]
    if not _as_asked(asked, rows[0], anime[0]):
        return False
    rivals = np.ones(len(rows), dtype=np.bool_)
    rivals[0] = False
    if not asked.name.numbered:
        rivals &= (rows["season"] <= 1) & (anime["season"] <= 1) & (rows["part"] <= 1) & (rows["kind"] == NO_TYPE)
    popularity = anime["popularity"] - anime["popularity"][0]
    near = scored.score > scored.score[0] - CLEAR
    begun = asked.name.name + " "
    begins = np.array([name.startswith(begun) for name in titles.names.many(scored.rows)])
    meant = (popularity > KNOWN_MORE) & begins
    famous = (popularity > FAMOUS) & (scored.likeness > RESEMBLES)
    return not bool(np.any(rivals & (near | meant | famous)))


def _as_asked(asked: Asked, row: np.void, anime: np.void) -> bool:
    """Whether season, part and year are what was asked, as far as anything was."""
    season = int(row["season"]) or int(anime["season"]) or 1
    return (
        asked.name.season in {0, season}
        and asked.name.part in {0, int(row["part"]) or 1}
        and asked.name.year in {0, int(anime["year"])}
    )
