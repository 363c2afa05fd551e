import asyncio

import pytest

from bot.conversation.conversation import Conversation
from bot.conversation.pace import BURST, Pace
from bot.discord.deadline import PATIENCE_SECONDS
from bot.discord.incoming import CARDS
from tests.bot.discord.kiosk import EVIL, Kiosk, Notes, kiosk_registry, served
from tests.logged import logged
from tests.platforms.discord.faults import Dropped, Forbidden, Lost, ServerError, Slow, TooManyRequests
from tests.platforms.discord.kinds import Callback
from tests.platforms.discord.server import DiscordServer

CALLBACK = "POST /interactions/{id}/{token}/callback"


async def test_a_public_answer_is_seen_by_all(discord: DiscordServer) -> None:
    ann = discord.person("Ann")
    channel = discord.guild("Club", ann).channel("general")
    answer = await (await ann.uses("show", where=channel)).answered()
    assert answer.v2
    assert not answer.ephemeral
    assert answer.texts == ["## For all", "### Anime 1", "### Anime 2"]
    assert [button.label for button in answer.buttons] == ["👍", "Why?", "Note"] * 2
    assert answer.media[0].description == "Cover of Anime 1"


async def test_discord_is_not_asked_for_a_copy_of_the_answer(discord: DiscordServer) -> None:
    ann = discord.person("Ann")
    for command in ("show", "keep"):
        await (await ann.uses(command, where=discord.dm(ann))).answered()
    assert [call.status for call in discord.calls if call.route == CALLBACK] == [204, 204]


async def test_a_personal_answer_is_for_who_asked_and_plain_where_they_are_alone(discord: DiscordServer) -> None:
    ann = discord.person("Ann")
    channel = discord.guild("Club", ann).channel("general")
    assert (await (await ann.uses("mine", where=channel)).answered()).ephemeral
    assert (
        await (await ann.uses("mine", where=discord.private_channel(ann, discord.person("Bob")))).answered()
    ).ephemeral
    assert not (await (await ann.uses("mine", where=discord.dm(ann))).answered()).ephemeral


async def test_where_and_by_whom_it_was_asked(discord: DiscordServer, kiosk: Kiosk) -> None:
    ann, bob = discord.person("Ann", locale="pt-BR"), discord.person("Bob")
    guild = discord.guild("Club", ann, bob)
    places = (
        guild.channel("general"),
        guild.channel("late", nsfw=True),
        discord.dm(bob),
        discord.private_channel(ann, bob),
    )
    for place in places:
        await (await bob.uses("heard", where=place)).answered()
    assert [one.chat.adult for one in kiosk.requests] == [False, True, None, None]
    assert [one.chat.private for one in kiosk.requests] == [False, False, True, False]
    assert {one.person.id for one in kiosk.requests} == {bob.id}
    assert {one.cards for one in kiosk.requests} == {CARDS}
    assert not any(one.manager for one in kiosk.requests)
    await (await ann.uses("heard", where=places[0])).answered()
    assert kiosk.requests[-1].manager
    assert kiosk.requests[-1].language == "pt-BR"


async def test_a_thread_is_as_adult_as_its_channel_and_what_nobody_knows_is_not(
    discord: DiscordServer, kiosk: Kiosk
) -> None:
    ann = discord.person("Ann")
    guild = discord.guild("Club", ann)
    late = guild.channel("late", nsfw=True)
    for place in (late.thread("deep"), guild.channel("general").thread("chat"), guild.channel("?", nsfw=True, kind=99)):
        await (await ann.uses("heard", where=place)).answered()
    assert [one.chat.adult for one in kiosk.requests] == [True, False, False]
    assert len({one.chat.id for one in kiosk.requests}) == 3


async def test_a_server_without_the_bot_says_what_its_channel_is(discord: DiscordServer, kiosk: Kiosk) -> None:
    ann = discord.person("Ann")
    guild = discord.guild("Elsewhere", ann, has_bot=False)
    await (await ann.uses("heard", where=guild.channel("late", nsfw=True))).answered()
    await (await ann.uses("heard", where=guild.channel("general"))).answered()
    assert [one.chat.adult for one in kiosk.requests] == [True, False]


