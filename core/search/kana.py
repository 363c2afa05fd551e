"""Kana read aloud: hiragana as the romaji in which the catalogue has its titles."""

import re

SYLLABLES = {
    kana: consonant + vowel
    for consonant, row in {
        "": "あいうえお",
        "k": "かきくけこ",
        "s": "さしすせそ",
        "t": "たちつてと",
        "n": "なにぬねの",
        "h": "はひふへほ",
        "m": "まみむめも",
        "r": "らりるれろ",
        "g": "がぎぐげご",
        "z": "ざじずぜぞ",
        "d": "だぢづでど",
        "b": "ばびぶべぼ",
        "p": "ぱぴぷぺぽ",
    }.items()
    for kana, vowel in zip(row, "aiueo", strict=True)
} | {
    "や": "ya", "ゆ": "yu", "よ": "yo", "わ": "wa", "を": "o", "ん": "n", "ゔ": "vu",
    "し": "shi", "ち": "chi", "つ": "tsu", "ふ": "fu", "じ": "ji", "ぢ": "ji", "づ": "zu",
}  # fmt: skip
SMALL = {"ゃ": "ya", "ゅ": "yu", "ょ": "yo", "ぁ": "a", "ぃ": "i", "ぅ": "u", "ぇ": "e", "ぉ": "o", "ゎ": "wa"}
KANA = re.compile("[ぁ-ゖー ]+")
HUSHED = re.compile("(sh|ch|j)y")


def romaji(words: str) -> str:
    """Return words in hiragana (a normal form, so katakana too) as romaji; empty where they hold anything else."""
    if not KANA.fullmatch(words):
        return ""
    out = ""
    for at, kana in enumerate(words):
        if kana in SMALL:
            out = out[:-1] + SMALL[kana]
        elif kana == "っ":
            out += SYLLABLES.get(words[at + 1 : at + 2], "")[:1]
        elif kana == "ー":
            out += out[-1:]
        else:
            out += SYLLABLES.get(kana, kana)
    return HUSHED.sub(r"\1", out)
