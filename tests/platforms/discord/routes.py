"""What each route of the REST API does: https://docs.discord.com/developers/reference."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from aiohttp import web

from tests.platforms.discord.gateway import DIRECT_MESSAGES, GUILD_MESSAGES, SESSIONS_A_DAY
from tests.platforms.discord.message_rules import EPHEMERAL
from tests.platforms.discord.messages import Message, Upload
from tests.platforms.discord.places import Channel
from tests.platforms.discord.refusals import Form, Json, Refusal

if TYPE_CHECKING:
    from tests.platforms.discord.interactions import Interaction
    from tests.platforms.discord.server import DiscordServer

Answer = tuple[int, object]
Handler = Callable[[web.Request, Upload], Answer]

CALLBACK = "POST /interactions/{id}/{token}/callback"
COMMANDS = "/applications/{application}/commands"
COMMAND = "/applications/{application}/commands/{command}"
FOLLOW_UP = "/webhooks/{application}/{token}"
ORIGINAL = "/webhooks/{application}/{token}/messages/@original"
FOLLOWED = "/webhooks/{application}/{token}/messages/{message}"
MESSAGES = "/channels/{channel}/messages"
MESSAGE = "/channels/{channel}/messages/{message}"


class Routes:
    """The handlers, each a function from a request to a status and a body."""

    def __init__(self, server: "DiscordServer") -> None:
        self._server = server
        self.handlers: dict[str, Handler] = {
            "GET /users/@me": self._me,
            "GET /oauth2/applications/@me": self._application,
            "GET /applications/@me": self._application,
            "GET /gateway": lambda _, __: (200, {"url": server.gateway_url}),
            "GET /gateway/bot": self._gateway,
            f"GET {COMMANDS}": lambda _, __: (200, server.commands.all()),
            f"PUT {COMMANDS}": lambda _, upload: (200, server.commands.replace(upload.body)),
            f"POST {COMMANDS}": lambda _, upload: (201, server.commands.create(upload.body)),
            f"GET {COMMAND}": lambda request, _: (200, server.commands.get(request.match_info["command"])),
            f"PATCH {COMMAND}": self._change_command,
            f"DELETE {COMMAND}": self._delete_command,
            CALLBACK: self._call_back,
            f"POST {FOLLOW_UP}": self._follow_up,
            "POST /users/@me/channels": self._open_dm,
            f"POST {MESSAGES}": self._write,
            f"GET {MESSAGE}": lambda request, _: (200, self._message(request).payload),
            f"PATCH {MESSAGE}": self._rewrite,
            f"DELETE {MESSAGE}": self._erase,
        }
        for path in (ORIGINAL, FOLLOWED):
            self.handlers[f"GET {path}"] = self._answer
            self.handlers[f"PATCH {path}"] = self._edit_answer
            self.handlers[f"DELETE {path}"] = self._delete_answer

    def _me(self, _: web.Request, __: Upload) -> Answer:
        return 200, self._server.bot_user | {"mfa_enabled": True, "locale": "en-US", "verified": True, "email": None}

    def _application(self, _: web.Request, __: Upload) -> Answer:
        owner = {**self._server.bot_user, "id": "1", "username": "developer", "global_name": "Developer", "bot": False}
        zero = dict.fromkeys(
            (
                "flags",
                "approximate_guild_count",
                "approximate_user_install_count",
                "approximate_user_authorization_count",
                "explicit_content_filter",
            ),
            0,
        )
        nothing = dict.fromkeys(
            ("icon", "type", "interactions_endpoint_url", "role_connections_verification_url", "team", "bio", "hook")
        )
        return 200, {
            **zero,
            **nothing,
            "id": self._server.application_id,
            "name": self._server.bot_user["username"],
            "description": "",
            "summary": "",
            "verify_key": "0" * 64,
            "flags_new": "0",
            "redirect_uris": [],
            "eligible_oauth2_scopes": [],
            "rpc_origins": [],
            "bot_public": True,
            "bot_require_code_grant": False,
            "owner": owner,
            "bot": self._server.bot_user,
        }

    def _gateway(self, _: web.Request, __: Upload) -> Answer:
        left = SESSIONS_A_DAY - self._server.gateway.identified
        limit = {"total": SESSIONS_A_DAY, "remaining": left, "reset_after": 86_400_000, "max_concurrency": 1}
        url, shards = self._server.gateway_url, self._server.gateway.shards
        return 200, {"url": url, "shards": shards, "session_start_limit": limit}

    def _change_command(self, request: web.Request, upload: Upload) -> Answer:
        return 200, self._server.commands.change(request.match_info["command"], upload.body)

    def _delete_command(self, request: web.Request, _: Upload) -> Answer:
        self._server.commands.delete(request.match_info["command"])
        return 204, None

    def _call_back(self, request: web.Request, upload: Upload) -> Answer:
        interaction = self._server.interactions.get(request.match_info["token"])
        if interaction is None or interaction.id != request.match_info["id"]:
            raise Refusal(404, 10062, "Unknown interaction")
        receipt = interaction.call_back(upload)
        return (200, receipt) if request.query.get("with_response", "").lower() in {"1", "true"} else (204, None)

    def _interaction(self, request: web.Request) -> "Interaction":
        if request.match_info["application"] != self._server.application_id:
            raise Refusal(404, 10015, "Unknown Webhook")
        interaction = self._server.interactions.get(request.match_info["token"])
        if interaction is None:
            raise Refusal(401, 50027, "Invalid Webhook Token")
        return interaction

    def _follow_up(self, request: web.Request, upload: Upload) -> Answer:
        message = self._interaction(request).follow_up(upload)
        return (204, None) if request.query.get("wait", "true").lower() == "false" else (200, message.payload)

    def _answer(self, request: web.Request, _: Upload) -> Answer:
        return 200, self._interaction(request).message(request.match_info.get("message", "@original")).payload

    def _edit_answer(self, request: web.Request, upload: Upload) -> Answer:
        name = request.match_info.get("message", "@original")
        return 200, self._interaction(request).edit(name, upload).payload

    def _delete_answer(self, request: web.Request, _: Upload) -> Answer:
        self._interaction(request).delete(request.match_info.get("message", "@original"))
        return 204, None

    def _open_dm(self, _: web.Request, upload: Upload) -> Answer:
        person = next((one for one in self._server.people if one.id == str(upload.body.get("recipient_id"))), None)
        if person is None:
            form = Form()
            form.at("recipient_id").wrong("INVALID_RECIPIENT", "Invalid Recipient(s)")
            form.close()
            raise AssertionError
        return 200, self._server.dm(person).payload

    def _channel(self, request: web.Request) -> Channel:
        channel = self._server.channels.get(request.match_info["channel"])
        if channel is None:
            raise Refusal(404, 10003, "Unknown Channel")
        if not channel.has_bot:
            raise Refusal(403, 50001, "Missing Access")
        if channel.guild is None and channel.people[0].blocks_bot:
            raise Refusal(403, 50007, "Cannot send messages to this user")
        return channel

    def _message(self, request: web.Request) -> Message:
        channel = self._channel(request)
        message = self._server.messages.get(request.match_info["message"])
        if message is None or message.where is not channel or message.deleted or message.ephemeral:
            raise Refusal(404, 10008, "Unknown Message")
        return message

    def _write(self, request: web.Request, upload: Upload) -> Answer:
        message = Message(self._server, self._channel(request))
        if (upload.body.get("flags") or 0) & EPHEMERAL:
            form = Form()
            form.at("flags").wrong("BITFIELD_ANNOTATED_TYPE", "Only an answer to an interaction can be ephemeral")
            form.close()
        message.fill(upload, creating=True)
        self._server.keep(message)
        self._tell("MESSAGE_CREATE", message.where, message.payload)
        return 200, message.payload

    def _rewrite(self, request: web.Request, upload: Upload) -> Answer:
        message = self._message(request)
        message.fill(upload, creating=False)
        self._tell("MESSAGE_UPDATE", message.where, message.payload)
        return 200, message.payload

    def _erase(self, request: web.Request, _: Upload) -> Answer:
        message = self._message(request)
        message.deleted = True
        self._tell("MESSAGE_DELETE", message.where, {"id": message.id, "channel_id": message.where.id})
        return 204, None

    def _tell(self, event: str, where: Channel, data: Json) -> None:
        guild = where.guild.id if where.guild else None
        intent = GUILD_MESSAGES if guild else DIRECT_MESSAGES
        told = data | ({"guild_id": guild} if guild else {})
        self._server.gateway.dispatch(event, told, guild=guild, intent=intent)
