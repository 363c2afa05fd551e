"""All that is remembered of a person and the chat they ask in, read by one statement: every answer begins with it.

What was set for the chat can be read alone, for each key that somebody presses.

The rows come from the connection's own driver, in one go and as they are stored: a taste has hundreds of them, and
making SQLAlchemy's rows of each took longer than the database did.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum
from functools import cache
from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    ColumnElement,
    CompoundSelect,
    Dialect,
    Integer,
    LargeBinary,
    Select,
    Text,
    bindparam,
    case,
    cast,
    literal_column,
    null,
    select,
    type_coerce,
    union_all,
)
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.orm import InstrumentedAttribute

from core.anime import AnimeType, TitleLanguage
from core.taste import Taste
from storage.preferences import ChatSettings, PersonSettings
from storage.ratings import SAID, rating_from
from storage.secrets import Secrets
from storage.tables import (
    ChatRow,
    ChatSettingsRow,
    DismissalRow,
    IdentityRow,
    PersonSettingsRow,
    PersonTypeRow,
    RatingRow,
)


@dataclass(frozen=True, slots=True)
class Asked:
    """Who asks, and where, as their platforms call them. private: whether the chat is with this person alone."""

    person: tuple[str, str]  # platform and id
    chat: tuple[str, str]
    private: bool


@dataclass(frozen=True, slots=True)
class Remembered:
    """A person and a chat that are known, with what they set and what the person said."""

    user_id: int
    chat_id: int
    taste: Taste
    settings: PersonSettings
    chat: ChatSettings


_Column = ColumnElement[Any] | InstrumentedAttribute[int]
_Statement = Callable[[], Select[Any] | CompoundSelect[Any]]


class _What(IntEnum):
    """What a row tells of: its number and its word are of that."""

    PERSON = 0  # number: of the person; word: their title language
    CHAT = 1  # number: of the chat; first: whether adult anime are allowed
    TYPE = 2  # word: a format they watch
    RATING = 3  # number: the anime; first, second, third: score, thumb, status
    DISMISSAL = 4  # number: the anime


async def remembered(connection: AsyncConnection, secrets: Secrets, asked: Asked) -> Remembered | None:
    """Return what is remembered; None where something has to be written first.

    That is so for a person or a chat never met, one who had gone and is back, and a chat that is no longer who it was
    private with: `storage.people.person_of` and `storage.preferences.chat_of` see to it.
    """
    values = {
        "platform": asked.person[0],
        "fingerprint": secrets.fingerprint(*asked.person),
        "chat_platform": asked.chat[0],
        "chat_fingerprint": secrets.fingerprint(*asked.chat),
        "private": asked.private,
    }
    return _read(await _rows(connection, _everything, values))


async def chat_settings_by_id(connection: AsyncConnection, secrets: Secrets, platform: str, id: str) -> ChatSettings:  # noqa: A002  the word everybody uses for it
    """Return what was set for a chat by its platform's id, the defaults where it was never met."""
    values = {"chat_platform": platform, "chat_fingerprint": secrets.fingerprint(platform, id)}
    rows = await _rows(connection, _chat_alone, values)
    return ChatSettings(adult=bool(rows[0][0])) if rows else ChatSettings()


async def _rows(connection: AsyncConnection, statement: _Statement, named: Mapping[str, object]) -> list[Sequence[Any]]:
    sql, names = _compiled(connection.dialect, statement)
    values = [named[name] for name in names]
    driver: Any = (await connection.get_raw_connection()).driver_connection
    postgresql = connection.dialect.name == "postgresql"
    return list(await (driver.fetch(sql, *values) if postgresql else driver.execute_fetchall(sql, values)))


def _read(rows: Sequence[Sequence[Any]]) -> Remembered | None:
    user_id: int | None = None
    chat_id: int | None = None
    language, chat, types, dismissed, ratings = None, ChatSettings(), set(), set(), {}
    for what, number, first, second, third, word in rows:
        match what:
            case _What.RATING:
                ratings[number] = rating_from(first, second, third)
            case _What.DISMISSAL:
                dismissed.add(number)
            case _What.TYPE:
                types.add(AnimeType(word))
            case _What.PERSON:
                user_id, language = number, word
            case _What.CHAT:
                chat_id = number
                chat = ChatSettings() if first is None else ChatSettings(adult=bool(first))
    if user_id is None or chat_id is None:
        return None
    settings = PersonSettings(
        PersonSettings().title_language if language is None else TitleLanguage(language), frozenset(types) or None
    )
    taste = Taste({anime_id: said for anime_id, said in ratings.items() if said}, frozenset(dismissed))
    return Remembered(user_id, chat_id, taste, settings, chat)


@cache
def _compiled(dialect: Dialect, statement: _Statement) -> tuple[str, tuple[str, ...]]:
    """Return what `statement` makes as the driver takes it, and the names of its values in the driver's order."""
    compiled = statement().compile(dialect=dialect)
    return str(compiled), tuple(compiled.positiontup or ())


def _chat_alone() -> Select[Any]:
    return (
        select(cast(ChatSettingsRow.adult, Integer))
        .join(ChatRow, ChatRow.id == ChatSettingsRow.chat_id)
        .where(
            ChatRow.platform == bindparam("chat_platform", type_=Text()),
            ChatRow.fingerprint == bindparam("chat_fingerprint", type_=LargeBinary()),
        )
    )


def _everything() -> CompoundSelect[Any]:
    this_one = (
        IdentityRow.platform == bindparam("platform", type_=Text()),
        IdentityRow.fingerprint == bindparam("fingerprint", type_=LargeBinary()),
        IdentityRow.gone_at.is_(None),
    )
    person = select(IdentityRow.user_id).where(*this_one).cte("person")
    theirs = select(person.c.user_id).scalar_subquery()
    owner = case((bindparam("private", type_=Boolean()), theirs), else_=null())
    language = type_coerce(PersonSettingsRow.title_language, Text())
    score, thumb, status = SAID
    return union_all(
        _row(_What.PERSON, person.c.user_id, word=language).outerjoin_from(
            person, PersonSettingsRow, PersonSettingsRow.user_id == person.c.user_id
        ),
        _row(_What.CHAT, ChatRow.id, cast(ChatSettingsRow.adult, Integer))
        .outerjoin_from(ChatRow, ChatSettingsRow, ChatSettingsRow.chat_id == ChatRow.id)
        .where(
            ChatRow.platform == bindparam("chat_platform", type_=Text()),
            ChatRow.fingerprint == bindparam("chat_fingerprint", type_=LargeBinary()),
            ChatRow.owner_id.is_not_distinct_from(owner),
        ),
        _row(_What.TYPE, word=type_coerce(PersonTypeRow.type, Text())).where(PersonTypeRow.user_id == theirs),
        _row(_What.RATING, RatingRow.anime_id, score, thumb, status).where(RatingRow.user_id == theirs),
        _row(_What.DISMISSAL, DismissalRow.anime_id).where(DismissalRow.user_id == theirs),
    )


def _row(  # noqa: PLR0913, PLR0917  a column each
    what: _What,
    number: _Column | None = None,
    first: _Column | None = None,
    second: _Column | None = None,
    third: _Column | None = None,
    word: _Column | None = None,
) -> Select[Any]:
    """Return a SELECT of one kind of row; what it has no use for is NULL, of the type that the others have there."""
    numbers = [cast(null() if column is None else column, BigInteger) for column in (number, first, second, third)]
    columns: list[ColumnElement[Any]] = [literal_column(str(int(what))), *numbers]
    return select(*columns, cast(null() if word is None else word, Text()))
