"""The guides are followed here, to the letter: their examples are run as they stand in them."""

import re
from pathlib import Path
from types import ModuleType

import pytest

import bot.commands.registry
from bot.commands.house import House
from bot.conversation.conversation import Conversation
from bot.conversation.registry import Inline, Registry
from bot.conversation.reply import Card, Reply
from bot.conversation.request import Chat, Identity, Request
from tests.bot.commands.rooms import opened_house
from tests.bot.conversation.shop import Shop, shop_registry

DOCS = Path(__file__).parents[2] / "docs"


def _example(guide: str) -> ModuleType:
    found = re.search(r"```python\n(.*?)```", (DOCS / guide).read_text(encoding="utf-8"), re.DOTALL)
    assert found
    module = ModuleType("example")
    # The module's own code, from our own docs: run as whoever follows the guide would.
    exec(compile(found[1], guide, "exec"), module.__dict__)  # noqa: S102
    return module


async def test_the_command_of_the_guide_works_as_it_stands(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    registry = Registry[House](plain="dice", inline=Inline("dice", "dice"), families=["Discover"])
    monkeypatch.setattr(bot.commands.registry, "registry", registry)
    _example("adding-a-command.md")
    async with opened_house(tmp_path) as house:

        async def answer(text: str) -> Reply:
            request = Request(Identity("web", "ann"), Chat("web", "ann", private=True), command="dice", text=text)
            return await Conversation(registry, house).answer(request)

        drawn = [await answer(text) for text in ("luck=much seed=7", "much seed=7", "much 7")]
        assert all(isinstance(reply.parts[0], Card) for reply in drawn)
        assert drawn[0] == drawn[1] == drawn[2]
        assert isinstance((await answer("")).parts[0], Card)


async def test_the_surface_of_the_guide_works_as_it_stands() -> None:
    surface = _example("adding-a-surface.md")
    lines = iter(["/similar naru", "1", "/paint navy", "brotherhood", "/nope", ""])
    written: list[str] = []
    await surface.talk(Conversation(shop_registry(), Shop()), lambda: next(lines), written.append)
    assert written[0].startswith("Which one do you mean")
    assert written[1] == "[0] Naruto [1] Naruto: Shippuuden"
    assert written[2] == "similar 1735"
    assert written[4] == "paint dark blue None"
    assert written[6] == "similar 5114"
    assert "/nope" in written[8]
