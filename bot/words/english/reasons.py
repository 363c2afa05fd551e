"""Why a pick was picked, in English: one sentence for a card, and the whole breakdown for those who ask."""

from collections.abc import Callable, Iterable
from itertools import takewhile

from bot.words.breakdown import Row, rows_of
from bot.words.english.several import together
from core.leave_one_out import FIRST, LeftOut
from core.pick import Pick, Reason, ReasonKind
from core.taste import Status, Taste, Thumb

Names = Callable[[int], str]

_REST = "All else together"
_OPENINGS = frozenset({"All", "Dropping", "Having", "How", "Its", "Planning", "The", "Waving", "What", "When", "Your"})
_OF_THE_LIST = frozenset({ReasonKind.LIKED_TOGETHER, ReasonKind.FRANCHISE, ReasonKind.ERA, ReasonKind.LENGTH})
_SAID_APART = frozenset({ReasonKind.MOOD, ReasonKind.TRENDING, ReasonKind.SEASON})
_STRONG = 0.25  # of all that speaks for and against: the share from which a row counts as strong
_WEAK = 0.08  # the share below which it counts as little
_HEARD = 0.4  # how large the strongest objection must be, against the strongest praise, to be mentioned on a card
_NAMED = 2  # anime and labels named in a card's sentence
_SAYING = 0.15  # a reason below this share of the strongest is not worth a sentence
_LOW = 5  # a score up to here is no praise


def reason(pick: Pick, taste: Taste, names: Names, like: int | None = None) -> str:
    """Return what speaks most for the pick, and the strongest objection where it is a large one.

    like: the anime that the pick was asked for as an answer to "anime like …".
    """
    telling, objection = _heard(pick)
    moods = _labels(telling, ReasonKind.MOOD)
    telling = [one for one in telling if one.kind is not ReasonKind.LABEL or one.label not in moods]  # said once
    sentences = [_personal(telling, taste, names) if like is None else _alike(telling, names(like))]
    if moods:
        sentences.append(f"{together(moods)} {'fit' if len(moods) > 1 else 'fits'} the mood.")
    kinds = {one.kind for one in telling}
    if ReasonKind.TRENDING in kinds:
        sentences.append("More people than before like it lately.")
    if ReasonKind.SEASON in kinds:
        sentences.append("It is of the newest season.")
    if ReasonKind.NOVELTY in kinds:
        sentences.append("Not many know it.")
    if objection:
        sentences.append(f"{_label(objection, taste, names)} speaks against it.")
    return " ".join(sentence for sentence in sentences if sentence)


def named(pick: Pick) -> set[int]:
    """Return the anime that `reason` may name: few of all that speak, each of which would have to be looked up."""
    telling, objection = _heard(pick)
    heard = telling if objection is None else [*telling, objection]
    return {one.because for one in heard if one.because is not None}


def rows(pick: Pick, taste: Taste, names: Names) -> tuple[Row, ...]:
    """Return the breakdown; a row's label is what speaks, as a noun."""
    return rows_of(pick, lambda one: _label(one, taste, names), _REST)


def told(rows: tuple[Row, ...]) -> tuple[str, ...]:
    """Return the rows in sentences, those that speak alike in one: "Your 3 for Naruto and Drama speak against it."."""
    total = sum(abs(row.amount) for row in rows)
    alike: dict[str, list[str]] = {}
    for row in rows:
        if row.amount:
            alike.setdefault(_how_much(row.amount, total), []).append(row.label)
    return tuple(_sentence(labels, how) for how, labels in alike.items())


def without(one: LeftOut, taste: Taste, names: Names) -> str:
    """Return where the pick would stand without what was said of that anime, and where it stands with it."""
    said = _said_of(one.anime_id, taste, names)
    less = f"Without {_within(said)}" if one.amount > 0 else f"{said} speaks against it: without that,"
    if one.without is None:
        return f"{less} this would not be among the first {FIRST}; it is #{one.place}."
    if one.place is None:
        return f"{less} this would be #{one.without}; it is not among the first {FIRST}."
    if one.place == one.without:
        return f"{less} this would still be #{one.place}."
    return f"{less} this would be #{one.without}, not #{one.place}."


def _heard(pick: Pick) -> tuple[list[Reason], Reason | None]:
    """Return the reasons worth a sentence, strongest first, and the strongest objection where it is a large one."""
    strongest = next((one.amount for one in pick.reasons if one.amount > 0), 0.0)
    strong = list(takewhile(lambda one: abs(one.amount) >= _SAYING * strongest, pick.reasons))
    telling = [one for one in strong if one.amount > 0]
    objection = next((one for one in strong if one.amount < 0 and -one.amount >= _HEARD * strongest), None)
    return telling, objection


