"""English."""

from bot.words.english.facts import apart, background, doubt, everyone, evidence, facts, newness, prediction, rating
from bot.words.english.reasons import named, reason, rows, told, without
from bot.words.english.wishes import wish

__all__ = [
    "apart",
    "background",
    "doubt",
    "everyone",
    "evidence",
    "facts",
    "named",
    "newness",
    "prediction",
    "rating",
    "reason",
    "rows",
    "told",
    "wish",
    "without",
]
