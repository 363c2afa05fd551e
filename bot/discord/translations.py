"""Names and descriptions of the commands in the languages of people's menus, from `translations.tsv`.

A command that does not stand there is shown in English, in which it was declared; so are the answers.
"""

import csv
from pathlib import Path
from typing import Final

from discord import Locale, app_commands
from discord.app_commands import TranslationContextLocation, TranslationContextTypes, locale_str

_FILE: Final = Path(__file__).with_name("translations.tsv")


class Translations(app_commands.Translator):
    """Translates what the library registers."""

    async def load(self) -> None:
        """Read the file."""
        with _FILE.open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file, delimiter="\t"))
        self._names = {(row["command"], row["locale"]): row["name"] for row in rows}
        self._descriptions = {(row["command"], row["locale"]): row["description"] for row in rows}

    async def translate(self, string: locale_str, locale: Locale, context: TranslationContextTypes) -> str | None:
        """Return a command's name or description in `locale`; None, which is English, for all else."""
        match context.location:
            case TranslationContextLocation.command_name:
                return self._names.get((string.message, locale.value))
            case TranslationContextLocation.command_description:
                return self._descriptions.get((context.data.name, locale.value))
            case _:
                return None
