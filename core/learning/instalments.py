"""Reading a title: which series it belongs to and which instalment it is, for catalogues that do not say.

"Overlord III" is number 3 of "overlord"; "Kaguya-sama wa Kokurasetai? 2nd Season" number 2; "Naruto: Shippuuden" a
later part of "naruto", if there is such a title.
"""

import re
import unicodedata
from dataclasses import dataclass

FINAL = 90  # "Final Season": after every numbered one
_ROMAN = {"ii": 2, "iii": 3, "iv": 4, "v": 5, "vi": 6, "vii": 7, "viii": 8, "ix": 9}
_WORDS = {"second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "final": FINAL, "zoku": 2}
_ORDINAL = r"(?P<ordinal>\d{1,2})(?:st|nd|rd|th)"
_SEASONS = (
    re.compile(rf"[\s:,(-]+(?:the )?(?:{_ORDINAL}|(?P<word>{'|'.join(_WORDS)}))[\s-]+(?:season|series|stage)\b\)?"),
    re.compile(r"[\s:,(-]+(?:season|series|stage)[\s-]+(?P<number>\d{1,2})\b\)?"),
    re.compile(r"\s+s(?P<number>\d)\b"),
    re.compile(rf"\s+(?P<roman>{'|'.join(_ROMAN)})(?=$|[\s:])"),
    re.compile(r"(?<=[^\d\s])\s+(?P<number>[2-9])(?=$|:)"),
)
_PARTS = re.compile(r"[\s:,(-]+(?:part|cour)[\s.-]*(?P<number>\d{1,2}|ii|iii|iv)\b\)?")
_EXTRA = re.compile(
    r"[\s:,(-]+(?:(?:the )?movie\b.*|gekijou-?ban\b.*|eiga\b.*|ova\b.*|oad\b.*|specials?\b.*|recaps?\b.*|pv\b.*|"
    r"soushuuhen\b.*|picture drama\b.*|omake\b.*|digest\b.*)$|^(?:gekijou-?ban|eiga)\s+"
)
_SUBTITLE = re.compile(r"\s*(?::|\s[-~]\s?|\s~).*$")
_MARKS = re.compile(r"[^\w]+")


@dataclass(frozen=True, slots=True)
class Instalment:
    """What one title says.

    base: the series' title in a form that compares. place: (season, part), both from 1. extra: a film, OVA or special
    by its title. subtitled: the base is only what stands before a subtitle, which proves little by itself.
    """

    base: str
    place: tuple[int, int]
    extra: bool
    subtitled: bool


def read_title(title: str) -> list[Instalment]:
    """Return the readings of a title, the most literal first: as it stands, then without its subtitle if it has one.

    A title of which no letter or digit remains has no readings.
    """
    text = unicodedata.normalize("NFKC", title).casefold().strip()
    text, extras = _EXTRA.subn(" ", text)
    part = 1
    found = _PARTS.search(text)
    if found:
        part = _number(found.group("number"))
        text = text[: found.start()] + " " + text[found.end() :]
    text, season = _season(text)
    readings: list[Instalment] = []
    for subtitled, base in ((False, _compared(text)), (True, _compared(_SUBTITLE.sub("", text)))):
        if base and base not in {reading.base for reading in readings}:
            readings.append(Instalment(base, (season, part), extras > 0, subtitled))
    return readings


def _season(text: str) -> tuple[str, int]:
    """Return the text without its season, and the season's number, 1 where it has none."""
    for pattern in _SEASONS:
        found = pattern.search(text)
        if found and found.start() > 0:
            groups = {name: value for name, value in found.groupdict().items() if value}
            name, value = next(iter(groups.items()))
            number = _WORDS[value] if name == "word" else _number(value)
            return text[: found.start()] + " " + text[found.end() :], number
    return text, 1


def _number(text: str) -> int:
    return _ROMAN[text] if text in _ROMAN else int(text)


def _compared(text: str) -> str:
    return _MARKS.sub(" ", text).strip()
