"""Keeps platform ids unreadable in the database: a keyed hash to find someone by, a sealed copy to write to them."""

import hmac
from base64 import urlsafe_b64encode

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

KEY_BYTES = 32


class BrokenSealError(ValueError):
    """What was to be opened was sealed with another key, or changed since."""


class Secrets:
    """The one key, which lives in the environment and never in the database, and what is done with it.

    The hash and the seal get a key each, derived from the one by HKDF (RFC 5869), so that neither weakens the other.
    """

    def __init__(self, key: bytes) -> None:
        """Take the 32 random bytes of the key; raise ValueError for any other number of bytes."""
        if len(key) != KEY_BYTES:
            raise ValueError(f"the secret key is {KEY_BYTES} bytes, not {len(key)}")
        self._hash_key = _derived(key, b"osusume fingerprint")
        self._fernet = Fernet(urlsafe_b64encode(_derived(key, b"osusume seal")))

    def fingerprint(self, platform: str, id: str) -> bytes:  # noqa: A002  the word everybody uses for it
        """Return the 32 bytes (HMAC-SHA-256) that stand for an id: always the same, and of no use without the key."""
        # The length in front keeps ("ab", "c") apart from ("a", "bc").
        return hmac.digest(self._hash_key, f"{len(platform)}:{platform}{id}".encode(), "sha256")

    def seal(self, text: str) -> bytes:
        """Return `text` encrypted and authenticated (Fernet); never the same bytes twice."""
        return self._fernet.encrypt(text.encode())

    def open(self, sealed: bytes) -> str:
        """Return what `seal` was given; raise BrokenSealError where this key did not seal exactly these bytes."""
        try:
            return self._fernet.decrypt(sealed).decode()
        except InvalidToken as error:
            raise BrokenSealError("sealed with another key, or damaged") from error


def _derived(key: bytes, purpose: bytes) -> bytes:
    return HKDF(algorithm=SHA256(), length=KEY_BYTES, salt=None, info=purpose).derive(key)
