"""What happened without anyone asking: models trained and promoted, jobs run."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from storage.kinds import Outcome
from storage.tables.base import Base, RowId


class ModelVersionRow(Base):
    """A model that was trained."""

    __tablename__ = "model_versions"

    version: Mapped[str] = mapped_column(primary_key=True)
    trained_at: Mapped[datetime]
    data: Mapped[str]  # what it was trained on, in words


class ModelMetricRow(Base):
    """One figure a model was measured by."""

    __tablename__ = "model_metrics"

    version: Mapped[str] = mapped_column(ForeignKey("model_versions.version", ondelete="CASCADE"), primary_key=True)
    name: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[float]


class PromotionRow(Base):
    """A model that went live: append-only, since one can come back (roll back) any number of times."""

    __tablename__ = "promotions"

    id: Mapped[RowId]
    version: Mapped[str] = mapped_column(ForeignKey("model_versions.version", ondelete="CASCADE"))
    at: Mapped[datetime]


class JobRunRow(Base):
    """One run of a job; without an end it is running, or the process died."""

    __tablename__ = "job_runs"
    __table_args__ = (CheckConstraint("(finished_at IS NULL) = (outcome IS NULL)", name="finished"),)

    id: Mapped[RowId]
    job: Mapped[str]
    started_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]
    outcome: Mapped[Outcome | None]
    detail: Mapped[str]
