"""What Telegram answers instead of a result."""

from typing import Any

Json = dict[str, Any]


class RefusalError(Exception):
    """Telegram refuses a call, because of what the bot sent: a problem in the bot."""

    def __init__(self, description: str, code: int = 400, parameters: Json | None = None) -> None:
        super().__init__(description)
        self.description = description
        self.code = code
        self.parameters = parameters


class CircumstanceError(RefusalError):
    """Telegram refuses a call because of what the bot could not know: it was blocked, came too late, was outrun."""
