"""What the surfaces keep between runs."""

from datetime import datetime

from sqlalchemy.orm import Mapped, mapped_column

from storage.tables.base import Base


class SurfaceNoteRow(Base):
    """One thing that a surface noted about itself: nothing personal, so that nobody's data is left behind here."""

    __tablename__ = "surface_notes"

    platform: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[str]
    at: Mapped[datetime]
