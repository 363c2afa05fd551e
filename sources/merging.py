"""How what several sources say about an anime becomes one entry of the catalogue. Pure; the same again changes nothing.

The last import is believed where it knows something, and never erases by knowing nothing. The bundled catalogue was
checked by hand, so it is believed before any import; only picture, members and tags are the import's business.
"""

from collections.abc import Iterable
from dataclasses import fields, replace
from typing import Any

from core.anime import Anime, AnimeType, Relation, Title, TitleKind, TitleLanguage
from sources.text import key

# What the bundle leaves to imports: it has no pictures and tags, and only guesses how many members there are.
_LEFT_TO_IMPORTS = frozenset({"picture", "members", "tags"})
_JOINED = frozenset({"titles", "relations"})
_KINDS = tuple(TitleKind)
_LANGUAGES = tuple(TitleLanguage)


def merged(stored: Anime | None, incoming: Anime, bundled: Anime | None) -> Anime:
    """Return the entry after an import of `incoming`, given what is stored and what the bundle says, if anything."""
    refreshed = incoming if stored is None else replace(stored, **_known(incoming, besides=frozenset({"titles"})))
    layers = [one for one in (stored, incoming) if one is not None]
    refreshed = replace(refreshed, titles=_titles(layers))
    return refreshed if bundled is None else with_bundle(refreshed, bundled)


def with_bundle(stored: Anime | None, bundled: Anime) -> Anime:
    """Return the entry with what the bundle says about it."""
    if stored is None:
        return replace(bundled, titles=_titles([bundled]))
    kept = {name for name in _LEFT_TO_IMPORTS if not _empty(getattr(stored, name))}
    return replace(
        stored,
        **_known(bundled, besides=_JOINED | kept),
        titles=_titles([stored, bundled]),
        relations=_relations([*bundled.relations, *stored.relations]),
    )


def _known(anime: Anime, *, besides: frozenset[str]) -> dict[str, Any]:
    """Return the fields that an entry says something in."""
    values = {field.name: getattr(anime, field.name) for field in fields(anime) if field.name not in besides}
    return {name: value for name, value in values.items() if not _empty(value)}


def _empty(value: object) -> bool:
    return value is None or value == () or value is AnimeType.UNKNOWN


def _relations(relations: Iterable[Relation]) -> tuple[Relation, ...]:
    """Return one relation to each anime, the first."""
    first: dict[int, Relation] = {}
    for relation in relations:
        first.setdefault(relation.anime_id, relation)
    return tuple(first.values())


def _titles(layers: Iterable[Anime]) -> tuple[Title, ...]:
    """Return all titles of some entries for the same anime; the last one's main title in a language is the main one.

    A main title that lost is a synonym. Synonyms that differ from another title by case and signs only are left out,
    and all are put into one order (kind, language, text), so that joining again finds everything in its place.
    """
    titles = [title for anime in layers for title in anime.titles]
    mains = {title.language: title for title in titles if title.kind is TitleKind.MAIN}
    taken = {key(main.text) for main in mains.values()}
    kept = list(mains.values())
    others = {Title(one.text, one.language, _lesser(one.kind)) for one in titles if one not in kept}
    shorts: set[str] = set()
    for title in sorted(others, key=_order):
        seen = shorts if title.kind is TitleKind.SHORT else taken
        if key(title.text) not in seen:
            seen.add(key(title.text))
            kept.append(title)
    return tuple(sorted(kept, key=_order))


def _lesser(kind: TitleKind) -> TitleKind:
    return TitleKind.SYNONYM if kind is TitleKind.MAIN else kind


def _order(title: Title) -> tuple[int, int, str]:
    return _KINDS.index(title.kind), _LANGUAGES.index(title.language), title.text
