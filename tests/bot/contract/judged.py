"""What a word about an anime makes of what was said before."""

from collections.abc import Sequence

from core.taste import Rating, Status, Thumb

THUMBS = {"+": Thumb.UP, "-": Thumb.DOWN}
STATUSES = {"w": Status.WATCHED, "p": Status.PLANNED, "d": Status.DROPPED, "l": Status.LISTED}


def judged(kind: str, rest: Sequence[str], before: Rating | None, waved: bool) -> tuple[Rating | None, bool]:  # noqa: FBT001  a pair that comes back changed
    """Return the rating, and whether it is waved away, after a button or command. rest: what was said besides."""
    match kind, rest:
        case "up", _:
            return thumbed(before, Thumb.UP), waved
        case "down", _:
            return thumbed(before, Thumb.DOWN), waved
        case "seen", _:
            score, thumb = (before.score, before.thumb) if before else (None, None)
            return Rating(score, thumb, Status.WATCHED), waved
        case "pass", _:
            return before, True
        case "remove", _:
            return None, False
        case "undo", [back_to, *_]:
            return standing(back_to)
        case "rate", [score]:
            return scored(before, int(score)), waved
        case _:
            return before, waved  # which score, is asked


def thumbed(before: Rating | None, thumb: Thumb) -> Rating:
    """Return a rating with a thumb: a score of 6 or more is one up, and a score that says the opposite goes."""
    score = before.score if before else None
    opposite = score is not None and (score > 5) is not (thumb is Thumb.UP)
    return Rating(None if opposite else score, thumb, before.status if before else None)


def scored(before: Rating | None, score: int) -> Rating:
    """Return a rating with a score: a thumb that says the opposite goes, and it was watched, or else dropped."""
    thumb = before.thumb if before else None
    opposite = thumb is not None and (score > 5) is not (thumb is Thumb.UP)
    dropped = before is not None and before.status is Status.DROPPED
    return Rating(score, None if opposite else thumb, Status.DROPPED if dropped else Status.WATCHED)


def standing(code: str) -> tuple[Rating | None, bool]:
    """Return what an undo leads back to: "9+w!" is a nine with a thumb up, watched, and waved away since."""
    said, waved = code.removesuffix("!"), code.endswith("!")
    if said == "-":
        return None, waved
    score, thumb, status = tuple(said)
    return Rating(int(score, 16) or None, THUMBS.get(thumb), STATUSES.get(status)), waved
