"""Questions for a line of text: a tap asks one, and the reply to it is known by a link that the question hides."""

from html import escape
from typing import Final

from telegram import Bot, ForceReply
from telegram.constants import ParseMode
from telegram.helpers import create_deep_linked_url, mention_html

from bot.conversation.action import Action
from bot.conversation.deep_link import payload_of
from bot.conversation.parameters import shorten
from bot.conversation.reply import Button, Card, Choices, Notice, Reply
from bot.conversation.surface import Notebook
from bot.telegram import told
from bot.telegram.arrivals import Spot
from bot.telegram.patience import patiently

_UNKNOWN: Final = "What shall it be?"
_PLACEHOLDER: Final = 64  # characters; telegram has no constant for it (https://core.telegram.org/bots/api#forcereply)


class Prompts:
    """The questions of buttons that ask. A button has no room for its question, so they stand in the notebook."""

    def __init__(self, bot: Bot, notebook: Notebook) -> None:
        self._bot = bot
        self._notebook = notebook
        self._kept: dict[str, str] = {}

    async def keep(self, reply: Reply) -> None:
        """Remember the questions of the buttons of `reply`."""
        for part in reply.parts:
            if isinstance(part, Card | Choices | Notice):
                for button in part.buttons:
                    if button.asks:
                        await self._keep(button)

    async def ask(self, action: Action, person: told.User, spot: Spot) -> bool:
        """Ask `person` for the next argument of `action`; False where no link can hold that action."""
        payload = payload_of(action)
        if payload is None:
            return False
        question = await self._notebook.look_up(_name(action)) or _UNKNOWN
        link = create_deep_linked_url(self._bot.username, payload)
        # Naming the person makes Telegram open the reply for them alone.
        named = "" if spot.private else f"{mention_html(person['id'], person['first_name'])}: "
        text = f'<a href="{escape(link)}">✏️</a> {named}{escape(question)}'
        markup = ForceReply(selective=True, input_field_placeholder=shorten(question, _PLACEHOLDER))
        await patiently(
            lambda: self._bot.send_message(
                spot.chat_id, text, ParseMode.HTML, reply_markup=markup, message_thread_id=spot.thread
            ),
            twice_is_once=False,
        )
        return True

    async def _keep(self, button: Button) -> None:
        name = _name(button.action)
        if self._kept.get(name) != button.asks:
            await self._notebook.note(name, button.asks)
            self._kept[name] = button.asks


def _name(action: Action) -> str:
    return f"question of {action.name} after {len(action.arguments)}"
