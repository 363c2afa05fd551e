"""People, how they are recognised, what they set and what they agreed to. All of it goes when they do."""

from datetime import datetime

from sqlalchemy import ForeignKey, LargeBinary, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.anime import AnimeType, TitleLanguage
from storage.kinds import Consent, PersonKind
from storage.tables.base import Base, RowId


class UserRow(Base):
    """Someone with a taste. Says nothing about who they are."""

    __tablename__ = "users"
    __table_args__ = {"sqlite_autoincrement": True}  # noqa: RUF012  a forgotten person's number never comes back

    id: Mapped[RowId]
    kind: Mapped[PersonKind]
    created_at: Mapped[datetime]


class IdentityRow(Base):
    """A person as a platform (or a data set) knows them: by keyed hash, from which nobody can be written to.

    A person has one a platform that they joined by a code. `gone_at`: since when they want nothing from us there.
    """

    __tablename__ = "identities"

    platform: Mapped[str] = mapped_column(primary_key=True)
    fingerprint: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), index=True)
    gone_at: Mapped[datetime | None]


class LinkCodeRow(Base):
    """A code that joins a person's identities of two platforms: by keyed hash, one a person, for a few minutes."""

    __tablename__ = "link_codes"
    __table_args__ = (UniqueConstraint("fingerprint"),)

    user_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), primary_key=True)
    fingerprint: Mapped[bytes] = mapped_column(LargeBinary(32))
    at: Mapped[datetime]


class PersonSettingsRow(Base):
    """What a person set; no row means the defaults."""

    __tablename__ = "person_settings"

    user_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), primary_key=True)
    title_language: Mapped[TitleLanguage]


class PersonTypeRow(Base):
    """A format that a person wants to see; no row at all means every format."""

    __tablename__ = "person_types"

    user_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), primary_key=True)
    type: Mapped[AnimeType] = mapped_column(primary_key=True)


class ConsentEventRow(Base):
    """A consent given or withdrawn: append-only, the last one of its kind holds."""

    __tablename__ = "consent_events"

    id: Mapped[RowId]
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), index=True)
    consent: Mapped[Consent]
    given: Mapped[bool]
    at: Mapped[datetime]
