"""Messages on their way: sent, or put in the place of another one."""

from collections.abc import Awaitable, Callable, Sequence
from contextlib import aclosing
from dataclasses import dataclass, replace
from typing import Final

from telegram import InputFile, InputMediaPhoto, LinkPreviewOptions
from telegram.constants import ParseMode
from telegram.error import BadRequest, ChatMigrated

from bot.conversation.reply import Attachment, Cover, Picture
from bot.telegram.arrivals import Posted, Spot
from bot.telegram.covers import Covers, Source
from bot.telegram.layout import Outgoing
from bot.telegram.patience import patiently
from bot.telegram.plain_bot import PlainBot

_NO_PREVIEW: Final = {"is_disabled": True}
# What Telegram's refusals say, as far as something else can be done then.
_UNCHANGED: Final = "message is not modified"
_UNEDITABLE: Final = ("message to edit not found", "message can't be edited")
_NO_PHOTOS: Final = "not enough rights to send photos"
_NOT_THE_PICTURE: Final = ("message", "chat", "rights", "entities")


class Delivery:
    """Brings messages to chats. moved: hears of a group that has another id since, the old one and the new one."""

    def __init__(self, bot: PlainBot, covers: Covers, moved: Callable[[int, int], Awaitable[None]]) -> None:
        self._bot = bot
        self._covers = covers
        self._moved = moved

    async def send(self, spot: Spot, messages: Sequence[Outgoing]) -> None:
        """Send `messages`, the first as a reply where the spot says so. Raises TelegramError."""
        for number, message in enumerate(messages):
            await self._send(spot if number == 0 else replace(spot, replying=None), message)

    async def put(self, place: Posted, messages: Sequence[Outgoing]) -> None:
        """Put the first of `messages` in the place of a message of ours, and send the others. Raises TelegramError."""
        first, *others = messages
        if isinstance(first.media, Attachment) or (first.media is None and place.has_file):
            await self._send(place.spot, first)  # a picture cannot be taken out of a message
            await self._take_buttons_from(place)
        else:
            await self._edit_or_send(place, first)
        await self.send(replace(place.spot, replying=None), others)

    async def put_inline(self, inline_id: str, message: Outgoing, preview: LinkPreviewOptions) -> None:
        """Put the words and buttons of `message` in the place of one that was sent by inline mode."""
        await self._unless_unchanged(
            lambda: self._bot.call(
                "editMessageText",
                text=message.html,
                inline_message_id=inline_id,
                parse_mode=ParseMode.HTML,
                reply_markup=message.markup,
                link_preview_options=preview,
            )
        )

    async def _edit_or_send(self, place: Posted, message: Outgoing) -> None:
        try:
            await self._edit(place, message)
        except BadRequest as error:
            if not _says(error, *_UNEDITABLE):
                raise
            await self._send(place.spot, message)  # it was deleted while the answer was made

    async def _send(self, spot: Spot, message: Outgoing) -> None:
        try:
            await self._send_there(spot, message)
        except ChatMigrated as error:
            await self._moved(spot.chat_id, error.new_chat_id)
            await self._send_there(Spot(error.new_chat_id, private=False), message)

    async def _send_there(self, spot: Spot, message: Outgoing) -> None:
        sending = _Sending(self._bot, spot, message)
        match message.media:
            case None:
                await patiently(sending.text, twice_is_once=False)
            case Attachment(name, content=content):
                document = InputFile(content, filename=name)
                await patiently(lambda: sending.document(document), twice_is_once=False)
            case Picture(png):
                await patiently(lambda: sending.photo(InputFile(png, filename="picture.png")), twice_is_once=False)
            case Cover() as cover:
                await self._send_card(cover, sending)

    async def _send_card(self, cover: Cover, sending: "_Sending") -> None:
        try:
            await self._with_cover(cover, lambda source: patiently(lambda: sending.photo(source), twice_is_once=False))
        except BadRequest as error:
            if _says(error, *_NOT_THE_PICTURE) and not _says(error, _NO_PHOTOS):
                raise
            # A group may allow words alone, and better words alone than none where no picture is taken.
            await patiently(sending.text, twice_is_once=False)

    async def _edit(self, place: Posted, message: Outgoing) -> None:
        match message.media:
            case Cover() as cover:
                if await self._shows(place, cover):
                    await self._edit_caption(place, message)
                else:
                    await self._with_cover(cover, lambda source: self._edit_photo(place, message, source))
            case Picture(png):
                await self._edit_photo(place, message, InputFile(png, filename="picture.png", attach=True))
            case _:
                await self._edit_text(place, message)

    async def _with_cover(self, cover: Cover, deliver: Callable[[Source], Awaitable[object]]) -> None:
        """Deliver with the first source of `cover` that Telegram takes; `deliver` returns what it answers to that."""
        refused: BadRequest | None = None
        async with aclosing(self._covers.sources(cover)) as sources:  # else the loop ends them, with a task for each
            async for source in sources:
                try:
                    delivered = await deliver(source)
                except BadRequest as error:
                    if _says(error, *_NOT_THE_PICTURE):
                        raise
                    refused = error
                    continue
                if isinstance(delivered, dict) and (sizes := delivered.get("photo")):
                    await self._covers.keep(cover, source, sizes[-1]["file_id"])
                return
        if refused is not None:
            raise refused

    async def _shows(self, place: Posted, cover: Cover) -> bool:
        return await self._covers.known(cover) in place.photo

    async def _edit_photo(self, place: Posted, message: Outgoing, source: Source) -> object:
        media = InputMediaPhoto(source, caption=message.html, parse_mode=ParseMode.HTML, has_spoiler=message.hidden)
        return await self._unless_unchanged(
            lambda: self._bot.call(
                "editMessageMedia",
                media=media,
                chat_id=place.spot.chat_id,
                message_id=place.message_id,
                reply_markup=message.markup,
            )
        )

    async def _edit_caption(self, place: Posted, message: Outgoing) -> None:
        await self._unless_unchanged(
            lambda: self._bot.call(
                "editMessageCaption",
                chat_id=place.spot.chat_id,
                message_id=place.message_id,
                caption=message.html,
                parse_mode=ParseMode.HTML,
                reply_markup=message.markup,
            )
        )

    async def _edit_text(self, place: Posted, message: Outgoing) -> None:
        await self._unless_unchanged(
            lambda: self._bot.call(
                "editMessageText",
                text=message.html,
                chat_id=place.spot.chat_id,
                message_id=place.message_id,
                parse_mode=ParseMode.HTML,
                reply_markup=message.markup,
                link_preview_options=_NO_PREVIEW,
            )
        )

    async def _take_buttons_from(self, place: Posted) -> None:
        await self._unless_unchanged(
            lambda: self._bot.call("editMessageReplyMarkup", chat_id=place.spot.chat_id, message_id=place.message_id)
        )

    async def _unless_unchanged(self, edit: Callable[[], Awaitable[object]]) -> object:
        """Return what `edit` returns; None where the message was like that already."""
        try:
            return await patiently(edit, twice_is_once=True)
        except BadRequest as error:
            if not _says(error, _UNCHANGED):
                raise
            return None


@dataclass(frozen=True, slots=True)
class _Sending:
    """One message to one spot. Each way to send it returns the message as Telegram wrote it."""

    bot: PlainBot
    spot: Spot
    message: Outgoing

    async def text(self) -> object:
        return await self._send("sendMessage", text=self.message.html, link_preview_options=_NO_PREVIEW)

    async def photo(self, photo: Source) -> object:
        return await self._send("sendPhoto", photo=photo, caption=self.message.html, has_spoiler=self.message.hidden)

    async def document(self, document: InputFile) -> object:
        return await self._send("sendDocument", document=document, caption=self.message.html)

    async def _send(self, method: str, **what: object) -> object:
        replying = self.spot.replying
        return await self.bot.call(
            method,
            **what,
            chat_id=self.spot.chat_id,
            parse_mode=ParseMode.HTML,
            reply_markup=self.message.markup,
            message_thread_id=self.spot.thread,
            reply_parameters={"message_id": replying, "allow_sending_without_reply": True} if replying else None,
        )


def _says(error: BadRequest, *words: str) -> bool:
    return any(word in error.message.casefold() for word in words)
