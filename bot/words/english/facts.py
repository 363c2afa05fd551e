"""Facts and ratings in English, numbers said the way a person says them."""

from bot.words.english.several import together
from core.anime import AgeRating, Anime, AnimeType
from core.pick import Prediction
from core.taste import Rating, Status, Taste, Thumb

TYPES = {
    AnimeType.TV: "TV",
    AnimeType.MOVIE: "Film",
    AnimeType.OVA: "OVA",
    AnimeType.ONA: "Web series",
    AnimeType.SPECIAL: "Special",
    AnimeType.MUSIC: "Music video",
}
_AGES = {
    AgeRating.G: "for all ages",
    AgeRating.PG: "for children",
    AgeRating.PG13: "from 13 on",
    AgeRating.R: "from 17 on, for violence or language",
    AgeRating.R_PLUS: "from 17 on, with some nudity",
    AgeRating.RX: "for adults only",
}
_STATUSES = {
    Status.WATCHED: "watched",
    Status.PLANNED: "planned",
    Status.DROPPED: "dropped",
    Status.LISTED: "on your list",
}
_ORIGINAL = "original"
_HOUR = 60  # minutes
_MOST_STUDIOS = 2
_LITTLE = 3  # ratings, from which a taste begins to show
_KNOWN = 5  # people, from which an anime is not new any more
_ENOUGH = 10  # ratings, from which more of them change little from one to the next


def facts(anime: Anime) -> tuple[str, ...]:
    """Return type, length, year and studios, as far as they are known."""
    season = anime.season.capitalize() if anime.season else ""
    when = f"{season} {anime.year}".strip() if anime.year else ""
    known = (TYPES.get(anime.type, ""), _length(anime), when, together(anime.studios[:_MOST_STUDIOS]))
    return tuple(fact for fact in known if fact)


def apart(title: str, anime: Anime) -> str:
    """Return "Naruto (TV, 2002)", as far as type and year are known."""
    details = ", ".join(str(detail) for detail in (TYPES.get(anime.type), anime.year) if detail)
    return f"{title} ({details})" if details else title


def background(anime: Anime) -> str:
    """Return its source, audience and age in one sentence."""
    parts = []
    if anime.source and anime.source.casefold() not in {"unknown", "other"}:
        original = anime.source.casefold() == _ORIGINAL
        parts.append("an original story" if original else f"from {_with_article(anime.source.casefold())}")
    if anime.demographics:
        parts.append(f"for a {together([one.casefold() for one in anime.demographics])} audience")
    if anime.age_rating:
        parts.append(_AGES[anime.age_rating])
    sentence = ", ".join(parts)
    return sentence[:1].upper() + sentence[1:] + "." if sentence else ""


def prediction(predicted: Prediction, *, simulated: bool) -> str:
    """Return "8.4 for you, give or take 1.1"."""
    words = f"{predicted.rating:.1f} for you, give or take {predicted.margin:.1f}"
    return words + (" (simulated)" if simulated else "")


def doubt(predicted: Prediction) -> str:
    """Return "I know little about you yet"; "" where a few scores are known."""
    return "I know little about you yet" if predicted.known < _LITTLE else ""


def everyone(mean: float, *, simulated: bool) -> str:
    """Return "8.4 from everyone"."""
    return f"{mean:.1f} from everyone" + (" (simulated)" if simulated else "")


def newness(audience: int | None) -> str:
    """Return that nobody or hardly anybody has rated it: "New here: nobody has rated it yet."."""
    if audience is None:
        return "New here: I have yet to learn about it."
    if audience == 0:
        return "New here: nobody has rated it yet."
    return "New here: only a few people know it yet." if audience < _KNOWN else ""


def rating(rating: Rating) -> str:
    """Return score, thumb and status: "9 of 10, 👍, watched"."""
    said = []
    if rating.score is not None:
        said.append(f"{rating.score} of 10")
    if rating.thumb is not None:
        said.append("👍" if rating.thumb is Thumb.UP else "👎")
    if rating.status is not None:
        said.append(_STATUSES[rating.status])
    return ", ".join(said)


def evidence(taste: Taste) -> str:
    """Return how little is known, and what would help; "" for ten ratings and more."""
    count = len(taste.ratings)
    if count == 0:
        return "I know nothing about you yet, so these are widely loved. A thumb or two will change that."
    if count < _LITTLE:
        return "I know little about you yet. A few more thumbs will help a lot."
    if count < _ENOUGH:
        return f"This is from your {count} ratings. I get better with each one."
    return ""


def _length(anime: Anime) -> str:
    minutes = _duration(anime.minutes) if anime.minutes else ""
    if anime.episodes == 1 or (anime.episodes is None and anime.type is AnimeType.MOVIE):
        return minutes or ("1 episode" if anime.type is not AnimeType.MOVIE else "")
    if anime.episodes is None:
        return f"episodes of {minutes}" if minutes else ""
    return f"{anime.episodes} episodes" + (f" of {minutes}" if minutes else "")


def _duration(minutes: int) -> str:
    hours, rest = divmod(minutes, _HOUR)
    return " ".join(part for part in (f"{hours} h" if hours else "", f"{rest} min" if rest else "") if part)


def _with_article(noun: str) -> str:
    return f"{'an' if noun[:1] in 'aeiou' else 'a'} {noun}"
