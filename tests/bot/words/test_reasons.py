import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.words.breakdown import SHOWN, Row
from bot.words.english import named, reason, rows, told, without
from core.anime import LabelKind
from core.leave_one_out import LeftOut
from core.pick import Pick, Reason, ReasonKind
from core.taste import Rating, Status, Taste, Thumb

NAMES = {1: "Monster", 2: "Naruto", 3: "Mushishi", 4: "Bleach", 5: "Aria", 6: "Another", 7: "Given", 8: "K"}
TASTE = Taste(
    {
        1: Rating(9),
        2: Rating(3),
        3: Rating(thumb=Thumb.UP),
        4: Rating(thumb=Thumb.DOWN),
        5: Rating(status=Status.DROPPED),
        6: Rating(status=Status.PLANNED),
        7: Rating(status=Status.WATCHED),
    },
    dismissed=frozenset({8}),
)


def _name(anime_id: int) -> str:
    return NAMES.get(anime_id, f"Anime {anime_id}")


def _because(anime_id: int, amount: float) -> Reason:
    return Reason(ReasonKind.LIKED_TOGETHER, amount, because=anime_id)


def _label(name: str, amount: float, kind: ReasonKind = ReasonKind.LABEL) -> Reason:
    return Reason(kind, amount, label=name, label_kind=LabelKind.GENRE)


def _pick(*reasons: Reason) -> Pick:
    return Pick(99, math.fsum(one.amount for one in reasons), reasons)


@pytest.mark.parametrize(
    ("pick", "said"),
    [
        (_pick(_because(1, 0.5), _because(3, 0.4)), "Because you liked Monster and Mushishi."),
        (
            _pick(_because(1, 0.5), _label("Mystery", 0.3), _label("Gore", 0.01)),
            "Because you liked Monster, and for its Mystery.",
        ),
        (_pick(_label("Mystery", 0.3), _label("Drama", 0.2)), "For its Mystery and Drama, which you lean to."),
        (_pick(_because(1, 0.5), _because(2, -0.3)), "Because you liked Monster. Your 3 for Naruto speaks against it."),
        (_pick(_because(1, 0.5), _because(2, -0.1)), "Because you liked Monster."),
        (_pick(Reason(ReasonKind.POPULAR, 0.5)), "Well liked by many who have seen it."),
        (_pick(Reason(ReasonKind.STORY, 0.5)), "Its story is like those you like."),
        (_pick(Reason(ReasonKind.FRANCHISE, 0.5)), "Those with a list like yours go on to like it."),
        (_pick(Reason(ReasonKind.LIKED_TOGETHER, 0.5)), "Those with a list like yours go on to like it."),
        (_pick(Reason(ReasonKind.NOVELTY, 0.5)), "A step off your usual path. Not many know it."),
        (_pick(_because(1, 0.5), Reason(ReasonKind.NOVELTY, 0.3)), "Because you liked Monster. Not many know it."),
        (
            _pick(_because(1, 0.5), Reason(ReasonKind.NOVELTY, -0.3)),
            "Because you liked Monster. How well known it is speaks against it.",
        ),
        (_pick(_label("Iyashikei", 0.3, ReasonKind.MOOD)), "Iyashikei fits the mood."),
        (
            _pick(_because(3, 0.3), _label("Iyashikei", 0.3, ReasonKind.MOOD)),
            "Because you liked Mushishi. Iyashikei fits the mood.",
        ),
        (
            _pick(_label("Iyashikei", 0.4), _label("Iyashikei", 0.3, ReasonKind.MOOD)),
            "Iyashikei fits the mood.",
        ),
        (
            _pick(Reason(ReasonKind.FRANCHISE, 0.5, 1), _because(1, 0.5), _because(3, 0.4)),
            "It goes on from Monster, which you know. Because you liked Mushishi.",
        ),
        (
            _pick(Reason(ReasonKind.FRANCHISE, 0.5, 1), _label("Mystery", 0.3)),
            "It goes on from Monster, which you know.",
        ),
        (_pick(Reason(ReasonKind.TRENDING, 0.5)), "More people than before like it lately."),
        (
            _pick(_because(1, 0.5), Reason(ReasonKind.SEASON, 0.3)),
            "Because you liked Monster. It is of the newest season.",
        ),
        (_pick(_because(2, -0.3)), "A step off your usual path. Your 3 for Naruto speaks against it."),
        (_pick(), "A step off your usual path."),
    ],
)
def test_a_card_says_the_main_reasons_in_a_sentence(pick: Pick, said: str) -> None:
    assert reason(pick, TASTE, _name) == said


