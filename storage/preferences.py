"""What people set for themselves and for the chats they are in."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, insert, literal, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from core.anime import AnimeType, TitleLanguage
from storage.secrets import Secrets
from storage.tables import ChatRow, ChatSettingsRow, ImpressionRow, PersonSettingsRow, PersonTypeRow
from storage.upsert import upsert


@dataclass(frozen=True, slots=True)
class PersonSettings:
    """title_language: of the titles they are shown. types: the formats they watch at all, None for every format."""

    title_language: TitleLanguage = TitleLanguage.ENGLISH
    types: frozenset[AnimeType] | None = None

    def __post_init__(self) -> None:
        """Raise ValueError for no format at all, which would leave nothing to recommend."""
        if self.types is not None and not self.types:
            raise ValueError("choose at least one format, or None for every format")


@dataclass(frozen=True, slots=True)
class ChatSettings:
    """What holds in a chat. adult: whether adult anime may appear where the platform itself does not say."""

    adult: bool = False


async def person_settings(session: AsyncSession, user_id: int) -> PersonSettings:
    """Return what a person set, or the defaults."""
    language = select(PersonSettingsRow.title_language).where(PersonSettingsRow.user_id == user_id)
    title_language = (await session.execute(language)).scalar_one_or_none() or PersonSettings().title_language
    types = await session.execute(select(PersonTypeRow.type).where(PersonTypeRow.user_id == user_id))
    return PersonSettings(title_language, frozenset(types.scalars()) or None)


async def save_person_settings(session: AsyncSession, user_id: int, settings: PersonSettings) -> None:
    """Set everything anew for a person."""
    new = upsert(session, PersonSettingsRow).values(user_id=user_id, title_language=settings.title_language)
    await session.execute(
        new.on_conflict_do_update(
            index_elements=[PersonSettingsRow.user_id], set_={"title_language": new.excluded.title_language}
        )
    )
    await session.execute(delete(PersonTypeRow).where(PersonTypeRow.user_id == user_id))
    if settings.types is not None:
        rows = [{"user_id": user_id, "type": kind} for kind in sorted(settings.types)]
        await session.execute(insert(PersonTypeRow), rows)


async def chat_of(  # noqa: PLR0913  each says one thing about the chat
    session: AsyncSession,
    secrets: Secrets,
    platform: str,
    id: str,  # noqa: A002  the word everybody uses for it
    *,
    owner: int | None,
    at: datetime,
) -> int:
    """Return the number we know this chat by, made on the first question asked in it.

    owner: the person (`person_of`) a private chat is with, so that it is forgotten with them; None where many talk.
    """
    fingerprint = secrets.fingerprint(platform, id)
    known = select(ChatRow.id, ChatRow.owner_id).where(ChatRow.platform == platform, ChatRow.fingerprint == fingerprint)
    row = (await session.execute(known)).one_or_none()
    if row is not None and row[1] == owner:
        return row[0]
    new = upsert(session, ChatRow).values(platform=platform, fingerprint=fingerprint, owner_id=owner, created_at=at)
    kept = new.on_conflict_do_update(
        index_elements=[ChatRow.platform, ChatRow.fingerprint], set_={"owner_id": new.excluded.owner_id}
    )
    return (await session.execute(kept.returning(ChatRow.id))).scalar_one()


async def chat_settings(session: AsyncSession, chat_id: int) -> ChatSettings:
    """Return what was set for a chat, or the defaults."""
    adult = (
        await session.execute(select(ChatSettingsRow.adult).where(ChatSettingsRow.chat_id == chat_id))
    ).scalar_one_or_none()
    return ChatSettings() if adult is None else ChatSettings(adult=adult)


async def save_chat_settings(session: AsyncSession, chat_id: int, settings: ChatSettings) -> None:
    """Set what holds in a chat from now on."""
    new = upsert(session, ChatSettingsRow).values(chat_id=chat_id, adult=settings.adult)
    await session.execute(
        new.on_conflict_do_update(index_elements=[ChatSettingsRow.chat_id], set_={"adult": new.excluded.adult})
    )


async def move_chat(session: AsyncSession, secrets: Secrets, platform: str, old_id: str, new_id: str) -> None:
    """Note that a chat has another id from now on; a chat never met stays unknown.

    Where the new id was met already, what was set there stays, and what is missing there comes along.
    """
    old = await _met(session, platform, secrets.fingerprint(platform, old_id))
    new = await _met(session, platform, secrets.fingerprint(platform, new_id))
    if old is None or old == new:
        return
    if new is None:
        fingerprint = secrets.fingerprint(platform, new_id)
        await session.execute(update(ChatRow).where(ChatRow.id == old).values(fingerprint=fingerprint))
        return
    settings = select(literal(new), ChatSettingsRow.adult).where(ChatSettingsRow.chat_id == old)
    along = upsert(session, ChatSettingsRow).from_select(["chat_id", "adult"], settings)
    await session.execute(along.on_conflict_do_nothing())
    await session.execute(update(ImpressionRow).where(ImpressionRow.chat_id == old).values(chat_id=new))
    await session.execute(delete(ChatRow).where(ChatRow.id == old))


async def _met(session: AsyncSession, platform: str, fingerprint: bytes) -> int | None:
    """Return the number of a chat, held until the transaction ends; None for one never met."""
    known = select(ChatRow.id).where(ChatRow.platform == platform, ChatRow.fingerprint == fingerprint)
    return (await session.execute(known.with_for_update())).scalar_one_or_none()
