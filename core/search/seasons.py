"""Which season, part, year or film of a series a title or a query means, apart from the series' own name."""

import re
from dataclasses import dataclass
from itertools import pairwise

from rapidfuzz.distance import OSA

from core.anime import AnimeType

FINAL = 99  # "The Final Season", whichever number it has
LAST_NUMBER = 12  # a larger number at a title's end is a part of the name: Mob Psycho 100, Area 88
FIRST_YEAR, LAST_YEAR = 1917, 2099  # the oldest anime known; beyond the other end a number is a name


def _counted(names: str) -> dict[str, int]:
    return {name: value for value, name in enumerate(names.split(), 1)}


ROMAN = _counted("i ii iii iv v vi vii viii ix x xi xii")
CARDINALS = _counted("one two three four five six seven eight nine ten")
KANJI = _counted("一 二 三 四 五 六 七 八 九")
ORDINALS = _counted("first second third fourth fifth sixth seventh eighth ninth tenth") | {
    f"{value}{ending}": value for value in range(1, LAST_NUMBER + 1) for ending in ("st", "nd", "rd", "th")
}
SEASON_WORDS = frozenset({"season", "seasons", "series", "saison", "temporada", "staffel"})
PART_WORDS = frozenset({"part", "cour", "pt"})
KINDS = {
    "movie": AnimeType.MOVIE,
    "movies": AnimeType.MOVIE,
    "film": AnimeType.MOVIE,
    "gekijouban": AnimeType.MOVIE,
    "劇場版": AnimeType.MOVIE,
    "ova": AnimeType.OVA,
    "ovas": AnimeType.OVA,
    "oad": AnimeType.OVA,
    "special": AnimeType.SPECIAL,
    "specials": AnimeType.SPECIAL,
}
EMPTY_WORDS = frozenset({"tv", "anime"})
COUNTED = frozenset({*PART_WORDS, "movie", "film", "chapter", "episode", "vol", "volume", "no", "number", "act"})

FUSED = re.compile(r"(?P<kind>seasons?|series|ss|s|part|pt|p|cour)0?(?P<number>[1-9]|1[0-2])")
FUSED_BOTH = re.compile(r"s0?([1-9])(?:p|part|pt|c|cour)([1-9])")
FUSED_NUMBER = re.compile(r"(?<=[^\W\d]{2})(?=(?:s0?)?(?:[2-9]|1[0-2])$)")  # "aot2", "jjks2"
KI = re.compile(r"(?:第)?([0-9]{1,2}|[一二三四五六七八九])期")


@dataclass(frozen=True, slots=True)
class Numbered:
    """A name and what stood beside it. Zero and None mean that nothing was said."""

    words: tuple[str, ...]  # of the series' own name; never empty unless the text was
    season: int = 0  # 1 …, or FINAL
    part: int = 0
    year: int = 0
    kind: AnimeType | None = None

    @property
    def name(self) -> str:
        """The series' own name in normal form."""
        return " ".join(self.words)

    @property
    def numbered(self) -> bool:
        """Whether anything beside the name was said."""
        return bool(self.season or self.part or self.year or self.kind)


def numbered(normal_text: str) -> Numbered:
    """Return the parts of `normal_text`: "mob psycho 100 2nd season" is season 2 of "mob psycho 100".

    A text that would be left without a name is a name as a whole: "2nd season", "1917", "movie".
    """
    spaced = FUSED_NUMBER.sub(" ", KI.sub(lambda ki: f" s{KANJI.get(ki[1], ki[1])} ", normal_text))
    words = spaced.split()
    reading = _Reading(words)
    reading.read()
    if not reading.left:
        return Numbered(tuple(normal_text.split()))
    return Numbered(tuple(reading.left), reading.season, reading.part, reading.year, reading.kind)


