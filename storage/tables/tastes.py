"""Tastes: what people said about anime. By far the most rows are here."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, SmallInteger
from sqlalchemy.orm import Mapped, mapped_column

from core.interactions import STATUS_CODES
from core.taste import Status, Thumb
from storage.tables.base import Base

_CODES = ", ".join(map(str, sorted(STATUS_CODES.values())))


class RatingRow(Base):
    """All that one person said about one anime. Kept in the key's order, so that a taste is read in one go."""

    __tablename__ = "ratings"
    __table_args__ = (
        CheckConstraint("score BETWEEN 1 AND 10", name="score"),
        CheckConstraint("thumb IN (-1, 1)", name="thumb"),
        CheckConstraint(f"status IN ({_CODES})", name="status"),
        CheckConstraint("coalesce(score, thumb, status) IS NOT NULL", name="says_something"),
        {"sqlite_with_rowid": False},
    )

    user_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), primary_key=True)
    anime_id: Mapped[int] = mapped_column(ForeignKey("anime.id"), primary_key=True)
    score: Mapped[int | None] = mapped_column(SmallInteger)
    thumb: Mapped[Thumb | None]
    status: Mapped[Status | None]
    origin: Mapped[str]  # where it was said: a command, a button, a data set
    at: Mapped[datetime]


class DismissalRow(Base):
    """An anime that a person waved away ("not for me") without judging it."""

    __tablename__ = "dismissals"
    __table_args__ = {"sqlite_with_rowid": False}  # noqa: RUF012  SQLAlchemy reads it once

    user_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), primary_key=True)
    anime_id: Mapped[int] = mapped_column(ForeignKey("anime.id"), primary_key=True)
    at: Mapped[datetime]
