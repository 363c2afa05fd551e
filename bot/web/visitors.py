"""Who is in front of the browser: a random id in a signed cookie, and the proof that a form came from our own page."""

import secrets
from dataclasses import dataclass
from hashlib import sha256
from typing import Final
from urllib.parse import urlsplit

from fastapi import HTTPException, Request, Response, status
from itsdangerous import BadSignature, Signer

from bot.conversation.request import Chat, Identity

PLATFORM: Final = "web"
_COOKIE: Final = "osusume"
_KEPT_SECONDS: Final = 400 * 24 * 3600  # the longest that browsers keep a cookie; each visit begins it anew
_ID_BYTES: Final = 18


@dataclass(frozen=True, slots=True)
class Visitor:
    """A person as this surface knows them. `token` goes into every form that this visitor is shown."""

    id: str
    token: str

    @property
    def identity(self) -> Identity:
        """Who asks."""
        return Identity(PLATFORM, self.id)

    @property
    def chat(self) -> Chat:
        """Where they ask: a private chat, the same in all windows of one browser."""
        return Chat(PLATFORM, self.id, private=True)


class Visitors:
    """Makes and recognises visitors. secret: the key that cookies and tokens are signed with; it stays the same."""

    def __init__(self, secret: bytes) -> None:
        self._cookies = Signer(secret, salt="osusume.web.visitor", digest_method=sha256)
        self._tokens = Signer(secret, salt="osusume.web.form", digest_method=sha256)

    def welcome(self, request: Request) -> Visitor:
        """Return the visitor who sent `request`, or a new one; `remember` them in the response."""
        return self._recognised(request) or self._visitor(secrets.token_urlsafe(_ID_BYTES))

    def remember(self, visitor: Visitor, request: Request, response: Response) -> None:
        """Let the browser keep who it is; scripts and other sites never see it."""
        response.set_cookie(
            _COOKIE,
            self._cookies.sign(visitor.id).decode(),
            max_age=_KEPT_SECONDS,
            httponly=True,
            samesite="lax",
            secure=request.url.scheme == "https",
        )

    def known(self, request: Request) -> Visitor:
        """Return the visitor who sent `request`. Raises HTTPException 403 for a browser that was not here before."""
        visitor = self._recognised(request)
        if visitor is None:
            raise HTTPException(status.HTTP_403_FORBIDDEN, "no visitor's cookie")
        return visitor

    def check_form(self, visitor: Visitor, request: Request, token: str) -> None:
        """Raise HTTPException 403 where a form was not sent by a page that we gave to this very visitor."""
        if not (_from_here(request) and self._tokens.verify_signature(visitor.id.encode(), token)):
            raise HTTPException(status.HTTP_403_FORBIDDEN, "a form that is not ours")

    def _recognised(self, request: Request) -> Visitor | None:
        try:
            return self._visitor(self._cookies.unsign(request.cookies.get(_COOKIE, "")).decode())
        except BadSignature:
            return None

    def _visitor(self, visitor_id: str) -> Visitor:
        return Visitor(visitor_id, self._tokens.get_signature(visitor_id).decode())


def _from_here(request: Request) -> bool:
    """Whether the browser says that our own page sent this; one that says nothing is judged by the token alone."""
    site = request.headers.get("sec-fetch-site")
    if site is not None:
        return site in {"same-origin", "none"}
    origin = request.headers.get("origin")
    return origin is None or urlsplit(origin).netloc == request.headers.get("host")
