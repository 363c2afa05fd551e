"""The chat's routes: the page, a line that was typed, a button that was tapped, options while typing."""

from typing import Annotated, Final

from fastapi import APIRouter, Form, Header, Request
from fastapi.responses import HTMLResponse, JSONResponse, Response

from bot.conversation.action import OldButton, decode
from bot.conversation.conversation import Conversation
from bot.conversation.line import command_of
from bot.conversation.pace import SLOW_DOWN
from bot.conversation.registry import OLD_BUTTON
from bot.conversation.reply import Reply
from bot.conversation.request import Request as Question
from bot.web.pages import Exchange, Pages
from bot.web.visitors import Visitor, Visitors

ALONE: Final = "message"  # what the page's script sends as X-Want: the message without a page around it
_LONGEST_TYPED: Final = 200


def chat_routes(conversation: Conversation, visitors: Visitors, pages: Pages) -> APIRouter:
    """Return the routes of the chat over `conversation`."""
    routes = APIRouter(default_response_class=HTMLResponse)

    def answered(request: Request, visitor: Visitor, said: str, reply: Reply, want: str) -> Response:
        reply = reply if reply.parts else SLOW_DOWN  # a browser waits for an answer to each thing it sends
        if want == ALONE:
            return _private(HTMLResponse(pages.message(visitor, reply), headers={"X-Place": reply.place}))
        commands = conversation.commands_for(visitor.identity)
        response = _private(HTMLResponse(pages.page(visitor, commands, Exchange(said, reply))))
        visitors.remember(visitor, request, response)
        return response

    @routes.get("/")
    async def page(request: Request) -> Response:
        visitor = visitors.welcome(request)
        response = _private(HTMLResponse(pages.page(visitor, conversation.commands_for(visitor.identity))))
        visitors.remember(visitor, request, response)
        return response

    @routes.post("/")
    async def ask(
        request: Request,
        text: Annotated[str, Form()] = "",
        token: Annotated[str, Form()] = "",
        x_want: Annotated[str, Header()] = "",
    ) -> Response:
        visitor = visitors.known(request)
        visitors.check_form(visitor, request, token)
        command, rest = command_of(text)
        question = Question(visitor.identity, visitor.chat, command=command, text=rest, language=_language(request))
        return answered(request, visitor, text, await conversation.answer(question), x_want)

    @routes.post("/tap")
    async def tap(
        request: Request,
        action: Annotated[str, Form()] = "",
        token: Annotated[str, Form()] = "",
        x_want: Annotated[str, Header()] = "",
    ) -> Response:
        visitor = visitors.known(request)
        visitors.check_form(visitor, request, token)
        try:
            meant = decode(action)
        except OldButton:
            return answered(request, visitor, "", OLD_BUTTON, x_want)
        question = Question(visitor.identity, visitor.chat, action=meant, language=_language(request))
        return answered(request, visitor, "", await conversation.answer(question), x_want)

    @routes.get("/complete")
    async def complete(request: Request, command: str, parameter: str, typed: str = "") -> Response:
        visitor = visitors.known(request)
        question = Question(visitor.identity, visitor.chat, command=command, language=_language(request))
        options = await conversation.complete(command, parameter, typed[:_LONGEST_TYPED], question)
        return _private(JSONResponse([{"label": option.label, "value": option.value} for option in options]))

    return routes


def _private(response: Response) -> Response:
    """Mark `response` as one person's: nothing on the way keeps it."""
    response.headers["Cache-Control"] = "no-store"
    return response


def _language(request: Request) -> str:
    """Return the first language the browser asks for, as an IETF tag."""
    first = request.headers.get("accept-language", "").split(",")[0].split(";")[0].strip()
    return first if first.replace("-", "").isalnum() else "en"
