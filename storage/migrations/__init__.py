"""The tables' history, as Alembic migrations that run on SQLite and on PostgreSQL."""
