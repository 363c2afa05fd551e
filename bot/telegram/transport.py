"""HTTP for python-telegram-bot over aiohttp: one pool that is kept alive, JSON bodies, files as they are."""

import json
import os
from functools import lru_cache
from typing import Any, Final
from urllib.request import getproxies, proxy_bypass

from aiohttp import (
    ClientConnectorError,
    ClientError,
    ClientSession,
    ClientTimeout,
    ConnectionTimeoutError,
    DummyCookieJar,
    FormData,
    TCPConnector,
)
from telegram._utils.types import ODVInput
from telegram.error import NetworkError, TelegramError, TimedOut
from telegram.request import BaseRequest, RequestData
from yarl import URL

# The library asks to be told that times are taken as `timedelta`; else each 429 comes with a warning of it.
os.environ.setdefault("PTB_TIMEDELTA", "true")

_CONNECT_SECONDS: Final = 5.0
_READ_SECONDS: Final = 15.0  # of silence; Telegram fetches a cover's address itself before it answers


class NotSentError(NetworkError):
    """No connection was made, so nothing was sent: doing it again cannot do it twice."""


class Transport(BaseRequest):
    """At most `connections` to the server at `api_url`, through the environment's proxy where it names one.

    What it raises names the kind of failure and never the address, which holds the token.
    """

    def __init__(self, api_url: str, connections: int) -> None:
        self._proxy = _proxy_for(URL(api_url))
        self._connections = connections
        self._session: ClientSession | None = None

    @property
    def read_timeout(self) -> float:
        """How long to wait for an answer where a request does not say."""
        return _READ_SECONDS

    async def initialize(self) -> None:
        """Open the pool."""
        # aiohttp's own trust_env would look the proxy up in a thread for each request.
        self._session = ClientSession(
            connector=TCPConnector(limit=self._connections, keepalive_timeout=60),
            cookie_jar=DummyCookieJar(),
            headers={"User-Agent": self.USER_AGENT},
            proxy=self._proxy,
        )

    async def shutdown(self) -> None:
        """Close the pool."""
        if self._session is not None:
            await self._session.close()
            self._session = None

    async def do_request(  # noqa: PLR0913, PLR0917  the library's signature
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,
        write_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,  # noqa: ARG002  aiohttp has no such limit
        connect_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,  # noqa: ARG002  nobody sets it a request
        pool_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,  # noqa: ARG002  waiting in line is no failure
    ) -> tuple[int, bytes]:
        """Return the status and body of the answer. Raises NotSentError, TimedOut, NetworkError."""
        if self._session is None:
            raise RuntimeError("the transport is not open")
        read = read_timeout if isinstance(read_timeout, int | float) else _READ_SECONDS
        try:
            async with self._session.request(
                method,
                url,
                data=_form(request_data) if request_data and request_data.contains_files else None,
                json=request_data.parameters if request_data and not request_data.contains_files else None,
                timeout=_timeout(read),
            ) as response:
                return response.status, await response.read()
        except (ClientConnectorError, ConnectionTimeoutError) as error:
            raise NotSentError(type(error).__name__) from None
        except TimeoutError as error:
            raise TimedOut(type(error).__name__) from None
        except (ClientError, OSError) as error:
            raise NetworkError(type(error).__name__) from None

    @staticmethod
    def parse_json_payload(payload: bytes) -> Any:  # noqa: ANN401  as the library has it
        """Return what `payload` says. Raises TelegramError; unlike the library's own, it logs nothing of what came."""
        try:
            return json.loads(payload)
        except ValueError:
            raise TelegramError("no JSON came back") from None


@lru_cache(maxsize=8)
def _timeout(read: float) -> ClientTimeout:
    return ClientTimeout(total=None, sock_connect=_CONNECT_SECONDS, sock_read=read)


def _form(request_data: RequestData) -> FormData:
    form = FormData()
    for name, value in request_data.json_parameters.items():
        form.add_field(name, value)
    for name, (filename, content, media_type) in request_data.multipart_data.items():
        form.add_field(name, content, filename=filename, content_type=media_type)
    return form


def _proxy_for(url: URL) -> str | None:
    host = url.host or ""
    return None if proxy_bypass(host) else getproxies().get(url.scheme)
