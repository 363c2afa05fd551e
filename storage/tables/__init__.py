"""Every table, so that whoever has the metadata has all of it."""

from storage.tables.base import Base
from storage.tables.catalogue import AnimeLabelRow, AnimeRow, LabelRow, RelationRow, TitleRow
from storage.tables.chats import ChatRow, ChatSettingsRow
from storage.tables.feedback import FeedbackRow, ImpressionRow
from storage.tables.operations import JobRunRow, ModelMetricRow, ModelVersionRow, PromotionRow
from storage.tables.people import (
    ConsentEventRow,
    IdentityRow,
    LinkCodeRow,
    PersonSettingsRow,
    PersonTypeRow,
    UserRow,
)
from storage.tables.surfaces import SurfaceNoteRow
from storage.tables.tastes import DismissalRow, RatingRow

__all__ = [
    "AnimeLabelRow",
    "AnimeRow",
    "Base",
    "ChatRow",
    "ChatSettingsRow",
    "ConsentEventRow",
    "DismissalRow",
    "FeedbackRow",
    "IdentityRow",
    "ImpressionRow",
    "JobRunRow",
    "LabelRow",
    "LinkCodeRow",
    "ModelMetricRow",
    "ModelVersionRow",
    "PersonSettingsRow",
    "PersonTypeRow",
    "PromotionRow",
    "RatingRow",
    "RelationRow",
    "SurfaceNoteRow",
    "TitleRow",
    "UserRow",
]
