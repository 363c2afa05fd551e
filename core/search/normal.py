"""The text of a title, or of what somebody typed, reduced to what two spellings of it have in common."""

import re
import unicodedata

LONGEST = 200  # characters looked at; the longest titles of the catalogue stay below it
MARKS = re.compile("(?<=[\u0000-\u04ff])[\u0300-\u036f]+")  # accents on Latin, Greek, Cyrillic; never on kana
APOSTROPHES = re.compile(
    "['`\N{LEFT SINGLE QUOTATION MARK}\N{RIGHT SINGLE QUOTATION MARK}"
    "\N{ACUTE ACCENT}\N{PRIME}\N{MODIFIER LETTER APOSTROPHE}]"
)
UNSPOKEN = str.maketrans({"™": " ", "®": " ", "©": " "})  # compatibility forms would make letters of them
SPOKEN = str.maketrans(
    {
        "×": " x ",
        "✕": " x ",
        "&": " and ",
        "@": "a",
        "√": " root ",
        "∞": " infinity ",
        "∀": " turn a ",
        "æ": "ae",
        "œ": "oe",
        "ø": "o",
        "ł": "l",
        "đ": "d",
        "ð": "d",
        "þ": "th",
    }
)
KATAKANA_TO_HIRAGANA = {code: code - 0x60 for code in range(ord("ァ"), ord("ヶ") + 1)}
GAPS = re.compile(r"[^\w]|_")
SPACES = re.compile(r"\s+")


def face(text: str) -> str:
    """Return `text`, its case and compatibility forms folded, with its punctuation: "K-On!" and "K-On!!" stay two."""
    return SPACES.sub(" ", _folded(text)).strip()


def normal(text: str) -> str:
    """Return the lower-case words of `text`, one space between them, without accents or punctuation.

    Full-width forms become plain, katakana hiragana, "×" and "&" the words they are read as. A text of punctuation
    alone is kept as it is, for it is all there is to search by. Doing it twice changes nothing.
    """
    spoken = APOSTROPHES.sub("", _folded(text).translate(SPOKEN))
    bare = unicodedata.normalize("NFC", MARKS.sub("", unicodedata.normalize("NFD", spoken)))
    words = SPACES.sub(" ", GAPS.sub(" ", bare.translate(KATAKANA_TO_HIRAGANA))).strip()
    return words or face(text)


def _folded(text: str) -> str:
    """Cut `text`, drop what is no character (half a pair of surrogates), and fold case and compatibility forms."""
    sound = text[:LONGEST].translate(UNSPOKEN).encode("utf-8", "ignore").decode()
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", sound).casefold())
