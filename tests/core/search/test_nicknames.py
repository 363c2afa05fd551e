from core.search.nicknames import nicknames
from core.search.normal import normal


def test_nicknames_are_in_the_form_in_which_they_are_looked_up() -> None:
    for names in nicknames().values():
        assert names
        for name in names:
            assert name == name.strip().lower()
            assert normal(name)


def test_no_nickname_stands_for_two_anime() -> None:
    owners: dict[str, int] = {}
    for anime_id, names in nicknames().items():
        for name in names:
            assert owners.setdefault(name, anime_id) == anime_id, name


def test_famous_ones_are_there() -> None:
    by_name = {name: anime_id for anime_id, names in nicknames().items() for name in names}
    assert by_name["jjk"] == 40748
    assert by_name["fmab"] == 5114
    assert by_name["konosuba"] == 30831
