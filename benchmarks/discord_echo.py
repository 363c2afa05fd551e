"""The bare echo bot of discord.py, with an embed and a view: `python -m benchmarks.discord_echo API GATEWAY TOKEN`."""

import sys
from typing import Self

import discord
from discord import app_commands, ui
from yarl import URL


class Echo(discord.Client):
    def __init__(self) -> None:
        super().__init__(intents=discord.Intents(guilds=True), allowed_mentions=discord.AllowedMentions.none())
        self.tree = app_commands.CommandTree(self)
        self.tree.add_command(echo)

    async def setup_hook(self) -> None:
        await self.tree.sync()


class Thumbs(ui.View):
    @ui.button(emoji="👍")
    async def up(self, interaction: discord.Interaction, _button: ui.Button[Self]) -> None:
        await interaction.response.defer()

    @ui.button(emoji="👎")
    async def down(self, interaction: discord.Interaction, _button: ui.Button[Self]) -> None:
        await interaction.response.defer()


@app_commands.command(description="Say it again")
async def echo(interaction: discord.Interaction, text: str) -> None:
    embed = discord.Embed(title="You said", description=text)
    await interaction.response.send_message(embed=embed, view=Thumbs())


def main(api_url: str, gateway_url: str, token: str) -> None:
    discord.http.Route.BASE = api_url
    discord.gateway.DiscordWebSocket.DEFAULT_GATEWAY = URL(gateway_url)
    Echo().run(token, log_handler=None)


if __name__ == "__main__":
    main(*sys.argv[1:])
