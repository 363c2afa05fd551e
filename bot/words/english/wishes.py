"""Wishes in English: the labels of their options, and a whole wish as a phrase."""

from collections.abc import Callable

from bot.words.english.several import together
from core.anime import AnimeType
from core.wish import Adventure, Dislikes, Length, Mood, Wish

MOODS = {
    Mood.COZY: "Cozy",
    Mood.FUNNY: "Funny",
    Mood.EXCITING: "Exciting",
    Mood.DARK: "Dark",
    Mood.TEARS: "A good cry",
    Mood.ROMANTIC: "Romantic",
    Mood.MIND_BENDING: "Mind-bending",
    Mood.EPIC: "Epic",
}
MOOD_WORDS = {
    "cosy": Mood.COZY,
    "warm": Mood.COZY,
    "calm": Mood.COZY,
    "relaxing": Mood.COZY,
    "wholesome": Mood.COZY,
    "fun": Mood.FUNNY,
    "hilarious": Mood.FUNNY,
    "thrilling": Mood.EXCITING,
    "intense": Mood.EXCITING,
    "grim": Mood.DARK,
    "scary": Mood.DARK,
    "sad": Mood.TEARS,
    "cry": Mood.TEARS,
    "emotional": Mood.TEARS,
    "love": Mood.ROMANTIC,
    "clever": Mood.MIND_BENDING,
    "weird": Mood.MIND_BENDING,
    "grand": Mood.EPIC,
}
GENRE_WORDS = {  # by the names of MyAnimeList, which catalogues use
    "4-koma": "Gag Humor",
    "animal": "Anthropomorphic",
    "another world": "Isekai",
    "artist": "Visual Arts",
    "baking": "Gourmet",
    "band": "Music",
    "baseball": "Team Sports",
    "basketball": "Team Sports",
    "bl": "Boys Love",
    "boxing": "Combat Sports",
    "car": "Racing",
    "cat": "Pets",
    "chef": "Gourmet",
    "cooking": "Gourmet",
    "crime": "Organized Crime",
    "cute girl": "CGDCT",
    "dance": "Performing Arts",
    "doctor": "Medical",
    "experimental": "Avant Garde",
    "family": "Childcare",
    "fighting": "Martial Arts",
    "folklore": "Mythology",
    "food": "Gourmet",
    "football": "Team Sports",
    "gambling": "High Stakes Game",
    "game": "Video Game",
    "ghost": "Supernatural",
    "giant robot": "Mecha",
    "gl": "Girls Love",
    "god": "Mythology",
    "gun": "Military",
    "healing": "Iyashikei",
    "high school": "School",
    "history": "Historical",
    "idol": "Idols (Female)",
    "kid": "Childcare",
    "mafia": "Organized Crime",
    "magic": "Fantasy",
    "magical girl": "Mahou Shoujo",
    "monster": "Supernatural",
    "murder": "Detective",
    "office": "Workplace",
    "parenting": "Childcare",
    "psycho": "Psychological",
    "robot": "Mecha",
    "scary": "Horror",
    "science fiction": "Sci-Fi",
    "soccer": "Team Sports",
    "spaceship": "Space",
    "sport": "Sports",
    "superhero": "Super Power",
    "sword": "Samurai",
    "thriller": "Suspense",
    "volleyball": "Team Sports",
    "war": "Military",
    "work": "Workplace",
    "yakuza": "Organized Crime",
    "yaoi": "Boys Love",
    "yuri": "Girls Love",
}
TYPES = {
    AnimeType.TV: "TV series",
    AnimeType.MOVIE: "Film",
    AnimeType.OVA: "OVA (straight to video)",
    AnimeType.ONA: "Web series",
    AnimeType.SPECIAL: "Special",
    AnimeType.MUSIC: "Music video",
}
TYPE_WORDS = {
    "movies": AnimeType.MOVIE,
    "films": AnimeType.MOVIE,
    "series": AnimeType.TV,
    "show": AnimeType.TV,
    "shows": AnimeType.TV,
    "web": AnimeType.ONA,
    "specials": AnimeType.SPECIAL,
    "ovas": AnimeType.OVA,
    "onas": AnimeType.ONA,
}
LENGTHS = {
    Length.SHORT: "Short: a film, or up to 13 episodes",
    Length.MEDIUM: "Medium: up to 26 episodes",
    Length.LONG: "Long: more than that",
}
ADVENTURES = {
    Adventure.SAFE: "Safe: well loved by many",
    Adventure.BALANCED: "Balanced",
    Adventure.ADVENTUROUS: "Adventurous: off the usual path",
}
ADVENTURE_WORDS = {
    "popular": Adventure.SAFE,
    "hidden": Adventure.ADVENTUROUS,
    "obscure": Adventure.ADVENTUROUS,
    "unusual": Adventure.ADVENTUROUS,
    "surprising": Adventure.ADVENTUROUS,
}
DISLIKES = {
    Dislikes.COUNT: "Count my dislikes",
    Dislikes.IGNORE: "Ignore my dislikes",
}
DISLIKE_WORDS = {
    "ignore dislikes": Dislikes.IGNORE,
    "ignoring my dislikes": Dislikes.IGNORE,
    "no dislikes": Dislikes.IGNORE,
    "without dislikes": Dislikes.IGNORE,
    "without my dislikes": Dislikes.IGNORE,
}
_PLURALS = {
    AnimeType.TV: "TV series",
    AnimeType.MOVIE: "films",
    AnimeType.OVA: "OVAs",
    AnimeType.ONA: "web series",
    AnimeType.SPECIAL: "specials",
    AnimeType.MUSIC: "music videos",
    AnimeType.UNKNOWN: "anime",
}
_TONES = {Adventure.SAFE: "well loved by many", Adventure.ADVENTUROUS: "off the usual path"}


def wish(wish: Wish, names: Callable[[int], str]) -> str:
    """Return mood, length, genre and type, then the tone and what does not count; "" where nothing of it was said."""
    words = []
    if wish.mood is not None:
        words.append("tear-jerking" if wish.mood is Mood.TEARS else wish.mood.value)
    if wish.length is not None:
        words.append("medium-length" if wish.length is Length.MEDIUM else wish.length.value)
    if wish.genre is not None:
        words.append(wish.genre)
    if words or wish.type is not None:
        words.append(_PLURALS[wish.type or AnimeType.UNKNOWN])
    uncounted = ["your dislikes"] if wish.dislikes is Dislikes.IGNORE else []
    uncounted += sorted(map(names, wish.without))
    parts = [
        " ".join(words),
        _TONES.get(wish.adventure, ""),
        f"not counting {together(uncounted)}" if uncounted else "",
    ]
    return ", ".join(part for part in parts if part)
