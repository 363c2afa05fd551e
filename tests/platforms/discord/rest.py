"""What Discord does around every request: reads it, judges it, lets it fail where a test says so, and answers."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from aiohttp import BodyPartReader, hdrs, web

from tests.platforms.discord.encoding import encoded
from tests.platforms.discord.faults import Dropped, Fault, Forbidden, Lost, ServerError, Slow, TooManyRequests
from tests.platforms.discord.message_rules import ping_of
from tests.platforms.discord.messages import Upload
from tests.platforms.discord.refusals import Json, Refusal
from tests.platforms.discord.routes import CALLBACK, MESSAGE, MESSAGES, Handler

if TYPE_CHECKING:
    from tests.platforms.discord.openapi import OpenApi
    from tests.platforms.discord.server import DiscordServer

WITHOUT_TOKEN = ("/interactions/", "/webhooks/")
"""Routes that the token in their address is enough for."""

SERVER_ERROR = 500
"""What the official description says nothing of begins here."""

MISTAKES = {50006, 50035, 50109}
"""Codes that no bot should ever be answered with."""


@dataclass(frozen=True)
class Asked:
    """A request of the bot, and what came of it."""

    route: str
    path: str
    body: Any
    status: int


class Rest:
    """Serves handlers as routes."""

    def __init__(self, server: "DiscordServer", openapi: "OpenApi | None") -> None:
        self._server = server
        self._openapi = openapi

    def serving(self, route: str, handler: Handler) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
        """Return a handler for aiohttp that does everything around one of ours."""

        async def serve(request: web.Request) -> web.StreamResponse:
            upload = Upload({})
            fault = self._server.faults.take(route)
            try:
                upload = await self._read(request)
                await self._meet(fault, request)
                status, body = self._carried_out(route, handler, request, upload)
            except Refusal as refusal:
                status, body = refusal.status, refusal.body
                self._note_refusal(route, refusal)
            self._server.calls.append(Asked(route, request.path, upload.body, status))
            self._check_answer(route, status, body)
            if isinstance(fault, Lost):
                _cut(request)
            return _response(status, body)

        return serve

    async def unknown(self, request: web.Request) -> web.StreamResponse:
        """Refuse a route that is not here, and say so aloud: the bot may need it, or be wrong."""
        self._server.problems.append(f"no route {request.method} {request.path}")
        return _response(404, {"message": "404: Not Found", "code": 0})

    def _carried_out(self, route: str, handler: Handler, request: web.Request, upload: Upload) -> tuple[int, object]:
        method, path = route.split()
        if (
            not path.startswith(WITHOUT_TOKEN)
            and request.headers.get(hdrs.AUTHORIZATION) != f"Bot {self._server.token}"
        ):
            raise Refusal(401, 0, "401: Unauthorized")
        if "application" in request.match_info and request.match_info["application"] != self._server.application_id:
            raise Refusal(403, 20012, "You are not authorized to perform this action on this application")
        if method not in {"GET", "DELETE"}:
            self._check_request(route, upload.body)
        return handler(request, upload)

    async def _read(self, request: web.Request) -> Upload:
        if not request.can_read_body:
            return Upload({})
        if request.content_type == "multipart/form-data":
            return await _multipart(request)
        if request.content_type != "application/json":
            raise Refusal(400, 50035, f"Invalid Form Body: unexpected Content-Type {request.content_type}")
        return Upload(_parsed(await request.read()))

    async def _meet(self, fault: Fault | None, request: web.Request) -> None:
        match fault:
            case TooManyRequests(retry_after):
                raise _Limited(retry_after)
            case ServerError(status):
                raise Refusal(status, 0, f"{status}: Internal Server Error")
            case Forbidden():
                raise Refusal(403, 50001, "Missing Access")
            case Slow(seconds):
                await asyncio.sleep(seconds)
            case Dropped():
                _cut(request)
                raise ConnectionResetError("dropped by a test")
            case Lost() | None:
                pass

    def _check_request(self, route: str, body: Any) -> None:  # noqa: ANN401 -- whatever JSON holds
        if self._openapi and (wrong := self._openapi.wrong_request(route, body)):
            self._server.problems.append(f"request, {wrong}")
        message = _message_in(route, body)
        if message is not None and (ping := ping_of(message)):
            self._server.problems.append(f"{route}: this message could ping: {ping}")

    def _check_answer(self, route: str, status: int, body: object) -> None:
        if (
            self._openapi
            and body is not None
            and status < SERVER_ERROR
            and (wrong := self._openapi.wrong_answer(route, status, body))
        ):
            self._server.problems.append(f"answer of this server, {wrong}")

    def _note_refusal(self, route: str, refusal: Refusal) -> None:
        self._server.refusals.append(f"{route}: {refusal}")
        if refusal.code in MISTAKES:
            self._server.problems.append(f"{route}: {refusal}")


class _Limited(Refusal):
    """429 with the pause to take."""

    def __init__(self, retry_after: float) -> None:
        super().__init__(429, 0, "You are being rate limited.")
        self._retry_after = retry_after

    @property
    def body(self) -> Json:
        """What the bot receives."""
        return {"message": self.message, "code": 0, "retry_after": self._retry_after, "global": False}


def _message_in(route: str, body: Any) -> Json | None:  # noqa: ANN401 -- whatever JSON holds
    """Return the message that a request sends, if it does."""
    if not isinstance(body, dict):
        return None
    if route == CALLBACK:
        data = body.get("data")
        return data if body.get("type") in (4, 7) and isinstance(data, dict) else None
    path = route.split()[1]
    return body if path.startswith("/webhooks/") or path in (MESSAGES, MESSAGE) else None


async def _multipart(request: web.Request) -> Upload:
    body: Any = {}
    files: dict[str, tuple[str, bytes]] = {}
    async for part in await request.multipart():
        if not isinstance(part, BodyPartReader):
            raise Refusal(400, 50035, "Invalid Form Body: nested parts")
        data = bytes(await part.read(decode=True))
        if part.name == "payload_json":
            body = _parsed(data)
        elif part.name and part.name.startswith("files[") and part.filename:
            files[part.name.removeprefix("files[").removesuffix("]")] = (part.filename, data)
        else:
            raise Refusal(400, 50035, f"Invalid Form Body: unexpected part {part.name}")
    return Upload(body, files)


def _parsed(data: bytes) -> Any:  # noqa: ANN401 -- whatever JSON holds
    try:
        return json.loads(data)
    except ValueError:
        raise Refusal(400, 50109, "The request body contains invalid JSON.") from None


def _cut(request: web.Request) -> None:
    if request.transport:
        request.transport.abort()


def _response(status: int, body: object) -> web.Response:
    """Return an answer whose type is `application/json` and nothing more, as discord.py demands."""
    if body is None:
        return web.Response(status=status)
    headers: dict[str, str] = {hdrs.CONTENT_TYPE: "application/json"}
    if status == 429 and isinstance(body, dict) and "retry_after" in body:
        pause = str(body["retry_after"])
        headers |= {"Via": "1.1 google", hdrs.RETRY_AFTER: pause, "X-RateLimit-Scope": "user"}
        headers |= {"X-RateLimit-Limit": "5", "X-RateLimit-Remaining": "0", "X-RateLimit-Reset-After": pause}
        headers |= {"X-RateLimit-Bucket": "0123456789abcdef"}
    return web.Response(status=status, body=encoded(body), headers=headers)
