"""Chats and what is set for them."""

from datetime import datetime

from sqlalchemy import ForeignKey, LargeBinary, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from storage.tables.base import Base, RowId


class ChatRow(Base):
    """A place where questions are asked: a Telegram chat, a Discord channel, a browser. Known by keyed hash only."""

    __tablename__ = "chats"
    __table_args__ = (UniqueConstraint("platform", "fingerprint"), {"sqlite_autoincrement": True})

    id: Mapped[RowId]
    platform: Mapped[str]
    fingerprint: Mapped[bytes] = mapped_column(LargeBinary(32))
    # The person a private chat is with, so that it goes when they do; none for a chat of many.
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), index=True)
    created_at: Mapped[datetime]


class ChatSettingsRow(Base):
    """What was set for a chat; no row means the defaults."""

    __tablename__ = "chat_settings"

    chat_id: Mapped[int] = mapped_column(ForeignKey("chats.id", ondelete="CASCADE"), primary_key=True)
    adult: Mapped[bool]
