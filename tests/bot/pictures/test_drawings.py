import asyncio
from collections.abc import Sequence
from threading import Event

import pytest

from bot.pictures.cover import cover
from bot.pictures.drawings import Drawings


async def test_many_who_want_one_cover_wait_for_one_drawing(monkeypatch: pytest.MonkeyPatch) -> None:
    seeds: list[int] = []

    def counted(title: str, genres: Sequence[str], *, seed: int) -> bytes:
        seeds.append(seed)
        return cover(title, genres, seed=seed)

    monkeypatch.setattr("bot.pictures.drawings.cover", counted)
    drawings = Drawings()
    for _ in range(2):
        found = await asyncio.gather(*(drawings.png("Trigun", ("Action",), seed=seed) for seed in (1, 2, 1, 1)))
        assert found[0] == found[2] == found[3] == cover("Trigun", ("Action",), seed=1)
        assert found[1] == cover("Trigun", ("Action",), seed=2)
    assert sorted(seeds) == [1, 2]


async def test_who_stops_waiting_does_not_stop_the_others(monkeypatch: pytest.MonkeyPatch) -> None:
    go_on = Event()

    def slow(title: str, _genres: Sequence[str], *, seed: int) -> bytes:
        assert go_on.wait(5)
        return f"{title} {seed}".encode()

    monkeypatch.setattr("bot.pictures.drawings.cover", slow)
    drawings = Drawings()
    one, other = (asyncio.create_task(drawings.png("Trigun", (), seed=1)) for _ in range(2))
    await asyncio.sleep(0)
    one.cancel()
    go_on.set()
    assert await other == b"Trigun 1"
    assert one.cancelled()


async def test_what_could_not_be_drawn_is_tried_again(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_title: str, _genres: Sequence[str], *, seed: int) -> bytes:
        raise MemoryError(seed)

    drawings = Drawings()
    with monkeypatch.context() as broken_for_now:
        broken_for_now.setattr("bot.pictures.drawings.cover", broken)
        with pytest.raises(MemoryError):
            await drawings.png("Trigun", (), seed=1)
    assert (await drawings.png("Trigun", (), seed=1)).startswith(b"\x89PNG")
