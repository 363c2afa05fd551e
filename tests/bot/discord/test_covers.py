import asyncio

import pytest

from bot.conversation.reply import Text
from bot.discord.covers import DrawnCovers
from bot.pictures.cover import cover as drawn
from tests.bot.discord.kiosk import card


async def test_a_cover_without_an_address_is_drawn_once_for_all_who_want_it(monkeypatch: pytest.MonkeyPatch) -> None:
    seeds: list[int] = []

    def counted(title: str, genres: tuple[str, ...], *, seed: int) -> bytes:
        seeds.append(seed)
        return drawn(title, genres, seed=seed)

    monkeypatch.setattr("bot.discord.covers.drawn", counted)
    covers, one, other = DrawnCovers(), card("1", address=None), card("2", address="ftp://cdn.test/2.jpg")
    found = await asyncio.gather(*(covers.of([Text("For you"), one, other, card("3")]) for _ in range(4)))
    assert sorted(seeds) == [1, 2]
    assert all(each.keys() == {one.cover, other.cover} for each in found)
    assert found[0][one.cover].startswith(b"\x89PNG")
