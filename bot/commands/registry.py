"""The one registry, into which the files of this folder declare their commands and actions."""

from bot.commands.house import House
from bot.conversation.registry import Inline, Registry

registry: Registry[House] = Registry(
    plain="anime",
    inline=Inline(about="similar", empty="recommend"),
    families=("Discover", "Your taste", "Getting along", "Your data", "Care"),
)
