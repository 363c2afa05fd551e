"""A person's settings, and the one of the chat they ask in."""

from dataclasses import replace
from enum import StrEnum
from typing import Annotated

from bot.commands.house import House
from bot.commands.registry import registry
from bot.commands.visit import Visit, meet
from bot.conversation.action import Action
from bot.conversation.parameters import Choice
from bot.conversation.reply import Audience, Button, Choices, Heading, Look, Notice, Part, Place, Reply, Text, Tone
from bot.conversation.request import Request
from bot.words.english.facts import TYPES
from core.anime import AnimeType, TitleLanguage
from storage.preferences import ChatSettings, save_chat_settings, save_person_settings


class Switch(StrEnum):
    """ON or OFF."""

    ON = "on"
    OFF = "off"


_LANGUAGES = {TitleLanguage.ENGLISH: "English", TitleLanguage.ROMAJI: "Romaji", TitleLanguage.NATIVE: "Japanese"}
_SWITCHES = {Switch.ON: "On: adults only here", Switch.OFF: "Off"}


@registry.command(
    "settings",
    "Title language, formats, and adult titles in this chat",
    family="Getting along",
    example="/settings romaji",
)
async def settings(  # noqa: PLR0913, PLR0917  each is a setting
    request: Request,
    house: House,
    titles: Annotated[TitleLanguage | None, Choice("Which titles do you want to read?", _LANGUAGES)] = None,
    adult: Annotated[Switch | None, Choice("Adult titles in this chat?", _SWITCHES)] = None,
    show: Annotated[AnimeType | None, Choice("A format to recommend", TYPES)] = None,
    hide: Annotated[AnimeType | None, Choice("A format never to recommend", TYPES)] = None,
) -> Reply:
    """Change what was said, and return all settings with a button for every change."""
    said: Notice | None = None
    async with house.database.begin() as session:
        visit = await meet(session, request, house)
        changed = visit.settings
        if titles is not None:
            changed = replace(changed, title_language=titles)
        types = _with_types(changed.types, show, hide)
        if types == frozenset():
            said = Notice("One format has to stay.", Tone.SORRY)
        else:
            changed = replace(changed, types=types)
        if changed != visit.settings:
            await save_person_settings(session, visit.user_id, changed)
            said = said or Notice("Noted.", Tone.GOOD)
        if adult is not None and (refusal := _refusal(visit)):
            said = refusal
        elif adult is not None:
            await save_chat_settings(session, visit.chat_id, ChatSettings(adult=adult is Switch.ON))
            visit = replace(visit, adult=adult is Switch.ON)
            said = Notice("Noted for this chat.", Tone.GOOD)
        visit = replace(visit, settings=changed)
    place = Place.SAME if request.action and request.action.arguments else Place.NEW
    return Reply(((said,) if said else ()) + _all(visit), Audience.PERSONAL, place, again=Action("settings"))


def _with_types(
    types: frozenset[AnimeType] | None, show: AnimeType | None, hide: AnimeType | None
) -> frozenset[AnimeType] | None:
    """Return the formats to recommend; None for all of them, so that formats of tomorrow are among them."""
    shown = frozenset(TYPES) if types is None else types
    shown = (shown | ({show} if show else frozenset())) - ({hide} if hide else frozenset())
    return None if shown == frozenset(TYPES) else shown


def _refusal(visit: Visit) -> Notice | None:
    chat = visit.request.chat
    if chat.adult is not None:
        return Notice("This place decides that by its own setting, not by mine.", Tone.SORRY)
    if not (chat.private or visit.request.manager or visit.house.is_admin(visit.request.person)):
        return Notice("In a chat of many, only those who manage the chat can set that.", Tone.SORRY)
    return None


def _all(visit: Visit) -> tuple[Part, ...]:
    types = visit.settings.types or frozenset(TYPES)
    languages = tuple(
        _button(label, language is visit.settings.title_language, titles=language.value)
        for language, label in _LANGUAGES.items()
    )
    formats = tuple(
        _button(label, kind in types, **{"hide" if kind in types else "show": kind.value})
        for kind, label in TYPES.items()
    )
    parts: tuple[Part, ...] = (
        Heading("Settings"),
        Choices("Titles in:", languages),
        Choices("Formats I recommend (tap to change):", formats),
    )
    state = "shown" if visit.adult else "hidden"
    if _refusal(visit):
        return (*parts, Text(f"Adult titles are {state} in this chat."))
    turned = Switch.OFF if visit.adult else Switch.ON
    label = "Hide them" if visit.adult else "Show them: everyone here is an adult"
    return (
        *parts,
        Choices(f"Adult titles are {state} in this chat.", (_button(label, chosen=False, adult=turned.value),)),
    )


def _button(label: str, chosen: bool, **said: str) -> Button:  # noqa: FBT001  a look is what the flag chooses
    arguments = [said.get(name, "") for name in ("titles", "adult", "show", "hide")]
    look = Look.CHOSEN if chosen else Look.PLAIN
    return Button(label, Action("settings", tuple(arguments)), look)
