"""The platforms that people use us on, in English."""

from collections import Counter
from collections.abc import Iterable

from bot.words.english.several import together

_PLACES = {"telegram": "on Telegram", "discord": "on Discord", "web": "in the browser", "cli": "in the terminal"}


def places(platforms: Iterable[str]) -> str:
    """Return where somebody is known: "on Discord, in the browser (2 accounts) and on Telegram"."""
    counted = Counter(_PLACES.get(platform, f"on {platform}") for platform in platforms)
    return together([place if count == 1 else f"{place} ({count} accounts)" for place, count in counted.items()])
