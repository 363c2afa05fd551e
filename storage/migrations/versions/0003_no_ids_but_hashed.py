"""No platform's id is kept but as a keyed hash: nobody is written to, so none has to be opened again.

Revision: 0003, after: 0002
"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("identities") as table:
        table.drop_column("sealed_id")


def downgrade() -> None:
    op.add_column("identities", sa.Column("sealed_id", sa.LargeBinary(), nullable=True))
