"""The catalogue: anime and what is known about them."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.anime import AgeRating, AnimeType, LabelKind, RelationKind, Season, TitleKind, TitleLanguage
from storage.tables.base import Base


class AnimeRow(Base):
    """One anime, under its MyAnimeList id."""

    __tablename__ = "anime"
    __table_args__ = (
        CheckConstraint("episodes > 0", name="episodes"),
        CheckConstraint("minutes > 0", name="minutes"),
        CheckConstraint("members >= 0", name="members"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    type: Mapped[AnimeType]
    year: Mapped[int | None]
    season: Mapped[Season | None]
    episodes: Mapped[int | None]
    minutes: Mapped[int | None]
    source: Mapped[str | None]  # what it was adapted from
    age_rating: Mapped[AgeRating | None]
    synopsis: Mapped[str | None]
    picture: Mapped[str | None]
    members: Mapped[int | None]
    origin: Mapped[str]  # which catalogue said all this
    updated_at: Mapped[datetime]


class TitleRow(Base):
    """One of an anime's titles; `position` keeps the order the catalogue gave."""

    __tablename__ = "titles"
    __table_args__ = {"sqlite_with_rowid": False}  # noqa: RUF012  SQLAlchemy reads it once

    anime_id: Mapped[int] = mapped_column(ForeignKey("anime.id", ondelete="CASCADE"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    text: Mapped[str]
    language: Mapped[TitleLanguage]
    kind: Mapped[TitleKind]


class LabelRow(Base):
    """A word that sorts anime: a genre, a theme, a demographic, a studio or a tag.

    One table for all five kinds, because they have the same shape and are always read, written and weighted alike; a
    table a kind would be ten tables and five times each query. The kind is part of a label's name: the theme "Music" is
    not the genre "Music".
    """

    __tablename__ = "labels"
    __table_args__ = (UniqueConstraint("kind", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[LabelKind]
    name: Mapped[str]


class AnimeLabelRow(Base):
    """A label on an anime; `position` keeps the order within its kind."""

    __tablename__ = "anime_labels"
    __table_args__ = {"sqlite_with_rowid": False}  # noqa: RUF012  SQLAlchemy reads it once

    anime_id: Mapped[int] = mapped_column(ForeignKey("anime.id", ondelete="CASCADE"), primary_key=True)
    label_id: Mapped[int] = mapped_column(ForeignKey("labels.id"), primary_key=True)
    position: Mapped[int]


class RelationRow(Base):
    """How another anime stands to this one. That one need not be in the catalogue, so it is no foreign key."""

    __tablename__ = "relations"
    __table_args__ = {"sqlite_with_rowid": False}  # noqa: RUF012  SQLAlchemy reads it once

    anime_id: Mapped[int] = mapped_column(ForeignKey("anime.id", ondelete="CASCADE"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[RelationKind]
    related_id: Mapped[int]
