"""Names and descriptions of the commands in the languages of people's menus, from `translations.tsv`.

A command that does not stand there is shown in English, in which it was declared; so are the answers.
"""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

_FILE: Final = Path(__file__).with_name("translations.tsv")


@dataclass(frozen=True, slots=True)
class Translated:
    """What a command is called and said to do. A label of a menu on a person has no description."""

    name: str
    description: str


@cache
def translations() -> Mapping[str, Mapping[str, Translated]]:
    """Return by language (an IETF tag: "de", "pt-BR") what each command or label is in it, by its English name."""
    found: dict[str, dict[str, Translated]] = {}
    with _FILE.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t"):
            found.setdefault(row["language"], {})[row["command"]] = Translated(row["name"], row["description"])
    return found
