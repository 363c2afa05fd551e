"""All that is remembered of people and the chats they ask in, read by one statement: every answer begins with it.

What was set for the chat can be read alone, for each key that somebody presses.

The statement gives a row a person, in which what there is many of stands as JSON: for each row it steps to, the driver
gives the interpreter's lock away, and while others answer, each of the hundreds that a taste has would wait to get it
back.
All that is said of an anime is one number there, made and read in half the time of a list of four.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, reduce
from itertools import product
from operator import add
from typing import Any

from sqlalchemy import (
    BigInteger,
    BindParameter,
    Boolean,
    ColumnElement,
    Dialect,
    Integer,
    LargeBinary,
    Select,
    SelectBase,
    Text,
    and_,
    bindparam,
    case,
    cast,
    func,
    literal_column,
    null,
    select,
    union_all,
)
from sqlalchemy.orm import InstrumentedAttribute
from sqlalchemy.types import TypeEngine

from core.anime import AnimeType, TitleLanguage
from core.interactions import STATUS_CODES
from core.taste import Taste
from storage.driver import Driver
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


# What is said of an anime as one number: its id, and in the lowest bits score, thumb + 2 and status, each 0 for none.
_SCORE, _THUMB, _ANIME = 32, 8, 512
_RATINGS = {
    score * _SCORE + thumb * _THUMB + status: rating
    for score, thumb, status in product(range(10 + 1), (0, 1, 3), range(len(STATUS_CODES) + 1))
    if (rating := rating_from(score or None, thumb - 2 if thumb else None, status or None)) is not None
}

_Column = ColumnElement[Any] | InstrumentedAttribute[Any]
_Statement = Callable[..., SelectBase]


async def remembered(driver: Driver, secrets: Secrets, asked: Sequence[Asked]) -> list[Remembered | None]:
    """Return what is remembered of each, a few at a time; None where something has to be written first.

    That is so for a person or a chat never met, one who had gone and is back, and a chat that is no longer who it was
    private with: `storage.people.person_of` and `storage.preferences.chat_of` see to it.
    """
    values: dict[str, object] = {}
    for place, one in enumerate(asked):
        values |= {
            f"platform_{place}": one.person[0],
            f"fingerprint_{place}": secrets.fingerprint(*one.person),
            f"chat_platform_{place}": one.chat[0],
            f"chat_fingerprint_{place}": secrets.fingerprint(*one.chat),
            f"private_{place}": one.private,
        }
    known: list[Remembered | None] = [None] * len(asked)
    for place, *columns in await _rows(driver, values, _everything, len(asked)):
        known[place] = _read(*columns)
    return known


async def chat_settings_by_id(driver: Driver, secrets: Secrets, platform: str, id: str) -> ChatSettings:  # noqa: A002  the word everybody uses for it
    """Return what was set for a chat by its platform's id, the defaults where it was never met."""
    values = {"chat_platform": platform, "chat_fingerprint": secrets.fingerprint(platform, id)}
    rows = await _rows(driver, values, _chat_alone)
    return ChatSettings(adult=bool(rows[0][0])) if rows else ChatSettings()


async def _rows(
    driver: Driver, named: Mapping[str, object], statement: _Statement, *arguments: int
) -> list[Sequence[Any]]:
    sql, names = _compiled(driver.dialect, statement, *arguments)
    return await driver.fetch(sql, [named[name] for name in names])


def _read(  # noqa: PLR0913, PLR0917  a column each
    user_id: int, language: str | None, chat_id: int, adult: int | None, types: str, ratings: str, dismissed: str
) -> Remembered:
    settings = PersonSettings(
        PersonSettings().title_language if language is None else TitleLanguage(language),
        frozenset(map(AnimeType, json.loads(types))) or None,
    )
    said = {number // _ANIME: _RATINGS[number % _ANIME] for number in json.loads(ratings)}
    taste = Taste(said, frozenset(json.loads(dismissed)))
    return Remembered(user_id, chat_id, taste, settings, ChatSettings(adult=bool(adult)))


@cache
def _compiled(dialect: Dialect, statement: _Statement, *arguments: int) -> tuple[str, tuple[str, ...]]:
    """Return what `statement` makes as the driver takes it, and the names of its values in the driver's order."""
    compiled = statement(dialect, *arguments).compile(dialect=dialect)
    return str(compiled), tuple(compiled.positiontup or ())


def _numbered() -> ColumnElement[int]:
    """Return what is said of an anime as the number that stands for it."""
    score, thumb, status = (label.element for label in SAID)
    parts = (
        cast(RatingRow.anime_id, BigInteger) * _constant(_ANIME),
        func.coalesce(score * _constant(_SCORE), _constant(0)),
        func.coalesce((thumb + _constant(2)) * _constant(_THUMB), _constant(0)),
        func.coalesce(status, _constant(0)),
    )
    return reduce(add, parts)


def _constant(number: int) -> ColumnElement[int]:
    """Return a number that stands in the statement itself: only what is asked for is given along with it."""
    return literal_column(str(number), Integer())


def _chat_alone(_: Dialect) -> SelectBase:
    return (
        select(cast(ChatSettingsRow.adult, Integer))
        .join(ChatRow, ChatRow.id == ChatSettingsRow.chat_id)
        .where(
            ChatRow.platform == bindparam("chat_platform", type_=Text()),
            ChatRow.fingerprint == bindparam("chat_fingerprint", type_=LargeBinary()),
        )
    )


def _everything(dialect: Dialect, count: int) -> SelectBase:
    """Return a SELECT of each one's place among `count` who are asked for, and what `_read` takes.

    There is no row for a person or a chat that is not known as they were asked for.
    """
    return union_all(*(_everything_of(dialect, place) for place in range(count)))


def _everything_of(dialect: Dialect, place: int) -> Select[*tuple[Any, ...]]:
    postgresql = dialect.name == "postgresql"
    listed = func.json_agg if postgresql else func.json_group_array

    def theirs(what: _Column, owner: InstrumentedAttribute[int]) -> ColumnElement[str]:
        of_them = select(cast(listed(what), Text())).where(owner == IdentityRow.user_id)
        return func.coalesce(of_them.scalar_subquery(), literal_column("'[]'"))

    def asked(name: str, kind: TypeEngine[Any]) -> BindParameter[Any]:
        return bindparam(f"{name}_{place}", type_=kind)

    owner = case((asked("private", Boolean()), IdentityRow.user_id), else_=null())
    this_chat = and_(
        ChatRow.platform == asked("chat_platform", Text()),
        ChatRow.fingerprint == asked("chat_fingerprint", LargeBinary()),
        ChatRow.owner_id.is_not_distinct_from(owner),
    )
    return (
        select(
            _constant(place),
            IdentityRow.user_id,
            PersonSettingsRow.title_language,
            ChatRow.id,
            cast(ChatSettingsRow.adult, Integer),
            theirs(PersonTypeRow.type, PersonTypeRow.user_id),
            theirs(_numbered(), RatingRow.user_id),
            theirs(DismissalRow.anime_id, DismissalRow.user_id),
        )
        .join(ChatRow, this_chat)
        .outerjoin(PersonSettingsRow, PersonSettingsRow.user_id == IdentityRow.user_id)
        .outerjoin(ChatSettingsRow, ChatSettingsRow.chat_id == ChatRow.id)
        .where(
            IdentityRow.platform == asked("platform", Text()),
            IdentityRow.fingerprint == asked("fingerprint", LargeBinary()),
            IdentityRow.gone_at.is_(None),
        )
    )
