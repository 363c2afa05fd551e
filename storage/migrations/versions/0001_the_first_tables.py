"""The first tables.

Revision: 0001, after: nothing

The types are spelled out here, not taken from the tables' classes: those change, this history does not.
"""

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.types import TypeEngine

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

ROW_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True).with_variant(sa.BigInteger(), "sqlite")
ANIME_TYPES = ("tv", "movie", "ova", "ona", "special", "music", "unknown")
LANGUAGES = ("romaji", "english", "native", "other")


def one_of(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True)


def column(name: str, kind: TypeEngine[Any]) -> sa.Column[Any]:
    return sa.Column(name, kind, nullable=False)


def optional(name: str, kind: TypeEngine[Any]) -> sa.Column[Any]:
    return sa.Column(name, kind, nullable=True)


def key(table: str, *columns: str) -> sa.PrimaryKeyConstraint:
    return sa.PrimaryKeyConstraint(*columns, name=op.f(f"pk_{table}"))


def check(table: str, name: str, condition: str) -> sa.CheckConstraint:
    return sa.CheckConstraint(condition, name=op.f(f"ck_{table}_{name}"))


def refers(table: str, name: str, other: str, ondelete: str | None = None) -> sa.ForeignKeyConstraint:
    constraint = op.f(f"fk_{table}_{name}_{other.partition('.')[0]}")
    return sa.ForeignKeyConstraint([name], [other], name=constraint, ondelete=ondelete)


def upgrade() -> None:
    create_anime()
    create_what_belongs_to_anime()
    create_people()
    create_what_people_set()
    create_chats()
    create_tastes()
    create_impressions()
    create_feedback()
    create_operations()


def create_anime() -> None:
    op.create_table(
        "anime",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        column("type", one_of("anime_type", *ANIME_TYPES)),
        optional("year", sa.Integer()),
        optional("season", one_of("season", "winter", "spring", "summer", "fall")),
        optional("episodes", sa.Integer()),
        optional("minutes", sa.Integer()),
        optional("source", sa.Text()),
        optional("age_rating", one_of("age_rating", "g", "pg", "pg13", "r", "r+", "rx")),
        optional("synopsis", sa.Text()),
        optional("picture", sa.Text()),
        optional("members", sa.Integer()),
        column("origin", sa.Text()),
        column("updated_at", MOMENT),
        check("anime", "episodes", "episodes > 0"),
        check("anime", "minutes", "minutes > 0"),
        check("anime", "members", "members >= 0"),
        key("anime", "id"),
    )
    op.create_table(
        "labels",
        column("id", sa.Integer()),
        column("kind", one_of("label_kind", "genre", "theme", "demographic", "studio", "tag")),
        column("name", sa.Text()),
        key("labels", "id"),
        sa.UniqueConstraint("kind", "name", name=op.f("uq_labels_kind_name")),
    )


