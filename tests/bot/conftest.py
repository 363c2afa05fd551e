from pathlib import Path

import pytest

from bot.settings import Settings
from tests.bot.home import KEY, furnished_home


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder after its first start, in an environment that sets nothing else."""
    monkeypatch.chdir(tmp_path)
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)
    monkeypatch.setenv("SECRET_KEY", KEY)
    return furnished_home(tmp_path / "home")
