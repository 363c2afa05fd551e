import re
from collections import Counter

import pytest

from bot.commands.all import registry
from bot.conversation.translations import Translated, translations

LABELS = {command.about for command in registry.commands if command.about}


@pytest.mark.parametrize("language", translations())
def test_what_is_translated_is_there_and_within_the_limits(language: str) -> None:
    translated = translations()[language]
    assert translated.keys() <= {command.name for command in registry.commands} | LABELS
    for command, said in translated.items():
        if command in LABELS:
            assert 1 <= len(said.name) <= 32
        else:
            assert re.fullmatch(r"[-_\w]{1,32}", said.name)
            assert said.name == said.name.lower()
            assert 1 <= len(said.description) <= 100


@pytest.mark.parametrize("language", translations())
def test_no_two_commands_have_one_name_in_a_language(language: str) -> None:
    names = Counter(said.name for said in translations()[language].values())
    assert [name for name, count in names.items() if count > 1] == []


def test_no_two_languages_have_one_code_of_two_letters() -> None:
    assert len({language[:2] for language in translations()}) == len(translations())


def test_a_command_in_another_language() -> None:
    assert translations()["de"]["similar"] == Translated("ähnlich", "Anime wie der, den du nennst")
