"""The models that were trained, how they measured, and which went live when."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, func, insert, select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.tables import ModelMetricRow, ModelVersionRow, PromotionRow
from storage.upsert import upsert


@dataclass(frozen=True, slots=True)
class ModelVersion:
    """One trained model. data: what it was trained on, in words. promoted_at: when it last went live, if ever."""

    version: str
    trained_at: datetime
    data: str
    metrics: Mapping[str, float]
    promoted_at: datetime | None


async def record_version(
    session: AsyncSession, version: str, *, trained_at: datetime, data: str, metrics: Mapping[str, float]
) -> None:
    """Note a trained model, in the place of what was noted of this version before."""
    new = upsert(session, ModelVersionRow).values(version=version, trained_at=trained_at, data=data)
    await session.execute(
        new.on_conflict_do_update(
            index_elements=[ModelVersionRow.version],
            set_={"trained_at": new.excluded.trained_at, "data": new.excluded.data},
        )
    )
    await session.execute(delete(ModelMetricRow).where(ModelMetricRow.version == version))
    if metrics:
        rows = [{"version": version, "name": name, "value": value} for name, value in metrics.items()]
        await session.execute(insert(ModelMetricRow), rows)


async def mark_promoted(session: AsyncSession, version: str, *, at: datetime) -> None:
    """Note that a recorded version went live, for the first time or again."""
    await session.execute(insert(PromotionRow).values(version=version, at=at))


async def latest_versions(session: AsyncSession, limit: int) -> list[ModelVersion]:
    """Return the models trained last, newest first."""
    promoted = func.max(PromotionRow.at, type_=PromotionRow.at.type)
    newest = (
        select(ModelVersionRow.version, ModelVersionRow.trained_at, ModelVersionRow.data, promoted)
        .outerjoin(PromotionRow, PromotionRow.version == ModelVersionRow.version)
        .group_by(ModelVersionRow.version, ModelVersionRow.trained_at, ModelVersionRow.data)
        .order_by(ModelVersionRow.trained_at.desc(), ModelVersionRow.version.desc())
        .limit(limit)
    )
    rows = (await session.execute(newest)).all()
    metrics: defaultdict[str, dict[str, float]] = defaultdict(dict)
    figures = select(ModelMetricRow.version, ModelMetricRow.name, ModelMetricRow.value)
    among = figures.where(ModelMetricRow.version.in_([row.version for row in rows]))
    for version, name, value in await session.execute(among):
        metrics[version][name] = value
    return [
        ModelVersion(version, trained_at, data, metrics[version], promoted_at)
        for version, trained_at, data, promoted_at in rows
    ]
