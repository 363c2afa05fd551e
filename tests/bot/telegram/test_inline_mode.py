from telegram.constants import InlineQueryLimit

from tests.bot.telegram.bots import Bots
from tests.bot.telegram.oddities import ADDRESS, Oddities
from tests.bot.telegram.test_tapping import thumbs_of
from tests.platforms.telegram.server import TelegramServer


async def test_anime_are_offered_while_a_title_is_typed(bots: Bots, telegram: TelegramServer) -> None:
    await bots.start()
    ann = telegram.person("Ann")
    offered = await ann.asks_inline("cowb")
    assert len(offered.titles) == 10
    assert offered.is_personal
    assert "Cowboy Bebop" not in offered.titles


async def test_results_are_paged_and_none_comes_twice(bots: Bots, telegram: TelegramServer) -> None:
    await bots.start()
    ann = telegram.person("Ann")
    titles: list[str] = []
    offset, pages = "", 0
    while pages == 0 or offset:
        offered = await ann.asks_inline("", offset=offset)
        titles += offered.titles
        offset = offered.next_offset
        pages += 1
    assert len(titles) == len(set(titles)) == InlineQueryLimit.RESULTS
    assert pages == 5


async def test_a_cover_stands_beside_a_result_and_above_what_is_sent_unless_it_is_risky(
    odd: Oddities, telegram: TelegramServer
) -> None:
    for person, risky in ((telegram.person("Ann"), False), (telegram.person("Bob"), True)):
        odd.risky = risky
        [offered] = (await person.asks_inline("")).results
        shown = {"url": ADDRESS, "prefer_large_media": True, "show_above_text": True}
        assert offered.get("thumbnail_url") == (None if risky else ADDRESS)
        preview = offered["input_message_content"]["link_preview_options"]
        assert preview == ({"is_disabled": True} if risky else shown)


async def test_what_is_like_no_title_leads_to_the_private_chat(bots: Bots, telegram: TelegramServer) -> None:
    await bots.start()
    ann = telegram.person("Ann")
    offered = await ann.asks_inline("qqqqxxxxzzzz")
    assert offered.results == []
    assert offered.button is not None
    await ann.opens(f"https://t.me/{telegram.username}?start={offered.button['start_parameter']}")
    assert "For you" in (await ann.private.next_message()).caption


async def test_an_offset_that_is_none_of_ours_ends_the_list(bots: Bots, telegram: TelegramServer) -> None:
    await bots.start()
    ann = telegram.person("Ann")
    for offset in ("rubbish", "10:rubbish", ":1up|#1|a1"):
        offered = await ann.asks_inline("", offset=offset)
        assert offered.next_offset == ""


async def test_a_tap_under_what_was_sent_counts_for_who_taps(bots: Bots, telegram: TelegramServer) -> None:
    await bots.start()
    ann, bob = telegram.person("Ann"), telegram.person("Bob")
    club = telegram.group("Club", ann, bob)
    offered = await ann.asks_inline("cowboy bebop")
    message = await ann.chooses(offered.results[3], club)
    for person in (bob, ann):
        answer = await (await person.taps(message, "👍")).answered()
        assert answer.text.endswith("noted.")
        assert answer.show_alert is (person is bob)
        assert len(await thumbs_of(bots, person)) == 1
    await message.changed()
    assert message.labels == ["✓ 👍", "👎", "Seen it", "Not for me", "Why?"]
    assert message.text.startswith(offered.titles[3])
    assert "for you" not in message.text
    await ann.taps(message, "👎")
    await message.changed()
    assert message.labels[:2] == ["👍", "✓ 👎"]
    assert len(message.edits) == 2


async def test_what_cannot_stand_there_opens_the_private_chat(bots: Bots, telegram: TelegramServer) -> None:
    await bots.start()
    ann = telegram.person("Ann")
    club = telegram.group("Club", ann)
    message = await ann.chooses((await ann.asks_inline("cowboy bebop")).results[0], club)
    answer = await (await ann.taps(message, "Why?")).answered()
    await ann.opens(answer.url)
    assert (await ann.private.next_message()).photo is not None


async def test_what_was_sent_is_brought_up_to_date_by_who_sent_it(odd: Oddities, telegram: TelegramServer) -> None:
    ann, bob = telegram.person("Ann"), telegram.person("Bob")
    club = telegram.group("Club", ann, bob)
    [offered] = (await ann.asks_inline("")).results
    message = await ann.chooses(offered, club)
    before = message.labels
    assert (await (await bob.taps(message, "Again")).answered()).text == "Done."
    assert message.labels == before == ["Again", "Words"]
    await ann.taps(message, "Again")
    await message.changed()
    assert message.labels == ["Again"]
    assert len(odd.asked) == 3


async def test_a_question_cannot_be_put_there_and_leads_to_the_private_chat(
    odd: Oddities, telegram: TelegramServer
) -> None:
    ann = telegram.person("Ann")
    message = await ann.chooses((await ann.asks_inline("")).results[0], telegram.group("Club", ann))
    data = message.button("Again")["callback_data"].replace(".1again", "?1echo")
    assert (await (await ann.taps_data(message, data)).answered()).url.startswith("https://t.me/")
    too_long = data.replace("1echo", "1echo|" + "x" * 50)
    assert "as a command" in (await (await ann.taps_data(message, too_long)).answered()).text
    assert len(odd.asked) == 1


async def test_a_thumb_that_takes_a_card_out_of_its_list_leaves_what_was_sent_alone(
    bots: Bots, telegram: TelegramServer
) -> None:
    await bots.start()
    ann = telegram.person("Ann")
    offered = (await ann.asks_inline("cowboy bebop")).results[0]
    message = await ann.chooses(offered, telegram.group("Club", ann))
    of_old = message.button("👍")["callback_data"].replace(f"|a{offered['id']}|", "|s1.0|")
    assert "|s1.0|" in of_old
    assert (await (await ann.taps_data(message, of_old)).answered()).text.endswith("noted.")
    await bots.stop()
    assert message.edits == []
    assert len(await thumbs_of(bots, ann)) == 1