def create_what_belongs_to_anime() -> None:
    op.create_table(
        "titles",
        column("anime_id", sa.Integer()),
        column("position", sa.Integer()),
        column("text", sa.Text()),
        column("language", one_of("title_language", *LANGUAGES)),
        column("kind", one_of("title_kind", "main", "synonym", "short")),
        refers("titles", "anime_id", "anime.id", "CASCADE"),
        key("titles", "anime_id", "position"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "anime_labels",
        column("anime_id", sa.Integer()),
        column("label_id", sa.Integer()),
        column("position", sa.Integer()),
        refers("anime_labels", "anime_id", "anime.id", "CASCADE"),
        refers("anime_labels", "label_id", "labels.id"),
        key("anime_labels", "anime_id", "label_id"),
        sqlite_with_rowid=False,
    )
    kinds = ("sequel", "prequel", "side story", "parent story", "alternative version")
    op.create_table(
        "relations",
        column("anime_id", sa.Integer()),
        column("position", sa.Integer()),
        column("kind", one_of("relation_kind", *kinds, "spin-off", "summary", "full story", "other")),
        column("related_id", sa.Integer()),
        refers("relations", "anime_id", "anime.id", "CASCADE"),
        key("relations", "anime_id", "position"),
        sqlite_with_rowid=False,
    )


def create_people() -> None:
    op.create_table(
        "users",
        column("id", ROW_ID),
        column("kind", one_of("person_kind", "person", "imported", "simulated")),
        column("created_at", MOMENT),
        key("users", "id"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "identities",
        column("platform", sa.Text()),
        column("fingerprint", sa.LargeBinary(32)),
        column("user_id", ROW_ID),
        optional("sealed_id", sa.LargeBinary()),
        refers("identities", "user_id", "users.id", "CASCADE"),
        key("identities", "platform", "fingerprint"),
    )
    op.create_index(op.f("ix_identities_user_id"), "identities", ["user_id"])


def create_what_people_set() -> None:
    op.create_table(
        "person_settings",
        column("user_id", ROW_ID),
        column("title_language", one_of("title_language", *LANGUAGES)),
        refers("person_settings", "user_id", "users.id", "CASCADE"),
        key("person_settings", "user_id"),
    )
    op.create_table(
        "person_types",
        column("user_id", ROW_ID),
        column("type", one_of("anime_type", *ANIME_TYPES)),
        refers("person_types", "user_id", "users.id", "CASCADE"),
        key("person_types", "user_id", "type"),
    )
    op.create_table(
        "consent_events",
        column("id", ROW_ID),
        column("user_id", ROW_ID),
        column("consent", one_of("consent", "training")),
        column("given", sa.Boolean()),
        column("at", MOMENT),
        refers("consent_events", "user_id", "users.id", "CASCADE"),
        key("consent_events", "id"),
    )
    op.create_index(op.f("ix_consent_events_user_id"), "consent_events", ["user_id"])


def create_chats() -> None:
    op.create_table(
        "chats",
        column("id", ROW_ID),
        column("platform", sa.Text()),
        column("fingerprint", sa.LargeBinary(32)),
        optional("owner_id", ROW_ID),
        column("created_at", MOMENT),
        refers("chats", "owner_id", "users.id", "CASCADE"),
        key("chats", "id"),
        sa.UniqueConstraint("platform", "fingerprint", name=op.f("uq_chats_platform_fingerprint")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_chats_owner_id"), "chats", ["owner_id"])
    op.create_table(
        "chat_settings",
        column("chat_id", ROW_ID),
        column("adult", sa.Boolean()),
        refers("chat_settings", "chat_id", "chats.id", "CASCADE"),
        key("chat_settings", "chat_id"),
    )


def create_tastes() -> None:
    op.create_table(
        "ratings",
        column("user_id", ROW_ID),
        column("anime_id", sa.Integer()),
        optional("score", sa.SmallInteger()),
        optional("thumb", sa.SmallInteger()),
        optional("status", sa.SmallInteger()),
        column("origin", sa.Text()),
        column("at", MOMENT),
        check("ratings", "score", "score BETWEEN 1 AND 10"),
        check("ratings", "thumb", "thumb IN (-1, 1)"),
        check("ratings", "status", "status IN (1, 2, 3, 4)"),
        check("ratings", "says_something", "coalesce(score, thumb, status) IS NOT NULL"),
        refers("ratings", "user_id", "users.id", "CASCADE"),
        refers("ratings", "anime_id", "anime.id"),
        key("ratings", "user_id", "anime_id"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "dismissals",
        column("user_id", ROW_ID),
        column("anime_id", sa.Integer()),
        column("at", MOMENT),
        refers("dismissals", "user_id", "users.id", "CASCADE"),
        refers("dismissals", "anime_id", "anime.id"),
        key("dismissals", "user_id", "anime_id"),
        sqlite_with_rowid=False,
    )


def create_impressions() -> None:
    op.create_table(
        "impressions",
        column("id", ROW_ID),
        column("user_id", ROW_ID),
        optional("chat_id", ROW_ID),
        column("anime_id", sa.Integer()),
        column("position", sa.Integer()),
        column("model_version", sa.Text()),
        column("arm", sa.Text()),
        column("propensity", sa.Double()),
        column("command", sa.Text()),
        column("at", MOMENT),
        check("impressions", "position", "position >= 0"),
        check("impressions", "propensity", "propensity > 0 AND propensity <= 1"),
        refers("impressions", "user_id", "users.id", "CASCADE"),
        refers("impressions", "chat_id", "chats.id", "SET NULL"),
        refers("impressions", "anime_id", "anime.id"),
        key("impressions", "id"),
    )
    op.create_index(op.f("ix_impressions_user_id"), "impressions", ["user_id"])
    op.create_index(op.f("ix_impressions_chat_id"), "impressions", ["chat_id"])


def create_feedback() -> None:
    op.create_table(
        "feedback",
        column("id", ROW_ID),
        column("user_id", ROW_ID),
        column("anime_id", sa.Integer()),
        column("kind", sa.Text()),
        column("model_version", sa.Text()),
        optional("position", sa.Integer()),
        column("arm", sa.Text()),
        column("propensity", sa.Double()),
        column("at", MOMENT),
        check("feedback", "kind", "kind <> ''"),
        check("feedback", "position", "position >= 0"),
        check("feedback", "propensity", "propensity > 0 AND propensity <= 1"),
        refers("feedback", "user_id", "users.id", "CASCADE"),
        refers("feedback", "anime_id", "anime.id"),
        key("feedback", "id"),
    )
    op.create_index(op.f("ix_feedback_user_id"), "feedback", ["user_id"])


def create_operations() -> None:
    op.create_table(
        "model_versions",
        column("version", sa.Text()),
        column("trained_at", MOMENT),
        column("data", sa.Text()),
        key("model_versions", "version"),
    )
    op.create_table(
        "model_metrics",
        column("version", sa.Text()),
        column("name", sa.Text()),
        column("value", sa.Double()),
        refers("model_metrics", "version", "model_versions.version", "CASCADE"),
        key("model_metrics", "version", "name"),
    )
    op.create_table(
        "promotions",
        column("id", ROW_ID),
        column("version", sa.Text()),
        column("at", MOMENT),
        refers("promotions", "version", "model_versions.version", "CASCADE"),
        key("promotions", "id"),
    )
    op.create_table(
        "job_runs",
        column("id", ROW_ID),
        column("job", sa.Text()),
        column("started_at", MOMENT),
        optional("finished_at", MOMENT),
        optional("outcome", one_of("outcome", "succeeded", "failed", "skipped")),
        column("detail", sa.Text()),
        check("job_runs", "finished", "(finished_at IS NULL) = (outcome IS NULL)"),
        key("job_runs", "id"),
    )


def downgrade() -> None:
    for table in (
        *("job_runs", "promotions", "model_metrics", "model_versions"),
        *("feedback", "impressions", "dismissals", "ratings"),
        *("chat_settings", "chats", "consent_events", "person_types", "person_settings", "identities", "users"),
        *("relations", "anime_labels", "titles", "labels", "anime"),
    ):
        op.drop_table(table)
