"""The text of a title, or of what somebody typed, reduced to what two spellings of it have in common."""

import re
import unicodedata

LONGEST = 200  # characters looked at; the longest titles of the catalogue stay below it
MARKS = re.compile("(?<=[\u0000-\u04ff])[\u0300-\u036f]+")  # accents on Latin, Greek, Cyrillic; never on kana
APOSTROPHES = re.compile(
    "['`\N{LEFT SINGLE QUOTATION MARK}\N{RIGHT SINGLE QUOTATION MARK}"
    "\N{ACUTE ACCENT}\N{PRIME}\N{MODIFIER LETTER APOSTROPHE}]"
)
SPOKEN = str.maketrans(
    {
        "×": " x ",
        "✕": " x ",
        "&": " and ",
        "@": "a",
        "√": " root ",
        "∞": " infinity ",
        "∀": " turn a ",
        "ß": "ss",
        "æ": "ae",
        "Æ": "ae",
        "œ": "oe",
        "ø": "o",
        "Ø": "o",
        "ł": "l",
        "đ": "d",
        "ð": "d",
        "þ": "th",
        "™": " ",
        "®": " ",
    }
)
KATAKANA_TO_HIRAGANA = {code: code - 0x60 for code in range(ord("ァ"), ord("ヶ") + 1)}
GAPS = re.compile(r"[^\w]|_")
SPACES = re.compile(r"\s+")


def face(text: str) -> str:
    """Return `text`, its case and compatibility forms folded, with its punctuation: "K-On!" and "K-On!!" stay two."""
    return SPACES.sub(" ", unicodedata.normalize("NFKC", text[:LONGEST]).casefold()).strip()


def normal(text: str) -> str:
    """Return the lower-case words of `text`, one space between them, without accents or punctuation.

    Full-width forms become plain, katakana hiragana, "×" and "&" the words they are read as. A text of punctuation
    alone is kept as it is, for it is all there is to search by. Doing it twice changes nothing.
    """
    spoken = unicodedata.normalize("NFKC", text[:LONGEST].translate(SPOKEN)).casefold()
    bare = unicodedata.normalize("NFC", MARKS.sub("", unicodedata.normalize("NFD", APOSTROPHES.sub("", spoken))))
    words = SPACES.sub(" ", GAPS.sub(" ", bare.translate(KATAKANA_TO_HIRAGANA))).strip()
    return words or face(text)
