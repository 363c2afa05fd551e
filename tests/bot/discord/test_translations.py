import csv
import re
from collections import Counter
from pathlib import Path

from bot.commands.all import registry
from bot.discord import translations
from tests.platforms.discord.server import DiscordServer

with Path(translations.__file__).with_name("translations.tsv").open(encoding="utf-8") as file:
    ROWS = list(csv.DictReader(file, delimiter="\t"))
LABELS = {command.about for command in registry.commands if command.about}


def test_rows_are_of_commands_there_are_and_within_the_limits() -> None:
    assert {row["command"] for row in ROWS} <= {command.name for command in registry.commands} | LABELS
    for row in ROWS:
        if row["command"] in LABELS:
            assert 1 <= len(row["name"]) <= 32
        else:
            assert re.fullmatch(r"[-_\w]{1,32}", row["name"])
            assert row["name"] == row["name"].lower()
            assert 1 <= len(row["description"]) <= 100


def test_no_two_commands_have_one_name_in_a_language() -> None:
    names = Counter((row["locale"], row["name"]) for row in ROWS)
    assert [name for name, count in names.items() if count > 1] == []


async def test_discord_is_told_the_names_in_other_languages(discord: DiscordServer) -> None:
    [similar] = [command for command in discord.commands.all() if command["name"] == "similar"]
    assert similar["name_localizations"]["de"] == "ähnlich"
    assert similar["description_localizations"]["pt-BR"] == "Animes como o que você disser"
    [heard] = [command for command in discord.commands.all() if command["name"] == "heard"]
    assert not heard.get("name_localizations")
