import pytest

from bot.conversation.parameters import Choice, Completion, Genre, Name, Title, Unclear, Whole, Words, plain, shorten
from tests.bot.conversation.shop import Color, Shop, asked

COLOR = Choice("Which colour?", {Color.RED: "Red", Color.DARK_BLUE: "Navy"}, {"crimson": Color.RED})


async def test_a_title_is_read_by_id_by_name_or_asked_about() -> None:
    title = Title("Which anime?")
    assert await title.read("#5114", asked(), Shop()) == 5114
    assert await title.read("brotherhood", asked(), Shop()) == 5114
    assert title.write(5114) == "#5114"
    with pytest.raises(Unclear, match="Which one do you mean by “naru”") as unclear:
        await title.read("naru", asked(), Shop())
    assert unclear.value.options == (Completion("Naruto", "#20"), Completion("Naruto: Shippuuden", "#1735"))


@pytest.mark.parametrize(
    ("raw", "says"), [("#7", "no such anime"), ("zzz", "no anime called “zzz”"), ("n" * 5000, "too long")]
)
async def test_a_title_that_is_none_is_told_kindly(raw: str, says: str) -> None:
    with pytest.raises(Unclear, match=says) as unclear:
        await Title("Which anime?").read(raw, asked(), Shop())
    assert len(unclear.value.text) < 200


@pytest.mark.parametrize("raw", ["red", "RED", "Crimson", " re-d "])
async def test_a_choice_is_read_by_value_label_or_another_word(raw: str) -> None:
    assert await COLOR.read(raw, asked(), Shop()) is Color.RED


async def test_a_choice_misspelled_offers_the_nearest_and_nonsense_offers_all() -> None:
    with pytest.raises(Unclear) as near:
        await COLOR.read("navvy", asked(), Shop())
    assert near.value.options == (Completion("Navy", "dark blue"),)
    with pytest.raises(Unclear) as nonsense:
        await COLOR.read("🦀", asked(), Shop())
    assert len(nonsense.value.options) == 2
    assert COLOR.write(Color.DARK_BLUE) == "dark blue"


async def test_completions_narrow_while_typing() -> None:
    assert [one.value for one in await COLOR.complete("", asked(), Shop())] == ["red", "dark blue"]
    assert [one.value for one in await COLOR.complete("na", asked(), Shop())] == ["dark blue"]
    genre = Genre("Which genre?")
    assert [one.value for one in await genre.complete("s", asked(), Shop())] == ["Sci-Fi", "Slice of Life", "Music"]
    assert [one.value for one in await genre.complete("comdy", asked(), Shop())] == ["Comedy"]
    assert [one.value for one in await Whole("How good?", 1, 10).complete("1", asked(), Shop())] == ["1", "10"]
    assert [one.value for one in await Title("Which?").complete("nar", asked(), Shop())] == ["#20", "#1735"]
    assert [one.value for one in await Title("Which?").suggest(asked(), Shop())] == ["#20"]
    assert await Words("What?").complete("x", asked(), Shop()) == []


async def test_a_genre_is_read_whatever_its_spelling() -> None:
    genre = Genre("Which genre?")
    assert await genre.read("sci fi", asked(), Shop()) == "Sci-Fi"
    assert genre.write("Sci-Fi") == "Sci-Fi"
    with pytest.raises(Unclear, match="no genre called") as unclear:
        await genre.read("slice of lif", asked(), Shop())
    assert unclear.value.options == (Completion("Slice of Life", "Slice of Life"),)


@pytest.mark.parametrize(("raw", "genre"), [("giggles", "Comedy"), ("SPACE ship", "Sci-Fi"), ("comedies", None)])
async def test_a_genre_is_known_by_its_other_words_in_singular_and_plural(raw: str, genre: str | None) -> None:
    kind = Genre("Which genre?", {"giggle": "Comedy", "spaceship": "Sci-Fi", "cooking": "Gourmet"})
    assert kind.claims(raw, Shop()) == (genre is not None)
    if genre:
        assert await kind.read(raw, asked(), Shop()) == genre
        assert [one.value for one in await kind.complete(raw, asked(), Shop())] == [genre]
    assert not kind.claims("cooking", Shop())  # this catalogue has no such genre


async def test_a_name_is_completed_by_titles_and_taken_as_it_is() -> None:
    name = Name("What is it called?")
    assert [one.value for one in await name.complete("narut", asked(), Shop())] == ["Naruto", "Naruto: Shippuuden"]
    assert await name.read(" anything ", asked(), Shop()) == "anything"
    assert await name.suggest(asked(), Shop()) == []


@pytest.mark.parametrize(("raw", "number"), [("1", 1), ("10", 10), (" 9/10 ", 9), ("+3", 3)])
async def test_a_whole_number_in_range_is_read(raw: str, number: int) -> None:
    whole = Whole("How good?", 1, 10)
    assert await whole.read(raw, asked(), Shop()) == number
    assert await whole.read(whole.write(number), asked(), Shop()) == number
    assert whole.claims(raw.strip(), Shop())


@pytest.mark.parametrize("raw", ["0", "11", "7.5", "-1", "nine", "٣x", ""])
async def test_any_other_number_is_refused(raw: str) -> None:
    with pytest.raises(Unclear, match="from 1 to 10"):
        await Whole("How good?", 1, 10).read(raw, asked(), Shop())
    assert not Whole("How good?", 1, 10).claims(raw, Shop())


async def test_words_are_bounded() -> None:
    words = Words("What?", longest=5)
    assert await words.read(" four ", asked(), Shop()) == words.write("four")
    with pytest.raises(Unclear, match="5 characters"):
        await words.read("sixsix", asked(), Shop())


def test_text_is_compared_plain_and_shown_short() -> None:
    assert plain("Sci-Fi \uff46") == "scifif"
    assert shorten("a  b\nc") == "a b c"
    assert shorten("abcdef", 4) == "abc…"