def _personal(telling: list[Reason], taste: Taste, names: Names) -> str:
    said = [one for one in telling if one.because is not None and _liked(one, taste)]
    follows = _unique(names(one.because) for one in said if one.because and one.kind is ReasonKind.FRANCHISE)
    liked = [name for name in _unique(names(one.because) for one in said if one.because) if name not in follows]
    labels = _labels(telling, ReasonKind.LABEL)
    if follows:
        goes_on = f"It goes on from {together(follows)}, which you know."
        return f"{goes_on} Because you liked {together(liked)}." if liked else goes_on
    if liked:
        return f"Because you liked {together(liked)}" + (f", and for its {together(labels)}." if labels else ".")
    if labels:
        return f"For its {together(labels)}, which you lean to."
    kinds = {one.kind for one in telling}
    if ReasonKind.POPULAR in kinds:
        return "Well liked by many who have seen it."
    if ReasonKind.STORY in kinds:
        return "Its story is like those you like."
    if kinds & _OF_THE_LIST:
        return "Those with a list like yours go on to like it."
    return "" if kinds & _SAID_APART else "A step off your usual path."


def _alike(telling: list[Reason], name: str) -> str:
    labels = _labels(telling, ReasonKind.LABEL)
    kinds = {one.kind for one in telling}
    if labels and ReasonKind.LIKED_TOGETHER in kinds:
        return f"It shares {together(labels)} with {name}, and those who like one like the other."
    if labels:
        return f"It shares {together(labels)} with {name}."
    if ReasonKind.LIKED_TOGETHER in kinds:
        return f"Those who like {name} like it too."
    return f"Its story is like that of {name}." if ReasonKind.STORY in kinds else f"Of the same kind as {name}."


def _labels(telling: list[Reason], kind: ReasonKind) -> list[str]:
    return _unique(one.label for one in telling if one.kind is kind and one.label)


def _label(one: Reason, taste: Taste, names: Names) -> str:
    if one.because is not None:
        return _said_of(one.because, taste, names)
    label = one.label or ""
    return {
        ReasonKind.LIKED_TOGETHER: "What others liked beside it",
        ReasonKind.LABEL: label or "Its kind",
        ReasonKind.SOURCE: f"Its source ({label.casefold()})" if label else "Its source",
        ReasonKind.ERA: "When it was made",
        ReasonKind.STORY: "Its story",
        ReasonKind.POPULAR: "What everyone thinks of it",
        ReasonKind.LENGTH: "How long it is",
        ReasonKind.FRANCHISE: "What it goes on from",
        ReasonKind.TRENDING: "How many like it lately",
        ReasonKind.SEASON: "How new it is",
        ReasonKind.MOOD: f"{label} (for the mood)" if label else "The mood",
        ReasonKind.NOVELTY: "How well known it is",
    }[one.kind]


def _said_of(anime_id: int, taste: Taste, names: Names) -> str:
    """Return what was said about that anime, as a noun: "Your 3 for Naruto"."""
    name = names(anime_id)
    rating = taste.ratings.get(anime_id)
    if rating is None:
        return f"Waving away {name}" if anime_id in taste.dismissed else f"The audience of {name}"
    if rating.score is not None:
        return f"Your {rating.score} for {name}"
    if rating.thumb is not None:
        return f"Your thumbs-{'up' if rating.thumb is Thumb.UP else 'down'} for {name}"
    if rating.status is Status.DROPPED:
        return f"Dropping {name}"
    return f"Planning {name}" if rating.status is Status.PLANNED else f"Having seen {name}"


def _liked(one: Reason, taste: Taste) -> bool:
    rating = taste.ratings.get(one.because) if one.because is not None else None
    if rating is None or rating.thumb is Thumb.DOWN or rating.status is Status.DROPPED:
        return False
    return rating.score is None or rating.score > _LOW


def _sentence(labels: list[str], how: str) -> str:
    first, *others = labels
    listed = together([first, *map(_within, others)])
    verb = "speak" if others else "speaks"
    return f"{listed} {verb} {how}."


def _within(label: str) -> str:
    """Return a label as it stands inside a sentence: names keep their capitals."""
    first = label.partition(" ")[0]
    return label[0].lower() + label[1:] if first in _OPENINGS else label


def _how_much(amount: float, total: float) -> str:
    side = "for it" if amount > 0 else "against it"
    share = abs(amount) / total
    if share >= _STRONG:
        return f"strongly {side}"
    return side if share >= _WEAK else f"a little {side}"


def _unique(words: Iterable[str]) -> list[str]:
    """Return the first few of `words`, each once; no more of them are made than that takes."""
    first: list[str] = []
    for word in words:
        if word not in first:
            first.append(word)
        if len(first) == _NAMED:
            break
    return first