async def test_the_menu_on_a_person_names_whom_it_is_about(discord: DiscordServer, kiosk: Kiosk) -> None:
    ann, bob = discord.person("Ann"), discord.person("Bob")
    channel = discord.guild("Club", ann, bob).channel("general")
    await (await ann.opens_menu("Listen to …", on=bob, where=channel)).answered()
    [request] = kiosk.requests
    assert request.subject
    assert request.subject.id == bob.id
    assert request.person.id == ann.id


async def test_a_tap_changes_the_message_in_place(discord: DiscordServer, kiosk: Kiosk) -> None:
    ann = discord.person("Ann")
    channel = discord.guild("Club", ann).channel("general")
    message = await (await ann.uses("show", where=channel)).answered()
    tap = await ann.taps(message, "👍")
    assert (await tap.answered()) is message
    assert tap.acknowledged_as is Callback.UPDATE
    assert message.texts[0] == "Noted."
    assert kiosk.thumbs == [(ann.id, "1")]


async def test_a_tap_by_somebody_else_counts_for_them_and_is_shown_to_them(
    discord: DiscordServer, kiosk: Kiosk
) -> None:
    ann, bob = discord.person("Ann"), discord.person("Bob")
    channel = discord.guild("Club", ann, bob).channel("general")
    message = await (await ann.uses("show", where=channel)).answered()
    own, other = await asyncio.gather(ann.taps(message, "👍"), bob.taps(message, "👍"))
    theirs = await other.answered()
    assert (await own.answered()) is message
    assert theirs is not message
    assert theirs.ephemeral
    assert sorted(kiosk.thumbs) == sorted([(ann.id, "1"), (bob.id, "1")])
    again = await bob.taps(theirs, "👍")
    assert (await again.answered()) is theirs


async def test_two_quick_taps_are_both_answered(discord: DiscordServer, kiosk: Kiosk) -> None:
    ann = discord.person("Ann")
    message = await (await ann.uses("show", where=discord.dm(ann))).answered()
    before = [button.custom_id or "" for button in message.buttons if button.label == "👍"]
    await (await ann.taps(message, "👍")).answered()
    late = await ann.sends_tap(
        message, before[1]
    )  # the message was changed in the meantime, and this button is another
    assert (await late.answered()) is message
    assert [number for _, number in kiosk.thumbs] == ["1", "2"]


async def test_a_call_that_arrives_twice_is_answered_once(discord: DiscordServer, kiosk: Kiosk) -> None:
    ann = discord.person("Ann")
    message = await (await ann.uses("show", where=discord.dm(ann))).answered()
    tap = await ann.taps(message, "👍")
    tap.arrives_again()
    await tap.answered()
    tap.arrives_again()
    await (await ann.taps(message, "Undo")).answered()
    assert len(kiosk.thumbs) == 2
    assert len(discord.asked(CALLBACK)) == 3


async def test_what_tells_of_a_taste_never_takes_the_place_of_what_all_see(discord: DiscordServer) -> None:
    ann = discord.person("Ann")
    channel = discord.guild("Club", ann).channel("general")
    message = await (await ann.uses("ways", where=channel)).answered()
    answer = await (await ann.taps(message, "Secret")).answered()
    assert answer is not message
    assert answer.ephemeral
    alone = await (await ann.uses("ways", where=discord.dm(ann))).answered()
    assert (await (await ann.taps(alone, "Secret")).answered()) is alone


async def test_a_form_asks_for_the_line_that_is_missing(discord: DiscordServer) -> None:
    ann, bob = discord.person("Ann"), discord.person("Bob")
    channel = discord.guild("Club", ann, bob).channel("general")
    message = await (await ann.uses("show", where=channel)).answered()
    modal = await (await ann.taps(message, "Note")).asked()
    assert modal.title == "What do you want to remember?"
    assert (await (await modal.submits("The end")).answered()) is message
    assert message.texts == ["1: The end"]


