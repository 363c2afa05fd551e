"""What a person puts into a slash command's options, as far as Discord's own client lets them."""

from tests.platforms.discord.command_rules import OptionType
from tests.platforms.discord.refusals import Json

LONGEST_STRING = 6000

Given = str | float | bool


class NotOfferedError(LookupError):
    """Discord's client would not let a person do this."""


def filled(command: Json, given: dict[str, Given], typed: tuple[str, str] | None) -> list[Json]:
    """Return the options as sent, in the order declared; `typed` is the one being typed into, and its text so far."""
    declared = {option["name"]: option for option in command.get("options", [])}
    unknown = {*given, *([typed[0]] if typed else [])} - declared.keys()
    if unknown:
        raise NotOfferedError(f"{command['name']} has no {sorted(unknown)}")
    sent = []
    for name, option in declared.items():
        if typed and typed[0] == name:
            if not option.get("autocomplete"):
                raise NotOfferedError(f"{name} is not completed")
            sent.append({"name": name, "type": option["type"], "value": typed[1], "focused": True})
        elif name in given:
            _demand_fit(option, given[name])
            sent.append({"name": name, "type": option["type"], "value": given[name]})
        elif option.get("required") and not typed:
            raise NotOfferedError(f"{command['name']} needs {name}")
    return sent


def _demand_fit(option: Json, value: Given) -> None:
    """Raise NotOfferedError for a value that the client does not send for this option."""
    match option["type"]:
        case OptionType.STRING:
            lowest, highest = option.get("min_length", 0), option.get("max_length", LONGEST_STRING)
            fits = isinstance(value, str) and lowest <= len(value) <= highest
        case OptionType.INTEGER | OptionType.NUMBER:
            kinds = (int,) if option["type"] == OptionType.INTEGER else (int, float)
            lowest, highest = option.get("min_value", -(2**53)), option.get("max_value", 2**53)
            fits = isinstance(value, kinds) and not isinstance(value, bool) and lowest <= value <= highest
        case OptionType.BOOLEAN:
            fits = isinstance(value, bool)
        case kind:
            raise NotImplementedError(f"people here cannot fill an option of type {kind}")
    choices = [choice["value"] for choice in option.get("choices", [])]
    if not fits or (choices and value not in choices):
        raise NotOfferedError(f"{option['name']} does not take {value!r}; {choices or ''}")
