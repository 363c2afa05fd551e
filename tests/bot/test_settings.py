from pathlib import Path

import pytest
from pydantic import ValidationError

from bot.settings import LogLevel, Settings, UnusableSettingError, decode_key, secret_key

KEY = "0123456789abcdef" * 4


@pytest.fixture(autouse=True)
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)  # no .env of the developer's
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)


def test_every_setting_stands_in_the_example() -> None:
    example = (Path(__file__).parents[2] / ".env.example").read_text()
    named = {line.partition("=")[0].lower() for line in example.splitlines() if line and not line.startswith("#")}
    assert named == set(Settings.model_fields)


def test_the_example_is_the_default(tmp_path: Path) -> None:
    example = (Path(__file__).parents[2] / ".env.example").read_text()
    (tmp_path / ".env").write_text(example)
    assert Settings() == Settings(_env_file=None)


def test_without_a_database_url_it_is_a_file_in_the_data_folder(tmp_path: Path) -> None:
    assert Settings(data_dir=tmp_path).url == f"sqlite+aiosqlite:///{tmp_path.resolve() / 'osusume.db'}"


def test_admins_are_split_and_name_their_platform(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ADMINS", "cli:me, telegram:12345")
    assert Settings().admins == {"cli:me", "telegram:12345"}


@pytest.mark.parametrize("admins", ["me", "telegram:", ":5"])
def test_an_admin_without_platform_or_id_is_refused(admins: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ADMINS", admins)
    with pytest.raises(ValidationError, match="platform:id"):
        Settings()


@pytest.mark.parametrize("key", ["short", "zz" * 32, KEY + "00"])
def test_a_key_that_is_none_is_refused(key: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET_KEY", key)
    with pytest.raises(ValidationError, match="openssl rand -hex 32"):
        Settings()


def test_the_key_comes_from_the_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("SECRET_KEY", KEY)
    assert secret_key(Settings(), tmp_path / "unused") == decode_key(KEY)
    assert not (tmp_path / "unused").exists()


def test_else_it_is_made_once_and_only_its_owner_reads_it(tmp_path: Path) -> None:
    first = secret_key(Settings(), tmp_path / "osusume")
    assert secret_key(Settings(), tmp_path / "osusume") == first
    assert (tmp_path / "osusume" / "secret.key").stat().st_mode & 0o077 == 0


def test_a_key_that_cannot_be_kept_or_is_damaged_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(UnusableSettingError, match="Set SECRET_KEY"):
        secret_key(Settings(), tmp_path / "file")
    (tmp_path / "secret.key").write_text("half a k")
    with pytest.raises(UnusableSettingError, match="is damaged"):
        secret_key(Settings(), tmp_path)


def test_the_database_is_named_as_hosts_name_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgres://me:hunter2@host/db?sslmode=require")
    assert Settings().url == "postgresql+asyncpg://me:hunter2@host/db?ssl=require"


@pytest.mark.parametrize(
    ("name", "value", "complaint"),
    [
        ("DATABASE_URL", "mysql://me@host/db", "begins with postgresql://"),
        ("LOG_LEVEL", "loud", "'DEBUG', 'INFO'"),
        ("RETRAIN_CRON", "weekly", "minute hour day month weekday"),
        ("RETRAIN_CRON", "61 4 * * mon", "minute hour day month weekday"),
    ],
)
def test_a_value_that_would_fail_later_is_refused_at_once(
    name: str, value: str, complaint: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(ValidationError, match=complaint):
        Settings()


def test_a_log_level_is_taken_in_any_case(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LOG_LEVEL", "warning")
    assert Settings().log_level is LogLevel.WARNING


def test_neither_key_nor_address_is_shown_when_settings_are(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET_KEY", KEY)
    monkeypatch.setenv("DATABASE_URL", "postgresql+asyncpg://me:hunter2@host/db")
    assert KEY not in repr(Settings())
    assert "hunter2" not in repr(Settings())


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("TELEGRAM_API_URL", "api.telegram.org"),
        ("TELEGRAM_WEBHOOK_URL", "ftp://osusume.example.org"),
        ("DISCORD_API_URL", "https://"),
        ("DISCORD_GATEWAY_URL", "https://gateway.discord.gg"),
        ("TELEGRAM_WEBHOOK_SECRET", "no spaces"),
        ("TELEGRAM_WEBHOOK_SECRET", "x" * 257),
    ],
)
def test_an_address_or_a_secret_that_cannot_work_is_refused_by_name(
    name: str, value: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(ValidationError, match=name.lower()):
        Settings()


def test_addresses_are_taken_without_a_slash_at_the_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TELEGRAM_API_URL", "http://127.0.0.1:8081/")
    monkeypatch.setenv("DISCORD_GATEWAY_URL", "ws://127.0.0.1:8082/gateway")
    assert Settings().telegram_api_url == "http://127.0.0.1:8081"
    assert Settings().discord_gateway_url == "ws://127.0.0.1:8082/gateway"


def test_no_token_shows_where_settings_are_printed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TELEGRAM_TOKEN", "123:very-secret")
    monkeypatch.setenv("DISCORD_TOKEN", "very-secret")
    assert "very-secret" not in repr(Settings())
