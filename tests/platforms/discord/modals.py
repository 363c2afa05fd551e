"""A form that opened for a person."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from tests.platforms.discord.component_rules import Kind as ComponentKind
from tests.platforms.discord.kinds import Kind
from tests.platforms.discord.refusals import Json

if TYPE_CHECKING:
    from tests.platforms.discord.interactions import Interaction


class Modal:
    """A form of text fields, in the hands of who opened it."""

    def __init__(self, opened_by: "Interaction", payload: Json) -> None:
        self.title: str = payload["title"]
        self.custom_id: str = payload["custom_id"]
        self._opened_by = opened_by
        self._parts: list[Json] = payload["components"]

    @property
    def labels(self) -> list[str]:
        """What stands above each field."""
        return [part.get("label") or part["components"][0]["label"] for part in self._parts if _field(part)]

    async def submits(self, *texts: str) -> "Interaction":
        """Let the person fill the fields from top to bottom and send them; raises ValueError for what does not fit."""
        fields = [field for part in self._parts if (field := _field(part))]
        if len(texts) != len(fields):
            raise ValueError(f"{len(fields)} fields, {len(texts)} texts")
        for field, text in zip(fields, texts, strict=True):
            lowest = field.get("min_length") or int(field.get("required", True))
            if not lowest <= len(text) <= (field.get("max_length") or 4000):
                raise ValueError(f"{len(text)} characters do not fit {field}")
        waiting = iter(texts)
        data = {"custom_id": self.custom_id, "components": [_filled(part, waiting) for part in self._parts]}
        before = self._opened_by
        what = f"the modal {self.title!r} of {before.person.name}"
        return before.person.acts(Kind.MODAL, data, where=before.where, source=before.source, what=what)


def _field(part: Json) -> Json | None:
    match part:
        case {"component": dict(field)} | {"components": [dict(field)]} if field["type"] == ComponentKind.TEXT_INPUT:
            return field
    return None


def _filled(part: Json, texts: Iterator[str]) -> Json:
    sent: Json = {"type": part["type"], "id": part.get("id") or 1}
    field = _field(part)
    if field is None:
        return sent
    value = {"type": field["type"], "id": field.get("id") or 2, "custom_id": field["custom_id"], "value": next(texts)}
    return sent | ({"component": value} if part["type"] == ComponentKind.LABEL else {"components": [value]})
