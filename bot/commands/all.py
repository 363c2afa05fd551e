"""Every command: importing this file imports all of the folder, so that a new command is a new file and no more."""

from importlib import import_module
from pkgutil import iter_modules

import bot.commands
from bot.commands.registry import registry

__all__ = ["registry"]

for module in iter_modules(bot.commands.__path__):
    import_module(f"{bot.commands.__name__}.{module.name}")
