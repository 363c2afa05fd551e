"""The commands that the application registered, and what becomes of a registration."""

from typing import TYPE_CHECKING

from tests.platforms.discord.command_rules import CommandType, check_command, check_commands
from tests.platforms.discord.refusals import Form, Json, Refusal

if TYPE_CHECKING:
    from tests.platforms.discord.server import DiscordServer

CREATES_A_DAY = 200
KEPT = [
    "name",
    "name_localizations",
    "description",
    "description_localizations",
    "options",
    "default_member_permissions",
    "contexts",
    "integration_types",
    "nsfw",
]


class Commands:
    """The global commands of the application, each under its id."""

    def __init__(self, server: "DiscordServer") -> None:
        self._server = server
        self._by_id: dict[str, Json] = {}
        self.created = 0

    def all(self) -> list[Json]:
        """Return every command as Discord keeps it."""
        return list(self._by_id.values())

    def find(self, name: str, kind: CommandType) -> Json:
        """Return the command of a name; raises LookupError where people would not find it either."""
        for command in self._by_id.values():
            if command["name"] == name and command["type"] == kind:
                return command
        raise LookupError(f"{name} is not among {sorted(command['name'] for command in self._by_id.values())}")

    def get(self, command_id: str) -> Json:
        """Return the command of an id."""
        if command_id not in self._by_id:
            raise Refusal(404, 10063, "Unknown application command")
        return self._by_id[command_id]

    def replace(self, body: object) -> list[Json]:
        """Let these be all commands; those of the same name and kind keep their ids."""
        form = Form()
        commands = form.items(body, 0, 130)
        check_commands(commands, form)
        form.close()
        made = [self._made(command) for command in commands]
        self._by_id = {command["id"]: command for command in made}
        return made

    def create(self, body: Json) -> Json:
        """Add a command, or replace the one of the same name."""
        command = self._checked(body)
        self._by_id[command["id"]] = command
        return command

    def change(self, command_id: str, body: Json) -> Json:
        """Change what is named of a command."""
        old = self.get(command_id)
        changed = self._checked({key: old[key] for key in (*KEPT, "type") if key in old} | body)
        del self._by_id[command_id]
        self._by_id[command_id] = changed | {"id": command_id}
        return self._by_id[command_id]

    def delete(self, command_id: str) -> None:
        """Take a command away."""
        self.get(command_id)
        del self._by_id[command_id]

    def _checked(self, body: Json) -> Json:
        form = Form()
        check_command(body, form)
        form.close()
        made = self._made(body)
        form = Form()
        others = [command for command in self._by_id.values() if command["id"] != made["id"]]
        check_commands([*others, made], form)
        form.close()
        return made

    def _made(self, body: Json) -> Json:
        kind = body.get("type") or CommandType.SLASH
        same = (old for old in self._by_id.values() if (old["name"], old["type"]) == (body["name"], kind))
        old = next(same, None)
        if old is None:
            self.created += 1
            if self.created > CREATES_A_DAY:
                raise Refusal(429, 30034, "Max number of daily application command creates has been reached (200)")
        permissions = body.get("default_member_permissions")
        return {
            "description": "",
            "integration_types": [0],
            "nsfw": False,
            "contexts": None,
            **{key: body[key] for key in KEPT if body.get(key) is not None},
            "default_member_permissions": None if permissions is None else str(permissions),
            "type": kind,
            "id": old["id"] if old else self._server.clock.snowflake(),
            "application_id": self._server.application_id,
            "version": self._server.clock.snowflake(),
        }
