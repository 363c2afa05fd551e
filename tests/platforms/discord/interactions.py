"""What becomes of an interaction: acknowledged once and in time, then answered for a quarter of an hour.

https://docs.discord.com/developers/interactions/receiving-and-responding
"""

import asyncio
import secrets
from collections.abc import Callable
from typing import TYPE_CHECKING

from tests.platforms.discord.command_rules import OptionType, check_choices
from tests.platforms.discord.component_rules import check_modal
from tests.platforms.discord.kinds import Callback, Choice, Kind
from tests.platforms.discord.message_rules import EPHEMERAL, LOADING
from tests.platforms.discord.messages import Message, Upload
from tests.platforms.discord.modals import Modal
from tests.platforms.discord.refusals import Form, Json, Refusal

if TYPE_CHECKING:
    from tests.platforms.discord.people import Person
    from tests.platforms.discord.places import Channel
    from tests.platforms.discord.server import DiscordServer

PATIENCE = 3.0
"""Seconds until the first answer."""

LIFE = 900.0
"""Seconds until the last one."""

FOLLOW_UPS_OF_A_GUEST = 5
"""For an application that only the person installed."""


class Interaction:
    """One act of a person, and everything that the bot made of it."""

    def __init__(self, kind: Kind, person: "Person", where: "Channel", source: Message | None, what: str) -> None:
        self.server: DiscordServer = where.server
        self.kind = kind
        self.person = person
        self.where = where
        self.source = source
        self.what = what
        self.id = self.server.clock.snowflake()
        self.token = secrets.token_urlsafe(24)
        self.created = self.server.clock.now()
        self.acknowledged_as: Callback | None = None
        self.original: Message | None = None
        self.messages: list[Message] = []
        self.choices: list[Choice] = []
        self.modal: Modal | None = None
        self._own: dict[str, Message] = {}
        self._follow_ups = 0
        self._payload: Json = {}
        self._changed = asyncio.Event()

    def send(self, payload: Json) -> None:
        """Tell the bot, for the first time or (a resumed gateway may) once more."""
        self._payload = payload
        guild = self.where.guild.id if self.where.guild and self.where.has_bot else None
        if not self.server.gateway.dispatch("INTERACTION_CREATE", payload, guild=guild):
            raise RuntimeError(f"{self.what}: no bot is connected")

    def arrives_again(self) -> None:
        """Tell the bot once more what it knows already."""
        self.send(self._payload)

    async def acknowledged(self, timeout: float = 5) -> Callback:  # noqa: ASYNC109 -- reads best where it is asked
        """Wait until the bot has said anything at all, and return how."""
        await self._until(lambda: self.acknowledged_as is not None, timeout, "no acknowledgement of")
        assert self.acknowledged_as
        return self.acknowledged_as

    async def answered(self, timeout: float = 5, *, number: int = 1) -> Message:  # noqa: ASYNC109 -- the same
        """Wait for what people see in the end: the message made, changed or taken away; the second with `number` 2."""
        await self._until(lambda: len(self.messages) >= number, timeout, "no answer to")
        return self.messages[number - 1]

    async def asked(self, timeout: float = 5) -> Modal:  # noqa: ASYNC109 -- the same
        """Wait for the form that opens."""
        await self._until(lambda: self.modal is not None, timeout, "no modal after")
        assert self.modal
        return self.modal

    async def offered(self, timeout: float = 5) -> list[Choice]:  # noqa: ASYNC109 -- the same
        """Wait for what is offered while typing."""
        await self.acknowledged(timeout)
        return self.choices

    def call_back(self, upload: Upload) -> Json:
        """Acknowledge, and return what Discord says of it."""
        if self.acknowledged_as is not None:
            raise Refusal(400, 40060, "Interaction has already been acknowledged.")
        if self.server.clock.now() - self.created > PATIENCE:
            raise Refusal(404, 10062, "Unknown interaction")
        how = self._how(upload.body)
        data = upload.body.get("data") or {}
        self._carry_out(how, Upload(data, upload.files))
        self.acknowledged_as = how
        self._changed.set()
        return self._receipt(how)

    def follow_up(self, upload: Upload) -> Message:
        """Send one more message, or fill the one that was deferred."""
        self._demand_acknowledgement()
        if self.original and self.original.loading and not self.original.deleted:
            self._fill(self.original, upload)
            return self.original
        if not self.where.has_bot:
            self._follow_ups += 1
            if self._follow_ups > FOLLOW_UPS_OF_A_GUEST:
                raise Refusal(400, 40094, "This interaction has reached the maximum number of follow-up messages")
        message = self._made(upload, ephemeral=bool((upload.body.get("flags") or 0) & EPHEMERAL))
        self._show(message)
        return message

    def message(self, name: str) -> Message:
        """Return the message of an id, or the first answer for `@original`."""
        self._demand_acknowledgement()
        message = self.original if name == "@original" else self._own.get(name)
        if message is None or message.deleted:
            raise Refusal(404, 10008, "Unknown Message")
        return message

    def edit(self, name: str, upload: Upload) -> Message:
        """Change a message of this interaction."""
        message = self.message(name)
        self._fill(message, upload)
        return message

    def delete(self, name: str) -> None:
        """Take a message of this interaction away."""
        message = self.message(name)
        message.deleted = True
        self._show(message)

    def _demand_acknowledgement(self) -> None:
        if self.server.clock.now() - self.created > LIFE:
            raise Refusal(401, 50027, "Invalid Webhook Token")
        if self.acknowledged_as is None:
            raise Refusal(404, 10015, "Unknown Webhook")

    def _how(self, body: Json) -> Callback:
        allowed = {
            Kind.COMMAND: (Callback.MESSAGE, Callback.DEFERRED_MESSAGE, Callback.MODAL),
            Kind.COMPONENT: (
                Callback.MESSAGE,
                Callback.DEFERRED_MESSAGE,
                Callback.DEFERRED_UPDATE,
                Callback.UPDATE,
                Callback.MODAL,
            ),
            Kind.TYPING: (Callback.CHOICES,),
            Kind.MODAL: (Callback.MESSAGE, Callback.DEFERRED_MESSAGE),
        }[self.kind]
        if self.kind is Kind.MODAL and self.source:
            allowed = (*allowed, Callback.DEFERRED_UPDATE, Callback.UPDATE)
        form = Form()
        if not form.at("type").one_of(body.get("type"), allowed):
            form.close()
        return Callback(body["type"])

    def _carry_out(self, how: Callback, upload: Upload) -> None:
        ephemeral = bool((upload.body.get("flags") or 0) & EPHEMERAL)
        match how:
            case Callback.MESSAGE:
                self.original = self._made(upload, ephemeral=ephemeral)
                self._show(self.original)
            case Callback.DEFERRED_MESSAGE:
                self.original = Message(self.server, self.where, self.person if ephemeral else None)
                self.original.payload["flags"] |= LOADING
                self._keep(self.original)
            case Callback.DEFERRED_UPDATE | Callback.UPDATE:
                assert self.source
                self.original = self._own[self.source.id] = self.source
                if how is Callback.UPDATE:
                    self._fill(self.source, upload)
            case Callback.CHOICES:
                self.choices = self._choices(upload.body)
            case Callback.MODAL:
                self.modal = self._opened(upload.body)

    def _choices(self, data: Json) -> list[Choice]:
        form = Form()
        check_choices(data.get("choices"), form.at("data", "choices"), self._focused())
        form.close()
        return [Choice(choice["name"], choice["value"]) for choice in data["choices"]]

    def _focused(self) -> OptionType:
        options = self._payload["data"]["options"]
        while options[0]["type"] in (OptionType.SUBCOMMAND, OptionType.GROUP):
            options = options[0]["options"]
        return next(OptionType(option["type"]) for option in options if option.get("focused"))

    def _opened(self, data: Json) -> Modal:
        form = Form()
        check_modal(data, form.at("data"))
        form.close()
        return Modal(self, data)

    def _made(self, upload: Upload, *, ephemeral: bool) -> Message:
        message = Message(self.server, self.where, self.person if ephemeral else None)
        message.fill(upload, creating=True)
        self._keep(message)
        return message

    def _keep(self, message: Message) -> None:
        message.payload["interaction_metadata"] = {
            "id": self.id,
            "type": self.kind,
            "user": self.person.user,
            "authorizing_integration_owners": self.where.owners(self.person),
            **({"interacted_message_id": self.source.id} if self.kind is Kind.COMPONENT and self.source else {}),
            **({"triggering_interaction_metadata": self._trigger()} if self.kind is Kind.MODAL else {}),
        }
        message.payload["webhook_id"] = self.server.application_id
        self._own[message.id] = message
        self.server.keep(message)

    def _trigger(self) -> Json:
        owners = self.where.owners(self.person)
        trigger: Json = {"id": self.id, "user": self.person.user, "authorizing_integration_owners": owners}
        if self.source:
            return trigger | {"type": Kind.COMPONENT, "interacted_message_id": self.source.id}
        return trigger | {"type": Kind.COMMAND}

    def _fill(self, message: Message, upload: Upload) -> None:
        message.fill(upload, creating=False)
        self._show(message)

    def _show(self, message: Message) -> None:
        """Note an answer; what is changed a second time is the same answer still."""
        if message not in self.messages:
            self.messages.append(message)
        self._changed.set()

    def _receipt(self, how: Callback) -> Json:
        receipt: Json = {"id": self.id, "type": self.kind, "channel_id": self.where.id}
        if self.where.guild:
            receipt["guild_id"] = self.where.guild.id
        if self.original is None:
            return {"interaction": receipt}
        receipt |= {
            "response_message_id": self.original.id,
            "response_message_loading": self.original.loading,
            "response_message_ephemeral": self.original.ephemeral,
        }
        if how in (Callback.DEFERRED_MESSAGE, Callback.DEFERRED_UPDATE):
            return {"interaction": receipt}
        return {"interaction": receipt, "resource": {"type": how, "message": self.original.payload}}

    async def _until(self, happened: Callable[[], bool], timeout: float, what: str) -> None:  # noqa: ASYNC109 -- the same
        try:
            async with asyncio.timeout(timeout):
                while not happened():
                    self._changed.clear()
                    await self._changed.wait()
        except TimeoutError:
            state = "nothing" if self.acknowledged_as is None else self.acknowledged_as.name
            raise TimeoutError(f"{what} {self.what} in {timeout} s; said was {state}") from None
