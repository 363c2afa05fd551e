"""A shown list in helpings, on a catalogue of a thousand anime whose scores are told."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from core.facts import NOWHERE, Facts
from core.listing import CANDIDATES, Listing
from core.model_files import FloatArray, IntArray
from core.pick import ReasonKind
from core.presentation import SEATS
from core.ranking import Ranking
from core.retrievers.content import Content, Theme
from core.retrievers.popular import Popular
from core.retrievers.query import Query

SIZE = 5 * CANDIDATES
SEQUEL, ITS_BEGINNING = 3, SIZE - 1
UNRATED = np.arange(SIZE) % 50 == 7


def _popular(appeal: FloatArray) -> Popular:
    zeros = np.zeros(SIZE, np.int32)
    return Popular(appeal, appeal, zeros, np.argsort(-appeal, kind="stable").astype(np.int32))


def _listing(allowed: IntArray) -> Listing:
    """Return a listing ranked by two voices that disagree, so that each one's candidates differ."""
    random = np.random.default_rng(1)
    flags = np.zeros(SIZE, np.bool_)
    flags[allowed] = True
    before = np.full(SIZE, NOWHERE, np.int32)
    before[SEQUEL] = ITS_BEGINNING
    franchise = np.arange(SIZE, dtype=np.int32)
    franchise[SEQUEL] = ITS_BEGINNING
    nothing = np.empty(0, np.int32)
    facts = Facts(
        ids=np.arange(SIZE, dtype=np.int32),
        types=np.zeros(SIZE, np.int8),
        episodes=np.zeros(SIZE, np.int32),
        years=np.where(np.arange(SIZE) % 100 < 50, 2026, 2001).astype(np.int32),
        adult=np.zeros(SIZE, np.bool_),
        franchise=franchise,
        before=before,
        entry=np.ones(SIZE, np.bool_),
        label_rows=nothing,
        label_ids=nothing,
        labels=(),
    )
    vectors = random.random((SIZE, 4)).astype(np.float32)
    content = Content.build(vectors, (Theme(ReasonKind.STORY),), np.zeros(1, np.int32))
    query = Query(nothing, np.empty(0, np.float32), flags)
    voices = [_popular(random.random(SIZE).astype(np.float32)).ask(query) for _ in range(2)]
    ranking = Ranking([(voice, 0.5) for voice in voices], [])
    return Listing(
        facts, content, ranking, known=np.zeros(SIZE, np.bool_), allowed=flags, newcomers=UNRATED, bonuses=False
    )


@given(st.integers(0, SIZE), st.integers(0, SIZE))
def test_a_list_is_the_beginning_of_every_longer_one(one: int, other: int) -> None:
    listing = _listing(np.arange(SIZE, dtype=np.int32))
    short, long = sorted((one, other))
    assert listing.first(long)[:short].tolist() == listing.first(short).tolist()


def test_a_list_goes_on_until_nothing_is_left_and_repeats_nothing() -> None:
    shown = _listing(np.arange(SIZE, dtype=np.int32)).first(10 * SIZE).tolist()
    assert len(shown) == len(set(shown)) == SIZE - 1
    assert SEQUEL not in shown


def test_a_narrow_wish_is_answered_with_all_that_fits_a_sequel_last_if_its_beginning_does_not_fit() -> None:
    shown = _listing(np.array([SEQUEL, 5, 9], np.int32)).first(10).tolist()
    assert sorted(shown[:2]) == [5, 9]
    assert shown[2:] == [SEQUEL]
    assert sorted(_listing(np.array([SEQUEL, ITS_BEGINNING, 5], np.int32)).first(10)) == [5, ITS_BEGINNING]


def test_nothing_allowed_is_nothing_shown() -> None:
    assert not len(_listing(np.empty(0, np.int32)).first(10))


def test_one_of_each_twenty_places_is_for_what_nobody_has_rated_and_each_anime_stands_once() -> None:
    listed = _listing(np.arange(SIZE, dtype=np.int32)).first(SIZE)
    assert len(set(listed.tolist())) == len(listed) == SIZE - 1  # all but one of the franchise of two
    assert all(UNRATED[listed[start : start + SEATS]].any() for start in range(0, 3 * SEATS, SEATS))


def test_the_places_kept_go_to_the_latest_first() -> None:
    listing = _listing(np.arange(SIZE, dtype=np.int32))
    listed = listing.first(3 * SEATS)
    kept = [position for position in listed[SEATS - 1 :: SEATS] if UNRATED[position]]
    years = [int(listing.facts.years[position]) for position in kept]
    assert set(years) == {2001, 2026}
    assert years == sorted(years, reverse=True)
