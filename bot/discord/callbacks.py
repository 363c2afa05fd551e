"""First answers to calls as the library sends them, but for the copy of the message that it has Discord send back."""

from typing import TYPE_CHECKING, Any, Final

from discord import InteractionType
from discord.http import MultipartParameters, Route
from discord.webhook.async_ import AsyncWebhookAdapter

if TYPE_CHECKING:
    from discord.types.interactions import InteractionCallback

_CALLBACK: Final = "/interactions/{webhook_id}/{webhook_token}/callback"


class Callbacks(AsyncWebhookAdapter):
    """Sends first answers and wants nothing back but that they arrived.

    The library asks for the message that became of each, and makes objects of its forty components that nobody reads.
    """

    async def create_interaction_response(
        self,
        interaction_id: int,
        token: str,
        *,
        params: MultipartParameters,
        **connection: Any,  # noqa: ANN401  through which session and proxy: the library's business
    ) -> "InteractionCallback":
        """Send the first answer to a call. Raises discord.HTTPException where Discord refuses it."""
        route = Route("POST", _CALLBACK, webhook_id=interaction_id, webhook_token=token)
        await self.request(route, payload=params.payload, multipart=params.multipart, files=params.files, **connection)
        # The library reads the id alone; what was answered is not known here.
        return {"interaction": {"id": interaction_id, "type": InteractionType.application_command.value}}
