"""The way in over HTTP: token, faults, the call, the envelope."""

import asyncio
import json
import re
from collections import deque
from typing import Any

from aiohttp.web import BaseRequest, Response, StreamResponse
from telegram.constants import FileSizeLimit

from tests.platforms.telegram.call import Call, read_call
from tests.platforms.telegram.faults import (
    BadRequest,
    Dropped,
    Fault,
    Faults,
    Forbidden,
    ServerError,
    Slow,
    TooManyRequests,
    Unauthorized,
)
from tests.platforms.telegram.methods import perform
from tests.platforms.telegram.refusal import CircumstanceError, Json, RefusalError
from tests.platforms.telegram.specification import Specification
from tests.platforms.telegram.world import World

REMEMBERED_CALLS = 10_000
LARGEST_BODY = FileSizeLimit.FILESIZE_UPLOAD + FileSizeLimit.PHOTOSIZE_UPLOAD

_token = re.compile(r"[0-9]+:[A-Za-z0-9_-]+\Z")


class Endpoint:
    """Answers the bot's requests. `calls` are the last of them, oldest first; `came` is set with each."""

    def __init__(self, world: World, token: str, faults: Faults, specification: Specification | None) -> None:
        self.calls: deque[Call] = deque(maxlen=REMEMBERED_CALLS)
        self.came = asyncio.Event()
        self.revoked = False
        self._world = world
        self._token = token
        self._faults = faults
        self._specification = specification

    async def answer(self, request: BaseRequest) -> StreamResponse:
        """Answer one request."""
        folder, _, rest = request.path.removeprefix("/").partition("bot")
        token, _, name = rest.partition("/")
        if token != self._token or self.revoked:
            known = _token.match(token) is not None
            return _envelope(RefusalError("Unauthorized", 401) if known else RefusalError("Not Found", 404))
        if folder == "file/":
            return self._download(name)
        return await self._answer_call(request, name)

    async def _answer_call(self, request: BaseRequest, name: str) -> StreamResponse:
        fault = self._faults.take(name)
        try:
            call = await read_call(request.clone(client_max_size=LARGEST_BODY), name)
            self.calls.append(call)
            self.came.set()
            _fail(fault)
            result = await self._perform(call) if fault != Dropped(done=False) else None
        except RefusalError as refusal:
            if not isinstance(refusal, CircumstanceError):
                self._world.problems.append(f"{name}: {refusal.description}")
            self._world.updates.moved.set()
            return _envelope(refusal)
        except Exception as error:
            self._world.problems.append(f"{name}: the server itself failed: {error!r}")
            raise
        self._world.updates.moved.set()
        await _delay(fault, request)
        return Response(body=json.dumps({"ok": True, "result": result}).encode(), content_type="application/json")

    async def _perform(self, call: Call) -> Any:  # noqa: ANN401 -- each method has a result of its own
        if self._specification is None:
            return await perform(self._world, call)
        self._world.problems += self._specification.request_problems(call)
        result = await perform(self._world, call)
        self._world.problems += self._specification.result_problems(call.method, result)
        return result

    def _download(self, path: str) -> Response:
        file = self._world.files.by_path(path)
        if file is None:
            return _envelope(RefusalError("Not Found", 404))
        return Response(body=file.downloaded(), content_type="application/octet-stream")


def _fail(fault: Fault | None) -> None:
    match fault:
        case TooManyRequests(seconds):
            parameters = {"retry_after": seconds}
            raise CircumstanceError(f"Too Many Requests: retry after {seconds}", 429, parameters)
        case ServerError(code, description):
            raise CircumstanceError(description, code)
        case Forbidden(description):
            raise CircumstanceError(description, 403)
        case BadRequest(description):
            raise CircumstanceError(description, 400)
        case Unauthorized():
            raise CircumstanceError("Unauthorized", 401)


async def _delay(fault: Fault | None, request: BaseRequest) -> None:
    match fault:
        case Slow(seconds):
            await asyncio.sleep(seconds)
        case Dropped() if request.transport is not None:
            request.transport.abort()


def _envelope(refusal: RefusalError) -> Response:
    body: Json = {"ok": False, "error_code": refusal.code, "description": refusal.description}
    body |= {"parameters": refusal.parameters} if refusal.parameters else {}
    return Response(status=refusal.code, body=json.dumps(body).encode(), content_type="application/json")
