"""Replies of all kinds, for hypothesis."""

from hypothesis import strategies as st

from bot.conversation.action import Action
from bot.conversation.reply import (
    Attachment,
    Audience,
    Button,
    Card,
    Choices,
    Cover,
    Heading,
    Look,
    Notice,
    Picture,
    Place,
    Reply,
    Text,
    Tone,
)

texts = st.text(max_size=60) | st.sampled_from(
    ["<b>&amp;", "*_[x](y)_*", "\u202eright to left", "👩‍👩‍👧 " * 9, "a " * 900]
)
long_texts = texts | st.integers(1, 9_000).map(lambda count: "word " * count)
actions = st.builds(
    Action,
    st.from_regex(r"[a-z0-9_]{1,12}", fullmatch=True),
    st.lists(st.text("a#0|", max_size=9), max_size=2).map(tuple),
)
buttons = st.lists(
    st.builds(Button, texts, actions, st.sampled_from(Look), texts, st.sampled_from(["", "Why?"])), max_size=12
)
many_buttons = buttons | st.integers(90, 230).map(lambda count: [Button(f"{n}", Action("up")) for n in range(count)])
covers = st.builds(Cover, st.integers(1, 9), texts, st.just(("Drama",)), st.none(), st.booleans())
cards = st.builds(
    Card,
    st.integers(1, 9),
    long_texts,
    covers,
    subtitle=texts,
    facts=st.lists(texts, max_size=4).map(tuple),
    labels=st.lists(texts, max_size=4).map(tuple),
    rating=texts,
    text=long_texts,
    reason=long_texts,
    buttons=buttons.map(tuple),
)
parts = (
    st.builds(Heading, long_texts)
    | st.builds(Text, long_texts)
    | st.builds(Notice, long_texts, st.sampled_from(Tone), st.sampled_from(["", "E-AB12"]), buttons.map(tuple))
    | st.builds(Choices, long_texts, many_buttons.map(tuple))
    | st.builds(Picture, st.just(b"png"), long_texts)
    | st.just(Attachment("a.json", "application/json", b"{}"))
    | cards
)
replies = st.builds(
    Reply,
    st.lists(parts, max_size=8).map(tuple),
    st.sampled_from(Audience),
    st.sampled_from(Place),
    st.none() | actions,
)
