"""What a wish rules out."""

import numpy as np

from core.anime import AnimeType
from core.facts import TYPES, Facts
from core.model_files import BoolArray
from core.moods import MoodVoice
from core.novelty import Renown
from core.wish import Adventure, Length, Wish

SHORT_EPISODES, MEDIUM_EPISODES = 13, 26


def allowed_by(wish: Wish, mood: MoodVoice | None, facts: Facts, renown: Renown) -> BoolArray:
    """Return one flag a position: whether it may be recommended under this wish.

    mood: the voice of the wish's mood; what it does not speak for is not allowed. A genre that the catalogue does not
    know allows nothing. What is not known of an anime does not fulfil a wish.
    """
    allowed = np.ones(len(facts), np.bool_) if wish.adult else ~facts.adult
    if wish.type is not None:
        allowed &= facts.types == TYPES.index(wish.type)
    if wish.types is not None:
        allowed &= np.isin(facts.types, [TYPES.index(kind) for kind in wish.types])
    if wish.length is not None:
        allowed &= _of_length(wish.length, facts)
    if wish.genre is not None:
        allowed &= facts.having(facts.named(wish.genre))
    if mood is not None:
        allowed &= mood.totals > 0
    if wish.adventure is Adventure.ADVENTUROUS:
        allowed &= renown.fit
    return allowed


def _of_length(length: Length, facts: Facts) -> BoolArray:
    film: BoolArray = (facts.types == TYPES.index(AnimeType.MOVIE)) & (facts.episodes <= 1)
    if length is Length.SHORT:
        return film | ((facts.episodes > 0) & (facts.episodes <= SHORT_EPISODES))
    if length is Length.MEDIUM:
        return (facts.episodes > SHORT_EPISODES) & (facts.episodes <= MEDIUM_EPISODES)
    return facts.episodes > MEDIUM_EPISODES
