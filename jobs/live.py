"""The model that answers: loaded once, exchanged whole when the pointer moves, kept when the new one is broken."""

from pathlib import Path
from threading import Lock

from loguru import logger

from core.engine import Engine
from core.model_files import BrokenModelError
from core.versions import POINTER, live_folder


class NoModelError(Exception):
    """There is no live model: nothing was trained yet, or what was is broken."""


class LiveModel:
    """The one loaded engine of a process, for the folder of models it is given."""

    def __init__(self, models: Path) -> None:
        self._models = models
        self._engine: Engine | None = None
        self._refused: str | None = None
        self._loading = Lock()

    @property
    def loaded(self) -> bool:
        """Whether there is an engine to answer."""
        return self._engine is not None

    @property
    def engine(self) -> Engine:
        """Return the live engine. Raises NoModelError before the first one is loaded."""
        if self._engine is None:
            raise NoModelError("there is no model yet; `osusume train` makes one")
        return self._engine

    def refresh(self) -> bool:
        """Load the model that the pointer names if it is another one than ours; blocks, so call it in a thread.

        Returns whether the engine changed. A broken folder or pointer is logged once and refused: the last good engine
        stays.
        """
        with self._loading:
            folder = self._pointed_at()
            if folder is None or folder.name == self._refused:
                return False
            if self._engine is not None and folder.name == self._engine.version:
                return False
            try:
                self._engine = Engine.load(folder)
            except (BrokenModelError, OSError) as broken:
                self._refused = folder.name
                logger.error("Model {} is broken and was refused: {}", folder.name, broken)
                return False
            self._refused = None
            logger.info("Model {} is live", folder.name)
            return True

    def _pointed_at(self) -> Path | None:
        try:
            return live_folder(self._models)
        except (OSError, ValueError) as broken:
            if self._refused != POINTER:
                self._refused = POINTER
                logger.error("Which model is live cannot be read: {}", broken)
            return None
