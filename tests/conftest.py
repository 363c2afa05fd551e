"""For all tests: property tests have no deadline, as a busy machine is no defect; logging is left as it was found."""

import logging
from collections.abc import Iterator

import pytest
from hypothesis import settings

settings.register_profile("unhurried", deadline=None)
settings.load_profile("unhurried")


@pytest.fixture(autouse=True)
def _logging_of_its_own() -> Iterator[None]:
    """Take back what a console script under test does to the logging of the whole process."""
    yield
    for handler in logging.getLogger().handlers[:]:
        if type(handler).__module__ == "bot.log":
            logging.getLogger().removeHandler(handler)
