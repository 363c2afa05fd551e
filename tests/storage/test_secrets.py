import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.secrets import Secrets

SECRETS = Secrets(bytes(range(32)))
OTHERS = Secrets(bytes(32))


@given(st.tuples(st.text(), st.text()), st.tuples(st.text(), st.text()))
def test_fingerprints_tell_identities_apart(one: tuple[str, str], other: tuple[str, str]) -> None:
    assert (SECRETS.fingerprint(*one) == SECRETS.fingerprint(*other)) is (one == other)


def test_platform_and_id_do_not_run_together() -> None:
    assert SECRETS.fingerprint("web", "1x") != SECRETS.fingerprint("web1", "x")
    assert SECRETS.fingerprint("a", "1:b") != SECRETS.fingerprint("a1:", "b")


def test_a_fingerprint_is_of_no_use_without_the_key() -> None:
    fingerprint = SECRETS.fingerprint("telegram", "123456789")
    assert len(fingerprint) == 32
    assert fingerprint != OTHERS.fingerprint("telegram", "123456789")


def test_a_fingerprint_stays_the_same_for_good() -> None:
    """Stored ones must be found again after any update."""
    assert SECRETS.fingerprint("telegram", "123456789").hex() == (
        "e2b91961f68cda784616bb94ef16e680d3ea34599c1529a161fb30b9c776a46d"
    )


@given(st.text(), st.text(), st.text(), st.text())
def test_what_is_hashed_leaves_no_trace_in_what_is_hashed_next(one: str, of: str, another: str, place: str) -> None:
    secrets = Secrets(bytes(range(32)))
    before = secrets.fingerprint(one, of)
    secrets.fingerprint(another, place)
    assert secrets.fingerprint(one, of) == before


@pytest.mark.parametrize("size", [0, 31, 33])
def test_a_key_of_another_size_is_refused(size: int) -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        Secrets(bytes(size))
