"""The way in where Telegram calls us: one route of the web application, open to Telegram alone."""

import hmac
from collections.abc import Callable
from typing import Annotated
from urllib.parse import urlsplit

from fastapi import APIRouter, Header, Request, Response, status

from bot.telegram.told import Update, update_in


def webhook_routes(url: str | None, secret: str, take: Callable[[Update], bool]) -> APIRouter:
    """Return the route at the path of `url`; none without an address.

    secret: what Telegram was told to send along. take: takes an update, and returns whether there is room for it now;
    where there is not, Telegram sends it again. The web application limits what a body may hold.
    """
    routes = APIRouter()
    if url is None:
        return routes

    @routes.post(urlsplit(url).path or "/", include_in_schema=False)
    async def update(request: Request, x_telegram_bot_api_secret_token: Annotated[str, Header()] = "") -> Response:
        if not hmac.compare_digest(x_telegram_bot_api_secret_token.encode(), secret.encode()):
            return Response(status_code=status.HTTP_403_FORBIDDEN)
        try:
            taken = take(update_in(await request.json()))
        except ValueError:  # no update, whatever it is
            return Response(status_code=status.HTTP_400_BAD_REQUEST)
        return Response(status_code=status.HTTP_200_OK if taken else status.HTTP_503_SERVICE_UNAVAILABLE)

    return routes
