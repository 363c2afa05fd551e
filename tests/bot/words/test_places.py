from bot.words.english.places import places


def test_places_are_said_the_way_people_say_them() -> None:
    assert places(["telegram"]) == "on Telegram"
    assert places(["discord", "web"]) == "on Discord and in the browser"
    assert places(["cli", "discord", "web", "web"]) == "in the terminal, on Discord and in the browser (2 accounts)"


def test_a_platform_to_come_is_called_by_its_name() -> None:
    assert places(["matrix"]) == "on matrix"
