"""A reply as text, for the terminal: what a button would do is shown as the command to type."""

from collections.abc import Iterator
from pathlib import Path
from textwrap import fill

from bot.conversation.reply import Attachment, Button, Card, Choices, Heading, Notice, Part, Picture, Reply, Text, Tone

WIDTH = 100
MARKS = {Tone.GOOD: "✓", Tone.INFO: "•", Tone.SORRY: "!"}


def reply_text(reply: Reply, folder: Path) -> str:
    """Return `reply` as text. Pictures stand for themselves in words; attachments are written into `folder`."""
    number = iter(range(1, len(reply.parts) + 1))
    return "\n\n".join(text for part in reply.parts if (text := _part(part, number, folder)))


def _part(part: Part, number: Iterator[int], folder: Path) -> str:
    match part:
        case Heading(text):
            return f"{text}\n{'─' * min(len(text), WIDTH)}"
        case Text(text):
            return "\n".join(fill(line, WIDTH) for line in text.splitlines())
        case Notice(text, tone, code, buttons):
            return _lines(f"{MARKS[tone]} {text}{f' ({code})' if code else ''}", *_offers(buttons))
        case Card():
            return _card(part, next(number))
        case Choices(prompt, buttons):
            return _lines(prompt, *_offers(buttons))
        case Picture(_, alt):
            return f"[{alt}]"
        case Attachment(name, _, content):
            path = folder / Path(name).name
            path.write_bytes(content)
            return f"[{path}]"


def _card(card: Card, number: int) -> str:
    indent = "    "
    body = (" · ".join(card.facts), " · ".join(card.labels), card.text, card.reason)
    title = f"{card.title} ({card.subtitle})" if card.subtitle else card.title
    return _lines(
        f"{number:>2}. {title}{f'  [{card.rating}]' if card.rating else ''}",
        *(fill(line, WIDTH, initial_indent=indent, subsequent_indent=indent) for line in body if line),
    )


def _offers(buttons: tuple[Button, ...]) -> Iterator[str]:
    for button in buttons:
        yield f"  › {button.label}"


def _lines(*lines: str) -> str:
    return "\n".join(lines)
