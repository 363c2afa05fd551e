"""What fans call an anime beyond its titles and their initials, in a file beside this one: id, title, nicknames.

The title is there for the reader; the id (MyAnimeList's) is what counts.
"""

from functools import cache
from importlib.resources import files


@cache
def nicknames() -> dict[int, tuple[str, ...]]:
    """Return the nicknames by anime id."""
    lines = (files("core.search") / "nicknames.tsv").read_text(encoding="utf-8").splitlines()
    fields = (line.split("\t") for line in lines)
    return {int(anime_id): tuple(names.split(", ")) for anime_id, _, names in fields}