async def test_a_form_opened_by_another_is_answered_to_them(discord: DiscordServer) -> None:
    ann, bob = discord.person("Ann"), discord.person("Bob")
    channel = discord.guild("Club", ann, bob).channel("general")
    message = await (await ann.uses("show", where=channel)).answered()
    modal = await (await bob.taps(message, "Note")).asked()
    answer = await (await modal.submits("The end")).answered()
    assert answer.ephemeral
    assert answer is not message


async def test_many_choices_are_a_list_that_opens(discord: DiscordServer, kiosk: Kiosk) -> None:
    ann = discord.person("Ann")
    message = await (await ann.uses("which", where=discord.dm(ann))).answered()
    [select] = message.selects
    await (await ann.chooses(message, select["options"][12]["value"])).answered()
    assert kiosk.thumbs == [(ann.id, "12")]


async def test_an_old_button_is_answered_politely(discord: DiscordServer) -> None:
    ann = discord.person("Ann")
    channel = discord.guild("Club", ann).channel("general")
    message = await (await ann.uses("show", where=channel)).answered()
    answer = await (await ann.sends_tap(message, "from-another-age")).answered()
    assert "old" in answer.text
    assert answer.ephemeral


async def test_somebody_who_floods_is_answered_without_words_and_nobody_else_notices(
    server: DiscordServer, kiosk: Kiosk
) -> None:
    ann, bob = server.person("Ann"), server.person("Bob")
    in_no_time = Conversation(kiosk_registry(), kiosk, Pace(lambda: 0.0))
    async with served(server, in_no_time, Notes()):
        message = await (await ann.uses("hush", where=server.dm(ann))).answered()
        assert await (await ann.taps(message, "Hush")).acknowledged() is Callback.DEFERRED_UPDATE
        calls = [await ann.uses("heard", where=server.dm(ann)) for _ in range(BURST)]
        other = await (await bob.uses("heard", where=server.dm(bob))).answered()
        assert other.texts == ["Heard."]
        answers = [(await call.answered()).text for call in calls]
    assert answers[:-2] == ["Heard."] * (BURST - 2)
    assert "a lot at once" in answers[-2]
    assert answers[-1] == "One moment, please."


async def test_trouble_of_a_handler_is_told_with_its_code(discord: DiscordServer) -> None:
    ann = discord.person("Ann")
    channel = discord.guild("Club", ann).channel("general")
    message = await (await ann.uses("broken", where=channel)).answered()
    answer = await (await ann.taps(message, "Burn")).answered()
    assert "Something went wrong on my side" in answer.text
    assert "E-" in answer.text
    assert answer.ephemeral


async def test_files_and_pictures_come_along(discord: DiscordServer) -> None:
    ann = discord.person("Ann")
    answer = await (await ann.uses("keep", where=discord.dm(ann))).answered()
    assert answer.files == {"picture.png": b"\x89PNG", "mine.csv": b"1,2"}
    assert answer.media[0].description == "A picture"


async def test_a_cover_without_an_address_is_drawn(discord: DiscordServer) -> None:
    ann = discord.person("Ann")
    channel = discord.guild("Club", ann).channel("general")
    answer = await (await ann.uses("drawn", where=channel)).answered()
    assert answer.files["cover.png"].startswith(b"\x89PNG")
    assert answer.media[0].spoiler
    tap = await (await ann.taps(answer, "👍")).answered()
    assert tap.attachments == []


async def test_a_long_answer_goes_on_in_more_messages(discord: DiscordServer) -> None:
    ann = discord.person("Ann")
    call = await ann.uses("long", where=discord.dm(ann))
    last = await call.answered(20, number=12)
    assert last.texts[-1] == "### Anime 59"
    guest = await ann.uses("long", where=discord.private_channel(ann, discord.person("Bob")))
    await guest.answered(20, number=6)
    await (await ann.uses("heard", where=guest.where)).answered()  # in order: nothing more came of the first
    assert len(guest.messages) == 6
    assert discord.refusals == []


async def test_markup_and_mentions_in_any_text_stay_text(discord: DiscordServer) -> None:
    ann = discord.person("Ann")
    answer = await (await ann.uses("evil", where=discord.dm(ann))).answered()
    taken = r"\*\*Bold\*\* \<\@1\> \[a\](https:\//b.test) \`#\` \|\| \@everyone"
    assert answer.text.replace(taken, "").replace("-# ", "").replace("#", "").replace("*", "").strip(" \n") == ""
    assert answer.text.count(taken) == 11
    assert answer.buttons[0].label == EVIL


