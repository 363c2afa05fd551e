"""People of two platforms: codes that link them, who has gone, what others may ask; and the surfaces' own notes.

Revision: 0002, after: 0001
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

ROW_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True).with_variant(sa.BigInteger(), "sqlite")


def consent(*values: str) -> sa.Enum:
    return sa.Enum(*values, name="consent", native_enum=False, create_constraint=True)


BEFORE = consent("training")
AFTER = consent("training", "recommended_for")


def upgrade() -> None:
    op.add_column("identities", sa.Column("gone_at", MOMENT, nullable=True))
    op.create_table(
        "link_codes",
        sa.Column("user_id", ROW_ID, nullable=False),
        sa.Column("fingerprint", sa.LargeBinary(32), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_link_codes_user_id_users"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("user_id", name=op.f("pk_link_codes")),
        sa.UniqueConstraint("fingerprint", name=op.f("uq_link_codes_fingerprint")),
    )
    op.create_table(
        "surface_notes",
        sa.Column("platform", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("platform", "name", name=op.f("pk_surface_notes")),
    )
    with op.batch_alter_table("consent_events") as table:
        table.alter_column("consent", existing_type=BEFORE, type_=AFTER, existing_nullable=False)


def downgrade() -> None:
    op.execute("DELETE FROM consent_events WHERE consent = 'recommended_for'")
    with op.batch_alter_table("consent_events") as table:
        table.alter_column("consent", existing_type=AFTER, type_=BEFORE, existing_nullable=False)
    op.drop_table("surface_notes")
    op.drop_table("link_codes")
    with op.batch_alter_table("identities") as table:
        table.drop_column("gone_at")
