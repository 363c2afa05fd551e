from bot.conversation.reply import Text
from bot.discord.covers import DrawnCovers
from tests.bot.discord.kiosk import card


async def test_covers_that_discord_cannot_fetch_are_drawn() -> None:
    one, other = card("1", address=None), card("2", address="ftp://cdn.test/2.jpg")
    found = await DrawnCovers().of([Text("For you"), one, other, card("3")])
    assert found.keys() == {one.cover, other.cover}
    assert found[one.cover].startswith(b"\x89PNG")
