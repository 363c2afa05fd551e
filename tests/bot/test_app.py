import json
from pathlib import Path

from bot.app import opened_app
from bot.conversation.reply import Card, Notice
from bot.conversation.request import Chat, Identity, Request
from bot.settings import Settings
from core.versions import versions
from tests.bot.home import first_start


def nothing_said(stage: str, share: float) -> None:
    raise AssertionError(f"nothing was to be done, but it told of {stage} ({share})")


def asked(command: str, text: str = "") -> Request:
    return Request(Identity("test", "ann"), Chat("test", "ann", private=True), command=command, text=text)


def test_the_first_start_fills_the_catalogue_and_trains_with_progress() -> None:
    folder, told = first_start()
    stages = [stage for stage, _ in told]
    assert "Filling the catalogue" in stages
    assert "Simulating ratings" in stages
    assert told[-1] == ("Done", 1.0)
    manifest = json.loads((folder / "models" / versions(folder / "models")[0] / "manifest.json").read_text())
    assert "simulated" in manifest["data"]


async def test_the_second_start_has_nothing_to_do_and_answers(home: Path) -> None:
    async with opened_app(Settings(data_dir=home), nothing_said) as app:
        reply = await app.conversation.answer(asked("similar", "naruto"))
    cards = [part for part in reply.parts if isinstance(part, Card)]
    assert len(cards) >= 5
    assert not any("Naruto" in card.title for card in cards)


async def test_what_was_said_outlives_the_process(home: Path) -> None:
    async with opened_app(Settings(data_dir=home), nothing_said) as app:
        await app.conversation.answer(asked("rate", "cowboy bebop 9"))
    async with opened_app(Settings(data_dir=home), nothing_said) as app:
        history = await app.conversation.answer(asked("history"))
    assert "Cowboy Bebop" in repr(history)


async def test_admins_are_those_the_settings_name(home: Path) -> None:
    settings = Settings(data_dir=home, admins=frozenset({"test:ann"}))
    async with opened_app(settings, nothing_said) as app:
        status = await app.conversation.answer(asked("admin", "status"))
    assert "simulated" in repr(status)
    async with opened_app(Settings(data_dir=home), nothing_said) as app:
        refused = await app.conversation.answer(asked("admin", "status"))
    assert [type(part) for part in refused.parts] == [Notice]
