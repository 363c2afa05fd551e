"""Inline mode: what somebody is offered to send while they type our name in any chat."""

from dataclasses import dataclass, replace
from typing import Final

from loguru import logger
from telegram import (
    Bot,
    InlineKeyboardMarkup,
    InlineQueryResultArticle,
    InlineQueryResultsButton,
    InputTextMessageContent,
    LinkPreviewOptions,
)
from telegram.constants import InlineQueryLimit, ParseMode
from telegram.error import BadRequest

from bot.conversation.action import Action, OldButton, decode, encode
from bot.conversation.conversation import Conversation
from bot.conversation.deep_link import payload_of
from bot.conversation.parameters import shorten
from bot.conversation.reply import Button, Card, Choices, Reply
from bot.conversation.request import Request
from bot.telegram.arrivals import Typed
from bot.telegram.layout import Outgoing, messages
from bot.telegram.patience import patiently

_FRESH_SECONDS: Final = 5  # the next thumb changes the answer
_FURTHER: Final = "More"  # the label of the button that goes on with a list
_OFFSET_MARK: Final = ":"
_NOTHING: Final = "I found nothing like that. Ask me in private?"
_DESCRIPTION: Final = 120  # characters below a result's title


@dataclass(frozen=True, slots=True)
class Offered:
    """One page of results. offset: what asks for the next page, "" after the last."""

    results: tuple[InlineQueryResultArticle, ...] = ()
    offset: str = ""


async def offer(bot: Bot, conversation: Conversation, typed: Typed) -> None:
    """Answer `typed` with anime to send. Raises TelegramError, but for a question that is too old by now."""
    offered = await _offered(conversation, typed)
    welcome = payload_of(Action(conversation.inline.empty)) or ""
    button = None if offered.results or typed.offset else InlineQueryResultsButton(_NOTHING, start_parameter=welcome)
    try:
        await patiently(
            lambda: bot.answer_inline_query(
                typed.query_id,
                offered.results,
                cache_time=_FRESH_SECONDS,
                is_personal=True,
                next_offset=offered.offset,
                button=button,
            ),
            twice_is_once=True,
        )
    except BadRequest as error:
        logger.debug("an inline query was not waited for: {}", error.message)


def preview_of(card: Card) -> LinkPreviewOptions:
    """Return how a card's cover is shown above its words; not at all where it would need a spoiler."""
    if card.cover.risky or not card.cover.address:
        return LinkPreviewOptions(is_disabled=True)
    return LinkPreviewOptions(url=card.cover.address, prefer_large_media=True, show_above_text=True)


def words_of(card: Card, alias: str) -> Outgoing:
    """Return a card as the one message that inline mode sends: words and buttons, the cover as their preview."""
    return replace(messages(Reply((card,)), alias, watched=True)[0], media=None)


def card_with(reply: Reply, action: Action) -> Card | None:
    """Return the card of `reply` that has the button that was tapped, as all in a chat may see it now."""
    for part in reply.parts:
        if isinstance(part, Card) and any(_is_same(button.action, action) for button in part.buttons):
            return replace(part, rating="", reason="")  # which are for who tapped, and nobody asked to show them
    return None


def _is_same(one: Action, other: Action) -> bool:
    """Return whether two actions do the same with the same anime, wherever that stands."""
    return one.name == other.name and one.arguments[:1] == other.arguments[:1]


async def _offered(conversation: Conversation, typed: Typed) -> Offered:
    shown, _, further = typed.offset.partition(_OFFSET_MARK)
    asking = _following(typed.request, further) if typed.offset else await _first(conversation, typed.request)
    if asking is None:
        return Offered()
    reply = await conversation.answer(asking)
    alias = conversation.alias(asking.person)
    cards = [part for part in reply.parts if isinstance(part, Card)]
    count = (int(shown) if shown.isdecimal() else 0) + len(cards)
    more = _further(reply)
    offset = (
        f"{count}{_OFFSET_MARK}{encode(more.action)}" if more and cards and count < InlineQueryLimit.RESULTS else ""
    )
    return Offered(tuple(_article(card, alias) for card in cards), offset)


def _following(request: Request, further: str) -> Request | None:
    """Return what to ask for the next page; None for an offset that is none of ours."""
    try:
        return replace(request, text="", action=decode(further))
    except OldButton:
        return None


async def _first(conversation: Conversation, request: Request) -> Request | None:
    """Return what to ask for the first page; None where what is typed is like no title."""
    if not request.text:
        return replace(request, command=conversation.inline.empty)
    about = next(command for command in conversation.commands if command.name == conversation.inline.about)
    parameter = about.parameters[0].name
    likely = await conversation.complete(about.name, parameter, request.text, request)
    if not likely:
        return None
    return replace(request, text="", command=about.name, arguments={parameter: likely[0].value})


def _further(reply: Reply) -> Button | None:
    buttons = [button for part in reply.parts if isinstance(part, Choices) for button in part.buttons]
    return next((button for button in buttons if button.label == _FURTHER), None)


def _article(card: Card, alias: str) -> InlineQueryResultArticle:
    message = words_of(card, alias)
    shown = None if card.cover.risky else card.cover.address
    about = " · ".join(part for part in (*card.facts, card.rating, card.reason) if part)
    return InlineQueryResultArticle(
        str(card.anime_id),
        card.title,
        InputTextMessageContent(message.html, ParseMode.HTML, link_preview_options=preview_of(card)),
        reply_markup=InlineKeyboardMarkup.de_json({"inline_keyboard": message.keyboard}),
        description=shorten(about, _DESCRIPTION),
        thumbnail_url=shown,
    )
