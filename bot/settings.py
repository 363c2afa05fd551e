"""Every setting there is, from the environment or a `.env` file; `.env.example` shows them all."""

import contextlib
import os
import re
import secrets
import tempfile
from enum import StrEnum
from pathlib import Path
from typing import Annotated
from urllib.parse import urlsplit

from platformdirs import user_config_path
from pydantic import Field, SecretStr, ValidationInfo, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from storage.address import driver_address

KEY_BYTES = 32
_WEBHOOK_SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}")  # what Telegram takes for its header


class UnusableSettingError(Exception):
    """A setting that reads well and does not work on this machine; the message is the sentence to show."""


class LogLevel(StrEnum):
    """From which weight on things are logged."""

    DEBUG = "DEBUG"
    INFO = "INFO"
    WARNING = "WARNING"
    ERROR = "ERROR"


class LogFormat(StrEnum):
    """TEXT reads well in a terminal; JSON is one object a line for machines."""

    TEXT = "text"
    JSON = "json"


class Settings(BaseSettings):
    """The process's settings. Empty values count as not set."""

    model_config = SettingsConfigDict(env_file=".env", env_ignore_empty=True, extra="ignore", frozen=True)

    data_dir: Path = Path("data")
    database_url: SecretStr | None = None
    secret_key: SecretStr | None = None
    admins: Annotated[frozenset[str], NoDecode] = frozenset()
    web_host: str = "127.0.0.1"
    web_port: Annotated[int, Field(ge=0, le=65535)] = 8080
    web_allowed_hosts: Annotated[frozenset[str], NoDecode] = frozenset()
    telegram_token: SecretStr | None = None
    telegram_api_url: str = "https://api.telegram.org"
    telegram_webhook_url: str | None = None
    telegram_webhook_secret: SecretStr | None = None
    discord_token: SecretStr | None = None
    discord_api_url: str | None = None
    discord_gateway_url: str | None = None
    log_level: LogLevel = LogLevel.INFO
    log_format: LogFormat = LogFormat.TEXT
    retrain_cron: str = "0 4 * * mon"

    @field_validator("admins", "web_allowed_hosts", mode="before")
    @classmethod
    def _split(cls, value: object) -> object:
        return frozenset(value.replace(",", " ").split()) if isinstance(value, str) else value

    @field_validator("admins")
    @classmethod
    def _name_platforms(cls, value: frozenset[str]) -> frozenset[str]:
        for admin in value:
            platform, colon, identity = admin.partition(":")
            if not (platform and colon and identity):
                raise ValueError(f"an admin is written platform:id, for example telegram:12345, not {admin!r}")
        return value

    @field_validator("database_url")
    @classmethod
    def _name_the_driver(cls, value: SecretStr | None) -> SecretStr | None:
        return None if value is None else SecretStr(driver_address(value.get_secret_value()))

    @field_validator("telegram_api_url", "telegram_webhook_url", "discord_api_url", "discord_gateway_url")
    @classmethod
    def _is_an_address(cls, value: str | None, info: ValidationInfo) -> str | None:
        schemes = {"ws", "wss"} if info.field_name == "discord_gateway_url" else {"http", "https"}
        if value is not None and not (urlsplit(value).scheme in schemes and urlsplit(value).hostname):
            raise ValueError(f"an address begins with {' or '.join(f'{one}://' for one in sorted(schemes))}")
        return value.rstrip("/") if value else value

    @field_validator("telegram_webhook_secret")
    @classmethod
    def _fits_a_header(cls, value: SecretStr | None) -> SecretStr | None:
        if value is not None and not _WEBHOOK_SECRET.fullmatch(value.get_secret_value()):
            raise ValueError("1 to 256 of A-Z, a-z, 0-9, _ and -")
        return value

    @field_validator("log_level", mode="before")
    @classmethod
    def _in_any_case(cls, value: object) -> object:
        return value.upper() if isinstance(value, str) else value

    @field_validator("retrain_cron")
    @classmethod
    def _is_a_cron_line(cls, value: str) -> str:
        from apscheduler.triggers.cron import CronTrigger  # noqa: PLC0415  the default needs no check, and no wait for it

        try:
            CronTrigger.from_crontab(value)
        except ValueError as error:
            raise ValueError(f"a time is written minute hour day month weekday, like 0 4 * * mon ({error})") from error
        return value

    @field_validator("secret_key")
    @classmethod
    def _is_a_key(cls, value: SecretStr | None) -> SecretStr | None:
        if value is not None:
            decode_key(value.get_secret_value())
        return value

    @property
    def url(self) -> str:
        """Return the database's address: the one set, or an SQLite file in the data folder."""
        if self.database_url is not None:
            return self.database_url.get_secret_value()
        return f"sqlite+aiosqlite:///{self.data_dir.resolve() / 'osusume.db'}"

    @property
    def models(self) -> Path:
        """Return the folder of model folders."""
        return self.data_dir / "models"


def decode_key(text: str) -> bytes:
    """Return the 32 bytes that 64 hexadecimal digits stand for. Raises ValueError for anything else."""
    try:
        key = bytes.fromhex(text)
    except ValueError:
        key = b""
    if len(key) != KEY_BYTES:
        raise ValueError("SECRET_KEY is 64 hexadecimal digits, for example the output of: openssl rand -hex 32")
    return key


def secret_key(settings: Settings, folder: Path | None = None) -> bytes:
    """Return the key that people's identities are hashed with.

    Without SECRET_KEY one is made at the first start and kept in `folder`, by default the user's configuration folder:
    apart from the database, so that a copy of the one does not open the other. Raises UnusableSettingError.
    """
    if settings.secret_key is not None:
        return decode_key(settings.secret_key.get_secret_value())
    path = (folder or user_config_path("osusume")) / "secret.key"
    try:
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            _make_key(path)
        return decode_key(path.read_text("ascii").strip())
    except OSError as error:
        raise UnusableSettingError(
            f"The key cannot be kept in {path} ({error.strerror or error}). Set SECRET_KEY, or let it be written."
        ) from error
    except ValueError as error:
        raise UnusableSettingError(
            f"{path} holds no key: it is damaged. Put the right one there, or set SECRET_KEY."
        ) from error


def _make_key(path: Path) -> None:
    """Write a new key to `path`, whole or not at all; one that another process made a moment ago stays."""
    with tempfile.NamedTemporaryFile("w", dir=path.parent) as draft:  # readable by its owner alone
        draft.write(secrets.token_hex(KEY_BYTES))
        draft.flush()
        with contextlib.suppress(FileExistsError):
            os.link(draft.name, path)