async def test_a_slow_answer_is_announced_within_the_deadline(discord: DiscordServer, kiosk: Kiosk) -> None:
    ann = discord.person("Ann")
    channel = discord.guild("Club", ann).channel("general")
    call = await ann.uses("slow", where=channel)
    assert await call.acknowledged(PATIENCE_SECONDS + 1.5) is Callback.DEFERRED_MESSAGE
    kiosk.open.set()
    answer = await call.answered()
    assert answer.texts == ["At last."]
    assert not answer.ephemeral


async def test_a_slow_answer_is_announced_to_those_who_may_see_it(discord: DiscordServer, kiosk: Kiosk) -> None:
    ann = discord.person("Ann")
    channel = discord.guild("Club", ann).channel("general")
    own = await ann.uses("dreamy", where=channel)
    assert await own.acknowledged(PATIENCE_SECONDS + 1.5) is Callback.DEFERRED_MESSAGE
    kiosk.open.set()
    assert (await own.answered()).ephemeral


@pytest.mark.parametrize("faults", [(), (Lost(),)])
async def test_what_is_for_one_alone_after_all_is_never_seen_by_all(
    discord: DiscordServer, kiosk: Kiosk, faults: tuple[Lost, ...]
) -> None:
    ann = discord.person("Ann")
    channel = discord.guild("Club", ann).channel("general")
    call = await ann.uses("shy", where=channel)
    assert await call.acknowledged(PATIENCE_SECONDS + 1.5) is Callback.DEFERRED_MESSAGE
    discord.faults.next("DELETE /webhooks/{application}/{token}/messages/@original", *faults)
    kiosk.open.set()
    announced, answer = await call.answered(), await call.answered(number=2)
    assert announced.deleted
    assert answer.texts == ["For you alone, after all."]
    assert answer.ephemeral


async def test_a_slow_tap_is_announced_too(discord: DiscordServer, kiosk: Kiosk) -> None:
    ann, bob = discord.person("Ann"), discord.person("Bob")
    channel = discord.guild("Club", ann, bob).channel("general")
    ways = await (await ann.uses("ways", where=channel)).answered()
    shown = await (await ann.uses("show", where=discord.dm(ann))).answered()
    own = await ann.taps(ways, "Later")
    why = await ann.sends_tap(shown, [button.custom_id or "" for button in shown.buttons][4])
    other = await bob.taps(ways, "Later")
    assert await own.acknowledged() is Callback.DEFERRED_UPDATE
    assert await why.acknowledged() is Callback.DEFERRED_UPDATE
    assert await other.acknowledged() is Callback.DEFERRED_MESSAGE
    kiosk.open.set()
    assert (await own.answered()) is ways
    assert (await other.answered()).ephemeral
    assert (await why.answered()).texts == ["Because 2."]


async def test_answers_of_a_channel_come_in_the_order_asked(discord: DiscordServer, kiosk: Kiosk) -> None:
    ann, bob = discord.person("Ann"), discord.person("Bob")
    channel = discord.guild("Club", ann, bob).channel("general")
    slow = await ann.uses("slow", where=channel)
    waiting = await bob.uses("show", where=channel)
    elsewhere = await bob.uses("show", where=discord.dm(bob))
    await elsewhere.answered()
    assert not waiting.messages
    kiosk.open.set()
    await waiting.answered()
    assert slow.messages


async def test_discord_asks_to_slow_down(discord: DiscordServer) -> None:
    ann = discord.person("Ann")
    discord.faults.next(CALLBACK, TooManyRequests(0.05))
    assert (await (await ann.uses("heard", where=discord.dm(ann))).answered()).texts == ["Heard."]


async def test_discord_stumbles(discord: DiscordServer) -> None:
    ann = discord.person("Ann")
    discord.faults.next(CALLBACK, ServerError(502), Slow(0.1))
    assert (await (await ann.uses("heard", where=discord.dm(ann))).answered()).texts == ["Heard."]


