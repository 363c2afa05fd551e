"""The tables' history, as Alembic migrations that run on SQLite and on PostgreSQL."""

NEWEST = "0003"  # the last revision; here, so that a start can see that there is nothing to do without loading Alembic
