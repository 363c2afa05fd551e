"""Names and descriptions of the commands in the languages of people's menus, as discord.py asks for them."""

from discord import Locale, app_commands
from discord.app_commands import TranslationContextLocation, TranslationContextTypes, locale_str

from bot.conversation.translations import translations


class Translations(app_commands.Translator):
    """Translates what the library registers."""

    async def translate(self, string: locale_str, locale: Locale, context: TranslationContextTypes) -> str | None:
        """Return a command's name or description in `locale`; None, which is English, for all else."""
        translated = translations().get(locale.value, {})
        match context.location:
            case TranslationContextLocation.command_name if string.message in translated:
                return translated[string.message].name
            case TranslationContextLocation.command_description if context.data.name in translated:
                return translated[context.data.name].description
            case _:
                return None