async def test_a_connection_that_breaks_is_tried_again(discord: DiscordServer) -> None:
    ann = discord.person("Ann")
    discord.faults.next(CALLBACK, Dropped())
    assert (await (await ann.uses("heard", where=discord.dm(ann))).answered()).texts == ["Heard."]
    discord.faults.next(CALLBACK, Lost())
    assert (await (await ann.uses("heard", where=discord.dm(ann))).answered()).texts == ["Heard."]


async def test_what_discord_refuses_is_told_with_a_code(discord: DiscordServer) -> None:
    ann = discord.person("Ann")
    discord.faults.next(CALLBACK, Forbidden())
    assert "E-" in (await (await ann.uses("heard", where=discord.dm(ann))).answered()).text


async def test_a_call_that_is_over_harms_nobody(discord: DiscordServer, kiosk: Kiosk) -> None:
    ann = discord.person("Ann")
    call = await ann.uses("slow", where=discord.dm(ann))
    await call.acknowledged()
    discord.clock.advance(16 * 60)
    kiosk.open.set()
    assert (await (await ann.uses("heard", where=discord.dm(ann))).answered()).texts == ["Heard."]
    assert not call.messages


async def test_options_are_offered_while_typing(discord: DiscordServer) -> None:
    ann = discord.person("Ann")
    dm = discord.dm(ann)
    offered = await ann.types("similar", "anime", "nar", where=dm)
    assert [(choice.name, choice.value) for choice in offered] == [("Naruto", "#20"), ("Naruto: Shippuuden", "#1735")]
    assert [choice.name for choice in await ann.types("similar", "anime", "", where=dm)] == ["Naruto"]
    assert [choice.name for choice in await ann.types("paint", "genre", "sci", where=dm)] == ["Sci-Fi"]
    assert (await (await ann.uses("similar", where=dm, anime="#20")).answered()).texts == ["similar 20"]


async def test_no_log_says_who_or_where(discord: DiscordServer, kiosk: Kiosk) -> None:
    with logged("INFO", "{message} {extra}") as lines:
        ann = discord.person("Ann Secret")
        channel = discord.guild("Club", ann).channel("general")
        message = await (await ann.uses("broken", where=channel)).answered()
        await (await ann.taps(message, "Burn")).answered()
        discord.faults.next(CALLBACK, Forbidden(), Forbidden())
        refused = await ann.uses("heard", where=channel)
        late = await ann.uses("slow", where=channel)
        await late.acknowledged()
        discord.clock.advance(16 * 60)
        kiosk.open.set()
        shown = await (await ann.uses("heard", where=channel)).answered()
        assert shown.texts == ["Heard."]
    del discord.interactions[refused.token]  # it could not be answered: Discord refused the apology too
    log = "".join(lines)
    assert "failed" in log
    assert "could not be told" in log
    assert "too late" in log
    for secret in (ann.id, ann.name, channel.id, late.id, late.token, refused.token, discord.token):
        assert secret not in log


async def test_options_that_cannot_be_found_or_come_too_late_harm_nobody(
    discord: DiscordServer, kiosk: Kiosk, monkeypatch: pytest.MonkeyPatch
) -> None:
    ann = discord.person("Ann")
    dm = discord.dm(ann)
    with monkeypatch.context() as broken:
        broken.setattr(kiosk, "complete_titles", None)
        assert await ann.types("similar", "anime", "nar", where=dm) == []
    discord.faults.next(CALLBACK, Forbidden())
    late = await ann.begins_to_type("similar", "anime", "nar", where=dm)
    assert [choice.value for choice in await ann.types("similar", "anime", "86", where=dm)] == ["#41457"]
    del discord.interactions[late.token]  # Discord refused it


async def test_a_form_of_another_age_is_answered_politely(discord: DiscordServer) -> None:
    ann = discord.person("Ann")
    message = await (await ann.uses("show", where=discord.dm(ann))).answered()
    modal = await (await ann.taps(message, "Note")).asked()
    modal.custom_id = "from-another-age"
    assert "old" in (await (await modal.submits("x")).answered()).text
