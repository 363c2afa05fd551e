"""A person's history as a page: newest first, each entry removable by a tap."""

from bot.commands.lists import Shown
from bot.commands.pages import Past, code_of
from bot.commands.visit import Visit
from bot.conversation.action import Action
from bot.conversation.reply import Audience, Button, Choices, Heading, Notice, Part, Text
from storage.ratings import History, HistoryEntry, history

_LENGTH = 8  # entries in one message


async def show_past(visit: Visit, page: Past) -> Shown:
    """Return one page of what this person said, for their eyes only."""
    async with visit.house.database.read() as session:
        found = await history(session, visit.user_id, offset=page.offset, limit=_LENGTH)
    anime = await visit.house.catalogue.anime(entry.anime_id for entry in found.entries)
    heading = Heading("What you told me")
    if not found.entries:
        empty = "Nothing yet. A thumb under a pick is enough." if not found.total else "There is nothing further back."
        return Shown((heading, Notice(empty), *_paging(page, found)), Audience.PERSONAL)
    removals = tuple(
        _removal(visit, entry, visit.name(anime[entry.anime_id]), page)
        for entry in found.entries
        if entry.anime_id in anime
    )
    last = page.offset + len(found.entries)
    which = f"{page.offset + 1} to {last} of {found.total}" if len(found.entries) < found.total else f"{last} anime"
    count = Text(f"{which}, newest first." if found.total > 1 else "One anime so far.")
    return Shown((heading, count, Choices("Tap one to remove it:", removals), *_paging(page, found)), Audience.PERSONAL)


def _removal(visit: Visit, entry: HistoryEntry, name: str, page: Past) -> Button:
    said = _said(visit, entry)
    words = said.replace("👍", "thumbs up").replace("👎", "thumbs down")  # a hint is read aloud
    return Button(
        f"✕ {name} · {said}",
        Action("remove", (f"#{entry.anime_id}", code_of(page))),
        hint=f"Remove {name} ({words})",
    )


def _said(visit: Visit, entry: HistoryEntry) -> str:
    said = visit.voice.rating(entry.rating) if entry.rating else ""
    return ", ".join(part for part in (said, "not for me" if entry.dismissed else "") if part)


def _paging(page: Past, found: History) -> tuple[Part, ...]:
    buttons = []
    if page.offset:
        newer = Past(max(0, page.offset - _LENGTH))
        buttons.append(Button("Newer", Action("leaf", (code_of(newer),))))
    if page.offset + _LENGTH < found.total:
        buttons.append(Button("Older", Action("leaf", (code_of(Past(page.offset + _LENGTH)),))))
    return (Choices("", tuple(buttons)),) if buttons else ()
