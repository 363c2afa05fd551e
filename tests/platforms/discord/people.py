"""People in front of Discord: what they can do there, and only that."""

from typing import TYPE_CHECKING

from tests.platforms.discord.command_rules import CommandType, OptionType
from tests.platforms.discord.component_rules import SELECTS
from tests.platforms.discord.interactions import Interaction
from tests.platforms.discord.kinds import Choice, Kind
from tests.platforms.discord.message_rules import LARGEST_UPLOAD
from tests.platforms.discord.messages import Message
from tests.platforms.discord.options import Given, NotOfferedError, filled
from tests.platforms.discord.places import ORDINARY, Channel, Context, Install, member_payload
from tests.platforms.discord.refusals import Json

if TYPE_CHECKING:
    from tests.platforms.discord.server import DiscordServer


class Person:
    """Somebody with an account, a name and a language."""

    def __init__(self, server: "DiscordServer", name: str, locale: str) -> None:
        self.server = server
        self.id = server.clock.snowflake()
        self.name = name
        self.locale = locale
        self.blocks_bot = False

    @property
    def user(self) -> Json:
        """The account as Discord describes it."""
        return {
            "id": self.id,
            "username": f"user{self.id}",
            "avatar": None,
            "discriminator": "0",
            "public_flags": 0,
            "flags": 0,
            "global_name": self.name,
            "primary_guild": None,
        }

    async def uses(self, name: str, *, where: Channel, **options: Given) -> Interaction:
        """Send a slash command; "list add" names a sub-command."""
        command, data = self._slash(name, where)
        self._fill(data, filled(command, options, None))
        return self.acts(Kind.COMMAND, data, where=where, what=f"/{name} of {self.name}")

    async def types(self, name: str, option: str, text: str, *, where: Channel, **options: Given) -> list[Choice]:
        """Type into an option of a slash command, and return what is offered for it."""
        return await (await self.begins_to_type(name, option, text, where=where, **options)).offered()

    async def begins_to_type(
        self, name: str, option: str, text: str, *, where: Channel, **options: Given
    ) -> Interaction:
        """Type into an option, without waiting for what is offered."""
        command, data = self._slash(name, where)
        self._fill(data, filled(command, options, (option, text)))
        return self.acts(Kind.TYPING, data, where=where, what=f"{text!r} typed into /{name} by {self.name}")

    async def opens_menu(self, name: str, *, on: "Person | Message", where: Channel) -> Interaction:
        """Use a command in the menu on a person or a message."""
        kind = CommandType.MESSAGE if isinstance(on, Message) else CommandType.USER
        command = self._offered(name, kind, where)
        data: Json = {"id": command["id"], "name": name, "type": kind, "target_id": on.id}
        if isinstance(on, Message):
            data["resolved"] = {"messages": {on.id: on.payload}}
        else:
            data["resolved"] = resolved(on, where)
        return self.acts(Kind.COMMAND, data, where=where, what=f"{name!r} of {self.name}")

    async def taps(self, message: Message, label: str) -> Interaction:
        """Tap a button that is in a message now: by its label, emoji or custom_id."""
        self._demand_sight(message)
        button = message.button(label)
        if button.custom_id is None or button.disabled:
            raise NotOfferedError(f"{label!r} is a link or disabled")
        return await self.sends_tap(message, button.custom_id)

    async def sends_tap(self, message: Message, custom_id: str) -> Interaction:
        """Send a tap on a button that may be in the message no more, or never was."""
        self._demand_sight(message)
        data = {"custom_id": custom_id, "component_type": 2, "id": 1}
        return self.acts(Kind.COMPONENT, data, where=message.where, source=message, what=f"a tap by {self.name}")

    async def chooses(self, message: Message, *values: str) -> Interaction:
        """Choose from the message's select menu that has these values."""
        self._demand_sight(message)
        for select in message.selects:
            if set(values) <= {option["value"] for option in select.get("options", [])}:
                data = {
                    "custom_id": select["custom_id"],
                    "component_type": select["type"],
                    "id": 1,
                    "values": [*values],
                }
                break
        else:
            raise NotOfferedError(f"no select menu of {SELECTS} has {values}")
        return self.acts(Kind.COMPONENT, data, where=message.where, source=message, what=f"a choice of {self.name}")

    def acts(self, kind: Kind, data: Json, *, where: Channel, what: str, source: Message | None = None) -> Interaction:
        """Tell the bot what this person did, with everything that Discord says beside it."""
        if self not in where.people:
            raise NotOfferedError(f"{self.name} is not in {where.name}")
        interaction = Interaction(kind, self, where, source, what)
        self.server.expect(interaction)
        payload: Json = {
            "id": interaction.id,
            "application_id": self.server.application_id,
            "type": kind,
            "data": data,
            "token": interaction.token,
            "version": 1,
            "locale": self.locale,
            "channel_id": where.id,
            "channel": where.payload,
            "app_permissions": ORDINARY,
            "entitlements": [],
            "authorizing_integration_owners": where.owners(self),
            "context": where.context,
            "attachment_size_limit": LARGEST_UPLOAD,
        }
        if where.guild:
            payload |= {
                "guild_id": where.guild.id,
                "guild": {"id": where.guild.id, "locale": where.guild.locale, "features": []},
                "guild_locale": where.guild.locale,
                "member": member_payload(self.user) | {"permissions": where.guild.permissions_of(self)},
            }
        else:
            payload["user"] = self.user
        if source:
            payload["message"] = source.payload
        interaction.send(payload)
        return interaction

    def _slash(self, name: str, where: Channel) -> tuple[Json, Json]:
        """Return the declaration that has the options, and what is sent of the command."""
        first, *rest = name.split()
        command = self._offered(first, CommandType.SLASH, where)
        data: Json = {"id": command["id"], "name": first, "type": CommandType.SLASH, "options": []}
        inner = data
        for word in rest:
            command = next((option for option in command.get("options", []) if option["name"] == word), {})
            if command.get("type") not in (OptionType.SUBCOMMAND, OptionType.GROUP):
                raise NotOfferedError(f"/{name} has no {word}")
            inner["options"] = [{"name": word, "type": command["type"], "options": []}]
            inner = inner["options"][0]
        return command, data

    def _fill(self, data: Json, options: list[Json]) -> None:
        inner = data
        while inner["options"]:
            inner = inner["options"][0]
        inner["options"] = options

    def _offered(self, name: str, kind: CommandType, where: Channel) -> Json:
        command = self.server.commands.find(name, kind)
        contexts = command["contexts"]
        if contexts is not None and where.context not in contexts:
            raise NotOfferedError(f"{name} is not offered in {where.context.name}")
        install = Install.GUILD if where.has_bot else Install.USER
        if install not in command["integration_types"] and where.context is not Context.BOT_DM:
            raise NotOfferedError(f"{name} is not offered to an installation by {install.name}")
        needed = int(command["default_member_permissions"] or 0)
        if where.guild and needed & ~int(where.guild.permissions_of(self)):
            raise NotOfferedError(f"{self.name} may not use {name}")
        return command

    def _demand_sight(self, message: Message) -> None:
        if message.deleted or message.loading or message.seen_by not in (None, self):
            raise NotOfferedError(f"{self.name} does not see this message")


def resolved(person: Person, where: Channel) -> Json:
    """Return what Discord tells of a person who is named in a command."""
    told: Json = {"users": {person.id: person.user}}
    if where.guild and person in where.people:
        member = member_payload(person.user) | {"permissions": where.guild.permissions_of(person)}
        del member["user"]
        told["members"] = {person.id: member}
    return told
