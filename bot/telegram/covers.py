"""Where a cover's picture comes from: Telegram's own copy once it has one, else its address, else it is drawn."""

from collections.abc import AsyncGenerator
from hashlib import blake2s
from typing import Final

from cachetools import LRUCache, TTLCache
from telegram import InputFile

from bot.conversation.reply import Cover
from bot.conversation.surface import Notebook
from bot.pictures.drawings import Drawings

_KNOWN: Final = 20_000  # file ids in memory, of some 80 bytes: more than there are anime to recommend
_REFUSED_FOR_SECONDS: Final = 24 * 3600
_WEB: Final = ("https://", "http://")  # any other text is an id to Telegram, and a file of this machine to the library

Source = str | InputFile


class Covers:
    """The sources of covers for the bot `bot_id`, whose copies no other bot can use."""

    def __init__(self, notebook: Notebook, bot_id: int) -> None:
        self._notebook = notebook
        self._bot_id = bot_id
        self._known: LRUCache[str, str | None] = LRUCache(_KNOWN)
        self._refused: TTLCache[str, bool] = TTLCache(_KNOWN, _REFUSED_FOR_SECONDS)
        self._drawings = Drawings()

    async def sources(self, cover: Cover) -> AsyncGenerator[Source, None]:
        """Yield what to send for `cover`: the next one where Telegram refuses the one before."""
        if (file_id := await self.known(cover)) is not None:
            yield file_id
        if cover.address and cover.address.startswith(_WEB) and cover.address not in self._refused:
            yield cover.address
        png = await self._drawings.png(cover.title, cover.genres, seed=cover.anime_id)
        yield InputFile(png, filename=f"{cover.anime_id}.png", attach=True)

    async def known(self, cover: Cover) -> str | None:
        """Return the id of Telegram's copy."""
        name = self._name(cover)
        if name not in self._known:
            self._known[name] = await self._notebook.look_up(name)
        return self._known[name]

    async def keep(self, cover: Cover, source: Source, file_id: str) -> None:
        """Remember that Telegram took `source` for `cover`, and has it as `file_id` from now on."""
        if source == await self.known(cover):
            return
        if cover.address and source != cover.address:  # it was drawn since the address was refused
            self._refused[cover.address] = True
        self._known[self._name(cover)] = file_id
        await self._notebook.note(self._name(cover), file_id)

    def _name(self, cover: Cover) -> str:
        """Return the name of a copy in the notebook; another picture of the same anime has another."""
        what = cover.address or f"{cover.anime_id}\n{cover.title}\n{cover.genres}"
        return f"photo {self._bot_id} {blake2s(what.encode(), digest_size=12).hexdigest()}"
