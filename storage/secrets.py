"""Keeps platform ids unreadable in the database: a keyed hash to find someone by."""

import hmac

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

KEY_BYTES = 32


class Secrets:
    """The one key, which lives in the environment and never in the database, and what is done with it.

    The hash gets a key of its own, derived from the one by HKDF (RFC 5869), so that no other use of it weakens this.
    """

    def __init__(self, key: bytes) -> None:
        """Take the 32 random bytes of the key; raise ValueError for any other number of bytes."""
        if len(key) != KEY_BYTES:
            raise ValueError(f"the secret key is {KEY_BYTES} bytes, not {len(key)}")
        # With the key taken in already: each hash goes on from a copy, which is less than to begin anew, and unlike
        # `hmac.digest` does not give the interpreter's lock away for a few bytes.
        self._begun = hmac.new(_derived(key, b"osusume fingerprint"), digestmod="sha256")

    def fingerprint(self, platform: str, id: str) -> bytes:  # noqa: A002  the word everybody uses for it
        """Return the 32 bytes (HMAC-SHA-256) that stand for an id: always the same, and of no use without the key."""
        # The length in front keeps ("ab", "c") apart from ("a", "bc").
        hashed = self._begun.copy()
        hashed.update(f"{len(platform)}:{platform}{id}".encode())
        return hashed.digest()


def _derived(key: bytes, purpose: bytes) -> bytes:
    return HKDF(algorithm=SHA256(), length=KEY_BYTES, salt=None, info=purpose).derive(key)