@pytest.mark.parametrize(
    ("pick", "said"),
    [
        (_pick(_label("Ninja", 0.5)), "It shares Ninja with Naruto."),
        (
            _pick(_label("Ninja", 0.5), _because(2, 0.4)),
            "It shares Ninja with Naruto, and those who like one like the other.",
        ),
        (_pick(_because(2, 0.4)), "Those who like Naruto like it too."),
        (_pick(Reason(ReasonKind.STORY, 0.4)), "Its story is like that of Naruto."),
        (_pick(Reason(ReasonKind.ERA, 0.4)), "Of the same kind as Naruto."),
    ],
)
def test_a_similar_anime_is_explained_by_the_one_asked_about(pick: Pick, said: str) -> None:
    assert reason(pick, TASTE, _name, like=2) == said


SPOKEN = st.builds(
    Reason,
    kind=st.sampled_from(ReasonKind),
    amount=st.floats(-1, 1),
    because=st.none() | st.integers(1, 12),
    label=st.none() | st.sampled_from(["Drama", "Gore"]),
)


@given(st.lists(SPOKEN, max_size=12), st.none() | st.just(2))
def test_what_a_card_may_name_is_known_before_it_is_written(spoken: list[Reason], like: int | None) -> None:
    pick = _pick(*sorted(spoken, key=lambda one: -abs(one.amount)))
    asked_for = set()

    def name(anime_id: int) -> str:
        asked_for.add(anime_id)
        return _name(anime_id)

    reason(pick, TASTE, name, like)
    assert asked_for - {like} <= named(pick)


def test_the_breakdown_names_what_the_person_said() -> None:
    pick = _pick(*(_because(anime_id, 1.0 - anime_id / 100) for anime_id in range(1, 9)))
    assert [row.label for row in rows(pick, TASTE, _name)] == [
        "Your 9 for Monster",
        "Your 3 for Naruto",
        "Your thumbs-up for Mushishi",
        "Your thumbs-down for Bleach",
        "Dropping Aria",
        "Planning Another",
        "Having seen Given",
        "Waving away K",
    ]
    assert rows(_pick(_because(2, 1.0)), Taste(), _name)[0].label == "The audience of Naruto"


def test_every_kind_of_reason_has_a_label_with_and_without_a_name() -> None:
    for kind in ReasonKind:
        assert rows(_pick(Reason(kind, 1.0)), Taste(), _name)[0].label
        assert rows(_pick(Reason(kind, 1.0, label="Manga")), Taste(), _name)[0].label


def test_the_breakdown_is_told_with_its_sizes() -> None:
    told_rows = (
        Row("Your 9 for Monster", 0.6),
        Row("Mystery", 0.2),
        Row("Your 3 for Naruto", -0.15),
        Row("Drama", 0.05),
        Row("What everyone thinks of it", 0.04),
    )
    assert told((*told_rows, Row("All else together", -0.05), Row("Nothing", 0.0))) == (
        "Your 9 for Monster speaks strongly for it.",
        "Mystery speaks for it.",
        "Your 3 for Naruto speaks against it.",
        "Drama and what everyone thinks of it speak a little for it.",
        "All else together speaks a little against it.",
    )


@pytest.mark.parametrize(
    ("left_out", "said"),
    [
        (LeftOut(1, 0.5, 3, 37), "Without your 9 for Monster this would be #37, not #3."),
        (LeftOut(2, -0.5, 5, 2), "Your 3 for Naruto speaks against it: without that, this would be #2, not #5."),
        (LeftOut(7, 0.5, 3, 3), "Without having seen Given this would still be #3."),
        (
            LeftOut(3, 0.5, 3, None),
            "Without your thumbs-up for Mushishi this would not be among the first 100; it is #3.",
        ),
        (
            LeftOut(5, -0.5, None, 40),
            "Dropping Aria speaks against it: without that, this would be #40; it is not among the first 100.",
        ),
    ],
)
def test_what_a_rating_is_worth_is_said_in_places(left_out: LeftOut, said: str) -> None:
    assert without(left_out, TASTE, _name) == said


_reasons = st.lists(
    st.one_of(
        st.builds(_because, st.integers(1, 30), st.floats(-1, 1)),
        st.builds(_label, st.sampled_from(["Mystery", "Drama", "Action"]), st.floats(-1, 1)),
    ),
    max_size=40,
)


@given(_reasons)
def test_the_rows_are_few_and_add_up_to_the_score(reasons: list[Reason]) -> None:
    pick = _pick(*reasons)
    found = rows(pick, TASTE, _name)
    assert len(found) <= SHOWN
    assert sum(row.amount for row in found) == pytest.approx(pick.score, abs=1e-9)
    assert len({row.label for row in found}) == len(found)
    assert all(sentence.endswith("it.") for sentence in told(found))
    assert reason(pick, TASTE, _name)
