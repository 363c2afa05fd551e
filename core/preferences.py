"""What a person's scores, thumbs and lists say, as one signed number an anime: used in training and in serving alike.

A preference of 1 is "as good as this person's usual anime", 0 says nothing, below 0 speaks against. An anime that
somebody chose to watch is a recommendation by itself, so an average score is still well above 0.

A score is read relative to the person's own mean, which is shrunk towards the scale's usual mean:
(n·m + k·μ) / (n + k). So people who give only tens keep a positive preference for everything they rated, and a single
score is read plainly. But a poor score is one, however strict the person: what got 4 or less never speaks for anything,
so that somebody who has only said what they cannot stand is not offered more of it.

Every weight below was tried against others on people held out: see "Weights of a taste" in docs/experiments.md. What no
data tell us is set by its meaning: to plan an anime says half of what it says to have watched it, and to drop it
speaks against it, a little less than a thumb down.
"""

import numpy as np
from numpy.typing import NDArray

from core.compiled import CODES, FLOATS, INT, INTS, NEW_FLOATS, compiled
from core.interactions import HIGHEST_ID, STATUS_CODES, Interactions
from core.model_files import BoolArray, FloatArray, IntArray
from core.taste import Status, Taste
from core.wish import Dislikes, Wish

LIKE = 8  # a score from here on is a like
USUAL_MEAN = 7.5  # of all scores in the open collections, to the nearest half
MEAN_SHRINKAGE = 5.0  # so many scores weigh as much as the usual mean
AT_MEAN = 1.0
PER_POINT = 0.25  # one point above or below the person's mean
POOR, PER_POINT_ABOVE_POOR = 4, 0.5  # no score is worth more than its distance from a poor one
LOWEST, HIGHEST = -0.5, 1.75
THUMB_UP, THUMB_DOWN = 1.5, -0.5
STATUSES = {Status.WATCHED: 0.6, Status.LISTED: 0.6, Status.PLANNED: 0.3, Status.DROPPED: -0.3}
_BY_STATUS = np.zeros(max(STATUS_CODES.values()) + 1, np.float32)
_BY_STATUS[[STATUS_CODES[status] for status in STATUSES]] = list(STATUSES.values())

_DROPPED = STATUS_CODES[Status.DROPPED]
_BYTE = 0xFF  # what is left of -1 in one


def preferences(rows: Interactions) -> FloatArray:
    """Return one preference a row, float32, `LOWEST` … `HIGHEST`.

    A score speaks before a thumb only through their mean: both were given on purpose. A status speaks where there is
    neither, and "dropped" also lowers what was said beside it to at most 0.
    """
    people = int(rows.users.max()) + 1 if len(rows) else 0
    return _preferences(rows.users, rows.scores, rows.thumbs, rows.statuses, _BY_STATUS, people)


def are_likes(rows: Interactions) -> BoolArray:
    """Return one flag a row: whether it is a like, by its score or by its thumb."""
    return (rows.scores >= LIKE) | (rows.thumbs > 0)


def heeded(rows: Interactions, wish: Wish) -> FloatArray:
    """Return the preferences of one person's rows, 0 for those that the wish leaves out.

    What is left out still counts in the person's mean, so the others go on saying what they said.
    """
    result = preferences(rows)
    if wish.dislikes is Dislikes.IGNORE:
        result = np.maximum(result, 0)
    if wish.without:
        result[np.isin(rows.anime, list(wish.without))] = 0
    return result


def taste_rows(taste: Taste) -> Interactions:
    """Return one person's ratings as columns (user 0), in the order of their anime ids.

    Ids beyond those that a catalogue can hold say nothing and are left out.
    """
    said = taste.ratings
    ids = sorted(said)
    if ids and not 0 <= ids[0] <= ids[-1] <= HIGHEST_ID:
        ids = [anime_id for anime_id in ids if 0 <= anime_id <= HIGHEST_ID]
    ratings = [said[anime_id] for anime_id in ids]
    return Interactions(
        users=np.zeros(len(ids), np.int32),
        anime=np.array(ids, np.int32),
        scores=_codes([rating.score or 0 for rating in ratings]),
        thumbs=_codes([0 if rating.thumb is None else rating.thumb & _BYTE for rating in ratings]),
        statuses=_codes([0 if rating.status is None else STATUS_CODES[rating.status] for rating in ratings]),
    )


def _codes(values: list[int]) -> NDArray[np.int8]:
    """Return these bytes as int8, by way of Python's own: NumPy looks at every object of a list several times."""
    return np.frombuffer(bytearray(values), np.int8)


@compiled(NEW_FLOATS, INTS, CODES, CODES, CODES, FLOATS, INT)
def _preferences(  # noqa: PLR0913, PLR0917  columns
    users: IntArray,
    scores: NDArray[np.int8],
    thumbs: NDArray[np.int8],
    statuses: NDArray[np.int8],
    by_status: FloatArray,
    people: int,
) -> FloatArray:
    """Return one preference a row. Means and scores are of single precision, as training has always had them."""
    totals, counts = np.zeros(people), np.zeros(people)
    for row in range(len(users)):
        if scores[row] > 0:
            totals[users[row]] += scores[row]
            counts[users[row]] += 1
    means = ((totals + MEAN_SHRINKAGE * USUAL_MEAN) / (counts + MEAN_SHRINKAGE)).astype(np.float32)
    found = np.empty(len(users), np.float32)
    for row in range(len(users)):
        preference = float(by_status[statuses[row]])
        if scores[row] > 0:
            above = np.float32(scores[row]) - means[users[row]]
            from_mean = np.float32(AT_MEAN) + np.float32(PER_POINT) * above
            preference = min(float(from_mean), PER_POINT_ABOVE_POOR * (scores[row] - POOR))
        if thumbs[row] != 0:
            thumb = THUMB_UP if thumbs[row] > 0 else THUMB_DOWN
            preference = (preference + thumb) / 2 if scores[row] > 0 else thumb
        if statuses[row] == _DROPPED and (scores[row] > 0 or thumbs[row] != 0):
            preference = min(preference, 0.0)
        found[row] = min(max(preference, LOWEST), HIGHEST)
    return found
