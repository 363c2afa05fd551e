"""What all tables share: names for constraints, and how our values are kept in columns of two databases."""

from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Annotated, Any, ClassVar

from sqlalchemy import BigInteger, DateTime, Dialect, Enum, Integer, LargeBinary, MetaData, SmallInteger, Text
from sqlalchemy.orm import DeclarativeBase, mapped_column
from sqlalchemy.types import TypeDecorator, TypeEngine

from core.anime import AgeRating, AnimeType, LabelKind, RelationKind, Season, TitleKind, TitleLanguage
from core.interactions import STATUS_CODES
from core.taste import Status, Thumb
from storage.kinds import Consent, Outcome, PersonKind

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


class Instant(TypeDecorator[datetime]):
    """A moment, always with a time zone: `timestamptz` in PostgreSQL, microseconds since 1970 (UTC) in SQLite.

    SQLite has no type for times; its 8-byte integer is a third of the text SQLAlchemy would write, and sorts right.
    """

    impl = DateTime(timezone=True)
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """Return the column's type in this database."""
        return dialect.type_descriptor(BigInteger() if dialect.name == "sqlite" else DateTime(timezone=True))

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> Any:  # noqa: ANN401  int or datetime
        """Return what is stored; raise ValueError for a time without a zone, which could mean any moment."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"a time needs its time zone: {value}")
        return (value - _EPOCH) // _MICROSECOND if dialect.name == "sqlite" else value

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:  # noqa: ANN401  as above
        """Return the moment in UTC."""
        if value is None:
            return None
        moment: datetime = _EPOCH + value * _MICROSECOND if dialect.name == "sqlite" else value
        return moment.astimezone(UTC)


class StatusCode(TypeDecorator[Status]):
    """A status as its code in `core.interactions.STATUS_CODES`: millions of rows go to training as they are."""

    impl = SmallInteger
    cache_ok = True
    _statuses: ClassVar[dict[int, Status]] = {code: status for status, code in STATUS_CODES.items()}

    def process_bind_param(self, value: Status | None, dialect: Dialect) -> int | None:  # noqa: ARG002  SQLAlchemy's
        """Return the code."""
        return None if value is None else STATUS_CODES[value]

    def process_result_value(self, value: int | None, dialect: Dialect) -> Status | None:  # noqa: ARG002  as above
        """Return the status."""
        return None if value is None else self._statuses[value]


class ThumbSign(TypeDecorator[Thumb]):
    """A thumb as +1 or -1."""

    impl = SmallInteger
    cache_ok = True

    def process_bind_param(self, value: Thumb | None, dialect: Dialect) -> int | None:  # noqa: ARG002  SQLAlchemy's
        """Return the sign."""
        return None if value is None else int(value)

    def process_result_value(self, value: int | None, dialect: Dialect) -> Thumb | None:  # noqa: ARG002  as above
        """Return the thumb."""
        return None if value is None else Thumb(value)


def _one_of(kind: type[StrEnum], name: str) -> Enum:
    """Return a text column that holds the values of `kind` only, by a CHECK: both databases can change that later."""
    return Enum(kind, name=name, native_enum=False, create_constraint=True, values_callable=_values)


def _values(kind: type[StrEnum]) -> list[str]:
    return [member.value for member in kind]


# SQLite numbers rows by itself in a column of type INTEGER only, which holds 64 bits there.
RowId = Annotated[int, mapped_column(BigInteger().with_variant(Integer(), "sqlite"), primary_key=True)]


class Base(DeclarativeBase):
    """The tables' metadata. Every constraint has a name, so that a later migration can change it in both databases."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map: ClassVar[dict[Any, Any]] = {
        str: Text(),
        bytes: LargeBinary(),
        datetime: Instant(),
        Status: StatusCode(),
        Thumb: ThumbSign(),
        AnimeType: _one_of(AnimeType, "anime_type"),
        Season: _one_of(Season, "season"),
        AgeRating: _one_of(AgeRating, "age_rating"),
        TitleLanguage: _one_of(TitleLanguage, "title_language"),
        TitleKind: _one_of(TitleKind, "title_kind"),
        LabelKind: _one_of(LabelKind, "label_kind"),
        RelationKind: _one_of(RelationKind, "relation_kind"),
        PersonKind: _one_of(PersonKind, "person_kind"),
        Consent: _one_of(Consent, "consent"),
        Outcome: _one_of(Outcome, "outcome"),
    }
