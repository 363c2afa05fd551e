import pytest

from storage.address import driver_address


@pytest.mark.parametrize(
    ("given", "opened"),
    [
        ("postgres://me:p%40ss@host/db", "postgresql+asyncpg://me:p%40ss@host/db"),
        ("postgresql://me@host:5433/db?sslmode=require", "postgresql+asyncpg://me@host:5433/db?ssl=require"),
        ("postgresql+asyncpg://me@host/db", "postgresql+asyncpg://me@host/db"),
        ("sqlite:////srv/osusume.db", "sqlite+aiosqlite:////srv/osusume.db"),
        ("sqlite+aiosqlite:///x.db", "sqlite+aiosqlite:///x.db"),
    ],
)
def test_the_driver_need_not_be_named(given: str, opened: str) -> None:
    assert driver_address(given) == opened


@pytest.mark.parametrize(
    "given", ["banana hunter2", "mysql://me:hunter2@host/db", "postgresql://me:hunter2@host:abc/db"]
)
def test_another_address_is_refused_without_repeating_it(given: str) -> None:
    with pytest.raises(ValueError, match="a database address") as refused:
        driver_address(given)
    assert "hunter2" not in str(refused.value)
