"""Where people talk: guilds with channels, the bot's private chats, and chats in which the bot itself is not."""

from dataclasses import dataclass, field
from enum import IntEnum
from typing import TYPE_CHECKING

from tests.platforms.discord.gateway import GUILDS
from tests.platforms.discord.refusals import Json

if TYPE_CHECKING:
    from tests.platforms.discord.people import Person
    from tests.platforms.discord.server import DiscordServer

TEXT, THREAD = 0, 11  # kinds of channels
EVERYTHING = str((1 << 53) - 1)
ORDINARY = str((1 << 6) | (1 << 10) | (1 << 11) | (1 << 14) | (1 << 15) | (1 << 16) | (1 << 31))
"""What anyone may by default: react, view, send, embed, attach, read the history, use commands."""


class Context(IntEnum):
    """Where an interaction happens."""

    GUILD = 0
    BOT_DM = 1
    PRIVATE_CHANNEL = 2


class Install(IntEnum):
    """Who installed the application."""

    GUILD = 0
    USER = 1


@dataclass(eq=False)
class Guild:
    """A guild, owned by its first member. Without the bot in it, people bring the application along themselves."""

    server: "DiscordServer"
    id: str
    name: str
    members: tuple["Person", ...]
    has_bot: bool
    locale: str
    channels: list["Channel"] = field(default_factory=list)

    def channel(self, name: str, *, nsfw: bool = False, kind: int = TEXT) -> "Channel":
        """Return a new channel of this guild, for text or of another kind; a bot that is there hears of it."""
        number = self.server.clock.snowflake()
        made = Channel(self.server, number, name, self.members, Context.GUILD, self, nsfw=nsfw, kind=kind)
        self.channels.append(self.server.add(made))
        if self.has_bot:
            self.server.gateway.dispatch("CHANNEL_CREATE", made.payload, guild=self.id, intent=GUILDS)
        return made

    def permissions_of(self, person: "Person") -> str:
        """Return what a member may do."""
        return EVERYTHING if person is self.members[0] else ORDINARY

    @property
    def payload(self) -> Json:
        """The guild as GUILD_CREATE tells of it to a bot that may not see the members."""
        everyone = {
            "id": self.id,
            "name": "@everyone",
            "color": 0,
            "colors": {"primary_color": 0, "secondary_color": None, "tertiary_color": None},
            "hoist": False,
            "position": 0,
            "permissions": ORDINARY,
            "managed": False,
            "mentionable": False,
            "icon": None,
            "unicode_emoji": None,
            "flags": 0,
        }
        nothing = dict.fromkeys(
            [
                "icon",
                "splash",
                "discovery_splash",
                "afk_channel_id",
                "application_id",
                "system_channel_id",
                "rules_channel_id",
                "vanity_url_code",
                "description",
                "banner",
                "public_updates_channel_id",
                "safety_alerts_channel_id",
            ]
        )
        zero = dict.fromkeys(
            [
                "verification_level",
                "default_message_notifications",
                "explicit_content_filter",
                "mfa_level",
                "system_channel_flags",
                "premium_tier",
                "nsfw_level",
            ],
            0,
        )
        empty: dict[str, list[Json]] = {
            name: []
            for name in [
                "emojis",
                "features",
                "stickers",
                "voice_states",
                "threads",
                "presences",
                "stage_instances",
                "guild_scheduled_events",
                "soundboard_sounds",
            ]
        }
        return {
            **nothing,
            **zero,
            **empty,
            "id": self.id,
            "name": self.name,
            "owner_id": self.members[0].id,
            "afk_timeout": 300,
            "roles": [everyone],
            "preferred_locale": self.locale,
            "premium_progress_bar_enabled": False,
            "joined_at": self.server.clock.timestamp(),
            "large": False,
            "unavailable": False,
            "member_count": len(self.members) + 1,
            "members": [member_payload(self.server.bot_user) | {"joined_at": self.server.clock.timestamp()}],
            "channels": [channel.payload for channel in self.channels],
        }


@dataclass(eq=False)
class Channel:
    """A place to write: a guild's channel, a private chat with the bot, or a chat of people."""

    server: "DiscordServer"
    id: str
    name: str
    people: tuple["Person", ...]
    context: Context
    guild: Guild | None = None
    nsfw: bool = field(default=False, kw_only=True)
    kind: int = field(default=TEXT, kw_only=True)
    parent: "Channel | None" = field(default=None, kw_only=True)

    def thread(self, name: str) -> "Channel":
        """Return a new thread of this channel, of which no bot hears before somebody uses it there."""
        number = self.server.clock.snowflake()
        made = Channel(self.server, number, name, self.people, Context.GUILD, self.guild, kind=THREAD, parent=self)
        return self.server.add(made)

    @property
    def has_bot(self) -> bool:
        """Whether the bot itself can read and write here."""
        return self.guild.has_bot if self.guild else self.context is Context.BOT_DM

    @property
    def payload(self) -> Json:
        """The channel as Discord describes it."""
        if self.guild and self.parent:
            return {
                "id": self.id,
                "type": self.kind,
                "guild_id": self.guild.id,
                "name": self.name,
                "parent_id": self.parent.id,
                "owner_id": self.people[0].id,
                "flags": 0,
                "last_message_id": None,
                "rate_limit_per_user": 0,
                "message_count": 0,
                "total_message_sent": 0,
                "member_count": 1,
                "thread_metadata": {
                    "archived": False,
                    "archive_timestamp": self.server.clock.timestamp(),
                    "auto_archive_duration": 1440,
                    "locked": False,
                },
            }
        if self.guild:
            return {
                "id": self.id,
                "type": self.kind,
                "guild_id": self.guild.id,
                "name": self.name,
                "nsfw": self.nsfw,
                "position": 0,
                "flags": 0,
                "permission_overwrites": [],
                "parent_id": None,
                "topic": None,
                "last_message_id": None,
                "rate_limit_per_user": 0,
            }
        recipients = [person.user for person in self.people]
        shared: Json = {"id": self.id, "flags": 0, "last_message_id": None, "recipients": recipients}
        if len(self.people) > 2:  # a group has its owner and a name
            return shared | {"type": 3, "name": self.name or None, "icon": None, "owner_id": self.people[0].id}
        return shared | {"type": 1}

    def owners(self, person: "Person") -> Json:
        """Return through whose installation the application is there for a person."""
        if not self.has_bot:
            return {str(Install.USER.value): person.id}
        return {str(Install.GUILD.value): self.guild.id if self.guild else "0"}


def member_payload(user: Json) -> Json:
    """Return a user as a member of a guild, with no more than everyone's role."""
    return {
        "user": user,
        "nick": None,
        "avatar": None,
        "banner": None,
        "roles": [],
        "joined_at": "2024-04-01T12:00:00+00:00",
        "premium_since": None,
        "deaf": False,
        "mute": False,
        "flags": 0,
        "pending": False,
        "communication_disabled_until": None,
    }
