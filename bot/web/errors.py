"""What a browser is told when something goes wrong: kind words, what to do next, and a code to find it by."""

import secrets
from typing import Final

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import HTMLResponse, Response
from loguru import logger
from starlette.exceptions import HTTPException

from bot.web.chat import ALONE
from bot.web.pages import Pages

_UNEXPECTED: Final = 500
_WORDS: Final = {
    400: ("That came garbled", "I could not read what your browser sent. Please go back and try again."),
    403: (
        "I do not recognise this page",
        "It may be from an earlier visit, or cookies are switched off. Please open the chat anew; your taste is safe.",
    ),
    404: ("Nothing here", "This address leads nowhere. The chat is one step away."),
    405: ("Nothing here", "This address cannot be used like that. The chat is one step away."),
    413: ("That is a lot of text", "It is more than I can read at once. A title or a wish in a few words will do."),
    _UNEXPECTED: ("Something broke on my side", "I am sorry. Please try again in a moment."),
}


def answer_errors(app: FastAPI, pages: Pages) -> None:
    """Make `app` answer every error in kind words."""

    def told(request: Request, status: int, code: str) -> Response:
        title, text = _WORDS.get(status, _WORDS[400 if status < _UNEXPECTED else _UNEXPECTED])
        page = pages.error(title, text, code, alone=request.headers.get("x-want") == ALONE)
        return HTMLResponse(page, status_code=status, headers={"Cache-Control": "no-store"})

    @app.exception_handler(HTTPException)
    async def refused(request: Request, error: HTTPException) -> Response:
        return told(request, error.status_code, str(error.status_code))

    @app.exception_handler(RequestValidationError)
    async def garbled(request: Request, error: RequestValidationError) -> Response:  # noqa: ARG001  the framework's shape
        return told(request, 400, "400")

    @app.exception_handler(Exception)
    async def unexpected(request: Request, error: Exception) -> Response:
        code = "W-" + secrets.token_hex(2).upper()
        logger.opt(exception=error).error("{code}: {path} failed", code=code, path=request.url.path)
        return told(request, _UNEXPECTED, code)
