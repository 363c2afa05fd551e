"""What Discord demands of an application's commands.

https://docs.discord.com/developers/interactions/application-commands: naming, options, choices, localisations, numbers.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from enum import IntEnum
from itertools import pairwise

from discord import Locale

from tests.platforms.discord.refusals import Form, Json

LOCALES = frozenset(locale.value for locale in Locale)
WORD = re.compile(r"[-_'\w]{1,32}")
"""A slash command's name, and an option's; Discord's expression also names two scripts that Python's \\w knows."""

LONGEST_NAME, LONGEST_DESCRIPTION, MOST_OPTIONS, MOST_CHOICES, LONGEST_CHOICE = 32, 100, 25, 25, 100
LARGEST_COMMAND = 8000
"""Characters of all names, descriptions and values of a command."""


class CommandType(IntEnum):
    """How a command is called."""

    SLASH = 1
    USER = 2
    MESSAGE = 3


class OptionType(IntEnum):
    """What an option of a slash command takes."""

    SUBCOMMAND = 1
    GROUP = 2
    STRING = 3
    INTEGER = 4
    BOOLEAN = 5
    USER = 6
    CHANNEL = 7
    ROLE = 8
    MENTIONABLE = 9
    NUMBER = 10
    ATTACHMENT = 11


MOST = {CommandType.SLASH: 100, CommandType.USER: 15, CommandType.MESSAGE: 15}
NESTED = (OptionType.SUBCOMMAND, OptionType.GROUP)


def check_commands(commands: Sequence[Json], form: Form) -> None:
    """Note what is wrong with all commands of an application; each stands at its place in the list."""
    for place, command in enumerate(commands):
        check_command(command, form.at(place))
    kinds = Counter(command.get("type", 1) or 1 for command in commands)
    for kind, most in MOST.items():
        if kinds[kind] > most:
            form.wrong("APPLICATION_COMMAND_TOO_MANY", f"The maximum number of application commands is {most}.")
    names = Counter((command.get("type", 1) or 1, command.get("name")) for command in commands)
    for place, command in enumerate(commands):
        if names[command.get("type", 1) or 1, command.get("name")] > 1:
            form.at(place, "name").wrong(
                "APPLICATION_COMMANDS_DUPLICATE_NAME", "Application command names must be unique"
            )


def check_command(command: Json, form: Form) -> None:
    """Note what is wrong with one command."""
    kind = command.get("type", 1) or 1
    if not form.at("type").one_of(kind, list(CommandType)):
        return
    if kind == CommandType.SLASH:
        _check_named(command, form)
        _check_options(command.get("options") or [], form.at("options"))
        if _size(command) > LARGEST_COMMAND:
            form.wrong("APPLICATION_COMMAND_TOO_LARGE", f"Command exceeds maximum size ({LARGEST_COMMAND})")
    else:
        form.at("name").text(command.get("name"), 1, LONGEST_NAME)
        _check_localisations(command, "name", form, LONGEST_NAME, None)
        for key in ("description", "options"):
            if command.get(key):
                form.at(key).wrong("APPLICATION_COMMAND_CONTEXT_MENU_FIELD", f"Context menu commands cannot have {key}")
    for key, highest in (("integration_types", 1), ("contexts", 2)):
        if command.get(key) is not None:
            _check_set(command[key], form.at(key), highest)
    permissions = command.get("default_member_permissions")
    if permissions is not None and not str(permissions).isdecimal():
        form.at("default_member_permissions").wrong("NUMBER_TYPE_COERCE", f'Value "{permissions}" is not snowflake.')


def _check_named(thing: Json, form: Form) -> None:
    if form.at("name").text(thing.get("name"), 1, LONGEST_NAME):
        _check_word(thing["name"], form.at("name"))
    form.at("description").text(thing.get("description"), 1, LONGEST_DESCRIPTION)
    _check_localisations(thing, "name", form, LONGEST_NAME, WORD)
    _check_localisations(thing, "description", form, LONGEST_DESCRIPTION, None)


def _check_word(name: str, form: Form) -> None:
    # Marks belong to the letters of Devanagari and Thai, which Discord allows by name.
    letters = "".join(letter for letter in name if unicodedata.category(letter) not in ("Mn", "Mc"))
    if not WORD.fullmatch(letters) or name != name.lower():
        form.wrong("APPLICATION_COMMAND_INVALID_NAME", "Command name is invalid")


def _check_localisations(thing: Json, key: str, form: Form, longest: int, word: re.Pattern[str] | None) -> None:
    words = thing.get(f"{key}_localizations")
    if words is None:
        return
    place = form.at(f"{key}_localizations")
    if not isinstance(words, dict):
        place.wrong("DICT_TYPE_CONVERT", "Only dictionaries may be used")
        return
    for locale, text in words.items():
        if place.one_of(locale, sorted(LOCALES)) and place.at(locale).text(text, 1, longest) and word:
            _check_word(text, place.at(locale))


def _check_options(options: object, form: Form, depth: int = 0) -> None:
    listed = form.items(options, 0, MOST_OPTIONS)
    for place, option in enumerate(listed):
        _check_option(option, form.at(place), depth)
    names = Counter(option.get("name") for option in listed)
    for place, option in enumerate(listed):
        if names[option.get("name")] > 1:
            form.at(place, "name").wrong(
                "APPLICATION_COMMAND_OPTIONS_NAME_ALREADY_EXISTS", "Option name already exists"
            )
    if len({option.get("type") in NESTED for option in listed}) > 1:
        form.wrong(
            "APPLICATION_COMMAND_OPTIONS_TYPE_INVALID",
            "Sub-command and sub-command group option types are mutually exclusive",
        )
    required = [bool(option.get("required")) for option in listed]
    for place, (before, now) in enumerate(pairwise(required), start=1):
        if now and not before:
            form.at(place).wrong(
                "APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID",
                "Required options must be placed before non-required options",
            )


def _check_option(option: Json, form: Form, depth: int) -> None:
    _check_named(option, form)
    kind = option.get("type") or 0
    if not form.at("type").one_of(kind, list(OptionType)):
        return
    if kind in NESTED:
        if depth + (kind == OptionType.SUBCOMMAND) > 2 or (kind == OptionType.GROUP and depth):
            form.wrong("APPLICATION_COMMAND_OPTIONS_NESTED", "Sub-commands cannot be nested that deep")
        _check_options(option.get("options") or [], form.at("options"), depth + 1)
        return
    choices = option.get("choices") or []
    if choices and option.get("autocomplete"):
        form.wrong("APPLICATION_COMMAND_OPTION_AUTOCOMPLETE_CHOICES", "Autocomplete options cannot have choices")
    if option.get("autocomplete") and kind not in (OptionType.STRING, OptionType.INTEGER, OptionType.NUMBER):
        form.at("autocomplete").wrong("APPLICATION_COMMAND_OPTION_AUTOCOMPLETE_TYPE", "This type has no autocomplete")
    check_choices(choices, form.at("choices"), OptionType(kind))
    for key, highest in (("min_length", 6000), ("max_length", 6000)):
        if option.get(key) is not None:
            form.at(key).whole(option[key], int(key == "max_length"), highest)
    lowest, highest_value = option.get("min_value"), option.get("max_value")
    if lowest is not None and highest_value is not None and lowest > highest_value:
        form.at("min_value").wrong("APPLICATION_COMMAND_OPTION_RANGE", "min_value must not be above max_value")


def check_choices(choices: object, form: Form, kind: OptionType) -> None:
    """Note what is wrong with choices, which were declared or are the answer to what somebody types."""
    listed = form.items(choices, 0, MOST_CHOICES)
    if listed and kind not in (OptionType.STRING, OptionType.INTEGER, OptionType.NUMBER):
        form.wrong("APPLICATION_COMMAND_OPTION_CHOICES_TYPE", "This type has no choices")
        return
    for place, choice in enumerate(listed):
        form.at(place, "name").text(choice.get("name"), 1, LONGEST_CHOICE)
        _check_localisations(choice, "name", form.at(place), LONGEST_CHOICE, None)
        value = choice.get("value")
        if kind == OptionType.STRING:
            form.at(place, "value").text(value, 1, LONGEST_CHOICE)
        elif isinstance(value, bool) or not isinstance(value, int if kind == OptionType.INTEGER else int | float):
            form.at(place, "value").wrong("NUMBER_TYPE_COERCE", f'Value "{value}" is not a number.')
    for key in ("name", "value"):
        if len({str(choice.get(key)) for choice in listed}) < len(listed):
            form.wrong(f"APPLICATION_COMMAND_OPTIONS_CHOICE_{key.upper()}_EXISTS", f"Choice {key}s must be unique")


def _check_set(values: object, form: Form, highest: int) -> None:
    if not isinstance(values, list) or not values or len(set(values)) < len(values):
        form.wrong("SET_TYPE_CONVERT", "A list of one or more different values is needed")
        return
    for place, value in enumerate(values):
        form.at(place).one_of(value, range(highest + 1))


def _size(thing: Json) -> int:
    own = sum(len(str(thing.get(key) or "")) for key in ("name", "description", "value"))
    return own + sum(
        _size(part) for key in ("options", "choices") for part in thing.get(key) or [] if isinstance(part, dict)
    )
