"""What a command answers, in words no platform owns. A surface renders each part in its own form."""

from dataclasses import dataclass
from enum import StrEnum

from bot.conversation.action import Action


class Audience(StrEnum):
    """Who may see a reply. PERSONAL: only who asked (ephemeral on Discord)."""

    PUBLIC = "public"
    PERSONAL = "personal"


class Place(StrEnum):
    """NEW: a message of its own. SAME: takes the place of the message whose button was tapped."""

    NEW = "new"
    SAME = "same"


class Tone(StrEnum):
    """The mood of a notice."""

    GOOD = "good"
    INFO = "info"
    SORRY = "sorry"


class Look(StrEnum):
    """How much a button asks for attention."""

    PLAIN = "plain"
    CHOSEN = "chosen"
    DANGER = "danger"


@dataclass(frozen=True, slots=True)
class Button:
    """A tap that means `action`. `hint` is its full meaning in words, for screen readers and tooltips.

    asks: a question; where there is one, the tap first asks it, and the line answered is the action's next argument.
    """

    label: str
    action: Action
    look: Look = Look.PLAIN
    hint: str = ""
    asks: str = ""


@dataclass(frozen=True, slots=True)
class Heading:
    """A line above others."""

    text: str


@dataclass(frozen=True, slots=True)
class Text:
    """A paragraph of plain text; line breaks are kept."""

    text: str


@dataclass(frozen=True, slots=True)
class Notice:
    """A sentence apart: something was done, or could not be. `code` is the one the log has too."""

    text: str
    tone: Tone = Tone.INFO
    code: str = ""
    buttons: tuple[Button, ...] = ()


@dataclass(frozen=True, slots=True)
class Cover:
    """An anime's picture: its address if there is one, and what is needed to draw one in its stead."""

    anime_id: int
    title: str
    genres: tuple[str, ...]
    address: str | None = None
    risky: bool = False  # to be hidden behind a spoiler where others look on

    @property
    def alt(self) -> str:
        """What the picture is, in words."""
        return f"Cover of {self.title}"


@dataclass(frozen=True, slots=True)
class Card:
    """One anime with what can be done about it."""

    anime_id: int
    title: str
    cover: Cover
    subtitle: str = ""  # the title in another language
    facts: tuple[str, ...] = ()  # "TV", "64 episodes", "2009", "Bones"
    labels: tuple[str, ...] = ()  # genres and themes
    rating: str = ""  # the predicted rating in words: "8.4 for you, give or take 1.1"
    text: str = ""  # the synopsis
    reason: str = ""  # why it is here, in a sentence
    buttons: tuple[Button, ...] = ()


@dataclass(frozen=True, slots=True)
class Choices:
    """A question answered by a tap."""

    prompt: str
    buttons: tuple[Button, ...]


@dataclass(frozen=True, slots=True)
class Picture:
    """A PNG, and in words what it shows."""

    png: bytes
    alt: str


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file to keep."""

    name: str
    media_type: str
    content: bytes


Part = Heading | Text | Notice | Card | Choices | Picture | Attachment


@dataclass(frozen=True, slots=True)
class Reply:
    """All that is answered to one request, in reading order. No parts: nothing is to be said to someone who floods.

    again: asks for this same reply once more, changing nothing, by whoever taps it. secret: what is personal here is
    not shown to all even if the person wants it to be: it would do them harm.
    """

    parts: tuple[Part, ...]
    audience: Audience = Audience.PUBLIC
    place: Place = Place.NEW
    again: Action | None = None
    secret: bool = False
