"""The chat in the browser: one surface of the conversation, as a web application."""

from collections.abc import Awaitable, Callable, Collection

from fastapi import FastAPI
from fastapi.staticfiles import StaticFiles
from starlette.middleware.trustedhost import TrustedHostMiddleware

from bot.conversation.conversation import Conversation
from bot.pictures.type import FONTS
from bot.web.chat import chat_routes
from bot.web.covers import CoverAddresses, cover_routes
from bot.web.errors import answer_errors
from bot.web.guard import BodyLimit, StrictHeaders
from bot.web.health import health_routes
from bot.web.pages import HERE, Pages
from bot.web.visitors import Visitors


def web_app(
    conversation: Conversation,
    *,
    ready: Callable[[], Awaitable[None]],
    secret: bytes,
    allowed_hosts: Collection[str] = (),
) -> FastAPI:
    """Return the application.

    ready: raises where a person could not be served (`/readyz`). secret: signs cookies, forms and covers' addresses;
    keep it over restarts, or visitors become strangers. allowed_hosts: the names it answers to; empty is any.
    """
    covers = CoverAddresses(secret)
    pages = Pages(covers, plain=conversation.plain)
    app = FastAPI(title="Osusume", openapi_url=None)
    app.include_router(chat_routes(conversation, Visitors(secret), pages))
    app.include_router(cover_routes(covers))
    app.include_router(health_routes(ready))
    app.mount("/static", StaticFiles(directory=HERE / "static"))
    app.mount("/fonts", StaticFiles(directory=FONTS))
    answer_errors(app, pages)
    app.add_middleware(BodyLimit)
    if allowed_hosts:
        app.add_middleware(TrustedHostMiddleware, allowed_hosts=list(allowed_hosts))
    app.add_middleware(StrictHeaders)
    return app
