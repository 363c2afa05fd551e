from html import unescape
from io import BytesIO

import httpx
from PIL import Image

from bot.conversation.reply import Cover
from bot.pictures.cover import cover
from bot.web.covers import CoverAddresses
from tests.bot.web.browsing import Window
from tests.bot.web.conftest import SECRET
from tests.bot.web.parlour import Parlour

TRIGUN = Cover(6, "Trigun & <Friends>", ("Action", "Sci-Fi"))


async def test_every_card_has_a_drawn_cover(window: Window) -> None:
    await window.say("/anime trigun")
    address = unescape(window.html.split('class="cover-drawn" src="')[1].split('"')[0])
    response = await window.client.get(address)
    assert response.headers["Content-Type"] == "image/png"
    assert response.content == cover("Trigun", ("Action", "Adventure", "Sci-Fi"), seed=6)
    assert Image.open(BytesIO(response.content)).size == (400, 600)
    assert "cover-real" not in window.html


async def test_a_cover_is_kept_for_long_and_not_sent_twice(client: httpx.AsyncClient) -> None:
    address = CoverAddresses(SECRET).address_of(TRIGUN)
    first = await client.get(address)
    assert "immutable" in first.headers["Cache-Control"]
    again = await client.get(address, headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304
    assert not again.content
    assert "set-cookie" not in first.headers


async def test_only_our_own_addresses_are_drawn(client: httpx.AsyncClient) -> None:
    address = CoverAddresses(SECRET).address_of(TRIGUN)
    foreign = CoverAddresses(b"another").address_of(TRIGUN)
    for forged in ("/cover/6.png", "/cover/6.png?of=x", address.replace("/6.", "/7."), address[:-3], foreign):
        assert (await client.get(forged)).status_code == 404


async def test_a_picture_of_the_catalogue_stands_over_the_drawn_one(window: Window, parlour: Parlour) -> None:
    parlour.pictures[6] = "https://covers.test/trigun.jpg?a=1&b=2"
    await window.say("/anime trigun")
    assert 'src="https://covers.test/trigun.jpg?a=1&amp;b=2" alt=""' in window.html
    assert 'class="veil"' not in window.html


async def test_a_risky_picture_is_veiled_and_a_drawn_one_never(window: Window, parlour: Parlour) -> None:
    parlour.risky = frozenset({6})
    await window.say("/anime trigun")
    assert 'class="veil"' not in window.html
    parlour.pictures[6] = "https://covers.test/trigun.jpg"
    await window.say("/anime trigun")
    assert 'aria-label="Show the cover of Trigun"' in window.html
