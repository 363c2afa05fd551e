"""What a person sees of an answer, in words that no platform owns, and how that is held against the neutral reply."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.conversation.action import Action
from bot.conversation.reply import Attachment, Button, Card, Choices, Heading, Look, Notice, Part, Picture, Reply, Text

DECORATIONS = frozenset("★·…")
FEWEST_KEPT = 20  # signs of a text that is cut


@dataclass(frozen=True)
class Key:
    """A button as it is shown. meaning: None where it leads elsewhere. handle: what a tap on it sends.

    shown: whether it is under an answer that tells of who asked, and that they have shown to all.
    """

    label: str
    meaning: Action | None
    handle: str
    chosen: bool = False
    asks: bool = False
    shown: bool = False
    link: str = ""


@dataclass(frozen=True)
class Seen:
    """All that came of one act. images: their bytes, where they were uploaded. alone: whether nobody else sees it."""

    text: str
    keys: tuple[Key, ...] = ()
    images: tuple[bytes, ...] = ()
    files: tuple[bytes, ...] = ()
    alone: bool = True


@dataclass(frozen=True)
class Words:
    """A text to be read. spare: it may be cut to nothing."""

    text: str
    spare: bool = False


def check_shown(seen: Seen, reply: Reply) -> None:
    """Assert that what is seen is `reply`: all its words in order and no others, its buttons, pictures and files."""
    check_read(seen.text, [words for part in reply.parts for words in words_of(part)])
    buttons = [button for part in reply.parts for button in buttons_of(part)]
    assert [key.meaning for key in seen.keys] == [button.action for button in buttons]
    for key, button in zip(seen.keys, buttons, strict=True):
        assert is_label(key.label, button.label), (key.label, button.label)
        assert key.asks == bool(button.asks)
        assert key.chosen == (button.look is Look.CHOSEN)
    pictures = [part for part in reply.parts if isinstance(part, Card | Picture)]
    assert len(seen.images) == len(pictures)
    for image, part in zip(seen.images, pictures, strict=True):
        assert isinstance(part, Card) or image == part.png
    assert seen.files == tuple(part.content for part in reply.parts if isinstance(part, Attachment))


def buttons_of(part: Part) -> tuple[Button, ...]:
    return part.buttons if isinstance(part, Card | Choices | Notice) else ()


def words_of(part: Part) -> Iterator[Words]:
    """Yield what is to be read of a part, in order."""
    match part:
        case Heading(text) | Text(text):
            yield Words(text)
        case Notice(text, code=code):
            yield from (Words(text), Words(code))
        case Choices(prompt):
            yield Words(prompt)
        case Card():
            for text in (part.title, part.subtitle, *part.facts, *part.labels, part.rating, part.reason):
                yield Words(text)
            yield Words(part.text, spare=True)
        case Picture(alt=alt):
            yield Words(alt)
        case Attachment():
            pass


def check_read(text: str, wanted: Sequence[Words]) -> None:
    """Assert that `text` is `wanted`, one after the other, each whole or cut with an ellipsis, and no more words."""
    left = bare(text)
    for words in wanted:
        piece = bare(words.text)
        same = common(left, piece)
        while same < len(piece) and left[:1] and left[0] in DECORATIONS and not is_cut(left, piece, same):
            left = left[1:]
            same = common(left, piece)
        if same == len(piece) or is_cut(left, piece, same):
            left = left[same:]
        else:
            assert words.spare, f"{words.text!r} is not where it should be: {left[:80]!r}"
    assert not set(left) - DECORATIONS, f"nobody said {left!r}"


def is_cut(left: str, piece: str, same: int) -> bool:
    return same >= min(FEWEST_KEPT, len(piece) - 1) and left[same : same + 1] == "…"


def is_label(shown: str, label: str) -> bool:
    """Return whether `shown` is `label`, whole or cut."""
    shown, label = bare(shown), bare(label)
    return shown == label or (shown.endswith("…") and label.startswith(shown[:-1]))


def common(one: str, other: str) -> int:
    """Return how many signs two texts begin with in common."""
    return next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))


def bare(text: str) -> str:
    """Return the signs of `text` that can be seen, without the space between them."""
    return "".join(sign for sign in text if sign.isprintable() and not sign.isspace())
