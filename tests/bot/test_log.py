import json
import logging
from collections.abc import Iterator

import pytest
from loguru import logger

from bot import log
from bot.settings import LogFormat


@pytest.fixture(autouse=True)
def restored() -> Iterator[None]:
    root = logging.getLogger()
    handlers, level = list(root.handlers), root.level
    yield
    logger.remove()
    root.handlers[:] = handlers
    root.setLevel(level)


def test_a_line_for_machines_is_one_json_object(capsys: pytest.CaptureFixture[str]) -> None:
    log.set_up("INFO", LogFormat.JSON)
    logger.bind(person="a1b2").info("Answered")
    record = json.loads(capsys.readouterr().err)["record"]
    assert (record["message"], record["extra"], record["level"]["name"]) == ("Answered", {"person": "a1b2"}, "INFO")


def test_a_line_for_people_shows_what_was_bound_and_nothing_empty(capsys: pytest.CaptureFixture[str]) -> None:
    log.set_up("INFO", LogFormat.TEXT)
    logger.info("Plain {}", "{}")
    logger.bind(person="a1b2").info("Bound")
    plain, bound = capsys.readouterr().err.splitlines()
    assert plain.endswith("INFO    Plain {}")
    assert bound.endswith("INFO    Bound {'person': 'a1b2'}")


def test_below_the_level_nothing_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    log.set_up("WARNING", LogFormat.TEXT)
    logger.info("quiet")
    logger.warning("loud")
    assert "quiet" not in (said := capsys.readouterr().err)
    assert "loud" in said


def test_other_libraries_come_along(capsys: pytest.CaptureFixture[str]) -> None:
    log.set_up("INFO", LogFormat.TEXT)
    logging.getLogger("some.library").warning("50% done")
    assert "50% done" in capsys.readouterr().err


def test_a_traceback_shows_no_values(capsys: pytest.CaptureFixture[str]) -> None:
    log.set_up("INFO", LogFormat.TEXT)
    token = "hunter" + str(2)
    try:
        token.index("no")
    except ValueError:
        logger.exception("Broken")
    assert "Broken" in (said := capsys.readouterr().err)
    assert "hunter2" not in said
