"""Drawn covers by address: it holds what to draw, signed, so that it needs no look-up and only we can make one."""

from functools import lru_cache
from hashlib import sha256
from typing import Final
from urllib.parse import quote

from fastapi import APIRouter, HTTPException, Request, Response, status
from itsdangerous import BadSignature, URLSafeSerializer

from bot.conversation.reply import Cover
from bot.pictures.cover import cover as drawn

_KEPT: Final = "public, max-age=31536000, immutable"  # the address changes with the picture
_STYLE: Final = 2  # to be raised when covers are drawn differently, so that no browser shows the old ones
_IN_MEMORY: Final = 256  # covers of about 60 kB
_MOST_GENRES: Final = 4


class CoverAddresses:
    """Writes and reads the addresses of drawn covers. secret: what they are signed with."""

    def __init__(self, secret: bytes) -> None:
        self._signer = URLSafeSerializer(secret, salt="osusume.web.cover", signer_kwargs={"digest_method": sha256})

    def address_of(self, cover: Cover) -> str:
        """Return the path and query of the picture to draw for `cover`; nothing personal is in it."""
        what = self._signer.dumps([_STYLE, cover.anime_id, cover.title, list(cover.genres[:_MOST_GENRES])])
        return f"/cover/{cover.anime_id}.png?of={quote(what)}"

    def read(self, anime_id: int, what: str) -> tuple[str, tuple[str, ...]]:
        """Return the title and genres in an address. Raises BadSignature where it is not one of ours."""
        _, signed_id, title, genres = self._signer.loads(what)
        if signed_id != anime_id:
            raise BadSignature("another anime's cover")
        return title, tuple(genres)


@lru_cache(maxsize=_IN_MEMORY)
def _png(title: str, genres: tuple[str, ...], seed: int) -> bytes:
    return drawn(title, genres, seed=seed)


def cover_routes(addresses: CoverAddresses) -> APIRouter:
    """Return the route that draws covers."""
    routes = APIRouter()

    @routes.get("/cover/{anime_id}.png")
    def cover(request: Request, anime_id: int, of: str = "") -> Response:  # not async: drawn in a thread, off the loop
        try:
            title, genres = addresses.read(anime_id, of)
        except BadSignature:
            raise HTTPException(status.HTTP_404_NOT_FOUND) from None
        tag = f'"{sha256(of.encode()).hexdigest()[:32]}"'
        headers = {"Cache-Control": _KEPT, "ETag": tag}
        if tag in request.headers.get("if-none-match", ""):
            return Response(status_code=status.HTTP_304_NOT_MODIFIED, headers=headers)
        return Response(_png(title, genres, anime_id), media_type="image/png", headers=headers)

    return routes