class _Reading:
    """One pass over the words; what is understood is taken out of `left`."""

    def __init__(self, words: list[str]) -> None:
        self.left = list(words)
        self.season = 0
        self.part = 0
        self.year = 0
        self.kind: AnimeType | None = None

    def read(self) -> None:
        self._phrases()
        self._kinds()
        self._trailing_number()

    def _phrases(self) -> None:
        """Take out "season 2", "2nd season", "final season", "part 2", "s2", "s3p2"."""
        words, left = self.left, list[str]()
        position = 0
        while position < len(words):
            taken = self._phrase(words, position)
            if not taken:
                left.append(words[position])
            position += taken or 1
        self.left = left

    def _phrase(self, words: list[str], position: int) -> int:
        """Read a phrase that begins at `position`; return how many words it takes, 0 where none begins."""
        word = words[position]
        after = words[position + 1] if position + 1 < len(words) else ""
        if word == "the" and after in {"final", "last"}:
            return 1 + taken if (taken := self._phrase(words, position + 1)) else 0
        if _means_season(after) and (number := _ordinal(word)):
            self.season = number
            return 2
        if after in PART_WORDS and word in ORDINALS:
            self.part = ORDINALS[word]
            return 2
        if _means_season(word) and (number := _count(after)):
            self.season = number
            return 2
        if word in PART_WORDS and position and (number := _count(after)):
            self.part = number
            return 2
        return self._fused(word)

    def _fused(self, word: str) -> int:
        if both := FUSED_BOTH.fullmatch(word):
            self.season, self.part = int(both[1]), int(both[2])
            return 1
        if fused := FUSED.fullmatch(word):
            if fused["kind"].startswith("s"):
                self.season = int(fused["number"])
            else:
                self.part = int(fused["number"])
            return 1
        return 0

    def _kinds(self) -> None:
        """Take out years, "movie", "ova" and words that say nothing, as long as a name is left.

        "Movie 14" says a kind too, but stays a part of the name: without it the number would be lost.
        """
        words, kept = self.left, self.left[:1]
        for word, following in pairwise([*words[1:], ""]):
            if word.isdecimal() and FIRST_YEAR <= int(word) <= LAST_YEAR:
                self.year = int(word)
            elif word in KINDS:
                self.kind = KINDS[word]
                if following.isdecimal() or _count(following):
                    kept.append(word)
                elif len(kept) > 1 and kept[-1] == "the":
                    kept.pop()
            elif word not in EMPTY_WORDS:
                kept.append(word)
        self.left = kept

    def _trailing_number(self) -> None:
        """Take a number at the end for a season, and "final" for the last: "Overlord III", "mob psycho 2"."""
        if self.season or len(self.left) < 2 or self.left[-2] in COUNTED:  # noqa: PLR2004  a name and a number
            return
        if self.left[-1] == "final":
            self.season = FINAL
            del self.left[-2 if self.left[-2] == "the" and len(self.left) > 2 else -1 :]  # noqa: PLR2004  a name before
            return
        number = _count(self.left[-1]) if self.left[-1] not in CARDINALS else 0
        if 1 < number <= LAST_NUMBER:
            self.season = number
            self.left.pop()


def _means_season(word: str) -> bool:
    """Whether `word` is "season", also in other languages or with a slip of the fingers."""
    return word in SEASON_WORDS or (word.startswith("s") and OSA.distance(word, "season", score_cutoff=1) <= 1)


def _ordinal(word: str) -> int:
    """Return what comes before "season" as a number, 0 where it is none."""
    if word in {"final", "last"}:
        return FINAL
    return ORDINALS.get(word) or (int(word) if word.isdecimal() and word.isascii() and int(word) <= LAST_NUMBER else 0)


def _count(word: str) -> int:
    """Return what comes after "season" as a number, 0 where it is none."""
    if word.isdecimal() and word.isascii():
        return int(word) if int(word) <= LAST_NUMBER else 0
    return ROMAN.get(word) or CARDINALS.get(word) or 0
