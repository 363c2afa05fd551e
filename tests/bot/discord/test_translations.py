from tests.platforms.discord.server import DiscordServer


async def test_discord_is_told_the_names_in_other_languages(discord: DiscordServer) -> None:
    [similar] = [command for command in discord.commands.all() if command["name"] == "similar"]
    assert similar["name_localizations"]["de"] == "ähnlich"
    assert similar["description_localizations"]["pt-BR"] == "Animes como o que você disser"
    [heard] = [command for command in discord.commands.all() if command["name"] == "heard"]
    assert not heard.get("name_localizations")
