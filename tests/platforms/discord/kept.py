"""What Discord makes of components and embeds that it keeps: numbers, defaults, addresses of what was attached."""

from collections.abc import Iterator

from tests.platforms.discord.component_rules import Kind
from tests.platforms.discord.refusals import Json


def walk(components: list[Json]) -> Iterator[Json]:
    """Return all components, nested ones after the one that holds them."""
    for component in components:
        yield component
        yield from walk(component.get("components", []))
        if component.get("accessory"):
            yield component["accessory"]


def kept_components(components: list[Json], urls: dict[str, Json]) -> list[Json]:
    """Return components as Discord keeps them: each with a number, media with the address at which it is."""
    taken = {part["id"] for part in walk(components) if part.get("id")}
    free = (number for number in range(1, 1000) if number not in taken)
    return [_kept_one(component, urls, free) for component in components]


def _kept_one(part: Json, urls: dict[str, Json], free: Iterator[int]) -> Json:
    kept = part | {"id": part.get("id") or next(free)}
    defaults: Json = {}
    match part["type"]:
        case Kind.CONTAINER:
            defaults = {"accent_color": None, "spoiler": False}
        case Kind.SEPARATOR:
            defaults = {"spacing": 1, "divider": True}
        case Kind.STRING_SELECT | Kind.USER_SELECT | Kind.ROLE_SELECT | Kind.MENTIONABLE_SELECT | Kind.CHANNEL_SELECT:
            defaults = {"min_values": 1, "max_values": 1}
        case Kind.THUMBNAIL:
            defaults = {"description": None, "spoiler": False}
            kept["media"] = _media(part["media"], urls)
        case Kind.GALLERY:
            items = [
                {"description": None, "spoiler": False} | item | {"media": _media(item["media"], urls)}
                for item in part["items"]
            ]
            kept["items"] = items
        case Kind.FILE:
            media = _media(part["file"], urls)
            kept["file"] = media
            defaults = {"name": media["url"].rpartition("/")[2], "size": None, "spoiler": False}
    if part.get("emoji"):
        kept["emoji"] = {key: value for key, value in part["emoji"].items() if value is not None}
    if "components" in part:
        kept["components"] = [_kept_one(inner, urls, free) for inner in part["components"]]
    if "accessory" in part:
        kept["accessory"] = _kept_one(part["accessory"], urls, free)
    return defaults | kept


def _media(media: Json, urls: dict[str, Json]) -> Json:
    attachment = urls.get(media["url"])
    if attachment:
        url = attachment["url"]
        return {"id": attachment["id"], "url": url, "proxy_url": url, "attachment_id": attachment["id"]}
    return {"id": "1", "url": media["url"], "proxy_url": media["url"]}


def kept_embed(embed: Json, urls: dict[str, Json]) -> Json:
    """Return an embed as Discord keeps it."""
    kept = {"type": "rich"} | embed
    for key in ("image", "thumbnail"):
        if embed.get(key):
            attachment = urls.get(embed[key]["url"])
            kept[key] = embed[key] | {"url": attachment["url"] if attachment else embed[key]["url"]}
    return kept
