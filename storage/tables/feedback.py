"""What was shown and what came back: append-only, the ground for measuring and for experiments."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from storage.tables.base import Base, RowId


class ImpressionRow(Base):
    """One anime shown to one person. `model_version` is no foreign key: what was shown outlives a version's record."""

    __tablename__ = "impressions"
    __table_args__ = (
        CheckConstraint("position >= 0", name="position"),
        CheckConstraint("propensity > 0 AND propensity <= 1", name="propensity"),
    )

    id: Mapped[RowId]
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), index=True)
    chat_id: Mapped[int | None] = mapped_column(ForeignKey("chats.id", ondelete="SET NULL"), index=True)
    anime_id: Mapped[int] = mapped_column(ForeignKey("anime.id"))
    position: Mapped[int]
    model_version: Mapped[str]
    arm: Mapped[str]
    propensity: Mapped[float]
    command: Mapped[str]
    at: Mapped[datetime]


class FeedbackRow(Base):
    """One answer of a person to what they were shown. `kind` is open: a new button needs no migration."""

    __tablename__ = "feedback"
    __table_args__ = (
        CheckConstraint("kind <> ''", name="kind"),
        CheckConstraint("position >= 0", name="position"),
        CheckConstraint("propensity > 0 AND propensity <= 1", name="propensity"),
    )

    id: Mapped[RowId]
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), index=True)
    anime_id: Mapped[int] = mapped_column(ForeignKey("anime.id"))
    kind: Mapped[str]
    model_version: Mapped[str]
    position: Mapped[int | None]
    arm: Mapped[str]
    propensity: Mapped[float]
    at: Mapped[datetime]
