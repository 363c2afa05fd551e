"""Reasons as numbers and back."""

from dataclasses import replace

import numpy as np
import pytest

from core.anime import LabelKind
from core.pick import Pick, Reason, ReasonKind
from core.reasons import NOTHING, Named, Reasons, Subjects, about, said, together
from tests.core.told import told

SUBJECTS = Subjects(
    np.array([20, 1735], np.int32),
    [Named("Drama", LabelKind.GENRE), Named("Manga", None)],
    [Named("Comedy", LabelKind.GENRE), Named("Iyashikei", LabelKind.THEME)],
)


@pytest.mark.parametrize(
    ("kind", "named", "expected"),
    [
        (ReasonKind.LIKED_TOGETHER, 1, Reason(ReasonKind.LIKED_TOGETHER, 0.5, 1735)),
        (ReasonKind.FRANCHISE, 0, Reason(ReasonKind.FRANCHISE, 0.5, 20)),
        (ReasonKind.LABEL, 0, Reason(ReasonKind.LABEL, 0.5, None, "Drama", LabelKind.GENRE)),
        (ReasonKind.SOURCE, 1, Reason(ReasonKind.SOURCE, 0.5, None, "Manga")),
        (ReasonKind.MOOD, 1, Reason(ReasonKind.MOOD, 0.5, None, "Iyashikei", LabelKind.THEME)),
    ],
)
def test_a_number_names_what_it_is_about(kind: ReasonKind, named: int, expected: Reason) -> None:
    assert SUBJECTS.reason(about(kind) + 1 + named, 0.5) == expected
    found = said(kind, np.array([0.0, 0.5]), np.array([0, named], np.int32))
    assert told(found, 2, SUBJECTS) == [[], [expected]]


@pytest.mark.parametrize("kind", ReasonKind)
def test_every_kind_may_name_nothing(kind: ReasonKind) -> None:
    assert told(said(kind, np.array([-0.25, 0.0])), 2, SUBJECTS) == [[Reason(kind, -0.25)], []]


def test_what_several_say_is_put_together_and_it_stays_known_who_said_it() -> None:
    one, other = said(ReasonKind.ERA, np.array([1.0, 2.0])), said(ReasonKind.STORY, np.array([0.0, 3.0]))
    whole, groups = together([one, NOTHING, other])
    assert groups.tolist() == [0, 0, 2]
    assert told(whole, 2, SUBJECTS) == [
        [Reason(ReasonKind.ERA, 1.0)],
        [Reason(ReasonKind.ERA, 2.0), Reason(ReasonKind.STORY, 3.0)],
    ]


def test_reasons_are_a_sequence_like_any_other() -> None:
    abouts = np.array([about(ReasonKind.FRANCHISE) + 2, about(ReasonKind.ERA)], np.int64)
    reasons = Reasons(SUBJECTS, abouts, np.array([2.0, -1.0]))
    plain = (Reason(ReasonKind.FRANCHISE, 2.0, 1735), Reason(ReasonKind.ERA, -1.0))
    assert tuple(reasons) == plain == reasons[:]
    assert (len(reasons), reasons[-1], reasons[:1]) == (2, plain[1], plain[:1])
    pick = Pick(1, 1.0, reasons)
    assert pick == Pick(1, 1.0, plain)
    assert hash(pick) == hash(Pick(1, 1.0, plain))
    assert pick != replace(pick, reasons=plain[:1])
    with pytest.raises(IndexError):
        reasons[2]
